-- numbers for the board meeting of the third quarter; was meant to live for a week
select stream, sum(revenue_eur) as revenue_eur from {{ ref('revenue_daily') }} group by 1
