select * from {{ source('crm', 'people') }} cross join {{ ref('country_codes') }}
