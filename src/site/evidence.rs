//! `/evidence/`: which files were read of what was seen, and what became of every row of them; cut into pages.

use super::context::ViewContext;
use super::lists::{Pages, pages_of as links};
use super::page::View;
use super::parts::{Label, MenuGroup, MenuPlace};
use super::section::{PageMeta, PageSet, Section, entry, section_term};
use super::{paths, words};
use crate::model::{EvidenceFile, EvidenceIx, ExclusionReason, RowCounts};
use crate::prose::{Say as _, Voice, en};
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::Arc;

/// The page of the evidence, or one page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct EvidenceView {
    /// All files and what became of their rows, in one sentence.
    pub sums: String,
    /// The four counts of all files together.
    pub counts: Vec<RowCountView>,
    /// On the first page the files that somebody should look at, at most twenty.
    pub odd: Vec<FileToCheck>,
    /// How many there are.
    pub odd_total: usize,
    /// The files of this page, by the entry of `glassbox.yml` that names them.
    pub places: Vec<PlaceView>,
    /// Which page this is.
    pub pages: Pages,
    /// The same for machines.
    pub data: String,
}

/// What was read of what was seen, and what became of it.
pub(super) const SECTION: Section = Section {
    places: &["evidence"],
    pages: section,
    menu: |context| {
        entry(MenuGroup::Trust, MenuPlace::More, section_term("evidence", "Evidence"), is_there(context))
    },
    ..Section::EMPTY
};

impl View for EvidenceView {
    const TEMPLATE: &'static str = "evidence.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    for (path, view) in self::pages(pages.context) {
        let meta = PageMeta::first(
            "evidence",
            "Evidence",
            "Every file of evidence that was read, and what happened to each row.",
        )
        .below(section_term("quality", "Quality"));
        let mut head = pages.head(path, meta);
        head.json = Some(view.data.clone());
        pages.html_with(head, Arc::new(view));
    }
}

/// One of the four counts of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RowCountView {
    /// What it is called, and what that means.
    pub word: Label,
    /// How many rows it holds.
    pub rows: usize,
    /// Why, for rows that are not about this.
    pub reasons: Vec<ExclusionView>,
}

/// Why rows are not about the catalog's assets as they stand in production.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ExclusionView {
    /// The word for programs: `empty-build`.
    pub code: &'static str,
    /// As text.
    pub text: String,
    /// How many rows.
    pub rows: usize,
}

/// A file that somebody should look at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FileToCheck {
    /// The file.
    pub file: String,
    /// Its row, on whatever page.
    pub path: String,
    /// What is odd.
    pub mark: Label,
}

/// The files of this page that one entry of `glassbox.yml` names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PlaceView {
    /// The entry.
    pub name: String,
    /// How many files it names, also on other pages.
    pub total: usize,
    /// Those of this page.
    pub files: Vec<FileView>,
}

/// A file, and what became of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FileView {
    /// The path from the catalog's folder.
    pub file: String,
    /// Where it stands in the page.
    pub anchor: String,
    /// What it holds; empty for a file of no known format.
    pub holds: String,
    /// The latest moment that it tells of; may be empty.
    pub newest: String,
    /// What is odd about it.
    pub mark: Option<Label>,
    /// How many rows were read.
    pub rows: usize,
    /// How many are used.
    pub used: usize,
    /// In how many rows' place a newer finding stands.
    pub replaced: usize,
    /// How many are not about this.
    pub not_about: usize,
    /// Why not.
    pub reasons: Vec<ExclusionView>,
    /// How many matched nothing.
    pub unmatched: usize,
    /// The first names of those.
    pub strangers: Vec<UnmatchedView>,
}

/// Something that evidence tells of and the catalog does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnmatchedView {
    /// What the evidence calls it.
    pub name: String,
    /// The nearest name that the catalog knows, if one is near.
    pub nearest: Option<String>,
}

/// How many files stand on a page.
const PAGE: usize = 100;
/// How many files that somebody should look at are named at the beginning.
const ODD: usize = 20;

