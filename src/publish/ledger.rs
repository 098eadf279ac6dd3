//! Lists the files that Glassbox wrote into a folder, so that it changes no others.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The files that Glassbox wrote, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ledger {
    /// Increased when the meaning of a field changes; a ledger of another version is not read.
    pub(super) version: u32,
    pub(super) files: BTreeMap<String, LedgerEntry>,
}

/// The entry of one file; hashes have 32 hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LedgerEntry {
    /// The hash of the inputs of the bytes; empty while the file is being written.
    pub(super) from: String,
    /// The hash of the bytes.
    pub(super) bytes: String,
    /// The number of bytes.
    pub(super) length: u64,
}

pub(super) const VERSION: u32 = 1;

impl Ledger {
    /// Parses the ledger in a file; returns `None` if it is not a valid one.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let ledger: Self = serde_json::from_slice(bytes).ok()?;
        (ledger.version == VERSION && ledger.files.keys().all(|path| is_inside(path))).then_some(ledger)
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("serializable");
        bytes.push(b'\n');
        bytes
    }
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
            let forged = Ledger { version: VERSION, files }.to_bytes();
            assert_eq!(Ledger::parse(&forged), None, "{path}");
        }
        let honest = Ledger {
            version: VERSION,
            files: BTreeMap::from([("products/a/index.html".to_owned(), LedgerEntry::default())]),
        };
        assert_eq!(Ledger::parse(&honest.to_bytes()), Some(honest));
        assert_eq!(Ledger::parse(b"{\"version\":2,\"files\":{}}"), None);
        assert_eq!(Ledger::parse(b"{\"vers"), None);
    }
}
