select distinct customer_id, email, true as newsletter, app_user_id is not null as reminders
from {{ ref('int_customer_identities') }}
