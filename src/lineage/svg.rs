//! A drawing as an SVG element within a page: classes for the style sheet, links and names for
//! everybody, no ids that could clash, nothing that runs.
//!
//! The roles follow the WAI-ARIA Graphics Module; `role="img"` would hide the links.

use super::text::{INSET, LINE, clean};
use super::{Drawing, EdgeStyle, Figure, FigureNode, NodeRole, Part, Placed, Routed, Tone};
use std::fmt::Write as _;

/// Up to these widths a drawing may be made smaller to fit a column, or a whole page; a wider one
/// would not be readable any more.
const FITS_COLUMN: f64 = 1080.0;
const FITS_PAGE: f64 = 1480.0;

/// The drawing as an element to stand in an HTML page.
#[must_use]
pub fn svg_inline(figure: &Figure, drawing: &Drawing) -> String {
    let mut svg = Writer::new(drawing);
    let id = clean_id(&figure.id);
    let (width, height) = (drawing.width, drawing.height);
    let fits = match width {
        ..=FITS_COLUMN => " fits",
        ..=FITS_PAGE => " fits-page",
        _ => "",
    };
    svg.line(format_args!(
        "<svg class=\"gb-lineage{fits}\" xmlns=\"http://www.w3.org/2000/svg\" role=\"graphics-document document\" \
         aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">"
    ));
    let (title, description) = (escaped(&figure.title), escaped(&figure.description));
    svg.line(format_args!(
        "<title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>"
    ));
    svg.body(figure, drawing, true);
    svg.text.push_str("</svg>");
    svg.text
}

/// Writes the parts that drawings in pages and in files have in common.
pub(super) struct Writer {
    pub(super) text: String,
}

impl Writer {
    pub(super) fn new(drawing: &Drawing) -> Self {
        Self { text: String::with_capacity(512 + drawing.boxes.len() * 400 + drawing.edges.len() * 200) }
    }

