select contact_id, account_id, full_name, email, phone, created_on from {{ ref('stg_crm__contacts') }}
