select s.plan_name, s.ended_on - s.started_on as days_stayed, count(*) as people
from {{ ref('billing_subscriptions') }} as s where s.status = 'ended' group by 1, 2
