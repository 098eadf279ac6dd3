//! How texts are split into words for the search, and in which search file each word is.
//!
//! `themes/default/on-demand/search-index.js` splits what people type in the same way, so [`split`] and [`shard`]
//! exist twice: `tests/browser/tokeniser.test.js` compares them. The script reads the stop words and the number of
//! letters from `search/index.json`. [`parts`] and [`suffixes`] find what is inside a word; only the written files
//! need them.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// The number of letters of a word that name its file.
pub(super) const LETTERS: usize = 2;
/// Stop words, which are everywhere and carry no meaning.
pub(super) const LEFT_OUT: &[&str] = &[
    "the", "and", "for", "of", "to", "in", "on", "by", "with", "from", "is", "are", "it", "its", "as", "at",
    "or", "that", "who", "what", "how", "where", "do", "does", "my", "most",
];
/// The longest run of a script without spaces that can be found from each of its letters.
const LONGEST_RUN: usize = 30;

/// A word of a text, and the separator before the next one.
struct TextPiece<'t> {
    word: &'t str,
    after: &'t str,
}

/// Returns the words of a text as they are searched for: without accents, in lower case, with at least two letters or
/// a digit. Signs that make a word are part of it: `c++`, `r&d`; a single letter and what follows its hyphen are one
/// word: `e-mail` is `email`. `split` of `search-index.js` does the same.
pub(super) fn split(text: &str) -> Vec<String> {
    let plain = lower(&without_marks(text));
    let mut pieces = pieces(&plain).into_iter().peekable();
    let mut words = Vec::new();
    while let Some(TextPiece { word, mut after }) = pieces.next() {
        let (mut whole, mut last) = (word.to_owned(), word);
        while let Some(next) = pieces.next_if(|next| {
            let is_short = letters(last) < 3 && letters(next.word) < 3;
            (after == "&" && is_short) || (whole == last && is_initial(last, after) && letters(next.word) > 1)
        }) {
            whole.extend(after.chars().filter(|sign| *sign == '&').chain(next.word.chars()));
            (last, after) = (next.word, next.after);
        }
        let signs: String = after.chars().take_while(|sign| matches!(sign, '+' | '#')).collect();
        let ends = after.len() > signs.len() || pieces.peek().is_none();
        if ends && signs.len() < 3 && letters(&whole) < 3 && !has_digit(&whole) {
            whole.push_str(&signs);
        }
        words.push(whole);
    }
    words.retain(|word| tells(word));
    words
}

/// Returns the words of a text and those inside them: the parts of `e-mail`, `head-count` as one word, the words of
/// `CustomerLifetimeValue`, and what is written in another script than what precedes it.
pub(super) fn parts(text: &str) -> BTreeSet<String> {
    let bare = without_marks(text);
    let pieces = pieces(&bare);
    let mut found: BTreeSet<String> = BTreeSet::new();
    for (at, piece) in pieces.iter().enumerate() {
        found.insert(lower(piece.word));
        found.extend(runs(piece.word, is_new_word).iter().map(|run| lower(run)));
        found.extend(runs(piece.word, is_other_script).iter().map(|run| lower(run)));
        // Not what an underscore joins: for the names of tables, this would double the number of words.
        let next = pieces.get(at + 1).filter(|_| is_hyphen(piece.after) && piece.after != "_");
        found.extend(next.map(|next| lower(&format!("{}{}", piece.word, next.word))));
    }
    found.extend(split(text));
    found.retain(|word| tells(word));
    found
}

/// Returns the suffixes of text in a script without spaces, from each letter: `基盤` in `顧客データ基盤`.
pub(super) fn suffixes(text: &str) -> BTreeSet<String> {
    let bare = without_marks(text);
    let mut found = BTreeSet::new();
    for run in pieces(&bare).iter().flat_map(|piece| runs(piece.word, is_spaced_otherwise)) {
        let is_spaced = run.starts_with(|letter| Script::of(letter) == Script::Spaced);
        if is_spaced || letters(&run) > LONGEST_RUN {
            continue;
        }
        // Korean syllables are decomposed into letters here: what begins with a vowel is not a word.
        let from = run.char_indices().filter(|(_, letter)| !matches!(letter, '\u{1160}'..='\u{11ff}'));
        found.extend(from.map(|(at, _)| lower(&run[at..])).filter(|word| tells(word)));
    }
    found
}

fn without_marks(text: &str) -> String {
    text.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter)).collect()
}

/// Converts to lower case, with one form for letters that have several: a sigma is the same letter at the end of a
/// word, because the end of a word is not known while it is typed.
fn lower(bare: &str) -> String {
    let mut plain = String::with_capacity(bare.len());
    for letter in bare.chars().flat_map(char::to_lowercase) {
        match letter {
            'ς' => plain.push('σ'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            other => plain.push(other),
        }
    }
    plain
}

fn pieces(text: &str) -> Vec<TextPiece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let next = behind.find(char::is_alphanumeric).unwrap_or(behind.len());
        pieces.push(TextPiece { word, after: &behind[..next] });
        rest = &behind[next..];
    }
    pieces
}

