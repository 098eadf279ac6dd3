//! The kinds of single values: their readers, JSON Schemas, and entries in the reference.

use super::{Single, Value, ValueShape, patterns};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{
    ACCESS_WORDS, CheckKind, DeliveryStatus, Due, Effort, FEEDBACK_WORDS, FILE_WORDS, InitiativeKind,
    Lifecycle, MartKind, Period, PortType, REPOSITORY_WORDS, RUN_WORDS, Role, RuleLevel, Schedule,
    SlaProperty, Stage, SystemDirection, Upkeep, ValueDuration, WeekDays, is_address_with, is_web_url,
};
use crate::read::yaml::{Node, NodeKind, values};
use crate::source::Spanned;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde_json::json;
use std::marker::PhantomData;
use std::str::FromStr;

macro_rules! value_kinds {
    ($(
        $(#[$doc:meta])*
        $name:ident($what:literal): $out:ty = $read:path, $schema:expr, $about:literal $(, $example:literal)*;
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name;

        impl Value for $name {
            type Out = $out;

            fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<$out> {
                $read(node, diagnostics)
            }

            fn shape() -> ValueShape {
                ValueShape::Single(Single {
                    name: $what,
                    about: $about,
                    schema: $schema,
                    examples: &[$($example),*],
                })
            }
        }
    )*};
}

value_kinds! {
    /// Any single value, as the text that is written.
    TextValue("text"): Spanned<String> = values::text, text(), "Any single value, as it is written.";
    /// Text in Markdown.
    MarkdownValue("Markdown"): Spanned<String> = values::text, text(),
        "Text in Markdown. HTML in it is shown as text, unless `raw_html` is on.";
    /// A selector of dbt.
    SelectorValue("dbt selector"): Spanned<String> = values::text, text(),
        "What `dbt ls --select` accepts: names, `tag:`, `path:`, `exposure:`, `selector:`, `+`, `,` and so on.",
        "path:models/marts/revenue", "tag:finance", "orders+";
    /// A path.
    PathValue("path"): Spanned<String> = values::text, text(), "A file or folder, relative to the folder of `glassbox.yml`.";
    /// A job of OpenLineage.
    JobValue("OpenLineage job"): Spanned<String> = values::text, text(),
        "The namespace and the name of a job.", "loads/orders";
    /// A table in the warehouse.
    TableValue("table"): Spanned<String> = values::text, text(),
        "A table in the warehouse.", "shop.raw.orders";
    /// A name for machines.
    IdValue("id"): Spanned<String> = values::id,
        json!({"type": ["string", "integer", "boolean"], "minimum": 0, "pattern": patterns::id(),
            "patternErrorMessage": "an id has lower-case letters a to z, digits and hyphens, 100 at most"}),
        "A name that is used in addresses: lower-case letters a to z, digits and hyphens, beginning with a letter or \
         digit, 100 at most.", "revenue-mart";
    /// A link.
    UrlValue("address"): Spanned<String> = values::url,
        json!({"type": "string", "pattern": patterns::url(),
            "patternErrorMessage": "write the whole address, as in `https://example.com/page`"}),
        "A full address that begins with `https:`, `http:`, `mailto:` or `tel:`.", "https://example.com/page";
    /// The address of a site.
    WebAddress("web address"): Spanned<String> = web_address,
        json!({"type": "string", "pattern": patterns::web_address(),
            "patternErrorMessage": "write the whole address, as in `https://example.com/data/`"}),
        "A full address that begins with `https:` or `http:`.", "https://example.com/data/";
    /// The address of a run.
    RunAddress("address of a run"): Spanned<String> = run_address,
        json!({"type": "string", "pattern": patterns::run_address(),
            "patternErrorMessage": "write a web address with `{run}`, `{job}` or `{namespace}` in it"}),
        "A web address in which `{run}`, `{job}` and `{namespace}` stand for a run, its job and the namespace \
         of the job.",
        "https://runs.example.com/{run}";
    /// The address at which access is asked for.
    AccessAddress("address for access"): Spanned<String> = access_address,
        json!({"type": "string", "pattern": patterns::access_address(),
            "patternErrorMessage": "write a web address with `{product}`, `{port}` or `{address}` in it"}),
        "A web address in which `{product}`, `{port}` and `{address}` stand for the id of a product, the id of \
         its output port, and the table of the port.",
        "https://access.example.com/request?table={address}";
    /// The address at which a file is looked at or edited.
    FileAddress("address of a file"): Spanned<String> = file_address,
        json!({"type": "string", "pattern": patterns::file_address(),
            "patternErrorMessage": "write a web address with `{path}` in it"}),
        "A web address in which `{path}` stands for the path of a file.",
        "https://git.example.com/data/edit/main/{path}";
    /// The address at which a problem with a page is reported.
    FeedbackAddress("address for feedback"): Spanned<String> = feedback_address,
        json!({"type": "string", "pattern": patterns::feedback_address(),
            "patternErrorMessage": "write a web address with `{page}`, `{url}` or `{team}` in it"}),
        "A web address in which `{page}`, `{url}` and `{team}` stand for the title of a page, its address, and the id \
         of the team that is responsible for what it is about, if there is one.",
        "https://git.example.com/data/issues/new?title={page}&body={url}";
    /// The address of a repository.
    RepositoryAddress("address of a repository"): Spanned<String> = repository_address,
        json!({"type": "string", "pattern": patterns::repository_address(),
            "patternErrorMessage": "write a web address, with `{path}` or `{project}` in it where they belong"}),
        "A web address: of the folder of a dbt project, or one in which `{path}` stands for the path of a file in the \
         project and `{project}` for the name of the project.",
        "https://git.example.com/data/blob/main/{path}";
    /// A day.
    DayValue("day"): Spanned<Date> = values::date,
        json!({"type": "string", "pattern": patterns::day(),
            "patternErrorMessage": "write year, month and day, as in `2026-11-20`"}),
        "Year, month and day.", "2026-11-20";
    /// A length of time.
    DurationValue("duration"): Spanned<Period> = values::length,
        json!({"type": "string", "pattern": patterns::duration(),
            "patternErrorMessage": "write a whole number and a unit, as in `6h`, `90d` or `1 business day`"}),
        "A whole number and a unit: minutes, hours, days, weeks, months, years, business hours or business days.",
        "6h", "90d", "1 business day";
    /// Days of the week.
    WeekDaysValue("days of the week"): Spanned<WeekDays> = week_days,
        json!({"type": "string", "pattern": patterns::week_days(),
            "patternErrorMessage": "write `weekdays`, `weekends` or days such as `mon`"}),
        "`weekdays`, `weekends`, `daily`, or days such as `mon` or `Monday`.", "weekdays", "mon";
    /// By when something has run.
    ScheduleValue("schedule"): Spanned<Schedule> = run_schedule,
        json!({"type": "string", "pattern": patterns::run_schedule(),
            "patternErrorMessage": "write `by 06:00`, `by 06:00 on weekdays`, `daily` or `every 4h`"}),
        "A time of day, with or without days of the week, or an interval such as `hourly`, `daily` or `every 4h`.",
        "by 06:00 on weekdays", "daily";
    /// When something is due.
    DueValue("day or quarter"): Spanned<Due> = due,
        json!({"type": "string", "pattern": patterns::due(),
            "patternErrorMessage": "write `2026-Q4` or `2026-11-20`"}),
        "A day, or a quarter of your fiscal year.", "2026-Q4", "2026-11-20";
    /// How much work something is.
    EffortValue("effort"): Spanned<Effort> = effort,
        json!({"type": "string", "pattern": patterns::effort(),
            "patternErrorMessage": "write `10d`, `4w` or `8 points`"}),
        "A number of days, weeks (of five days) or points (each counts as a day).", "10d", "4w", "8 points";
    /// How much work something makes for as long as it is there.
    UpkeepValue("upkeep"): Spanned<Upkeep> = upkeep,
        json!({"type": "string", "pattern": patterns::upkeep(),
            "patternErrorMessage": "write `1d/month` or `2 days a quarter`"}),
        "An effort for each week, month, quarter or year.", "1d/month", "2 days a quarter";
    /// Yes or no.
    FlagValue("yes or no"): bool = values::boolean,
        json!({"type": ["boolean", "string"], "pattern": "^(true|false)$",
            "patternErrorMessage": "write `true` or `false`"}),
        "`true` or `false`.";
    /// A whole number that is not negative.
    CountValue("number"): u32 = values::count,
        json!({"type": ["integer", "string"], "minimum": 0, "pattern": patterns::count(),
            "patternErrorMessage": "write a whole number"}),
        "A whole number.", "20";
    /// A whole number.
    IntegerValue("whole number"): i64 = values::integer,
        json!({"type": ["integer", "string"], "pattern": patterns::integer(),
            "patternErrorMessage": "write a whole number"}),
        "A whole number, which may be negative.", "10";
    /// A share.
    ShareValue("share"): f64 = share,
        json!({"type": ["string", "number"], "minimum": 0, "maximum": 100, "pattern": patterns::share(),
            "patternErrorMessage": "write a number from 0 to 100, as in `80%`"}),
        "A percentage from 0 to 100.", "80%";
    /// A month.
    MonthValue("month"): Spanned<i8> = month,
        json!({"type": ["string", "integer"], "minimum": 1, "maximum": 12, "pattern": patterns::month(&MONTHS),
            "patternErrorMessage": "write the English name of a month, or a number from 1 to 12"}),
        "The English name of a month, or its number.", "april", "4";
    /// A time zone.
    TimeZoneValue("time zone"): Spanned<String> = time_zone, time_zones(),
        "The IANA name of a time zone: a region and a city.", "Europe/Berlin";
}

fn text() -> serde_json::Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// The months, by their English names.
pub(in crate::read) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a month by its number or its English name. Diagnostics: `wrong-type`, `bad-month`.
fn month(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<i8>> {
    let text = values::text(node, diagnostics)?;
    let lower = text.value.to_lowercase();
    let named = MONTHS.iter().position(|name| *name == lower).and_then(|at| i8::try_from(at + 1).ok());
    let month = named.or_else(|| lower.parse().ok()).filter(|month| (1..=12).contains(month));
    if month.is_none() {
        let diagnostic =
            Diagnostic::error("bad-month", format!("`{}` is not a month", values::shown(&text.value)))
                .at(text.span, "not a month")
                .did_you_mean(&lower, MONTHS)
                .help("write its name, or a number from 1 to 12");
        diagnostics.push(diagnostic);
    }
    Some(Spanned::new(month?, text.span))
}

/// Reads a time zone by its name. Diagnostics: `wrong-type`, `bad-time-zone`.
fn time_zone(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let zone = values::text(node, diagnostics)?;
    if TimeZone::get(&zone.value).is_ok() {
        return Some(zone);
    }
    let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let diagnostic =
        Diagnostic::error("bad-time-zone", format!("`{}` is not a time zone", values::shown(&zone.value)))
            .at(zone.span, "not in the time zone database")
            .did_you_mean(&zone.value, known.iter().map(String::as_str))
            .note("time zones are named by a region and a city, as in `Europe/Berlin`");
    diagnostics.push(diagnostic);
    None
}

/// Returns the names of all time zones, the same on every machine. The reader accepts them in any case, editors
/// as the database spells them.
fn time_zones() -> serde_json::Value {
    let mut names: Vec<String> =
        TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    names.sort();
    names.dedup();
    json!({"enum": names})
}

/// Reads the address of a site, with a trailing slash. Diagnostics: `wrong-type`, `unsafe-url`.
fn web_address(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let url = values::url(node, diagnostics)?;
    if !is_web_url(&url.value) {
        let diagnostic = Diagnostic::error("unsafe-url", "`base_url` must be a web address")
            .at(url.span, "not an https or http address");
        diagnostics.push(diagnostic);
        return None;
    }
    Some(url.map(|url| if url.ends_with('/') { url } else { url + "/" }))
}

/// Reads an address with placeholders for the names of a run. Diagnostics: `wrong-type`, `unsafe-url`.
fn run_address(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let help = "write a web address in which `{run}`, `{job}` or `{namespace}` stands for the names of a run";
    address_with(&RUN_WORDS, "the address of a run", help, node, diagnostics)
}

/// Reads an address with placeholders for an output port. Diagnostics: `wrong-type`, `unsafe-url`.
fn access_address(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let help = "write a web address in which `{product}`, `{port}` or `{address}` stands for an output port";
    address_with(&ACCESS_WORDS, "an address for access", help, node, diagnostics)
}

/// Reads an address with a placeholder for the path of a file. Diagnostics: `wrong-type`, `unsafe-url`.
fn file_address(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let help = "write a web address in which `{path}` stands for the path of a file";
    address_with(&FILE_WORDS, "the address of a file", help, node, diagnostics)
}

/// Reads an address with placeholders for a page. Diagnostics: `wrong-type`, `unsafe-url`.
fn feedback_address(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let help = "write a web address in which `{page}`, `{url}` or `{team}` stands for a page";
    address_with(&FEEDBACK_WORDS, "an address for feedback", help, node, diagnostics)
}

/// Reads the web address of a dbt project's folder, or an address with placeholders for its files.
/// Diagnostics: `wrong-type`, `unsafe-url`.
fn repository_address(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let help = "write the web address of the project's folder, or one in which `{path}` stands for a file's path and \
                `{project}` for the project's name";
    address_with(&REPOSITORY_WORDS, "the address of a repository", help, node, diagnostics)
}

/// Reads an address with some of these words as placeholders; `what` names it, in the middle of a sentence.
fn address_with(
    words: &[&str],
    what: &str,
    help: &str,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<String>> {
    let text = values::text(node, diagnostics)?;
    if is_address_with(words, &text.value) {
        return Some(text);
    }
    let message = format!("`{}` is not {what}", values::shown(&text.value));
    let diagnostic = Diagnostic::error("unsafe-url", message)
        .at(text.span, format!("not {what} that begins with `https:` or `http:`"));
    diagnostics.push(diagnostic.help(help));
    None
}

/// Reads `80%`. Diagnostics: `wrong-type`, `bad-share`.
fn share(node: &Node, diagnostics: &mut Diagnostics) -> Option<f64> {
    let text = values::text(node, diagnostics)?;
    let share = text.value.trim().trim_end_matches('%').trim().parse::<f64>().ok();
    let share = share.filter(|share| (0.0..=100.0).contains(share));
    if share.is_none() {
        let message = format!("`{}` is not a share", values::shown(&text.value));
        let diagnostic = Diagnostic::error("bad-share", message).at(text.span, "not a share");
        diagnostics.push(diagnostic.help("write a number from 0 to 100, as in `80%`"));
    }
    share
}

fn due(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Due>> {
    parsed(
        node,
        diagnostics,
        &Expected { code: "bad-date", what: "a quarter or a day", like: "`2026-Q4` or `2026-11-20`" },
    )
}

fn week_days(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<WeekDays>> {
    let is_workday = |text: &str| {
        let text = text.trim().to_lowercase();
        ["work", "business", "weekday"].iter().any(|start| text.starts_with(start))
    };
    let like = match &node.kind {
        NodeKind::Scalar(text) if is_workday(text) => "`weekdays`, which are Monday to Friday",
        _ => "`weekdays`, `weekends`, or days such as `mon` or `mon, wed`",
    };
    parsed(node, diagnostics, &Expected { code: "bad-date", what: "a day of the week", like })
}

fn run_schedule(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Schedule>> {
    let like = "`by 06:00`, `by 06:00 on weekdays`, `daily` or `every 4h`";
    parsed(node, diagnostics, &Expected { code: "bad-duration", what: "a schedule", like })
}

fn effort(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Effort>> {
    parsed(
        node,
        diagnostics,
        &Expected { code: "bad-effort", what: "an amount of work", like: "`10d`, `4w` or `8 points`" },
    )
}

fn upkeep(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Upkeep>> {
    parsed(
        node,
        diagnostics,
        &Expected { code: "bad-effort", what: "an upkeep", like: "`1d/month` or `2 days a quarter`" },
    )
}

struct Expected {
    code: &'static str,
    what: &'static str,
    like: &'static str,
}

fn parsed<T: FromStr>(node: &Node, diagnostics: &mut Diagnostics, wanted: &Expected) -> Option<Spanned<T>> {
    let text = values::text(node, diagnostics)?;
    if let Ok(value) = text.value.parse() {
        return Some(Spanned::new(value, text.span));
    }
    let diagnostic =
        Diagnostic::error(wanted.code, format!("`{}` is not {}", values::shown(&text.value), wanted.what))
            .at(text.span, format!("not {}", wanted.what))
            .help(format!("write {}", wanted.like));
    diagnostics.push(diagnostic);
    None
}

/// A fixed vocabulary.
pub(crate) trait Vocabulary: Sized {
    /// What one of its words is called in messages: `a lifecycle`.
    const WHAT: &'static str;
    /// Its words.
    const ALL: &'static [&'static str];
    /// The meaning of each word.
    const ALL_MEAN: &'static [&'static str];

    /// Returns the value that a word stands for.
    fn parsed(word: &str) -> Option<Self>;
}

macro_rules! vocabularies {
    ($($name:ident: $what:literal;)*) => {$(
        impl Vocabulary for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [&'static str] = Self::WORDS;
            const ALL_MEAN: &'static [&'static str] = Self::MEANINGS;

            fn parsed(word: &str) -> Option<Self> {
                Self::parse(word)
            }
        }
    )*};
}

vocabularies! {
    CheckKind: "a check";
    DeliveryStatus: "a work status";
    SystemDirection: "a direction";
    InitiativeKind: "a kind of initiative";
    ValueDuration: "how long a value lasts";
    Lifecycle: "a lifecycle";
    MartKind: "a kind of mart";
    PortType: "a type of output port";
    Role: "the role of a category";
    RuleLevel: "a rule level";
    SlaProperty: "a promise";
    Stage: "a stage of use";
}

/// A word of a fixed vocabulary.
#[derive(Debug)]
pub(crate) struct WordOf<T>(PhantomData<T>);

impl<T: Vocabulary> Value for WordOf<T> {
    type Out = Spanned<T>;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<T>> {
        values::word(T::WHAT, T::ALL, T::parsed)(node, diagnostics)
    }

    fn shape() -> ValueShape {
        one_of::<T>(|_| true)
    }
}

/// Returns the shape of some words of a vocabulary.
pub(in crate::read) fn one_of<T: Vocabulary>(is_meant: impl Fn(&str) -> bool) -> ValueShape {
    let words = T::ALL.iter().zip(T::ALL_MEAN).filter(|(word, _)| is_meant(word));
    let (words, meanings): (Vec<&str>, Vec<&str>) =
        words.map(|(word, meaning)| (*word, meaning.trim())).unzip();
    let schema = json!({"enum": words, "enumDescriptions": meanings});
    ValueShape::Single(Single { name: T::WHAT, about: "", schema, examples: &[] })
}
