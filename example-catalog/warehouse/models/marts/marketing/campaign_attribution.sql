-- broken since the sales system renamed lead_source; the fix waits for a decision by Growth
select t.campaign_id, c.customer_id, c.lead_source, t.sent_at as touched_at
from {{ ref('int_email_touches') }} as t
join {{ ref('billing_customers') }} as c on c.email = t.email
