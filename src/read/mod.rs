//! Bytes to documents: what the files of a catalog say, with the place of every value.
//!
//! [`catalog::documents`] finds the files and reads each by its kind; the kinds have a file
//! each here, and what they share stands in [`yaml`] and [`parts`].

pub mod cache;
pub mod catalog;
pub mod config;
pub mod contract;
pub mod dbt;
pub mod document;
pub mod documents;
pub mod evidence;
pub mod files;
pub mod history;
pub mod initiative;
pub(in crate::read) mod kinds;
pub mod organisation;
pub mod page;
pub mod parts;
pub mod product;
pub mod regulation;
pub mod revision;
pub mod stamp;
pub mod standard;
pub mod watching;
pub mod yaml;
