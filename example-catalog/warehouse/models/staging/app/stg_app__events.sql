select event_id, app_user_id, event_name, body_area, happened_at, duration_seconds
from {{ source('app', 'events') }}
