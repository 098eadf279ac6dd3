//! A drawing as an SVG element within a page: classes for the style sheet, links and accessible names, no ids that
//! could clash, and no scripts.
//!
//! The roles follow the WAI-ARIA Graphics Module; `role="img"` would hide the links.

use super::outline::{TEXT, below, mark_left, number, outline, status_word};
use super::text::{LINE, clean};
use super::{Drawing, EdgeStyle, Figure, FigureNode, LineDirection, NodeRole, Placed, Routed, Segment};
use std::fmt::Write as _;

/// Up to these widths a drawing may be scaled down to fit a phone, a column, a whole page, or the screen beside its
/// margins; a wider one would have texts of less than 9.5 px (on a phone, names of less than 9 px), so it is moved
/// instead.
const FITS_PHONE: f64 = 520.0;
const FITS_COLUMN: f64 = 970.0;
const FITS_PAGE: f64 = 1380.0;
const FITS_SCREEN: f64 = 1610.0;

/// The kind of a box whose colour is the usual one.
pub(crate) const OTHER_KIND: &str = "other";

/// Returns the drawing as an element for an HTML page.
#[must_use]
pub fn svg_inline(figure: &Figure, drawing: &Drawing) -> String {
    let mut svg = SvgWriter::new(figure, drawing);
    let id = clean_id(&figure.id);
    let (width, height) = (drawing.width, drawing.height);
    let fits = match width {
        ..=FITS_PHONE => " fits fits-phone",
        ..=FITS_COLUMN => " fits",
        ..=FITS_PAGE => " fits-page",
        ..=FITS_SCREEN => " fits-screen",
        _ => " wide",
    };
    svg.line(format_args!(
        "<svg class=\"gb-lineage{fits}\" role=\"graphics-document document\" \
         aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">"
    ));
    let (title, description) = (escaped(&figure.title), escaped(&figure.description));
    svg.line(format_args!(
        "<title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>"
    ));
    svg.body(figure, drawing, BoxLinks::InPage);
    svg.text.push_str("</svg>");
    svg.text
}

/// Where the links of the boxes lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoxLinks {
    /// There are none: the drawing is for a slide or a document.
    None,
    /// From the page that the drawing is part of.
    InPage,
    /// From the page that shows the drawing, which is a file of its own.
    OfFrame,
}

/// Writes the parts that drawings in pages and in files have in common.
pub(super) struct SvgWriter {
    pub(super) text: String,
    /// What the ids of the drawing begin with.
    prefix: String,
    /// The outlines of its boxes, each written once: those of the same size and status are equal.
    outlines: Vec<String>,
}

impl SvgWriter {
    pub(super) fn new(figure: &Figure, drawing: &Drawing) -> Self {
        Self {
            text: String::with_capacity(1024 + drawing.boxes.len() * 300 + drawing.edges.len() * 150),
            prefix: clean_id(&figure.id),
            outlines: Vec::new(),
        }
    }

    pub(super) fn line(&mut self, line: std::fmt::Arguments<'_>) {
        self.write(line);
        self.text.push('\n');
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a string cannot fail.
        let _ = self.text.write_fmt(text);
    }

    /// Writes the lines, then the boxes in reading order.
    pub(super) fn body(&mut self, figure: &Figure, drawing: &Drawing, links: BoxLinks) {
        let head = format!("{}-head", self.prefix);
        self.lanes(drawing);
        self.head(&head, 1.0);
        if drawing.edges.iter().any(Routed::is_wide) {
            self.head(&format!("{head}-wide"), 1.75);
        }
        let mut read_as = vec![0; drawing.reading.len()];
        for (place, node) in drawing.reading.iter().enumerate() {
            read_as[*node] = place;
        }
        self.line(format_args!("<g class=\"edges\" aria-hidden=\"true\" marker-end=\"url(#{head})\">"));
        for edge in &drawing.edges {
            // The script of the page uses these to find the lines of a box.
            let ends = (links != BoxLinks::None).then(|| (read_as[edge.from], read_as[edge.to]));
            self.edge(edge, &head, ends);
        }
        self.line(format_args!("</g>"));
        self.lane_names(drawing);
        self.line(format_args!("<g class=\"nodes\">"));
        for node in &drawing.reading {
            self.node(&figure.nodes[*node], &drawing.boxes[*node], links);
        }
        self.line(format_args!("</g>"));
        self.outlines();
    }

    /// Writes what the boxes use.
    fn outlines(&mut self) {
        let outlines = std::mem::take(&mut self.outlines);
        if outlines.is_empty() {
            return;
        }
        self.text.push_str("<defs>");
        for (at, outline) in outlines.iter().enumerate() {
            self.text.push_str(&format!("<g id=\"{}-{at}\">{outline}</g>", self.prefix));
        }
        self.line(format_args!("</defs>"));
    }

