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
    # The shop's last data is of 16 November, 10:26. The load failed from the next night on, and what promises "within 24
    # hours" was late when the night after that was recorded.
    ("shop-replication", 3, 1, "failing", []),
    ("shop-replication", 2, 3, "failing", ["freshness"]),
    ("equipment-mart", 3, 1, "at-risk", []),
    ("equipment-mart", 2, 3, "late", ["freshness"]),
    ("revenue-mart", 3, 1, "at-risk", []),
    ("revenue-mart", 2, 3, "late", ["freshness/revenue-daily"]),
    ("monday-numbers", 3, 1, "at-risk", []),
    ("monday-numbers", 2, 3, "late", ["freshness"]),
    ("revenue-explore", 3, 4, "late", ["freshness"]),
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
def port(id, name):
    return {"id": id, "name": name}


# What changed for others, as `glassbox record` writes it: days before LAST, kind, product, its name, what in words, whom a
# breaking change concerns, and the same for programs.
CHANGES = [
    (2, "column-added", "crm-mart", "CRM mart", "added column full_name to Contacts", None, {"port": port("contacts", "Contacts"), "column": "full_name"}),
    (2, "column-added", "crm-mart", "CRM mart", "added column owner_name to Accounts", None, {"port": port("accounts", "Accounts"), "column": "owner_name"}),
    (4, "last-mile-removed", "billing-mart", "Billing mart", "Finance no longer adds logic of its own: “Adds the invoices of the old shop”", None,
     {"team": {"id": "finance", "name": "Finance"}, "what": "Adds the invoices of the old shop"}),
    (6, "level-lost", "people-mart", "People", "fell below “Makes promises” in “A table to build on”", None,
     {"standard": {"id": "data", "name": "A table to build on"}, "level": {"id": "dependable", "name": "Makes promises"}}),
    (9, "promise-loosened", "shop-replication", "Shop replication", "promise changed from “fresh within 12 hours” to “fresh within 24 hours”", ["equipment-mart"],
     {"about": {"property": "freshness"}, "is": "24 hours", "was": "12 hours"}),
    (16, "port-added", "customer-360", "Customers", "new output: Consents", None, {"port": port("consents", "Consents")}),
    (16, "regulation-added", "customer-360", "Customers", "now subject to ccpa", None, {"regulation": "ccpa"}),
    (18, "level-reached", "hr-dashboard", "HR dashboard", "reached “All checks met” in “A mature dashboard”", None,
     {"standard": {"id": "dashboard", "name": "A mature dashboard"}, "level": {"id": "production", "name": "All checks met"}}),
    (23, "lifecycle", "legacy-sales-cube", "Sales cube (old)", "lifecycle changed from active to deprecated", None, {"is": "deprecated", "was": "active"}),
    (30, "use-added", "audience-sync", "Audience sync", "now used by People Team in campaigns", None,
     {"team": {"id": "people-team", "name": "People Team"}, "stage": "marketing"}),
    (37, "product-added", "pricing-study", "Pricing study 2027", "new product", None, {}),
    (38, "port-removed", "ads-replication", "Ads replication", "removed output Newsletter opens", [], {"port": port("newsletter-opens", "Newsletter opens")}),
    (40, "port-lost", "ads-replication", "Ads replication",
     "output Newsletter opens has lost its table newsletter_opens: the last two runs of the workflow that wrote it did not", ["marketing-mart"],
     {"port": port("newsletter-opens", "Newsletter opens"), "was": "newsletter_opens", "why": "left-out"}),
    (45, "lifecycle", "partner-newsletter", "Partner newsletter", "lifecycle changed from deprecated to retired", ["growth-data"], {"is": "retired", "was": "deprecated"}),
    (52, "column-type", "revenue-mart", "Revenue", "type of column booked_at in Bookings changed from date to timestamp", ["revenue-explore", "finance"],
     {"port": port("bookings", "Bookings"), "column": "booked_at", "is": "timestamp", "was": "date"}),
    (52, "port-added", "revenue-mart", "Revenue", "new output: Bookings (until March)", None, {"port": port("bookings-v1", "Bookings (until March)")}),
    (73, "promise-tightened", "app-events", "App events", "promise for Events changed from “fresh within 3 hours” to “fresh within 2 hours”", None,
     {"about": {"property": "freshness", "port": port("events", "Events")}, "is": "2 hours", "was": "3 hours"}),
    (80, "product-removed", "intranet-counter", "Intranet counter", "removed", ["people-team"], {"was_retired": False}),
]
# So many days have row counts: of each output port fewer than on the last day, by a rate of its own.
ROWS_FOR = 30
# What lost its tests with the last day.
TESTED_UNTIL_LAST = {"pricing-study"}
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
            # Nobody knows that what nothing tests was well.
            status = "unchecked" if row["status"] == "unchecked" and product not in TESTED_UNTIL_LAST else "holding"
            for name, first, days, told, broken in STORIES:
                if name == product and first >= back > first - days:
                    status = told
                    promises.update({key: False for key in broken if key in promises})
            if product in OFTEN_LATE and dice.random() < OFTEN_LATE[product][1]:
                status, promises[OFTEN_LATE[product][0]] = "late", False
            line = {"day": day.isoformat(), "at": f"{day}T04:00:00Z", "product": product, "status": status, "promises": promises}
            if "rows" in row and back < ROWS_FOR:
                line["rows"] = {key: earlier(key, rows, back + 1) for key, rows in row["rows"].items()}
            months.setdefault(day.strftime("%Y-%m"), []).append(json.dumps(line, separators=(",", ":")))
    for month, lines in months.items():
        last = recorded if month == "2026-11" else ""
        (HERE / "history" / f"{month}.ndjson").write_text("\n".join(lines) + "\n" + last)
    invent_changes()


def earlier(key, rows, days):
    return round(rows * (1 - random.Random(key).uniform(0, 0.015) * days))


def invent_changes():
    lines = []
    for back, kind, product, name, text, tell, data in reversed(CHANGES):
        day = (LAST - datetime.timedelta(days=back)).isoformat()
        change = {"day": day, "at": f"{day}T04:00:00Z", "kind": kind, "product": product, "name": name, "text": text}
        coded = {"code": kind, "data": data}
        lines.append(json.dumps({**change, "breaking": tell is not None, "tell": tell or [], **coded}, ensure_ascii=False, separators=(",", ":")))
    (HERE / "history" / "changes.ndjson").write_text("\n".join(lines) + "\n")


main()
