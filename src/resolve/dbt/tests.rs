//! Tests of unusual dbt manifests and of the selection language.

use super::index::dbt_name;
use super::selector::{Definitions, Selector};
use super::{DbtAssets, dbt_assets};
use crate::model::{Asset, AssetKind, DbtOwner};
use crate::read::dbt::{ProjectDoc, manifest};
use crate::source::{FileId, SourceMap, Span, Spanned};
use proptest::prelude::*;

pub(super) fn project(json: &str) -> ProjectDoc {
    let manifest = manifest::parse(json.as_bytes(), "manifest.json", &mut SourceMap::default());
    ProjectDoc {
        path: Spanned::new("target".to_owned(), Span::new(FileId(0), 0, 0)),
        manifest: manifest.unwrap(),
    }
}

/// Returns the assets of one manifest with the given parts.
fn assets(parts: &str) -> DbtAssets {
    dbt_assets(vec![project(&format!(r#"{{"metadata": {{"project_name": "shop"}}, {parts}}}"#))])
}

fn asset<'a>(assets: &'a DbtAssets, key: &str) -> &'a Asset {
    assets.assets.iter().find(|asset| asset.key == key).unwrap_or_else(|| panic!("there is no {key}"))
}

fn keys(assets: &DbtAssets) -> Vec<&str> {
    assets.assets.iter().map(|asset| asset.key.as_str()).collect()
}

/// Returns edges as `from > to`, by name.
fn edges(assets: &DbtAssets) -> Vec<String> {
    let name = |asset: crate::model::AssetIx| dbt_name(&assets.assets[asset.position()]);
    assets.edges.iter().map(|edge| format!("{} > {}", name(edge.from), name(edge.to))).collect()
}

#[test]
fn an_owner_may_have_none_one_or_several_email_addresses() {
    let loaded = assets(
        r#""nodes": {}, "exposures": {
            "exposure.shop.a": {"name": "a", "owner": {"name": null, "email": ["x@a.example", "y@a.example"], "slack": "z"}},
            "exposure.shop.b": {"name": "b", "owner": {"name": "Bea", "email": null}},
            "exposure.shop.c": {"name": "c", "owner": {"email": "c@a.example"}},
            "exposure.shop.d": {"name": "d", "owner": "somebody"}}"#,
    );
    let owner = |key: &str| asset(&loaded, key).owner.clone();
    let emails = |emails: &[&str]| emails.iter().map(|email| (*email).to_owned()).collect();
    assert_eq!(
        owner("exposure.shop.a"),
        Some(DbtOwner { name: None, emails: emails(&["x@a.example", "y@a.example"]) })
    );
    assert_eq!(owner("exposure.shop.b"), Some(DbtOwner { name: Some("Bea".to_owned()), emails: vec![] }));
    assert_eq!(owner("exposure.shop.c"), Some(DbtOwner { name: None, emails: emails(&["c@a.example"]) }));
    assert_eq!(owner("exposure.shop.d"), None);
}

#[test]
fn meta_and_tags_are_merged_with_config_taking_precedence() {
    let loaded = assets(
        r#""nodes": {"model.shop.a": {"tags": ["old", "both"], "meta": {"owner": "old", "kept": 1},
            "config": {"tags": ["new", "both"], "meta": {"owner": "new"}}}}"#,
    );
    let model = asset(&loaded, "model.shop.a");
    assert_eq!(model.tags, ["new", "both", "old"]);
    assert_eq!(model.meta["owner"], "new");
    assert_eq!(model.meta["kept"], "1");
}

#[test]
fn disabled_nodes_are_not_assets() {
    let loaded = assets(
        r#""nodes": {"model.shop.a": {"depends_on": {"nodes": ["model.shop.off"]}}},
            "disabled": {"model.shop.off": [{"name": "off"}], "exposure.shop.gone": [{}]}"#,
    );
    assert_eq!(keys(&loaded), ["model.shop.a"]);
    assert_eq!(edges(&loaded), Vec::<String>::new());
    assert_eq!(loaded.disabled, ["exposure.shop.gone", "model.shop.off"]);
}

