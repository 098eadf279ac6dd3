select s.sku, p.product_name, s.warehouse, s.on_hand, s.on_hand <= s.reorder_at as time_to_reorder
from {{ ref('stg_shop__stock') }} as s
join {{ ref('stg_shop__products') }} as p using (sku)
