select app_user_id, person_id, lower(email) as email, country_code, platform, language, signed_up_on
from {{ source('app', 'users') }}
