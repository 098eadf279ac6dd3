select customer_id, person_id, full_name, email, country_code, sponsor_account_id, created_on
from {{ ref('stg_billing__customers') }}
