//! Evidence as it really comes.
