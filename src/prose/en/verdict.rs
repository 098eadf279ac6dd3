//! Whether a product can be used today, in a sentence or two for a reader who has never seen it.

use super::measure::{late_by, old_and_late};
use super::problem_origin::{OriginWords, origin_words};
use super::reason::{did_not_run, failed_earlier, found, gone, rows_before, rows_gone, tested, was_due};
use super::tested_tables::{TestsOf, one_of_several, tests};
use super::upstream::{other_sources, upstream};
use super::{counted, no_problem, of_asset};
use crate::model::{
    AssetIx, Lifecycle, Measure, NewestRow, ProblemKind, ProductAssessment, ProductIx, ProductVerdict,
    SinceDay, Status, StatusFact, Usability, capitalised, moment_in_words,
};
use crate::prose::{Say as _, Voice};
use jiff::{SignedDuration, Timestamp};

/// A verdict in words. The parts are sentences, except for those of the origin.
#[derive(Clone, Debug, Default)]
pub(crate) struct VerdictWords {
    /// The answer: `Use with care: its data is 4 days old.`
    pub title: String,
    /// The answer without its reason, to follow a name: `use with care, a draft`.
    pub in_short: String,
    /// The basis of the answer; may be empty.
    pub sentence: String,
    /// The origin of the problem, if that is elsewhere.
    pub origin: Option<OriginWords>,
}

/// The basis of a verdict besides the assessment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct VerdictEvidence<'a> {
    /// What was checked of the product, as a sentence without a final period.
    pub checked: &'a str,
    /// Since when the product at the origin of the problem has had a problem, as shown for that product itself.
    pub problem_since: Option<SinceDay>,
}

/// Returns the verdict on a product. Whether others may rely on it at all is said whatever its status.
#[must_use]
pub(crate) fn verdict(
    product: ProductIx,
    verdict: &ProductVerdict,
    assessment: &ProductAssessment,
    evidence: VerdictEvidence<'_>,
    voice: &Voice<'_>,
) -> VerdictWords {
    let mut words = of_status(product, verdict, assessment, evidence, voice);
    let opening = words.title.split(':').next().unwrap_or_default().trim_end_matches('.');
    let mut letters = opening.chars();
    words.in_short =
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
    let lifecycle = voice.catalog.product(product).lifecycle;
    if let Some((caution, in_short)) = no_problem::caution(verdict.usability, lifecycle) {
        words.title = format!("{} {caution}", words.title);
        words.in_short = format!("{}, {in_short}", words.in_short);
    }
    words
}

