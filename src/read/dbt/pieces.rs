//! A large JSON object that is read piece by piece, so that never all of it is in memory: its entries are found by
//! their brackets and quotes alone, and parsed in batches, on all processors.
//!
//! What does not fit this is not reported here: the file is then read as a whole, which finds what is wrong and where.

use super::json::parsed;
use memchr::memchr2;
use rayon::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::io::Read;
use std::ops::Range;

/// How much is read at once, and how many bytes of entries are parsed together.
const BLOCK: usize = 4 * 1024 * 1024;
/// How many entries a processor parses at once.
const CHUNK: usize = 512;

/// The rest of a file, from a place between two tokens.
pub(super) struct Pieces<R> {
    from: R,
    block: Vec<u8>,
    /// The first byte of the block that was not consumed.
    at: usize,
    size: usize,
}

/// Entries of an object whose values are not parsed yet.
#[derive(Default)]
struct Batch {
    entries: Vec<(String, Range<usize>)>,
    bytes: Vec<u8>,
}

/// Where a value ends, as far as it was looked at.
#[derive(Default)]
struct ValueScan {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

impl<R: Read> Pieces<R> {
    /// Begins to read a file; a mark of the byte order is skipped.
    pub(super) fn new(from: R) -> Option<Self> {
        Self::with_blocks(from, BLOCK)
    }

    /// Does so with blocks of a size in bytes.
    fn with_blocks(from: R, size: usize) -> Option<Self> {
        let mut pieces = Self { from, block: Vec::new(), at: 0, size };
        if pieces.peek()? == 0xEF {
            pieces.expect(0xEF)?;
            pieces.expect(0xBB)?;
            pieces.expect(0xBF)?;
        }
        Some(pieces)
    }

    /// Passes the keys of an object to `take`, each with what follows it: `take` consumes the value. `None` if it is no
    /// object or cannot be read.
    pub(super) fn each_key(&mut self, mut take: impl FnMut(String, &mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            return self.expect(b'}');
        }
        loop {
            let mut key = Vec::new();
            self.peek().filter(|first| *first == b'"')?;
            self.value(&mut key)?;
            self.expect(b':')?;
            take(parsed(&key).ok()?, self)?;
            match self.peek()? {
                b',' => self.expect(b',')?,
                _ => return self.expect(b'}'),
            }
        }
    }

    /// Parses the next value as a whole.
    pub(super) fn whole<T: DeserializeOwned>(&mut self) -> Option<T> {
        let mut bytes = Vec::new();
        self.value(&mut bytes)?;
        parsed(&bytes).ok()
    }

    /// Parses the entries of the next value in batches: `parse` makes something of each chunk, and `add` gets them in
    /// the file's order. A value without entries is skipped.
    pub(super) fn entries<T: DeserializeOwned + Send, P: Send>(
        &mut self,
        parse: impl Fn(Vec<(String, T)>) -> P + Sync,
        mut add: impl FnMut(P),
    ) -> Option<()> {
        if self.peek()? != b'{' {
            return self.whole::<IgnoredAny>().map(|_| ());
        }
        let mut batch = Batch::default();
        let size = self.size;
        self.each_key(|key, pieces| {
            let from = batch.bytes.len();
            pieces.value(&mut batch.bytes)?;
            batch.entries.push((key, from..batch.bytes.len()));
            if batch.bytes.len() < size {
                return Some(());
            }
            batch.parsed(&parse)?.into_iter().for_each(&mut add);
            batch.entries.clear();
            batch.bytes.clear();
            Some(())
        })?;
        batch.parsed(&parse)?.into_iter().for_each(add);
        Some(())
    }

    /// Skips the next value, if it is valid.
    pub(super) fn skip(&mut self) -> Option<()> {
        self.entries(|_: Vec<(String, IgnoredAny)>| (), |()| ())
    }

    /// Returns whether nothing but white space is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Returns the next byte that is no white space, without consuming it; `None` at the end, or if reading fails.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let rest = &self.block[self.at..];
            if let Some(skipped) = rest.iter().position(|byte| !byte.is_ascii_whitespace()) {
                self.at += skipped;
                return Some(self.block[self.at]);
            }
            self.refill()?;
        }
    }

    /// Consumes a byte, which must be the next one.
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.peek().filter(|next| *next == byte)?;
        self.at += 1;
        Some(())
    }

    /// Reads the next block in place of a consumed one; `None` at the end, or if reading fails.
    fn refill(&mut self) -> Option<()> {
        self.block.clear();
        self.at = 0;
        let limit = u64::try_from(self.size).unwrap_or(u64::MAX);
        let read = self.from.by_ref().take(limit).read_to_end(&mut self.block).ok()?;
        (read > 0).then_some(())
    }

    /// Consumes the next value and appends its bytes to `out`.
    fn value(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let first = self.peek()?;
        if !matches!(first, b'{' | b'[' | b'"') {
            return self.scalar(out);
        }
        let mut scan = ValueScan::default();
        loop {
            let rest = &self.block[self.at..];
            if let Some(end) = scan.end_in(rest) {
                out.extend_from_slice(&rest[..end]);
                self.at += end;
                return Some(());
            }
            out.extend_from_slice(rest);
            self.refill()?;
        }
    }

    /// Consumes a number or a word.
    fn scalar(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']' | b':');
        loop {
            let rest = &self.block[self.at..];
            let end = rest.iter().position(ends);
            out.extend_from_slice(&rest[..end.unwrap_or(rest.len())]);
            self.at += end.unwrap_or(rest.len());
            if end.is_some() || self.refill().is_none() {
                return Some(());
            }
        }
    }
}

