//! `glassbox.yml`: the settings of the catalog.

use super::document::kinds::{
    AccessAddress, Day, Duration, FeedbackAddress, FileAddress, Flag, Id, MONTHS, Month, Path,
    RepositoryAddress, RunAddress, Text, TimeZoneName, Url, WebAddress, WordOf,
};
use super::document::references::{KeyedBy, OwnCategoryId, OwnTierId, ProductId, RuleId, TeamId};
use super::document::{Declared as _, OrShorthand, Shorthand, Value, ValueShape, document};
use super::file_kind::{FileAbout, FileKind};
use super::parts::ChannelDoc;
use super::synonyms::SynonymsDoc;
use super::yaml::{MappingEntry, Node, NodeKind};
use crate::diagnostics::Diagnostics;
use crate::model::{Facts, Role, RuleLevel};
use crate::source::Spanned;

/// The folder of the history, unless `glassbox.yml` names another.
pub(super) const HISTORY: &str = "history";

document! {
    /// The settings of a catalog.
    #[derive(Default)]
    pub struct ConfigDoc as "glassbox.yml" {
        /// The title of the site.
        title: optional Text = Facts::default().title,
        /// The company that the catalog is about.
        #[example = "Fernhill Health"]
        company: optional Text,
        /// One or two plain sentences for the home page.
        description: optional Text,
        /// The address at which the site is published.
        base_url: optional WebAddress,
        /// Where access to an output port is asked for, unless the port says otherwise.
        access: optional AccessAddress,
        /// Where people turn with questions about the catalog, or about what has no owner.
        contact: optional ChannelDoc,
        /// Where a file of the catalog is edited: pages lead there.
        edit: optional FileAddress,
        /// Where a problem with a page is reported. Without it, pages lead to the channel of whoever is responsible.
        feedback: optional FeedbackAddress,
        /// Where the code of the dbt projects can be read, unless a project says otherwise: the pages of details link
        /// the file of each model.
        #[example = "https://git.example.com/data/blob/main/{path}"]
        repository: optional RepositoryAddress,
        /// Words that people type for one another, so that the search finds what is called otherwise.
        synonyms: entries SynonymsDoc,
        /// The language of your texts, as a BCP 47 tag.
        #[example = "de"]
        language: optional Text = Facts::default().language,
        /// The time zone of the company: days, and 9:00 to 17:00, are those of this zone.
        time_zone: optional TimeZoneName = Facts::default().time_zone.iana_name(),
        /// The theme: `default`, `paper`, or a folder of `themes/`.
        #[example = "paper"]
        theme: optional Id = Facts::default().theme,
        /// Whether HTML in Markdown is kept, without anything that runs or fetches.
        raw_html: defaulted Flag = bool::default(),
        /// The artifacts of dbt projects.
        dbt: list OrShorthand<DbtProjectDoc>,
        /// How evidence is used.
        evidence: defaulted EvidenceSettingsDoc,
        /// The month with which the fiscal year begins. A fiscal year is named after the year in which it ends.
        fiscal_year_begins: optional Month = month_named(Facts::default().fiscal_year.first_month),
        /// How much each rule counts, by the id of the rule. Without it, as the page of the rule says.
        rules: entries KeyedBy<RuleId, RuleByName>,
        /// Waivers: permissions to break a rule until a day.
        waivers: list WaiverDoc,
        /// Files and folders of OpenLineage events, as NDJSON or JSON, also gzipped.
        openlineage: list OrShorthand<EventsDoc>,
        /// The catalog's own categories, in place of the built-in ones.
        categories: list OrShorthand<CategoryDoc>,
        /// The catalog's own tiers, in place of the built-in ones, the lowest first.
        tiers: list OrShorthand<WordDoc>,
    }
}

document! {
    /// How evidence is used.
    #[derive(Default)]
    pub struct EvidenceSettingsDoc as "`evidence`" {
        /// How old evidence may be before it counts as unknown.
        #[example = "1 business day"]
        expires: optional Duration = Facts::default().evidence_expires.to_string(),
        /// The folder that `glassbox record` writes to.
        history: optional Path = HISTORY,
    }
}

