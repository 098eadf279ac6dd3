//! `/standards/` and `/standards/<id>/`: what the company requires of its products, and how far each one is.

use super::context::{ViewContext, page_ref, standard_ref};
use super::levels::{self, LostLevel};
use super::lists::{Pages, pages_of};
use super::page::View;
use super::parts::Ratio;
use super::parts::{Label, MenuPosition, MenuSectionId, PageRef};
use super::paths;
use super::rule_links;
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::unmet;
use crate::model::{CheckFact, CheckMark, ProductIx, Scorecard, Standard, StandardCheck};
use crate::prose::en::{check_fix, check_name, gap_title};
use crate::prose::{Code as _, Coded, Say as _, Voice};
use serde::Serialize;

/// The page of all standards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StandardsView {
    /// The levels, lowest first.
    pub levels: Vec<Label>,
    /// The standards.
    pub standards: Vec<StandardCard>,
}

/// What the company requires of its products, and how far along they are.
pub(super) const SECTION: Section = Section {
    places: &["standards"],
    pages: section,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::Wide,
            section_ref("standards", "Standards"),
            !context.catalog.standards.standards.is_empty(),
        )
    },
    ..Section::EMPTY
};

impl View for StandardsView {
    const TEMPLATE: &'static str = "standards.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    if context.catalog.standards.standards.is_empty() {
        return;
    }
    let meta =
        PageMeta::first("standards", "Standards", "What we ask of our products, and how far along they are.");
    pages.html(paths::section("standards"), meta, all(context));
    for (path, view) in each(context) {
        let meta = PageMeta::first("standards", &view.name, &view.description)
            .below(section_ref("standards", "Standards"));
        pages.html(path, meta, view);
    }
    for (at, standard) in context.catalog.standards.standards.iter().enumerate() {
        unmet::add(standard, cards(at, context), pages);
    }
}

/// A standard in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StandardCard {
    /// Its id, name and page.
    pub page_ref: PageRef,
    /// Its subject; may be empty.
    pub description: String,
    /// The products it applies to: `Mart, Dashboard`; empty for all.
    pub audience: String,
    /// The number of products it applies to.
    pub products: usize,
    /// How many of them reached each level, in level order.
    pub reached: Vec<Ratio>,
    /// The checks that most products miss, at most three.
    pub missed: Vec<Missed>,
}

/// A check that products miss.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Missed {
    /// The requirement.
    pub name: String,
    /// Its place in the page of its standard.
    pub path: String,
    /// The number of products that miss it.
    pub count: usize,
}

/// The page of a standard, or one page of its products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StandardView {
    /// The name.
    pub name: String,
    /// Its subject; may be empty.
    pub description: String,
    /// The categories it applies to; empty for all.
    pub categories: Vec<PageRef>,
    /// The tiers it applies to; empty for all.
    pub tiers: Vec<PageRef>,
    /// The levels.
    pub levels: Vec<LevelView>,
    /// The checks, those that most products do not meet first.
    pub checks: Vec<CheckView>,
    /// The products of this page, by name.
    pub rows: Vec<ScoreRow>,
    /// The number of all products.
    pub total: usize,
    /// The position among the pages.
    pub pages: Pages,
}

impl View for StandardView {
    const TEMPLATE: &'static str = "standard.html";
}

/// A level, and how many reached it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LevelView {
    /// The level.
    pub level: Label,
    /// The share of products that reached it.
    pub reached: Ratio,
    /// Whether it asks for anything beyond the levels before.
    pub asks: bool,
}

/// A check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct CheckView {
    /// The id; the anchor `check-<id>` in the page.
    pub id: String,
    /// The requirement.
    pub name: String,
    /// The level that asks for it.
    pub level: String,
    /// The rule on the same subject.
    pub rule: Option<PageRef>,
    /// The share of products that do not meet it, among those it applies to.
    pub unmet: Ratio,
    /// The number of products of which it is not known, counted apart.
    pub unknown: usize,
    /// The page with those products; empty if there are none.
    pub path: String,
}

