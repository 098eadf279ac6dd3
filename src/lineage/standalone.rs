//! A drawing as a separate SVG file, for a slide or a document, or for a page to show: it includes its styles, for light
//! and dark mode, and has links only if a page shows it.

use super::svg::{BoxLinks, SvgWriter, escaped};
use super::text::detail_width;
use super::{Drawing, Figure};

// The colours of the default theme, as in its tokens: first what every drawing needs, then, one line each, what only
// drawings with a certain class need.

const LIGHT: &str = "\
.paper{fill:#fff}
text{font-family:-apple-system,BlinkMacSystemFont,\"Segoe UI Variable Text\",\"Segoe UI\",\
\"Inter Variable\",Inter,\"Adwaita Sans\",Cantarell,Ubuntu,Roboto,\"Noto Sans\",\"Liberation Sans\",\
\"Helvetica Neue\",Arial,system-ui,sans-serif;\
font-size:13.5px;font-weight:600;fill:#11191d;stroke:none}
.detail,.loop{font-size:11.5px;font-weight:400;fill:#4b5a62}
.node{fill:#fff;stroke:#7c8a91;stroke-width:1.25;color:#4b5a62}
.stripe{fill:none;stroke:currentColor;stroke-width:3.5;stroke-linecap:round;stroke-dasharray:none}
.edges{fill:none;stroke:#7c8a91;stroke-width:1.5}
.head{fill:#7c8a91}
";

const LIGHT_FOR_CLASSES: &str = "\
.behind{fill:#f6f8f9;stroke:#7c8a91}
.given{fill:#e3f1f4;stroke:#0a5a70;stroke-width:2}
.centre{fill:#e3f1f4;stroke:#0a5a70;stroke-width:2}
.outside{stroke-dasharray:4 3}
.folded{stroke-dasharray:4 3}
.gap{stroke:#7d5200;stroke-width:2}
.gap .detail{fill:#7d5200}
.beyond{fill:#f6f8f9;stroke:#dde4e7}
.kind-replication{color:#3b5b85}
.kind-mart{color:#0b6658}
.kind-application{color:#6246a8}
.kind-dashboard{color:#1d5bb3}
.kind-activation{color:#a4421c}
.kind-alerting{color:#ab2440}
.kind-analysis{color:#735600}
.kind-consulting{color:#8c3579}
.lane{fill:#eaeff1}
.lane-name{font-size:12.5px;fill:#4b5a62}
.weight-1{stroke-width:2.25}
.weight-2{stroke-width:3.25}
.weight-3{stroke-width:4.5}
.weight-4{stroke-width:6}
.declared-only{stroke-dasharray:5 4}
.cycle{stroke-dasharray:9 3 2 3}
.tone-holding{font-size:11.5px;fill:#156b39}
.tone-unchecked{font-size:11.5px;fill:#345a86}
.tone-unchecked .open{stroke:#345a86}
.tone-warning{font-size:11.5px;fill:#7d5200}
.tone-failing{font-size:11.5px;fill:#b0251d}
.tone-late{font-size:11.5px;fill:#9c4310}
.tone-at-risk{font-size:11.5px;fill:#6a46ad}
.tone-unknown{font-size:11.5px;fill:#55636a}
.open{fill:none;stroke:#55636a;stroke-width:1.5;stroke-dasharray:none}
";

const DARK: &str = "\
.paper{fill:#0e1316}text{fill:#e8eef0}.detail,.loop{fill:#a2b0b7}
.node{fill:#161d21;stroke:#75858d;color:#adb9bf}.edges{stroke:#75858d}.head{fill:#75858d}
";

const DARK_FOR_CLASSES: &str = "\
.behind{fill:#0e1316;stroke:#75858d}
.given{fill:#12303a;stroke:#79cbdd}
.centre{fill:#12303a;stroke:#79cbdd}
.lane{fill:#0a0e10}
.lane-name{fill:#a2b0b7}
.gap{stroke:#f0c355}
.gap .detail{fill:#f0c355}
.beyond{fill:#0e1316;stroke:#2a343a}
.kind-replication{color:#a4bfe6}
.kind-mart{color:#74d0bd}
.kind-application{color:#c1adf6}
.kind-dashboard{color:#92bdff}
.kind-activation{color:#ffab88}
.kind-alerting{color:#ff9dab}
.kind-analysis{color:#e4c463}
.kind-consulting{color:#eda6de}
.tone-holding{fill:#70d49a}
.tone-unchecked{fill:#a3c4ea}
.tone-unchecked .open{stroke:#a3c4ea}
.tone-warning{fill:#f0c355}
.tone-failing{fill:#ff9f95}
.tone-late{fill:#ffb184}
.tone-at-risk{fill:#c7b2f8}
.tone-unknown{fill:#a9b5bb}
.open{stroke:#a9b5bb}
";

/// A mark of the drawing with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExplainedMark {
    /// The class of a line, or the role of a box.
    pub(crate) mark: &'static str,
    /// Its meaning.
    pub(crate) meaning: &'static str,
}

/// The height of a line of the legend, and the left edges of its marks and words.
const LEGEND_LINE: f64 = 22.0;
const LEGEND_MARK: f64 = 16.0;
const LEGEND_WORDS: f64 = 54.0;

/// Returns the drawing as a complete SVG file, with its legend below it.
#[must_use]
pub(crate) fn svg_standalone(
    figure: &Figure,
    drawing: &Drawing,
    legend: &[ExplainedMark],
    links: BoxLinks,
) -> String {
    let mut body = SvgWriter::new(figure, drawing);
    body.body(figure, drawing, links);
    explain(legend, drawing.height, &mut body);
    let words = legend.iter().map(|one| LEGEND_WORDS + detail_width(one.meaning) + LEGEND_MARK);
    let width = words.fold(drawing.width, f64::max).ceil();
    let height = drawing.height + LEGEND_LINE * legend.len() as f64;
    let mut svg = SvgWriter::new(figure, drawing);
    svg.line(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">"
    ));
    svg.line(format_args!("<title>{}</title>", escaped(&figure.title)));
    svg.line(format_args!("<desc>{}</desc>", escaped(&figure.description)));
    let (light, dark) = (needed(LIGHT_FOR_CLASSES, &body.text), needed(DARK_FOR_CLASSES, &body.text));
    svg.line(format_args!(
        "<style>{LIGHT}{light}@media (prefers-color-scheme: dark){{\n{DARK}{dark}}}</style>"
    ));
    svg.line(format_args!("<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>"));
    svg.text.push_str(&body.text);
    svg.text.push_str("</svg>\n");
    svg.text
}

/// Writes the legend, a line for each mark, from this height on.
fn explain(legend: &[ExplainedMark], top: f64, svg: &mut SvgWriter) {
    for (at, ExplainedMark { mark, meaning }) in legend.iter().enumerate() {
        let middle = top + LEGEND_LINE * at as f64 + 4.0;
        let (x, upper) = (LEGEND_MARK, middle - 5.0);
        if matches!(*mark, "given" | "outside") {
            svg.line(format_args!(
                "<rect class=\"node {mark}\" x=\"{x}\" y=\"{upper}\" width=\"28\" height=\"10\" rx=\"5\"/>"
            ));
        } else {
            let right = x + 28.0;
            let ahead = if *mark == "cycle" { "" } else { "m-5-4l5 4l-5 4" };
            let back = match *mark {
                "both-ways" | "cycle" => format!("M{} {}l-5 4l5 4", x + 5.0, middle - 4.0),
                _ => String::new(),
            };
            let line = format!("M{x} {middle}H{right}{ahead}{back}");
            svg.line(format_args!("<g class=\"edges\"><path class=\"{mark}\" d=\"{line}\"/></g>"));
        }
        let baseline = middle + 4.0;
        let meaning = escaped(meaning);
        svg.line(format_args!(
            "<text class=\"detail\" x=\"{LEGEND_WORDS}\" y=\"{baseline}\">{meaning}</text>"
        ));
    }
}

/// Returns the rules for classes that the drawing uses.
fn needed(rules: &str, drawing: &str) -> String {
    let is_needed = |rule: &&str| {
        let class = rule.trim_start_matches('.').split([' ', '>', '{']).next().unwrap_or_default();
        drawing.contains(class)
    };
    rules.split_inclusive('\n').filter(is_needed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legend_is_below_the_drawing_and_fits() {
        let figure = Figure { id: "f".to_owned(), ..Figure::default() };
        let drawing = Drawing { width: 40.0, height: 30.0, ..Drawing::default() };
        let explained = ["declared-only", "both-ways", "outside"]
            .map(|mark| ExplainedMark { mark, meaning: "Declared, no read found" });
        let svg = svg_standalone(&figure, &drawing, &explained, BoxLinks::None);
        assert_eq!(svg.matches(">Declared, no read found</text>").count(), 3, "{svg}");
        assert!(svg.contains("height=\"96\"") && !svg.contains("width=\"40\""), "{svg}");
        assert!(svg.contains(".declared-only{") && svg.contains(".outside{"), "its marks have styles: {svg}");
        let none = svg_standalone(&figure, &drawing, &[], BoxLinks::None);
        assert!(none.contains("width=\"40\" height=\"30\"") && !none.contains("<text"), "{none}");
    }

    /// A drawing on a slide has the font of the page that it comes from.
    #[test]
    fn a_standalone_drawing_has_the_font_of_the_theme() {
        let tokens = include_str!("../../themes/default/tokens.css");
        let font = tokens.split("--gb-font: ").nth(1).unwrap().split(';').next().unwrap().replace(", ", ",");
        assert!(LIGHT.contains(&format!("text{{font-family:{font};")), "{font}");
    }
}
