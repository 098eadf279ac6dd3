//! Changes that matter to others: between two folders, since a git revision, and as recorded from one day
//! to the next.

use crate::reading::main_of;
use crate::support::{NOW, Scratch, build, glassbox};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

mod in_detail;

fn manifest(columns: &[(&str, &str)]) -> String {
    let columns: serde_json::Map<String, Value> = columns
        .iter()
        .map(|(name, kind)| ((*name).to_owned(), json!({"name": name, "data_type": kind})))
        .collect();
    let model = |name: &str, reads: &[&str], columns: Value| {
        json!({"name": name, "resource_type": "model",
        "package_name": "shop", "fqn": ["shop", name], "original_file_path": format!("models/{name}.sql"),
        "patch_path": if name == "report" { "shop://models/schema.yml" } else { "" },
        "depends_on": {"nodes": reads}, "columns": columns})
    };
    let nodes = json!({
        "model.shop.orders": model("orders", &[], Value::Object(columns)),
        "model.shop.orders_v2": model("orders_v2", &[], json!({})),
        "model.shop.report": model("report", &["model.shop.orders"], json!({})),
    });
    json!({"metadata": {"project_name": "shop"}, "nodes": nodes}).to_string()
}

const ORDERS: &str = "\
id: orders
name: Orders
owner: data
tier: company
domain: sales
category: mart
assets: [{dbt: orders orders_v2}]
output_ports:
  - {id: orders, name: Orders, dbt: orders}
  - {id: old, name: Old orders, dbt: orders}
consumers: [{team: finance, use: counting}]
slas:
  - {property: freshness, target: 6h}
  - {property: availability, target: 99%}
  - {property: support_response, target: 4h, description: x}
  - {property: throughput, target: much}
regulations: [{id: gdpr, drops: counted by day}, {id: sox}]
";

const REPORT: &str = "\
id: report
name: Report
owner: data
assets: [{dbt: report}]
";

/// A shop whose table `orders` a report reads.
fn shop(name: &str) -> Scratch {
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("target/manifest.json", &manifest(&[("id", "bigint"), ("amount", "numeric"), ("day", "date")])),
        ("teams.yml", "teams: [{id: data}, {id: finance, name: Finance}]\n"),
        ("domains.yml", "domains: [{id: sales}, {id: care}]\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\n"),
        ("regulations/sox.yml", "id: sox\nname: SOX\n"),
        ("regulations/hipaa.yml", "id: hipaa\nname: HIPAA\n"),
        ("products/orders.yml", ORDERS),
        ("products/report.yml", REPORT),
        ("products/plain.yml", "id: plain\nname: Plain\nowner: data\n"),
    ])
}

fn diff(old: &Path, new: &Path, more: &[&str]) -> String {
    let folders = [old.to_str().unwrap(), new.to_str().unwrap()];
    let run = glassbox(new, &[&["diff", folders[0], folders[1], "--now", NOW], more].concat());
    assert!(run.code < 2, "{}", run.stderr);
    run.stdout
}

