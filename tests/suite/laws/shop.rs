//! The catalog that evidence is held against: a source that is loaded, models with tests of every kind, a
//! dashboard, and a job that sends what it reads elsewhere.

use glassbox::model::{EvidenceFile, ProductIx, Status, Verdict};
use glassbox::prose::Code as _;
use glassbox::read::dbt::{ProjectDoc, manifest};
use glassbox::read::documents::Documents;
use glassbox::read::{config, evidence, product, yaml};
use glassbox::source::{FileId, SourceMap, Span, Spanned};
use glassbox::{assess, resolve};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The moment that counts as now.
pub(super) const NOW: &str = "2026-11-21T08:00:00Z";

const PRODUCTS: &[&str] = &[
    "{id: raw, name: Raw, assets: [{dbt: 'source:raw'}, {id: feed, kind: replication, table: wh.raw.feed}]}",
    "{id: orders, name: Orders, assets: [{dbt: stg}, {dbt: orders}], output_ports: [{id: o, dbt: orders}], \
     slas: [{property: freshness, target: 24h, port: o}, {property: availability, target: 50%}, \
     {property: error_rate, target: 60%}, {property: time_to_repair, target: 4h}, {property: frequency, target: daily}]}",
    "{id: customers, name: Customers, assets: [{dbt: customers}], output_ports: [{id: c, dbt: customers}]}",
    "{id: board, name: Board, assets: [{dbt: 'exposure:board'}], output_ports: [{id: b, dbt: 'exposure:board'}]}",
    "{id: sync, name: Sync, assets: [{id: sync, kind: sync, job: ns/job-0, reads: [orders]}]}",
];

static MANIFEST: LazyLock<String> = LazyLock::new(|| {
    let model = |name: &str, reads: &[&str]| {
        json!({"name": name, "resource_type": "model", "package_name": "shop", "original_file_path": format!("models/{name}.sql"),
            "fqn": ["shop", name], "config": {"materialized": "table"}, "relation_name": format!("wh.main.{name}"),
            "depends_on": {"nodes": reads}})
    };
    let test = |name: &str, of: &str| {
        json!({"name": format!("{name}_{of}"), "column_name": "id", "attached_node": format!("model.shop.{of}"),
            "test_metadata": {"name": name, "kwargs": {"column_name": "id"}}, "depends_on": {"nodes": [format!("model.shop.{of}")]}})
    };
    let manifest: Value = json!({"metadata": {"project_name": "shop"},
        "nodes": {
            "model.shop.stg": model("stg", &["source.shop.raw.orders"]),
            "model.shop.orders": model("orders", &["model.shop.stg"]),
            "model.shop.customers": model("customers", &["model.shop.stg"]),
            "test.shop.unique_stg": test("unique", "stg"),
            "test.shop.not_null_orders": test("not_null", "orders"),
            "test.shop.totals": {"name": "totals", "depends_on": {"nodes": ["model.shop.orders", "model.shop.customers"]}},
        },
        "sources": {"source.shop.raw.orders": {"source_name": "raw", "name": "orders", "relation_name": "wh.raw.orders",
            "fqn": ["shop", "raw", "orders"], "original_file_path": "models/raw.yml",
            "freshness": {"warn_after": {"count": 6, "period": "hour"}, "error_after": {"count": 12, "period": "hour"}}}},
        "exposures": {"exposure.shop.board": {"name": "board", "type": "dashboard", "fqn": ["shop", "board"],
            "original_file_path": "models/board.yml", "depends_on": {"nodes": ["model.shop.orders"]}}}});
    manifest.to_string()
});

/// What is said of the catalog.
#[derive(Debug)]
pub(super) struct Said {
    /// By product.
    pub(super) products: BTreeMap<String, SaidOfProduct>,
    /// What became of the files.
    pub(super) files: Vec<EvidenceFile>,
    /// The messages of what is wrong.
    pub(super) warnings: Vec<String>,
}

/// What is said of a product.
#[derive(Debug, PartialEq)]
pub(super) struct SaidOfProduct {
    pub(super) status: Option<Status>,
    pub(super) ports: Vec<Option<Status>>,
    pub(super) promises: Vec<Verdict>,
    /// Whether a test, a check or a limit of freshness passed.
    pub(super) checked: bool,
    /// Whether it has something that can be seen itself.
    pub(super) is_seen: bool,
    reasons: Vec<(Status, &'static str)>,
}

/// What is said of the shop with files of these paths and texts as evidence.
pub(super) fn judged(files: &[(String, String)]) -> Said {
    let mut diagnostics = Vec::new();
    let parse = |text: &str, diagnostics: &mut Vec<_>| yaml::parse(FileId(0), text, diagnostics).unwrap();
    let settings = "{title: Shop, dbt: [target], evidence: {expires: 3d}}";
    let texts: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let manifest = manifest::parse(MANIFEST.as_bytes(), "manifest.json", &mut SourceMap::default()).unwrap();
    let documents = Documents {
        config: config::config(&parse(settings, &mut diagnostics), &mut diagnostics).unwrap(),
        products: PRODUCTS
            .iter()
            .map(|text| Arc::new(product::product(&parse(text, &mut diagnostics), &mut diagnostics).unwrap()))
            .collect(),
        dbt: vec![ProjectDoc {
            path: Spanned::new("target".to_owned(), Span::new(FileId(0), 0, 0)),
            manifest,
        }],
        evidence: Arc::new(evidence::of_texts(&texts)),
        ..Documents::default()
    };
    let now = NOW.parse().unwrap();
    let catalog = resolve::catalog(documents, now, &mut resolve::ResolveCache::default(), &mut diagnostics);
    let assessment = assess::assess(&catalog, now);
    let product = |at: usize| {
        let (product, stands) = (catalog.product(ProductIx::at(at)), &assessment.products[at]);
        let own = || product.assets.iter().map(|asset| &assessment.assets[asset.position()]);
        let said = SaidOfProduct {
            status: stands.status,
            ports: stands.ports.clone(),
            promises: stands.promises.iter().map(|one| one.verdict).collect(),
            checked: own().any(|one| one.checked),
            is_seen: product.id != "board",
            reasons: stands
                .reasons
                .iter()
                .map(|one| (one.reason.status, one.reason.fact.coded(&catalog).code))
                .collect(),
        };
        (product.id.clone(), said)
    };
    Said {
        products: (0..catalog.products.len()).map(product).collect(),
        files: catalog.observations.files.to_vec(),
        warnings: diagnostics.iter().map(|fault| fault.message.clone()).collect(),
    }
}