    /// Writes the bands behind everything.
    fn lanes(&mut self, drawing: &Drawing) {
        for lane in &drawing.lanes {
            let (y, width, height) = (number(lane.y), number(drawing.width - 4.0), number(lane.height));
            self.line(format_args!(
                "<rect class=\"lane\" x=\"2\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>"
            ));
        }
    }

    /// Writes the names of the bands, above the lines that pass them.
    fn lane_names(&mut self, drawing: &Drawing) {
        if drawing.lanes.is_empty() {
            return;
        }
        self.line(format_args!("<g class=\"lanes\" aria-hidden=\"true\">"));
        for lane in &drawing.lanes {
            let (y, name) = (number(lane.y + 20.0), escaped(&clean(&lane.name)));
            self.line(format_args!("<text class=\"lane-name\" x=\"16\" y=\"{y}\">{name}</text>"));
        }
        self.line(format_args!("</g>"));
    }

    /// Writes an arrowhead for all lines: a marker, oriented along the end of its line.
    fn head(&mut self, id: &str, scale: f64) {
        let (width, height) = (number(7.0 * scale), number(8.0 * scale));
        self.line(format_args!(
            "<marker id=\"{id}\" viewBox=\"-7 -4 7 8\" markerWidth=\"{width}\" markerHeight=\"{height}\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
             <path class=\"head\" d=\"M0 0l-7-4v8z\"/></marker>"
        ));
    }

    /// Writes a line; if its boxes can be looked up, with their positions in reading order.
    fn edge(&mut self, edge: &Routed, head: &str, ends: Option<(usize, usize)>) {
        self.write(format_args!("<path"));
        let mut classes: Vec<String> = Vec::new();
        if edge.style == EdgeStyle::DeclaredOnly {
            classes.push("declared-only".to_owned());
        }
        if edge.direction == LineDirection::Backward {
            classes.push("cycle".to_owned());
        }
        if edge.weight > 0 {
            classes.push(format!("weight-{}", edge.weight));
        }
        if !classes.is_empty() {
            self.write(format_args!(" class=\"{}\"", classes.join(" ")));
        }
        if let Some((from, to)) = ends {
            self.write(format_args!(" data-ends=\"{from} {to}\""));
        }
        // An arrowhead marks where data arrives; the group sets one of the usual size at the end of each line.
        let wide = if edge.is_wide() { "-wide" } else { "" };
        if edge.direction != LineDirection::Forward {
            self.write(format_args!(" marker-start=\"url(#{head}{wide})\""));
        }
        if edge.direction == LineDirection::Backward {
            self.write(format_args!(" marker-end=\"none\""));
        } else if edge.is_wide() {
            self.write(format_args!(" marker-end=\"url(#{head}{wide})\""));
        }
        self.write(format_args!(" d=\"{}\"", path(edge)));
        let way = match edge.direction {
            LineDirection::Forward => "",
            LineDirection::Backward => "closes a cycle\n",
            LineDirection::Both => "both ways\n",
        };
        let title = escaped_lines(&format!("{way}{}", edge.title));
        if title.is_empty() {
            self.line(format_args!("/>"));
        } else {
            self.line(format_args!("><title>{title}</title></path>"));
        }
    }

    /// Writes a box, as a link only if the drawing has links. Its position is where its text begins. Its name is its
    /// text, unless a screen reader is told more; the script adds the number of its neighbours.
    fn node(&mut self, node: &FigureNode, placed: &Placed, links: BoxLinks) {
        let role = match node.role {
            NodeRole::Centre => " centre",
            NodeRole::Plain => "",
            NodeRole::OutputPort => " given",
            NodeRole::Folded => " folded",
            NodeRole::Outside => " outside",
            NodeRole::NeedsAttention => " gap",
            NodeRole::NotReached => " beyond",
        };
        let kind = match node.kind.as_str() {
            "" | OTHER_KIND => String::new(),
            kind => format!(" kind-{}", clean_id(kind)),
        };
        let linked = links != BoxLinks::None;
        let href = node.href.as_deref().filter(|_| linked).map(escaped);
        let tag = if href.is_some() { "a" } else { "g" };
        let (x, y) = (number(placed.x + TEXT.0), number(placed.y + TEXT.1));
        self.write(format_args!("<{tag} class=\"node{kind}{role}\" transform=\"translate({x} {y})\""));
        if let Some(href) = &href {
            self.write(format_args!(" href=\"{href}\""));
            if links == BoxLinks::OfFrame {
                self.text.push_str(" target=\"_top\"");
            }
            if node.role == NodeRole::Centre {
                self.write(format_args!(" aria-current=\"page\""));
            }
        } else if linked {
            self.write(format_args!(" role=\"img\""));
        }
        let full = clean(&node.label);
        let is_cut = placed.lines.concat() != full.replace(' ', "") && placed.lines.join(" ") != full;
        let name = description(node, placed);
        // In a separate file, the text of the box itself is read.
        if linked && (href.is_none() || is_cut || !is_told_by_its_text(node, placed, &name)) {
            self.write(format_args!(" aria-label=\"{name}\""));
        }
        self.text.push('>');
        if is_cut {
            self.write(format_args!("<title>{}</title>", escaped(&full)));
        }
        self.outline(node, placed);
        self.labels(node, placed);
        self.line(format_args!("</{tag}>"));
    }

