//! The laws for claims about a product, tested against random evidence: rows of dbt, freshness
//! checks, events of jobs and checks, in random numbers and orders, from several sources.
//!
//! [`shop`] is the catalog, [`pieces`] the evidence; each law is a test here.

mod pieces;
mod shop;

use glassbox::internals::{PromiseVerdict, Status};
use pieces::{Kind, Piece, files, pieces, rows};
use proptest::prelude::*;
use proptest::sample::Index;
use shop::{Claims, claims_from};

/// Returns how bad something is, as a number: greater is worse.
fn badness(said: &Claims) -> Vec<(String, u8)> {
    // What cannot be observed has an unknown status.
    let status = |status: Option<Status>| status.unwrap_or(Status::Unknown) as u8;
    let products = said.products.iter().flat_map(|(id, product)| {
        let promises = product.promises.iter().enumerate().map(move |(at, verdict)| {
            let verdict = match verdict {
                PromiseVerdict::Kept | PromiseVerdict::NotNeeded => 0,
                PromiseVerdict::Declared => 1,
                PromiseVerdict::NotMeasurable | PromiseVerdict::NotDue => 2,
                PromiseVerdict::Broken => 3,
            };
            (format!("promise {at} of {id}"), verdict)
        });
        let ports = product
            .ports
            .iter()
            .enumerate()
            .map(move |(at, port)| (format!("port {at} of {id}"), status(*port)));
        promises.chain(ports).chain([(format!("product {id}"), status(product.status))]).collect::<Vec<_>>()
    });
    products.collect()
}

/// Returns what is better in `after` than in `before`, in words.
fn improvements(before: &Claims, after: &Claims) -> Vec<String> {
    let pairs = badness(before).into_iter().zip(badness(after));
    pairs
        .filter(|((_, before), (_, after))| after < before)
        .map(|((what, before), (_, after))| format!("{what}: {before} became {after}"))
        .collect()
}

/// Returns how many cases each law is tested with: `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    ProptestConfig::default().cases.max(1500)
}

/// A load that hung for so long that it is no longer reported counts as little as one that failed
/// then would: found by the first law.
#[test]
fn an_old_load_on_another_system_expires_whether_or_not_it_failed() {
    let load = |at, system, run, state| Piece { at, file: 0, kind: Kind::Load { run, system, state } };
    let seen = Piece { at: 4320, file: 0, kind: Kind::Freshness { status: "pass", age: 0 } };
    let evidence = [load(100, 0, 0, "START"), load(5000, 1, 2, "COMPLETE"), seen];
    let mut more = evidence.to_vec();
    more.push(load(100, 0, 0, "FAIL"));
    assert_eq!(claims_from(&files(&evidence)).products, claims_from(&files(&more)).products);
}

/// A failure since the last success leaves the time between them unknown: found by the first law.
#[test]
fn a_failure_does_not_make_an_old_success_count_again() {
    let run = |at, file, status| Piece { at, file, kind: Kind::Model { name: "model.shop.orders", status } };
    let evidence = [run(100, 0, "success"), run(3000, 1, "success")];
    let mut more = evidence.to_vec();
    more.push(run(5000, 2, "error"));
    let (before, after) = (claims_from(&files(&evidence)), claims_from(&files(&more)));
    assert_eq!(before.products["orders"].promises[1], PromiseVerdict::NotMeasurable, "50 percent available");
    assert_eq!(improvements(&before, &after), Vec::<String>::new());
}

/// A load whose only end is a failure leaves data that is at best from then, whatever runs since: found by the first law.
#[test]
fn a_load_at_work_does_not_hide_that_the_one_before_it_failed() {
    let load = |at, run, state| Piece { at, file: 0, kind: Kind::Load { run, system: 0, state } };
    let evidence = [load(3000, 1, "COMPLETE"), load(5000, 2, "RUNNING")];
    let mut more = evidence.to_vec();
    more.push(load(3000, 1, "FAIL"));
    let (before, after) = (claims_from(&files(&evidence)), claims_from(&files(&more)));
    assert_eq!(before.products["orders"].promises[0], PromiseVerdict::Broken, "its data is too old");
    assert_eq!(improvements(&before, &after), Vec::<String>::new());
}