/// Returns the verdict on what was seen of a product.
fn of_status(
    product: ProductIx,
    verdict: &ProductVerdict,
    assessment: &ProductAssessment,
    evidence: VerdictEvidence<'_>,
    voice: &Voice<'_>,
) -> VerdictWords {
    let checked = evidence.checked;
    let checked = if checked.is_empty() { String::new() } else { format!("{checked}.") };
    let Some(reason) = verdict.reason.and_then(|position| assessment.reasons.get(position)) else {
        return without_problem(product, verdict.usability, assessment, checked, voice);
    };
    let problem = Problem { product, verdict, asset: reason.asset, voice };
    let (clause, detail) = problem.in_words(&reason.reason.fact);
    let opening = opening(verdict, &reason.reason.fact);
    let is_of_tests = matches!(reason.reason.fact.problem_kind(), ProblemKind::Test | ProblemKind::Check);
    let is_failed_run = matches!(reason.reason.fact, StatusFact::RunFailed { .. }) && !problem.is_guard();
    let found = match reason.reason.at {
        Some(at) if is_failed_run && detail.is_empty() => format!("It failed on {}.", problem.moment(at)),
        Some(at) if is_failed_run => format!("It failed on {}; {detail}.", problem.moment(at)),
        _ if detail.is_empty() => String::new(),
        Some(at) if is_of_tests => format!("Last checked on {}: {detail}.", problem.moment(at)),
        _ => format!("{}.", capitalised(&detail)),
    };
    let also_old = assessment.reasons.iter().enumerate().find_map(|(position, reason)| {
        let is_other = Some(position) != verdict.reason && reason.reason.status == Status::Late;
        is_other.then(|| Problem { asset: reason.asset, ..problem }.old(&reason.reason.fact)).flatten()
    });
    let also = also_old.into_iter().flat_map(|(old, as_of)| [old, as_of]).filter(|clause| !clause.is_empty());
    // A failed run matters as much as a failed test, so it is named too.
    let failed = assessment.reasons.iter().find(|reason| {
        is_of_tests && reason.asset.is_some() && matches!(reason.reason.fact, StatusFact::RunFailed { .. })
    });
    let failed =
        failed.map(|reason| Problem { asset: reason.asset, ..problem }.in_words(&reason.reason.fact).0);
    let also = failed.into_iter().chain(also).map(|clause| format!("{}.", capitalised(&clause)));
    let others = other_sources(reason, assessment, voice);
    VerdictWords {
        title: format!("{opening}: {clause}{}.", more_failing_tables(&reason.reason.fact, assessment)),
        sentence: std::iter::once(found)
            .filter(|text| !text.is_empty())
            .chain(also)
            .chain(others)
            .collect::<Vec<_>>()
            .join(" "),
        in_short: String::new(),
        // Missing knowledge has no known cause.
        origin: verdict
            .origin
            .as_ref()
            .filter(|_| verdict.usability != Usability::Unknown)
            .map(|origin| origin_words(origin, evidence.problem_since, voice)),
    }
}

/// Returns which product to start with, if its problem is upstream.
#[must_use]
pub(crate) fn start_with(name: &str) -> String {
    format!("Start with {name}: it is upstream of this and needs a fix too.")
}

/// Returns the first words of a verdict: what to do, or what has not happened.
fn opening(verdict: &ProductVerdict, fact: &StatusFact) -> &'static str {
    match (verdict.usability, fact) {
        (Usability::Wrong, StatusFact::TableGone { .. }) => "Not available",
        (Usability::Wrong, _) => "Check before you use it",
        (Usability::Unknown, _) => "Not known today",
        (_, fact) if fact.is_missed_update() => {
            if verdict.partly {
                "Partly not updated"
            } else {
                "Not updated"
            }
        }
        _ => "Use with care",
    }
}

/// Returns the verdict on a product without problems, or of unknown status.
fn without_problem(
    index: ProductIx,
    usability: Usability,
    assessment: &ProductAssessment,
    checked: String,
    voice: &Voice<'_>,
) -> VerdictWords {
    let product = voice.catalog.product(index);
    let unchecked = assessment.ports.iter().filter(|port| **port == Some(Status::Unchecked)).count();
    let title = match product.lifecycle {
        Lifecycle::Active => "Fine to use, as far as it is checked.",
        Lifecycle::Deprecated => "Fine to use, as far as it is checked, but build nothing new on it.",
        _ => "",
    };
    if usability == Usability::Fine && !title.is_empty() && unchecked > 0 {
        let all = counted(product.output_ports.len(), "output port");
        return VerdictWords {
            title: title.to_owned(),
            sentence: format!("{checked} Nothing checks {unchecked} of its {all}.").trim_start().to_owned(),
            ..VerdictWords::default()
        };
    }
    let title = no_problem::title(product, usability, assessment);
    VerdictWords { title, sentence: checked, ..VerdictWords::default() }
}

/// Returns `, 12 minutes late`.
fn and_late(by: SignedDuration) -> String {
    format!(", {}", late_by(by))
}

/// The deciding problem of a product.
#[derive(Clone, Copy)]
struct Problem<'a> {
    product: ProductIx,
    verdict: &'a ProductVerdict,
    asset: Option<AssetIx>,
    voice: &'a Voice<'a>,
}

