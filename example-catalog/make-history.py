#!/usr/bin/env python3
"""Invents the history of Fernhill's products before the morning of its artifacts: ninety days that
`glassbox record` might have written. Which products and
promises there are, it takes from the last day, which is recorded for real:

    rm -r example-catalog/history
    glassbox record example-catalog --now 2026-11-21T04:00:00Z
    example-catalog/make-history.py

Running it again changes nothing: it keeps the last day, and writes the days before it anew.
"""
import datetime, json, pathlib, random, sys

if sys.argv[1:]:
    sys.exit(f"{sys.argv[0]} takes no arguments and replaces the files of history/:\n\n{__doc__}")

HERE = pathlib.Path(__file__).parent
LAST = datetime.date(2026, 11, 20)
DAYS = 89
# What the evidence allows to say on an ordinary day, if that is not "holding". Of some pieces nothing shows that they run (the
# message of the alerts, the kits, the letters), some tables are not tested, and
# no hour is enough for tables of the night. Questions are answered by people: they are watched only when their table fails.
ORDINARY = {
    "waiting-time-alerts": "unknown", "equipment-mart": "unknown", "audience-sync": "unknown",
    "leaving-study": "unchecked", "legacy-sales-cube": "unchecked", "spain-launch": "unchecked",
    "sales-leaderboard": "unchecked", "revenue-explore": "late", "people-questions": None,
}
NEVER_KEPT = {"revenue-explore": ["freshness"]}
# Whom a problem of a product reaches, as far down as the same problem reaches on the last day.
REACHES = {
    "app-events": [
        "audience-sync", "engagement-mart", "exercise-recommendations", "growth-dashboard", "marketing-mart", "monday-numbers",
        "my-progress",
    ],
    "billing-replication": [
        "audience-sync", "billing-mart", "crm-mart", "customer-360", "engagement-mart", "equipment-mart", "failed-payment-alerts",
        "growth-dashboard", "leaving-study", "marketing-mart", "monday-numbers", "pricing-study", "revenue-mart", "spain-launch",
    ],
    "crm-replication": [
        "audience-sync", "crm-mart", "customer-360", "engagement-mart", "equipment-mart", "legacy-sales-cube", "monday-numbers",
        "revenue-mart", "sales-leaderboard", "spain-launch",
    ],
    "shop-replication": ["equipment-mart", "revenue-mart", "monday-numbers"],
    "marketing-mart": ["growth-dashboard"],
    "people-mart": ["hr-dashboard", "people-questions"],
}
# Best first.
STATUSES = ["holding", "unchecked", "unknown", "warning", "at-risk", "late", "failing"]
# How many days before LAST a product came, if it is younger than the history.
CAME = {"pricing-study": 37}
# What was worth remembering, apart from whom it reached: product, first day before LAST, how many days, status, broken promises.
STORIES = [
    # The shop's last data is of 16 November, 10:26. The load failed from the next night on, and what promises "within 24
    # hours" was late when the night after that was recorded.
    ("shop-replication", 3, 1, "failing", []),
    ("shop-replication", 2, 3, "failing", ["freshness"]),
    ("equipment-mart", 2, 3, "late", ["freshness"]),
    ("revenue-mart", 2, 3, "late", ["freshness/revenue-daily"]),
    ("monday-numbers", 2, 3, "late", ["freshness"]),
    ("billing-replication", 31, 2, "failing", ["freshness"]),
    ("billing-mart", 12, 13, "warning", []),
    ("crm-replication", 58, 1, "failing", ["freshness"]),
    ("marketing-mart", 2, 3, "failing", []),
    ("people-mart", 72, 4, "failing", []),
    ("hr-replication", 9, 10, "unknown", []),
    ("audience-sync", 44, 1, "failing", ["frequency"]),
    # It fetches too early on each of the nights of which there are events.
    ("sales-leaderboard", 8, 9, "at-risk", []),
]


def port(id, name):
    return {"id": id, "name": name}


