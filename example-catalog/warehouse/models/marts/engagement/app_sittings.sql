select app_user_id, sitting_on, events, round(seconds / 60.0, 1) as minutes, exercises_finished from {{ ref('int_app_sessions') }}
