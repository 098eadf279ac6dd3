{{ config(severity='warn', tags=['slow']) }} select 1 from {{ ref('orders', v=1) }}, {{ ref('orders') }}, {{ ref('stg_crm__people') }} where false
