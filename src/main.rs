//! The `glassbox` program: runs a command and turns how it ended into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(glassbox::cli::run() as u8)
}