#[test]
fn versions_of_a_model_share_a_name() {
    let loaded = assets(
        r#""nodes": {
            "model.shop.orders.v1": {"name": "orders", "version": 1, "latest_version": 2,
                "deprecation_date": "2026-12-31T00:00:00+01:00"},
            "model.shop.orders.v2": {"name": "orders", "version": "2", "latest_version": "2"}}"#,
    );
    let (old, new) = (asset(&loaded, "model.shop.orders.v1"), asset(&loaded, "model.shop.orders.v2"));
    assert_eq!(
        (old.name.as_str(), old.version.as_deref(), old.is_older_version),
        ("orders.v1", Some("1"), true)
    );
    assert_eq!(
        (new.name.as_str(), new.version.as_deref(), new.is_older_version),
        ("orders.v2", Some("2"), false)
    );
    assert_eq!(old.deprecated_from.as_deref(), Some("2026-12-31T00:00:00+01:00"));
}

const UPSTREAM: &str = r#"{"metadata": {"project_name": "retail"},
    "nodes": {"seed.retail.raw": {"name": "raw", "package_name": "retail", "original_file_path": "seeds/raw.csv",
                "description": "By hand.", "resource_type": "seed"},
              "model.retail.orders": {"name": "orders", "package_name": "retail", "resource_type": "model",
                "original_file_path": "models/orders.sql", "depends_on": {"nodes": ["seed.retail.raw"]}}}}"#;
const DOWNSTREAM: &str = r#"{"metadata": {"project_name": "finance"},
    "nodes": {"seed.retail.raw": {"name": "raw", "package_name": "retail", "original_file_path": "", "resource_type": "model", "group": "retail"},
              "model.retail.orders": {"name": "orders", "package_name": "retail", "original_file_path": "", "resource_type": "model"},
              "model.finance.revenue": {"name": "revenue", "package_name": "finance", "original_file_path": "models/revenue.sql",
                "depends_on": {"nodes": ["model.retail.orders", "model.elsewhere.rates"]}}}}"#;

#[test]
fn the_manifest_of_the_own_project_takes_precedence_for_its_nodes() {
    for order in [[UPSTREAM, DOWNSTREAM], [DOWNSTREAM, UPSTREAM]] {
        let loaded = dbt_assets(order.map(project).into());
        let seed = asset(&loaded, "seed.retail.raw");
        assert_eq!(
            (seed.kind.clone(), seed.description.as_str(), seed.external),
            (AssetKind::Seed, "By hand.", false)
        );
        assert_eq!(edges(&loaded), ["orders > revenue", "rates > revenue", "raw > orders"]);
        assert!(asset(&loaded, "model.elsewhere.rates").external, "a node of no manifest is external");
    }
    let alone = dbt_assets(vec![project(DOWNSTREAM)]);
    assert_eq!(
        asset(&alone, "seed.retail.raw").kind,
        AssetKind::Seed,
        "the kind comes from the id, not from the stub"
    );
    assert!(asset(&alone, "model.retail.orders").external);
    assert!(!asset(&alone, "model.finance.revenue").external);
}

#[test]
fn any_version_of_dbt_is_accepted() {
    for version in ["2024.9.243", "2.0.0-beta.2", "", "1.11.16"] {
        let json = format!(
            r#"{{"metadata": {{"dbt_version": "{version}", "dbt_schema_version": ".../v12/manifest.json"}},
                "nodes": {{"model.a.b": {{}}}}}}"#
        );
        assert_eq!(dbt_assets(vec![project(&json)]).assets.len(), 1, "{version}");
    }
}

#[test]
fn groups_are_found_by_name() {
    let loaded = assets(
        r#""nodes": {"model.shop.a": {"package_name": "shop", "group": "finance"}},
            "groups": {"group.shop.finance": {"name": "finance", "owner": {"name": "Fin", "email": "f@a.example"}}},
            "group_map": {"finance": ["model.shop.a"]}"#,
    );
    let model = asset(&loaded, "model.shop.a");
    assert_eq!(model.group.as_deref(), Some("finance"));
    assert_eq!(model.owner.as_ref().and_then(|owner| owner.name.as_deref()), Some("Fin"));
}