/// The results of a product for a standard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ScoreRow {
    /// The product.
    pub product: PageRef,
    /// The level it reached; empty for none.
    pub level: String,
    /// The share of checks it meets.
    pub score: Ratio,
    /// What it lacks, at most a few.
    pub missing: Vec<String>,
    /// How much more it lacks.
    pub more: usize,
    /// The number of checks of which it is not known whether it meets them.
    pub unknown: usize,
}

/// The result of a product for a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MarkView {
    /// `met`, `wanting`, `not-known` or `not-asked`, in words too.
    pub state: Label,
    /// The requirement.
    pub name: String,
    /// What was found; may be empty. In the record of a product it is Markdown.
    pub seen: String,
    /// What is missing, in words, if it is not met: `No steward is named`.
    pub title: String,
    /// Why, unless the title says it.
    pub reason: String,
    /// The same for programs, in the record of a product.
    #[serde(flatten)]
    pub fact: Option<Coded>,
    /// The rule that should be kept and is not.
    pub rule: Option<PageRef>,
    /// The page that explains it: that of the rule on the same subject, else of all products that lack the same.
    pub path: String,
    /// What to do about it, as Markdown; empty if what to write says it.
    pub advice: String,
    /// What to write into the file of the product or into dbt; may be empty.
    pub snippet: String,
    /// The part of the page of the product that shows what is wrong, if there is one.
    pub place: Option<Label>,
}

/// The results of a product for one of its standards, on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ScorecardView {
    /// The standard.
    pub standard: PageRef,
    /// The level it reached; empty for none.
    pub level: String,
    /// The share of checks it meets.
    pub score: Ratio,
    /// The level it lost, if any.
    pub lost: Option<LostLevel>,
    /// The steps: each level, whether it is reached, and what is missing for it.
    pub steps: Vec<StepView>,
}

/// A level as a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StepView {
    /// The level.
    pub level: Label,
    /// Whether it is reached.
    pub reached: bool,
    /// The share of its own checks that are met.
    pub score: Ratio,
    /// The checks missing for it.
    pub missing: Vec<MarkView>,
}

/// The number of products on a page.
const PAGE: usize = 40;
/// The rule that finds what keeps a check from being answered: a regulation that a product leaves undeclared.
const REGULATION_NOT_CARRIED: &str = "regulation-not-carried";
/// The most missed checks that a card, or the line of a product, names.
const MISSED: usize = 3;

/// Returns the page of all standards.
fn all(context: &ViewContext<'_>) -> StandardsView {
    let standards = &context.catalog.standards;
    let card = |(at, standard): (usize, &Standard)| {
        let cards = cards(at, context);
        let mut missed: Vec<Missed> = standard
            .checks
            .iter()
            .enumerate()
            .map(|(check, asked)| Missed {
                name: gap_title(asked),
                path: format!("{}#check-{}", standard_ref(standard).path, asked.id),
                count: cards.iter().filter(|(_, card)| card.marks[check].is_missed()).count(),
            })
            .filter(|missed| missed.count > 0)
            .collect();
        missed.sort_by_key(|missed| std::cmp::Reverse(missed.count));
        missed.truncate(MISSED);
        let categories = standard.categories.iter().map(|category| context.category(*category).name);
        StandardCard {
            page_ref: standard_ref(standard),
            description: standard.description.clone(),
            audience: categories.collect::<Vec<_>>().join(", "),
            products: cards.len(),
            reached: (0..standards.levels.len()).map(|level| reached(level, &cards)).collect(),
            missed,
        }
    };
    StandardsView {
        levels: levels(context),
        standards: standards.standards.iter().enumerate().map(card).collect(),
    }
}

/// Returns the pages of each standard, at least one, each with its path.
fn each(context: &ViewContext<'_>) -> Vec<(String, StandardView)> {
    let standards = context.catalog.standards.standards.iter().enumerate();
    standards.flat_map(|(at, standard)| pages(at, standard, context)).collect()
}

