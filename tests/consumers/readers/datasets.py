"""Report every configuration of the dataset card as Hugging Face's datasets loads it, without the network."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

from datasets import get_dataset_config_names, load_dataset
from huggingface_hub import DatasetCard

FOLDER = str(Path.cwd())  # from "." datasets cannot make a name
TYPES = {"int64": "integer", "float64": "number", "bool": "boolean", "string": "string", "date32": "date"}
card = DatasetCard.load("README.md").data.to_dict()
assert all(card[key] for key in ("pretty_name", "license", "language", "tags", "size_categories")), card
assert [config["config_name"] for config in card["configs"]] == get_dataset_config_names(FOLDER)
report = {}
for name in get_dataset_config_names(FOLDER):
    dataset = load_dataset(FOLDER, name, split="train")
    columns = {
        column: [TYPES[feature.dtype], dataset.data.column(column).null_count] for column, feature in dataset.features.items()
    }
    report[name] = {"rows": len(dataset), "columns": columns}
print(json.dumps(report))
