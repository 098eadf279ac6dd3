//! What changed between two states of a catalog, as far as others rely on it.
//!
//! A [`CatalogShape`] is what can be seen of and built on a product from outside. It is small, so that it can
//! be kept from one day to the next.

mod asset_key;
mod comparable;
mod compare;
mod compare_guards;
mod compare_origins;
mod compare_ports;
mod compare_systems;
mod compare_uses;
mod guard_shape;
mod job_shape;
mod origin_shape;
mod port_shape;
mod reach;
mod read_scope;
mod read_shape;
mod recipients;
mod relocations;
mod renamed_systems;
mod same;
mod shape;
mod system_shape;
mod unseen;

pub(crate) use comparable::{ForgottenPort, forgotten, have_all_moved};
pub(crate) use compare::changes;

pub(crate) use shape::CatalogShape;
pub(crate) use unseen::{UnseenPorts, unseen};
