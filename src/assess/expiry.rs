//! How long evidence about an asset remains valid.
//!
//! Evidence is valid for `evidence.expires`. If the product that owns the asset promises freshness or an interval
//! longer than that, nothing new can be expected so soon: evidence is then valid until the longest of these promises
//! is over, and for the same time again, but at most for `evidence.expires`. The schedule of a job counts as such a
//! promise for its outputs. A broken promise is thus reported for a while before the evidence itself expires.

use crate::model::{AssetIx, Catalog, Period, Product, Settings, SlaProperty, SlaTarget, TimeUnit};
use jiff::{Timestamp, Zoned};

/// For each asset, the earliest moment from which evidence is still valid.
pub(super) struct Expiry {
    /// For all other assets.
    usual: Option<Timestamp>,
    /// By the assets' positions, up to the last asset whose evidence is valid for longer than usual.
    of_assets: Vec<Option<Timestamp>>,
}

impl Expiry {
    pub(super) fn new(catalog: &Catalog, now: Timestamp) -> Self {
        let clock = ExpiryClock { settings: &catalog.settings, now };
        let usual = clock.usual();
        let mut cache: Vec<(Period, Option<Timestamp>)> = Vec::new();
        let mut of_assets: Vec<Option<Timestamp>> = Vec::new();
        let mut since_promised = |promise: Period| {
            let cached = cache.iter().find(|(length, _)| *length == promise);
            cached.map(|(_, since)| *since).unwrap_or_else(|| {
                let moment = clock.since_promised(promise);
                cache.push((promise, moment));
                moment
            })
        };
        let mut count_since = |asset: AssetIx, since: Option<Timestamp>| {
            if of_assets.len() <= asset.position() {
                of_assets.resize(asset.position() + 1, usual);
            }
            let asset_since = &mut of_assets[asset.position()];
            *asset_since = (*asset_since).min(since);
        };
        for product in &catalog.products {
            let since = promised_periods(product).map(&mut since_promised).fold(usual, Option::min);
            if since < usual {
                product.assets.iter().for_each(|asset| count_since(*asset, since));
            }
        }
        for (position, asset) in catalog.assets.iter().enumerate() {
            if let Some(schedule) = asset.schedule {
                let since = since_promised(schedule.longest()).min(usual);
                if since < usual {
                    count_since(AssetIx::at(position), since);
                }
            }
        }
        Self { usual, of_assets }
    }

    /// Returns the earliest moment from which evidence about assets of no product is valid; `None` if all of it is.
    pub(super) fn usual(&self) -> Option<Timestamp> {
        self.usual
    }

    /// Returns the earliest moment from which evidence about an asset is still valid; `None` if all of it is.
    pub(super) fn since(&self, asset: AssetIx) -> Option<Timestamp> {
        self.of_assets.get(asset.position()).copied().unwrap_or(self.usual)
    }
}

/// Returns the periods after which a product promises something new.
fn promised_periods(product: &Product) -> impl Iterator<Item = Period> {
    product.slas.iter().filter_map(|sla| match (sla.property, &sla.target) {
        (SlaProperty::Freshness, SlaTarget::Period(length))
        | (SlaProperty::Frequency, SlaTarget::Every(length)) => Some(*length),
        (_, SlaTarget::By(deadline)) => {
            Some(Period { amount: deadline.days.longest_gap(), unit: TimeUnit::Day })
        }
        _ => None,
    })
}

struct ExpiryClock<'c> {
    settings: &'c Settings,
    now: Timestamp,
}