/// A run at work that fails by a child run did not end before its own last report: found by the first law.
#[test]
fn the_failure_of_an_early_child_run_does_not_make_its_parent_old() {
    let run = |at, run, state, child| Piece { at, file: 0, kind: Kind::JobRun { job: 1, run, state, child } };
    let evidence = [run(5000, 2, "START", None), run(100, 0, "COMPLETE", None)];
    let mut more = evidence.to_vec();
    more.push(run(100, 0, "FAIL", Some(2)));
    let (before, after) = (claims_from(&files(&evidence)), claims_from(&files(&more)));
    assert_eq!(before.products["own"].promises[0], PromiseVerdict::Broken, "its data is too old");
    assert_eq!(improvements(&before, &after), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 4000, max_global_rejects: 10 * cases(), ..ProptestConfig::default() })]

    /// Law 1: bad news never helps.
    #[test]
    fn adding_failing_evidence_improves_no_status(evidence in pieces(), failing in pieces::failing()) {
        let before = claims_from(&files(&evidence));
        let mut more = evidence.clone();
        more.push(failing);
        prop_assert_eq!(improvements(&before, &claims_from(&files(&more))), Vec::<String>::new());
    }

    /// Law 1: removing good news does not help either. If the piece is the only one that names a table
    /// on a second system, the name becomes certain without it: then law 6 takes precedence. That a table was built
    /// is bad news for whoever read it before: without it nobody is behind.
    #[test]
    fn removing_passing_evidence_improves_no_status(evidence in pieces(), which in any::<Index>()) {
        let passing: Vec<usize> = (0..evidence.len()).filter(|at| evidence[*at].is_passing()).collect();
        prop_assume!(!passing.is_empty());
        let gone = passing[which.index(passing.len())];
        let mut less = evidence.clone();
        let piece = less.remove(gone);
        prop_assume!(piece.table().is_none_or(|table| less.iter().any(|one| one.table() == Some(table))));
        let before = claims_from(&files(&evidence));
        prop_assume!(!before.is_behind());
        prop_assert_eq!(improvements(&before, &claims_from(&files(&less))), Vec::<String>::new());
    }

    /// Law 2: nothing is lost. Every row of every file ends in one of four counts.
    #[test]
    fn the_row_counts_of_every_file_add_up_to_its_rows(evidence in pieces()) {
        let files = files(&evidence);
        let said = claims_from(&files);
        for ((path, text), file) in files.iter().zip(&said.files) {
            prop_assert_eq!(path, &file.path);
            prop_assert_eq!(file.counts.rows(), rows(text), "{}", path);
        }
    }

    /// Law 3: order does not matter. Rows and lines in any order give the same result.
    #[test]
    fn the_order_of_rows_does_not_change_the_result(evidence in pieces(), seed in any::<u64>()) {
        let mut shuffled = evidence.clone();
        pieces::shuffle(&mut shuffled, seed);
        let (one, other) = (claims_from(&files(&evidence)), claims_from(&files(&shuffled)));
        prop_assert_eq!(&one.products, &other.products);
        prop_assert_eq!(&one.files, &other.files);
    }

    /// Law 4: of several reports on one run, the worst end counts, whatever comes later.
    #[test]
    fn the_worst_reported_outcome_of_a_run_counts(evidence in pieces(), minute in 0_u16..600, well in 0_u16..600) {
        let mut more = evidence;
        more.retain(|one| !matches!(one.kind, Kind::JobRun { job: 0, .. }));
        for (at, fails) in [(minute, true), (well, false)] {
            more.push(Piece { at: 7000 + at, file: 0, kind: Kind::JobRun { job: 0, run: 9, state: if fails { "FAIL" } else { "COMPLETE" }, child: None } });
        }
        let said = claims_from(&files(&more));
        let sync = &said.products["sync"];
        prop_assert!(sync.status >= Some(Status::Failing), "{:?}", sync);
    }

    /// Law 4: a run with a failed piece did not succeed, unless the piece was repeated successfully.
    #[test]
    fn a_run_with_a_failed_child_run_did_not_succeed(minute in 0_u16..300, again in prop::option::of(0_u16..300)) {
        let run = |at, run, state, child| Piece { at: 5000 + at, file: 0, kind: Kind::JobRun { job: 0, run, state, child } };
        let mut evidence = vec![run(0, 1, "START", None), run(minute, 2, "FAIL", Some(1)), run(400, 1, "COMPLETE", None)];
        evidence.extend(again.map(|after| run(minute + 1 + after, 3, "COMPLETE", Some(1))));
        let status = claims_from(&files(&evidence)).products["sync"].status;
        prop_assert_eq!(status == Some(Status::Failing), again.is_none());
    }

    /// Law 4: only a newer run of the same job clears its failure, whoever else writes its table.
    #[test]
    fn a_run_of_another_job_does_not_clear_a_failure(evidence in pieces(), minute in 0_u16..600, other in 0_u16..600) {
        let mut more = evidence;
        more.retain(|one| !matches!(one.kind, Kind::JobRun { job: 1, .. }));
        more.push(Piece { at: 7000 + minute, file: 0, kind: Kind::JobRun { job: 1, run: 9, state: "FAIL", child: None } });
        more.push(Piece { at: 7000 + other, file: 0, kind: Kind::OtherWrite { run: 9, state: "COMPLETE" } });
        let own = &claims_from(&files(&more)).products["own"];
        prop_assert!(own.status >= Some(Status::Failing), "{:?}", own);
        prop_assert_ne!(own.promises[0], PromiseVerdict::Kept);
    }

    /// Law 1: a dropped table is not there until it is written again.
    #[test]
    fn only_a_successful_write_brings_a_dropped_table_back(state in 0_usize..4, minute in 0_u16..300) {
        let write = |at, state| Piece { at, file: 0, kind: Kind::OtherWrite { run: 1, state } };
        let dropped = Piece { at: 7000, file: 0, kind: Kind::Dropped { table: "wh.raw.own" } };
        let well = Piece { at: 6900, file: 0, kind: Kind::JobRun { job: 1, run: 1, state: "COMPLETE", child: None } };
        let later = write(7001 + minute, ["START", "RUNNING", "FAIL", "ABORT"][state]);
        let own = &claims_from(&files(&[well, dropped, later])).products["own"];
        prop_assert!(own.status >= Some(Status::Failing), "{:?}", own);
        prop_assert_ne!(own.promises[0], PromiseVerdict::Kept);
    }

    /// Law 5: unknown is not good. A source whose freshness should be checked, but was not or could not
    /// be, supports no promise.
    #[test]
    fn a_promise_on_a_source_of_unknown_freshness_is_not_kept(evidence in pieces()) {
        let unseen: Vec<Piece> = evidence.into_iter()
            .filter(|one| !matches!(one.kind, Kind::Freshness { status, .. } if status != "runtime error"))
            .collect();
        let said = claims_from(&files(&unseen));
        prop_assert_ne!(said.products["orders"].promises[0], PromiseVerdict::Kept);
        prop_assert!(said.products["orders"].status > Some(Status::Healthy));
    }

    /// Law 6: a table under two namespaces is two tables, and the worse counts.
    #[test]
    fn the_worse_of_two_tables_with_one_name_on_two_systems_counts(fails in 0_u16..300, well in 0_u16..300) {
        let load = |at, system, state, run| Piece { at: 5500 + at, file: 0, kind: Kind::Load { run, system, state } };
        let said = claims_from(&files(&[load(fails, 0, "FAIL", 1), load(well, 1, "COMPLETE", 2)]));
        prop_assert!(said.products["raw"].status >= Some(Status::Failing));
        prop_assert!(said.warnings.iter().any(|one| one.contains("system-0") && one.contains("system-1")), "{:?}", said.warnings);
    }

    /// Law 8: only what was checked is healthy.
    #[test]
    fn nothing_is_healthy_unless_it_was_checked(evidence in pieces()) {
        let said = claims_from(&files(&evidence));
        for (id, product) in &said.products {
            if product.status == Some(Status::Healthy) && product.is_seen {
                let is_kept = product.promises.contains(&PromiseVerdict::Kept);
                prop_assert!(product.checked || is_kept, "{} is healthy without having been checked", id);
            }
        }
    }
}
