//! The week of a team: what is broken, what is due within two weeks, and what the rules find. It is 21
//! November 2026, so the week ends on 5 December; of each kind of item there is one before, in and after it.

use crate::support::{NOW, Scratch, attributes, dbt_model, example_site, glassbox, page_of};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const CATALOG: &[(&str, &str)] = &[
    (
        "glassbox.yml",
        "title: Shop\nbase_url: https://shop.example/\ndbt: [target]\nwaivers:\n\
         \x20 - {rule: empty-product, product: early, reason: It comes., owner: data, expires: 2026-12-05}\n\
         \x20 - {rule: empty-product, product: late, reason: It comes., owner: data, expires: 2026-12-06}\n",
    ),
    (
        "teams.yml",
        "teams:\n  - {id: data, name: Data}\n  - {id: sales, name: Sales}\n  - {id: idle, name: Idle}\n",
    ),
    (
        "regulations/law.yml",
        "id: law\nname: Law\ncontrols:\n  - {id: look, name: Access review, review_every: 30d}\n  - {id: erase, name: Erasure}\n",
    ),
    (
        "products/orders.yml",
        "id: orders\nname: Orders\nowner: data\nlifecycle: active\nassets: [{dbt: path:models/orders}]\n\
         output_ports: [{id: orders, dbt: orders}]\nconsumers:\n\
         \x20 - {team: sales, use: bonuses, stage: analysis, last_mile: {where: a sheet, what: Adds refunds, since: 2026-08-20, ttl: 90d}}\n\
         \x20 - {team: idle, use: nothing, stage: analysis, last_mile: {where: a sheet, what: Adds taxes, since: 2026-11-20, ttl: 90d}}\n\
         notices:\n  - {text: The load is being repaired., until: 2026-11-22}\n",
    ),
    (
        "products/early.yml",
        "id: early\nname: Early\nowner: data\nlifecycle: active\nreview_by: 2026-11-20\n\
         regulations: [{id: law, controls: {look: {evidence: in the wiki, reviewed: 2026-10-01}}}]\n",
    ),
    (
        "products/soon.yml",
        "id: soon\nname: Soon\nowner: data\nlifecycle: active\nreview_by: 2026-12-05\n\
         regulations: [{id: law, controls: {look: {evidence: in the wiki, reviewed: 2026-11-01}, erase: {evidence: a job}}}]\n",
    ),
    (
        "products/late.yml",
        "id: late\nname: Late\nowner: data\nlifecycle: active\nreview_by: 2026-12-06\n\
         regulations: [{id: law, controls: {look: {evidence: in the wiki, reviewed: 2026-11-20}, erase: {evidence: a job}}}]\n",
    ),
    (
        "roadmap/ask.yml",
        "id: ask\ntitle: The ask\nask: How hard can it be?\nsponsor: sales\noutcome: Better.\ndelivers:\n\
         \x20 - {product: early, status: in-progress, target: 2026-11-19}\n\
         \x20 - {product: soon, status: in-progress, target: 2026-12-05}\n\
         \x20 - {product: late, status: in-progress, target: 2026-12-06}\n",
    ),
];

/// The due items of the team Data, in order.
const DUE: [&str; 10] = [
    "Was due 31 October: Early: Review the evidence for Access review (Law)",
    "Was due 18 November: Orders: Move the last mile of Sales into a product: Adds refunds",
    "Was due 19 November: Early: Deliver for “The ask”",
    "Was due 20 November: Early: Review the product and set its next review",
    "Tomorrow: Orders: Expected to be over: “The load is being repaired.”",
    "Tue 1 December: Soon: Review the evidence for Access review (Law)",
    "Sat 5 December: Early: The waiver of empty-product ends",
    "Sat 5 December: Soon: Review the product and set its next review",
    "Sat 5 December: Soon: Deliver for “The ask”",
    ": Early: No evidence yet for Erasure (Law)",
];

struct Shop {
    catalog: Scratch,
}