impl ValueScan {
    /// Looks through the next bytes, and returns after how many of them the value ends, if it does.
    fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_text {
                at += self.text_in(&bytes[at..]);
            } else {
                match bytes[at] {
                    b'"' => self.in_text = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => {
                        at += 1;
                        continue;
                    }
                }
                at += 1;
            }
            if self.depth == 0 && !self.in_text {
                return Some(at);
            }
        }
        None
    }

    /// Looks through the bytes of a text, and returns how many of them belong to it, with the quote at its end.
    fn text_in(&mut self, bytes: &[u8]) -> usize {
        let mut at = usize::from(std::mem::take(&mut self.is_escaped));
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            at += found + 1;
            if bytes[at - 1] == b'"' {
                self.in_text = false;
                return at;
            }
            if at == bytes.len() {
                self.is_escaped = true;
                return at;
            }
            at += 1;
        }
        bytes.len()
    }
}

impl Batch {
    /// Parses the entries, chunk by chunk; `None` if one is not valid.
    fn parsed<T: DeserializeOwned + Send, P: Send>(
        &mut self,
        parse: &(impl Fn(Vec<(String, T)>) -> P + Sync),
    ) -> Option<Vec<P>> {
        let bytes = &self.bytes;
        let chunks = self.entries.par_chunks_mut(CHUNK).map(|chunk| {
            let entry = |entry: &mut (String, Range<usize>)| {
                Some((std::mem::take(&mut entry.0), parsed(&bytes[entry.1.clone()]).ok()?))
            };
            Some(parse(chunk.iter_mut().map(entry).collect::<Option<Vec<_>>>()?))
        });
        chunks.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// Reads a text with blocks of a size: the keys of the object with their values; those of `nodes` one by one.
    fn read(text: &str, size: usize) -> Option<Vec<(String, Value)>> {
        let mut found = Vec::new();
        let mut pieces = Pieces::with_blocks(text.as_bytes(), size)?;
        pieces.each_key(|key, pieces| match key.as_str() {
            "nodes" => pieces.entries(|chunk| chunk, |chunk| found.extend(chunk)),
            "skipped" => pieces.skip(),
            _ => pieces.whole().map(|value| found.push((key, value))),
        })?;
        pieces.is_at_end().then_some(found)
    }

    #[test]
    fn entries_are_found_whatever_the_size_of_the_blocks() {
        let nodes = json!({"a": {"text": "}]\"\\\\\" {", "list": [1, [2], {}]}, "b\"{": null, "ü": "\\"});
        let all = json!({"before": -1.5e3, "nodes": nodes, "skipped": {"x": ["]"]}, "after": "é\\\""});
        let expected: Vec<(String, Value)> = [("before".to_owned(), all["before"].clone())]
            .into_iter()
            .chain(nodes.as_object().unwrap().clone())
            .chain([("after".to_owned(), all["after"].clone())])
            .collect();
        let sorted = |mut entries: Vec<(String, Value)>| {
            entries.sort_by(|left, right| left.0.cmp(&right.0));
            entries
        };
        for text in [all.to_string(), format!("\u{feff} {all:#}\n")] {
            for size in 1..80 {
                assert_eq!(read(&text, size).map(sorted), Some(sorted(expected.clone())), "{size}");
            }
        }
    }

    #[test]
    fn what_is_no_object_or_broken_is_left_to_the_reader_of_whole_files() {
        for text in [
            "",
            "[]",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\": 1 2}",
            "{\"a\": 1,}",
            "{\"nodes\": {\"a\": {,}}}",
            "{\"skipped\": {\"a\": [1 2]}}",
            "{\"a\": 1} x",
            "{a: 1}",
        ] {
            assert_eq!(read(text, 7), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_none_is_read_that_is_not_json(text in "[{}\\[\\]\":,a1\\\\ ]{0,40}", size in 1_usize..20) {
            if read(&text, size).is_some() {
                prop_assert!(serde_json::from_str::<Value>(&text).is_ok());
            }
        }
    }
}