/// Splits a word into runs, cut before each letter for which `begins` holds, given all letters and its position.
fn runs(word: &str, begins: impl Fn(&[char], usize) -> bool) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut runs = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        if at > 0 && begins(&letters, at) {
            runs.push(String::new());
        }
        runs.last_mut().into_iter().for_each(|run| run.push(*letter));
    }
    runs
}

/// Whether a word in camel case begins here, or a number with several digits.
fn is_new_word(letters: &[char], at: usize) -> bool {
    let (before, letter, next) = (letters[at - 1], letters[at], letters.get(at + 1));
    let is_number = letter.is_numeric() && next.is_some_and(|next| next.is_numeric());
    (before.is_lowercase() && letter.is_uppercase())
        || (before.is_uppercase() && letter.is_uppercase() && next.is_some_and(|next| next.is_lowercase()))
        || (before.is_alphabetic() && is_number)
}

fn is_other_script(letters: &[char], letter: usize) -> bool {
    Script::of(letters[letter - 1]) != Script::of(letters[letter])
}

fn is_spaced_otherwise(letters: &[char], letter: usize) -> bool {
    (Script::of(letters[letter - 1]) == Script::Spaced) != (Script::of(letters[letter]) == Script::Spaced)
}

/// A script that is written without spaces between words, or any other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Hiragana,
    Katakana,
    Han,
    Hangul,
    Southeast,
    Spaced,
}

impl Script {
    fn of(letter: char) -> Self {
        match letter {
            '\u{3041}'..='\u{309f}' => Self::Hiragana,
            '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Self::Katakana,
            '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Self::Han,
            '\u{20000}'..='\u{3ffff}' => Self::Han,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318f}' | '\u{ac00}'..='\u{d7ff}' => Self::Hangul,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Self::Southeast,
            _ => Self::Spaced,
        }
    }
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

fn has_digit(word: &str) -> bool {
    word.chars().any(char::is_numeric)
}

fn tells(word: &str) -> bool {
    (letters(word) > 1 || has_digit(word)) && !LEFT_OUT.contains(&word)
}

fn is_hyphen(between: &str) -> bool {
    matches!(between, "-" | "_" | "\u{2010}" | "\u{2011}")
}

/// Whether a word is one letter that a hyphen joins to the next word.
fn is_initial(word: &str, after: &str) -> bool {
    is_hyphen(after) && letters(word) == 1 && !has_digit(word)
}

/// Returns the file that a word is in: its first letters, made safe for a file name. A whole name of several words
/// is in the file of its first word. `shard` of `search-index.js` does the same.
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
        assert_eq!(split("STRASSE Straße Øresund Łódź"), ["strasse", "strasse", "oresund", "lodz"]);
    }

    #[test]
    fn symbols_that_belong_to_a_word_are_kept() {
        assert_eq!(split("C++ telemetry, C# and F#"), ["c++", "telemetry", "c#", "f#"]);
        assert_eq!(split("R&D spend, P&L, AT&T"), ["r&d", "spend", "p&l", "at&t"]);
        assert_eq!(split("a+b; sales&marketing; #data; 18+"), ["sales", "marketing", "data", "18"]);
    }

    #[test]
    fn a_single_letter_and_its_hyphenated_word_are_one_word() {
        assert_eq!(split("E-mail e_mail email"), ["email", "email", "email"]);
        assert_eq!(split("R&D-team of 3-4, l'été"), ["r&d", "team", "3", "4", "ete"]);
    }

    #[test]
    fn parts_of_compound_words_are_found() {
        let found = |text| parts(text).into_iter().collect::<Vec<_>>();
        assert_eq!(
            found("CustomerLifetimeValue"),
            ["customer", "customerlifetimevalue", "lifetime", "value"]
        );
        assert_eq!(found("e-mail"), ["email", "mail"]);
        assert_eq!(found("Head-count"), ["count", "head", "headcount"]);
        assert_eq!(found("fct_orders"), ["fct", "orders"]);
        assert_eq!(found("HTTPServer2024 v2"), ["2024", "http", "httpserver2024", "server", "v2"]);
        assert_eq!(found("GDPR対応"), ["gdpr", "gdpr対応", "対応"]);
    }

    #[test]
    fn text_without_spaces_is_found_from_each_letter() {
        let found = suffixes("顧客データ基盤 plain");
        for word in ["データ", "基盤", "客テ"] {
            let word = split(word).concat();
            assert!(found.iter().any(|token| token.starts_with(&word)), "{word} in {found:?}");
        }
        assert_eq!(suffixes("고객데이터").len(), 5, "one suffix per syllable");
        assert!(suffixes(&"日".repeat(2_000)).is_empty());
    }

    #[test]
    fn every_word_has_a_shard_with_a_valid_file_name() {
        let names: BTreeSet<String> =
            ["revenue", "é", "日本語", "x", "..", "a/b"].iter().map(|word| shard(word)).collect();
        assert!(
            names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')),
            "{names:?}"
        );
    }
}
