{{ config(materialized='table') }}
select unnest(generate_series(timestamp '2025-01-01', timestamp '2026-12-31', interval 1 day))::date as day
