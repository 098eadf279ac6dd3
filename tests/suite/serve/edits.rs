//! After any edit the preview serves the same as a fresh build, byte for byte.

use super::shop::{Dice, event, manifest, product, restore, run_results, shop};
use super::*;

/// Makes one edit of those that people and programs make, and returns its name.
fn edit(scratch: &Scratch, dice: &mut Dice, step: usize) -> String {
    let root = scratch.path();
    let at = dice.below(5);
    let file = format!("catalog/products/p{at}.yml");
    let path = root.join(&file);
    match dice.below(22) {
        0..=2 => {
            scratch.write(&file, &format!("{}summary: It changed in step {step}.\n", product(at)));
            format!("an edit of {file}")
        }
        3 => {
            // As editors save: another file replaces it.
            fs::write(root.join("catalog/products/.p.swp"), format!("{}tags: [s{step}]\n", product(at)))
                .unwrap();
            fs::rename(root.join("catalog/products/.p.swp"), &path).unwrap();
            format!("{file} was replaced")
        }
        4 => {
            let _ = fs::remove_file(&path);
            format!("{file} was removed")
        }
        5 => {
            scratch.write(&file, &format!("{}owner: nobody\n", product(at).replace("owner: data\n", "")));
            format!("{file} was broken")
        }
        6 => {
            scratch.write(&file, &product(at));
            format!("{file} was mended")
        }
        7 => {
            let _ = fs::remove_dir_all(root.join("catalog/products/more"));
            scratch.write("new/deep/extra.yml", &format!("id: extra\nname: Extra {step}\nowner: data\n"));
            fs::rename(root.join("new"), root.join("catalog/products/more")).unwrap();
            "a folder was moved in".to_owned()
        }
        8 => {
            let _ = fs::remove_dir_all(root.join("catalog/products/more"));
            "a folder was removed".to_owned()
        }
        9 => {
            scratch.write("catalog/teams.yml", &format!("teams: [{{id: data, name: Data {step}}}]\n"));
            "an edit of the teams".to_owned()
        }
        10 => {
            fs::write(root.join("target/manifest.tmp"), manifest(4 + dice.below(4))).unwrap();
            fs::rename(root.join("target/manifest.tmp"), root.join("target/manifest.json")).unwrap();
            "the manifest was replaced".to_owned()
        }
        11 => {
            let _ = fs::remove_dir_all(root.join("target"));
            thread::sleep(Duration::from_millis(dice.below(30) as u64));
            scratch.write("target/manifest.json", &manifest(6));
            "the folder of artifacts was made anew".to_owned()
        }
        12 => {
            scratch.write("catalog/content/about.md", &format!("# About\n\nUs, in step {step}.\n"));
            scratch.write(&format!("catalog/content/page-{}.md", dice.below(3)), "# Another\n");
            "an edit of the content".to_owned()
        }
        13 => {
            scratch.write("catalog/templates/partials/logo.html", &format!("<b>{step}</b>"));
            "an edit of a template".to_owned()
        }
        14 => {
            scratch.write("catalog/static/logo.txt", &format!("logo {step}\n"));
            "an edit of a static file".to_owned()
        }
        15 => {
            scratch.write("target/run_results.json", &run_results(dice));
            "dbt ran".to_owned()
        }
        16 => {
            let event = event(["COMPLETE", "FAIL"][dice.below(2)], step);
            // Occasionally the last line is incomplete, as while it is being written.
            let torn = ["", "", "", "{\"eventType\": \"COMP"][dice.below(4)];
            let kept = fs::read_to_string(root.join("events/jobs.ndjson")).unwrap_or_default();
            let kept: String =
                kept.lines().filter(|line| line.ends_with('}')).map(|line| format!("{line}\n")).collect();
            scratch.write("events/jobs.ndjson", &format!("{kept}{event}\n{torn}"));
            "a job told of a run".to_owned()
        }
        17 => {
            let _ = fs::remove_dir_all(root.join("events"));
            "the folder of events was removed".to_owned()
        }
        18 => {
            let day = 1 + dice.below(20);
            let status = ["holding", "failing"][dice.below(2)];
            scratch.write(
                &format!("catalog/history/2026-{:02}.ndjson", 10 + dice.below(2)),
                &format!("{{\"day\": \"2026-11-{day:02}\", \"at\": \"2026-11-{day:02}T06:00:00Z\", \"product\": \"p{at}\", \"status\": \"{status}\"}}\n"),
            );
            "a day was recorded".to_owned()
        }
        19 => {
            let loader = format!(
                "{}assets:\n  - {{dbt: t{at}}}\n  - {{id: load-{}, job: ours/load, feeds: [t0]}}\n",
                product(at).replace(&format!("assets: [{{dbt: t{at}}}]\n"), ""),
                dice.below(2)
            );
            scratch.write(&file, &loader);
            format!("{file} declares a loader")
        }
        20 => {
            scratch.write(
                "catalog/regulations/gdpr.yml",
                &format!("id: gdpr\nname: GDPR {step}\ncontrols: [{{id: masking}}]\n"),
            );
            scratch.write(&file, &format!("{}regulations: [{{id: gdpr}}]\n", product(at)));
            "an edit of a regulation, and a product under it".to_owned()
        }
        _ => {
            let theme = ["", "theme: own\n"][dice.below(2)];
            scratch.write("catalog/themes/own/own.css", &format!("b {{ order: {step}; }}\n"));
            scratch.write(
                "catalog/glassbox.yml",
                &format!("title: Shop {step}\ndbt: [../target]\nopenlineage: [../events]\n{theme}"),
            );
            "an edit of glassbox.yml".to_owned()
        }
    }
}

