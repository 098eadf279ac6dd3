select user_id, full_name, email, region from {{ source('crm', 'users') }}