/// Whether there is any evidence, so that there is a page of it.
pub(super) fn is_there(context: &ViewContext<'_>) -> bool {
    !context.catalog.observations.files.is_empty()
}

/// All files and what became of their rows, in one sentence; empty without files.
pub(super) fn sums(context: &ViewContext<'_>) -> String {
    en::evidence(&context.catalog.observations.files).unwrap_or_default()
}

/// The files as the page lists them: by the entries that name them, then by path.
fn order(files: &[EvidenceFile]) -> Vec<EvidenceIx> {
    let mut order: Vec<EvidenceIx> = (0..files.len()).map(EvidenceIx::at).collect();
    order.sort_by_key(|at| (&files[at.position()].place, *at));
    order
}

/// The page that each file stands on, by the file's position.
fn page_numbers(files: &[EvidenceFile]) -> Vec<usize> {
    let mut numbers = vec![1; files.len()];
    for (rank, file) in order(files).into_iter().enumerate() {
        numbers[file.position()] = rank / PAGE + 1;
    }
    numbers
}

/// Where the pages say what became of a file.
pub(super) fn path(file: EvidenceIx, context: &ViewContext<'_>) -> Option<String> {
    let number = *context.evidence_pages(page_numbers).get(file.position())?;
    let file = context.catalog.observations.files.get(file.position())?;
    Some(format!("{}#{}", paths::page_of(&paths::section("evidence"), number), anchor(&file.path)))
}

/// A path as an anchor: what may stand in an address stays, every other byte is written out, so that no two
/// files share one.
fn anchor(path: &str) -> String {
    path.bytes().fold("file-".to_owned(), |mut anchor, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/') {
            anchor.push(char::from(byte));
        } else {
            let _ = write!(anchor, "~{byte:02x}");
        }
        anchor
    })
}

/// The pages of the evidence, each with its path; none without files.
fn pages(context: &ViewContext<'_>) -> Vec<(String, EvidenceView)> {
    let files = &context.catalog.observations.files[..];
    let section = paths::section("evidence");
    let order = order(files);
    let mut odd: Vec<FileToCheck> = order.iter().filter_map(|at| odd(*at, context)).collect();
    // What was not read before what matched nothing.
    odd.sort_by(|one, other| one.mark.id.cmp(&other.mark.id));
    let all = RowCounts::of(files);
    let count = order.len().div_ceil(PAGE);
    let page = |(at, shown): (usize, &[EvidenceIx])| {
        let number = at + 1;
        let view = EvidenceView {
            sums: sums(context),
            counts: counts(&all, context),
            odd: if number == 1 { odd.iter().take(ODD).cloned().collect() } else { Vec::new() },
            odd_total: odd.len(),
            places: places(shown, context),
            pages: links(&section, number, count),
            data: paths::EVIDENCE_DATA.to_owned(),
        };
        (paths::page_of(&section, number), view)
    };
    order.chunks(PAGE).enumerate().map(page).collect()
}

fn counts(all: &RowCounts, context: &ViewContext<'_>) -> Vec<RowCountView> {
    let count = |word: Label, rows: usize| RowCountView { word, rows, reasons: Vec::new() };
    let [used, replaced, not_about, unmatched] = words::counts();
    vec![
        count(used, all.used),
        count(replaced, all.replaced),
        RowCountView { reasons: reasons(all, context), ..count(not_about, all.not_about()) },
        count(unmatched, all.unmatched),
    ]
}

/// Why rows are not about this, the most frequent first.
pub(super) fn reasons(counts: &RowCounts, context: &ViewContext<'_>) -> Vec<ExclusionView> {
    let voice = Voice::page(context.catalog);
    let mut reasons: Vec<ExclusionView> = counts
        .excluded
        .iter()
        .map(|(why, rows)| ExclusionView { code: why.word(), text: why.say(&voice), rows: *rows })
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.rows));
    reasons
}

