//! Glassbox publishes a company's data products as a static site.
//!
//! Data flows one way, and the modules are the rooms that it passes:
//!
//! 1. [`read`]: files to documents, what each file says;
//! 2. [`resolve`]: documents to a [`model::Catalog`], what they mean together;
//! 3. [`assess`]: how everything stands: status, promises, what is urgent;
//! 4. [`rules`]: where reality departs from what the catalog says;
//! 5. [`standards`]: how products do by what the company asks of them;
//! 6. [`changes`]: what others rely on, compared with another state of the catalog;
//! 7. [`prose`]: facts to sentences;
//! 8. [`site`]: the catalog to a [`site::Site`], which pages exist and what each one shows;
//! 9. [`lineage`]: product and asset graphs to drawings;
//! 10. [`theme`] and [`render`]: a page to bytes, how it looks;
//! 11. [`publish`]: bytes to a folder, only what changed.
//!
//! [`init`] begins a catalog, and [`schema`] tells editors what may stand in the files.
//! [`serve`] shows the same site while it is edited, without writing it.
//!
//! [`pipeline`] puts them in order. What is wrong with a catalog is collected along the way as
//! [`diagnostics`], each with its place in a [`source`] file; a machine that fails ends a command with an
//! [`error`].

pub mod assess;
pub mod changes;
pub mod cli;
pub mod diagnostics;
pub mod error;
pub mod init;
pub mod lineage;
pub mod model;
pub mod pipeline;
pub mod prose;
pub mod publish;
pub mod read;
pub mod render;
pub mod resolve;
pub mod rules;
pub mod schema;
pub mod serve;
pub mod site;
pub mod source;
pub mod standards;
pub mod theme;
