//! Placeholder until the drawing arrives.

/// What is to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Figure {
    /// Prefix of ids in the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Boxes.
    pub nodes: Vec<FigureNode>,
    /// Lines.
    pub edges: Vec<FigureEdge>,
}
/// A box.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FigureNode {
    /// Label.
    pub label: String,
    /// Second line.
    pub detail: String,
    /// Accessible name.
    pub aria: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Role.
    pub role: NodeRole,
    /// Status.
    pub tone: Option<Tone>,
    /// Class suffix.
    pub kind: String,
}
/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeRole {
    /// The one the drawing is about.
    Centre,
    /// One of many.
    Plain,
    /// Several.
    Folded,
    /// Outside.
    Outside,
}
/// Status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Unknown.
    Unknown,
}
/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FigureEdge {
    /// From.
    pub from: usize,
    /// To.
    pub to: usize,
    /// Title.
    pub title: String,
    /// Style.
    pub style: EdgeStyle,
}
/// Style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EdgeStyle {
    /// Seen.
    Seen,
    /// Declared only.
    DeclaredOnly,
}
/// A drawing.
pub struct Drawing;
/// Layout.
pub fn layout(_: &Figure) -> Drawing {
    Drawing
}
/// Inline.
pub fn svg_inline(_: &Figure, _: &Drawing) -> String {
    String::new()
}
/// Standalone.
pub fn svg_standalone(_: &Figure, _: &Drawing) -> String {
    String::new()
}
