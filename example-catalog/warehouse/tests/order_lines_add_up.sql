-- what was in the box must add up to what was paid
select o.order_id, o.total_eur, sum(l.line_eur) as lines_eur
from {{ ref('equipment_orders') }} as o
join {{ ref('equipment_order_lines') }} as l using (order_id)
group by 1, 2
having o.total_eur <> sum(l.line_eur)
