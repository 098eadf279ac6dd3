//! A drawing as a file of its own, for a slide or a document: the style is inside, in light and
//! dark, and nothing leads anywhere.

use super::svg::{Writer, escaped};
use super::{Drawing, Figure};

/// The colours of the default theme, as they stand in its tokens.
const STYLE: &str = "\
.paper{fill:#fff}
text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Helvetica Neue\",Arial,sans-serif}
.label{font-size:13.5px;font-weight:600;fill:#11191d}
.detail,.loop{font-size:11.5px;fill:#4b5a62}
.box{fill:#fff;stroke:#7c8a91;stroke-width:1.25}
.behind{fill:#f6f8f9;stroke:#7c8a91}
.given .box,.centre .box{fill:#e3f1f4;stroke:#0a5a70;stroke-width:2}
.outside .box,.folded .box{stroke-dasharray:4 3}
.stripe{fill:#4b5a62}
.kind-replication .stripe{fill:#3b5b85}.kind-mart .stripe{fill:#0b6658}
.kind-application .stripe{fill:#6246a8}.kind-dashboard .stripe{fill:#1d5bb3}
.kind-activation .stripe{fill:#a4421c}.kind-alerting .stripe{fill:#ab2440}
.kind-analysis .stripe{fill:#735600}.kind-consulting .stripe{fill:#8c3579}
.line{fill:none;stroke:#7c8a91;stroke-width:1.5}
.weight-1 .line{stroke-width:2.25}.weight-2 .line{stroke-width:3.25}
.weight-3 .line{stroke-width:4.5}.weight-4 .line{stroke-width:6}
.head{fill:#7c8a91}
.declared-only .line,.cycle .line{stroke-dasharray:5 4}
.tone-holding{fill:#156b39}.tone-warning{fill:#7d5200}.tone-failing{fill:#b0251d}
.tone-late{fill:#9c4310}.tone-at-risk{fill:#6a46ad}.tone-unknown{fill:#55636a}
.open{fill:none;stroke:#55636a;stroke-width:1.5}
@media (prefers-color-scheme: dark){
.paper{fill:#0e1316}.label{fill:#e8eef0}.detail,.loop{fill:#a2b0b7}
.box{fill:#161d21;stroke:#75858d}.behind{fill:#0e1316;stroke:#75858d}
.given .box,.centre .box{fill:#12303a;stroke:#79cbdd}
.stripe{fill:#adb9bf}
.kind-replication .stripe{fill:#a4bfe6}.kind-mart .stripe{fill:#74d0bd}
.kind-application .stripe{fill:#c1adf6}.kind-dashboard .stripe{fill:#92bdff}
.kind-activation .stripe{fill:#ffab88}.kind-alerting .stripe{fill:#ff9dab}
.kind-analysis .stripe{fill:#e4c463}.kind-consulting .stripe{fill:#eda6de}
.line{stroke:#75858d}.head{fill:#75858d}
.tone-holding{fill:#70d49a}.tone-warning{fill:#f0c355}.tone-failing{fill:#ff9f95}
.tone-late{fill:#ffb184}.tone-at-risk{fill:#c7b2f8}.tone-unknown{fill:#a9b5bb}
.open{stroke:#a9b5bb}}";

/// The drawing as a complete SVG file.
#[must_use]
pub fn svg_standalone(figure: &Figure, drawing: &Drawing) -> String {
    let mut svg = Writer::new(drawing);
    let (width, height) = (drawing.width, drawing.height);
    svg.line(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">"
    ));
    svg.line(format_args!("<title>{}</title>", escaped(&figure.title)));
    svg.line(format_args!("<desc>{}</desc>", escaped(&figure.description)));
    svg.line(format_args!("<style>{STYLE}</style>"));
    svg.line(format_args!("<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>"));
    svg.body(figure, drawing, false);
    svg.text.push_str("</svg>\n");
    svg.text
}
