//! How texts are split into the words that are searched for, and in which file of the search each word is.
//!
//! `themes/default/on-demand/search-index.js` does the same with what somebody types, so that [`split`] and
//! [`shard`] exist twice: `tests/browser/tokeniser.test.js` holds each against the other. Which words are left
//! out, and how many letters count, the script reads from `search/index.json`.

use unicode_normalization::UnicodeNormalization as _;

/// How many letters of a word name its file.
pub(super) const LETTERS: usize = 2;
/// Words that stand everywhere and tell nothing.
pub(super) const LEFT_OUT: &[&str] = &[
    "the", "and", "for", "of", "to", "in", "on", "by", "with", "from", "is", "are", "it", "its", "as", "at",
    "or", "that", "who", "what", "how",
];

/// The words of a text as they are searched for: without accents, in lower case, two letters or more, or a
/// digit. `split` of `search-index.js` does the same.
pub(super) fn split(text: &str) -> Vec<String> {
    let plain: String = text
        .nfd()
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        // A sigma is the same letter at the end of a word, which is not known of what is being typed.
        .map(|letter| if letter == 'ς' { 'σ' } else { letter })
        .collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    let tells = |word: &&str| word.chars().count() > 1 || word.chars().any(char::is_numeric);
    words.filter(tells).filter(|word| !LEFT_OUT.contains(word)).map(str::to_owned).collect()
}

/// The file that a word is in: its first letters, fit for the name of a file. A whole name of several words is
/// where its first word is. `shard` of `search-index.js` does the same.
pub(super) fn shard(word: &str) -> String {
    let mut name = String::new();
    for letter in word.chars().take_while(|letter| *letter != ' ').take(LETTERS) {
        match letter {
            'a'..='z' | '0'..='9' => name.push(letter),
            other => name.push_str(&format!("_{:x}", other as u32)),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_are_compared_without_accents_and_case() {
        assert_eq!(
            split("Übersicht: fct_orders_v2 (Ça va?)"),
            ["ubersicht", "fct", "orders", "v2", "ca", "va"]
        );
        assert_eq!(split("The cost of it"), ["cost"]);
        assert_eq!(split("Team 3 a"), ["team", "3"]);
        assert_eq!(split("ΟΔΟΣ οδος"), ["οδοσ", "οδοσ"]);
    }

    #[test]
    fn every_word_has_a_file_that_can_be_named() {
        let names: BTreeSet<String> =
            ["revenue", "é", "日本語", "x", "..", "a/b"].iter().map(|word| shard(word)).collect();
        assert!(
            names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')),
            "{names:?}"
        );
    }
}
