//! Generates realistic catalogs of any size: domains, teams, products with ports and promises,
//! and a dbt manifest with ten models for each product, in layers, reading each other.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Models per product: staging, intermediate, final.
pub(crate) const MODELS: usize = 10;
/// Lines of code per model, in a catalog.
const CODE: usize = 2;
/// Products per domain, and per team.
pub(crate) const PER_DOMAIN: usize = 40;

const CATEGORIES: [&str; 8] =
    ["replication", "mart", "application", "dashboard", "activation", "alerting", "analysis", "consulting"];

/// The kind of catalog to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Without observations. Every product builds on its neighbours, so that the graph is as deep as it is long.
    Calm,
    /// With evidence: sources with freshness checks, jobs, and promises that runs are measured by.
    /// Products build on others of their domain and on the first product of an earlier one, so that a failure
    /// reaches its domain and not the whole catalog.
    Watched,
}

/// Writes a calm catalog of `size` products into a new folder.
pub(crate) fn write(folder: &Path, size: usize) {
    write_as(Kind::Calm, folder, size);
}

/// Writes a catalog of `size` products into a new folder, without evidence.
pub(crate) fn write_as(kind: Kind, folder: &Path, size: usize) {
    let file = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let evidence = match kind {
        Kind::Calm => "dbt: [target]\n",
        Kind::Watched => "dbt:\n  - {path: target, runs: [archive]}\nopenlineage: [events]\n",
    };
    file("glassbox.yml", &format!("title: Generated\nbase_url: https://data.example/\n{evidence}"));
    let domains = size.div_ceil(PER_DOMAIN);
    let (mut teams, mut sections) = ("teams:\n".to_owned(), "domains:\n".to_owned());
    for domain in 0..domains {
        let _ = writeln!(
            teams,
            "  - {{id: team-{domain}, name: Team {domain}, support: [{{channel: '#team-{domain}'}}]}}"
        );
        let _ =
            writeln!(sections, "  - {{id: domain-{domain}, name: Domain {domain}, owner: team-{domain}}}");
    }
    file("teams.yml", &teams);
    file("domains.yml", &sections);
    file(
        "regulations/gdpr.yml",
        "id: gdpr\nname: GDPR\ncontrols:\n  - {id: masking, review_every: 365d}\n  - {id: erasure}\n",
    );
    for number in 0..size {
        file(
            &format!("products/domain-{}/product-{number}.yml", number / PER_DOMAIN),
            &product(kind, number, size),
        );
    }
    file("target/manifest.json", &manifest_as(kind, size, CODE));
}

/// Returns the products that a product builds on: near ones, and occasionally a distant one.
fn upstream(kind: Kind, number: usize) -> Vec<usize> {
    let first = match kind {
        Kind::Calm => 0,
        Kind::Watched => number - number % PER_DOMAIN,
    };
    let near = [1, 7].iter().filter_map(|step| number.checked_sub(*step)).filter(|other| *other >= first);
    let mut upstream: Vec<usize> = near.collect();
    if number.is_multiple_of(5) && number > 100 {
        let far = number / 3;
        upstream.push(if kind == Kind::Calm { far } else { far - far % PER_DOMAIN });
    }
    upstream
}

/// Returns whether a watched product also sends its data to another system, with a job of its own.
pub(crate) fn has_sync(number: usize) -> bool {
    number.is_multiple_of(4)
}

fn product(kind: Kind, number: usize, size: usize) -> String {
    let domain = number / PER_DOMAIN;
    let category = CATEGORIES[number % CATEGORIES.len()];
    let (mut assets, mut slas) = (String::new(), "");
    if kind == Kind::Watched {
        if has_sync(number) {
            let _ = writeln!(
                assets,
                "  - {{id: sync, kind: sync, job: syncs/sync_product_{number}, reads: [product_{number}_final]}}"
            );
        }
        slas = "  - {property: frequency, target: 1d}\n  - {property: availability, target: 99%}\n";
    }
    let mut text = format!(
        "id: product-{number}\nname: Product {number}\nsummary: What product {number} is for, in a sentence of \
         the usual length.\ndescription: |\n  The purpose of this product, its limits and how to use it.\n\n  - one\n  \
         - two\n\n  See [the team](/teams/team-{domain}/).\ncategory: {category}\ndomain: domain-{domain}\nowner: \
         team-{domain}\ntier: company\ntags: [generated]\nassets:\n  - dbt: path:models/product_{number}\n{assets}\
         output_ports:\n  - {{id: final, dbt: product_{number}_final, type: table}}\nslas:\n  - {{property: freshness, \
         target: 24h}}\n  - {{property: support_response, target: 1 business day}}\n{slas}regulations:\n  - id: gdpr\n    \
         basis: contract\n    controls: {{masking: {{evidence: https://wiki.example/masking, reviewed: 2026-05-01}}}}\n"
    );
    let inputs = upstream(kind, number);
    if !inputs.is_empty() {
        text.push_str("input_ports:\n");
        for input in inputs {
            let _ = writeln!(text, "  - {{product: product-{input}, port: final}}");
        }
    }
    let _ = writeln!(
        text,
        "consumers:\n  - {{team: team-{}, use: planning, stage: analysis}}",
        (number * 7 % size) / PER_DOMAIN
    );
    text
}

