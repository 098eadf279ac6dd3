//! `glassbox serve`: the site while it is edited.

use super::moment::{self, Moment, moment};
use super::report::CannotRun;
use super::{Exit, report};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::print::{self, OutputFormat};
use crate::error::Error;
use crate::pipeline::LoadedCatalog;
use crate::serve::{DiagnosticsSummary, Options, Preview, ServerEvent};
use clap::Args;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::{Command, Stdio};

#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    /// The folder that contains `glassbox.yml`
    #[arg(default_value = ".", value_name = "CATALOG")]
    catalog: PathBuf,
    /// The port to listen on; if it is in use, the next free one
    #[arg(long, default_value_t = 4000, value_name = "PORT")]
    port: u16,
    /// The address to listen on; by default only this machine can connect
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    address: IpAddr,
    /// The path under which the site is served, such as /repo/
    #[arg(long, default_value = "/", value_name = "PATH", value_parser = base)]
    base: String,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// Poll the files for changes, if the system does not report them
    #[arg(long)]
    poll: bool,
    /// The time to use instead of the current time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    now: Option<Moment>,
}

/// How long the allocator keeps free memory, in milliseconds; it reads the variable before `main` begins.
const KEEPS_MEMORY: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "10000");

/// Restarts the process so that memory is kept from one edit to the next, unless the user has set how long to keep
/// it.
///
/// Memory that is returned at once has to be requested again, and is cleared by the system, at every edit: at 10,000
/// products that is a seventh of the time until the browser is notified. The allocator can be configured only by the
/// environment. If this fails, the preview is just slower.
#[cfg(unix)]
fn keep_memory() {
    use std::os::unix::process::CommandExt as _;
    let (name, value) = KEEPS_MEMORY;
    let mut arguments = std::env::args_os();
    if let (None, Some(called), Ok(executable)) =
        (std::env::var_os(name), arguments.next(), std::env::current_exe())
    {
        let _ = Command::new(executable).arg0(called).args(arguments).env(name, value).exec();
    }
}

#[cfg(not(unix))]
fn keep_memory() {}

pub(super) fn run(arguments: &ServeArguments) -> Result<Exit, CannotRun> {
    keep_memory();
    // Checked once here, so that a wrong SOURCE_DATE_EPOCH is reported before anything else.
    moment::now(arguments.now, &arguments.catalog)?;
    if !arguments.catalog.is_dir() {
        let why = format!("there is no folder `{}`", arguments.catalog.display());
        return Err(CannotRun::because(why).hint("give the folder that holds `glassbox.yml`"));
    }
    if !arguments.address.is_loopback() {
        report::say(&format!(
            "warning: anyone who can reach {} can read the catalog while this runs",
            arguments.address
        ));
    }
    let options = Options {
        root: arguments.catalog.clone(),
        address: arguments.address,
        port: arguments.port,
        base: arguments.base.clone(),
        poll: arguments.poll,
    };
    let preview = Preview::listen(options)
        .map_err(|error| CannotRun::from(error).hint("give another one with --port or --address"))?;
    let url = preview.url();
    let now = || moment::now(arguments.now, &arguments.catalog).unwrap_or_default();
    let mut reporter = TerminalReporter { arguments, url: &url, line: String::new(), listed: Vec::new() };
    preview.run(&now, &mut |event| reporter.tell(event))?;
    Ok(Exit::Fine)
}

/// Reports events on the terminal, each one once.
struct TerminalReporter<'a> {
    arguments: &'a ServeArguments,
    url: &'a str,
    /// The last status line.
    line: String,
    /// The last listed diagnostics.
    listed: Vec<Diagnostic>,
}

impl TerminalReporter<'_> {
    fn tell(&mut self, event: ServerEvent<'_>) {
        match event {
            ServerEvent::Ready(stop) => {
                // Without it, Ctrl-C still ends the process.
                let _ = ctrlc::set_handler(move || stop.stop());
                report::say(&format!("The site is at {}\nPress Ctrl-C to stop", self.url));
                if self.arguments.open {
                    open(self.url);
                }
            }
            ServerEvent::Loaded(loaded, summary) => self.loaded(loaded, summary),
            ServerEvent::Failed(why) => report::say(why.trim_end()),
        }
    }

    fn loaded(&mut self, loaded: &LoadedCatalog, summary: &DiagnosticsSummary) {
        let mut listed = summary.listed.clone();
        print::sort(&mut listed, &loaded.sources);
        if listed != self.listed {
            report::print(&listed, loaded, &self.arguments.catalog, OutputFormat::Human);
            if let Some(more) = summary.more() {
                report::say(&more);
            }
            self.listed = listed;
        }
        let tally = report::tally(summary.counts);
        let products = report::counted(loaded.catalog.products.len(), "product");
        let line = match (tally.is_empty(), summary.counts.errors) {
            (true, _) => format!("Serving {products}"),
            (false, 0) => format!("Serving {products}, {tally}"),
            (false, _) => report::stopped("Not updated", summary.counts, ""),
        };
        if line != self.line {
            report::say(&line);
            self.line = line;
        }
    }
}

/// Returns a path with a slash at both ends.
fn base(text: &str) -> Result<String, Error> {
    let inner = text.trim_matches('/');
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.~/".contains(letter);
    if !inner.chars().all(is_plain) || inner.split('/').any(|part| part == ".." || part == ".") {
        return Err(Error::BadArgument { help: "write a path such as /repo/" });
    }
    Ok(if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") })
}

/// Opens an address with the system's opener. If there is none, the address has already been printed.
fn open(url: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let _ =
        Command::new(program).args(arguments).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