fn edits_give_what_a_fresh_build_gives(name: &str, steps: usize, more: &[&str]) {
    let shop = shop(name);
    let catalog = shop.path().join("catalog");
    let preview = Preview::of(&catalog, more);
    let mut dice = Dice(20_261_121);
    let mut good = BTreeMap::new();
    let mut broken = 0;
    for step in 0..steps {
        // Errors are fixed soon, because they hide later changes.
        let after = match (step, broken) {
            (0, _) => "nothing".to_owned(),
            (_, 2..) => restore(&shop),
            _ => edit(&shop, &mut dice, step),
        };
        let out = shop.path().join("built");
        let _ = fs::remove_dir_all(&out);
        let run = glassbox(&catalog, &["build", ".", "--now", NOW, "--out", out.to_str().unwrap()]);
        // While the catalog has errors, the last good site is served.
        if run.code == 0 {
            good = files(&out);
        }
        broken = if run.code == 0 { 0 } else { broken + 1 };
        preview.gives(&good, &format!("step {step}, {after}"));
    }
}

#[test]
fn after_any_edit_serve_gives_what_a_fresh_build_gives() {
    edits_give_what_a_fresh_build_gives("serve-law", 110, &[]);
}

#[test]
fn with_polling_serve_gives_what_a_fresh_build_gives() {
    edits_give_what_a_fresh_build_gives("serve-poll", 8, &["--poll"]);
}

#[test]
fn serve_gives_the_same_pages_of_the_example_as_build() {
    let scratch = Scratch::new("serve-example");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog");
    build(&example, &scratch.path().join("site"));
    let preview = Preview::of(&example, &["--base", "/repo/"]);
    preview.gives(&files(&scratch.path().join("site")), "nothing");
}

#[test]
fn continuous_writes_to_one_file_do_not_delay_other_edits() {
    let scratch = shop("serve-restless");
    let catalog = scratch.path().join("catalog");
    let preview = Preview::of(&catalog, &[]);
    let results = run_results(&mut Dice(1));
    let stop = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                scratch.write("target/run_results.json", &results);
                thread::sleep(Duration::from_millis(40));
            }
        });
        thread::sleep(Duration::from_millis(200));
        scratch.write("catalog/products/p0.yml", &format!("{}summary: It changed.\n", product(0)));
        let begun = Instant::now();
        let mut has_come = false;
        while !has_come && begun.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(100));
            has_come = preview.get("products/p0/").text().contains("It changed.");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(has_come, "the edit was not shown while another file was written continuously");
    });
}
