//! The same measurements for both engines: curves as short straight pieces.

use glassbox::internals::{Drawing, Figure, Segment};
use std::collections::BTreeSet;

type Point = (f64, f64);

/// The number of pieces per curve.
const PIECES: usize = 16;

/// A drawing of either engine.
pub(crate) struct Picture {
    pub(crate) size: Point,
    /// Left, top, right, bottom.
    pub(crate) boxes: Vec<[f64; 4]>,
    pub(crate) lines: Vec<Line>,
}

/// A line as points.
pub(crate) struct Line {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) points: Vec<Point>,
}

/// The measurements.
#[derive(Default)]
pub(crate) struct Measures {
    /// Visible crossings: where lines from the same source overlap, they count as one line.
    pub(crate) crossings: f64,
    /// Crossings by pairs of edges: a line shared by three edges counts three times.
    pub(crate) pairs: f64,
    /// Lines that touch a box at neither of their ends.
    pub(crate) through: f64,
    pub(crate) area: f64,
    pub(crate) length: f64,
}

pub(crate) fn mean(pictures: &[Picture]) -> Measures {
    let count = pictures.len() as f64;
    pictures.iter().fold(Measures::default(), |mut sum, picture| {
        sum.crossings += crossings(picture, true) / count;
        sum.pairs += crossings(picture, false) / count;
        sum.through += through(picture) / count;
        sum.area += picture.size.0 * picture.size.1 / count;
        sum.length += picture.lines.iter().map(length).sum::<f64>() / count;
        sum
    })
}

/// Returns points on a cubic curve, without the first.
pub(crate) fn cubic([a, b, c, d]: [Point; 4]) -> impl Iterator<Item = Point> {
    (1..=PIECES).map(move |step| {
        let t = step as f64 / PIECES as f64;
        let u = 1.0 - t;
        let at = |a: f64, b: f64, c: f64, d: f64| {
            u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
        };
        (at(a.0, b.0, c.0, d.0), at(a.1, b.1, c.1, d.1))
    })
}

pub(crate) fn of_drawing(figure: &Figure, drawing: &Drawing) -> Picture {
    let lines = drawing.edges.iter().map(|edge| {
        let mut points = vec![edge.start];
        let mut at = edge.start;
        for part in &edge.parts {
            match *part {
                Segment::Straight(x, y) => {
                    points.push((x, y));
                    at = (x, y);
                }
                Segment::Curve(x, y) => {
                    let half = (at.0 + x) / 2.0;
                    points.extend(cubic([at, (half, at.1), (half, y), (x, y)]));
                    at = (x, y);
                }
                Segment::Bow(x, y, out) => {
                    points.extend(cubic([at, (out, at.1), (out, y), (x, y)]));
                    at = (x, y);
                }
            }
        }
        Line { from: edge.from, to: edge.to, points }
    });
    assert_eq!(figure.nodes.len(), drawing.boxes.len());
    let boxes = drawing.boxes.iter().map(|one| [one.x, one.y, one.x + one.width, one.y + one.height]);
    Picture { size: (drawing.width, drawing.height), boxes: boxes.collect(), lines: lines.collect() }
}

fn length(line: &Line) -> f64 {
    line.points.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum()
}

fn through(picture: &Picture) -> f64 {
    let cuts = |line: &&Line| {
        picture.boxes.iter().enumerate().any(|(number, [left, top, right, bottom])| {
            let (x, y) = ((left + 1.0)..(right - 1.0), (top + 1.0)..(bottom - 1.0));
            number != line.from
                && number != line.to
                && line.points.windows(2).any(|pair| {
                    (0..=8).any(|step| {
                        let t = f64::from(step) / 8.0;
                        let at = |a: f64, b: f64| a + (b - a) * t;
                        x.contains(&at(pair[0].0, pair[1].0)) && y.contains(&at(pair[0].1, pair[1].1))
                    })
                })
        })
    };
    picture.lines.iter().filter(cuts).count() as f64
}

struct Piece {
    from: usize,
    to: usize,
    ends: [Point; 2],
}

/// Returns the crossings of lines without a common end; pieces are compared within strips, for speed.
fn crossings(picture: &Picture, together: bool) -> f64 {
    const STRIP: f64 = 24.0;
    let mut seen = BTreeSet::new();
    let mut strips: Vec<Vec<Piece>> = Vec::new();
    for line in &picture.lines {
        for pair in line.points.windows(2) {
            let key = [pair[0].0, pair[0].1, pair[1].0, pair[1].1].map(|part| (part * 100.0).round() as i64);
            if together && !seen.insert((line.from, key)) {
                continue;
            }
            let (low, high) = (pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0));
            for strip in (low.max(0.0) / STRIP) as usize..=(high.max(0.0) / STRIP) as usize {
                if strips.len() <= strip {
                    strips.resize_with(strip + 1, Vec::new);
                }
                strips[strip].push(Piece { from: line.from, to: line.to, ends: [pair[0], pair[1]] });
            }
        }
    }
    let mut found = 0.0;
    for (strip, pieces) in strips.iter().enumerate() {
        for (position, one) in pieces.iter().enumerate() {
            for other in &pieces[position + 1..] {
                let apart = one.from != other.from
                    && one.to != other.to
                    && one.from != other.to
                    && one.to != other.from;
                if apart
                    && let Some(x) = meeting(one.ends, other.ends)
                    && (x.max(0.0) / STRIP) as usize == strip
                {
                    found += 1.0;
                }
            }
        }
    }
    found
}

/// Returns the x at which two pieces meet; the first end belongs to a piece, the last does not.
fn meeting([a, b]: [Point; 2], [c, d]: [Point; 2]) -> Option<f64> {
    let (first, second) = ((b.0 - a.0, b.1 - a.1), (d.0 - c.0, d.1 - c.1));
    let cross = first.0 * second.1 - first.1 * second.0;
    if cross.abs() < 1e-9 {
        return None;
    }
    let between = (c.0 - a.0, c.1 - a.1);
    let t = (between.0 * second.1 - between.1 * second.0) / cross;
    let u = (between.0 * first.1 - between.1 * first.0) / cross;
    let within = 0.0..1.0;
    (within.contains(&t) && within.contains(&u)).then_some(a.0 + first.0 * t)
}
