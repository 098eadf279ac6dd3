"""Hands the list of due questionnaires to the app, which reminds each patient once."""

import duckdb

from lineage import recorded, table

APP = "https://app.fernhill.example"

with recorded(
    "fernhill-jobs",
    "send_questionnaire_reminders",
    "Hands the list of due questionnaires to the app.",
    "care-data",
    [table("analytics", "reminders_due")],
    [(APP, "reminders")],
):
    with duckdb.connect("fernhill.duckdb", read_only=True) as connection:
        due = connection.execute("select count(*) from analytics.reminders_due").fetchone()[0]
    print(f"{due} patients get a reminder")
