//! `glassbox.yml`: the settings of the catalog.

use super::document::kinds::{
    AccessAddress, DayValue, DurationValue, FeedbackAddress, FileAddress, FlagValue, IdValue, MONTHS,
    MonthValue, PathValue, RepositoryAddress, RunAddress, TextValue, TimeZoneValue, UrlValue, WebAddress,
    WordOf,
};
use super::document::references::{KeyedBy, OwnCategoryId, OwnTierId, ProductId, RuleId, TeamId};
use super::document::{Declared as _, OrShorthand, Shorthand, Value, ValueShape, document};
use super::file_kind::{FileAbout, FileKind};
use super::parts::ChannelDoc;
use super::synonyms::SynonymsDoc;
use super::yaml::{MappingEntry, Node, NodeKind};
use crate::diagnostics::Diagnostics;
use crate::model::{Role, RuleLevel, Settings};
use crate::source::Spanned;

/// The folder of the history, unless `glassbox.yml` names another.
pub(super) const HISTORY: &str = "history";

document! {
    /// The settings of a catalog.
    #[derive(Default)]
    pub struct ConfigDoc as "glassbox.yml" {
        /// The title of the site.
        title: optional TextValue = Settings::default().title,
        /// The company that the catalog is about.
        #[example = "Fernhill Health"]
        company: optional TextValue,
        /// One or two plain sentences for the home page.
        description: optional TextValue,
        /// The address at which the site is published.
        base_url: optional WebAddress,
        /// Where people request access to an output port, unless the port has its own `access`.
        access: optional AccessAddress,
        /// Where people can ask about the catalog, or about anything that has no owner.
        contact: optional ChannelDoc,
        /// Where files of the catalog are edited; pages link there.
        edit: optional FileAddress,
        /// Where people report a problem with a page. Without it, pages link to the channel of whoever is responsible.
        feedback: optional FeedbackAddress,
        /// Where people ask for data that does not exist yet. The home page and a search without results link there.
        #[example = "https://chat.example.com/ask-data"]
        requests: optional UrlValue,
        /// Where the code of the dbt projects can be read, unless a project has its own `repository`. Pages of
        /// details link to the file of each model.
        #[example = "https://git.example.com/data/blob/main/{path}"]
        repository: optional RepositoryAddress,
        /// Words that people use for each other, so that the search also finds what has another name.
        synonyms: entries SynonymsDoc,
        /// The language of your texts, as a BCP 47 tag.
        #[example = "de"]
        language: optional TextValue = Settings::default().language,
        /// The time zone of the company, in which days and business hours (9:00 to 17:00) are counted.
        time_zone: optional TimeZoneValue = Settings::default().time_zone.iana_name(),
        /// The theme: `default`, `paper`, or a folder of `themes/`.
        #[example = "paper"]
        theme: optional IdValue = Settings::default().theme,
        /// Whether HTML in Markdown is kept, except for anything that would run or fetch something.
        raw_html: defaulted FlagValue = bool::default(),
        /// The artifacts of dbt projects.
        dbt: list OrShorthand<DbtProjectDoc>,
        /// How long evidence counts, and where its history is kept.
        evidence: defaulted EvidenceSettingsDoc,
        /// The month with which the fiscal year begins. A fiscal year is named after the year in which it ends.
        fiscal_year_begins: optional MonthValue = month_named(Settings::default().fiscal_year.first_month),
        /// The level of each rule, by the id of the rule. The default is on the page of the rule.
        rules: entries KeyedBy<RuleId, RuleByName>,
        /// Waivers: permissions to break a rule until a given day.
        waivers: list WaiverDoc,
        /// Files and folders of OpenLineage events, as NDJSON or JSON, also gzipped.
        openlineage: list OrShorthand<EventsDoc>,
        /// The catalog's own categories, instead of the built-in ones.
        categories: list OrShorthand<CategoryDoc>,
        /// The catalog's own tiers, instead of the built-in ones, lowest first. What has the highest one counts as
        /// reaching customers.
        tiers: list OrShorthand<WordDoc>,
    }
}

