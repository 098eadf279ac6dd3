//! The catalog that the evidence is for: a source that is loaded, models with tests of every kind, a
//! dashboard, and a job that sends its input elsewhere.

use glassbox::internals::{CatalogTexts, EvidenceFile, PromiseVerdict, Status, assess_texts};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The current moment.
pub(super) const NOW: &str = "2026-11-21T08:00:00Z";

const PRODUCTS: &[&str] = &[
    "{id: raw, name: Raw, assets: [{dbt: 'source:raw'}, {id: feed, kind: replication, table: wh.raw.feed}]}",
    "{id: orders, name: Orders, assets: [{dbt: stg}, {dbt: orders}], output_ports: [{id: o, dbt: orders}], \
     slas: [{property: freshness, target: 24h, port: o}, {property: availability, target: 50%}, \
     {property: error_rate, target: 60%}, {property: time_to_repair, target: 4h}, {property: frequency, target: daily}]}",
    "{id: customers, name: Customers, assets: [{dbt: customers}], output_ports: [{id: c, dbt: customers}]}",
    "{id: board, name: Board, assets: [{dbt: 'exposure:board'}], output_ports: [{id: b, dbt: 'exposure:board'}]}",
    "{id: own, name: Own, assets: [{id: own, kind: replication, job: ns/job-1, table: wh.raw.own}], \
     output_ports: [{id: w, asset: own}], slas: [{property: freshness, target: 24h}]}",
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

/// The claims about the catalog.
#[derive(Debug)]
pub(super) struct Claims {
    /// By product.
    pub(super) products: BTreeMap<String, SaidOfProduct>,
    /// What became of the files.
    pub(super) files: Vec<EvidenceFile>,
    /// The messages of the problems.
    pub(super) warnings: Vec<String>,
}

/// The claims about a product.
#[derive(Debug, PartialEq)]
pub(super) struct SaidOfProduct {
    pub(super) status: Option<Status>,
    pub(super) ports: Vec<Option<Status>>,
    pub(super) promises: Vec<PromiseVerdict>,
    /// Whether a test, a check or a freshness limit passed.
    pub(super) checked: bool,
    /// Whether part of it can itself be observed.
    pub(super) is_seen: bool,
    reasons: Vec<(Status, &'static str)>,
}

impl Claims {
    /// Returns whether anything is reported to be behind its input.
    pub(super) fn is_behind(&self) -> bool {
        self.products.values().any(|one| one.reasons.iter().any(|(_, code)| *code == "behind"))
    }
}

/// Returns the claims about the shop with files of these paths and texts as evidence.
pub(super) fn claims_from(files: &[(String, String)]) -> Claims {
    let evidence: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let texts = CatalogTexts {
        settings: "{title: Shop, dbt: [target], evidence: {expires: 3d}}",
        products: PRODUCTS,
        manifest: &MANIFEST,
        evidence: &evidence,
    };
    let assessed = assess_texts(texts, NOW.parse().unwrap()).unwrap();
    let products = assessed.products.into_iter().map(|one| {
        let said = SaidOfProduct {
            status: one.status,
            ports: one.ports,
            promises: one.promises,
            checked: one.checked,
            is_seen: one.id != "board",
            reasons: one.reasons,
        };
        (one.id, said)
    });
    Claims { products: products.collect(), files: assessed.files, warnings: assessed.messages }
}
