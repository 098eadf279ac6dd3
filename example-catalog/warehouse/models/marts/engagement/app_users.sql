select app_user_id, person_id, email, country_code, platform, language, signed_up_on from {{ ref('stg_app__users') }}
