//! The test suite: what a user sees, from the command line to the pages. See `README.md`.

mod example;
mod faults;
mod house;
mod pages;
mod publishing;
mod support;