document! {
    /// How long evidence counts, and where its history is kept.
    #[derive(Default)]
    pub struct EvidenceSettingsDoc as "`evidence`" {
        /// How old evidence may be before it counts as unknown.
        #[example = "1 business day"]
        expires: optional DurationValue = Settings::default().evidence_expires.to_string(),
        /// The folder that `glassbox record` writes to.
        history: optional PathValue = HISTORY,
    }
}

document! {
    /// How a rule is applied; in short, just its level.
    pub struct RuleDoc as "a rule" {
        /// The rule's id.
        rule: named,
        /// The level, unless `tiers` or `categories` has another one.
        level: optional WordOf<RuleLevel>,
        /// The level for products of a tier.
        tiers: entries KeyedBy<OwnTierId, RuleLevelEntry>,
        /// The level for products of a category; it takes precedence over `tiers`.
        categories: entries KeyedBy<OwnCategoryId, RuleLevelEntry>,
    }
}

/// A level, by the id of the tier or category that it applies to.
#[derive(Debug)]
pub(crate) struct RuleLevelEntry;

impl Value for RuleLevelEntry {
    type Out = (String, RuleLevel);

    fn read(_: &Node, _: &mut Diagnostics) -> Option<Self::Out> {
        None
    }

    fn read_entry(entry: &MappingEntry, diagnostics: &mut Diagnostics) -> Option<Self::Out> {
        Some((entry.key.value.clone(), WordOf::read(&entry.value, diagnostics)?.value))
    }

    fn shape() -> ValueShape {
        WordOf::<RuleLevel>::shape()
    }
}

/// The entry of a rule: a level, or a mapping with levels by tier and category.
#[derive(Debug)]
pub(crate) struct RuleByName;

impl Value for RuleByName {
    type Out = RuleDoc;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<RuleDoc> {
        RuleDoc::read(node, diagnostics)
    }

    fn read_entry(entry: &MappingEntry, diagnostics: &mut Diagnostics) -> Option<RuleDoc> {
        if matches!(entry.value.kind, NodeKind::Mapping(_)) {
            return RuleDoc::read_entry(entry, diagnostics);
        }
        let level = Some(WordOf::read(&entry.value, diagnostics)?);
        Some(RuleDoc { rule: entry.key.clone(), level, tiers: Vec::new(), categories: Vec::new() })
    }

    fn shape() -> ValueShape {
        ValueShape::Either(vec![WordOf::<RuleLevel>::shape(), ValueShape::Document(RuleDoc::document())])
    }
}

document! {
    /// A permission to break a rule until a given day.
    pub struct WaiverDoc as "a waiver" {
        /// The rule.
        #[example = "boundary-leak"]
        rule: required RuleId,
        /// The product that may break it.
        #[example = "pricing-study"]
        product: required ProductId,
        /// Why the rule may be broken.
        #[example = "Ends with the study"]
        reason: required TextValue,
        /// The team that is responsible for it.
        #[example = "growth-data"]
        owner: required TeamId,
        /// The last day on which the waiver applies.
        expires: required DayValue,
    }
}

document! {
    /// The artifacts of one dbt project; in short, just their path.
    pub struct DbtProjectDoc as "a dbt project" {
        /// The folder with `manifest.json` and dbt's other artifacts, or the manifest itself.
        #[example = "target"]
        path: required PathValue,
        /// The address at which dbt's own documentation is published.
        docs_url: optional UrlValue,
        /// More files and folders of run results and source freshness, for promises that need a history.
        #[example = "archive"]
        runs: list PathValue,
        /// The schemas of production, as `SCHEMA` or `DATABASE.SCHEMA`, in addition to those in the manifest.
        #[example = "analytics_prod"]
        schemas: list TextValue,
        /// Where a run can be viewed: `{run}` is the run's id in the dbt platform, otherwise dbt's `invocation_id`,
        /// and `{job}` is the id of its job in the dbt platform.
        #[example = "https://ci.example.com/runs/{run}"]
        run_url: optional RunAddress,
        /// Where the code of this project can be read.
        #[example = "https://git.example.com/shop/blob/main/{path}"]
        repository: optional RepositoryAddress,
    }
}

