select g.channel, sum(g.spend_eur) as spend_eur, sum(g.signups) as signups
from {{ ref('campaigns') }} as g where g.country_code = 'ES' group by 1
