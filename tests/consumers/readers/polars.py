"""Report every table as polars reads the Parquet files."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

import polars as pl

TYPES = {pl.Int64: "integer", pl.Float64: "number", pl.Boolean: "boolean", pl.String: "string", pl.Date: "date"}
report = {}
# A table is a file, or a folder of parts.
for path in sorted(path for path in Path("build/parquet").iterdir() if path.suffix != ".json"):
    frame = pl.read_parquet(path)
    columns = {name: [TYPES[kind], frame[name].null_count()] for name, kind in frame.schema.items()}
    report[path.stem] = {"rows": len(frame), "columns": columns}
print(json.dumps(report))
