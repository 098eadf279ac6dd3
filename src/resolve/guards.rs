//! The assets that each guard guards, and the controls that it carries out.

use super::catalog_names::CatalogNames;
use super::inventory::{Inventory, declared};
use super::membership;
use super::names::{CONTROL, KnownNames};
use super::port_names::{PortNames, asset_of};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{
    Asset, AssetIx, AssetKind, ControlIx, Guard, Guards, ProductIx, Regulation, relation_name,
};
use crate::read::product::{DeclaredAssetDoc, ProductDoc};
use crate::source::Spanned;
use std::collections::BTreeMap;

/// Resolves the declarations of guards.
pub(super) struct GuardResolver<'a, 'd> {
    pub(super) inventory: &'a Inventory<'d>,
    pub(super) port_names: PortNames<'a>,
    pub(super) names: &'a CatalogNames<'d>,
    pub(super) regulations: &'a [Regulation],
}

impl GuardResolver<'_, '_> {
    /// Returns the guards that the products declare.
    pub(super) fn guards(&self, docs: &[&ProductDoc], diagnostics: &mut Diagnostics) -> Guards {
        let mut guards = Vec::new();
        for (position, doc) in docs.iter().enumerate() {
            let product = ProductIx::at(position);
            for written in declared(doc) {
                let controls = self.controls(written, diagnostics);
                let Some(asset) = self.inventory.declared_asset(product, &written.id.value) else { continue };
                let mut guarded: Vec<AssetIx> = Vec::new();
                for select in &written.guards {
                    let tables = self.selected(select, product, diagnostics);
                    if tables.as_slice() == [asset] {
                        let message = format!("`{}` guards itself", written.id.value);
                        let diagnostic = Diagnostic::warning("empty-selector", message);
                        diagnostics.push(diagnostic.at(select.span, "not another asset"));
                    }
                    guarded.extend(tables.into_iter().filter(|table| *table != asset));
                }
                let is_inferred = guarded.is_empty() && controls.is_empty() && is_guard_by_kind(written);
                if is_inferred {
                    // What cannot be resolved was reported as something that it reads.
                    let mut already_reported = Diagnostics::new();
                    let reads = written.reads.iter();
                    guarded.extend(
                        reads.flat_map(|select| self.selected(select, product, &mut already_reported)),
                    );
                    guarded.retain(|guarded| *guarded != asset);
                    // A misspelled name was reported where it is written.
                    if written.guards.is_empty() && !guarded.is_empty() {
                        diagnostics.push(without_guards(written));
                    }
                }
                guarded.sort_unstable();
                guarded.dedup();
                // A control that names no tables can still fail.
                if !guarded.is_empty() || !controls.is_empty() {
                    let is_policy = kind_of(written).is_some_and(|kind| kind.is_policy());
                    guards.push(Guard { asset, guarded, controls, is_inferred, is_policy });
                }
            }
        }
        Guards::new(guards, self.inventory.assets().len())
    }

    /// Returns the guarded assets: an asset that the product declares, `PRODUCT/ASSET`, `PRODUCT:PORT`, or dbt nodes.
    fn selected(
        &self,
        written: &Spanned<String>,
        product: ProductIx,
        diagnostics: &mut Diagnostics,
    ) -> Vec<AssetIx> {
        let text = written.value.as_str();
        let elsewhere = || {
            let (product, asset) = text.split_once('/')?;
            self.inventory.declared_asset(self.names.products.get(product)?, asset)
        };
        if let Some(asset) = self.inventory.declared_asset(product, text).or_else(elsewhere) {
            return vec![asset];
        }
        if let Some(asset) = asset_of(text, self.port_names) {
            return asset.into_iter().collect();
        }
        let (index, disabled) = (self.inventory.index(), self.inventory.disabled());
        let mut told = Diagnostics::new();
        let found = membership::selected(written, index, disabled, &mut told);
        diagnostics.extend(told.into_iter().map(|diagnostic| match diagnostic.code {
            "empty-selector" => self.unknown_guarded(written, diagnostic),
            _ => diagnostic,
        }));
        found.into_iter().flatten().collect()
    }

    /// Returns the diagnostic of a guard of something unknown: not only dbt nodes can be guarded.
    fn unknown_guarded(&self, written: &Spanned<String>, diagnostic: Diagnostic) -> Diagnostic {
        let text = written.value.trim();
        // A method, an operator or a wildcard is dbt's, and so is a name for which dbt has a similar one.
        if text.contains([':', '+', '*', '@', ',', ' '])
            || !(diagnostic.help.is_empty() || self.inventory.index().len() == 0)
        {
            return diagnostic;
        }
        let message = format!("`{text}` is guarded, but is not known");
        let label = "not an asset, an output port or a dbt node";
        let diagnostic = Diagnostic::warning(diagnostic.code, message).at(written.span, label);
        let relation = relation_name(text);
        let is_it =
            |asset: &&Asset| asset.relation.as_ref() == Some(&relation) || asset.job.as_deref() == Some(text);
        let meant = self.inventory.assets().iter().find(is_it);
        match meant.filter(|asset| matches!(asset.kind, AssetKind::Declared(_)) && asset.declared.is_some()) {
            Some(asset) => diagnostic.help(format!("`{text}` is what `{0}` stands for: write `{0}`", asset.key)),
            None => diagnostic.help(
                "a dataset or the tables of a job outside dbt are guarded by the asset that stands for them: declare it \
                 with `table: …` or `job: …` under `assets` of its product, and write `PRODUCT/ASSET`",
            ),
        }
    }