impl ExpiryClock<'_> {
    /// Returns the earliest moment that has not expired by `evidence.expires`; `None` if none has.
    fn usual(&self) -> Option<Timestamp> {
        self.since(|observed_at| self.settings.evidence_expires.after_moment(&observed_at))
    }

    /// Returns the earliest moment after which a promise still applied or had been broken only for a short while.
    fn since_promised(&self, promise: Period) -> Option<Timestamp> {
        let expires = self.settings.evidence_expires;
        let is_shorter = promise.minutes_at_most() < expires.minutes_at_most();
        let patience = if is_shorter { promise } else { expires };
        self.since(|observed_at| patience.after_moment(&promise.after_moment(&observed_at)?))
    }

    /// Returns the earliest moment that has not expired; `None` if none has.
    ///
    /// Evidence expires by the company's calendar, which is slow to compute, so the moment is searched once for all
    /// evidence, by bisection.
    fn since(&self, until: impl Fn(Zoned) -> Option<Zoned>) -> Option<Timestamp> {
        let has_expired = |observed_at: i128| {
            let Ok(observed_at) = Timestamp::from_nanosecond(observed_at) else { return false };
            let until = until(observed_at.to_zoned(self.settings.time_zone.clone()));
            until.is_some_and(|until| until.timestamp() < self.now)
        };
        let (mut expired, mut valid) = (Timestamp::MIN.as_nanosecond(), self.now.as_nanosecond());
        if !has_expired(expired) || has_expired(valid) {
            return has_expired(valid).then_some(Timestamp::MAX);
        }
        while valid - expired > 1 {
            let middle = expired + (valid - expired) / 2;
            if has_expired(middle) {
                expired = middle;
            } else {
                valid = middle;
            }
        }
        Timestamp::from_nanosecond(valid).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn settings(expires: &str, zone: &str) -> Settings {
        Settings {
            evidence_expires: expires.parse().unwrap(),
            time_zone: jiff::tz::TimeZone::get(zone).unwrap(),
            ..Settings::default()
        }
    }

    #[test]
    fn expiry_in_days_follows_the_calendar_and_time_zone() {
        // On 29 March 2026 the day has 23 hours in Berlin.
        let now = "2026-03-30T09:00:00+02:00".parse().unwrap();
        let since =
            |settings: &Settings| ExpiryClock { settings, now }.usual().map(|since| since.to_string());
        assert_eq!(since(&settings("2d", "Europe/Berlin")).as_deref(), Some("2026-03-28T08:00:00Z"));
        assert_eq!(since(&settings("6h", "UTC")).as_deref(), Some("2026-03-30T01:00:00Z"));
    }

    #[test]
    fn evidence_for_a_longer_promise_expires_later() {
        let settings = settings("2d", "UTC");
        let clock = ExpiryClock { settings: &settings, now: "2026-11-21T08:00:00Z".parse().unwrap() };
        let since = |promise: &str| clock.since_promised(promise.parse().unwrap()).unwrap().to_string();
        assert_eq!(since("24h"), "2026-11-19T08:00:00Z", "a day, and a day of tolerance");
        assert_eq!(since("36h"), "2026-11-18T08:00:00Z");
        assert_eq!(since("1w"), "2026-11-12T08:00:00Z", "a week, and two days of tolerance");
        assert_eq!(since("8d"), "2026-11-11T08:00:00Z");
    }

    proptest! {
        #[test]
        fn only_evidence_before_the_expiry_time_has_expired(
            now in 1_500_000_000_i64..2_000_000_000,
            back in 0_i64..400 * 86_400,
            expires in prop::sample::select(vec!["90min", "6h", "2d", "1 business day", "3 business hours", "1mo"]),
        ) {
            let settings = settings(expires, "UTC");
            let (now, observed_at) = (Timestamp::from_second(now).unwrap(), Timestamp::from_second(now - back).unwrap());
            let until = settings.evidence_expires.after_moment(&observed_at.to_zoned(jiff::tz::TimeZone::UTC));
            let has_expired = until.is_some_and(|until| until.timestamp() < now);
            let since = ExpiryClock { settings: &settings, now }.usual();
            prop_assert_eq!(since.is_some_and(|since| observed_at < since), has_expired);
        }
    }
}
