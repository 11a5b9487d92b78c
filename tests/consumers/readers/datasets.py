"""Report every configuration of the dataset card as Hugging Face's datasets loads it, without the network."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

from datasets import get_dataset_config_names, load_dataset

FOLDER = str(Path.cwd())  # from "." datasets cannot make a name
TYPES = {"int64": "integer", "float64": "number", "bool": "boolean", "string": "string", "date32": "date"}
report = {}
for name in get_dataset_config_names(FOLDER):
    dataset = load_dataset(FOLDER, name, split="train")
    columns = {
        column: [TYPES[feature.dtype], dataset.data.column(column).null_count] for column, feature in dataset.features.items()
    }
    report[name] = {"rows": len(dataset), "columns": columns}
print(json.dumps(report))
