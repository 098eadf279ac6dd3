//! How things stand, worked out by hand.
