//! Properties that every drawing must have, tested with thousands of random graphs.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn figure(nodes: usize, edges: &[(usize, usize)]) -> Figure {
    let node = |number: usize| FigureNode {
        label: format!("Product {number} {}", "of a kind ".repeat(number % 4)),
        detail: if number.is_multiple_of(3) { String::new() } else { "Mart".to_owned() },
        aria: format!("Product {number}"),
        href: Some(format!("../{number}/index.html")),
        kind: "mart".to_owned(),
        status: number.is_multiple_of(5).then_some(Status::Failing),
        failing: 0,
        role: match number % 7 {
            0 => NodeRole::Centre,
            1 => NodeRole::OutputPort,
            2 => NodeRole::Outside,
            3 => NodeRole::Folded,
            _ => NodeRole::Plain,
        },
    };
    let edge = |(from, to): &(usize, usize)| {
        let weight = u8::try_from(from % 5).unwrap();
        FigureEdge { from: *from, to: *to, weight, ..FigureEdge::default() }
    };
    Figure {
        id: "f".to_owned(),
        title: "Figure".to_owned(),
        description: "Boxes.".to_owned(),
        nodes: (0..nodes).map(node).collect(),
        edges: edges.iter().map(edge).collect(),
        ..Figure::default()
    }
}

/// Returns points along a line, close enough to each other that no box fits in between.
fn points(edge: &Routed) -> Vec<(f64, f64)> {
    let mut points = vec![edge.start];
    let mut at = edge.start;
    for part in &edge.parts {
        let (end, curved, out) = match *part {
            Segment::Straight(x, y) => ((x, y), false, None),
            Segment::Curve(x, y) => ((x, y), true, None),
            Segment::Bow(x, y, out) => ((x, y), true, Some(out)),
        };
        for step in 1..=32 {
            let t = f64::from(step) / 32.0;
            let y = if curved {
                // A cubic whose tangents are horizontal at both ends.
                let (a, b, c, d) = (at.1, at.1, end.1, end.1);
                let u = 1.0 - t;
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            } else {
                at.1 + (end.1 - at.1) * t
            };
            let bowed = |out: f64| 3.0 * t * (1.0 - t) * (out - at.0);
            points.push((at.0 + (end.0 - at.0) * t + out.map_or(0.0, bowed), y));
        }
        at = end;
    }
    points
}

fn inside(placed: &Placed, (x, y): (f64, f64)) -> bool {
    let within = |value: f64, low: f64, length: f64| value > low + 0.5 && value < low + length - 0.5;
    within(x, placed.x, placed.width) && within(y, placed.y, placed.height)
}