fn pages(at: usize, standard: &Standard, context: &ViewContext<'_>) -> Vec<(String, StandardView)> {
    let mut cards = cards(at, context);
    cards.sort_by_cached_key(|(product, _)| context.by_name(*product));
    let level = |(position, level): (usize, Label)| LevelView {
        level,
        reached: reached(position, &cards),
        asks: standard.checks.iter().any(|check| check.level == position),
    };
    let levels: Vec<LevelView> = levels(context).into_iter().enumerate().map(level).collect();
    let checks = checks(standard, &cards, context);
    let page = standard_ref(standard).path;
    let count = cards.len().div_ceil(PAGE).max(1);
    let view = |number: usize| StandardView {
        name: standard.name.clone(),
        description: standard.description.clone(),
        categories: standard.categories.iter().map(|category| context.category(*category)).collect(),
        tiers: standard.tiers.iter().filter_map(|tier| context.tier(*tier)).collect(),
        levels: levels.clone(),
        checks: checks.clone(),
        rows: cards
            .iter()
            .skip((number - 1) * PAGE)
            .take(PAGE)
            .map(|(product, card)| row(*product, card, standard, context))
            .collect(),
        total: cards.len(),
        pages: pages_of(&page, number, count),
    };
    (1..=count).map(|number| (paths::page_of(&page, number), view(number))).collect()
}

/// Returns the checks of a standard, those that most products do not meet first.
fn checks(
    standard: &Standard,
    cards: &[(ProductIx, &Scorecard)],
    context: &ViewContext<'_>,
) -> Vec<CheckView> {
    let view = |(at, check): (usize, &StandardCheck)| {
        let count = |is_meant: fn(&CheckMark) -> bool| {
            cards.iter().filter(|(_, card)| is_meant(&card.marks[at])).count()
        };
        let (missed, unknown) = (count(CheckMark::is_missed), count(CheckMark::is_not_known));
        let met = count(|mark| mark.met == Some(true));
        CheckView {
            id: check.id.clone(),
            name: check_name(check),
            level: context.catalog.standards.level_name(check.level),
            rule: rule_links::rule_of_check(check, context),
            unmet: Ratio::of(missed, missed + unknown + met),
            unknown,
            path: if missed + unknown > 0 { unmet::path(standard, check) } else { String::new() },
        }
    };
    let mut checks: Vec<CheckView> = standard.checks.iter().enumerate().map(view).collect();
    checks.sort_by_key(|check| std::cmp::Reverse((check.unmet.part, check.unknown)));
    checks
}

/// Returns the results of a product for each of its standards.
pub(super) fn scorecards(product: ProductIx, context: &ViewContext<'_>) -> Vec<ScorecardView> {
    let cards = context.scorecards(product);
    let view = |card: &Scorecard| {
        let standard = &context.catalog.standards.standards[card.standard];
        let step = |(position, level): (usize, Label)| {
            let of_level =
                || standard.checks.iter().zip(&card.marks).filter(|(check, _)| check.level == position);
            let count = |met: Option<bool>| of_level().filter(|(_, mark)| mark.met == met).count();
            let missing = of_level().filter(|(_, mark)| mark.met == Some(false));
            StepView {
                level,
                reached: card.reached.is_some_and(|reached| reached >= position),
                score: Ratio::of(count(Some(true)), count(Some(true)) + count(Some(false))),
                missing: missing.map(|(check, mark)| mark_view(standard, check, mark, context)).collect(),
            }
        };
        let (met, asked) = card.score();
        ScorecardView {
            standard: standard_ref(standard),
            level: reached_level(card, context),
            score: Ratio::of(met, asked),
            lost: levels::lost(product, card, context),
            steps: levels(context).into_iter().enumerate().map(step).collect(),
        }
    };
    cards.iter().map(view).collect()
}

