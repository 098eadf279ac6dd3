select sku, warehouse, on_hand, reorder_at from {{ source('shop', 'stock') }}
