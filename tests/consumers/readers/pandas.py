"""Report every table as pandas reads the Parquet files."""

import json
import sys
from datetime import date
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

import pandas as pd

TYPES = {"Int64": "integer", "Float64": "number", "boolean": "boolean", "str": "string", "string": "string"}


def name_type(column):
    """Dates are objects to pandas, so that a day is no moment."""
    if str(column.dtype) != "object":
        return TYPES[str(column.dtype)]
    return "date" if all(isinstance(value, date) for value in column.dropna()) else "string"


report = {}
# A table is a file, or a folder of parts.
for path in sorted(path for path in Path("build/parquet").iterdir() if path.suffix != ".json"):
    frame = pd.read_parquet(path)
    columns = {name: [name_type(frame[name]), int(frame[name].isna().sum())] for name in frame.columns}
    report[path.stem] = {"rows": len(frame), "columns": columns}
print(json.dumps(report))
