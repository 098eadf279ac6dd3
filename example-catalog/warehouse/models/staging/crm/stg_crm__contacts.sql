select contact_id, account_id, full_name, lower(email) as email, phone, created_on, _loaded_at
from {{ source('crm', 'contacts') }}
