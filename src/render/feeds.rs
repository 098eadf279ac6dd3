//! Tables, calendars and feeds in the formats that other programs read.

use crate::lineage::escaped;
use crate::site::page::Table;
use crate::site::page::{Calendar, Feed};
use std::fmt::Write as _;

/// Writes a table as specified by RFC 4180.
pub(super) fn csv(table: &Table) -> String {
    let mut text = table.columns.join(",");
    text.push_str("\r\n");
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Returns a cell, quoted if necessary; never one that a spreadsheet would interpret as a formula.
fn quoted(cell: &str) -> String {
    let cell = match cell.starts_with(['=', '+', '-', '@', '\t']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    match cell.contains([',', '"', '\n', '\r', '\'']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

/// Writes `roadmap.ics` as specified by RFC 5545.
pub(super) fn calendar(file: &Calendar) -> String {
    let mut text = String::new();
    let mut line = |content: &str| folded(content, &mut text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Glassbox//Roadmap//EN");
    line(&format!("X-WR-CALNAME:{}", plain(&file.title)));
    for date in &file.dates {
        let next = date.day.tomorrow().unwrap_or(date.day);
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@glassbox", plain(&date.uid)));
        line(&format!("DTSTAMP:{}", file.stamp));
        line(&format!("DTSTART;VALUE=DATE:{}", date.day.strftime("%Y%m%d")));
        line(&format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")));
        line(&format!("SUMMARY:{}", plain(&date.title)));
        line(&format!("DESCRIPTION:{}", plain(&date.description)));
        if let Some(url) = &date.url {
            line(&format!("URL:{url}"));
        }
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// Removes the control characters that are allowed neither in a calendar nor in XML.
fn without_controls(text: &str) -> String {
    let is_shown = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t');
    text.chars().filter(is_shown).collect()
}

/// Escapes a text as a value of a calendar.
fn plain(text: &str) -> String {
    let text = without_controls(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.trim().replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

/// Adds a line, folded after 75 bytes as the standard requires, never within a letter.
fn folded(content: &str, text: &mut String) {
    const LONGEST: usize = 74;
    let mut length = 0;
    for letter in content.chars() {
        if length + letter.len_utf8() > LONGEST {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text.push_str("\r\n");
}

/// Writes `feed.xml` as specified by RFC 4287 (Atom).
pub(super) fn atom(feed: &Feed) -> String {
    let base = feed.base_url.as_deref().unwrap_or_default();
    let escaped = |text: &str| escaped(&without_controls(text));
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    // The feed of everything keeps the id that it has always had.
    let part = feed
        .path
        .strip_suffix("/feed.xml")
        .map_or(String::new(), |part| format!(":{}", part.replace('/', ":")));
    let id = match base.is_empty() {
        true => format!("urn:glassbox:feed{}", escaped(&part)),
        false => escaped(&format!("{base}{}", feed.path)),
    };
    // Without an address, links are relative to the feed.
    let root = if base.is_empty() { "../".repeat(feed.path.matches('/').count()) } else { base.to_owned() };
    let updated = feed.entries.first().map_or(&feed.as_of, |entry| &entry.date);
    let _ = writeln!(
        text,
        "<title>{}</title>\n<id>{id}</id>\n<updated>{updated}T00:00:00Z</updated>",
        escaped(&feed.title)
    );
    if !base.is_empty() {
        let _ = writeln!(text, "<link rel=\"self\" href=\"{id}\"/>\n<link href=\"{}\"/>", escaped(base));
    }
    let _ = writeln!(text, "<author><name>{}</name></author>", escaped(&feed.title));
    for entry in &feed.entries {
        let page = entry.path.strip_suffix("index.html").filter(|_| !base.is_empty()).unwrap_or(&entry.path);
        let _ = writeln!(
            text,
            "<entry><title>{}</title><id>{}</id><updated>{}T00:00:00Z</updated><link href=\"{}{}\"/><summary>{}</summary></entry>",
            escaped(&entry.title),
            escaped(&entry.id),
            entry.date,
            escaped(&root),
            escaped(page),
            escaped(&entry.text)
        );
    }
    text.push_str("</feed>\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::page::{DueDate, FeedEntry};

    #[test]
    fn csv_cells_are_quoted_and_cannot_be_formulas() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
    }

    #[test]
    fn a_calendar_folds_long_lines_and_escapes_text() {
        let file = Calendar {
            title: "Plan".to_owned(),
            stamp: "20261121T040000Z".to_owned(),
            dates: vec![DueDate {
                uid: "a/b".to_owned(),
                day: "2026-12-31".parse().unwrap(),
                title: "Ü, due; now".to_owned(),
                description: "ä".repeat(100),
                url: None,
            }],
        };
        let text = calendar(&file);
        assert!(text.contains("SUMMARY:Ü\\, due\\; now\r\n"));
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    }

    #[test]
    fn a_feed_escapes_text_and_has_its_own_address() {
        let entry = FeedEntry {
            date: "2026-10-14".to_owned(),
            id: "urn:x".to_owned(),
            title: "A & B".to_owned(),
            text: "<b>".to_owned(),
            path: "products/a/index.html".to_owned(),
        };
        let text = atom(&Feed {
            path: "feed.xml".to_owned(),
            as_of: "2026-11-21".to_owned(),
            title: "T".to_owned(),
            base_url: Some("https://x.example/".to_owned()),
            entries: vec![entry],
        });
        assert!(
            text.contains("<title>A &amp; B</title>")
                && text.contains("href=\"https://x.example/products/a/\"")
                && text.contains("&lt;b&gt;")
        );
    }
}
