//! Messages about YAML that means something else than intended: characters that are special at
//! the beginning of a text or inside it, unclosed quotes and brackets, lines in the wrong column.

use glassbox::internals::Diagnostic;
use glassbox::internals::{FileId, Span};
use glassbox::internals::{Node, NodeKind, parse};
use proptest::prelude::*;

fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    (parse(FileId(0), text, &mut found), found)
}

/// A file and all the help given with it, or nothing.
const TOLD: &[(&str, &str)] = &[
    // An unintended comment.
    ("a: [{b: #data}]", "`#` begins a comment; put quotes around it: `\"#data\"`"),
    ("a: [x, #y]\nb: c", "`#` begins a comment; put quotes around it: `\"#y\"`"),
    ("a: [#x, y]", "`#` begins a comment; put quotes around it: `\"#x\"`"),
    ("a: [\n  {b: #x},\n  {b: y}\n]", "`#` begins a comment; put quotes around it: `\"#x\"`"),
    ("a: {b: #c}\nd: e", "`#` begins a comment; put quotes around it: `\"#c\"`"),
    ("a: #data", "`#` begins a comment; put quotes around it: `\"#data\"`"),
    ("a:\n  - #data\n  - b", "`#` begins a comment; put quotes around it: `\"#data\"`"),
    (
        "a: [b, c # d]\ne: f",
        "`#` begins a comment after a space; put quotes around text that contains it, as in `\"c # d\"`",
    ),
    (
        "a: We are #1",
        "put quotes around text that contains ` #`, as in `\"We are #1\"`, or a space after the `#` of a comment",
    ),
    (
        "a: \"b\"#c",
        "`#` begins a comment only after a space: add a space before it, or put it inside the quotes",
    ),
    ("a: b # a comment", ""),
    ("a: \"b\" #c", ""),
    ("a: # a comment\n  b: c", ""),
    ("a: #comment\n  b: c", ""),
    ("a: [b, #c\n  d]", ""),
    ("a: |\n  We are #1", ""),
    ("a: C#", ""),
    // Characters that no text can begin with, or that have another meaning at its beginning.
    ("a: @data", "nothing can begin with `@`: put quotes around it, as in `\"@data\"`"),
    ("a: [@b, c]", "nothing can begin with `@`: put quotes around it, as in `\"@b\"`"),
    ("@a: b", "nothing can begin with `@`: put quotes around it, as in `\"@a\"`"),
    ("a: `b`", "nothing can begin with a backtick: put quotes around it"),
    ("a: %5", "nothing can begin with `%`: put quotes around it, as in `\"%5\"`"),
    ("%a: b\n", "nothing can begin with `%`: put quotes around it"),
    ("a: &b", "put quotes around text that begins with `&`, as in `\"&b\"`"),
    ("a: &B partners", "put quotes around text that begins with `&`, as in `\"&B partners\"`"),
    ("a: & co", "put quotes around text that begins with `&`, as in `\"& co\"`"),
    ("a: &x 1\nb: *x", ""),
    (
        "a: *b",
        "`*b` repeats a value that is marked with `&b` further up, and none is; put quotes around text that begins with `*`, as in `\"*b\"`",
    ),
    ("a: [*.sql]", "put quotes around text that begins with `*`, as in `\"*.sql\"`"),
    ("a: **b** c", "put quotes around text that begins with `*`, as in `\"**b** c\"`"),
    ("a: !important note", "put quotes around text that begins with `!`, as in `\"!important note\"`"),
    ("a: [!b]", "put quotes around text that begins with `!`, as in `\"!b\"`"),
    ("a: !!str 5", ""),
    (
        "a: |b",
        "`|` begins a text on the lines below it: put quotes around text that begins with `|`, as in `\"|b\"`, or begin it on the next line",
    ),
    (
        "a: >=6h",
        "`>` begins a text on the lines below it: put quotes around text that begins with `>`, as in `\">=6h\"`, or begin it on the next line",
    ),
    ("a: [>6h]", "nothing can begin with `>`: put quotes around it, as in `\">6h\"`"),
    ("a: [Draft] b", "put quotes around text that begins with `[`, as in `\"[Draft] b\"`"),
    ("a: {b} c", "put quotes around text that begins with `{`, as in `\"{b} c\"`"),
    ("a: {{ b }}", "put quotes around text that begins with `{`"),
    ("a: {% b %}", "put quotes around text that begins with `{`, as in `\"{% b %}\"`"),
    ("a: ]b", "nothing can begin with `]`: put quotes around it, as in `\"]b\"`"),
    ("a: ,b", "nothing can begin with `,`: put quotes around it, as in `\",b\"`"),
    ("a: ? b", "put quotes around text that begins with `?`, as in `\"? b\"`"),
    (
        "a: - b",
        "begin a list on a line of its own, or put quotes around text that begins with `- `, as in `\"- b\"`",
    ),
    // Colons.
    ("a: b: c", "put quotes around a value that contains `: `, as in `\"b: c\"`"),
    ("a: b \"c\": d", "put quotes around a value that contains `: `, as in `'b \"c\": d'`"),
    ("a: b:", "put quotes around a value that contains `: `, as in `\"b:\"`"),
    ("a: é: ü", "put quotes around a value that contains `: `, as in `\"é: ü\"`"),
    ("a: {b: c: d}", "put quotes around a value that contains `: `, as in `\"c: d\"`"),
    ("a: [b: c: d]", "put quotes around a value that contains `: `, as in `\"b: c: d\"`"),
    ("a: b\n  and c: d", "put quotes around a text that goes on in another line and holds `: `"),
    (
        "a: b\n  c: d",
        "begin `c` in the same column as the key above, which has its value; or put quotes around a text that goes on in another line and holds `: `",
    ),
    ("a: b\n  - c: d", "the key above has a value in its own line: a list can only follow without it"),
    ("a:\n  b:c\n  d: e", "put a space after the `:` of `b:` in the line above"),
    ("a: b\nc:d\n", "put a space after the `:` of `c:`"),
    ("a: http://x:80/y#z", ""),
    ("a: 12:30", ""),
    // Quotes.
    (
        "a: \"b\nc: d",
        "close the `\"` at the end of the text; around text that begins with `\"` put single quotes",
    ),
    (
        "a: \"b\nc: \"d\"",
        "close the `\"` at the end of the text; around text that begins with `\"` put single quotes",
    ),
    (
        "a: 'tis\nb: c",
        "close the `'` at the end of the text; around text that begins with `'` put double quotes",
    ),
    ("a: ['b]\n", "close the `'` at the end of the text; around text that begins with `'` put double quotes"),
    ("a: 'it's'", "put double quotes around text that holds `'`, or write `''` for each of them inside"),
    (
        "a: \"b \"c\"\"",
        "put single quotes around text that holds `\"`, or write `\\\"` for each of them inside",
    ),
    ("a: \"b\" c", "the `\"` must be at both ends of the value, with nothing after the second one"),
    ("a: \"b\", \"c\"", "put brackets around a list: `[\"b\", \"c\"]`"),
    ("a: [\"b\" \"c\"]", "put a comma between the items"),
    (
        "a: \"C:\\data\"",
        "`\\` has a meaning of its own in double quotes: write `\\\\`, or put single quotes around the text",
    ),
    ("a: it's", ""),
    // Brackets.
    ("a: [b, c", "close the `[` with `]`"),
    ("a: [b, c\nd: e", "close the `[` with `]`, or put a comma at the end of the line above"),
    ("a: {b: c\nd: e", "close the `{` with `}`, or put a comma at the end of the line above"),
    ("a: {\"b\":\"x #}\"", "close the `{` with `}`"),
    ("a: {\"b\": \"x #}\"", "close the `{` with `}`"),
    ("a: {'b':'x #'}", ""),
    ("a: [b}", "close the `[` with `]` before the `}`"),
    ("a: [b]]", "this `]` closes nothing: remove it, or put quotes around the text"),
    ("a: [b,, c]", "something is missing before this comma: remove it, or put quotes around the text"),
    ("a: b [c", ""),
    // Columns and tabs.
    ("a:\n   b: c\n  d: e", "begin the line in the same column as the keys or items that it belongs to"),
    ("a:\n  - b\n c: d", "begin the line in the same column as the keys or items that it belongs to"),
    ("a:\n - b\n -c", "put a space after the `-` that begins an item"),
    ("a:\n\tb: c", "indent with spaces"),
    ("a: b\n\tc", "indent with spaces"),
    ("a: b\njust text\n", "write `key: value`, or indent the line deeper if it goes on with the text above"),
    ("a: b\n<<<<<<< HEAD\nc: d\n", "a merge left its markers (`<<<<<<<`): keep one of the two sides"),
];