# What changed for others, as `glassbox record` writes it: days before LAST, kind, product, its name, what in words, whom a
# breaking change or an end concerns, and the same for programs.
CHANGES = [
    (2, "column-added", "crm-mart", "CRM mart", "added column full_name to Contacts", None, {"port": port("contacts", "Contacts"), "column": "full_name"}),
    (2, "column-added", "crm-mart", "CRM mart", "added column owner_name to Accounts", None, {"port": port("accounts", "Accounts"), "column": "owner_name"}),
    (4, "last-mile-removed", "billing-mart", "Billing mart", "logic on top of it by Finance is gone: “Adds the invoices of the old shop”", None,
     {"team": {"id": "finance", "name": "Finance"}, "what": "Adds the invoices of the old shop"}),
    (6, "level-lost", "people-mart", "People", "fell below “Makes promises” in “A table to build on”", None,
     {"standard": {"id": "data", "name": "A table to build on"}, "level": {"id": "dependable", "name": "Makes promises"}}),
    (9, "promise-loosened", "shop-replication", "Shop replication", "promise changed from “fresh within 12 hours” to “fresh within 24 hours”", ["equipment-mart"],
     {"about": {"property": "freshness"}, "is": "24 hours", "was": "12 hours"}),
    (16, "port-added", "customer-360", "Customers", "new output: Consents", None, {"port": port("consents", "Consents")}),
    (16, "regulation-added", "customer-360", "Customers", "now subject to ccpa", None, {"regulation": "ccpa"}),
    (18, "level-reached", "hr-dashboard", "HR dashboard", "reached “Complete” in “A mature dashboard”", None,
     {"standard": {"id": "dashboard", "name": "A mature dashboard"}, "level": {"id": "production", "name": "Complete"}}),
    (23, "lifecycle", "legacy-sales-cube", "Sales cube (old)", "lifecycle changed from active to deprecated", None, {"is": "deprecated", "was": "active"}),
    (30, "use-added", "audience-sync", "Audience sync", "now used by People Team in campaigns", None,
     {"team": {"id": "people-team", "name": "People Team"}, "stage": "marketing"}),
    (37, "product-added", "pricing-study", "Pricing study 2027", "new product", None, {}),
    (38, "port-removed", "ads-replication", "Ads replication", "removed output Newsletter opens", [], {"port": port("newsletter-opens", "Newsletter opens")}),
    (40, "port-lost", "ads-replication", "Ads replication",
     "output Newsletter opens has lost its table newsletter_opens: the last two runs of the workflow that wrote it did not", ["marketing-mart"],
     {"port": port("newsletter-opens", "Newsletter opens"), "was": "newsletter_opens", "why": "left-out"}),
    (45, "lifecycle", "partner-newsletter", "Partner newsletter", "lifecycle changed from deprecated to retired", ["growth-data"], {"is": "retired", "was": "deprecated"}),
    (52, "column-added", "revenue-mart", "Revenue", "added column kind to Bookings", None, {"port": port("bookings", "Bookings"), "column": "kind"}),
    (52, "column-type", "revenue-mart", "Revenue", "type of column booked_on in Bookings changed from timestamp to date",
     ["revenue-explore", "monday-numbers", "finance"],
     {"port": port("bookings", "Bookings"), "column": "booked_on", "is": "date", "was": "timestamp"}),
    (52, "ends", "revenue-mart", "Revenue", "output Bookings (old) should not be used from 31 December 2026 on", ["finance", "revenue-explore"],
     {"port": port("bookings-v1", "Bookings (old)"), "is": "2026-12-31", "was": None}),
    (52, "port-added", "revenue-mart", "Revenue", "new output: Bookings (old)", None, {"port": port("bookings-v1", "Bookings (old)")}),
    (73, "promise-tightened", "app-events", "App events", "promise for Events changed from “fresh within 3 hours” to “fresh within 2 hours”", None,
     {"about": {"property": "freshness", "port": port("events", "Events")}, "is": "2 hours", "was": "3 hours"}),
    (80, "product-removed", "intranet-counter", "Intranet counter", "removed", ["people-team"], {"was_retired": False}),
]
# So many days have row counts: of each output port fewer than on the last day, by a rate of its own.
ROWS_FOR = 30
# Events of the app often come late: the promise is tight.
OFTEN_LATE = {"app-events": ("freshness/events", 0.15)}


def main():
    month = HERE / "history" / "2026-11.ndjson"
    recorded = [line for line in month.read_text().splitlines() if json.loads(line)["day"] > LAST.isoformat()]
    today = [json.loads(line) for line in recorded]
    dice = random.Random(20261121)
    months = {}
    for back in range(DAYS, -1, -1):
        day = LAST - datetime.timedelta(days=back)
        own = {row["product"]: alone(row, back, dice) for row in today if CAME.get(row["product"], DAYS) >= back}
        for row in today:
            product = row["product"]
            status, promises = own.get(product, (None, {}))
            reached = any(product in of and own[origin][0] in ("failing", "late") for origin, of in REACHES.items())
            if product in own and reached:
                status = max(status or "at-risk", "at-risk", key=STATUSES.index)
            # Nothing of it was seen on that day.
            if status is None:
                continue
            line = {"day": day.isoformat(), "at": f"{day}T04:00:00Z", "product": product, "status": status, "promises": promises}
            if "rows" in row and back < ROWS_FOR:
                line["rows"] = {key: earlier(key, rows, back + 1) for key, rows in row["rows"].items()}
            months.setdefault(day.strftime("%Y-%m"), []).append(json.dumps(line, separators=(",", ":")))
    months["2026-11"] += recorded
    for name, lines in months.items():
        (HERE / "history" / f"{name}.ndjson").write_text("\n".join(lines) + "\n")
    invent_changes()


def alone(row, back, dice):
    """The status and the promises of a product on a day, whatever it builds on."""
    product, promises = row["product"], {key: True for key in row["promises"]}
    status = ORDINARY.get(product, "holding")
    promises.update({key: False for key in NEVER_KEPT.get(product, [])})
    for name, first, days, told, broken in STORIES:
        if name == product and first >= back > first - days:
            status = told
            promises.update({key: False for key in broken if key in promises})
    if product in OFTEN_LATE and dice.random() < OFTEN_LATE[product][1]:
        status, promises[OFTEN_LATE[product][0]] = "late", False
    return status, promises


def earlier(key, rows, days):
    return round(rows * (1 - random.Random(key).uniform(0, 0.015) * days))


def invent_changes():
    lines = []
    for back, kind, product, name, text, tell, data in reversed(CHANGES):
        day = (LAST - datetime.timedelta(days=back)).isoformat()
        change = {"day": day, "at": f"{day}T04:00:00Z", "kind": kind, "product": product, "name": name, "text": text}
        coded = {"code": kind, "data": data}
        lines.append(json.dumps({**change, "breaking": tell is not None and kind != "ends", "tell": tell or [], **coded}, ensure_ascii=False, separators=(",", ":")))
    (HERE / "history" / "changes.ndjson").write_text("\n".join(lines) + "\n")


main()
