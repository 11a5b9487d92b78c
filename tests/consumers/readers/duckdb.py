"""Report every table as DuckDB reads the Parquet files."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

import duckdb

TYPES = {"BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "VARCHAR": "string", "DATE": "date"}
report = {}
for path in sorted(Path("build/parquet").glob("*.parquet")):
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{path.as_posix()}'").fetchall()
    counts = ", ".join(f'count(*) - count("{line[0]}")' for line in described)
    (rows, *empty) = duckdb.sql(f"SELECT count(*), {counts} FROM '{path.as_posix()}'").fetchall()[0]
    columns = {line[0]: [TYPES[line[1]], number] for line, number in zip(described, empty)}
    report[path.stem] = {"rows": rows, "columns": columns}
print(json.dumps(report))