/// Returns a manifest as dbt writes it, of this many products: long lines, code that is not read here, with
/// this many lines for each model, and mostly tests.
pub(crate) fn manifest(size: usize, code: usize) -> String {
    manifest_as(Kind::Calm, size, code)
}

fn manifest_as(kind: Kind, size: usize, code: usize) -> String {
    let sources: Vec<String> = match kind {
        Kind::Calm => Vec::new(),
        Kind::Watched => (0..size).map(source).collect(),
    };
    let mut nodes = Vec::with_capacity(size * MODELS * 3);
    for number in 0..size {
        for model in 0..MODELS {
            let (name, reads) = model_of(kind, number, model);
            nodes.push(node(number, &name, &reads, code));
            for column in ["id", "amount"] {
                nodes.push(test(&name, column));
            }
        }
    }
    format!(
        "{{\"metadata\": {{\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v12.json\", \
         \"project_name\": \"generated\"}}, \"nodes\": {{{}}}, \"sources\": {{{}}}, \"disabled\": {{}}}}",
        nodes.join(",\n"),
        sources.join(",\n")
    )
}

/// Returns dbt's results after a night in which all models of this many products were built and tested: one in ten
/// thousand of them failed.
pub(crate) fn run_results(size: usize) -> String {
    const ONE_IN: usize = 10_000;
    let mut rows = Vec::with_capacity(size * MODELS * 3);
    for number in 0..size {
        for model in 0..MODELS {
            let (name, _) = model_of(Kind::Calm, number, model);
            let is_bad = rows.len() % ONE_IN == ONE_IN - 1;
            rows.push(result(&format!("model.generated.{name}"), if is_bad { "error" } else { "success" }));
            for column in ["id", "amount"] {
                let is_bad = rows.len() % ONE_IN == ONE_IN - 1;
                rows.push(result(&test_id(&name, column), if is_bad { "fail" } else { "pass" }));
            }
        }
    }
    format!(
        "{{\"metadata\": {{\"generated_at\": \"2026-11-19T22:10:00Z\", \"invocation_id\": \"night\"}}, \"args\": \
         {{\"which\": \"build\"}}, \"results\": [{}]}}",
        rows.join(",\n")
    )
}

fn result(id: &str, status: &str) -> String {
    format!(
        "{{\"status\": \"{status}\", \"timing\": [{{\"name\": \"compile\", \"started_at\": \"2026-11-19T22:00:01Z\", \
         \"completed_at\": \"2026-11-19T22:00:02Z\"}}, {{\"name\": \"execute\", \"started_at\": \
         \"2026-11-19T22:00:02Z\", \"completed_at\": \"2026-11-19T22:00:03Z\"}}], \"thread_id\": \"Thread-1\", \
         \"execution_time\": 1.5, \"adapter_response\": {{\"_message\": \"OK\"}}, \"message\": \"OK\", \"failures\": 0, \
         \"unique_id\": \"{id}\", \"compiled\": true, \"compiled_code\": \"select 1\"}}"
    )
}

/// Returns the name of a model of a product and the ids of its inputs.
pub(crate) fn model_of(kind: Kind, number: usize, model: usize) -> (String, Vec<String>) {
    let id = |name: String| format!("model.generated.{name}");
    let name = |model: usize| match model {
        0..4 => format!("stg_product_{number}_{model}"),
        4..9 => format!("int_product_{number}_{model}"),
        _ => format!("product_{number}_final"),
    };
    let reads = match model {
        0 => upstream(kind, number).into_iter().map(|other| id(format!("product_{other}_final"))).collect(),
        1..4 if kind == Kind::Calm => Vec::new(),
        1..4 => vec![source_id(number)],
        4..9 => vec![id(name(model - 4))],
        _ => (4..9).map(|model| id(name(model))).collect(),
    };
    (name(model), reads)
}