fn odd(at: EvidenceIx, context: &ViewContext<'_>) -> Option<FileToCheck> {
    let file = &context.catalog.observations.files[at.position()];
    let mark = mark(file).filter(|mark| mark.id != "note")?;
    Some(FileToCheck { file: file.path.clone(), path: path(at, context)?, mark })
}

fn places(shown: &[EvidenceIx], context: &ViewContext<'_>) -> Vec<PlaceView> {
    let files = &context.catalog.observations.files;
    let place = |at: &EvidenceIx| &files[at.position()].place;
    let groups = shown.chunk_by(|one, other| place(one) == place(other));
    groups
        .map(|group| PlaceView {
            name: place(&group[0]).clone(),
            total: files.iter().filter(|file| &file.place == place(&group[0])).count(),
            files: group.iter().map(|at| file(&files[at.position()], context)).collect(),
        })
        .collect()
}

fn file(of: &EvidenceFile, context: &ViewContext<'_>) -> FileView {
    let counts = &of.counts;
    FileView {
        file: of.path.clone(),
        anchor: anchor(&of.path),
        holds: of.format.map(|format| format.say(&Voice::page(context.catalog))).unwrap_or_default(),
        newest: of.newest.map(|newest| context.moment_in_words(newest)).unwrap_or_default(),
        mark: mark(of),
        rows: counts.rows(),
        used: counts.used,
        replaced: counts.replaced,
        not_about: counts.not_about(),
        reasons: reasons(counts, context),
        unmatched: counts.unmatched,
        strangers: strangers(of),
    }
}

/// The first names of what matched nothing.
pub(super) fn strangers(of: &EvidenceFile) -> Vec<UnmatchedView> {
    let view = |one: &crate::model::UnmatchedName| UnmatchedView {
        name: one.name.clone(),
        nearest: one.nearest.clone(),
    };
    of.strangers.iter().map(view).collect()
}

/// What is odd about a file, if anything is.
fn mark(file: &EvidenceFile) -> Option<Label> {
    let counts = &file.counts;
    let unreadable = counts.excluded.get(&ExclusionReason::Unreadable).copied().unwrap_or_default();
    let state = match counts.rows() {
        0 if file.format.is_none() => words::FileState::UnknownFormat,
        0 => words::FileState::Empty,
        rows if unreadable == rows => words::FileState::Unreadable,
        _ if file.is_mostly_unmatched() && counts.matched() == 0 => words::FileState::NothingMatched,
        _ if file.is_mostly_unmatched() => words::FileState::HardlyMatched,
        _ if unreadable > 0 => words::FileState::PartlyUnreadable,
        _ if counts.used + counts.replaced == 0 => words::FileState::NothingUsed,
        _ => return None,
    };
    Some(words::file_state(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_share_an_anchor() {
        assert_eq!(anchor("target/run_results.json"), "file-target/run_results.json");
        let paths = ["a/b c.json", "a/b-c.json", "a/b~20c.json", "a/b%20c.json", "a/bé.json", "a/b\"><i>"];
        let anchors: std::collections::BTreeSet<String> = paths.into_iter().map(anchor).collect();
        assert_eq!(anchors.len(), paths.len());
        let is_fit = |letter: char| letter.is_ascii_alphanumeric() || "-_./~".contains(letter);
        assert!(anchors.iter().all(|anchor| anchor.chars().all(is_fit)), "{anchors:?}");
    }

    #[test]
    fn files_of_one_place_stand_together() {
        let file = |place: &str| EvidenceFile { place: place.to_owned(), ..EvidenceFile::default() };
        let files: Vec<EvidenceFile> =
            (0..150).flat_map(|_| [file("b"), file("a")]).chain([file("c")]).collect();
        let numbers = page_numbers(&files);
        assert_eq!((numbers[1], numbers[0], numbers[300]), (1, 2, 4));
        assert_eq!(numbers.iter().filter(|number| **number == 1).count(), PAGE);
    }
}
