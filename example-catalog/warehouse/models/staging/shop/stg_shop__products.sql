select sku, product_name, family, price_eur::decimal(12, 2) as price_eur from {{ source('shop', 'products') }}
