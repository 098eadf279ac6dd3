//! `/evidence/`: which evidence files were read, and how each of their rows was used; cut into pages.

use super::context::ViewContext;
use super::lists::{Pages, pages_of as links};
use super::page::View;
use super::parts::{Label, MenuPosition, MenuSectionId};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::{paths, words};
use crate::model::{EvidenceFile, EvidenceIx, ExclusionReason, RowCounts};
use crate::prose::{Say as _, Voice, en};
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::Arc;

/// The evidence page, or one page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct EvidenceView {
    /// All files and how their rows were used, in one sentence.
    pub sums: String,
    /// The four row counts, over all files.
    pub counts: Vec<RowCountView>,
    /// The files that need attention, at most twenty; on the first page only.
    pub odd: Vec<FileToCheck>,
    /// The number of all files that need attention.
    pub odd_total: usize,
    /// Whether a name in the catalog is known that is near to one that matched nothing.
    pub has_nearest: bool,
    /// The files of this page, by the entry of `glassbox.yml` that names them.
    pub places: Vec<PlaceView>,
    /// The position among the pages.
    pub pages: Pages,
    /// The same for machines.
    pub data: String,
}

/// Which evidence was read, and how it was used.
pub(super) const SECTION: Section = Section {
    places: &["evidence"],
    pages: section,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::More,
            section_ref("evidence", "Evidence files"),
            is_present(context),
        )
    },
    ..Section::EMPTY
};

impl View for EvidenceView {
    const TEMPLATE: &'static str = "evidence.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    for (path, view) in self::pages(pages.context) {
        // In the menu the section of its breadcrumbs is the current one.
        let meta = PageMeta::first(
            "quality",
            "Evidence files",
            "Every file of evidence that was read, and what happened to each row.",
        )
        .below(section_ref("quality", "Quality"));
        let mut head = pages.head(path, meta);
        head.json = Some(view.data.clone());
        pages.html_with(head, Arc::new(view));
    }
}

/// One of the four counts of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RowCountView {
    /// Its name, and what that means.
    pub word: Label,
    /// The number of rows.
    pub rows: usize,
    /// The reasons, for rows that are not about this catalog.
    pub reasons: Vec<ExclusionView>,
}

/// Why rows are not about the catalog's assets in production.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ExclusionView {
    /// The reason for programs: `empty-build`.
    pub code: &'static str,
    /// The reason as text.
    pub text: String,
    /// The number of rows.
    pub rows: usize,
}

/// A file that needs attention.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FileToCheck {
    /// The file.
    pub file: String,
    /// The link to its row, on whatever page.
    pub path: String,
    /// The problem.
    pub mark: Label,
}

/// The files of this page that one entry of `glassbox.yml` names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PlaceView {
    /// The entry.
    pub name: String,
    /// The number of files it names, including those on other pages.
    pub total: usize,
    /// Those of this page, alike ones in one row.
    pub files: Vec<FileView>,
}

/// A file, and how its rows were used; or several of one format, whose rows were all used or all replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FileView {
    /// The path relative to the catalog's folder; empty for several files.
    pub file: String,
    /// Its anchor in the page; empty for several files.
    pub anchor: String,
    /// The files, if there are several.
    pub alike: Vec<AlikeFile>,
    /// Its format; empty if that is unknown.
    pub holds: String,
    /// The latest moment that it reports; may be empty.
    pub newest: String,
    /// Its problem, if any.
    pub mark: Option<Label>,
    /// The number of rows read.
    pub rows: usize,
    /// The number of rows used.
    pub used: usize,
    /// The number of rows superseded by a newer finding.
    pub replaced: usize,
    /// The number of rows that are not about this catalog.
    pub not_about: usize,
    /// The reasons for those.
    pub reasons: Vec<ExclusionView>,
    /// The number of rows that matched nothing.
    pub unmatched: usize,
    /// Whether those are rows about fewer names, all of which follow.
    pub is_repetitive: bool,
    /// The first names that matched nothing.
    pub strangers: Vec<UnmatchedView>,
}

/// One of several files that are alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AlikeFile {
    /// The path relative to the catalog's folder.
    pub file: String,
    /// Its anchor in the page.
    pub anchor: String,
    /// The number of rows.
    pub rows: usize,
}

/// Something in the evidence that the catalog does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnmatchedView {
    /// Its name in the evidence.
    pub name: String,
    /// The most similar name that the catalog knows, if there is one.
    pub nearest: Option<String>,
}

/// The number of files on a page.
const PAGE: usize = 100;
/// With this many files that are alike, one row stands for them.
const ALIKE: usize = 3;
/// The most files needing attention that the first page names.
const ODD: usize = 20;

/// Whether there is any evidence, and so a page about it.
pub(super) fn is_present(context: &ViewContext<'_>) -> bool {
    !context.catalog.observations.files.is_empty()
}

/// Returns all files and how their rows were used, in one sentence; empty without files.
pub(super) fn sums(context: &ViewContext<'_>) -> String {
    en::evidence(&context.catalog.observations.files).unwrap_or_default()
}

/// Returns the files in the order of the page: by the entries that name them, then by path.
fn order(files: &[EvidenceFile]) -> Vec<EvidenceIx> {
    let mut order: Vec<EvidenceIx> = (0..files.len()).map(EvidenceIx::at).collect();
    order.sort_by_key(|file| (&files[file.position()].place, *file));
    order
}

/// Returns the page number of each file, by the file's position.
fn page_numbers(files: &[EvidenceFile]) -> Vec<usize> {
    let mut numbers = vec![1; files.len()];
    for (rank, file) in order(files).into_iter().enumerate() {
        numbers[file.position()] = rank / PAGE + 1;
    }
    numbers
}

