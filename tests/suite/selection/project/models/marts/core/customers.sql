select * from {{ ref('int_people') }} left join {{ ref('revenue') }} using (id)
