#!/usr/bin/env python3
"""Invents the history of Fernhill's products before the morning of its artifacts: ninety days that
`glassbox record` might have written. Which products and
promises there are, it takes from the last day, which is recorded for real:

    rm -r example-catalog/history
    glassbox record example-catalog --now 2026-11-21T04:00:00Z
    example-catalog/make-history.py
"""
import datetime, json, pathlib, random

HERE = pathlib.Path(__file__).parent
LAST = datetime.date(2026, 11, 20)
DAYS = 89
# What was worth remembering: product, first day before LAST, how many days, status, broken promises.
STORIES = [
    ("shop-replication", 4, 5, "late", ["freshness"]),
    ("equipment-mart", 4, 5, "late", ["freshness"]),
    ("revenue-mart", 4, 5, "late", ["freshness/revenue-daily"]),
    ("monday-numbers", 4, 5, "late", ["freshness"]),
    ("billing-replication", 31, 2, "failing", ["freshness"]),
    ("billing-mart", 31, 2, "at-risk", []),
    ("billing-mart", 12, 13, "warning", []),
    ("revenue-mart", 31, 2, "at-risk", []),
    ("crm-replication", 58, 1, "failing", ["freshness"]),
    ("crm-mart", 58, 1, "at-risk", []),
    ("customer-360", 58, 1, "at-risk", []),
    ("marketing-mart", 2, 3, "failing", []),
    ("growth-dashboard", 2, 3, "at-risk", []),
    ("people-mart", 72, 4, "failing", []),
    ("hr-dashboard", 72, 4, "at-risk", []),
    ("hr-replication", 9, 10, "unknown", []),
    ("audience-sync", 44, 1, "failing", ["frequency"]),
]
# What changed for others: days before LAST, kind, product, its name, what, and whom a breaking change concerns.
CHANGES = [
    (2, "column-added", "crm-mart", "CRM mart", "has the column full_name in Contacts", None),
    (2, "column-added", "crm-mart", "CRM mart", "has the column owner_name in Accounts", None),
    (9, "promise-loosened", "shop-replication", "Shop replication", "promises “fresh within 24 hours” (it was “fresh within 12 hours”)", ["equipment-mart"]),
    (16, "port-added", "customer-360", "Customers", "gives Consents", None),
    (16, "regulation-added", "customer-360", "Customers", "falls under ccpa", None),
    (23, "lifecycle", "legacy-sales-cube", "Sales cube (old)", "is deprecated (it was active)", None),
    (37, "product-added", "exercise-recommendations", "Exercise recommendations", "is new", None),
    (45, "lifecycle", "partner-newsletter", "Partner newsletter", "is retired (it was deprecated)", ["growth-data"]),
    (52, "column-type", "revenue-mart", "Revenue", "has booked_at in Bookings as timestamp (it was date)", ["pricing-study", "revenue-explore", "finance"]),
    (52, "port-added", "revenue-mart", "Revenue", "gives Bookings (until March)", None),
    (73, "promise-tightened", "app-events", "App events", "promises “fresh within 1 hour” for Events (it was “fresh within 3 hours”)", None),
    (4, "last-mile-removed", "billing-mart", "Billing", "Finance no longer adds logic of its own: Adds the invoices of the old shop", None,
     {"team": {"id": "finance", "name": "Finance"}, "what": "Adds the invoices of the old shop"}),
    (6, "level-lost", "people-mart", "People", "fell below “Can be relied on” in “A table to build on”", None,
     {"standard": {"id": "data", "name": "A table to build on"}, "level": {"id": "dependable", "name": "Can be relied on"}}),
    (18, "level-reached", "hr-dashboard", "HR dashboard", "reached “Ready for production” in “A mature dashboard”", None,
     {"standard": {"id": "dashboard", "name": "A mature dashboard"}, "level": {"id": "production", "name": "Ready for production"}}),
    (30, "use-added", "audience-sync", "Audience sync", "now used by People Team in campaigns", None,
     {"team": {"id": "people-team", "name": "People Team"}, "stage": "marketing"}),
    (80, "product-removed", "intranet-counter", "Intranet counter", "is gone", ["people-team"]),
]
# Events of the app often come late: the promise is tight.
OFTEN_LATE = {"app-events": ("freshness/events", 0.15)}


def main():
    recorded = (HERE / "history" / "2026-11.ndjson").read_text()
    today = [json.loads(line) for line in recorded.splitlines()]
    dice = random.Random(20261121)
    months = {}
    for back in range(DAYS, -1, -1):
        day = LAST - datetime.timedelta(days=back)
        for row in today:
            product, promises = row["product"], {key: True for key in row["promises"]}
            status = "holding"
            for name, first, days, told, broken in STORIES:
                if name == product and first >= back > first - days:
                    status = told
                    promises.update({key: False for key in broken if key in promises})
            if product in OFTEN_LATE and dice.random() < OFTEN_LATE[product][1]:
                status, promises[OFTEN_LATE[product][0]] = "late", False
            line = {"day": day.isoformat(), "at": f"{day}T04:00:00Z", "product": product, "status": status, "promises": promises}
            months.setdefault(day.strftime("%Y-%m"), []).append(json.dumps(line, separators=(",", ":")))
    for month, lines in months.items():
        last = recorded if month == "2026-11" else ""
        (HERE / "history" / f"{month}.ndjson").write_text("\n".join(lines) + "\n" + last)
    invent_changes()


def invent_changes():
    lines = []
    for back, kind, product, name, text, tell, *data in sorted(reversed(CHANGES), key=lambda change: -change[0]):
        day = (LAST - datetime.timedelta(days=back)).isoformat()
        change = {"day": day, "at": f"{day}T04:00:00Z", "kind": kind, "product": product, "name": name, "text": text}
        coded = {"code": kind, "data": data[0]} if data else {}
        lines.append(json.dumps({**change, "breaking": tell is not None, "tell": tell or [], **coded}, ensure_ascii=False, separators=(",", ":")))
    (HERE / "history" / "changes.ndjson").write_text("\n".join(lines) + "\n")


main()
