select order_id, person_id, email, country_code, ordered_on, total_eur, status from {{ ref('stg_shop__orders') }}
