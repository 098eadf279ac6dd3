select campaign_id, campaign_name, channel, country_code, started_on, budget_eur from {{ source('ads', 'campaigns') }}
