select * from {{ source('audit', 'runs') }}
