select department_id, department_name from {{ source('hr', 'departments') }}
