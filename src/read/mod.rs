//! Bytes to documents: what the files of a catalog say, with the place of every value.

pub mod dbt;
pub mod yaml;
