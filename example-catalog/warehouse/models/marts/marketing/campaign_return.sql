select g.campaign_id, g.campaign_name, g.spend_eur, count(distinct a.customer_id) as customers
from {{ ref('campaigns') }} as g
left join {{ ref('campaign_attribution') }} as a using (campaign_id)
group by all