#[test]
fn tests_belong_to_the_node_that_they_are_attached_to() {
    let loaded = assets(
        r#""nodes": {
            "model.shop.orders": {"columns": {"id": {"name": "id"}, "customer": {"name": "Customer"}}},
            "model.shop.customers": {},
            "test.shop.relationships_orders.1": {"attached_node": "model.shop.orders", "column_name": "customer",
                "test_metadata": {"name": "relationships", "namespace": null},
                "depends_on": {"nodes": ["model.shop.customers", "model.shop.orders"]}, "config": {"severity": "WARN"}},
            "test.shop.singular.2": {"name": "no_orphans", "depends_on": {"nodes": ["model.shop.customers"]}}},
            "unit_tests": {"unit_test.shop.orders.adds_up": {"name": "adds_up", "model": "orders",
                "depends_on": {"nodes": ["model.shop.orders"]}}}"#,
    );
    let orders = asset(&loaded, "model.shop.orders");
    let tests: Vec<_> =
        orders.tests.iter().map(|test| (test.name.as_str(), test.severity.as_str(), test.unit)).collect();
    assert_eq!(tests, [("adds_up", "error", true), ("relationships", "warn", false)]);
    assert_eq!(orders.tests.iter().map(|test| orders.column_of(test)).collect::<Vec<_>>(), [None, Some(1)]);
    assert_eq!(asset(&loaded, "model.shop.customers").tests[0].name, "no_orphans");
    assert_eq!(loaded.assets.len(), 2, "tests are not assets");
}

#[test]
fn before_dbt_1_5_a_tests_arguments_name_its_node() {
    let loaded = assets(
        r#""nodes": {"model.shop.orders": {}, "model.shop.customers": {},
            "test.shop.relationships.1": {"depends_on": {"nodes": ["model.shop.customers", "model.shop.orders"]},
                "test_metadata": {"name": "relationships", "kwargs": {"column_name": "customer",
                    "model": "{{ get_where_subquery(ref('orders')) }}", "to": "ref('customers')"}}}}"#,
    );
    assert_eq!(asset(&loaded, "model.shop.orders").tests.len(), 1);
    assert_eq!(asset(&loaded, "model.shop.customers").tests.len(), 0);
}

#[test]
fn relations_are_compared_without_quotes_and_case() {
    let loaded = assets(
        r#""nodes": {"model.shop.a": {"relation_name": "\"DB\".\"Main\".\"Orders\""},
                     "model.shop.b": {"relation_name": "`db`.`main`.`b`"},
                     "model.shop.c": {"relation_name": null, "database": "db", "schema": "main", "alias": "cc"},
                     "model.shop.d": {"schema": "main", "alias": "d", "config": {"materialized": "ephemeral"}}}"#,
    );
    let relations: Vec<_> = loaded.assets.iter().map(|asset| asset.relation.as_deref()).collect();
    assert_eq!(relations, [Some("db.main.orders"), Some("db.main.b"), Some("db.main.cc"), None]);
}

#[test]
fn every_other_kind_of_dbt_node_is_an_asset() {
    let loaded = assets(
        r#""nodes": {"snapshot.shop.s": {}, "analysis.shop.a": {}, "operation.shop.o": {}},
            "sources": {"source.shop.stripe.payments": {"source_name": "stripe", "name": "payments",
                "source_description": "Money.", "loader": "Airbyte"}},
            "semantic_models": {"semantic_model.shop.m": {"depends_on": {"nodes": ["snapshot.shop.s"]}}},
            "metrics": {"metric.shop.revenue": {"label": "Revenue", "depends_on": {"nodes": ["semantic_model.shop.m"]}}},
            "saved_queries": {"saved_query.shop.q": {"depends_on": {"nodes": ["metric.shop.revenue"]}}},
            "functions": {"function.shop.f": {}}"#,
    );
    assert_eq!(
        keys(&loaded),
        [
            "analysis.shop.a",
            "function.shop.f",
            "metric.shop.revenue",
            "saved_query.shop.q",
            "semantic_model.shop.m",
            "snapshot.shop.s",
            "source.shop.stripe.payments"
        ]
    );
    let mut found_edges = edges(&loaded);
    found_edges.sort();
    assert_eq!(found_edges, ["m > revenue", "revenue > q", "s > m"]);
    assert_eq!(asset(&loaded, "metric.shop.revenue").name, "Revenue");
    let source = asset(&loaded, "source.shop.stripe.payments");
    assert_eq!((source.name.as_str(), source.description.as_str()), ("stripe.payments", "Money."));
    assert_eq!(asset(&loaded, "function.shop.f").kind, AssetKind::OtherDbt("function".to_owned()));
}