impl Shop {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let catalog = Scratch::new(&format!("week-{name}")).with(CATALOG).with(files);
        let manifest = json!({"metadata": {"project_name": "shop"},
            "nodes": {"model.shop.orders": dbt_model("orders", "orders", "source.shop.raw.orders")}});
        let at = "2026-11-21T02:00:00Z";
        let run = json!({"metadata": {"generated_at": at, "invocation_id": "night"}, "args": {"which": "build"},
            "results": [{"unique_id": "model.shop.orders", "status": "error", "message": "no such column",
                "timing": [{"name": "execute", "started_at": at, "completed_at": at}]}]});
        catalog.write("target/manifest.json", &manifest.to_string());
        catalog.write("target/run_results.json", &run.to_string());
        Self { catalog }
    }

    fn site(&self) -> PathBuf {
        self.site_on(NOW)
    }

    fn site_on(&self, now: &str) -> PathBuf {
        let out = self.catalog.path().join("site");
        let run =
            glassbox(self.catalog.path(), &["build", ".", "--now", now, "--out", out.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        out
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.site().join(path)).unwrap()
    }

    /// Returns the items of a team from its JSON file, each on a line.
    fn items(&self, team: &str) -> Vec<String> {
        let week: Value = serde_json::from_str(&self.file(&format!("teams/{team}/week.json"))).unwrap();
        let items = week["items"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        items
            .map(|item| {
                format!(
                    "{}: {}: {}",
                    text(&item["when"]),
                    text(&item["product"]["name"]),
                    text(&item["text"])
                )
            })
            .collect()
    }
}

#[test]
fn the_week_lists_failures_first_and_then_due_items_by_date() {
    let shop = Shop::new("order", &[]);
    let items = shop.items("data");
    assert_eq!(items[0], ": Orders: 1 failure today, 2 teams affected");
    assert_eq!(items[1..], DUE);
    // The team that owns the logic sees it too; nothing else is theirs.
    assert_eq!(shop.items("sales"), [DUE[1]]);
    assert_eq!(shop.items("idle"), [""; 0]);
}

#[test]
fn the_page_of_a_team_starts_with_its_week() {
    let shop = Shop::new("page", &[]);
    let page = shop.file("teams/data/index.html");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page: {page}"));
    let headings = [
        "To do in the next two weeks",
        "Yours, but can wait",
        "Due <",
        "No due date",
        "week-findings",
        "Products they own",
    ];
    let places = headings.map(at);
    assert!(places.is_sorted(), "{places:?}");
    assert!(at("21 November to 5 December 2026") < at("Yours, but can wait"));
    assert!(
        at("Products they own") < page.len() && !page.contains("class=\"finding "),
        "findings have a page of their own"
    );
    let idle = shop.file("teams/idle/index.html");
    assert!(!idle.contains("id=\"week\""), "a team without products and items has no week: {idle}");
}

#[test]
fn an_empty_week_claims_no_health_for_unmonitored_products() {
    let product = "id: calm\nname: Calm\nowner: idle\nlifecycle: active\n";
    let shop = Shop::new("calm", &[("products/calm.yml", product)]);
    let page = shop.file("teams/idle/index.html");
    assert!(page.contains(">Nothing is due by 5 December 2026.<"), "the product is not monitored: {page}");
    let watched = format!("{product}assets: [{{dbt: path:models/orders}}]\n");
    let orders = "id: orders\nname: Orders\nowner: data\nlifecycle: active\n";
    let shop = Shop::new("calm-watched", &[("products/calm.yml", &watched), ("products/orders.yml", orders)]);
    let run = shop.catalog.path().join("target/run_results.json");
    fs::write(&run, fs::read_to_string(&run).unwrap().replace("\"error\"", "\"success\"")).unwrap();
    let page = shop.file("teams/idle/index.html");
    assert!(
        page.contains(">No failures are known in their products, and nothing is due by 5 December 2026.<"),
        "{page}"
    );
}

#[test]
fn later_items_at_risk_are_listed_apart_from_the_two_weeks() {
    let site = example_site("week-later");
    let page = page_of(&site, "teams/revenue-data/index.html");
    let later = page.find("<h3>Later, but at risk").expect("the example has some");
    assert!(!page[..later].contains("31 March 2027"));
    assert!(page[later..].contains("31 March 2027"));
}

#[test]
fn the_list_of_teams_shows_statuses_and_teams_that_only_consume() {
    let site = example_site("week-teams");
    let teams = page_of(&site, "teams/index.html");
    let row = |team: &str| {
        let row = &teams[teams.find(&format!("href=\"{team}/index.html\"")).unwrap()..];
        row.split("</tr>").next().unwrap().to_owned()
    };
    let of_team = page_of(&site, "teams/revenue-data/index.html");
    let text = |html: &str| {
        let pieces = html.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
        pieces.filter(|text| !text.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let list = of_team.split("<ul class=\"ways\">").nth(1).unwrap().split("</ul>").next().unwrap();
    let on_its_page: Vec<(String, String)> =
        text(list).chunks(2).map(|pair| (pair[1].clone(), pair[0].clone())).collect();
    // In the list of teams, each number is a link to these products.
    let revenue = row("revenue-data");
    let cells = revenue.split("data-name=\"").skip(1).filter(|cell| cell.contains("status="));
    let in_the_list: Vec<(String, String)> =
        cells.map(|cell| (cell.split('"').next().unwrap().to_owned(), text(cell).remove(0))).collect();
    assert_eq!(in_the_list, on_its_page, "the same statuses as on the page of the team");
    assert!(row("finance").contains("Uses ") && !row("finance").contains("0 products"), "{}", row("finance"));
}

#[test]
fn findings_are_summed_by_rule_and_listed_on_their_own_pages() {
    let shop = Shop::new("findings", &[]);
    let site = shop.site();
    let week: Value =
        serde_json::from_str(&fs::read_to_string(site.join("teams/data/week.json")).unwrap()).unwrap();
    let levels: Vec<&str> =
        week["findings"].as_array().unwrap().iter().map(|sum| sum["level"]["id"].as_str().unwrap()).collect();
    assert!(levels.contains(&"warning") && levels.contains(&"note"), "{levels:?}");
    assert!(levels.is_sorted_by_key(|level| *level == "note"), "warnings come before notes: {levels:?}");
    for sum in week["findings"].as_array().unwrap() {
        let (page, rule) = sum["path"].as_str().unwrap().split_once('#').unwrap();
        let page = fs::read_to_string(site.join(page)).unwrap();
        assert!(page.contains(&format!("id=\"{rule}\"")), "{rule}");
    }
    assert!(!site.join("teams/idle/findings").exists(), "no page without findings");
}

#[test]
fn every_link_of_a_week_resolves() {
    let shop = Shop::new("paths", &[]);
    let site = shop.site();
    for team in ["data", "sales"] {
        let week = fs::read_to_string(site.join(format!("teams/{team}/week.json"))).unwrap();
        let week: Value = serde_json::from_str(&week).unwrap();
        for item in week["items"].as_array().unwrap() {
            let path = item["path"].as_str().unwrap();
            let (file, anchor) = path.split_once('#').unwrap_or((path, ""));
            let page = fs::read_to_string(site.join(file)).unwrap_or_else(|_| panic!("{path} is not there"));
            assert!(anchor.is_empty() || attributes(&page, "id").contains(&anchor), "{path}");
        }
    }
}

#[test]
fn the_week_in_markdown_is_a_checklist() {
    let markdown = Shop::new("markdown", &[]).file("teams/data/week.md");
    assert!(markdown.starts_with("# Data: 21 November to 5 December 2026\n\n## Yours, but can wait\n\n- [ ] [Orders](https://shop.example/quality/teams/data/#orders): 1 failure"), "{markdown}");
    assert!(markdown.contains("\n- [ ] Was due 19 November: [Early](https://shop.example/initiatives/ask/): Deliver for “The ask”\n"), "{markdown}");
    assert!(markdown.contains("\n## Findings by rule\n\n- [ ] ["), "{markdown}");
}

#[test]
fn calendar_entries_keep_their_ids_from_day_to_day() {
    let shop = Shop::new("calendar", &[]);
    let ids = |now: &str| {
        let text = fs::read_to_string(shop.site_on(now).join("teams/data/week.ics")).unwrap();
        let ids: Vec<String> =
            text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect();
        (text.replace("\r\n ", ""), ids)
    };
    let (today, first) = ids(NOW);
    assert_eq!(first.len(), DUE.len() - 1, "items without a date are not in the calendar: {today}");
    assert!(today.contains("DTSTART;VALUE=DATE:20261120\r\n"), "{today}");
    assert!(today.contains("SUMMARY:Early: Review the product and set its next review\r\n"), "{today}");
    // A day later, more items have come into view, and none has another id.
    let (tomorrow, second) = ids("2026-11-22T04:00:00Z");
    assert!(first.iter().all(|id| second.contains(id)), "{first:?} {tomorrow}");
    assert!(second.len() > first.len());
}

#[test]
fn the_chat_message_is_short_and_mentions_nobody() {
    let loud = "id: loud\nname: Loud <!channel>\nowner: data\nlifecycle: active\nreview_by: 2026-11-20\n";
    let many: Vec<(String, String)> = (0..60)
        .map(|at| {
            let text = format!("id: p{at}\nname: Product with a name {at}\nowner: data\nlifecycle: active\nreview_by: 2026-11-21\n");
            (format!("products/p{at}.yml"), text)
        })
        .collect();
    let mut files: Vec<(&str, &str)> =
        many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("products/loud.yml", loud));
    let shop = Shop::new("message", &files);
    let week: Value = serde_json::from_str(&shop.file("teams/data/week.json")).unwrap();
    let text = week["text"].as_str().unwrap();
    assert!(text.starts_with("*Data, 21 November to 5 December 2026*\n• *Orders* 1 failure today"), "{text}");
    assert!(text.contains("*Loud &lt;!channel&gt;*") && !text.contains("<!"), "{text}");
    assert!(text.contains(" more\nhttps://shop.example/teams/data/"), "{text}");
    assert!((2_800..=3_000).contains(&text.chars().count()), "{}", text.chars().count());
    // The page shows some of them and links to the rest; this many products are a table.
    let page = shop.file("teams/data/index.html");
    assert!(page.contains("in <a href=\"week.md\">the list as Markdown</a>"), "{page}");
    // A fold opens as many as it says; the rest is told below it.
    let (_, fold) = page.split_once("<summary>40 more</summary>").unwrap_or_else(|| panic!("{page}"));
    let (folded, below) = fold.split_once("</details>").unwrap();
    assert_eq!(folded.matches("class=\"week-item").count(), 40);
    assert!(below.trim_start().starts_with("<p class=\"hint\">and "), "{}", &below[..200]);
    assert!(page.contains("class=\"stacked product-table\"") && !page.contains("product-card"));
    let other = shop.file("teams/data/page/2/index.html");
    assert!(!other.contains("id=\"week\""), "the dates of the week occur once");
}

#[test]
fn without_a_base_url_links_are_relative_to_the_page_of_the_team() {
    let shop = Shop::new("address", &[("glassbox.yml", "title: Shop\ndbt: [target]\n")]);
    let markdown = shop.file("teams/data/week.md");
    assert!(markdown.contains("[Early](../../initiatives/ask/index.html)"), "{markdown}");
}

/// The page of quality and the page of the team agree on what needs a fix today.
#[test]
fn a_failure_that_can_wait_is_not_listed_as_to_fix_today() {
    let quiet = "id: orders\nname: Orders\nowner: data\nlifecycle: active\ntier: experimental\nassets: [{dbt: path:models/orders}]\n";
    let shop = Shop::new("waits", &[("products/orders.yml", quiet)]);
    let quality = shop.file("quality/teams/data/index.html");
    assert!(quality.contains("Yours, but can wait") && !quality.contains("Yours to fix today"), "{quality}");
    assert!(quality.contains("Nothing is yours to fix today."), "{quality}");
    let page = shop.file("teams/data/index.html");
    assert!(
        page.contains("Yours, but can wait <span class=\"count\">1<") && !page.contains("Yours to fix today"),
        "{page}"
    );
    assert!(shop.items("data")[0].contains("Orders: 1 failure"), "the failure still comes first");
    let markdown = shop.file("teams/data/week.md");
    assert!(markdown.contains("## Yours, but can wait\n\n- [ ] [Orders]"), "{markdown}");
}

/// The page of quality names the same owners for the same problems.
#[test]
fn a_failure_that_only_another_team_can_fix_is_listed_as_waiting() {
    let policy = "id: policy\nname: Policy\nowner: sales\nlifecycle: active\nassets: [{id: mask, kind: policy, job: immuta/mask, guards: ['orders:orders']}]\n";
    let shop = Shop::new(
        "others",
        &[
            (
                "glassbox.yml",
                "title: Shop\nbase_url: https://shop.example/\ndbt: [target]\nopenlineage: [ol]\n",
            ),
            ("products/policy.yml", policy),
            (
                "ol/e.ndjson",
                r#"{"eventType": "FAIL", "eventTime": "2026-11-21T02:30:00Z", "producer": "https://x", "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json", "run": {"runId": "00000000-0000-4000-8000-000000000001"}, "job": {"namespace": "immuta", "name": "mask"}}"#,
            ),
        ],
    );
    let results = fs::read_to_string(shop.catalog.path().join("target/run_results.json")).unwrap();
    shop.catalog.write("target/run_results.json", &results.replace("\"error\"", "\"success\""));
    let quality = shop.file("quality/teams/data/index.html");
    let page = shop.file("teams/data/index.html");
    let markdown = shop.file("teams/data/week.md");
    let items: Value = serde_json::from_str(&shop.file("teams/data/week.json")).unwrap();
    let items = items["items"].as_array().unwrap();
    let orders = items.iter().find(|item| item["product"]["name"] == "Orders" && item["kind"] == "incident");
    assert!(quality.contains("Waiting for others"), "{quality}");
    assert!(page.contains("Waiting for others <span class=\"count\">1<"), "{page}");
    assert!(!page.contains("Yours to fix today") && !page.contains("Yours, but can wait"), "{page}");
    assert!(markdown.contains("## Waiting for others\n\n- [ ] [Orders]"), "{markdown}");
    assert_eq!(orders.unwrap()["waiting_for_others"], true, "{items:#?}");
    // The team that can fix it has it as its own.
    let own = shop.file("teams/sales/week.md");
    assert!(own.contains("## Yours") && !own.contains("Waiting for others"), "{own}");
    let own = shop.file("teams/sales/week.json");
    assert!(!own.contains("\"waiting_for_others\":true"), "{own}");
}

/// What is wrong upstream is for its owner to fix: the team downstream knows whom it waits for.
#[test]
fn a_cause_that_another_team_owns_is_listed_as_waiting() {
    let report =
        "id: report\nname: Report\nowner: sales\nlifecycle: active\nassets: [{dbt: path:models/report}]\n";
    let shop = Shop::new("cause", &[("products/report.yml", report)]);
    let manifest = json!({"metadata": {"project_name": "shop"}, "nodes": {
        "model.shop.orders": dbt_model("orders", "orders", "source.shop.raw.orders"),
        "model.shop.report": dbt_model("report", "report", "model.shop.orders")}});
    shop.catalog.write("target/manifest.json", &manifest.to_string());
    let markdown = shop.file("teams/sales/week.md");
    let cause = "The cause of what is wrong with Report; ";
    assert!(markdown.contains("## Waiting for others\n\n- [ ] [Orders]"), "{markdown}");
    assert!(markdown.contains(cause) && markdown.contains(" can fix it"), "{markdown}");
    let page = shop.file("teams/sales/index.html");
    assert!(page.contains("Waiting for others <span class=\"count\">1<"), "{page}");
    let record: Value = serde_json::from_str(&shop.file("teams/sales/week.json")).unwrap();
    let item = record["items"].as_array().unwrap().iter().find(|item| item["waiting_for_others"] == true);
    assert!(item.unwrap()["text"].as_str().unwrap().starts_with(cause), "{record:#}");
    let own = shop.file("teams/data/week.md");
    assert!(!own.contains("Waiting for others"), "{own}");
    let orders = shop.file("products/orders/index.html");
    assert!(
        orders
            .contains("Affects <a href=\"../../quality/incidents/orders/index.html#depends\">1 product</a>."),
        "{orders}"
    );
}

/// Work on the platform has no product, and so no owner unless it names a team.
#[test]
fn platform_work_is_in_the_week_of_the_team_that_does_it() {
    let ask = |team: &str| {
        format!(
            "id: ask\ntitle: The ask\nask: How hard can it be?\nsponsor: sales\noutcome: Better.\ndelivers:\n\
             \x20 - {{platform: Second warehouse, {team}status: in-progress, upkeep: 1d/month, target: 2026-12-01}}\n\
             \x20 - {{platform: Third warehouse, {team}status: in-progress, target: 2026-12-31}}\n"
        )
    };
    let said = "Second warehouse: Deliver for “The ask”";
    let shop = Shop::new("platform", &[("roadmap/ask.yml", &ask("team: idle, "))]);
    let markdown = shop.file("teams/idle/week.md");
    assert!(
        markdown.contains("- [ ] Tue 1 December: [Second warehouse](https://shop.example/initiatives/ask/): Deliver for “The ask”"),
        "{markdown}"
    );
    assert!(!markdown.contains("Third"), "it is due later: {markdown}");
    let calendar = shop.file("teams/idle/week.ics").replace("\r\n ", "");
    assert!(calendar.contains(&format!("SUMMARY:{said}\r\n")), "{calendar}");
    let week: Value = serde_json::from_str(&shop.file("teams/idle/week.json")).unwrap();
    assert_eq!(week["items"][0]["platform"], "Second warehouse");
    assert_eq!(week["items"][0]["product"], Value::Null, "it is about no product");
    assert!(week["text"].as_str().unwrap().contains("*Second warehouse* Deliver for"), "{week}");
    let today: Value = serde_json::from_str(&shop.file("teams/idle/today.json")).unwrap();
    assert_eq!(today["due"][0]["platform"], "Second warehouse");
    assert_eq!(today["due"].as_array().unwrap().len(), 1, "the third is due later: {today}");
    let page = shop.file("teams/idle/index.html");
    assert!(page.contains("Second warehouse") && page.contains("initiatives/ask/index.html"), "{page}");
    assert!(page.contains("1 day a month"), "planned upkeep: {page}");
    for page in ["roadmap/index.html", "initiatives/ask/index.html"] {
        assert!(shop.file(page).contains("Done by </i><a href="), "{page}");
    }
    // Without a team, it is on the roadmap only.
    let shop = Shop::new("platform-nobody", &[("roadmap/ask.yml", &ask(""))]);
    assert!(!shop.file("teams/data/week.md").contains("warehouse"));
    assert!(!shop.file("teams/idle/index.html").contains("warehouse"));
    assert!(!shop.file("roadmap/index.html").contains("Done by"));
}

#[test]
fn only_platform_work_names_a_team() {
    let wrong =
        [("product: early, team: data", "wrong-type"), ("platform: Pager, team: dta", "unknown-team")];
    for (keys, code) in wrong {
        let ask =
            format!("id: ask\ntitle: The ask\nsponsor: sales\noutcome: Better.\ndelivers: [{{{keys}}}]\n");
        let shop = Shop::new("platform-wrong", &[("roadmap/ask.yml", &ask)]);
        let check = glassbox(shop.catalog.path(), &["check", ".", "--now", NOW]);
        assert!(check.stderr.contains(&format!("error[{code}]")), "{keys}: {}", check.stderr);
    }
}

/// Of two causes, neither is called the only one, and both pages of the team count both.
#[test]
fn every_cause_that_reaches_products_of_a_team_is_listed_once() {
    let product = |id: &str, owner: &str| {
        format!(
            "id: {id}\nname: {id}\nowner: {owner}\nlifecycle: active\nassets: [{{dbt: path:models/{id}}}]\n"
        )
    };
    let (extra, report) = (product("extra", "data"), product("report", "sales"));
    let shop = Shop::new("causes", &[("products/report.yml", &report), ("products/extra.yml", &extra)]);
    let mut reader = dbt_model("report", "report", "model.shop.orders");
    reader["depends_on"]["nodes"] = json!(["model.shop.orders", "model.shop.extra"]);
    let manifest = json!({"metadata": {"project_name": "shop"}, "nodes": {
        "model.shop.orders": dbt_model("orders", "orders", "source.shop.raw.orders"),
        "model.shop.extra": dbt_model("extra", "extra", "source.shop.raw.orders"),
        "model.shop.report": reader}});
    shop.catalog.write("target/manifest.json", &manifest.to_string());
    let path = shop.catalog.path().join("target/run_results.json");
    let mut results: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let rows = results["results"].as_array_mut().unwrap();
    let mut extra = rows.iter().find(|row| row["unique_id"] == "model.shop.orders").unwrap().clone();
    extra["unique_id"] = json!("model.shop.extra");
    rows.push(extra);
    shop.catalog.write("target/run_results.json", &results.to_string());
    let markdown = shop.file("teams/sales/week.md");
    assert_eq!(markdown.matches("A cause of what is wrong with report; ").count(), 2, "{markdown}");
    for page in ["teams/sales/index.html", "quality/teams/sales/index.html"] {
        let page = shop.file(page);
        assert!(page.contains("Waiting for others <span class=\"count\">2<"), "{page}");
    }
}
