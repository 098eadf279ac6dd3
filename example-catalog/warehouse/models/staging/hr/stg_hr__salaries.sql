select employee_id, valid_from, yearly_gross, currency from {{ source('hr', 'salaries') }}
