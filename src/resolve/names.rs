//! Looks up names, and reports unknown ones.

use crate::diagnostics::{Diagnostic, Diagnostics, one_of};
use crate::source::Spanned;
use std::collections::BTreeMap;

/// The most names that a message about an unknown one lists; of more, it could only show a few.
const MOST_LISTED: usize = 20;

/// The names of one kind of thing.
#[derive(Clone, Debug)]
pub(super) struct KnownNames<'a, I> {
    kind: NameKind,
    known: BTreeMap<&'a str, I>,
}

/// The kind of things that the names refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameKind {
    /// The word for one of them: `team`.
    pub(super) word: &'static str,
    /// The code of the diagnostic for an unknown name: `unknown-team`.
    pub(super) code: &'static str,
    /// Where they are defined, for a hint.
    pub(super) home: &'static str,
}

pub(super) const TEAM: NameKind = NameKind { word: "team", code: "unknown-team", home: "`teams.yml`" };
pub(super) const SYSTEM: NameKind =
    NameKind { word: "system", code: "unknown-system", home: "`systems.yml`" };
pub(super) const GOAL: NameKind = NameKind { word: "goal", code: "unknown-goal", home: "`goals.yml`" };
pub(super) const INITIATIVE: NameKind =
    NameKind { word: "initiative", code: "unknown-initiative", home: "`roadmap/`" };
pub(super) const DOMAIN: NameKind =
    NameKind { word: "domain", code: "unknown-domain", home: "`domains.yml`" };
pub(super) const PRODUCT: NameKind =
    NameKind { word: "product", code: "unknown-product", home: "`products/`" };
pub(super) const REGULATION: NameKind =
    NameKind { word: "regulation", code: "unknown-regulation", home: "`regulations/`" };
pub(super) const CONTROL: NameKind =
    NameKind { word: "control of it", code: "unknown-control", home: "the regulation's `controls`" };
pub(super) const CATEGORY: NameKind =
    NameKind { word: "category", code: "unknown-category", home: "`categories` in `glassbox.yml`" };
pub(super) const TIER: NameKind =
    NameKind { word: "tier", code: "unknown-tier", home: "`tiers` in `glassbox.yml`" };
pub(super) const LEVEL: NameKind =
    NameKind { word: "level", code: "unknown-level", home: "`levels` in `standards.yml`" };
pub(super) const CHECK: NameKind =
    NameKind { word: "attested check of a standard", code: "unknown-check", home: "`standards.yml`" };
pub(super) const PORT: NameKind =
    NameKind { word: "output port of it", code: "unknown-port", home: "the product's `output_ports`" };
pub(super) const ASSET: NameKind =
    NameKind { word: "asset of it", code: "unknown-asset", home: "the product's `assets`" };
pub(super) const CONTRACT: NameKind =
    NameKind { word: "file of the catalog", code: "unknown-contract", home: "`contracts/`" };

impl<'a, I: Copy> KnownNames<'a, I> {
    /// Creates the known names of a kind.
    pub(super) fn new(kind: NameKind, names: impl IntoIterator<Item = (&'a str, I)>) -> Self {
        Self { kind, known: names.into_iter().collect() }
    }

    /// Returns what a name refers to, without reporting a diagnostic.
    pub(super) fn get(&self, name: &str) -> Option<I> {
        self.known.get(name).copied()
    }

    /// Returns all names in order.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.known.keys().copied()
    }

    /// Returns what a name refers to, or reports a diagnostic that begins with `context`: "product `orders` is owned by".
    pub(super) fn find(
        &self,
        written: &Spanned<String>,
        context: impl FnOnce() -> String,
        diagnostics: &mut Diagnostics,
    ) -> Option<I> {
        let value = self.get(&written.value);
        if value.is_none() {
            let NameKind { word, code, home } = self.kind;
            let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let message = format!("{} `{}`, which is not {article} {word}", context(), written.value);
            let diagnostic = Diagnostic::error(code, message)
                .at(written.span, format!("not in {home}"))
                .did_you_mean(&written.value, self.all());
            diagnostics.push(match (diagnostic.help.is_empty(), self.known.is_empty()) {
                (true, true) => diagnostic.help(format!("add it to {home} first")),
                (true, false) if self.known.len() <= MOST_LISTED => {
                    diagnostic.help(format!("write {}, or add it to {home}", one_of(self.all())))
                }
                _ => diagnostic,
            });
        }
        value
    }
}

/// Returns items in the order of their ids, each id once; every further one is a `duplicate-id` diagnostic.
pub(super) fn by_id<'d, D>(
    docs: &'d [D],
    kind: &str,
    id: impl Fn(&D) -> &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Vec<&'d D> {
    let mut kept: BTreeMap<&'d str, &'d D> = BTreeMap::new();
    for doc in docs {
        // A reference to the id in the list itself has the required lifetime.
        let own_id = id_of(doc, &id);
        match kept.get(own_id.value.as_str()) {
            None => {
                kept.insert(own_id.value.as_str(), doc);
            }
            Some(first) => diagnostics.push(
                Diagnostic::error("duplicate-id", format!("two {kind} have the id `{}`", own_id.value))
                    .at(own_id.span, "given again")
                    .at(id(first).span, "first given here")
                    .help("give one of them another id, or keep one"),
            ),
        }
    }
    kept.into_values().collect()
}

fn id_of<'d, D>(doc: &'d D, id: &impl Fn(&D) -> &Spanned<String>) -> &'d Spanned<String> {
    id(doc)
}
