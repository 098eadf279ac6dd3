//! How much longer tasks take with four times as many items: tasks in which every item was once
//! compared with every other one. Both sizes are measured in the same run, so that the ratio is the same on any
//! machine: about 1 if the time does not depend on the size, 4 if it is proportional to it, 16 for its square.

use glassbox::internals::{OpenCatalog, ProductFlows, load_and_stamp, resolving};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The ratio of the larger to the smaller size.
const TIMES: usize = 4;
/// The minimum number of runs of each size, of which the fastest counts.
const RUNS: usize = 5;
/// Short runs are repeated for this many seconds: while the system still writes the files, all may be slow.
const SECONDS: f64 = 1.0;
/// The limit for time that grows with the size.
const LINEAR: f64 = 8.0;
/// The limit for time that does not depend on the size.
const CONSTANT: f64 = 2.0;
const NOW: &str = "2026-11-20T06:00:00Z";
/// For each group of this many products that a bad morning affects, there is an unaffected domain and team.
const REACHED_PER_DOMAIN: usize = 40;
/// Members per team.
const MEMBERS: usize = 4;
/// Products whose tests fail on a bad morning.
const INCIDENTS: usize = 200;

/// Measures all tasks and prints a row for each; catalogs are written into the folder.
pub(crate) fn rows(scratch: &Path) {
    let folder = |name: &str, size: usize| scratch.join(format!("growth-{name}-{size}"));
    row("stewards of all teams", 2_500, LINEAR, |size| stewards(&folder("stewards", size), size));
    // As many incidents, each of which affects four times as many products.
    row("Quality, 200 incidents", 1_000, LINEAR, |size| bad_morning(&folder("quality", size), size));
    row("files in dbt's target", 10_000, CONSTANT, |size| full_target(&folder("target", size), size));
    row("lineage of all products", 2_500, LINEAR, lineage);
}

/// Prints how the seconds of a task grow from a size to one that is four times as large.
fn row(what: &str, small: usize, limit: f64, mut seconds: impl FnMut(usize) -> f64) {
    let large = small * TIMES;
    let (before, after) = (seconds(small), seconds(large));
    let ratio = after / before;
    let held = if ratio < limit { "held" } else { "NOT held" };
    println!(
        "{large:>8}  {what:<26} {ratio:>8.2}  times the {:.1} ms of {small}; limit {limit}: {held}",
        before * 1_000.0
    );
}