document! {
    /// How much a rule counts; in short, just its level.
    pub struct RuleDoc as "a rule" {
        /// The rule's id.
        rule: named,
        /// How much it counts, unless a tier or category says otherwise.
        level: optional WordOf<RuleLevel>,
        /// How much it counts for products of a tier.
        tiers: entries KeyedBy<OwnTierId, RuleLevelEntry>,
        /// How much it counts for products of a category; this goes before tiers.
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
    /// A permission to break a rule until a day.
    pub struct WaiverDoc as "a waiver" {
        /// The rule.
        #[example = "boundary-leak"]
        rule: required RuleId,
        /// The product that may break it.
        #[example = "pricing-study"]
        product: required ProductId,
        /// Why.
        #[example = "Ends with the study"]
        reason: required Text,
        /// The team that is responsible for it.
        #[example = "growth-data"]
        owner: required TeamId,
        /// The last day on which it counts.
        expires: required Day,
    }
}

document! {
    /// The artifacts of one dbt project; in short, just their path.
    pub struct DbtProjectDoc as "a dbt project" {
        /// The folder with `manifest.json` and dbt's other artifacts, or the manifest itself.
        #[example = "target"]
        path: required Path,
        /// The address at which dbt's own documentation is published.
        docs_url: optional Url,
        /// More files and folders of run results and source freshness, for promises that need a history.
        #[example = "archive"]
        runs: list Path,
        /// The schemas of production, as `SCHEMA` or `DATABASE.SCHEMA`, besides those that the manifest names.
        #[example = "analytics_prod"]
        schemas: list Text,
        /// Where a run can be looked at: `{run}` is the run's id in the dbt platform, else dbt's `invocation_id`,
        /// and `{job}` the id of its job in the dbt platform.
        #[example = "https://ci.example.com/runs/{run}"]
        run_url: optional RunAddress,
        /// Where the code of this project can be read.
        #[example = "https://git.example.com/shop/blob/main/{path}"]
        repository: optional RepositoryAddress,
    }
}

impl Shorthand for DbtProjectDoc {
    type Form = Path;

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
        path: required Path,
        /// The dbt project or database that a namespace of datasets stands for, or `ignore`, by the namespace.
        #[example = "shop"]
        namespaces: entries DatasetSystem,
        /// Where a run can be looked at: `{run}` is its id, `{job}` the name of its job and `{namespace}` that of
        /// the job's namespace.
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
        Some((entry.key.clone(), Text::read(&entry.value, diagnostics)?))
    }

    fn shape() -> ValueShape {
        Text::shape()
    }
}

impl Shorthand for EventsDoc {
    type Form = Path;

    fn from_shorthand(path: Spanned<String>, _: &mut Diagnostics) -> Option<Self> {
        Some(Self { path, namespaces: Vec::new(), run_url: None })
    }
}

document! {
    /// A category; in short, just its id.
    pub struct CategoryDoc as "a category" {
        /// The keys that tiers have too.
        word: keys_of WordDoc,
        /// The name for several of its products; without it, that of a category that comes with Glassbox, else its name.
        #[example = "Reports"]
        plural: optional Text,
        /// The role of its products, by which rules and standards know them. Without it, the role that its id names.
        role: optional WordOf<Role>,
    }
}

impl Shorthand for CategoryDoc {
    type Form = Id;

    fn from_shorthand(id: Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Some(Self { word: WordDoc::from_shorthand(id, diagnostics)?, plural: None, role: None })
    }
}

document! {
    /// A tier or a level; in short, just its id.
    pub struct WordDoc as "an entry of the vocabulary" {
        /// Unique among its kind.
        #[example = "experimental"]
        id: required Id,
        /// The name for people; without it, made of the id.
        #[example = "Experimental"]
        name: optional Text,
        /// What it means, in one plain sentence.
        #[example = "Tried out: may change or go away without notice."]
        description: optional Text,
        /// The name of an icon of the theme.
        icon: optional Text,
    }
}

impl Shorthand for WordDoc {
    type Form = Id;

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

/// Reads `glassbox.yml`. Faults: those of the kinds of its values, and `unknown-key`, `missing-key`.
pub(crate) fn config(node: &Node, diagnostics: &mut Diagnostics) -> Option<ConfigDoc> {
    ConfigDoc::read(node, diagnostics)
}
