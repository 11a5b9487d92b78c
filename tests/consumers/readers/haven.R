# Report every table as R's haven reads the Stata files.
options(warn = 2)
name_type <- function(x) {
  labels <- attr(x, "labels")
  if (!is.null(labels)) return(if (identical(names(labels), c("false", "true"))) "boolean" else "string")
  if (inherits(x, "Date")) return("date")
  if (is.character(x)) return("string")
  if (attr(x, "format.stata") == "%10.0g") "number" else "integer"  # haven reads all of Stata's numbers as doubles
}
report <- list()
for (path in Sys.glob("*.dta")) {
  frame <- haven::read_dta(path)
  columns <- labels <- setNames(list(), character())
  for (name in names(frame)) {
    x <- frame[[name]]
    columns[[name]] <- list(name_type(x), sum(if (is.character(x)) x == "" else is.na(x)))
    numbers <- attr(x, "labels")
    if (!is.null(numbers)) labels[[name]] <- lapply(as.list(numbers), function(number) sum(x == number, na.rm = TRUE))
  }
  report[[sub(".dta", "", path, fixed = TRUE)]] <- list(rows = nrow(frame), columns = columns, labels = labels)
}
cat(jsonlite::toJSON(report, auto_unbox = TRUE))