/// Returns the seconds of the fastest run.
fn fastest(mut run: impl FnMut() -> f64) -> f64 {
    let begun = Instant::now();
    let is_next = |done: usize| done < RUNS || begun.elapsed().as_secs_f64() < SECONDS;
    (0..).take_while(|done| is_next(*done)).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// Returns the seconds of one run.
fn timed<T>(run: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    black_box(run());
    begun.elapsed().as_secs_f64()
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Resolves a catalog of as many teams as products, each product with a steward from another team.
fn stewards(root: &Path, size: usize) -> f64 {
    write(root.join("glassbox.yml"), "title: Stewards\n");
    let mut teams = "teams:\n".to_owned();
    for team in 0..size {
        let members = (0..MEMBERS)
            .map(|member| format!("{{name: Person {team}-{member}, email: p{team}-{member}@data.example}}"));
        let members = members.collect::<Vec<_>>().join(", ");
        let _ = writeln!(teams, "  - {{id: team-{team}, members: [{members}]}}");
    }
    write(root.join("teams.yml"), &teams);
    for product in 0..size {
        let (steward, member) = (size - 1 - product, product % MEMBERS);
        let text = format!(
            "id: product-{product}\nname: Product {product}\nowner: team-{product}\nsteward: p{steward}-{member}@data.example\n"
        );
        write(root.join(format!("products/product-{product}.yml")), &text);
    }
    fastest(|| timed(resolving(root, now()).unwrap()))
}

/// Makes the Quality pages of the company, its domains and its teams, where the first products of a domain fail and
/// all others of the domain build on them; the other domains are unaffected.
fn bad_morning(root: &Path, size: usize) -> f64 {
    write(root.join("glassbox.yml"), "title: Bad morning\ndbt: [target]\n");
    let (mut teams, mut domains) = ("teams:\n".to_owned(), "domains:\n".to_owned());
    let unconcerned = size / REACHED_PER_DOMAIN;
    for domain in 0..=unconcerned {
        let _ = writeln!(teams, "  - {{id: team-{domain}}}");
        let _ = writeln!(domains, "  - {{id: domain-{domain}, owner: team-{domain}}}");
    }
    write(root.join("teams.yml"), &teams);
    write(root.join("domains.yml"), &domains);
    let (mut nodes, mut results) = (Vec::new(), Vec::new());
    for product in 0..size + unconcerned {
        let domain = product.saturating_sub(size - 1);
        let text = format!(
            "id: product-{product}\nname: Product {product}\nowner: team-{domain}\ndomain: domain-{domain}\nassets: [{{dbt: \
             model_{product}}}]\n"
        );
        write(root.join(format!("products/product-{product}.yml")), &text);
        let reads = match product {
            0 => String::new(),
            _ if domain > 0 => String::new(),
            _ => format!("\"model.g.model_{}\"", product - 1),
        };
        nodes.push(format!(
            "\"model.g.model_{product}\": {{\"name\": \"model_{product}\", \"resource_type\": \"model\", \"package_name\": \"g\", \
             \"fqn\": [\"g\", \"model_{product}\"], \"original_file_path\": \"models/model_{product}.sql\", \"depends_on\": \
             {{\"nodes\": [{reads}]}}}}"
        ));
        nodes.push(format!(
            "\"test.g.test_{product}\": {{\"name\": \"test_{product}\", \"resource_type\": \"test\", \"package_name\": \"g\", \
             \"fqn\": [\"g\", \"test_{product}\"], \"attached_node\": \"model.g.model_{product}\", \"depends_on\": {{\"nodes\": \
             [\"model.g.model_{product}\"]}}}}"
        ));
        let status = if product < INCIDENTS { "fail" } else { "pass" };
        for (id, status) in
            [(format!("model.g.model_{product}"), "success"), (format!("test.g.test_{product}"), status)]
        {
            results.push(format!(
                "{{\"status\": \"{status}\", \"unique_id\": \"{id}\", \"failures\": 1, \"timing\": [{{\"name\": \"execute\", \
                 \"started_at\": \"2026-11-20T04:00:00Z\", \"completed_at\": \"2026-11-20T04:00:01Z\"}}]}}"
            ));
        }
    }
    let manifest =
        format!("{{\"metadata\": {{\"project_name\": \"g\"}}, \"nodes\": {{{}}}}}", nodes.join(",\n"));
    write(root.join("target/manifest.json"), &manifest);
    let results = format!(
        "{{\"metadata\": {{\"generated_at\": \"2026-11-20T04:10:00Z\", \"dbt_schema_version\": \
         \"https://schemas.getdbt.com/dbt/run-results/v6.json\"}}, \"args\": {{\"which\": \"build\"}}, \"results\": [{}]}}",
        results.join(",\n")
    );
    write(root.join("target/run_results.json"), &results);
    let catalog = OpenCatalog::new(root, now()).unwrap();
    let (incidents, reached) = (catalog.incidents().count(), catalog.incidents().max().unwrap_or_default());
    assert!(incidents >= INCIDENTS && reached > size / 2, "{incidents} reach {reached}");
    fastest(|| catalog.with_page("quality/index.html", now(), |page| timed(|| assert!(page()))))
}

/// Reads a catalog and looks for changes, with this many files of dbt in folders beside its manifest.
fn full_target(root: &Path, size: usize) -> f64 {
    write(root.join("glassbox.yml"), "title: Target\ndbt: [target]\n");
    write(root.join("target/manifest.json"), "{\"metadata\": {\"project_name\": \"g\"}, \"nodes\": {}}");
    for file in 0..size {
        let kind = if file % 2 == 0 { "compiled" } else { "run" };
        write(
            root.join(format!("target/{kind}/g/models/area_{}/model_{file}.sql", file / 1_000)),
            "select 1\n",
        );
    }
    fastest(|| timed(|| load_and_stamp(root, now()).unwrap()))
}

/// Finds the upstream and downstream of every product: three flows each, and one product that all build on.
fn lineage(size: usize) -> f64 {
    let from = |product: usize| [0, product - 1, product / 3];
    let flows = (1..size).flat_map(|product| from(product).map(|from| (from, product)));
    let flows: std::collections::BTreeSet<(usize, usize)> = flows.collect();
    let flows = ProductFlows::new(size, flows);
    fastest(|| timed(|| flows.neighbours()))
}