/// Returns a small project that all selectors below are tested with.
fn small_project() -> DbtAssets {
    let model = |name: &str, folder: &str, more: &str| {
        let fqn: Vec<String> = ["shop"]
            .into_iter()
            .chain(folder.split('/'))
            .chain([name])
            .map(|part| format!("\"{part}\""))
            .collect();
        let fqn = fqn.join(",");
        format!(
            r#""model.shop.{name}": {{"package_name": "shop", "original_file_path": "models/{folder}/{name}.sql",
                "fqn": [{fqn}] {more}}}"#
        )
    };
    let nodes = [
        model("stg_orders", "staging/stripe", r#", "depends_on": {"nodes": ["source.shop.stripe.orders"]}"#),
        model("stg_refunds", "staging/stripe", r#", "tags": ["nightly"], "access": "private""#),
        model("int_paid", "marts/finance", r#", "depends_on": {"nodes": ["model.shop.stg_orders"]}, "group": "finance""#),
        model("revenue", "marts/finance",
            r#", "tags": ["nightly", "finance"], "config": {"materialized": "table", "meta": {"team": {"name": "fin"}}},
               "depends_on": {"nodes": ["model.shop.int_paid"]}, "access": "public""#),
        r#""model.shop.orders.v1": {"fqn": ["shop","marts","orders","v1"], "version": 1, "latest_version": 2,
            "original_file_path": "models/marts/orders_v1.sql", "package_name": "shop"}"#.to_owned(),
        r#""model.shop.orders.v2": {"fqn": ["shop","marts","orders","v2"], "version": 2, "latest_version": 2,
            "original_file_path": "models/marts/orders_v2.sql", "package_name": "shop"}"#.to_owned(),
        r#""seed.shop.rates": {"fqn": ["shop","rates"], "original_file_path": "seeds/rates.csv", "package_name": "shop"}"#.to_owned(),
    ];
    assets(&format!(
        r#""nodes": {{{}}}, "sources": {{
            "source.shop.stripe.orders": {{"source_name": "stripe", "name": "orders", "package_name": "shop",
                "fqn": ["shop","staging","stripe","stripe","orders"], "original_file_path": "models/staging/stripe/_s.yml"}},
            "source.shop.crm.people": {{"source_name": "crm", "name": "people", "package_name": "shop", "fqn": ["shop","crm","people"]}}}},
            "exposures": {{"exposure.shop.board": {{"name": "board", "package_name": "shop", "fqn": ["shop","board"],
                "depends_on": {{"nodes": ["model.shop.revenue"]}}}}}}"#,
        nodes.join(",")
    ))
}

