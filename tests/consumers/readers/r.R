# Report every table as base R reads the CSV files: CSV promises text, so each column is turned into its type.
options(warn = 2)  # a value that does not fit its type is an error
turn <- list(
  string = function(x) x,
  integer = as.numeric,  # R has no integers beyond 2^31
  number = as.numeric,
  boolean = function(x) as.logical(toupper(x)),
  date = as.Date
)
report <- list()
for (table in jsonlite::read_json("datapackage.json")$resources) {
  frames <- lapply(table$path, read.csv, na.strings = "", colClasses = "character", encoding = "UTF-8", check.names = FALSE)
  frame <- do.call(rbind, frames)  # a table may be in several files
  columns <- labels <- setNames(list(), character())
  for (column in table$schema$fields) {
    values <- turn[[column$type]](frame[[column$name]])
    columns[[column$name]] <- list(column$type, sum(is.na(values)))
    if (length(column$categories)) {
      codes <- sapply(column$categories, `[[`, "value")
      named <- factor(values, codes, sapply(column$categories, `[[`, "label"))
      labels[[column$name]] <- as.list(table(named))
    }
  }
  report[[table$name]] <- list(rows = nrow(frame), columns = columns, labels = labels)
}
cat(jsonlite::toJSON(report, auto_unbox = TRUE))
