//! Lists the files that Glassbox wrote into a folder, so that it changes no others.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The files that Glassbox wrote, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ledger {
    pub(super) files: BTreeMap<String, LedgerEntry>,
}

/// The entry of one file; hashes have eleven letters, or the 32 hexadecimal digits of a ledger of the first version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct LedgerEntry {
    /// The hash of the inputs of the bytes; empty while the file is being written.
    pub(super) from: String,
    /// The hash of the bytes.
    pub(super) bytes: String,
    /// The number of bytes.
    pub(super) length: u64,
}

/// A ledger as it is written, by its version: one of another version is not read.
#[derive(Deserialize)]
struct LedgerFile<F> {
    version: u32,
    files: F,
}

/// A file in the order of paths: how many bytes its path shares with the one before, the rest of the path, and its entry.
type Row = (usize, String, String, String, u64);

impl Ledger {
    /// Parses the ledger in a file; returns `None` if it is not a valid one.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let files = Self::rows(bytes).or_else(|| Self::first_version(bytes))?;
        files.keys().all(|path| is_inside(path)).then_some(Self { files })
    }

    fn rows(bytes: &[u8]) -> Option<BTreeMap<String, LedgerEntry>> {
        let ledger: LedgerFile<Vec<Row>> = serde_json::from_slice(bytes).ok()?;
        let mut files = BTreeMap::new();
        let mut before = String::new();
        for (shared, rest, from, bytes, length) in ledger.files {
            let path = [before.get(..shared)?, &rest].concat();
            before.clone_from(&path);
            files.insert(path, LedgerEntry { from, bytes, length });
        }
        (ledger.version == 2).then_some(files)
    }

    fn first_version(bytes: &[u8]) -> Option<BTreeMap<String, LedgerEntry>> {
        let ledger: LedgerFile<BTreeMap<String, LedgerEntry>> = serde_json::from_slice(bytes).ok()?;
        (ledger.version == 1).then_some(ledger.files)
    }

    /// Returns the ledger as it is written, a file on each line.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut before = "";
        let rows: Vec<String> = self
            .files
            .iter()
            .map(|(path, entry)| {
                let shared = shared_start(before, path);
                before = path;
                let row = (shared, &path[shared..], &entry.from, &entry.bytes, entry.length);
                serde_json::to_string(&row).expect("serializable")
            })
            .collect();
        ["{\"version\":2,\"files\":[\n", &rows.join(",\n"), "\n]}\n"].concat().into_bytes()
    }
}

/// Returns how many bytes two texts share at their start.
fn shared_start(one: &str, other: &str) -> usize {
    let same = one.char_indices().zip(other.chars()).take_while(|((_, one), other)| one == other);
    same.last().map_or(0, |((at, letter), _)| at + letter.len_utf8())
}

/// Returns a hash in eleven letters, six bits in each.
pub(super) fn in_letters(hash: u128) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = |at: u32| char::from(LETTERS[(hash >> (6 * at)) as usize % LETTERS.len()]);
    (0..11).map(letter).collect()
}

/// Returns whether a path stays inside the folder: a ledger is a file like any other and may be forged.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains(['\\', ':', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_with_unsafe_paths_is_rejected() {
        for path in ["/etc/passwd", "../up", "a/../../b", "a//b", "c:x", "", "a\\..\\b"] {
            let files = BTreeMap::from([(path.to_owned(), LedgerEntry::default())]);
            let forged = Ledger { files }.to_bytes();
            assert_eq!(Ledger::parse(&forged), None, "{path}");
        }
        let entry = |hash: &str| LedgerEntry { from: hash.to_owned(), bytes: hash.to_owned(), length: 7 };
        let paths = ["index.html", "products/a/index.html", "products/a/é.svg", "products/a/è.svg"];
        let files = paths.map(|path| (path.to_owned(), entry(&in_letters(1 << 65))));
        let honest = Ledger { files: BTreeMap::from(files) };
        assert_eq!(Ledger::parse(&honest.to_bytes()), Some(honest));
        let first = br#"{"version":1,"files":{"a/b.html":{"from":"0a","bytes":"0a","length":7}}}"#;
        let files = BTreeMap::from([("a/b.html".to_owned(), entry("0a"))]);
        assert_eq!(Ledger::parse(first), Some(Ledger { files }), "older builds wrote it");
        assert_eq!(Ledger::parse(b"{\"version\":3,\"files\":[]}"), None);
        assert_eq!(Ledger::parse(b"{\"version\":2,\"files\":{}}"), None);
        assert_eq!(Ledger::parse(b"{\"version\":2,\"files\":[[3,\"a\",\"\",\"\",0]]}"), None);
        assert_eq!(Ledger::parse(b"{\"vers"), None);
    }
}
