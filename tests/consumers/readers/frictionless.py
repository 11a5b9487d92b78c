"""Report every table as plain frictionless reads the CSV package."""

import json
import sys

sys.path.pop(0)  # this file's folder, in which it would find itself

from frictionless import Package

report = {}
for resource in Package("datapackage.json").resources:
    rows = resource.read_rows()
    lists = {field.name: field.to_descriptor().get("categories", []) for field in resource.schema.fields}
    report[resource.name] = {
        "rows": len(rows),
        "columns": {
            field.name: [field.type, sum(row[field.name] is None for row in rows)] for field in resource.schema.fields
        },
        "labels": {
            column: {code["label"]: sum(row[column] == code["value"] for row in rows) for code in codes}
            for column, codes in lists.items()
        },
    }
print(json.dumps(report))
