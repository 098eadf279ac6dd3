{{ config(materialized='incremental', incremental_strategy='append', unique_key=['id','day'], tags=['nightly']) }} select * from {{ ref('orders') }}
