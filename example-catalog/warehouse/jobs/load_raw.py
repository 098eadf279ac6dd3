"""Loads raw/*.csv as our loaders would: one run per system, with the time of loading in each row.

Ages are hours before now, so that freshness reads the same on any day the artifacts are made again.
The web shop's partner did not send today's file, so that one run fails and its tables keep an old load.
"""

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import duckdb

from lineage import recorded, table

SYSTEMS = {
    # system: (hours since the last load, where it comes from)
    "crm": (1, "https://crm.fernhill.example"),
    "billing": (1, "https://payments.fernhill.example"),
    "hr": (9, "https://hr.fernhill.example"),
    "app": (3, "https://events.fernhill.example"),
    "care": (2, "https://care.fernhill.example"),
    "ads": (12, "https://ads.fernhill.example"),
    "shop": (112, "sftp://shop-partner.fernhill.example"),
}
OWNERS = {"hr": "people-data", "care": "care-data", "ads": "growth"}


def load(connection, system, hours):
    loaded_at = (datetime.now(timezone.utc) - timedelta(hours=hours)).replace(tzinfo=None, microsecond=0)
    connection.execute(f"create schema if not exists raw_{system}")
    for file in sorted(Path("raw", system).glob("*.csv")):
        connection.execute(
            f"create or replace table raw_{system}.{file.stem} as "
            f"select *, timestamp '{loaded_at}' as _loaded_at from read_csv('{file}', header = true)"
        )


def main():
    failed = 0
    with duckdb.connect("fernhill.duckdb") as connection:
        for system, (hours, origin) in SYSTEMS.items():
            tables = sorted(f.stem for f in Path("raw", system).glob("*.csv"))
            try:
                with recorded(
                    "fernhill-loader",
                    f"{system}_load",
                    f"Copies {system} into the warehouse.",
                    OWNERS.get(system, "data-platform"),
                    [(origin, name) for name in tables],
                    [table(f"raw_{system}", name) for name in tables],
                ):
                    load(connection, system, hours)
                    if system == "shop":
                        Path("raw", "shop", "today", "orders.csv").read_text()
            except FileNotFoundError as error:
                failed += 1
                print(f"{system}: {error}", file=sys.stderr)
    print(f"{len(SYSTEMS) - failed} systems loaded, {failed} failed")


main()