fn check(figure: &Figure) -> Result<(), TestCaseError> {
    let drawing = layout(figure);
    prop_assert_eq!(drawing.boxes.len(), figure.nodes.len());
    let mut reading = drawing.reading.clone();
    reading.sort_unstable();
    prop_assert_eq!(
        reading,
        (0..figure.nodes.len()).collect::<Vec<_>>(),
        "every box is in the reading order once"
    );
    for (number, placed) in drawing.boxes.iter().enumerate() {
        prop_assert!(placed.x >= 0.0 && placed.y >= 0.0, "box {} is outside", number);
        prop_assert!(placed.x + placed.width <= drawing.width && placed.y + placed.height <= drawing.height);
        for (other, second) in drawing.boxes.iter().enumerate().skip(number + 1) {
            let apart = placed.x + placed.width <= second.x
                || second.x + second.width <= placed.x
                || placed.y + placed.height <= second.y
                || second.y + second.height <= placed.y;
            prop_assert!(apart, "boxes {} and {} overlap", number, other);
        }
    }
    let pairs: BTreeSet<(usize, usize)> =
        figure.edges.iter().map(|edge| (edge.from, edge.to)).filter(|(from, to)| from != to).collect();
    let mut drawn: Vec<(usize, usize)> = Vec::new();
    for edge in &drawing.edges {
        drawn.push((edge.from, edge.to));
        drawn.extend((edge.direction == LineDirection::Both).then_some((edge.to, edge.from)));
    }
    drawn.sort_unstable();
    let all: Vec<(usize, usize)> = pairs.iter().copied().collect();
    prop_assert_eq!(drawn, all, "every edge is drawn once, from its source");
    for edge in &drawing.edges {
        let is_two_way = pairs.contains(&(edge.to, edge.from));
        prop_assert_eq!(edge.direction == LineDirection::Both, is_two_way, "a two-way flow is one line");
        let is_backward = edge.direction == LineDirection::Backward;
        let (from, to) = if is_backward { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let (left, right) = (drawing.boxes[from].x, drawing.boxes[to].x);
        let is_bow = matches!(edge.parts[..], [Segment::Bow(..)]);
        prop_assert!(if is_bow { left == right } else { left < right }, "columns run from left to right");
        for point in points(edge) {
            for (number, placed) in drawing.boxes.iter().enumerate() {
                prop_assert!(!inside(placed, point), "the edge {from} to {to} cuts box {number}");
            }
        }
    }
    prop_assert_eq!(&drawing, &layout(figure), "the same figure gives the same drawing");
    well_formed(&svg_inline(figure, &drawing))?;
    well_formed(&svg_standalone(
        figure,
        &drawing,
        &[ExplainedMark { mark: "cycle", meaning: "A & B" }],
        BoxLinks::OfFrame,
    ))
}

/// Puts a figure into lanes: every fourth node is in a lane of its own kind, by a number that mixes them.
fn in_lanes(nodes: usize, edges: &[(usize, usize)], count: usize) -> Figure {
    let lane = |at: usize| FigureLane {
        name: format!("Lane {at} & <more>"),
        nodes: (0..nodes).filter(|node| (node * 7 + node / 3) % count == at).collect(),
    };
    Figure { lanes: (0..count).map(lane).collect(), ..figure(nodes, edges) }
}

/// Checks that each box is within the band of its lane, and that bands do not overlap.
fn check_lanes(figure: &Figure) -> Result<(), TestCaseError> {
    let drawing = layout(figure);
    let filled_lanes = figure.lanes.iter().filter(|lane| !lane.nodes.is_empty());
    prop_assert_eq!(drawing.lanes.len(), filled_lanes.clone().count(), "a lane without boxes is not drawn");
    for pair in drawing.lanes.windows(2) {
        prop_assert!(pair[0].y + pair[0].height <= pair[1].y, "lanes overlap");
    }
    for lane in filled_lanes {
        let band = drawing.lanes.iter().find(|band| band.name == lane.name).unwrap();
        for node in &lane.nodes {
            let placed = &drawing.boxes[*node];
            prop_assert!(placed.y >= band.y + 20.0, "box {} covers the name of its lane", node);
            prop_assert!(placed.y + placed.height <= band.y + band.height, "box {} leaves its lane", node);
        }
    }
    Ok(())
}

/// Checks that tags open and close in pairs, and that no text holds a bare `<` or `&`.
fn well_formed(svg: &str) -> Result<(), TestCaseError> {
    let mut open: Vec<String> = Vec::new();
    for (number, part) in svg.split('<').enumerate().skip(1) {
        let (tag, text) =
            part.split_once('>').ok_or_else(|| TestCaseError::fail(format!("part {number} is open")))?;
        prop_assert!(!text.contains('<'));
        for entity in text.split('&').skip(1).chain(tag.split('&').skip(1)) {
            let name = entity.split(';').next().unwrap_or_default();
            prop_assert!(["amp", "lt", "gt", "quot", "#39"].contains(&name), "the entity {}", name);
        }
        if let Some(name) = tag.strip_prefix('/') {
            let closed = open.pop();
            prop_assert_eq!(closed.as_deref(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default().to_owned());
        }
    }
    prop_assert!(open.is_empty(), "{open:?} stay open");
    Ok(())
}

/// Generates any graph: with cycles, self-loops, parallel edges, and disconnected parts.
fn any_graph(most: usize) -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (1..=most).prop_flat_map(move |nodes| {
        let edges = prop::collection::vec((0..nodes, 0..nodes), 0..nodes * 2);
        (Just(nodes), edges)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_small_graph_has_a_valid_drawing((nodes, edges) in any_graph(16)) {
        check(&figure(nodes, &edges))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_large_graph_has_a_valid_drawing((nodes, edges) in any_graph(70)) {
        check(&figure(nodes, &edges))?;
    }

    #[test]
    fn any_graph_in_lanes_has_a_valid_drawing((nodes, edges) in any_graph(40), count in 1_usize..8) {
        let figure = in_lanes(nodes, &edges, count);
        check(&figure)?;
        check_lanes(&figure)?;
    }

    #[test]
    fn any_graph_in_lanes_and_columns_has_a_valid_drawing(
        (nodes, edges) in any_graph(40),
        count in 1_usize..8,
        most in 1_usize..6,
    ) {
        let mut figure = in_lanes(nodes, &edges, count);
        figure.columns = (0..nodes).map(|node| (node * 5 + node / 4) % most.min(nodes)).collect();
        check(&figure)?;
        check_lanes(&figure)?;
        let drawing = layout(&figure);
        for (left, right) in (0..nodes).zip(1..nodes) {
            let order = figure.columns[left].cmp(&figure.columns[right]);
            prop_assert_eq!(drawing.boxes[left].x.total_cmp(&drawing.boxes[right].x), order);
        }
    }

    #[test]
    fn any_text_gives_a_valid_drawing(label in ".{0,300}", detail in ".{0,40}") {
        let mut figure = figure(3, &[(0, 1), (1, 2)]);
        figure.nodes[1].label.clone_from(&label);
        figure.nodes[1].aria = label.clone();
        figure.nodes[1].kind = detail.clone();
        figure.nodes[2].href = Some(label);
        figure.nodes[2].detail = detail.clone();
        figure.edges[0].title = detail;
        check(&figure)?;
    }
}

#[test]
fn an_empty_graph_has_an_empty_drawing() {
    let drawing = layout(&Figure::default());
    assert_eq!((drawing.boxes.len(), drawing.edges.len()), (0, 0));
    well_formed(&svg_inline(&Figure::default(), &drawing)).unwrap();
}

#[test]
fn a_graph_of_150_boxes_has_a_valid_drawing() {
    let edges: Vec<(usize, usize)> = (1..150)
        .flat_map(|node| [(node / 3, node), (node * 7 % 150, node), (node, node * 11 % 150)])
        .collect();
    check(&figure(150, &edges)).unwrap();
}

#[test]
fn six_columns_of_long_names_fit_a_screen_and_more_keep_roomy_boxes() {
    let chain = |boxes: usize| {
        let edges: Vec<_> = (1..boxes).map(|to| (to - 1, to)).collect();
        let mut figure = figure(boxes, &edges);
        for (number, node) in figure.nodes.iter_mut().enumerate() {
            node.label = format!("int_{number}_aggregated_account_00438");
        }
        layout(&figure)
    };
    let six = chain(6);
    assert!(six.width <= place::SCREEN + 2.0 * MARGIN, "{}", six.width);
    let names =
        |drawing: &Drawing| drawing.boxes.iter().map(|placed| placed.lines.concat()).collect::<Vec<_>>();
    assert!(names(&six).iter().all(|name| !name.contains('…')), "{:?}", names(&six));
    let widest = |drawing: &Drawing| drawing.boxes.iter().map(|placed| placed.width).fold(0.0, f64::max);
    assert!(widest(&six) < widest(&chain(3)));
    assert_eq!(widest(&chain(12)), widest(&chain(3)), "smaller boxes would not be enough here");
}

#[test]
fn one_edge_of_a_cycle_is_reversed_and_marked() {
    let drawing = layout(&figure(3, &[(0, 1), (1, 2), (2, 0)]));
    let cut: Vec<_> = drawing.edges.iter().filter(|edge| edge.direction == LineDirection::Backward).collect();
    assert_eq!(cut.len(), 1);
    assert!(svg_inline(&figure(3, &[(0, 1), (1, 2), (2, 0)]), &drawing).contains("closes a cycle"));
}

#[test]
fn a_two_way_flow_is_one_line_in_the_direction_of_most_flows() {
    let mut figure = figure(2, &[(0, 1), (1, 0)]);
    figure.edges[1].flows = 3;
    figure.edges.iter_mut().zip(["once", "thrice"]).for_each(|(edge, title)| edge.title = title.to_owned());
    let drawing = layout(&figure);
    assert_eq!(drawing.edges.len(), 1);
    assert!(drawing.boxes[1].x < drawing.boxes[0].x, "the node that supplies more is on the left");
    let svg = svg_inline(&figure, &drawing);
    assert!(svg.contains("<title>both ways\nthrice\nonce</title>"), "{svg}");
    assert!(
        svg.contains("marker-start=\"url(#f-head)\" d=") && !svg.contains("cycle"),
        "the line has arrowheads at both ends"
    );
}

#[test]
fn a_line_with_more_flows_is_wider() {
    let figure = figure(9, &[(4, 5), (5, 6)]);
    let svg = svg_inline(&figure, &layout(&figure));
    assert_eq!(svg.matches("<path class=\"weight-4\" data-ends").count(), 1);
    assert_eq!(svg.matches("<path data-ends").count(), 1);
    assert_eq!(svg.matches("marker-end=\"url(#f-head-wide)\"").count(), 1, "its arrowhead is wider too");
}

#[test]
fn a_standalone_drawing_has_only_the_styles_it_uses_in_light_and_dark() {
    let figure = figure(6, &[(0, 1), (1, 2)]);
    let svg = svg_standalone(&figure, &layout(&figure), &[], BoxLinks::None);
    let rules = |class: &str| svg.lines().filter(|line| line.starts_with(&format!(".{class}"))).count();
    assert_eq!(svg.matches("<text class=\"tone-failing\"").count(), 2, "boxes 0 and 5");
    assert_eq!(svg.matches("class=\"tone tone-failing\"").count(), 2, "their outlines differ in size");
    assert_eq!((rules("tone-failing"), rules("kind-mart"), rules("centre")), (2, 2, 2));
    assert_eq!((rules("tone-late"), rules("kind-alerting"), rules("cycle")), (0, 0, 0));
}

#[test]
fn boxes_of_the_same_size_and_status_use_one_outline() {
    let mut figure = figure(3, &[(0, 1), (1, 2)]);
    for (node, role) in figure.nodes.iter_mut().zip([NodeRole::Plain, NodeRole::Outside, NodeRole::Folded]) {
        *node = FigureNode { label: "Orders".to_owned(), status: Some(Status::Late), role, ..node.clone() };
        node.detail.clear();
    }
    let svg = svg_inline(&figure, &layout(&figure));
    let used = ["<use href=\"#f-0\"/>", "<use href=\"#f-1\"/>"].map(|used| svg.matches(used).count());
    assert_eq!(used, [2, 1], "a folded box has a second edge: {svg}");
    assert_eq!((svg.matches("<g id=\"f-").count(), svg.matches("class=\"behind\"").count()), (2, 1));
}

#[test]
fn a_box_that_reads_itself_is_marked_and_has_no_line() {
    let drawing = layout(&figure(1, &[(0, 0)]));
    assert!(drawing.boxes[0].looped && drawing.edges.is_empty());
}

#[test]
fn a_box_is_named_by_its_text_or_by_more() {
    let mut figure = figure(3, &[(0, 1), (1, 2)]);
    let named = |label: &str, detail: &str, aria: &str, node: &FigureNode| FigureNode {
        label: label.to_owned(),
        detail: detail.to_owned(),
        aria: aria.to_owned(),
        status: Some(Status::Healthy),
        ..node.clone()
    };
    figure.nodes[0] = named("Orders", "Mart", "Orders, mart, healthy", &figure.nodes[0]);
    figure.nodes[1] = named("Stock", "Mart", "Stock, mart, healthy, Shop", &figure.nodes[1]);
    figure.nodes[2] =
        named("Sales", "Output port Sales", "Sales, output port sales, healthy", &figure.nodes[2]);
    let mut drawing = layout(&figure);
    // As in a narrow drawing, where a second line that does not fit is left out.
    drawing.boxes[2].detail.clear();
    let svg = svg_inline(&figure, &drawing);
    assert!(!svg.contains("aria-label=\"Orders"), "its text is its name: {svg}");
    assert!(svg.contains("aria-label=\"Stock, mart, healthy, Shop\""), "{svg}");
    assert!(
        !svg.contains("aria-label=\"Sales") && !svg.contains(", ,"),
        "nothing is left of the line: {svg}"
    );
}
