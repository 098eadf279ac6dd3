//! `standards.yml`: what the company asks of its products.

use super::config::WordDoc;
use super::document::kinds::{
    CountValue, DurationValue, FlagValue, IdValue, ShareValue, TextValue, Vocabulary as _, WordOf,
};
use super::document::references::{CategoryId, LevelId, RuleId, TierId};
use super::document::{CrossKeyCheck, OrShorthand, Shorthand, Unspanned, Value, ValueShape, document, kinds};
use super::file_kind::{FileAbout, FileKind};
use super::yaml::{Fields, Node};
use crate::diagnostics::{Diagnostic, Diagnostics, one_of};
use crate::model::{CheckKind, SlaProperty};
use crate::source::{Span, Spanned};
use serde_json::json;
use std::collections::BTreeSet;

document! {
    /// What the company requires of its products.
    #[derive(Default)]
    pub struct StandardsDoc as "`standards.yml`" {
        /// Whether the built-in standards apply as well.
        adopts_default as "default": defaulted FlagValue = bool::default(),
        /// The levels, lowest first. By default, the built-in ones: `findable`, `dependable`, `production`.
        levels: list OrShorthand<WordDoc>,
        /// The standards. One with the id of a built-in standard replaces it.
        standards: list StandardDoc,
    }
}

document! {
    /// A standard: checks that products of some categories and tiers should meet.
    pub struct StandardDoc as "a standard" {
        /// Unique in the catalog, and part of the address of its page.
        #[example = "dashboard"]
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "A mature dashboard"]
        name: optional TextValue,
        /// One or two plain sentences.
        description: optional TextValue,
        /// The categories that it applies to; by default, all of them.
        #[example = "dashboard"]
        categories: one_or_more CategoryId,
        /// The tiers that it applies to; by default, all of them.
        #[example = "customer-facing"]
        tiers: one_or_more TierId,
        /// The checks.
        checks: list OrShorthand<CheckDoc>,
    }
}

document! {
    /// A check of a standard; in short, just its kind.
    pub struct CheckDoc as "a check" with PARAMETERS {
        /// The kind of check.
        kind as "check": required WordOf<CheckKind>,
        /// Unique in the standard; by default, derived from the kind.
        #[example = "restore-drill"]
        id: optional IdValue,
        /// The requirement, as pages show it.
        #[example = "It was restored from a backup, as a drill"]
        name: optional TextValue,
        /// What the products that do not meet it have in common, as the title of their page. By default, the products that
        /// do not meet “`name`”.
        #[example = "Products without a recent restore drill"]
        unmet: optional TextValue,
        /// The level that cannot be reached without it; by default, the first.
        #[example = "production"]
        level: optional LevelId,
        /// The keys that only checks of some kinds take.
        parameters: keys_of ParametersDoc,
    }
}

document! {
    /// The keys that only checks of some kinds take.
    #[derive(Default)]
    pub struct ParametersDoc as "a check" {
        /// The share that is required; by default, all. For `outputs-described`, `columns-described`, `outputs-tested`,
        /// `contracts` and `guarded`.
        at_least: optional ShareValue,
        /// The number of words that are required; by default, one. For `description`.
        words: optional CountValue,
        /// What has to be promised; by default, anything. For `promise`.
        property: optional Unspanned<WordOf<SlaProperty>>,
        /// The rule that must have no findings. For `keeps`, where it is required.
        #[example = "boundary-leak"]
        rule: optional RuleId,
        /// Words in the title of the link. For `link`, where it is required.
        #[example = "runbook"]
        title: optional TextValue,
        /// The categories that it may build on. For `builds-on`, where it is required.
        #[example = "mart"]
        categories: one_or_more CategoryId,
        /// How often it has to be attested again. For `attested`.
        #[example = "180d"]
        every: optional Unspanned<DurationValue>,
    }
}

/// A check without keys, by its kind.
#[derive(Debug)]
pub(crate) struct PlainCheck;

impl Value for PlainCheck {
    type Out = Spanned<CheckKind>;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<CheckKind>> {
        WordOf::read(node, diagnostics)
    }

    fn shape() -> ValueShape {
        kinds::one_of::<CheckKind>(|word| CheckKind::parsed(word).is_some_and(|kind| needed(kind).is_empty()))
    }
}

/// Returns the keys that a check of a kind requires.
fn needed(kind: CheckKind) -> &'static [&'static str] {
    if kind == CheckKind::Attested { &["id", "name"] } else { kind.required() }
}

