//! Drawings of a site, measured in the published files: no boxes overlap, and no line runs
//! through a box.

use crate::support::attributes;
use std::collections::BTreeMap;

struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// Checks every drawing of a site, in its pages and as files; returns the numbers of boxes and lines.
pub(crate) fn check(site: &BTreeMap<String, Vec<u8>>) -> (usize, usize) {
    let (mut boxes, mut lines) = (0, 0);
    for (path, bytes) in site.iter().filter(|(path, _)| !path.starts_with("theme/")) {
        let text = String::from_utf8_lossy(bytes);
        let drawings: Vec<&str> = match path.rsplit('.').next() {
            Some("svg") => vec![&text],
            Some("html") => text.split("<svg class=\"gb-lineage").skip(1).map(until_end).collect(),
            _ => Vec::new(),
        };
        for drawing in drawings {
            let found = one(path, drawing);
            boxes += found.0;
            lines += found.1;
        }
    }
    (boxes, lines)
}

fn until_end(drawing: &str) -> &str {
    drawing.split("</svg>").next().unwrap_or(drawing)
}

fn one(path: &str, svg: &str) -> (usize, usize) {
    let marks: Vec<&str> = svg.split('<').collect();
    let outlines = outlines(&marks);
    let mut boxes: Vec<Frame> = Vec::new();
    let mut place = (0.0, 0.0);
    for mark in &marks {
        if mark.contains(" class=\"node") && mark.contains(" transform=") {
            place = moved(mark);
        }
        if mark.starts_with("use ") {
            boxes.push(frame(place, outlines[&attributes(mark, "href")[0][1..]]));
        }
    }
    for (number, one) in boxes.iter().enumerate() {
        for other in &boxes[number + 1..] {
            let apart = one.right <= other.left
                || other.right <= one.left
                || one.bottom <= other.top
                || other.bottom <= one.top;
            assert!(apart, "{path}: boxes overlap");
        }
    }
    let paths = marks.iter().skip_while(|mark| !mark.contains("class=\"edges\""));
    let paths =
        paths.take_while(|mark| !mark.contains("class=\"nodes\"")).filter(|mark| mark.starts_with("path"));
    let lines: Vec<Vec<(f64, f64)>> = paths.map(|mark| points(attributes(mark, "d")[0])).collect();
    for (x, y) in lines.iter().flatten() {
        let cut = boxes.iter().any(|frame| {
            *x > frame.left + 0.5 && *x < frame.right - 0.5 && *y > frame.top + 0.5 && *y < frame.bottom - 0.5
        });
        assert!(!cut, "{path}: a line runs through a box at {x}, {y}");
    }
    (boxes.len(), lines.len())
}

/// Returns the outlines that boxes use, each a rectangle without a class, by its id.
fn outlines<'d>(marks: &[&'d str]) -> BTreeMap<&'d str, &'d str> {
    let mut outlines = BTreeMap::new();
    let mut id = "";
    for mark in marks {
        if mark.starts_with("g id=") {
            id = attributes(mark, "id")[0];
        } else if mark.starts_with("rect x=") {
            outlines.insert(id, *mark);
        }
    }
    outlines
}

/// Returns the offset of a box: `translate(12 48)`.
fn moved(mark: &str) -> (f64, f64) {
    let place = attributes(mark, "transform")[0].trim_start_matches("translate(").trim_end_matches(')');
    let (x, y) = place.split_once(' ').unwrap();
    (x.parse().unwrap(), y.parse().unwrap())
}

fn frame((left, top): (f64, f64), mark: &str) -> Frame {
    let number = |name| attributes(mark, name)[0].parse::<f64>().unwrap();
    let (left, top) = (left + number("x"), top + number("y"));
    Frame { left, top, right: left + number("width"), bottom: top + number("height") }
}

/// Returns points along a path that starts at a point and continues with lines and cubic curves relative to their start.
fn points(path: &str) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let starts = path.match_indices(['M', 'h', 'l', 'c']).map(|(at, _)| at);
    for (start, end) in starts.clone().zip(starts.skip(1).chain([path.len()])) {
        let (command, numbers) = path[start..end].split_at(1);
        let numbers: Vec<f64> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let from = points.last().copied().unwrap_or_default();
        match (command, numbers.as_slice()) {
            ("M", [x, y]) => points.push((*x, *y)),
            ("c", [ax, ay, bx, by, x, y]) => points.extend((1..=48).map(|step| {
                let t = f64::from(step) / 48.0;
                let u = 1.0 - t;
                let along =
                    |a: f64, b: f64, to: f64| 3.0 * u * u * t * a + 3.0 * u * t * t * b + t * t * t * to;
                (from.0 + along(*ax, *bx, *x), from.1 + along(*ay, *by, *y))
            })),
            ("h", [x]) => points.extend((1..=48).map(|step| (from.0 + x * f64::from(step) / 48.0, from.1))),
            ("l", [x, y]) => points.extend((1..=48).map(|step| {
                let t = f64::from(step) / 48.0;
                (from.0 + x * t, from.1 + y * t)
            })),
            _ => panic!("`{path}` is no path that Glassbox draws"),
        }
    }
    points
}
