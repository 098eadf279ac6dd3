//! What changed between two states of a catalog: what others rely on, compared.
//!
//! A [`CatalogShape`] is what somebody outside of a product can see and build on. It is small, so that it can
//! be kept from one day to the next.

mod comparable;
mod compare;
mod compare_duties;
mod compare_systems;
mod duty_shape;
mod job_shape;
mod reach;
mod read_shape;
mod renamed_systems;
mod same;
mod shape;
mod system_shape;
mod unseen;

pub(crate) use comparable::{forgotten, have_all_moved};
pub(crate) use compare::changes;

pub(crate) use shape::CatalogShape;
pub(crate) use unseen::{UnseenPorts, unseen};
