"""Report every table as DuckDB reads the Parquet files."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

import duckdb

TYPES = {"BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "VARCHAR": "string", "DATE": "date"}
report = {}
# A table is a file, or a folder of parts.
for path in sorted(path for path in Path("build/parquet").iterdir() if path.suffix != ".json"):
    name = f"{path.as_posix()}/*.parquet" if path.is_dir() else path.as_posix()
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{name}'").fetchall()
    counts = ", ".join(f'count(*) - count("{line[0]}")' for line in described)
    (rows, *empty) = duckdb.sql(f"SELECT count(*), {counts} FROM '{name}'").fetchall()[0]
    columns = {line[0]: [TYPES[line[1]], number] for line, number in zip(described, empty)}
    report[path.stem] = {"rows": rows, "columns": columns}
print(json.dumps(report))
