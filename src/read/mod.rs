//! Bytes to documents: the contents of the catalog's files, with the span of every value.
//!
//! [`catalog::documents`] finds the files and reads each by its kind. Each kind has a file here, listed in
//! [`catalog_files::KINDS`]; shared code is in [`yaml`] and [`parts`].

pub(crate) mod business_value;
pub(crate) mod cache;
pub(crate) mod catalog;
pub(crate) mod catalog_files;
pub(crate) mod config;
pub(crate) mod consumer;
pub(crate) mod contract;
pub(crate) mod dbt;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod evidence;
pub(crate) mod field;
pub(crate) mod file_kind;
pub(crate) mod files;
pub(crate) mod goal;
pub(crate) mod history;
pub(crate) mod icons;
pub(crate) mod initiative;
pub(crate) mod organisation;
pub(crate) mod page;
pub(crate) mod parts;
pub(crate) mod port;
pub(crate) mod product;
pub(crate) mod regulation;
pub(crate) mod revision;
pub(crate) mod stamp;
pub(crate) mod standard;
pub(crate) mod synonyms;
pub(crate) mod system;
pub(crate) mod watching;
pub(crate) mod yaml;
