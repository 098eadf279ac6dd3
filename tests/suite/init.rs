//! Starting a catalog: `init` writes one that is valid at once, keeps existing files, and publishes it.

use crate::support::{NOW, Scratch, build, glassbox};
use glassbox::internals::FileId;
use glassbox::internals::{Node, parse};
use std::fs;
use std::path::Path;

#[test]
fn a_new_catalog_passes_check_and_builds_a_site() {
    let scratch = Scratch::new("init");
    let run = glassbox(scratch.path(), &["init", ".", "--title", "Fern \"hill\" \\ data"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let check =
        glassbox(scratch.path(), &["check", ".", "--now", NOW, "--format", "short", "--deny", "warnings"]);
    assert_eq!((check.code, check.stdout.contains("error")), (0, false), "{}{}", check.stdout, check.stderr);
    let out = scratch.path().join("site");
    build(scratch.path(), &out);
    let home = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(home.contains("Fern &quot;hill&quot; \\ data"), "{home}");
    assert!(
        out.join("products/first-product/index.html").is_file() && out.join("standards/index.html").is_file()
    );
}

#[test]
fn init_keeps_existing_files_and_puts_the_workflow_at_the_repository_root() {
    let scratch = Scratch::new("init-kept");
    fs::create_dir_all(scratch.path().join(".git")).unwrap();
    scratch.write("data/catalog/glassbox.yml", "title: Ours\n");
    let run = glassbox(scratch.path(), &["init", "data/catalog"]);
    assert!(run.stderr.contains("glassbox.yml already exists and was left unchanged"), "{}", run.stderr);
    assert_eq!(
        fs::read_to_string(scratch.path().join("data/catalog/glassbox.yml")).unwrap(),
        "title: Ours\n"
    );
    let workflow = fs::read_to_string(scratch.path().join(".github/workflows/data-products.yml")).unwrap();
    assert!(workflow.contains("catalog: data/catalog\n"), "{workflow}");
    let again = glassbox(scratch.path(), &["init", "data/catalog"]);
    assert!(again.stderr.contains("Wrote 0 files"), "{}", again.stderr);
}

fn yaml(path: &str) -> Node {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let mut diagnostics = Vec::new();
    let node = parse(FileId(0), &text, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{path}: {diagnostics:?}");
    node
}

#[test]
fn the_workflow_passes_inputs_that_the_action_has() {
    let workflow = yaml("example-catalog/.github/workflows/data-products.yml");
    let steps = workflow.value_of("jobs").unwrap().value_of("site").unwrap().items_of("steps");
    let ours =
        steps.iter().find(|step| step.text_of("uses").is_some_and(|uses| uses.value.contains("/glassbox@")));
    let given = ours.unwrap().value_of("with").unwrap();
    let action = yaml("action.yml");
    let inputs = action.value_of("inputs").unwrap();
    for key in ["catalog", "base-artifacts", "record"] {
        assert!(given.text_of(key).is_some() && inputs.value_of(key).is_some(), "{key}");
    }
    // Untrusted texts are passed by the environment: none of them is part of a command.
    for step in action.value_of("runs").unwrap().items_of("steps") {
        let command = step.text_of("run").map(|run| run.value).unwrap_or_default();
        assert!(!command.contains("${{"), "{command}");
    }
    // The workflow of the example is what `init` writes.
    let scratch = Scratch::new("init-example");
    assert_eq!(glassbox(scratch.path(), &["init"]).code, 0);
    let path = ".github/workflows/data-products.yml";
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog").join(path);
    assert_eq!(fs::read_to_string(scratch.path().join(path)).unwrap(), fs::read_to_string(example).unwrap());
}
