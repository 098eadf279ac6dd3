select opportunity_id, account_id, owner_user_id, stage, amount::decimal(12, 2) as amount, currency,
    created_on, close_on, probability, _loaded_at
from {{ source('crm', 'opportunities') }}
