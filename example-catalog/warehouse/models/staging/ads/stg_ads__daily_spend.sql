select campaign_id, spent_on, spend_eur::decimal(12, 2) as spend_eur, impressions, clicks, signups
from {{ source('ads', 'daily_spend') }}
