select line_id, order_id, sku, quantity, unit_price_eur::decimal(12, 2) as unit_price_eur
from {{ source('shop', 'order_lines') }}
