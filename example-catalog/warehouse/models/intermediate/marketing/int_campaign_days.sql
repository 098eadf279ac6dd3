select c.campaign_id, c.campaign_name, c.channel, c.country_code, d.spent_on, d.spend_eur, d.clicks, d.signups
from {{ ref('stg_ads__campaigns') }} as c
join {{ ref('stg_ads__daily_spend') }} as d using (campaign_id)