impl Problem<'_> {
    /// Returns the problem as a clause, and more about it; neither has a final period.
    fn in_words(&self, fact: &StatusFact) -> (String, String) {
        if let Some(words) = self.old(fact) {
            return words;
        }
        if let Some(upstream) = upstream(self.product, fact, self.voice) {
            return (upstream, String::new());
        }
        let asset = self.asset_name();
        match fact {
            StatusFact::TestsFailed { failed, of } if failed.iter().all(|failure| failure.crashed) => (
                tests(failed.len(), &self.tests_of_asset(*of), ("could not be run", "could not be run")),
                String::new(),
            ),
            StatusFact::TestsFailed { failed, of } => {
                (tests(failed.len(), &self.tests_of_asset(*of), ("fails", "fail")), found(failed))
            }
            StatusFact::TestsWarned { warned, of } => {
                (tests(warned.len(), &self.tests_of_asset(*of), ("warns", "warn")), found(warned))
            }
            StatusFact::CheckFailed { name, column } => {
                (format!("a check of {asset} failed"), tested(name, column.as_deref()))
            }
            StatusFact::NoRows { is_load, before, on } => {
                (rows_gone(*is_load, &asset), rows_before(*is_load, *before, *on, self.voice))
            }
            StatusFact::GuardFailed { guard, .. }
                if self.voice.catalog.guards.failing_says_data_is_bad(*guard) =>
            {
                (format!("{} found a problem in {asset}", of_asset(*guard, self.voice)), self.ask(*guard))
            }
            StatusFact::RunFailed { .. } if self.is_guard() => (self.guard_failed(), String::new()),
            StatusFact::GuardFailed { guard, .. } => {
                (format!("{}, which guards {asset}, failed", of_asset(*guard, self.voice)), String::new())
            }
            StatusFact::TableGone { how, job } => {
                (format!("{} {}", table_of(&asset), gone(*how, job)), String::new())
            }
            StatusFact::RunFailed { load, .. } => self.run_failed(*load, &asset),
            StatusFact::RunSkipped => {
                (format!("{asset} was skipped because something upstream failed"), String::new())
            }
            StatusFact::RunHangs { since, .. } => {
                (format!("a run of {asset} has not ended since {}", self.moment(*since)), String::new())
            }
            StatusFact::Overdue { .. } | StatusFact::RanLate { .. } | StatusFact::Behind { .. } => {
                self.at_a_wrong_time(fact, &asset)
            }
            StatusFact::FreshnessCrashed { .. } => {
                (format!("{} failed", whose(&asset, "freshness check")), String::new())
            }
            StatusFact::PromiseBroken { sla, .. } => (
                format!(
                    "it breaks a promise ({})",
                    self.voice.catalog.product(self.product).slas[*sla].in_words()
                ),
                fact.say(self.voice),
            ),
            fact => (self.unknown(fact, &asset), String::new()),
        }
    }

    fn run_failed(&self, is_load: bool, asset: &str) -> (String, String) {
        let last_good = self.verdict.last_good;
        let last_good = last_good.map(|at| format!("its last successful run was on {}", self.moment(at)));
        let what = if is_load { "last load" } else { "last run" };
        (format!("{} failed", whose(asset, what)), last_good.unwrap_or_default())
    }

    /// Returns whom to ask what a check found; empty if that is the owner of the data.
    fn ask(&self, check: AssetIx) -> String {
        let catalog = self.voice.catalog;
        let team = catalog.asset(check).product.and_then(|product| catalog.product(product).owner);
        let team = team.filter(|team| Some(*team) != catalog.product(self.product).owner);
        team.map_or_else(String::new, |team| format!("ask {} what it found", catalog.team(team).name))
    }

    /// Returns whether the problem is one of a guard.
    fn is_guard(&self) -> bool {
        self.asset.is_some_and(|asset| self.voice.catalog.guards.guard(asset).is_some())
    }

    /// Returns that the guard failed: a check found a problem.
    fn guard_failed(&self) -> String {
        let asset = self.asset.map(|asset| of_asset(asset, self.voice)).unwrap_or_default();
        match self.asset.is_some_and(|asset| self.voice.catalog.guards.failing_says_data_is_bad(asset)) {
            true => format!("{asset} found a problem"),
            false => format!("{asset} failed"),
        }
    }

    /// Returns that it ran too early, too late or not at all.
    fn at_a_wrong_time(&self, fact: &StatusFact, asset: &str) -> (String, String) {
        match fact {
            StatusFact::Overdue { schedule, last, missed } => {
                let was_due = was_due(*schedule, *last, missed.as_ref(), self.voice);
                match missed.as_ref().and_then(|missed| did_not_run(*schedule, missed, self.voice)) {
                    Some(missed) => (format!("{asset} {missed}"), format!("it {was_due}")),
                    None => (format!("{asset} {was_due}"), String::new()),
                }
            }
            StatusFact::RanLate { schedule, missed } => {
                let late = late_by(missed.late_by());
                let ended = format!("it was due {schedule}, and ended on {}", self.moment(missed.until));
                (format!("{asset} ran {late}"), ended)
            }
            StatusFact::Behind { read, started_at, built_at, .. } => {
                let read = of_asset(*read, self.voice);
                let times = format!(
                    "it began on {}; {read} was ready on {}",
                    self.moment(*started_at),
                    self.moment(*built_at)
                );
                (format!("{asset} ran before {read} was ready and has older data"), times)
            }
            fact => (fact.say(self.voice), String::new()),
        }
    }

    /// Returns what should have been observed and was not.
    fn unknown(&self, fact: &StatusFact, asset: &str) -> String {
        match fact {
            StatusFact::NoRun { .. } => format!("no run of {asset} was seen"),
            StatusFact::NoJob => format!("nothing shows that {asset} ran"),
            StatusFact::RunTooOld { last } => {
                format!("{} was on {}", whose(asset, "last known run"), self.moment(*last))
            }
            StatusFact::FailedEarlier { what, at } => {
                let failed = failed_earlier(what, asset, self.voice);
                format!("{failed} on {}, and no newer result is known", self.moment(*at))
            }
            StatusFact::StreamSilent { last } => {
                format!("{asset} was last seen running on {}", self.moment(*last))
            }
            StatusFact::FirstRunUnended { .. } => {
                format!("{} has not ended yet", whose(asset, "first run"))
            }
            StatusFact::FreshnessNotChecked => format!("{} was not checked", whose(asset, "freshness")),
            StatusFact::FreshnessTooOld { last } => {
                format!("{} was last checked on {}", whose(asset, "freshness"), self.moment(*last))
            }
            StatusFact::FreshnessOfAnotherLimit => {
                format!("{} was checked against another limit than the one set", whose(asset, "freshness"))
            }
            StatusFact::TestsSkipped { count, of } => {
                tests(*count, &self.tests_of_asset(*of), ("did not run", "did not run"))
            }
            StatusFact::TestsMissing { count, of } => {
                tests(*count, &self.tests_of_asset(*of), ("has no result", "have no result"))
            }
            StatusFact::CheckSkipped { .. } => format!("a check of {asset} did not run"),
            fact => fact.say(self.voice),
        }
    }

    /// Returns that data is old, and its reference time; `None` for everything else.
    fn old(&self, fact: &StatusFact) -> Option<(String, String)> {
        let catalog = self.voice.catalog;
        let (sla, measure, what) = match fact {
            StatusFact::BreaksPromise { product, sla, measure } => {
                (&catalog.product(*product).slas[*sla], measure, self.asset_name())
            }
            StatusFact::PromiseBroken { product, sla, measure } => {
                let product = catalog.product(*product);
                let sla = &product.slas[*sla];
                let port = sla.port.map(|port| format!("“{}”", product.output_ports[port].name));
                (sla, measure, port.unwrap_or_else(|| "it".to_owned()))
            }
            StatusFact::SourceLate { loaded, limit } => {
                let allowed = limit.map(|limit| format!("allowed: {limit}")).unwrap_or_default();
                return Some(match loaded {
                    NewestRow::At(at) => (
                        format!("the newest data of {} is from {}", self.asset_name(), self.moment(*at)),
                        allowed,
                    ),
                    NewestRow::Never => (format!("{} has no data", self.asset_name()), String::new()),
                    NewestRow::Unknown => {
                        (format!("{} is older than allowed", whose(&self.asset_name(), "data")), allowed)
                    }
                });
            }
            _ => return None,
        };
        let data = whose(&what, "data");
        match measure {
            Measure::DataAsOf { at, measured_at, late_since, .. } => {
                let since = late_since.unwrap_or(*measured_at);
                let (old, late) = old_and_late(*at, since, *measured_at);
                let more = if old == sla.target.to_string() { "more than " } else { "" };
                let promised = &sla.target;
                let at = self.moment(*at);
                let as_of = format!("data as of {at}, {late}; promised: at most {promised}");
                Some((format!("{data} is {more}{old} old"), as_of))
            }
            Measure::NoData { .. } => Some((format!("{what} has no data"), String::new())),
            // The day on which it was due may be an earlier one than today.
            Measure::Ready { due, at: None, late_by: by, .. } => Some((
                format!("{data} is not available yet"),
                format!("it was due on {}{}", self.moment(*due), by.map(and_late).unwrap_or_default()),
            )),
            Measure::Ready { due, at: Some(at), late_by: by, .. } => Some((
                format!("{data} came late"),
                format!(
                    "it was due on {} and came on {}{}",
                    self.moment(*due),
                    self.moment(*at),
                    by.map(and_late).unwrap_or_default()
                ),
            )),
            _ => None,
        }
    }

    /// Returns the name of the asset; `it` for one with the name of its product.
    fn asset_name(&self) -> String {
        let product = &self.voice.catalog.product(self.product).name;
        let name = self.asset.map(|asset| self.known_as(asset));
        name.filter(|name| name != product).unwrap_or_else(|| "it".to_owned())
    }

    /// Returns the tests of the asset, of which there are this many.
    fn tests_of_asset(&self, total: usize) -> TestsOf {
        TestsOf {
            of: total,
            asset: self.asset_name(),
            table: one_of_several(self.asset, self.product, self.voice.catalog),
        }
    }

    /// Returns the name that readers know a table by: that of the output port that it is behind, if given.
    fn known_as(&self, asset: AssetIx) -> String {
        let (named, product) = (self.voice.catalog.asset(asset), self.voice.catalog.product(self.product));
        let name = &named.name;
        let port = product.output_ports.iter().find(|port| port.asset == Some(asset));
        match port.filter(|_| named.is_table()) {
            Some(port) if port.name == product.name => product.name.clone(),
            Some(port) if port.name != *name => format!("“{}”", port.name),
            _ => name.clone(),
        }
    }

    /// Returns a moment in words.
    fn moment(&self, at: Timestamp) -> String {
        moment_in_words(at, &self.voice.catalog.settings.time_zone)
    }
}

/// Returns that tests of other tables fail too, if a verdict names those of one: `; 1 other table fails too`.
fn more_failing_tables(named: &StatusFact, assessment: &ProductAssessment) -> String {
    let is_failing = |fact: &StatusFact| matches!(fact, StatusFact::TestsFailed { .. });
    let of_assets = assessment.reasons.iter().filter(|reason| reason.asset.is_some());
    let failing = of_assets.filter(|reason| is_failing(&reason.reason.fact));
    match failing.map(|reason| 1 + reason.alike).sum::<usize>() {
        all if all < 2 || !is_failing(named) => String::new(),
        2 => "; 1 other table fails too".to_owned(),
        all => format!("; {} other tables fail too", all - 1),
    }
}

/// Returns `its table`, `the table orders`, `the table of “Orders”` for a port.
fn table_of(what: &str) -> String {
    if what == "it" || what.starts_with('“') { whose(what, "table") } else { format!("the table {what}") }
}

/// Returns `its data`, `the data of orders`.
fn whose(what: &str, noun: &str) -> String {
    if what == "it" { format!("its {noun}") } else { format!("the {noun} of {what}") }
}
