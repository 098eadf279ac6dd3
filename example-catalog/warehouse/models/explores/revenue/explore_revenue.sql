select r.revenue_on as day, r.country_code, r.stream, r.revenue_eur, b.amount_eur as booked_eur
from {{ ref('revenue_daily') }} as r
left join (
    select booked_on, country_code, sum(amount_eur) as amount_eur from {{ ref('bookings', v=1) }} group by 1, 2
) as b on b.booked_on = r.revenue_on and b.country_code = r.country_code
