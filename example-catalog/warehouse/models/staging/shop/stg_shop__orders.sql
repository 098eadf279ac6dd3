select order_id, person_id, lower(email) as email, country_code, ordered_on, total_eur::decimal(12, 2) as total_eur, status
from {{ source('shop', 'orders') }}