#[test]
fn selectors_select_what_dbt_selects() {
    let project = small_project().indexed();
    let index = &*project.index;
    let table: &[(&str, &[&str])] = &[
        ("revenue", &["revenue"]),
        ("shop.marts.finance.revenue", &["revenue"]),
        ("marts.finance", &["int_paid", "revenue"]),
        ("finance", &[]),
        ("stg_*", &["stg_orders", "stg_refunds"]),
        ("orders", &["orders.v1", "orders.v2"]),
        ("orders.v2", &["orders.v2"]),
        ("orders_v1", &["orders.v1"]),
        ("path:models/marts/finance", &["int_paid", "revenue"]),
        ("path:models/marts/fin", &[]),
        ("path:models/marts/finance/revenue.sql", &["revenue"]),
        ("path:models/*/stripe", &["stg_orders", "stg_refunds", "stripe.orders"]),
        ("models/marts/finance", &["int_paid", "revenue"]),
        ("path:seeds/", &["rates"]),
        ("file:revenue.sql", &["revenue"]),
        ("revenue.sql", &["revenue"]),
        ("tag:nightly", &["revenue", "stg_refunds"]),
        ("tag:night*", &["revenue", "stg_refunds"]),
        ("tag:nightly,tag:finance", &["revenue"]),
        ("tag:finance group:finance", &["int_paid", "revenue"]),
        ("package:shop,resource_type:seed", &["rates"]),
        ("source:stripe", &["stripe.orders"]),
        ("source:stripe.*", &["stripe.orders"]),
        ("source:*.people", &["crm.people"]),
        ("source:shop.crm.people", &["crm.people"]),
        ("exposure:board", &["board"]),
        ("exposure:*", &["board"]),
        ("access:public", &["revenue"]),
        ("resource_type:source", &["crm.people", "stripe.orders"]),
        ("config.materialized:table", &["revenue"]),
        ("config.meta.team.name:fin", &["revenue"]),
        ("version:latest", &["orders.v2"]),
        ("version:old", &["orders.v1"]),
        ("+revenue", &["int_paid", "revenue", "stg_orders", "stripe.orders"]),
        ("1+revenue", &["int_paid", "revenue"]),
        ("int_paid+", &["board", "int_paid", "revenue"]),
        ("1+int_paid+1", &["int_paid", "revenue", "stg_orders"]),
        ("+exposure:board,path:models/marts", &["int_paid", "revenue"]),
    ];
    for (selector, expected) in table {
        let selected = Selector::parse(selector, &Definitions::default()).unwrap().select(index);
        let mut names: Vec<&str> = selected.iter().map(|at| dbt_name(index.at(*at))).collect();
        names.sort_unstable();
        assert_eq!(&names, expected, "{selector}");
    }
}

#[test]
fn an_invalid_selector_names_its_faulty_part() {
    let fault_of = |text: &str| {
        let diagnostic = Selector::parse(text, &Definitions::default()).unwrap_err();
        format!("{} at {:?}", diagnostic.message, diagnostic.part)
    };
    assert_eq!(fault_of("revenue stat:x"), "`stat` is not one of dbt's selector methods at 8..14");
    assert_eq!(
        fault_of("state:modified"),
        "`state` needs information that is not in dbt's manifest at 0..14"
    );
    assert_eq!(fault_of("tag:a,tag:"), "a name is missing at 6..10");
    assert_eq!(fault_of(" "), "the selector is empty at 0..1");
    assert_eq!(fault_of("@revenue+"), "`@` before a name and `+` after it cannot be combined at 0..9");
    assert_eq!(fault_of("version:2"), "dbt has no version `2` at 0..9");
    assert_eq!(fault_of("tag.x:a"), "`tag` takes no key at 0..7");
    assert_eq!(fault_of("config:table"), "`config` needs a key at 0..12");
    assert_eq!(
        fault_of("a path:/models"),
        "a path begins at the folder of the dbt project, not with `/` at 2..14"
    );
    assert_eq!(fault_of("source:a.b.c.d"), "`a.b.c.d` has too many parts for `source` at 0..14");
    assert_eq!(fault_of("selector:nightly"), "dbt has no selector `nightly` at 0..16");
    let after = "nothing is after the comma; a space means “or”, a comma without spaces means “and”";
    for (text, place) in [("a, b", "0..2"), ("a,", "0..2"), ("a,,b", "0..4"), ("x a,b,", "2..6")] {
        assert_eq!(fault_of(text), format!("{after} at {place}"));
    }
    assert_eq!(fault_of("a ,b"), after.replace("after", "before") + " at 2..4");
    assert_eq!(
        fault_of("tag:a --exclude b"),
        "`--exclude` is an option of dbt's command line, not a selector at 6..15"
    );
}

proptest! {
    #[test]
    fn no_selector_text_makes_the_parser_panic(text in "[a-z0-9:*?\\[\\]+@., /é]{0,24}") {
        let project = small_project().indexed();
        let index = &*project.index;
        if let Ok(selector) = Selector::parse(&text, &index.definitions) {
            let selected = selector.select(index);
            prop_assert!(selected.len() <= project.assets.len());
            selector.parts().iter().for_each(|part| _ = part.why_empty(index));
        }
    }
}
