select send_id, campaign_id, lower(email) as email, sent_at, opened, clicked from {{ source('ads', 'email_sends') }}
