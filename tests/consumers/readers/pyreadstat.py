"""Report every table as pyreadstat, which shares no code with the writer, reads the Stata files."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

import pyreadstat

TYPES = {"int8": "integer", "int16": "integer", "int32": "integer", "double": "number", "string": "string"}


def name_type(name, about):
    """Numbers with labels are codes, and dates are numbers with a format."""
    labels = about.variable_value_labels.get(name)
    if labels:
        return "boolean" if labels == {0: "false", 1: "true"} else "string"
    return "date" if about.original_variable_types[name].startswith("%td") else TYPES[about.readstat_variable_types[name]]


report = {}
for path in sorted(Path().glob("*.dta")):
    frame, about = pyreadstat.read_dta(str(path))
    columns = {
        name: [name_type(name, about), int((frame[name].isna() | (frame[name] == "")).sum())] for name in frame.columns
    }
    labels = {
        name: {label: int((frame[name] == number).sum()) for number, label in said.items()}
        for name, said in about.variable_value_labels.items()
    }
    report[path.stem] = {"rows": len(frame), "columns": columns, "labels": labels}
print(json.dumps(report))
