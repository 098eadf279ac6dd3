select campaign_id, campaign_name, channel, country_code, sum(spend_eur) as spend_eur, sum(signups) as signups
from {{ ref('int_campaign_days') }} group by all
