"""Report every table as pyarrow reads the Parquet files."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

import pyarrow.parquet as pq

TYPES = {"int64": "integer", "double": "number", "bool": "boolean", "string": "string", "date32[day]": "date"}
report = {}
# A table is a file, or a folder of parts.
for path in sorted(path for path in Path("build/parquet").iterdir() if path.suffix != ".json"):
    table = pq.read_table(path)
    columns = {field.name: [TYPES[str(field.type)], table[field.name].null_count] for field in table.schema}
    labels = {}
    for field in table.schema:
        codes = json.loads(field.metadata.get(b"categories", "[]"))
        labels[field.name] = {code["label"]: table[field.name].to_pylist().count(code["value"]) for code in codes}
    report[path.stem] = {"rows": table.num_rows, "columns": columns, "labels": labels}
print(json.dumps(report))
