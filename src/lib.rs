//! Glassbox publishes a company's data products as a static site.
//!
//! Data flows in one direction through these modules, and a module imports only those that come before it:
//!
//! | module | from | to |
//! | --- | --- | --- |
//! | [`read`] | files | [`Documents`](read::documents::Documents): what each file says |
//! | [`resolve`] | documents | a [`Catalog`](model::Catalog): what they mean together |
//! | [`assess`] | a catalog, at a moment | an [`Assessment`](model::Assessment): status, promises, incidents |
//! | [`rules`] | a catalog, on a day | a [`RuleReport`](model::RuleReport): where reality differs from the catalog |
//! | [`standards`] | all of these | scorecards: how products do by what the company asks of them |
//! | [`changes`] | two states of a catalog | what changed for those who rely on it |
//! | [`prose`] | facts | sentences |
//! | [`site`] | all of these | a [`Site`](site::Site): which pages exist, and what each shows |
//! | [`lineage`] | graphs | drawings |
//! | [`theme`], [`render`] | a page | bytes |
//! | [`publish`] | bytes | a folder, of which only what changed is written |
//!
//! [`pipeline`] puts the modules in order; [`serve`] shows the same site while it is edited, without writing it;
//! [`init`] begins a catalog; [`schema`] tells editors what may stand in the files; [`cli`] is the command line.
//! [`model`] holds what the modules hand on. What is wrong with a catalog is collected on the way as
//! [`diagnostics`], each with its place in a [`source`] file; a machine that fails ends a command with an [`error`].
//!
//! # Three walks through the code
//!
//! **A product, from its file to its page.** `read::catalog` lists the files and reads each once.
//! `read::product` declares the keys of a product: struct, reader, JSON Schema and reference page come from that one
//! declaration. `resolve::products` turns names into indices and the declaration into a
//! [`Product`](model::Product), and `resolve::membership` says which assets are inside. `site::product` shows it: its
//! `SECTION` lists the pages, its view says what the template gets. [`render`] fills the template, and [`publish`] writes
//! the file if its bytes are new.
//!
//! **A failed test, from the run to the Quality page.** `read::evidence` recognises the format of a file by what it
//! holds and gives observations. `resolve::evidence` matches each to an asset and notes what became of every row.
//! `assess::assets` weighs what was seen of an asset; `assess::graph` carries what is broken to what builds on it;
//! `assess::products` sums up; `assess::triage` finds who is affected. `site::quality` shows the incidents, the most
//! urgent first, in the words of [`prose`].
//!
//! **An edit, from the editor to the browser.** `serve::watch` hears of the file. `serve::server` loads the catalog
//! again, keeping what did not change ([`pipeline::LoadCache`]), makes a new snapshot, and tells each browser whose
//! page has another fingerprint to load it again. A page is made when a browser asks for it, by the same sections that a build
//! walks.

mod assess;
mod changes;
pub mod cli;
mod diagnostics;
mod error;
mod init;
#[doc(hidden)]
pub mod internals;
mod lineage;
mod model;
mod pipeline;
mod prose;
mod publish;
mod read;
mod render;
mod resolve;
mod rules;
mod schema;
mod serve;
mod site;
mod source;
mod standards;
mod theme;
