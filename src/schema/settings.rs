//! The keys of what a catalog as a whole says: its settings and its standards.

#![allow(dead_code, reason = "nobody makes such values: the types are there for what they say")]

use super::files::OneOrMore;
use super::values::{
    CheckWord, Count, Day, Flag, Id, LevelWord, PropertyWord, RoleWord, Share, Span, Text, Url,
};
use schemars::JsonSchema;
use std::collections::BTreeMap;

files! {
    /// The settings of a catalog: `glassbox.yml`.
    Config {
        /// The site's title.
        title: Option<Text>,
        /// The company that the catalog is about.
        company: Option<Text>,
        /// One or two plain sentences for the home page.
        description: Option<Text>,
        /// Where the site is published.
        base_url: Option<Url>,
        /// The language of the texts, such as `en`.
        language: Option<Text>,
        /// The company's time zone, such as `Europe/Berlin`.
        time_zone: Option<Text>,
        /// A folder of `themes/`.
        theme: Option<Id>,
        /// Folders of dbt artifacts.
        dbt: Option<Vec<DbtEntry>>,
        /// Whether HTML in Markdown counts as such, cleaned of what runs or fetches.
        raw_html: Option<Flag>,
        /// What is to be made of what was seen.
        evidence: Option<Evidence>,
        /// The month that the fiscal year begins with.
        fiscal_year_begins: Option<Text>,
        /// How much each rule counts.
        rules: Option<BTreeMap<String, RuleEntry>>,
        /// Leave to break rules for a while.
        waivers: Option<Vec<Waiver>>,
        /// Files and folders of OpenLineage events.
        openlineage: Option<Vec<EventsEntry>>,
        /// The catalog's own categories.
        categories: Option<Vec<CategoryEntry>>,
        /// The catalog's own tiers, from the one that promises least.
        tiers: Option<Vec<WordEntry>>,
    }
    /// The artifacts of one dbt project.
    Dbt {
        /// The folder that holds `manifest.json`, or the manifest itself.
        path: Text,
        /// Where dbt's own documentation is published.
        docs_url: Option<Url>,
        /// More files and folders of run results and source freshness.
        runs: Option<Vec<Text>>,
        /// Schemas of production, as `schema` or `database.schema`, besides those that the manifest names.
        schemas: Option<Vec<Text>>,
    }
    /// Events of OpenLineage.
    Events {
        /// A file or folder of events.
        path: Text,
        /// Which namespace of datasets is which dbt project or database; `ignore` for none.
        namespaces: Option<BTreeMap<String, Text>>,
    }
    /// What is to be made of what was seen.
    Evidence {
        /// How old evidence may be before it says nothing any more.
        expires: Option<Span>,
        /// The folder of what `glassbox record` wrote.
        history: Option<Text>,
    }
    /// How much a rule counts.
    Rule {
        /// How much, unless a tier or category says otherwise.
        level: Option<LevelWord>,
        /// How much for products of a tier.
        tiers: Option<BTreeMap<String, LevelWord>>,
        /// How much for products of a category.
        categories: Option<BTreeMap<String, LevelWord>>,
    }
    /// Leave to break a rule for a while.
    Waiver {
        /// The rule.
        rule: Text,
        /// The product.
        product: Text,
        /// Why.
        reason: Text,
        /// The team that answers for it.
        owner: Text,
        /// The last day on which it counts.
        expires: Day,
    }
    /// A category.
    Category {
        /// The id.
        id: Id,
        /// The name for people.
        name: Option<Text>,
        /// What it means, in one plain sentence.
        description: Option<Text>,
        /// The name of an icon of the theme.
        icon: Option<Text>,
        /// The role of its products, by which rules and standards know them.
        role: Option<RoleWord>,
    }
    /// A tier or a level.
    Word {
        /// The id.
        id: Id,
        /// The name for people.
        name: Option<Text>,
        /// What it means, in one plain sentence.
        description: Option<Text>,
        /// The name of an icon of the theme.
        icon: Option<Text>,
    }
    /// What the company asks of its products: `standards.yml`.
    Standards {
        /// Whether the standards that come with Glassbox count as well.
        default: Option<Flag>,
        /// The levels, the first to be reached first.
        levels: Option<Vec<WordEntry>>,
        /// The standards.
        standards: Option<Vec<Standard>>,
    }
    /// What is asked of products of some kind.
    Standard {
        /// Unique among the standards.
        id: Id,
        /// The name for people.
        name: Option<Text>,
        /// One or two plain sentences.
        description: Option<Text>,
        /// The categories that it is for; all, if missing.
        categories: Option<OneOrMore>,
        /// The tiers that it is for; all, if missing.
        tiers: Option<OneOrMore>,
        /// What is asked.
        checks: Option<Vec<CheckEntry>>,
    }
    /// Something that is asked.
    Check {
        /// What is looked at.
        check: CheckWord,
        /// Unique in the standard.
        id: Option<Id>,
        /// What is asked, for people.
        name: Option<Text>,
        /// The level that cannot be reached without it.
        level: Option<Text>,
        /// A share: `80%`.
        at_least: Option<Share>,
        /// How many words at least.
        words: Option<Count>,
        /// The property of a promise.
        property: Option<PropertyWord>,
        /// The rule to be kept.
        rule: Option<Text>,
        /// The title of a link.
        title: Option<Text>,
        /// The categories to build on.
        categories: Option<OneOrMore>,
        /// How often somebody looks.
        every: Option<Span>,
    }
}

short_forms! {
    /// A folder of dbt artifacts, or a mapping with its `path`.
    DbtEntry = Text | Dbt;
    /// A file or folder of events, or a mapping with its `path`.
    EventsEntry = Text | Events;
    /// How much a rule counts, or a mapping that says it by tier and category.
    RuleEntry = LevelWord | Rule;
    /// An id, or a mapping with more.
    WordEntry = Id | Word;
    /// An id, or a mapping with more.
    CategoryEntry = Id | Category;
    /// What is looked at, or a mapping with more.
    CheckEntry = CheckWord | Check;
}
