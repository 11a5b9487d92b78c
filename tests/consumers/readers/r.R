# Report every table as base R reads the CSV files: CSV promises text, so each column is turned into its type.
schema <- read.csv("columns.csv", colClasses = "character")
turn <- list(
  string = function(x) x,
  integer = as.numeric,  # R has no integers beyond 2^31
  number = as.numeric,
  boolean = function(x) as.logical(toupper(x)),
  date = as.Date
)
options(warn = 2)  # a value that does not fit its type is an error
tables <- sapply(unique(schema$table), function(table) {
  frame <- read.csv(file.path("build", "csv", paste0(table, ".csv")),
                    na.strings = "", colClasses = "character", encoding = "UTF-8")
  columns <- schema[schema$table == table, ]
  cells <- mapply(function(name, type) {
    sprintf('"%s": ["%s", %d]', name, type, sum(is.na(turn[[type]](frame[[name]]))))
  }, columns$column, columns$type)
  sprintf('"%s": {"rows": %d, "columns": {%s}}', table, nrow(frame), paste(cells, collapse = ", "))
})
cat("{", paste(tables, collapse = ", "), "}", sep = "")