    /// Writes the outline of a box as one that others may use too: style reaches it only through what it inherits.
    fn outline(&mut self, node: &FigureNode, placed: &Placed) {
        let outline = outline(node, placed);
        let known = self.outlines.iter().position(|one| *one == outline);
        let at = known.unwrap_or_else(|| {
            self.outlines.push(outline);
            self.outlines.len() - 1
        });
        self.text.push_str(&format!("<use href=\"#{}-{at}\"/>", self.prefix));
    }

    fn labels(&mut self, node: &FigureNode, placed: &Placed) {
        if placed.looped {
            let (x, y) = (number(placed.width - 18.0 - TEXT.0), number(18.0 - TEXT.1));
            self.write(format_args!("<text class=\"loop\" x=\"{x}\" y=\"{y}\">↻</text>"));
        }
        for (at, line) in placed.lines.iter().enumerate() {
            // Without the space, screen readers would run the words together.
            let line = escaped(line);
            match at {
                0 => self.write(format_args!("<text>{line}</text>")),
                _ => self.write(format_args!(" <text y=\"{}\">{line}</text>", number(LINE * at as f64))),
            }
        }
        let y = number(below(placed));
        if !placed.detail.is_empty() {
            let detail = escaped(&placed.detail);
            self.write(format_args!(" <text class=\"detail\" y=\"{y}\">{detail}</text>"));
        }
        if let Some(status) = node.status {
            let (class, name) = (status.word(), status_word(node, status));
            let x = number(mark_left(&name, placed) + 12.0);
            self.write(format_args!(" <text class=\"tone-{class}\" x=\"{x}\" y=\"{y}\">{name}</text>"));
        }
    }
}

/// Returns the accessible name of a box: its text, with the second line cut, or left out, as in the drawing. After the
/// label, names are in lower case.
fn description(node: &FigureNode, placed: &Placed) -> String {
    let full = clean(&node.detail);
    if full == placed.detail {
        return escaped(&node.aria);
    }
    let (full, shown) = (full.to_lowercase(), placed.detail.to_lowercase());
    let name = clean(&node.aria);
    escaped(&match shown.is_empty() {
        true => name.replacen(&format!(", {full}"), "", 1),
        false => name.replacen(&full, &shown, 1),
    })
}

/// Returns whether the text of a box says all of its accessible name.
fn is_told_by_its_text(node: &FigureNode, placed: &Placed, name: &str) -> bool {
    let status = node.status.map(|status| status_word(node, status));
    let parts = [clean(&node.label), placed.detail.clone(), status.unwrap_or_default()];
    let told: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    escaped(&told.join(", ")).to_lowercase() == name.to_lowercase()
}

/// Returns the route of a line, as the data of an SVG path with relative coordinates, which are shorter. They lead from
/// one rounded point to the next, so no error adds up.
fn path(edge: &Routed) -> String {
    let rounded = |(x, y): (f64, f64)| ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0);
    let mut at = rounded(edge.start);
    let mut path = format!("M{} {}", number(at.0), number(at.1));
    // How far straight on, before it is written.
    let mut ahead = 0.0;
    for part in &edge.parts {
        let (Segment::Straight(x, y) | Segment::Curve(x, y) | Segment::Bow(x, y, _)) = *part;
        let end = rounded((x, y));
        let (along, down) = (end.0 - at.0, end.1 - at.1);
        let is_level = number(down) == "0" && !matches!(part, Segment::Bow(..));
        if is_level {
            ahead += along;
        } else {
            straight_on(&mut path, &mut ahead);
            let (end_x, end_y) = (number(along), number(down));
            // Writing into a string cannot fail.
            let _ = match *part {
                Segment::Straight(..) => write!(path, "l{end_x} {end_y}"),
                Segment::Curve(..) => {
                    let half = number(along / 2.0);
                    write!(path, "c{half} 0 {half} {end_y} {end_x} {end_y}")
                }
                Segment::Bow(_, _, out) => {
                    let out = number(out - at.0);
                    write!(path, "c{out} 0 {out} {end_y} {end_x} {end_y}")
                }
            };
        }
        at = end;
    }
    straight_on(&mut path, &mut ahead);
    path
}

/// Writes the level part of a line that is still to be written.
fn straight_on(path: &mut String, ahead: &mut f64) {
    if number(*ahead) != "0" {
        path.push_str(&format!("h{}", number(*ahead)));
    }
    *ahead = 0.0;
}

/// Escapes a text for XML, on one line.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    escaped_lines(&clean(text))
}

/// Escapes a text for XML, keeping its line breaks.
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
            // Two code points that XML does not allow, besides the control characters.
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Returns a text limited to the characters allowed in an id or class.
fn clean_id(text: &str) -> String {
    let fit = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    text.chars().map(fit).collect()
}
