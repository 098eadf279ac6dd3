"""Adds to dbt's catalog.json how large each table is, in the shape in which Snowflake says it: DuckDB says nothing of it,
and most warehouses do.

    python jobs/count_rows.py fernhill.duckdb target/catalog.json
"""

import json
import sys

import duckdb


def stat(key, label, value, description):
    return {"id": key, "label": label, "value": value, "include": True, "description": description}


def main(database, catalog):
    tables = json.load(open(catalog))
    with duckdb.connect(database, read_only=True) as connection:
        for table in [*tables["nodes"].values(), *tables["sources"].values()]:
            at = table["metadata"]
            if at["type"] != "BASE TABLE":
                continue  # no warehouse counts the rows of a view
            name = f'"{at["schema"]}"."{at["name"]}"'
            rows, size = connection.execute(f"select count(*), sum(strlen(t::text)) from {name} as t").fetchone()
            table["stats"] = {
                "row_count": stat("row_count", "Row Count", float(rows), "An approximate count of rows in this table"),
                "bytes": stat("bytes", "Approximate Size", float(size or 0), "Approximate size of the table"),
                **table["stats"],
            }
    json.dump(tables, open(catalog, "w"))


main(*sys.argv[1:])
