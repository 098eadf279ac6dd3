select account_id, account_name, account_type, country_code, headcount, owner_user_id, created_on, _loaded_at
from {{ source('crm', 'accounts') }}
