//! How much space texts take, without access to a font, and how long ones are wrapped.
//!
//! Widths are those of the widest common sans-serif face (DejaVu Sans), by classes of letters: a text that is
//! narrower than its space looks fine, one that is wider does not.

use super::{FigureNode, Placed};

/// The font size of the label, and of the second line, in CSS pixels.
pub(super) const LABEL: f64 = 13.5;
pub(super) const DETAIL: f64 = 11.5;
/// The line height.
pub(super) const LINE: f64 = 17.0;
/// Space between a box's sides and its text.
pub(super) const INSET: f64 = 14.0;
const NARROWEST: f64 = 136.0;

/// How large a box may become for its text.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// The greatest width, in CSS pixels.
    widest: f64,
    /// The number of lines of a label.
    lines: usize,
    /// Whether the second line may be cut; otherwise one that does not fit is left out.
    cuts_detail: bool,
}

impl Limits {
    /// What a drawing has room for, as a rule.
    pub(super) const ROOMY: Self = Self { widest: 232.0, lines: 2, cuts_detail: true };
    /// For a drawing of so many columns that they would not fit on a screen.
    pub(super) const NARROW: Self = Self { widest: 168.0, lines: 3, cuts_detail: false };
}

/// The width of the second line's letters relative to bold ones.
const NOT_BOLD: f64 = 0.9;
/// The space for a status mark and its word beside the second line.
const MARK: f64 = 74.0;

/// The size of a box and the lines of its label.
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    lines: Vec<String>,
    detail: String,
}

impl Size {
    /// Returns the box without a position yet.
    pub(super) fn placed(&self) -> Placed {
        Placed {
            x: 0.0,
            y: 0.0,
            width: self.width,
            height: self.height,
            lines: self.lines.clone(),
            detail: self.detail.clone(),
            looped: false,
        }
    }
}

/// Returns the size that a box needs within the limits.
pub(super) fn size(node: &FigureNode, limits: Limits) -> Size {
    let label = clean(&node.label);
    let mark = if node.status.is_some() { MARK } else { 0.0 };
    let detail = clean(&node.detail);
    let wanted = width(&label, LABEL).max(detail_width(&detail) + mark);
    let box_width = (wanted + 2.0 * INSET).clamp(NARROWEST, limits.widest).ceil();
    let room = box_width - 2.0 * INSET;
    let lines = wrapped(&label, room, limits.lines);
    let fits = limits.cuts_detail || detail_width(&detail) + mark <= room;
    let detail = if fits { detail } else { String::new() };
    let (detail, _) = first_line(&detail, (room - mark) * LABEL / (DETAIL * NOT_BOLD), true);
    let second = if node.detail.is_empty() && node.status.is_none() { 0.0 } else { LINE };
    let height = 20.0 + lines.len().max(1) as f64 * LINE + second;
    Size { width: box_width, height, lines, detail }
}

/// Returns a text on one line, without control characters.
pub(super) fn clean(text: &str) -> String {
    let visible = |letter: char| if letter.is_control() { ' ' } else { letter };
    let text: String = text.chars().map(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the width of a text in bold letters of the given font size, in the same unit.
#[must_use]
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(letter).sum::<f64>() * size
}

/// Returns the width of a text on the second line, which is not bold.
pub(super) fn detail_width(text: &str) -> f64 {
    width(text, DETAIL) * NOT_BOLD
}

/// Returns the width of a bold letter relative to the font size.
fn letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' | '·' | ' ' => 0.36,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.46,
        's' | 'c' | 'z' => 0.595,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1.0,
        'A'..='Z' | '&' => 0.77,
        '0'..='9' | 'a'..='z' | '_' => 0.69,
        // Combining marks and joiners.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        // East Asian letters and pictographs are as wide as they are high.
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 1.04,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 1.04,
        '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 1.3,
        _ => 0.74,
    }
}

/// Wraps a text to at most so many lines; text that does not fit is cut with `…`.
fn wrapped(text: &str, room: f64, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && lines.len() < most {
        let last = lines.len() + 1 == most;
        let (line, after) = first_line(rest, room, last);
        lines.push(line);
        rest = after;
    }
    lines
}

/// Returns the part of a text that fits on a line, and the rest.
fn first_line(text: &str, room: f64, last: bool) -> (String, &str) {
    if width(text, LABEL) <= room {
        return (text.to_owned(), "");
    }
    let room = if last { room - width("…", LABEL) } else { room };
    let mut used = 0.0;
    let mut fits = 0;
    let mut breaks = 0;
    for (at, next) in text.char_indices() {
        used += letter(next) * LABEL;
        if used > room {
            break;
        }
        fits = at + next.len_utf8();
        if matches!(next, ' ' | '-' | '_' | '/' | '.') {
            breaks = fits;
        }
    }
    // A line holds at least one letter, however narrow the box.
    let fits = fits.max(text.chars().next().map_or(0, char::len_utf8));
    if last {
        return (format!("{}…", text[..fits].trim_end()), "");
    }
    let end = if breaks > 0 { breaks } else { fits };
    (text[..end].trim_end().to_owned(), text[end..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(label: &str) -> Vec<String> {
        size(&FigureNode { label: label.to_owned(), ..FigureNode::default() }, Limits::ROOMY).lines
    }

    #[test]
    fn long_names_break_at_words_and_end_in_an_ellipsis() {
        assert_eq!(lines("Revenue"), ["Revenue"]);
        assert_eq!(lines("Customer lifetime value dashboard"), ["Customer lifetime value", "dashboard"]);
        assert_eq!(
            lines("Customer lifetime value dashboard for the board of directors in Europe"),
            ["Customer lifetime value", "dashboard for the board…"]
        );
    }

    #[test]
    fn the_second_line_leaves_room_for_the_status_mark() {
        let detail = "gives Revenue by account".to_owned();
        let status = Some(crate::model::Status::Healthy);
        let marked =
            size(&FigureNode { detail: detail.clone(), status, ..FigureNode::default() }, Limits::ROOMY);
        assert_eq!(marked.detail, "gives Revenue by a…");
        assert!(detail_width(&marked.detail) + MARK + 2.0 * INSET <= marked.width);
        let unmarked = FigureNode { detail: detail.clone(), ..FigureNode::default() };
        assert_eq!(size(&unmarked, Limits::ROOMY).detail, detail);
    }

    #[test]
    fn a_narrow_box_leaves_out_a_second_line_that_does_not_fit() {
        let status = Some(crate::model::Status::Healthy);
        let detail = |detail: &str| {
            let node = FigureNode { detail: detail.to_owned(), status, ..FigureNode::default() };
            size(&node, Limits::NARROW).detail
        };
        assert_eq!(detail("model"), "model");
        assert_eq!(detail("another product"), "");
    }

    #[test]
    fn names_without_spaces_break_to_fit_the_box() {
        let long = "x".repeat(300);
        let broken = lines(&long);
        assert_eq!(broken.len(), 2);
        assert!(broken[1].ends_with('…'));
        assert!(broken.iter().all(|line| width(line, LABEL) <= Limits::ROOMY.widest - 2.0 * INSET));
    }

    #[test]
    fn text_width_accounts_for_wide_and_combining_characters() {
        assert!(width("売上データ", 10.0) > width("abcde", 10.0));
        assert_eq!(width("e\u{301}", 10.0), width("e", 10.0));
        assert_eq!(lines("売上高ダッシュボード取締役会向けの四半期報告書完全版").len(), 2);
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(clean("a\u{0}b\n c\t"), "a b c");
        assert_eq!(lines("\u{1}"), Vec::<String>::new());
    }
}
