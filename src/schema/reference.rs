//! The reference page of every key, in Markdown: a section for each kind of file, with a table for each mapping
//! in it, and the kinds of values at the end.

use super::kinds;
use crate::model::capitalised;
use crate::read::document::{DocumentDeclaration, KeyDeclaration, Single, ValueShape, without_article};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A mapping with keys of its own, and its path.
struct MappingSection {
    document: DocumentDeclaration,
    /// The path of its key in the file, or of several keys; empty for the file itself.
    path: String,
    heading: String,
}

/// A section of the page.
struct ReferenceSection {
    heading: String,
    parts: Vec<MappingSection>,
}

/// Returns the page, in Markdown.
#[must_use]
pub(crate) fn reference() -> String {
    let sections = sections();
    let headings: BTreeMap<&str, &str> = sections
        .iter()
        .flat_map(|section| &section.parts)
        .map(|part| (part.document.name, part.heading.as_str()))
        .collect();
    let mut page = INTRODUCTION.to_owned();
    for section in &sections {
        line(&mut page, &format!("- [{}](#{})", section.heading, anchor(&section.heading)));
    }
    line(&mut page, "- [Words](#words): what words such as `draft` or `freshness` mean");
    line(&mut page, "- [Values](#values): how durations, days, ids and so on are written");
    let mut singles = BTreeMap::new();
    for section in &sections {
        line(&mut page, &format!("\n## {}", section.heading));
        for part in &section.parts {
            if part.heading != section.heading {
                line(&mut page, &format!("\n### {}", part.heading));
            }
            line(&mut page, &format!("\n{}\n", part.document.about));
            line(&mut page, "| key | meaning | value | example |\n| --- | --- | --- | --- |");
            for key in &part.document.keys {
                let name = format!("`{}`", key.name);
                let name = if key.is_required { format!("**{name}**") } else { name };
                line(&mut page, &row(&name, key, &headings));
                self::singles(&key.shape, &mut singles);
            }
            if let Some(free) = &part.document.free_key {
                line(&mut page, &row(&format!("any {}", free.name), free, &headings));
                self::singles(&free.shape, &mut singles);
            }
        }
    }
    let (words, values): (Vec<&Single>, Vec<&Single>) =
        singles.values().partition(|single| single.about.is_empty());
    line(&mut page, "\n## Words");
    for vocabulary in words {
        line(&mut page, &format!("\n### {}", capitalised(without_article(vocabulary.name))));
        line(&mut page, "\n| word | meaning |\n| --- | --- |");
        let of = |key: &str| vocabulary.schema[key].as_array().cloned().unwrap_or_default();
        for (word, meaning) in of("enum").iter().zip(of("enumDescriptions")) {
            let text = |json: &serde_json::Value| json.as_str().unwrap_or_default().to_owned();
            line(&mut page, &format!("| `{}` | {} |", text(word), text(&meaning)));
        }
    }
    line(&mut page, "\n## Values\n\n| value | how it is written | examples |\n| --- | --- | --- |");
    for single in values {
        let examples: Vec<String> = single.examples.iter().map(|example| format!("`{example}`")).collect();
        line(&mut page, &format!("| {} | {} | {} |", single.name, single.about, examples.join(", ")));
    }
    page
}

const INTRODUCTION: &str = "\
# Every key of every file

What may be written in the files of a catalog. Keys in bold are required; all others may be missing. A mapping that may
also be written in short, as a single value, has both under *value*. Where keys are listed, those that begin with `x-`
are your own: Glassbox ignores them. Any other key is an error, which `glassbox check` reports with its place.

This page is written by `glassbox schema --reference`, from the declarations by which Glassbox reads the files. The
[example catalog](../example-catalog) shows them in use; `glassbox schema --write schemas` writes the same for editors.

";

/// Returns the kinds of files with their parts; parts that several of them share come last.
fn sections() -> Vec<ReferenceSection> {
    let files: Vec<(String, DocumentDeclaration)> = kinds()
        .map(|kind| (format!("{}: `{}`", kind.about.title, kind.about.files), (kind.keys)()))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, document) in &files {
        let inside: BTreeSet<&str> = nested(document, "").iter().map(|(document, _)| document.name).collect();
        inside.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let of_file: BTreeSet<&str> = files.iter().map(|(_, document)| document.name).collect();
    let mut common: BTreeMap<&str, MappingSection> = BTreeMap::new();
    let mut sections = Vec::new();
    for (heading, document) in &files {
        let mut parts = vec![MappingSection {
            document: document.clone(),
            path: String::new(),
            heading: heading.clone(),
        }];
        for (inner, path) in nested(document, "") {
            let known = parts.iter_mut().find(|part| part.document.name == inner.name);
            match known {
                Some(part) if part.path.is_empty() => continue,
                Some(part) => {
                    part.path = format!("{}`, `{path}", part.path);
                    continue;
                }
                None if of_file.contains(inner.name) => continue,
                None => {}
            }
            let (name, is_common) = (inner.name, counts.get(inner.name).is_some_and(|count| *count > 1));
            let part = MappingSection { heading: title(&inner), document: inner, path };
            if is_common {
                common.insert(name, part);
            } else {
                parts.push(part);
            }
        }
        let titles: Vec<String> = parts.iter().map(|part| title(&part.document)).collect();
        for part in parts.iter_mut().skip(1) {
            let own = title(&part.document);
            // Two forms of one thing are distinguished by their names in programs.
            let is_alone = titles.iter().filter(|title| **title == own).count() == 1;
            let named = if is_alone { own } else { in_words(part.document.name) };
            part.heading = format!("{named}: `{}`", part.path);
        }
        sections.push(ReferenceSection { heading: heading.clone(), parts });
    }
    sections.push(ReferenceSection {
        heading: "Parts of several files".to_owned(),
        parts: common.into_values().collect(),
    });
    sections
}