#[test]
fn diff_lists_breaking_changes_before_other_changes() {
    let (old, new) = (shop("diff-old"), shop("diff-new"));
    assert_eq!(diff(old.path(), new.path(), &[]), "Nothing that others rely on has changed.\n");
    new.write(
        "target/manifest.json",
        &manifest(&[("id", "varchar"), ("amount", "numeric"), ("note", "text")]),
    );
    new.write(
        "products/orders.yml",
        &ORDERS
            .replace("name: Orders\n", "name: All orders\n")
            .replace("owner: data", "owner: finance")
            .replace("tier: company", "tier: team")
            .replace("domain: sales", "domain: care")
            .replace("category: mart", "category: dashboard")
            .replace(
                "  - {id: old, name: Old orders, dbt: orders}\n",
                "  - {id: fresh, name: Fresh orders, dbt: orders_v2}\n",
            )
            .replace("target: 6h", "target: 1 day")
            .replace("target: 99%", "target: 99.9%")
            .replace(
                "  - {property: support_response, target: 4h, description: x}\n",
                "  - {property: latency, target: 1h}\n",
            )
            .replace("target: much", "target: little")
            .replace("{id: gdpr, drops: counted by day}, {id: sox}", "{id: gdpr}, {id: hipaa}"),
    );
    new.write(
        "products/report.yml",
        &format!("{REPORT}lifecycle: retired\ninput_ports: [{{product: plain}}]\n"),
    );
    fs::rename(new.path().join("products/plain.yml"), new.path().join("products/other.yml")).unwrap();
    new.write("products/other.yml", "id: plain\nname: Plain\nowner: data\n");
    new.write("products/stock.yml", "id: stock\nname: Stock\nowner: data\n");
    new.write("products/idea.yml", "id: idea\nname: Idea\nlifecycle: proposed\n");
    snapbox::assert_data_eq!(
        diff(old.path(), new.path(), &[]),
        snapbox::str![[r#"
Breaking: All orders (tier changed from Company to Team) and 7 more changes. They reach All orders and Report.

Breaking
  orders (All orders): tier changed from Company to Team
    tell Finance, Report (Data)
  orders (All orders): removed output Old orders
    tell Finance, Report (Data)
  orders (All orders): removed column day from Orders
    tell Finance, Report (Data)
  orders (All orders): type of column id in Orders changed from bigint to varchar
    tell Finance, Report (Data)
  orders (All orders): promise changed from “fresh within 6 hours” to “fresh within 1 day”
    tell Finance, Report (Data)
  orders (All orders): removed promise: “answers within 4 hours”
    tell Finance, Report (Data)
  orders (All orders): now passes GDPR on to readers
    tell Finance, Report (Data)
    reaches All orders (team): Finance (counting); promises available 99.9%, fresh within 1 day, arrives within 1 hour and throughput little
    reaches Report
  report (Report): lifecycle changed from active to retired
    nobody is known to use it

Other changes
  orders (All orders): renamed from Orders
  orders (All orders): owner changed from Data to Finance
    tell Data, Finance, Report (Data)
  orders (All orders): domain changed from Sales to Care
  orders (All orders): category changed from Mart to Dashboard
  orders (All orders): added column note to Orders
  orders (All orders): new output: Fresh orders
  orders (All orders): promise changed from “available 99%” to “available 99.9%”
  orders (All orders): promise changed from “throughput much” to “throughput little”
  orders (All orders): new promise: “arrives within 1 hour”
  orders (All orders): now subject to HIPAA
  orders (All orders): no longer subject to SOX
  report (Report): now builds on Plain
  stock (Stock): new product

"#]]
    );
    let run = glassbox(new.path(), &["diff", old.path().to_str().unwrap(), "--now", NOW, "--deny-breaking"]);
    assert_eq!(run.code, 1, "what breaks can be denied: {}", run.stderr);
    let record: Value = serde_json::from_str(&diff(old.path(), new.path(), &["--format", "json"])).unwrap();
    assert_eq!(record["breaking"], 8);
    assert_eq!(record["changes"][1]["kind"], "port-removed");
    assert_eq!(record["changes"][1]["data"], json!({"port": {"id": "old", "name": "Old orders"}}));
    let promise = &record["changes"][4];
    assert_eq!(
        promise["data"],
        json!({"about": {"property": "freshness"}, "is": "1 day", "was": "6 hours"}),
        "{promise}"
    );
    for change in record["changes"].as_array().unwrap() {
        assert!(change["code"] == change["kind"] && change["data"].is_object(), "{change}");
    }
    // In the other direction, each change has its opposite.
    let back = diff(new.path(), old.path(), &[]);
    assert!(
        back.contains("stock (Stock): removed")
            && back.contains("promise changed from “fresh within 1 day” to “fresh within 6 hours”"),
        "{back}"
    );
}

#[test]
fn diff_reports_that_an_output_port_has_another_table() {
    let (old, new) = (shop("diff-moved-old"), shop("diff-moved-new"));
    new.write(
        "products/orders.yml",
        &ORDERS.replace("name: Orders, dbt: orders", "name: Orders, dbt: orders_v2"),
    );
    let said = diff(old.path(), new.path(), &[]);
    assert!(
        said.contains("output Orders moved from orders to orders_v2\n    tell Finance, Report"),
        "{said}"
    );
    // Without dbt's artifacts it is unknown what is behind the port: that is no change.
    fs::remove_file(new.path().join("target/manifest.json")).unwrap();
    let run = glassbox(new.path(), &["diff", old.path().to_str().unwrap(), "--now", NOW]);
    assert!(
        run.stderr.contains("warning: the catalog has") && !run.stdout.contains("removed column"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_pull_request_comment_escapes_text_from_the_catalog() {
    let (old, new) = (shop("diff-markdown-old"), shop("diff-markdown-new"));
    new.write(
        "products/orders.yml",
        &ORDERS.replace(
            "id: old, name: Old orders, dbt: orders}",
            "id: fresh, name: \"<img src=x> | @all `code`\", dbt: orders_v2}",
        ),
    );
    let text = diff(old.path(), new.path(), &["--format", "markdown"]);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
### Data products

Breaking: Orders (removed output Old orders). It reaches Orders and Report.

**Breaking changes**

| Product | Change | Tell |
| --- | --- | --- |
| Orders | removed output Old orders | Finance, Report (Data) |

**Reaches**

- Orders (company): Finance (counting); promises available 99%, fresh within 6 hours, answers within 4 hours and throughput much
- Report

| Product | Change |
| --- | --- |
| Orders | new output: &lt;img src=x> /| &#64;all /`code/` |

"#]]
    );
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let identity =
        ["-c", "user.name=Test", "-c", "user.email=test@shop.example", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// Returns a repository with the shop in a sub-folder, at a first commit.
fn repository(name: &str) -> (Scratch, std::path::PathBuf) {
    let made = shop(&format!("{name}-files"));
    let scratch = Scratch::new(name);
    let catalog = scratch.path().join("data/catalog");
    fs::create_dir_all(catalog.parent().unwrap()).unwrap();
    fs::rename(made.path(), &catalog).unwrap();
    git(scratch.path(), &["init", "--quiet", "--initial-branch", "main"]);
    git(scratch.path(), &["add", "--all"]);
    git(scratch.path(), &["commit", "--quiet", "--message", "a shop"]);
    (scratch, catalog)
}

#[test]
fn diff_compares_git_revisions_and_leaves_the_repository_unchanged() {
    let (repository, catalog) = repository("diff-git");
    fs::write(catalog.join("products/stock.yml"), "id: stock\nname: Stock\nowner: data\n").unwrap();
    git(repository.path(), &["add", "data/catalog/products/stock.yml"]);
    fs::write(catalog.join("products/plain.yml"), "id: plain\nname: Plainer\nowner: data\n").unwrap();
    let before = git(repository.path(), &["status", "--short"]);
    let run = glassbox(&catalog, &["diff", "main", "--now", NOW]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Other changes\n  plain (Plainer): renamed from Plain\n  stock (Stock): new product\n"
    );
    assert_eq!(git(repository.path(), &["status", "--short"]), before);
    let run =
        glassbox(repository.path(), &["diff", "main", "HEAD", "--catalog", "data/catalog", "--now", NOW]);
    assert_eq!(run.stdout, "Nothing that others rely on has changed.\n");
    let unknown = glassbox(&catalog, &["diff", "mian", "--now", NOW]);
    assert!(
        unknown.code == 2 && unknown.stderr.contains("there is no git revision `mian`"),
        "{}",
        unknown.stderr
    );
    let option = glassbox(&catalog, &["diff", "--now", NOW, "--", "--upload-pack=evil"]);
    assert!(option.code == 2 && option.stderr.contains("there is no git revision"), "{}", option.stderr);
}

#[test]
fn changed_since_limits_findings_to_the_branch_but_shows_all_errors() {
    let (repository, catalog) = repository("changed-since");
    git(repository.path(), &["checkout", "--quiet", "-b", "branch"]);
    let check = |more: &[&str]| {
        let run = glassbox(&catalog, &[&["check", ".", "--now", NOW, "--format", "short"], more].concat());
        assert!(run.code < 2, "{}", run.stderr);
        run.stdout
    };
    assert!(check(&[]).contains("products/report.yml"), "the catalog has a finding to filter");
    assert_eq!(check(&["--changed-since", "main"]), "", "the branch changes no file");
    // The product's own file, not yet committed.
    fs::write(catalog.join("products/report.yml"), format!("{REPORT}tags: [x]\n")).unwrap();
    let said = check(&["--changed-since", "main"]);
    assert!(said.contains("products/report.yml") && !said.contains("products/plain.yml"), "{said}");
    git(repository.path(), &["checkout", "--quiet", "."]);
    // A model of the product, outside of the catalog, that git does not track yet.
    fs::create_dir_all(repository.path().join("dbt/models")).unwrap();
    fs::write(repository.path().join("dbt/models/report.sql"), "select 1").unwrap();
    let said = check(&["--changed-since", "main"]);
    assert!(said.contains("products/report.yml") && !said.contains("products/plain.yml"), "{said}");
    fs::remove_file(repository.path().join("dbt/models/report.sql")).unwrap();
    // The file that describes it and held its tests.
    fs::write(repository.path().join("dbt/models/schema.yml"), "models: []").unwrap();
    let said = check(&["--changed-since", "main"]);
    assert!(said.contains("products/report.yml") && !said.contains("products/plain.yml"), "{said}");
    fs::remove_file(repository.path().join("dbt/models/schema.yml")).unwrap();
    // Later commits on main are not the branch's.
    git(repository.path(), &["checkout", "--quiet", "main"]);
    fs::write(catalog.join("products/plain.yml"), "id: plain\nname: Plain\nowner: data\ntags: [x]\n")
        .unwrap();
    git(repository.path(), &["commit", "--quiet", "--all", "--message", "main goes on"]);
    git(repository.path(), &["checkout", "--quiet", "branch"]);
    assert_eq!(check(&["--changed-since", "main"]), "");
    // An error concerns everybody, wherever it is.
    fs::write(catalog.join("products/plain.yml"), "id: plain\nname: Plain\nowner: nobody\n").unwrap();
    git(repository.path(), &["commit", "--quiet", "--all", "--message", "an error"]);
    assert!(check(&["--changed-since", "HEAD"]).contains("error[unknown-team]"));
}

#[test]
fn changes_recorded_each_day_appear_in_whats_new() {
    let catalog = shop("whats-new");
    let record = |now: &str| {
        let run = glassbox(catalog.path(), &["record", ".", "--now", now]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    let first = record("2026-11-18T04:00:00Z");
    assert!(!first.contains("Recorded"), "the first record has nothing to compare with: {first}");
    catalog.write(
        "products/orders.yml",
        &ORDERS.replace("target: 6h", "target: 12h").replace("owner: data", "owner: finance"),
    );
    fs::remove_file(catalog.path().join("products/plain.yml")).unwrap();
    assert!(record("2026-11-19T04:00:00Z").contains("Recorded 3 changes, 2 of them breaking"));
    assert!(!record("2026-11-19T05:00:00Z").contains("Recorded"), "nothing has changed since");
    catalog.write(
        "products/stock.yml",
        "id: stock\nname: Stock\nowner: data\naccomplishments: [{date: 2026-11-20, text: Opened}]\n",
    );
    assert!(record("2026-11-20T04:00:00Z").contains("Recorded 1 change, 0 of them breaking"));
    // The same lines again, as a merge of two branches leaves them, and an incomplete line.
    let path = catalog.path().join("history/changes.ndjson");
    let lines = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{lines}{}\n{{\"day\": \"20", lines.lines().next().unwrap())).unwrap();
    let out = catalog.path().join("site");
    let run = build(catalog.path(), &out);
    assert!(
        run.stderr.contains("warning[bad-history]: 1 line of `changes.ndjson` cannot be read as a change"),
        "{}",
        run.stderr
    );
    snapbox::assert_data_eq!(
        main_of(&out, "whats-new/index.html"),
        snapbox::str![[r#"
#main
h1      What’s new
p       What changed for users of our data products, and what was delivered and achieved.
p       [Subscribe (Atom feed)](../feed.xml)
h2      20 November 2026
p       [Stock](../products/stock/index.html)
p       Achieved
p       Opened
p       New
p       New product
h2      19 November 2026
p       [Orders](../products/orders/index.html)
p       Breaking
p       Promise changed from “fresh within 6 hours” to “fresh within 12 hours”
p       Affects [Finance](../teams/finance/index.html), [Report](../products/report/index.html)
p       Changed
p       Owner changed from Data to Finance
p       Affects [Data](../teams/data/index.html), [Finance](../teams/finance/index.html), [Report](../products/report/index.html)
p       Plain Breaking
p       Removed
p       As of 21 November 2026, 04:00

"#]]
    );
    let feed = fs::read_to_string(out.join("feed.xml")).unwrap();
    assert!(
        feed.contains(
            "<title>Breaking: Orders</title><id>urn:glassbox:changed:orders:2026-11-19:breaking</id>"
        ),
        "{feed}"
    );
}

#[test]
fn recorded_changes_are_worded_by_code_and_old_records_by_their_text() {
    let catalog = shop("changes-coded");
    let record = |now: &str| {
        let run = glassbox(catalog.path(), &["record", ".", "--now", now]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    record("2026-11-18T04:00:00Z");
    // A shape from before targets were kept: the promise was kept in words.
    let path = catalog.path().join("history/shape.jsonl");
    let shape = fs::read_to_string(&path).unwrap();
    let old = shape
        .replace(r#""target":"6 hours""#, r#""words":"fresh within 6 hours""#)
        .replace(r#""target":"much""#, r#""words":"throughput much""#);
    assert_ne!(shape, old);
    fs::write(&path, old).unwrap();
    catalog.write("products/orders.yml", &ORDERS.replace("target: 6h", "target: 12h"));
    record("2026-11-19T04:00:00Z");
    let path = catalog.path().join("history/changes.ndjson");
    let line: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(line["code"], "promise-loosened");
    assert_eq!(line["text"], "promise changed from “fresh within 6 hours” to “fresh within 12 hours”");
    assert_eq!(line["data"], json!({"about": {"property": "freshness"}, "is": "12 hours", "was": "6 hours"}));

    // Changes with a code are worded from it, whatever text was recorded; others as recorded: a line from
    // before there were codes, one of a later version, and one whose data were lost.
    let with = |changes: &[(&str, Value)]| {
        let mut line = line.clone();
        for (key, value) in changes {
            line[*key] = value.clone();
        }
        line
    };
    let mut before = with(&[("text", json!("promised more, long ago"))]);
    before.as_object_mut().unwrap().retain(|key, _| key != "code" && key != "data");
    let lines = [
        with(&[("text", json!("gave its word"))]),
        before,
        with(&[("code", json!("promise-broken")), ("text", json!("was invented later"))]),
        with(&[("data", json!("torn")), ("text", json!("lost its data"))]),
    ];
    fs::write(&path, lines.map(|line| format!("{line}\n")).concat()).unwrap();
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = main_of(&out, "whats-new/index.html");
    for said in [
        "Promise changed from “fresh within 6 hours” to “fresh within 12 hours”",
        "Promised more, long ago",
        "Was invented later",
        "Lost its data",
    ] {
        assert!(page.contains(said), "{said} is not on {page}");
    }
    assert!(!page.contains("gave its word"), "{page}");
}

#[test]
fn a_changed_file_of_one_dbt_project_is_not_that_of_another() {
    let scratch = Scratch::new("changed-projects");
    let model = |project: &str| {
        serde_json::json!({"metadata": {"project_name": project}, "nodes": {format!("model.{project}.orders"): {
            "name": "orders", "resource_type": "model", "package_name": project, "fqn": [project, "orders"],
            "original_file_path": "models/orders.sql"}}})
        .to_string()
    };
    let product = |id: &str| {
        format!(
            "id: {id}\nname: {id}\nowner: data\nassets: [{{dbt: 'package:{id}'}}]\noutput_ports: [{{id: o, dbt: 'package:{id}'}}]\n"
        )
    };
    let catalog = scratch.with(&[
        ("glassbox.yml", "title: Two\ndbt: [shop/target, crm/target]\n"),
        ("teams.yml", "teams: [{id: data}]\n"),
        ("products/shop.yml", &product("shop")),
        ("products/crm.yml", &product("crm")),
        ("shop/target/manifest.json", &model("shop")),
        ("crm/target/manifest.json", &model("crm")),
    ]);
    git(catalog.path(), &["init", "--quiet", "--initial-branch", "main"]);
    git(catalog.path(), &["add", "--all"]);
    git(catalog.path(), &["commit", "--quiet", "--message", "two projects"]);
    let said = |file: &str| {
        catalog.write(file, "select 1");
        let run = glassbox(
            catalog.path(),
            &["check", ".", "--now", NOW, "--format", "short", "--changed-since", "main"],
        );
        fs::remove_file(catalog.path().join(file)).unwrap();
        [run.stdout.contains("products/shop.yml"), run.stdout.contains("products/crm.yml")]
    };
    assert_eq!(said("shop/models/orders.sql"), [true, false]);
    assert_eq!(said("crm/models/orders.sql"), [false, true]);
    // A folder that shows nothing may be either's.
    assert_eq!(said("code/models/orders.sql"), [true, true]);
}