fn row(product: ProductIx, card: &Scorecard, standard: &Standard, context: &ViewContext<'_>) -> ScoreRow {
    let marks = standard.checks.iter().zip(&card.marks).filter(|(_, mark)| mark.is_missed());
    let mut missing: Vec<_> = marks.collect();
    missing.sort_by_key(|(check, _)| check.level);
    let (met, asked) = card.score();
    let voice = Voice::page(context.catalog);
    let title = |(check, mark): &(&StandardCheck, &CheckMark)| {
        rule_links::missed_check(check, mark, &voice, context).title
    };
    ScoreRow {
        product: context.product_ref(product),
        level: reached_level(card, context),
        score: Ratio::of(met, asked),
        more: missing.len().saturating_sub(MISSED),
        missing: missing.iter().take(MISSED).map(title).collect(),
        unknown: card.marks.iter().filter(|mark| mark.is_not_known()).count(),
    }
}

/// Returns the products that a standard applies to, with their scorecards.
fn cards<'s>(at: usize, context: &ViewContext<'s>) -> Vec<(ProductIx, &'s Scorecard)> {
    let all = context.rule_report.scorecards.iter().enumerate();
    let meant = all.filter_map(|(product, cards)| {
        Some((ProductIx::at(product), cards.iter().find(|card| card.standard == at)?))
    });
    meant.collect()
}

fn reached(level: usize, cards: &[(ProductIx, &Scorecard)]) -> Ratio {
    let there = cards.iter().filter(|(_, card)| card.reached.is_some_and(|reached| reached >= level));
    Ratio::of(there.count(), cards.len())
}

fn levels(context: &ViewContext<'_>) -> Vec<Label> {
    let levels = context.catalog.standards.levels.iter();
    let word = |level: &crate::model::VocabularyEntry| Label {
        id: level.id.clone(),
        name: level.name.clone(),
        meaning: level.description.clone(),
    };
    levels.map(word).collect()
}

/// Returns the name of the level that a product has reached; empty for none.
fn reached_level(card: &Scorecard, context: &ViewContext<'_>) -> String {
    card.reached.map(|level| context.catalog.standards.level_name(level)).unwrap_or_default()
}

fn mark_view(
    standard: &Standard,
    check: &StandardCheck,
    mark: &CheckMark,
    context: &ViewContext<'_>,
) -> MarkView {
    let voice = Voice::markdown(context.catalog);
    // A rule with findings has a page that explains it.
    let asked = check.parameters.rule.as_deref().filter(|_| mark.met == Some(false));
    let rule = asked.map(|rule| match mark.seen {
        Some(CheckFact::Undeclared { .. }) => REGULATION_NOT_CARRIED,
        _ => rule,
    });
    let rule = rule.map(|rule| page_ref("rules", rule, &check_name(check)));
    let explained = rule.clone().or_else(|| rule_links::rule_of_check(check, context));
    let missed = rule_links::missed_check(check, mark, &voice, context);
    let fix = check_fix(check, mark.seen.as_ref(), &voice);
    MarkView {
        title: missed.title,
        reason: missed.reason,
        state: super::words::met(mark),
        name: check_name(check),
        seen: mark.seen.as_ref().map(|seen| seen.say(&voice)).unwrap_or_default(),
        path: explained.map_or_else(|| unmet::path(standard, check), |page| page.path),
        advice: fix.advice,
        snippet: fix.snippet,
        place: mark.seen.as_ref().and_then(place),
        rule,
        fact: mark.seen.as_ref().map(|seen| seen.coded(context.catalog)),
    }
}

/// Returns the part of the page of a product that shows what was found.
fn place(seen: &CheckFact) -> Option<Label> {
    let (id, name) = match seen {
        CheckFact::Broken { .. } | CheckFact::NoneMeasured { .. } => ("promises", "Its promises"),
        CheckFact::IsBroken { .. } => ("standing", "Its status today"),
        CheckFact::Share { .. } | CheckFact::NoAddress => ("ports", "Its output ports"),
        CheckFact::AlsoReads { .. } => ("lineage", "Its lineage"),
        _ => return None,
    };
    Some(Label { id: id.to_owned(), name: name.to_owned(), ..Label::default() })
}
