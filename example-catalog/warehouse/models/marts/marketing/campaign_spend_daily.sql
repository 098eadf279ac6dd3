select campaign_id, channel, spent_on, spend_eur, clicks, signups from {{ ref('int_campaign_days') }}
