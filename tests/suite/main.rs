//! The test suite: what a user sees, from the command line to the pages. See `README.md`.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test stops where something is not as it says, and looks at the disk, and says what it skips"
)]

mod changes;
mod claims;
mod command_line;
mod dependencies;
mod detail_page;
mod diagnostics;
mod drawings;
mod evidence;
mod evidence_page;
mod example;
mod faults;
mod functions;
mod gates;
mod house_rules;
mod import_cycles;
mod init;
mod laws;
mod lineage;
mod lists;
mod page_footer;
mod pages;
mod profile;
mod publishing;
mod quality;
mod reading;
mod real_manifests;
mod recipes;
mod regulation_page;
mod roadmap;
mod roles;
mod rule_page;
mod rules;
mod same_counts;
mod schema;
mod schema_ids;
mod schema_values;
mod serve;
mod standards;
mod statuses;
mod stories;
mod support;
mod time;
mod type_names;
mod unmet_pages;
mod week;
mod yaml;