#[test]
fn every_special_character_gets_the_right_help() {
    let mut wrong = Vec::new();
    for (text, help) in TOLD {
        for text in
            [(*text).to_owned(), format!("first: line\n{text}\n"), text.replace('\n', "\r\n") + "\r\n"]
        {
            let (_, found) = read(&text);
            let told: Vec<&str> = found.iter().flat_map(|one| &one.help).map(String::as_str).collect();
            let right: Vec<&str> = Some(*help).into_iter().filter(|help| !help.is_empty()).collect();
            if told != right {
                wrong.push(format!("{text:?} is told\n  {told:?} and not\n  {help:?}"));
            }
            if help.is_empty() && !found.is_empty() {
                wrong.push(format!("{text:?} is fine, but {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Collects every place that a file's values and faults point at.
/// What `<<` merges is elsewhere in the file, but the mapping is where it is written.
#[test]
fn a_mapping_with_merged_entries_is_where_it_is_written() {
    for merged in ["a: &x\n  b: c\nd:\n  <<: *x\n", "a: &x\n  b: c\nd:\n  e: f\n  <<: *x\n"] {
        let (node, _) = read(merged);
        let Some(Node { kind: NodeKind::Mapping(entries), .. }) = node else { panic!("{merged}") };
        let span = entries[1].value.span;
        let written = &merged[span.start as usize..span.end as usize];
        assert_eq!(written, merged.split_once("d:\n  ").unwrap().1.trim_end(), "{merged}");
    }
}

fn places(node: &Node, places: &mut Vec<Span>) {
    places.push(node.span);
    match &node.kind {
        NodeKind::Null | NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => items.iter().for_each(|item| self::places(item, places)),
        NodeKind::Mapping(entries) => {
            for entry in entries {
                places.push(entry.key.span);
                self::places(&entry.value, places);
            }
        }
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let (node, found) = read(text);
    let mut all: Vec<Span> = found.iter().flat_map(|one| &one.labels).map(|label| label.span).collect();
    node.iter().for_each(|node| places(node, &mut all));
    for span in all {
        let (start, end) = (span.start as usize, span.end as usize);
        prop_assert!(start <= end && end <= text.len(), "{span:?} of {} bytes in {text:?}", text.len());
        prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{span:?} in {text:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_panic_and_every_span_is_inside_it(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn no_yaml_like_text_makes_the_parser_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "a", "é", "日本", "🦀", ": ", ":", "- ", "-", "\n", "\n  ", "\n\t", "\r\n", " ", "[", "]", "{", "}", ", ", ",",
                "#", " #", "\"", "'", "&a", "*a", "!", "!!str ", "|", ">", "|\n  ", "%", "@", "`", "? ", "<<: ", "---\n", "...\n",
                "\\", "~", "\u{a0}", "\u{2028}", "\u{feff}", "\u{0}", "\u{85}",
            ]),
            0..24,
        )
    ) {
        check(&pieces.concat())?;
    }
}