impl Shorthand for DbtProjectDoc {
    type Form = PathValue;

    fn from_shorthand(path: Spanned<String>, _: &mut Diagnostics) -> Option<Self> {
        Some(Self {
            path,
            docs_url: None,
            runs: Vec::new(),
            schemas: Vec::new(),
            run_url: None,
            repository: None,
        })
    }
}

document! {
    /// OpenLineage events; in short, just their path.
    pub struct EventsDoc as "events of OpenLineage" {
        /// A file or folder of events.
        #[example = "events"]
        path: required PathValue,
        /// The dbt project or database that a namespace of datasets stands for, or `ignore`, by the namespace.
        #[example = "shop"]
        namespaces: entries DatasetSystem,
        /// Where a run can be viewed: `{run}` is its id, `{job}` the name of its job and `{namespace}` the namespace
        /// of the job.
        #[example = "https://runs.example.com/{namespace}/{job}/{run}"]
        run_url: optional RunAddress,
    }
}

/// What a namespace stands for, by the namespace.
#[derive(Debug)]
pub(crate) struct DatasetSystem;

impl Value for DatasetSystem {
    type Out = (Spanned<String>, Spanned<String>);

    fn read(_: &Node, _: &mut Diagnostics) -> Option<Self::Out> {
        None
    }

    fn read_entry(entry: &MappingEntry, diagnostics: &mut Diagnostics) -> Option<Self::Out> {
        Some((entry.key.clone(), TextValue::read(&entry.value, diagnostics)?))
    }

    fn shape() -> ValueShape {
        TextValue::shape()
    }
}

impl Shorthand for EventsDoc {
    type Form = PathValue;

    fn from_shorthand(path: Spanned<String>, _: &mut Diagnostics) -> Option<Self> {
        Some(Self { path, namespaces: Vec::new(), run_url: None })
    }
}

document! {
    /// A category; in short, just its id.
    pub struct CategoryDoc as "a category" {
        /// The keys that tiers have too.
        word: keys_of WordDoc,
        /// The name for several of its products; by default, that of the built-in category, otherwise the name.
        #[example = "Reports"]
        plural: optional TextValue,
        /// The role of its products, which rules and standards go by. By default, the role with the name of its id.
        role: optional WordOf<Role>,
    }
}

impl Shorthand for CategoryDoc {
    type Form = IdValue;

    fn from_shorthand(id: Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Some(Self { word: WordDoc::from_shorthand(id, diagnostics)?, plural: None, role: None })
    }
}

document! {
    /// A tier or a level; in short, just its id.
    pub struct WordDoc as "a tier or level" {
        /// Unique among its kind.
        #[example = "experimental"]
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "Experimental"]
        name: optional TextValue,
        /// What it means, in one plain sentence.
        #[example = "Being tried out: may change or be removed without notice."]
        description: optional TextValue,
        /// The name of an icon of the theme.
        icon: optional TextValue,
    }
}

impl Shorthand for WordDoc {
    type Form = IdValue;

    fn from_shorthand(id: Spanned<String>, _: &mut Diagnostics) -> Option<Self> {
        Some(Self { id, name: None, description: None, icon: None })
    }
}

/// Returns the name of a month by its number.
fn month_named(number: i8) -> Option<&'static str> {
    MONTHS.get(usize::try_from(number - 1).ok()?).copied()
}

/// `glassbox.yml`.
pub(super) const FILE: FileKind<ConfigDoc> =
    FileKind::yaml(FileAbout { name: "glassbox", files: "glassbox.yml", title: "Settings", at_least: None });

/// Reads `glassbox.yml`. Diagnostics: those of the kinds of its values, and `unknown-key`, `missing-key`.
pub(crate) fn config(node: &Node, diagnostics: &mut Diagnostics) -> Option<ConfigDoc> {
    ConfigDoc::read(node, diagnostics)
}
