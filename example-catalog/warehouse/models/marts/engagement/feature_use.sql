select date_trunc('week', happened_at)::date as week, event_name, body_area, count(*) as times
from {{ ref('stg_app__events') }} group by 1, 2, 3
