select e.employee_id, e.department_id, e.site, e.gender, e.level, e.hired_on, e.left_on, m.month::date as month
from {{ ref('stg_hr__employees') }} as e
cross join lateral (
    select unnest(generate_series(date_trunc('month', e.hired_on)::timestamp, coalesce(e.left_on, date '2026-11-20')::timestamp, interval 1 month)) as month
) as m
