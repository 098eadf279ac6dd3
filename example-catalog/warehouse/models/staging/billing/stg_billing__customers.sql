select customer_id, person_id, full_name, lower(email) as email, country_code, sponsor_account_id, created_on
from {{ source('billing', 'customers') }}