impl Shorthand for CheckDoc {
    type Form = PlainCheck;

    fn from_shorthand(kind: Spanned<CheckKind>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let diagnostic =
            unnamed(kind.value, kind.span, false).or_else(|| lacking(kind.value, kind.span, &[]));
        if let Some(diagnostic) = diagnostic {
            diagnostics.push(diagnostic);
            return None;
        }
        Some(Self {
            kind,
            id: None,
            name: None,
            unmet: None,
            level: None,
            parameters: ParametersDoc::default(),
        })
    }
}

/// Which keys a check takes and requires, by its kind.
const PARAMETERS: CrossKeyCheck = CrossKeyCheck { check: parameters_fit, schema: parameters_schema };

fn parameters_fit(fields: &mut Fields<'_, '_>) -> Option<()> {
    let written = fields.text("check")?;
    let kind = CheckKind::parsed(&written.value)?;
    let given_keys: Vec<&str> = all_parameters().into_iter().filter(|key| fields.has(key)).collect();
    for key in given_keys.iter().copied().filter(|key| !kind.parameters().contains(key)) {
        let message = format!("the check `{}` has no key `{key}`", kind.word());
        let diagnostic =
            Diagnostic::error("unknown-key", message).at(fields.place(key), "not a key of this check");
        fields.report(match kind.parameters() {
            [] => diagnostic.help("remove it"),
            known => diagnostic.help(format!("it takes {}", one_of(known.iter().copied()))),
        });
    }
    let is_named = fields.has("id") && fields.has("name");
    let diagnostic =
        unnamed(kind, written.span, is_named).or_else(|| lacking(kind, written.span, &given_keys));
    match diagnostic {
        None => Some(()),
        Some(diagnostic) => {
            fields.report(diagnostic);
            None
        }
    }
}

/// Returns the keys that only some checks take.
fn all_parameters() -> BTreeSet<&'static str> {
    CheckKind::ALL.iter().flat_map(|kind| kind.parameters()).copied().collect()
}

/// Returns the diagnostic of an attested check without id and name: products refer to it by its id.
fn unnamed(kind: CheckKind, span: Span, is_named: bool) -> Option<Diagnostic> {
    if kind != CheckKind::Attested || is_named {
        return None;
    }
    let message = "an attested check needs an `id` and a `name`";
    let diagnostic = Diagnostic::error("missing-key", message).at(span, "which check?");
    Some(diagnostic.help("write `{check: attested, id: …, name: …}`; products refer to the `id`"))
}

/// Returns the diagnostic of a check that lacks a required key.
fn lacking(kind: CheckKind, span: Span, given_keys: &[&str]) -> Option<Diagnostic> {
    let needed = kind.required().iter().find(|key| !given_keys.contains(key))?;
    let diagnostic =
        Diagnostic::error("missing-key", format!("the check `{}` has no `{needed}`", kind.word()));
    let help = format!("write `{{check: {}, {needed}: …}}`", kind.word());
    Some(diagnostic.at(span, format!("`{needed}` is missing here")).help(help))
}

/// The same for editors: for each key that only some checks take, those checks, and for each kind of check,
/// the keys that it requires.
fn parameters_schema() -> serde_json::Value {
    let is_one_of = |kinds: &[&str]| json!({"properties": {"check": {"enum": kinds}}, "required": ["check"]});
    let parameters = all_parameters().into_iter().map(|key| {
        let kinds = CheckKind::ALL.iter().filter(|kind| kind.parameters().contains(&key));
        let kinds: Vec<&str> = kinds.map(|kind| kind.word()).collect();
        json!({"if": {"required": [key]}, "then": is_one_of(&kinds)})
    });
    let needs = CheckKind::ALL.iter().filter_map(|kind| {
        let needed = needed(*kind);
        (!needed.is_empty()).then(|| json!({"if": is_one_of(&[kind.word()]), "then": {"required": needed}}))
    });
    json!({"allOf": parameters.chain(needs).collect::<Vec<_>>()})
}

/// `standards.yml`.
pub(super) const FILE: FileKind<StandardsDoc> = FileKind::yaml(FileAbout {
    name: "standards",
    files: "standards.yml",
    title: "Standards",
    at_least: Some("write `default: true` to adopt Glassbox's own, or remove the file"),
});

/// Reads `standards.yml`.
pub(crate) fn standards(node: &Node, diagnostics: &mut Diagnostics) -> Option<StandardsDoc> {
    StandardsDoc::read(node, diagnostics)
}
