#!/usr/bin/env bash
# Makes warehouse/artifacts/ and openlineage/ again from scratch, by really running the project.
#
# Everything runs in a copy under /tmp/fernhill, so that no path of your machine is written into the
# artifacts. Some steps fail on purpose (see ../README.md); the script goes on and says so.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work=/tmp/fernhill
project="$work/warehouse"

rm -rf "$work"
mkdir -p "$project" "$work/events"
(cd "$here" && tar --exclude=./artifacts --exclude=./target --exclude=./logs --exclude='*.duckdb*' -cf - .) | tar -xf - -C "$project"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
  dbt-core==1.11.16 dbt-duckdb==1.11.1 duckdb==2.0.0 openlineage-dbt==1.54.0 openlineage-python==1.54.0
export PATH="$work/venv/bin:$PATH"

export DBT_SEND_ANONYMOUS_USAGE_STATS=false
export DBT_PROFILES_DIR="$project"
export OPENLINEAGE_NAMESPACE=fernhill-dbt
export OPENLINEAGE__TRANSPORT__TYPE=file
export OPENLINEAGE__TRANSPORT__APPEND=true
cd "$project"

allowed_to_fail() { "$@" || echo "-- failed, as it should: $*"; }

# 1. the loaders (one of them fails)
FERNHILL_EVENTS="$work/events/loaders.ndjson" python jobs/load_raw.py

# 2. freshness, before anything else: one source late, one in warning, one whose check crashes
allowed_to_fail dbt --quiet source freshness

# 3. everything, with lineage events
OPENLINEAGE__TRANSPORT__LOG_FILE_PATH="$work/events/dbt.ndjson" allowed_to_fail dbt-ol build
# `dbt docs generate` overwrites run_results.json, which would then say that nothing was tested
cp target/run_results.json "$work/run_results.json"

# 4. the jobs after dbt: the sync fails because its list was not built, the reminders and the masking succeed
export FERNHILL_EVENTS="$work/events/jobs.ndjson"
allowed_to_fail python jobs/sync_crm_audiences.py
python jobs/send_reminders.py
python jobs/alert_failed_payments.py
python jobs/apply_masking.py

# 5. the catalog of tables and columns
allowed_to_fail dbt --quiet docs generate
# DuckDB says nothing of their size
python jobs/count_rows.py fernhill.duckdb target/catalog.json

mkdir -p "$here/artifacts" "$here/../openlineage"
cp target/catalog.json target/sources.json "$work/run_results.json" "$here/artifacts/"
cp "$work"/events/*.ndjson "$here/../openlineage/"
# The one reduction: `macros`, and the page of the package `dbt` in `docs`, are dbt's code and not ours, so they are
# emptied. Nothing else is changed, and keys stay in the order in which dbt wrote them.
python - "$here/artifacts/manifest.json" <<'PYTHON'
import json, sys
manifest = json.load(open("target/manifest.json"))
manifest["macros"] = {}
manifest["docs"] = {key: page for key, page in manifest["docs"].items() if page["package_name"] != "dbt"}
json.dump(manifest, open(sys.argv[1], "w"), separators=(",", ":"))
PYTHON
echo "made $here/artifacts and $here/../openlineage"