/// Returns each mapping inside a document, with the path of its key.
fn nested(document: &DocumentDeclaration, path: &str) -> Vec<(DocumentDeclaration, String)> {
    let within_key = |key: &KeyDeclaration| {
        let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
        within(&key.shape, &path)
    };
    document.keys.iter().flat_map(within_key).collect()
}

fn within(shape: &ValueShape, path: &str) -> Vec<(DocumentDeclaration, String)> {
    match shape {
        ValueShape::Single(_) | ValueShape::Reference(_) => Vec::new(),
        ValueShape::Document(document) => {
            let inside = nested(document, path);
            [(document.clone(), path.to_owned())].into_iter().chain(inside).collect()
        }
        ValueShape::List(inner)
        | ValueShape::OneOrMore(inner)
        | ValueShape::Entries { values: inner, .. } => within(inner, path),
        ValueShape::Either(shapes) => shapes.iter().flat_map(|shape| within(shape, path)).collect(),
    }
}

/// Returns a row of the table of keys.
fn row(name: &str, key: &KeyDeclaration, headings: &BTreeMap<&str, &str>) -> String {
    let mut value = describe(&key.shape, headings);
    if let Some(default) = &key.default {
        let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        let _ = write!(value, "; `{default}` if missing");
    }
    let example = key.example.or(match &key.shape {
        ValueShape::Single(single) => single.examples.first().copied(),
        _ => None,
    });
    let example = example.map_or_else(String::new, |example| match key.shape {
        ValueShape::List(_) => format!("`[{example}]`"),
        _ => format!("`{example}`"),
    });
    format!("| {name} | {} | {value} | {example} |", key.about)
}

/// Returns what may be written, for people.
fn describe(shape: &ValueShape, headings: &BTreeMap<&str, &str>) -> String {
    match shape {
        ValueShape::Single(single) if single.about.is_empty() => {
            let words = single.schema["enum"].as_array().into_iter().flatten().filter_map(|one| one.as_str());
            words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        ValueShape::Single(single) => single.name.to_owned(),
        ValueShape::Reference(reference) => reference.target.what().to_owned(),
        ValueShape::Document(document) => {
            let heading = headings.get(document.name).copied().unwrap_or_default();
            let what = heading.split(": `").next().unwrap_or_default();
            let mut letters = what.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
            format!("[{first}{}](#{})", letters.as_str(), anchor(heading))
        }
        ValueShape::List(inner) => format!("list: {}", describe(inner, headings)),
        ValueShape::OneOrMore(inner) => format!("{}, or a list", describe(inner, headings)),
        ValueShape::Entries { keys, values } => {
            let keys = keys.map_or("name", |keys| keys.target.what());
            format!("mapping: {keys} → {}", describe(values, headings))
        }
        ValueShape::Either(shapes) => {
            let shapes: Vec<String> = shapes.iter().map(|shape| describe(shape, headings)).collect();
            shapes.join(" or ")
        }
    }
}

/// Collects the kinds of single values in a shape, by their names.
fn singles(shape: &ValueShape, found: &mut BTreeMap<String, Single>) {
    match shape {
        ValueShape::Single(single) => {
            // The longest list of words is the whole vocabulary.
            let length = |single: &Single| single.schema["enum"].as_array().map_or(0, Vec::len);
            let name = single.name.to_lowercase();
            if found.get(&name).is_none_or(|known| length(known) < length(single)) {
                found.insert(name, single.clone());
            }
        }
        ValueShape::Reference(_) | ValueShape::Document(_) => {}
        ValueShape::List(inner)
        | ValueShape::OneOrMore(inner)
        | ValueShape::Entries { values: inner, .. } => {
            singles(inner, found);
        }
        ValueShape::Either(shapes) => shapes.iter().for_each(|shape| singles(shape, found)),
    }
}

fn title(document: &DocumentDeclaration) -> String {
    capitalised(document.what_in_short())
}

/// Returns `SelectedAssets` as `Selected assets`.
fn in_words(name: &str) -> String {
    let mut words = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_uppercase() {
            words.push(' ');
        }
        words.extend(if at > 0 { letter.to_lowercase().collect::<Vec<_>>() } else { vec![letter] });
    }
    words
}

/// Returns the anchor of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() }).collect()
}

fn line(page: &mut String, text: &str) {
    page.push_str(text);
    page.push('\n');
}
