//! A catalog with everything that can be edited.

use crate::support::Scratch;

/// Reproducible random numbers (xorshift).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % count
    }
}

pub(super) fn manifest(tables: usize) -> String {
    let node = |at: usize| {
        let reads = if at == 0 { String::new() } else { format!("\"model.shop.t{}\"", at - 1) };
        format!(
            "\"model.shop.t{at}\": {{\"name\": \"t{at}\", \"resource_type\": \"model\", \"package_name\": \"shop\", \"fqn\": [\"shop\", \"t{at}\"], \"depends_on\": {{\"nodes\": [{reads}]}}}}"
        )
    };
    let nodes: Vec<String> = (0..tables).map(node).collect();
    format!("{{\"metadata\": {{\"project_name\": \"shop\"}}, \"nodes\": {{{}}}}}", nodes.join(","))
}

pub(super) fn product(at: usize) -> String {
    format!("id: p{at}\nname: Product {at}\nowner: data\ncategory: mart\nassets: [{{dbt: t{at}}}]\n")
}

/// Returns dbt's results of a run of the models, of which one may have failed.
pub(super) fn run_results(dice: &mut Dice) -> String {
    let failed = dice.below(12);
    let row = |at: usize| {
        let status = if at == failed { "error" } else { "success" };
        format!(
            "{{\"unique_id\": \"model.shop.t{at}\", \"status\": \"{status}\", \"message\": \"{status}\"}}"
        )
    };
    let rows: Vec<String> = (0..6).map(row).collect();
    let at = format!("2026-11-19T{:02}:00:00Z", dice.below(24));
    format!(
        "{{\"metadata\": {{\"generated_at\": \"{at}\"}}, \"args\": {{\"which\": \"build\"}}, \"results\": [{}]}}",
        rows.join(",")
    )
}

/// Returns a run of the job `ours/load`, as an OpenLineage event.
pub(super) fn event(kind: &str, run: usize) -> String {
    format!(
        "{{\"eventType\": \"{kind}\", \"eventTime\": \"2026-11-19T12:00:00Z\", \"run\": {{\"runId\": \"{run}\"}}, \"job\": {{\"namespace\": \"ours\", \"name\": \"load\"}}}}"
    )
}

/// Returns a catalog with everything that can be edited, with `dbt`'s artifacts outside of it.
pub(super) fn shop(name: &str) -> Scratch {
    let scratch = Scratch::new(name).with(&[
        ("catalog/glassbox.yml", "title: Shop\ndbt: [../target]\nopenlineage: [../events]\n"),
        ("catalog/teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("catalog/domains.yml", "domains: [{id: sales}]\n"),
        ("catalog/content/about.md", "# About\n\nUs.\n"),
        ("catalog/static/logo.txt", "a logo\n"),
        (
            "catalog/roadmap/ask.yml",
            "id: ask\ntitle: An ask\ndelivers: [{product: p0, effort: 1w, target: 2026-Q4}]\n",
        ),
        ("catalog/regulations/gdpr.yml", "id: gdpr\nname: GDPR\n"),
    ]);
    restore(&scratch);
    scratch
}

/// Writes all products in their original state.
pub(super) fn restore(scratch: &Scratch) -> String {
    for at in 0..5 {
        scratch.write(&format!("catalog/products/p{at}.yml"), &product(at));
    }
    scratch.write("target/manifest.json", &manifest(6));
    "everything was mended".to_owned()
}
