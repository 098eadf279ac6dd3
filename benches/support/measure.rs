//! Measures a process: wall time, processor time and peak memory, from Linux's `/proc`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The kernel counts processor time in hundredths of a second.
const TICKS: f64 = 100.0;

/// The cost of a process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Seconds from start to end.
    pub(crate) wall: f64,
    /// Seconds of processor time, over all threads.
    pub(crate) processor: f64,
    /// The largest observed memory, in bytes.
    pub(crate) peak: u64,
}

/// Runs a command to its end and returns its cost.
pub(crate) fn timed(command: &mut Command) -> Cost {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let mut peak = 0;
    // Until it is waited for, a process that has ended still reports its usage.
    let processor = loop {
        let stat = fs::read_to_string(process.join("stat")).unwrap();
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        if fields[0] == "Z" {
            let ticks = |field: usize| fields[field].parse::<f64>().unwrap();
            break (ticks(11) + ticks(12)) / TICKS;
        }
        peak = peak.max(high_water(&process));
        sleep(Duration::from_millis(1));
    };
    let wall = begun.elapsed().as_secs_f64();
    assert!(child.wait().unwrap().success(), "{command:?} failed");
    Cost { wall, processor, peak }
}

/// Returns the high-water mark of a process's memory.
pub(crate) fn high_water(process: &std::path::Path) -> u64 {
    let status = fs::read_to_string(process.join("status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Returns bytes as whole megabytes.
pub(crate) fn megabytes(bytes: u64) -> u64 {
    bytes / (1024 * 1024)
}

/// Creates a new folder for a bench to write into.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("glassbox-bench-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}
