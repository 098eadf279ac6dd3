select subscription_id, customer_id, plan_id, status, started_on, ended_on, updated_at
from {{ source('billing', 'subscriptions') }}
