//! Glassbox publishes a company's data products as a static site.

pub mod diagnostics;
pub mod model;
pub mod read;
pub mod resolve;
pub mod site;
pub mod source;
