#!/usr/bin/env python3
"""Invents the nine nights before the morning of Fernhill's artifacts, for the pieces whose last runs are worth showing:
dbt's run results of two marts and the old sales cube in warehouse/archive, and the events of two jobs and of the screen beside the
coffee machine in openlineage/nights.ndjson. Which tables a run made, and what a job reads and writes, it takes from the last
night, which is real but for the screen:

    example-catalog/make-nights.py
"""
import datetime, json, pathlib, random

HERE = pathlib.Path(__file__).parent
LAST = datetime.datetime(2026, 11, 21, tzinfo=datetime.timezone.utc)
NIGHTS = 9
# In the order in which dbt makes them, each with how long it takes in seconds.
MODELS = {
    "billing_customers": 0.03, "billing_invoices": 0.02, "billing_payments": 0.05, "billing_subscriptions": 0.03,
    "int_invoices_eur": 0.03, "int_subscription_months": 0.03, "bookings.v1": 0.04, "bookings.v2": 0.04,
    "revenue_daily": 0.03, "revenue_by_account": 0.03,
}
# It grew slower by this from night to night.
SLOWER = {"bookings.v2": 0.01}
# The night that failed, of which the history has nothing: it was done again within the hour.
FAILED, SKIPPED, NIGHT = "int_invoices_eur", ["bookings.v2", "revenue_daily", "revenue_by_account"], 4
# The cube is made last, and the screen fetches it a quarter of an hour before, night after night.
CUBE, SCREEN = "legacy_sales_cube", "leaderboard_screen"
# The jobs, and how many nights ago the scheduler saw one begin and not end.
JOBS = {"sync_crm_audiences": None, "send_questionnaire_reminders": 5}


def run_results(back, at, dice, kept):
    """The results of one run of dbt; of the first in the night that failed, for that is done again."""
    has_failed = back == NIGHT and at.hour == 1
    rows, begun = [], at
    # Drawn apart, so that the nights of the others stay as they are.
    drawn = {CUBE: random.Random(f"{CUBE} {begun}")}
    for model, seconds in [*MODELS.items(), (CUBE, 0.04)]:
        row = kept[f"model.fernhill.{model}"]
        took = (seconds + SLOWER.get(model, 0) * (NIGHTS - back)) * drawn.get(model, dice).uniform(0.8, 1.25)
        took = round(took, 3)
        is_failed, is_skipped = has_failed and model == FAILED, has_failed and model in SKIPPED
        started, at = at, at + datetime.timedelta(seconds=0 if is_skipped else took)
        rows.append({
            "status": "skipped" if is_skipped else "error" if is_failed else "success",
            "timing": [] if is_skipped else [{"name": "execute", "started_at": stamp(started), "completed_at": stamp(at)}],
            "thread_id": "Thread-1 (worker)",
            "execution_time": 0 if is_skipped else took,
            "adapter_response": {} if is_skipped or is_failed else {"_message": "OK"},
            "message": None if is_skipped else "Runtime Error: the disk is full" if is_failed else "OK",
            "failures": None,
            "unique_id": row["unique_id"],
            "relation_name": row["relation_name"],
        })
    metadata = {
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json",
        "dbt_version": "1.11.16",
        "generated_at": stamp(at),
        "invocation_id": f"nightly-{begun:%Y-%m-%d-%H}",
        "env": {},
    }
    return {"metadata": metadata, "results": rows, "args": {"which": "build"}}


def events(back, dice, kept):
    at = LAST - datetime.timedelta(days=back) + datetime.timedelta(hours=1, minutes=26, seconds=50)
    for job, unended in JOBS.items():
        begin, end = at, at + datetime.timedelta(seconds=dice.uniform(0.02, 0.07))
        at = end + datetime.timedelta(seconds=0.2)
        for state, moment in [("START", begin), ("COMPLETE", end)][: 1 if back == unended else 2]:
            event = {**kept[job], "eventType": state, "eventTime": stamp(moment)}
            yield {**event, "run": {"runId": f"{job}-{begin:%Y-%m-%d}", "facets": {}}}
    begin = LAST - datetime.timedelta(days=back) + datetime.timedelta(hours=1, minutes=10)
    for state, moment in [("START", begin), ("COMPLETE", begin + datetime.timedelta(seconds=20))]:
        event = {**kept[SCREEN], "eventType": state, "eventTime": stamp(moment)}
        yield {**event, "run": {"runId": f"{SCREEN}-{begin:%Y-%m-%d}", "facets": {}}}


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def main():
    dice = random.Random(20261121)
    kept = json.loads((HERE / "warehouse/artifacts/run_results.json").read_text())["results"]
    kept = {row["unique_id"]: row for row in kept}
    last = [(HERE / "openlineage" / name).read_text() for name in ["jobs.ndjson", "screen.ndjson"]]
    began = [json.loads(line) for line in "".join(last).splitlines()]
    began = {event["job"]["name"]: event for event in began if event["eventType"] == "START"}
    lines = []
    for back in range(NIGHTS, 0, -1):
        day = LAST - datetime.timedelta(days=back)
        for hour in [1, 2] if back == NIGHT else [1]:
            night = run_results(back, day + datetime.timedelta(hours=hour, minutes=26, seconds=46), dice, kept)
            path = HERE / "warehouse/archive" / f"run_results_{day:%Y-%m-%d}-{hour:02}.json"
            path.write_text(json.dumps(night, separators=(",", ":")) + "\n")
        lines += [json.dumps(event, separators=(",", ":")) for event in events(back, dice, began)]
    (HERE / "openlineage/nights.ndjson").write_text("\n".join(lines) + "\n")


main()
