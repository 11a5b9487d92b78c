# Report every table as R's arrow reads the Parquet files.
options(warn = 2)
types <- c(int64 = "integer", double = "number", bool = "boolean", string = "string", "date32[day]" = "date")
report <- list()
for (path in Sys.glob("build/parquet/*.parquet")) {
  table <- arrow::read_parquet(path, as_data_frame = FALSE)
  frame <- as.data.frame(table)
  columns <- setNames(list(), character())
  for (field in table$schema$fields) {
    columns[[field$name]] <- list(types[[field$type$ToString()]], sum(is.na(frame[[field$name]])))
  }
  report[[sub(".parquet", "", basename(path), fixed = TRUE)]] <- list(rows = nrow(frame), columns = columns)
}
cat(jsonlite::toJSON(report, auto_unbox = TRUE))
