//! The product that owns each dbt node: by its selectors, or by `meta.product` in dbt itself.

use super::catalog_names::CatalogNames;
use super::dbt::index::{DbtIndex, dbt_name};
use super::dbt::selector::{Selector, SelectorError, UnionPart, WhyEmpty};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{AssetIx, ProductIx};
use crate::read::product::{AssetDoc, ProductDoc};
use crate::source::{Span, Spanned};
use std::collections::{BTreeMap, BTreeSet};

/// The product that claims a node, and where it does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    product: ProductIx,
    /// The selector; `None` if dbt's own `meta` makes the claim.
    written: Option<Span>,
}

/// The claims of products on dbt nodes.
#[derive(Clone, Copy)]
pub(super) struct Claims<'a, 'd> {
    /// The product files, in the order of the products.
    pub(super) docs: &'a [&'d ProductDoc],
    pub(super) known: &'a CatalogNames<'d>,
    /// The ids of disabled dbt nodes.
    pub(super) disabled: &'a [String],
}

/// The maximum number of nodes that a message names.
const MAX_NAMED: usize = 5;

/// Returns the owner of every dbt node, by the node's position; the first one if several claim it.
pub(super) fn owners(
    index: &DbtIndex,
    Claims { docs, known, disabled }: Claims<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<ProductIx>> {
    let claimed = super::each::of_each(docs, diagnostics, |doc, diagnostics| {
        let mut claimed = Vec::new();
        for asset in &doc.assets {
            let AssetDoc::Dbt { select, exclude, .. } = asset else { continue };
            let Some(selected) = selected(select, index, disabled, diagnostics) else { continue };
            let excluded =
                exclude.iter().filter_map(|exclude| self::selected(exclude, index, disabled, diagnostics));
            let excluded: BTreeSet<AssetIx> = excluded.flatten().collect();
            claimed.push((select.span, selected.difference(&excluded).copied().collect::<Vec<_>>()));
        }
        claimed
    });
    let mut membership = Membership { index, claims: vec![None; index.len()], twice: BTreeMap::new() };
    for (position, claimed) in claimed.into_iter().enumerate() {
        for (written, assets) in claimed {
            let claim = Claim { product: ProductIx::at(position), written: Some(written) };
            for asset in assets {
                membership.claim(asset, claim);
            }
        }
    }
    membership.claim_by_meta(known, diagnostics);
    membership.report(known, diagnostics);
    membership.claims.into_iter().map(|claim| claim.map(|claim| claim.product)).collect()
}

struct Membership<'i> {
    index: &'i DbtIndex,
    claims: Vec<Option<Claim>>,
    /// Nodes that two products claim, by the two claims.
    twice: BTreeMap<(Claim, Claim), Vec<AssetIx>>,
}

impl Membership<'_> {
    fn claim(&mut self, asset: AssetIx, claim: Claim) {
        match &mut self.claims[asset.position()] {
            Some(first) if first.product != claim.product => {
                self.twice.entry((*first, claim)).or_default().push(asset);
            }
            Some(_) => {}
            free => *free = Some(claim),
        }
    }

    /// Adds the claims of nodes that name their product in dbt.
    fn claim_by_meta(&mut self, known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) {
        for (at, name) in self.index.claiming() {
            let asset = self.index.at(at);
            if let Some(product) = known.products.get(name) {
                self.claim(at, Claim { product, written: None });
            } else {
                let message = format!(
                    "dbt's `{}` says in `meta.product` that it belongs to `{name}`, which is not a product",
                    dbt_name(asset)
                );
                let diagnostic = Diagnostic::warning("unknown-product", message);
                diagnostics.push(
                    diagnostic.did_you_mean(name, known.products.all()).note(format!("in `{}`", asset.path)),
                );
            }
        }
    }

    /// Reports one diagnostic for each pair of claims, however many nodes they share.
    fn report(&self, known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) {
        let ids: Vec<&str> = known.products.all().collect();
        for ((first, second), assets) in &self.twice {
            let names: Vec<String> = assets
                .iter()
                .take(MAX_NAMED)
                .map(|at| format!("`{}`", dbt_name(self.index.at(*at))))
                .collect();
            let more = assets.len().saturating_sub(MAX_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let (first_id, second_id) = (ids[first.product.position()], ids[second.product.position()]);
            let message = format!("`{first_id}` and `{second_id}` both claim {}{more}", names.join(", "));
            let mut diagnostic = Diagnostic::error("claimed-twice", message);
            for (claim, id) in [(second, second_id), (first, first_id)] {
                diagnostic = match claim.written {
                    Some(span) => diagnostic.at(span, format!("claimed for `{id}`")),
                    None => diagnostic.note(format!("dbt's own `meta.product` claims it for `{id}`")),
                };
            }
            diagnostics.push(diagnostic.help("narrow one of the selectors, or use `exclude`"));
        }
    }
}

