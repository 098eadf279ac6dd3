//! Glassbox publishes a company's data products as a static site.
//!
//! Data flows in one direction through these modules, and a module imports only those that come before it:
//!
//! | module | from | to |
//! | --- | --- | --- |
//! | [`read`] | files | [`Documents`](read::documents::Documents): the contents of each file |
//! | [`resolve`] | documents | a [`Catalog`](model::Catalog): their combined meaning |
//! | [`assess`] | a catalog, at a moment | an [`Assessment`](model::Assessment): status, promises, incidents |
//! | [`rules`] | a catalog, on a day | a [`RuleReport`](model::RuleReport): where reality differs from the catalog |
//! | [`standards`] | all of these | scorecards: how well products meet the company's standards |
//! | [`changes`] | two states of a catalog | what changed for those who rely on it |
//! | [`prose`] | facts | sentences |
//! | [`lineage`] | graphs | drawings |
//! | [`site`] | all of these | a [`Site`](site::Site): which pages exist, and their contents |
//! | [`theme`], [`render`] | a page | bytes |
//! | [`publish`] | bytes | a folder, in which only changed files are written |
//!
//! [`pipeline`] runs the modules in order; [`serve`] shows the same site while it is edited, without writing it;
//! [`init`] creates a catalog; [`schema`] describes the files for editors; [`cli`] is the command line.
//! [`model`] holds the data passed between modules. Problems of a catalog are collected on the way as
//! [`diagnostics`], each with its place in a [`source`] file; a machine failure ends a command with an [`error`].
//!
//! # Three walks through the code
//!
//! **A product, from its file to its page.** `read::catalog` lists the files and reads each once.
//! `read::product` declares the keys of a product: struct, reader, JSON Schema and reference page come from that one
//! declaration. `resolve::products` turns names into indices and the declaration into a
//! [`Product`](model::Product), and `resolve::membership` decides which assets belong to it. `site::product` shows
//! it: its `SECTION` lists the pages, its view defines the data of the template. [`render`] fills the template, and
//! [`publish`] writes the file if its bytes have changed.
//!
//! **A failed test, from the run to the Quality page.** `read::evidence` detects the format of a file by its
//! content and extracts observations. `resolve::evidence` matches each to an asset and records the use of every row.
//! `assess::assets` weighs the observations of an asset; `assess::graph` propagates failures downstream;
//! `assess::products` summarises; `assess::incident` collects the problems of a product, and `assess::triage` finds who is
//! affected. `site::quality` shows the incidents, the
//! most urgent first, in the words of [`prose`].
//!
//! **An edit, from the editor to the browser.** `serve::watch` is notified of the change. `serve::server` reloads the
//! catalog, keeping what did not change ([`pipeline::LoadCache`]), makes a new snapshot, and tells each browser whose
//! page has a new fingerprint to reload it. A page is made when a browser requests it, by the same sections as in a
//! build.

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
