"""Sends tonight's audiences to the mailing tool. Sends nothing rather than half a list."""

import duckdb

from lineage import recorded, table

MAILING = "https://mailing.fernhill.example"

with recorded(
    "fernhill-jobs",
    "sync_crm_audiences",
    "Sends tonight's audiences to the mailing tool.",
    "growth",
    [table("analytics", "audience_export")],
    [(MAILING, "audiences")],
):
    with duckdb.connect("fernhill.duckdb", read_only=True) as connection:
        people = connection.execute(
            "select audience, count(*) from analytics.audience_export group by 1"
        ).fetchall()
    for audience, count in people:
        print(f"{audience}: {count} people")
