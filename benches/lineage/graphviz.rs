//! Graphviz `dot` on the same graphs, with the same boxes and gaps.

use super::ruler::{Line, Picture, cubic};
use glassbox::internals::{Drawing, Figure};
use std::fmt::Write as _;
use std::process::Command;

/// Returns the installed version, if any.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("dot").arg("-V").output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    Some(text.trim().replace("dot - ", ""))
}

/// The result of `dot` for the graphs.
pub(crate) struct Drawn {
    /// Milliseconds of CPU time per graph, without the time of a process for a graph of one node.
    pub(crate) time: f64,
    /// Milliseconds of wall time of a process that draws one graph.
    pub(crate) process: f64,
    pub(crate) pictures: Vec<Picture>,
}

/// Lets `dot` draw the graphs, with boxes as large as ours.
pub(crate) fn drawn(figures: &[Figure], drawings: &[Drawing]) -> Option<Drawn> {
    let folder = std::env::temp_dir().join(format!("lineage-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).ok()?;
    let mut files = Vec::new();
    for (number, (figure, drawing)) in figures.iter().zip(drawings).enumerate() {
        let file = folder.join(format!("{number}.gv")).display().to_string();
        std::fs::write(&file, source(figure, drawing)).ok()?;
        files.push(file);
    }
    let lone = folder.join("lone.gv").display().to_string();
    std::fs::write(&lone, "digraph { a }").ok()?;
    let begin = seconds(&[lone])?;
    let time = (seconds(&files)? - begin).max(0.0) * 1000.0 / figures.len() as f64;
    let begun = std::time::Instant::now();
    for file in &files {
        seconds(std::slice::from_ref(file))?;
    }
    let process = begun.elapsed().as_secs_f64() * 1000.0 / files.len() as f64;
    let pictures = files.iter().map(|file| {
        let text = std::fs::read_to_string(format!("{file}.plain")).ok()?;
        picture(&text, figures.first()?.nodes.len())
    });
    let pictures: Option<Vec<Picture>> = pictures.collect();
    let _ = std::fs::remove_dir_all(&folder);
    Some(Drawn { time, process, pictures: pictures? })
}

/// Returns the CPU seconds of a run over files; each result is written next to its file.
fn seconds(files: &[String]) -> Option<f64> {
    let script = "TIMEFORMAT='%3U %3S'; time dot -Tplain -O \"$@\"";
    let output = Command::new("bash").args(["-c", script, "bash"]).args(files).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().last()?.split(' ').map(|part| part.parse::<f64>().ok()).sum()
}

fn source(figure: &Figure, drawing: &Drawing) -> String {
    let mut text = String::from(
        "digraph { rankdir=LR; nodesep=0.25; ranksep=1.05; node [shape=box fixedsize=true label=\"\"];\n",
    );
    for (number, placed) in drawing.boxes.iter().enumerate() {
        let (width, height) = (placed.width / 72.0, placed.height / 72.0);
        let _ = writeln!(text, "{number} [width={width:.4} height={height:.4}];");
    }
    for edge in &figure.edges {
        let _ = writeln!(text, "{} -> {} [arrowhead=none];", edge.from, edge.to);
    }
    text.push_str("}\n");
    text
}

/// Parses the output of `-Tplain`, in points.
fn picture(text: &str, nodes: usize) -> Option<Picture> {
    let mut picture = Picture { size: (0.0, 0.0), boxes: vec![[0.0; 4]; nodes], lines: Vec::new() };
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let number =
            |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok()).map(|inch| inch * 72.0);
        match words.first().copied() {
            Some("graph") => picture.size = (number(2)?, number(3)?),
            Some("node") => {
                let (x, y, width, height) = (number(2)?, number(3)?, number(4)? / 2.0, number(5)? / 2.0);
                let node: usize = words.get(1)?.parse().ok()?;
                picture.boxes[node] = [x - width, y - height, x + width, y + height];
            }
            Some("edge") => {
                let count: usize = words.get(3)?.parse().ok()?;
                let controls: Option<Vec<(f64, f64)>> =
                    (0..count).map(|at| Some((number(4 + at * 2)?, number(5 + at * 2)?))).collect();
                let controls = controls?;
                let mut points = vec![*controls.first()?];
                for at in (0..controls.len() - 1).step_by(3) {
                    points.extend(cubic([
                        controls[at],
                        controls[at + 1],
                        controls[at + 2],
                        controls[at + 3],
                    ]));
                }
                let (from, to) = (words.get(1)?.parse().ok()?, words.get(2)?.parse().ok()?);
                picture.lines.push(Line { from, to, points });
            }
            _ => {}
        }
    }
    Some(picture)
}
