//! A status badge as SVG that is readable in light and dark mode and in any font.

use crate::lineage::{escaped, text_width};
use crate::site::page::Badge;

const SIZE: f64 = 11.0;
const PADDING: f64 = 8.0;
const HEIGHT: f64 = 20.0;

/// Returns the badge as a separate file. The text is stretched to its space, whatever the font.
pub(super) fn svg(badge: &Badge) -> String {
    let (label, message) = (escaped(&badge.label), escaped(&badge.message));
    let spoken = if badge.title.is_empty() { message.clone() } else { escaped(&badge.title) };
    let width = |text: &str| text_width(text, SIZE).round();
    let (left, right) = (width(&badge.label) + 2.0 * PADDING, width(&badge.message) + 2.0 * PADDING);
    let width = left + right;
    let text = |x: f64, room: f64, text: &str| {
        format!("<text x=\"{}\" y=\"14\" textLength=\"{room}\">{text}</text>", x + PADDING)
    };
    let text_nodes =
        format!("{}{}", text(0.0, left - 2.0 * PADDING, &label), text(left, right - 2.0 * PADDING, &message));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{label}: {message}\">\
         <title>{label}: {spoken}</title>\
         <clipPath id=\"r\"><rect width=\"{width}\" height=\"{HEIGHT}\" rx=\"3\"/></clipPath>\
         <g clip-path=\"url(#r)\"><rect width=\"{left}\" height=\"{HEIGHT}\" fill=\"#2c363b\"/>\
         <rect x=\"{left}\" width=\"{right}\" height=\"{HEIGHT}\" fill=\"{}\"/></g>\
         <g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"{SIZE}\">{text_nodes}</g></svg>\n",
        badge.colour
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_escapes_its_text() {
        let badge = Badge {
            label: "R&D <b>".to_owned(),
            message: "holding".to_owned(),
            title: String::new(),
            colour: "#156b39",
        };
        let svg = svg(&badge);
        assert!(svg.contains("aria-label=\"R&amp;D &lt;b&gt;: holding\""));
        assert!(!svg.contains("<b>"));
        let svg = super::svg(&Badge { title: "Fine to use <now>.".to_owned(), ..badge });
        assert!(svg.contains("<title>R&amp;D &lt;b&gt;: Fine to use &lt;now&gt;.</title>"));
    }
}
