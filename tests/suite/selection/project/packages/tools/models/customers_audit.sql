select * from {{ ref('tool_ledger') }}