    /// Returns the controls that a guard carries out, sorted. Diagnostics: `duplicate-id`, `unknown-control`,
    /// `unknown-regulation`, `empty-selector`.
    fn controls(&self, guard: &DeclaredAssetDoc, diagnostics: &mut Diagnostics) -> Vec<ControlIx> {
        if let Some(first) = guard.control.first().filter(|_| guard.guards.is_empty()) {
            diagnostics.push(without_tables(first, guard));
        }
        let mut first_given: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
        let mut controls = Vec::new();
        for written in &guard.control {
            if let Some(first) = first_given.get(written.value.as_str()) {
                let message = format!("`{}` carries out `{}` twice", guard.id.value, written.value);
                diagnostics.push(
                    Diagnostic::error("duplicate-id", message)
                        .at(written.span, "given again")
                        .at(first.span, "first given here")
                        .help("list each control once"),
                );
                continue;
            }
            first_given.insert(&written.value, written);
            controls.extend(self.control(written, guard, diagnostics));
        }
        controls.sort_unstable();
        controls
    }

    /// Returns the control written as `REGULATION/CONTROL`.
    fn control(
        &self,
        written: &Spanned<String>,
        guard: &DeclaredAssetDoc,
        diagnostics: &mut Diagnostics,
    ) -> Option<ControlIx> {
        let Some((regulation, control)) = written.value.split_once('/') else {
            let message = format!("the control of `{}` names no regulation", guard.id.value);
            let diagnostic = Diagnostic::error("unknown-control", message).at(written.span, "not a control");
            let controls = self.regulations.iter().flat_map(|regulation| {
                let controls = regulation.controls.iter().filter(|control| control.id == written.value);
                controls.map(|control| format!("`{}/{}`", regulation.id, control.id))
            });
            diagnostics.push(match controls.collect::<Vec<_>>().as_slice() {
                [] => diagnostic.help("write REGULATION/CONTROL: `gdpr/masking`"),
                meant => diagnostic.help(format!("write {}", meant.join(" or "))),
            });
            return None;
        };
        let part = |text: &str| Spanned::new(text.to_owned(), written.span);
        let context = || format!("`{}` carries out a control of", guard.id.value);
        let index = self.names.regulations.find(&part(regulation), context, diagnostics)?;
        let regulation = &self.regulations[index.position()];
        let names = regulation.controls.iter().enumerate();
        let controls =
            KnownNames::new(CONTROL, names.map(|(position, control)| (control.id.as_str(), position)));
        let context = || format!("`{}` is a guard for `{}` and its control", guard.id.value, regulation.id);
        let control = controls.find(&part(control), context, diagnostics)?;
        Some(ControlIx { regulation: index, control })
    }
}

/// Returns the kind of a declared asset, if one is given.
fn kind_of(written: &DeclaredAssetDoc) -> Option<AssetKind> {
    written.kind.as_ref().map(|kind| AssetKind::Declared(kind.value.clone()))
}

/// Returns whether an asset is a policy, a test or the like by its kind, and only reads.
fn is_guard_by_kind(written: &DeclaredAssetDoc) -> bool {
    let is_guard = kind_of(written).is_some_and(|kind| kind.looks_after_data() && !kind.moves_data());
    is_guard && written.job.is_some() && !written.reads.is_empty() && written.feeds.is_empty()
}

/// Returns the note for an asset that is a guard by its kind, and does not say of what.
fn without_guards(guard: &DeclaredAssetDoc) -> Diagnostic {
    let message = format!("`{}` is taken for a guard of what it reads", guard.id.value);
    Diagnostic::note_of("undeclared-guard", message)
        .at(guard.id.span, "reads, and writes nothing")
        .help("say what it looks after with `guards: […]` in place of `reads`")
}

/// Reports jobs that several products list as theirs: each run would count for all of them.
pub(super) fn report_shared_jobs(docs: &[&ProductDoc], diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<&str, &ProductDoc> = BTreeMap::new();
    for doc in docs {
        for job in declared(doc).filter_map(|written| written.job.as_ref()) {
            let owner = *owners.entry(&job.value).or_insert(doc);
            if owner.id.value == doc.id.value {
                continue;
            }
            let message =
                format!("`{}` and `{}` both have the job `{}`", owner.id.value, doc.id.value, job.value);
            let diagnostic =
                Diagnostic::warning("shared-job", message).at(job.span, "each of its runs counts for both");
            diagnostics.push(
                diagnostic
                    .help("list it in the product whose team runs it, and read its tables in the other"),
            );
        }
    }
}

/// Returns the diagnostic for a control without guarded assets.
fn without_tables(control: &Spanned<String>, guard: &DeclaredAssetDoc) -> Diagnostic {
    let message = format!("`{}` has a `control` and guards nothing", guard.id.value);
    Diagnostic::warning("empty-selector", message)
        .at(control.span, "what does it guard?")
        .help("list what it guards: `guards: [\"source:raw\"]`")
}
