{{ config(materialized='ephemeral', tags='wip') }} select * from {{ ref('stg_crm__people') }}
