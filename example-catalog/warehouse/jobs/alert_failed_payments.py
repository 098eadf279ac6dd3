"""Tells customer care in chat whose payments failed and are still open."""

import duckdb

from lineage import recorded, table

CHAT = "https://chat.fernhill.example"

with recorded(
    "fernhill-jobs",
    "alert_failed_payments",
    "Tells customer care in chat whose payments failed.",
    "revenue-data",
    [table("analytics", "failed_payments_open")],
    [(CHAT, "failed-payments")],
):
    with duckdb.connect("fernhill.duckdb", read_only=True) as connection:
        open_payments = connection.execute("select count(*) from analytics.failed_payments_open").fetchone()[0]
    print(f"{open_payments} failed payments are open")
