select l.line_id, l.order_id, l.sku, p.product_name, p.family, l.quantity, l.quantity * l.unit_price_eur as line_eur
from {{ ref('stg_shop__order_lines') }} as l
join {{ ref('stg_shop__products') }} as p using (sku)
