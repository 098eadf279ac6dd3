//! Snippets for findings of rules, with the ids of the catalog, to be copied. What only people know is in
//! capitals.

use crate::model::{
    Asset, AssetIx, AssetKind, Catalog, Finding, ProductIx, Regulation, RegulationIx, RuleFact,
};
use crate::prose::Voice;
use std::collections::BTreeSet;

/// The words in capitals for what only people know.
pub(crate) const PLACEHOLDERS: [&str; 6] = ["DATE", "FOLDER", "KEY COLUMN", "LINK", "TEAM", "WHAT IT HOLDS"];

/// Returns the snippet, as YAML of the product or of dbt; `None` if the decision is for people to make.
pub(crate) fn snippet(finding: &Finding, voice: &Voice<'_>) -> Option<String> {
    let catalog = voice.catalog;
    let product = catalog.product(finding.product);
    let yaml = match &finding.fact {
        RuleFact::BelowEffectiveTier { needed, .. } => {
            format!("tier: {}", catalog.tiers.get(needed.position())?.id)
        }
        RuleFact::MissingControl { regulation, controls, failed, early, .. } => {
            let regulation = regulation_of(*regulation, catalog);
            // A link would hide that a job failed, or runs at the wrong time.
            let open =
                controls.iter().filter(|control| !failed.contains(control) && !early.contains(control));
            let evidence: Vec<_> = open.map(|control| (control.control, Some("LINK".to_owned()))).collect();
            if evidence.is_empty() {
                return None;
            }
            evidence_of(regulation, evidence)
        }
        RuleFact::StaleEvidence { regulation, control, .. } => {
            // For what a job carries out, the day of the review is enough.
            let given = catalog.obligation(finding.product, *regulation)?.evidence_for(control.control);
            let link = given.map(|given| quoted(&given.text));
            evidence_of(regulation_of(*regulation, catalog), vec![(control.control, link)])
        }
        RuleFact::RegulationReaches { regulation, .. } | RuleFact::MarkedInDbt { regulation, .. } => {
            format!("regulations:\n  - id: {}", regulation_of(*regulation, catalog).id)
        }
        RuleFact::UndeclaredInput { upstream } => {
            format!("input_ports:\n  - {{product: {}}}", catalog.product(*upstream).id)
        }
        RuleFact::UndeclaredConsumer { products, .. } if !products.is_empty() => {
            let consumer =
                |product: &ProductIx| format!("\n  - {{product: {}}}", catalog.product(*product).id);
            format!("consumers:{}", products.iter().map(consumer).collect::<String>())
        }
        RuleFact::NoOutputPorts { readers } => output_ports(finding.product, readers, catalog)?,
        RuleFact::Ownerless => "owner: TEAM".to_owned(),
        RuleFact::ReviewOverdue { .. } => "review_by: DATE".to_owned(),
        RuleFact::UndocumentedOutput { port } => described(&product.output_ports.get(port.0)?.id),
        RuleFact::UntestedOutput { asset, .. } => tested(catalog.asset(*asset))?,
        RuleFact::EmptyProduct => "assets:\n  - dbt: path:models/FOLDER".to_owned(),
        _ => return None,
    };
    Some(yaml)
}

fn regulation_of(index: RegulationIx, catalog: &Catalog) -> &Regulation {
    &catalog.regulations[index.position()]
}

/// Returns reviewed controls of a regulation, by their positions, each with a link to its evidence, if it needs one.
fn evidence_of(regulation: &Regulation, evidence: Vec<(usize, Option<String>)>) -> String {
    let mut yaml = format!("regulations:\n  - id: {}\n    controls:", regulation.id);
    for (control, link) in evidence {
        let link = link.map(|link| ["evidence: ", &link, ", "].concat()).unwrap_or_default();
        yaml.push_str(&format!("\n      {}: {{{link}reviewed: DATE}}", regulation.controls[control].id));
    }
    yaml
}

/// Returns an output port for each asset that other products read.
fn output_ports(product: ProductIx, readers: &[ProductIx], catalog: &Catalog) -> Option<String> {
    let flows = readers.iter().filter_map(|reader| catalog.lineage.flow(product, *reader));
    let read: BTreeSet<AssetIx> = flows.flat_map(|flow| &flow.pairs).map(|pair| pair.from).collect();
    let ports: Vec<String> = read.iter().map(|asset| output_port(catalog.asset(*asset))).collect();
    (!ports.is_empty()).then(|| format!("output_ports:{}", ports.concat()))
}

fn output_port(asset: &Asset) -> String {
    let id = asset.table_name().to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let id = id.trim_matches('-');
    let what = match &asset.kind {
        AssetKind::Declared(_) => {
            format!("asset: {}", asset.key.rsplit('/').next().unwrap_or_default())
        }
        AssetKind::Source => format!("dbt: {}", quoted(&format!("source:{}", asset.name))),
        _ => format!("dbt: {}", asset.name),
    };
    format!("\n  - {{id: {id}, {what}}}")
}

fn described(port: &str) -> String {
    format!("output_ports:\n  - id: {port}\n    description: WHAT IT HOLDS")
}

/// Returns two tests of the key of a model, for its YAML file in dbt. Which column that is, only its owner knows: a
/// test of another one may fail.
fn tested(asset: &Asset) -> Option<String> {
    let kind = match asset.kind {
        AssetKind::Model => "models",
        AssetKind::Seed => "seeds",
        AssetKind::Snapshot => "snapshots",
        _ => return None,
    };
    let name = &asset.name;
    Some(format!(
        "{kind}:\n  - name: {name}\n    columns:\n      - name: KEY COLUMN\n        data_tests: [unique, not_null]"
    ))
}

/// Returns a text as YAML; words and links need no quotes.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    let is_link = text.starts_with("https://") && text[8..].chars().all(is_plain);
    // What YAML reads as a boolean or as null.
    let is_value = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_word = !is_value.contains(&text.to_lowercase().as_str())
        && text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(is_plain);
    if is_link || is_word { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
