//! The `glassbox` program: runs a command and turns its result into an exit code.

use std::process::ExitCode;

/// A catalog is many small texts: the system's allocator would take half of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(glassbox::cli::run() as u8)
}
