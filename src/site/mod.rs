//! A [`Catalog`](crate::model::Catalog) to a [`Site`]: which pages exist and what each one shows.
//!
//! A page is a value: its template sees the view and nothing else. One file per page kind.

pub mod content;
pub mod coverage;
pub mod domain;
pub mod home;
pub mod index;
pub mod listing;
pub mod parts;
pub mod product;
pub mod regulation;
pub mod team;