    pub(super) fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing into a string cannot fail.
        let _ = self.text.write_fmt(line);
        self.text.push('\n');
    }

    /// The lines, then the boxes in the order in which they are read.
    pub(super) fn body(&mut self, figure: &Figure, drawing: &Drawing, linked: bool) {
        self.text.push_str("<g class=\"edges\" aria-hidden=\"true\">\n");
        for edge in &drawing.edges {
            self.edge(edge, linked);
        }
        self.text.push_str("</g>\n<g class=\"nodes\" role=\"list\">\n");
        for node in &drawing.reading {
            let number = linked.then_some(*node);
            self.node(&figure.nodes[*node], &drawing.boxes[*node], number);
        }
        self.text.push_str("</g>\n");
    }

    fn edge(&mut self, edge: &Routed, linked: bool) {
        let mut path = format!("M{} {}", number(edge.start.0), number(edge.start.1));
        let mut at = edge.start;
        for part in &edge.parts {
            match *part {
                Part::Straight(x, y) => {
                    let _ = write!(path, "L{} {}", number(x), number(y));
                    at = (x, y);
                }
                Part::Curve(x, y) => {
                    let half = (x - at.0) / 2.0;
                    let (first, second) = (number(at.0 + half), number(x - half));
                    let (from, x_end, y_end) = (number(at.1), number(x), number(y));
                    let _ = write!(path, "C{first} {from} {second} {y_end} {x_end} {y_end}");
                    at = (x, y);
                }
            }
        }
        let mut class = String::from("edge");
        if edge.style == EdgeStyle::DeclaredOnly {
            class.push_str(" declared-only");
        }
        if edge.cycle {
            class.push_str(" cycle");
        }
        if edge.weight > 0 {
            let _ = write!(class, " weight-{}", edge.weight);
        }
        // The script of the page finds the lines of a box by it.
        let ends = if linked { format!(" data-ends=\"{} {}\"", edge.from, edge.to) } else { String::new() };
        // The arrow stands where the data arrives: at the start of a line that closes a cycle.
        let head = if edge.cycle {
            format!("M{} {}l7 -4v8z", number(edge.start.0), number(edge.start.1))
        } else {
            format!("M{} {}l-7 -4v8z", number(at.0), number(at.1))
        };
        let cycle = if edge.cycle { "closes a cycle\n" } else { "" };
        let title = escaped_lines(&format!("{cycle}{}", edge.title));
        let title = if title.is_empty() { title } else { format!("<title>{title}</title>") };
        self.line(format_args!(
            "<g class=\"{class}\"{ends}>{title}<path class=\"line\" d=\"{path}\"/><path class=\"head\" d=\"{head}\"/></g>"
        ));
    }

    /// A box; one that may lead somewhere has a number.
    fn node(&mut self, node: &FigureNode, placed: &Placed, number: Option<usize>) {
        let mut class = format!("node kind-{}", clean_id(&node.kind));
        class.push_str(match node.role {
            NodeRole::Centre => " centre",
            NodeRole::Plain => "",
            NodeRole::Given => " given",
            NodeRole::Folded => " folded",
            NodeRole::Outside => " outside",
        });
        // The name says what stands in the box: of what is cut there, no more. After the label, names are
        // in lower case.
        let full = clean(&node.detail);
        let name = match full == placed.detail {
            true => escaped(&node.aria),
            false => {
                let (full, shown) = (full.to_lowercase(), placed.detail.to_lowercase());
                escaped(&clean(&node.aria).replacen(&full, &shown, 1))
            }
        };
        let href = node.href.as_deref().filter(|_| number.is_some()).map(escaped);
        let current = if node.role == NodeRole::Centre { " aria-current=\"page\"" } else { "" };
        let (open, close) = match &href {
            Some(href) => (format!("<a href=\"{href}\" aria-label=\"{name}\"{current}>"), "</a>"),
            None => (format!("<g role=\"img\" aria-label=\"{name}\"{current}>"), "</g>"),
        };
        let number = number.map(|number| format!(" data-box=\"{number}\"")).unwrap_or_default();
        self.line(format_args!("<g class=\"{class}\" role=\"listitem\"{number}>{open}"));
        let full = clean(&node.label);
        if placed.lines.concat() != full.replace(' ', "") && placed.lines.join(" ") != full {
            self.line(format_args!("<title>{}</title>", escaped(&full)));
        }
        self.shape(node, placed);
        self.words(node, placed);
        self.line(format_args!("{close}</g>"));
    }

    /// The box, with a stripe that tells its kind; a second edge where it stands for several.
    fn shape(&mut self, node: &FigureNode, placed: &Placed) {
        let (x, y) = (number(placed.x), number(placed.y));
        let (width, height) = (number(placed.width), number(placed.height));
        if node.role == NodeRole::Folded {
            let (x, y) = (number(placed.x + 4.0), number(placed.y + 4.0));
            self.line(format_args!(
                "<rect class=\"behind\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"9\"/>"
            ));
        }
        self.line(format_args!(
            "<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"9\"/>"
        ));
        if node.role != NodeRole::Folded {
            let (x, y) = (number(placed.x + 5.0), number(placed.y + 9.0));
            let height = number(placed.height - 18.0);
            self.line(format_args!(
                "<rect class=\"stripe\" x=\"{x}\" y=\"{y}\" width=\"3.5\" height=\"{height}\" rx=\"1.75\"/>"
            ));
        }
        if placed.looped {
            let (x, y) = (number(placed.x + placed.width - 18.0), number(placed.y + 18.0));
            self.line(format_args!("<text class=\"loop\" x=\"{x}\" y=\"{y}\">↻</text>"));
        }
    }

    fn words(&mut self, node: &FigureNode, placed: &Placed) {
        let x = number(placed.x + INSET + 2.0);
        let mut y = placed.y + 10.0 + LINE * 0.76;
        for line in &placed.lines {
            self.line(format_args!(
                "<text class=\"label\" x=\"{x}\" y=\"{}\">{}</text>",
                number(y),
                escaped(line)
            ));
            y += LINE;
        }
        if !placed.detail.is_empty() {
            let detail = escaped(&placed.detail);
            self.line(format_args!("<text class=\"detail\" x=\"{x}\" y=\"{}\">{detail}</text>", number(y)));
        }
        if let Some(tone) = node.tone {
            self.mark(tone, (placed.x + placed.width - INSET, y));
        }
    }

    /// A word, a shape and a colour, to the left of a point.
    fn mark(&mut self, tone: Tone, (right, baseline): (f64, f64)) {
        let (word, class) = tone.words();
        let left = right - super::text::detail_width(word) - 12.0;
        let (cx, cy) = (left + 4.0, baseline - 4.0);
        let (x, y) = (number(cx), number(cy));
        let shape = match tone {
            Tone::Holding => format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"4\"/>"),
            Tone::Unknown => format!("<circle class=\"open\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>"),
            Tone::Warning => format!("<path d=\"M{x} {}l4.6 8h-9.2z\"/>", number(cy - 4.5)),
            Tone::Failing => format!("<path d=\"M{} {}h8v8h-8z\"/>", number(cx - 4.0), number(cy - 4.0)),
            Tone::Late => format!("<path d=\"M{} {}l8 4l-8 4z\"/>", number(cx - 4.0), number(cy - 4.0)),
            Tone::AtRisk => format!("<path d=\"M{x} {}l4.6 4.6l-4.6 4.6l-4.6 -4.6z\"/>", number(cy - 4.6)),
        };
        let at = number(left + 12.0);
        let baseline = number(baseline);
        self.line(format_args!(
            "<g class=\"tone tone-{class}\">{shape}<text class=\"detail\" x=\"{at}\" y=\"{baseline}\">{word}</text></g>"
        ));
    }
}

/// A length with at most one digit after the point.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // Minus nought is nought.
    format!("{}", rounded + 0.0)
}

/// A text as XML, on one line.
#[must_use]
pub fn escaped(text: &str) -> String {
    escaped_lines(&clean(text))
}

/// A text as XML with its line breaks.
fn escaped_lines(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push('\n'),
            // Two code points that XML does not allow, beside the control characters.
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// What may stand in an id or class.
fn clean_id(text: &str) -> String {
    let fit = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    text.chars().map(fit).collect()
}