/// Returns the link to how a file was used.
pub(super) fn path(file: EvidenceIx, context: &ViewContext<'_>) -> Option<String> {
    let number = *context.evidence_pages(page_numbers).get(file.position())?;
    let file = context.catalog.observations.files.get(file.position())?;
    Some(format!("{}#{}", paths::page_of(&paths::section("evidence"), number), anchor(&file.path)))
}

/// Returns a path as an anchor: characters that are valid in an address stay, every other byte is escaped, so that
/// no two files share one.
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

/// Returns the pages of the evidence, each with its path; none without files.
fn pages(context: &ViewContext<'_>) -> Vec<(String, EvidenceView)> {
    let files = &context.catalog.observations.files[..];
    let section = paths::section("evidence");
    let order = order(files);
    let mut odd: Vec<FileToCheck> = order.iter().filter_map(|at| odd(*at, context)).collect();
    // Unread files come before unmatched rows.
    odd.sort_by(|left, right| left.mark.id.cmp(&right.mark.id));
    let all = RowCounts::of(files);
    let count = order.len().div_ceil(PAGE);
    let page = |(at, shown): (usize, &[EvidenceIx])| {
        let number = at + 1;
        let view = EvidenceView {
            sums: sums(context),
            counts: counts(&all, context),
            odd: if number == 1 { odd.iter().take(ODD).cloned().collect() } else { Vec::new() },
            odd_total: odd.len(),
            has_nearest: shown
                .iter()
                .any(|at| files[at.position()].unmatched_names.iter().any(|name| name.nearest.is_some())),
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

/// Returns why rows are not about this catalog, most frequent reasons first.
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
    let place = |file: &EvidenceIx| &files[file.position()].place;
    let groups = shown.chunk_by(|left, right| place(left) == place(right));
    groups
        .map(|group| PlaceView {
            name: place(&group[0]).clone(),
            total: files.iter().filter(|file| &file.place == place(&group[0])).count(),
            files: rows(&group.iter().map(|at| &files[at.position()]).collect::<Vec<_>>(), context),
        })
        .collect()
}

/// Returns the rows of files: one for neighbours of one format if there is nothing to tell of them but that all of their
/// rows were used, or that all were replaced.
fn rows(files: &[&EvidenceFile], context: &ViewContext<'_>) -> Vec<FileView> {
    let is_used = |file: &EvidenceFile| {
        let RowCounts { used, replaced, .. } = file.counts;
        let is_one_count = mark(file).is_none() && file.counts.rows() == used.max(replaced);
        is_one_count.then_some(used > 0)
    };
    let is_alike = |left: &&EvidenceFile, right: &&EvidenceFile| {
        left.format == right.format && is_used(left).is_some() && is_used(left) == is_used(right)
    };
    let row = |alike: &[&EvidenceFile]| match alike.len() {
        ..ALIKE => alike.iter().map(|one| file(one, context)).collect(),
        _ => vec![together(alike, context)],
    };
    files.chunk_by(is_alike).flat_map(row).collect()
}

/// Returns the row of several files that are alike.
fn together(files: &[&EvidenceFile], context: &ViewContext<'_>) -> FileView {
    let sum = |count: fn(&RowCounts) -> usize| files.iter().map(|file| count(&file.counts)).sum();
    let newest = files.iter().filter_map(|file| file.newest).max();
    let alike = |file: &&EvidenceFile| AlikeFile {
        file: file.path.clone(),
        anchor: anchor(&file.path),
        rows: file.counts.rows(),
    };
    FileView {
        alike: files.iter().map(alike).collect(),
        holds: holds(files[0], context),
        newest: newest.map(|newest| context.moment_in_words(newest)).unwrap_or_default(),
        rows: sum(RowCounts::rows),
        used: sum(|counts| counts.used),
        replaced: sum(|counts| counts.replaced),
        ..FileView::default()
    }
}

/// Returns the format of a file; empty if that is unknown.
fn holds(file: &EvidenceFile, context: &ViewContext<'_>) -> String {
    file.format.map(|format| format.say(&Voice::page(context.catalog))).unwrap_or_default()
}

fn file(of: &EvidenceFile, context: &ViewContext<'_>) -> FileView {
    let counts = &of.counts;
    FileView {
        file: of.path.clone(),
        anchor: anchor(&of.path),
        alike: Vec::new(),
        holds: holds(of, context),
        newest: of.newest.map(|newest| context.moment_in_words(newest)).unwrap_or_default(),
        mark: mark(of),
        rows: counts.rows(),
        used: counts.used,
        replaced: counts.replaced,
        not_about: counts.not_about(),
        reasons: reasons(counts, context),
        unmatched: counts.unmatched,
        is_repetitive: (1..EvidenceFile::MAX_UNMATCHED_NAMES.min(counts.unmatched))
            .contains(&of.unmatched_names.len()),
        strangers: strangers(of),
    }
}

/// Returns the first names that matched nothing.
pub(super) fn strangers(of: &EvidenceFile) -> Vec<UnmatchedView> {
    let view = |name: &crate::model::UnmatchedName| UnmatchedView {
        name: name.name.clone(),
        nearest: name.nearest.clone(),
    };
    of.unmatched_names.iter().map(view).collect()
}

/// Returns the problem of a file, if it has one.
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
    fn evidence_files_from_one_location_are_listed_together() {
        let file = |place: &str| EvidenceFile { place: place.to_owned(), ..EvidenceFile::default() };
        let files: Vec<EvidenceFile> =
            (0..150).flat_map(|_| [file("b"), file("a")]).chain([file("c")]).collect();
        let numbers = page_numbers(&files);
        assert_eq!((numbers[1], numbers[0], numbers[300]), (1, 2, 4));
        assert_eq!(numbers.iter().filter(|number| **number == 1).count(), PAGE);
    }
}
