//! Problems of catalogs, and the messages for people: a folder for each case in `faults/`,
//! with the catalog and the output of `glassbox check`.
//!
//! A case is a folder; to add one, write its files, add its name below, and run the tests once
//! with `SNAPSHOTS=overwrite` to have `expected.txt` written. Read the result.

use crate::support::{NOW, glassbox};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/faults")
}

fn case(name: &str) {
    let folder = folder().join(name);
    let run = glassbox(&folder, &["check", ".", "--now", NOW]);
    let printed = format!("{}exit code {}\n", run.stderr, run.code);
    snapbox::assert_data_eq!(printed, snapbox::Data::read_from(&folder.join("expected.txt"), None).raw());
}

macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        const CASES: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { case(stringify!($name)); })*
    };
}

cases! {
    alias_bomb,
    bad_dates_and_durations,
    bad_ids,
    byte_order_mark_and_crlf,
    catalog_without_config,
    dbt_manifests,
    dbt_membership,
    deep_nesting,
    duplicate_ids,
    duplicate_keys,
    empty_files,
    invalid_utf8,
    missing_keys,
    own_pages,
    same_projects,
    selectors,
    several_documents,
    tabs,
    unknown_keys,
    unknown_names,
    unsafe_links,
    wrong_types,
}

#[test]
fn every_folder_of_faults_is_listed_as_a_case() {
    let folders: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let run: BTreeSet<String> = CASES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(folders, run);
}
