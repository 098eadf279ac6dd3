select send_id, campaign_id, email, sent_at from {{ ref('stg_ads__email_sends') }} where clicked
