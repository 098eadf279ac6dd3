select 1 from {{ ref('revenue') }}, {{ ref('customers') }} where false