/// Returns the assets that a selector selects, with a warning for each part that selects nothing; `None` if it is
/// invalid.
pub(super) fn selected(
    written: &Spanned<String>,
    index: &DbtIndex,
    disabled: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<BTreeSet<AssetIx>> {
    let selector = parsed(written, index, diagnostics)?;
    let mut selected = BTreeSet::new();
    for part in selector.parts() {
        let assets = part.select(index);
        if assets.is_empty() {
            diagnostics.push(empty(part, written, index, disabled));
        }
        selected.extend(assets);
    }
    Some(selected)
}

/// Returns the diagnostic of a part that selects nothing.
fn empty(part: &UnionPart, written: &Spanned<String>, index: &DbtIndex, disabled: &[String]) -> Diagnostic {
    let text = &written.value[part.place.clone()];
    let selector = match text == written.value.trim() {
        true => format!("the selector `{text}`"),
        false => format!("`{text}` in the selector `{}`", written.value),
    };
    let why = part.why_empty(index);
    let (message, label) = match why {
        WhyEmpty::OnlyTests(_) => {
            (format!("{selector} matches only tests, which are not assets"), "no asset")
        }
        _ => (format!("{selector} matches nothing in dbt"), "not a dbt node"),
    };
    let diagnostic = Diagnostic::warning("empty-selector", message).at(place(written, &part.place), label);
    if index.len() == 0 {
        return diagnostic.help(
            "no dbt nodes are known: name a folder with a `manifest.json` under `dbt` in `glassbox.yml`",
        );
    }
    let off = part.name(index).and_then(|name| disabled.iter().find(|id| names(id, name)));
    if let Some(id) = off {
        return diagnostic.note(format!("`{id}` is disabled in dbt"));
    }
    match why {
        WhyEmpty::OnlyTests(tests) => {
            let diagnostic =
                diagnostic.note(format!("it matches {tests} test{}", if tests == 1 { "" } else { "s" }));
            match text.contains(['+', ',', '@']) {
                true => diagnostic,
                false => diagnostic.help(format!("write `1+{text}` for what is tested")),
            }
        }
        WhyEmpty::OnlyInPackage => {
            diagnostic.note("only a package has this path, but dbt searches the project's own folder")
        }
        WhyEmpty::Meant(name) => {
            let wrong = part.unmatched_text(index).unwrap_or_default();
            let better = match !wrong.is_empty() && text.matches(wrong).count() == 1 {
                true => text.replace(wrong, &name),
                false => name,
            };
            diagnostic.help(format!("did you mean `{better}`?"))
        }
        WhyEmpty::Apart => {
            diagnostic.note("each criterion matches something, but nothing matches all of them")
        }
        WhyEmpty::Nothing => diagnostic,
    }
}

/// Returns whether a dbt id ends in a name.
pub(super) fn names(id: &str, name: &str) -> bool {
    id.strip_suffix(name).is_some_and(|front| front.ends_with('.'))
}

/// Suggests what a selector consisting of one name may have meant.
pub(super) fn suggestion(selector: &Selector, index: &DbtIndex) -> Option<String> {
    selector.parts().first()?.suggestion(index)
}

/// Returns where a part of a selector is in its file. A quoted text begins after its quote, whose position is not
/// known, so all of it is shown.
fn place(written: &Spanned<String>, part: &std::ops::Range<usize>) -> Span {
    let length = (written.span.end - written.span.start) as usize;
    if length != written.value.len() {
        return written.span;
    }
    let start = written.span.start as usize;
    Span::new(written.span.file, start + part.start, start + part.end)
}

/// Returns the parsed selector, or reports a diagnostic at the part that is invalid.
pub(super) fn parsed(
    written: &Spanned<String>,
    index: &DbtIndex,
    diagnostics: &mut Diagnostics,
) -> Option<Selector> {
    let SelectorError { message, part, help } = match Selector::parse(&written.value, &index.definitions) {
        Ok(selector) => return Some(selector),
        Err(diagnostic) => diagnostic,
    };
    let diagnostic = Diagnostic::error("bad-selector", message).at(place(written, &part), "not understood");
    diagnostics.push(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    });
    None
}