fn node(number: usize, name: &str, reads: &[String], code: usize) -> String {
    let reads: Vec<String> = reads.iter().map(|id| format!("\"{id}\"")).collect();
    let reads = reads.join(", ");
    let code = "select id, amount, created_at from upstream where amount > 0 -- ".repeat(code);
    format!(
        "\"model.generated.{name}\": {{\"database\": \"db\", \"schema\": \"main\", \"name\": \"{name}\", \
         \"resource_type\": \"model\", \"package_name\": \"generated\", \"path\": \"product_{number}/{name}.sql\", \
         \"original_file_path\": \"models/product_{number}/{name}.sql\", \"unique_id\": \"model.generated.{name}\", \
         \"fqn\": [\"generated\", \"product_{number}\", \"{name}\"], \"alias\": \"{name}\", \"config\": {{\"enabled\": true, \
         \"materialized\": \"table\", \"tags\": [\"nightly\"], \"meta\": {{}}}}, \"tags\": [\"nightly\"], \
         \"description\": \"What {name} holds: one row for each thing, with its amount.\", \"columns\": {{\"id\": \
         {{\"name\": \"id\", \"description\": \"The key.\", \"data_type\": \"integer\"}}, \"amount\": {{\"name\": \
         \"amount\", \"description\": \"In euro.\", \"data_type\": \"numeric\"}}, \"created_at\": {{\"name\": \
         \"created_at\", \"description\": \"\"}}}}, \"relation_name\": \"\\\"db\\\".\\\"main\\\".\\\"{name}\\\"\", \
         \"raw_code\": \"{code}\", \"compiled_code\": \"{code}\", \"depends_on\": {{\"macros\": [], \"nodes\": \
         [{reads}]}}, \"access\": \"protected\"}}"
    )
}

/// Returns the id of the source that a product reads.
pub(crate) fn source_id(number: usize) -> String {
    format!("source.generated.domain_{}.product_{number}", number / PER_DOMAIN)
}

fn source(number: usize) -> String {
    let (id, domain) = (source_id(number), number / PER_DOMAIN);
    let freshness = "{\"warn_after\": {\"count\": 12, \"period\": \"hour\"}, \"error_after\": {\"count\": 24, \
                     \"period\": \"hour\"}, \"filter\": null}";
    format!(
        "\"{id}\": {{\"database\": \"db\", \"schema\": \"raw_domain_{domain}\", \"name\": \"product_{number}\", \
         \"resource_type\": \"source\", \"package_name\": \"generated\", \"path\": \"models/product_{number}/sources.yml\", \
         \"original_file_path\": \"models/product_{number}/sources.yml\", \"unique_id\": \"{id}\", \"fqn\": [\"generated\", \
         \"domain_{domain}\", \"product_{number}\"], \"source_name\": \"domain_{domain}\", \"source_description\": \"\", \
         \"loader\": \"loader\", \"identifier\": \"product_{number}\", \"loaded_at_field\": \"_loaded_at\", \
         \"freshness\": {freshness}, \"description\": \"As the system of origin has it.\", \"columns\": {{}}, \"config\": \
         {{\"enabled\": true, \"freshness\": {freshness}}}, \"relation_name\": \
         \"\\\"db\\\".\\\"raw_domain_{domain}\\\".\\\"product_{number}\\\"\"}}"
    )
}

pub(crate) fn test_id(model: &str, column: &str) -> String {
    format!("test.generated.not_null_{model}_{column}.0a1b2c3d4e")
}

fn test(model: &str, column: &str) -> String {
    let id = test_id(model, column);
    format!(
        "\"{id}\": {{\"name\": \"not_null_{model}_{column}\", \"resource_type\": \"test\", \"package_name\": \
         \"generated\", \"unique_id\": \"{id}\", \"fqn\": [\"generated\", \"not_null\"], \"config\": {{\"severity\": \
         \"ERROR\"}}, \"test_metadata\": {{\"name\": \"not_null\", \"kwargs\": {{\"column_name\": \"{column}\"}}}}, \
         \"attached_node\": \"model.generated.{model}\", \"column_name\": \"{column}\", \"raw_code\": \
         \"{{{{ test_not_null(**_dbt_generic_test_kwargs) }}}}\", \"depends_on\": {{\"nodes\": \
         [\"model.generated.{model}\"]}}}}"
    )
}
