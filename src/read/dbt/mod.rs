//! What dbt's artifacts say: one file per artifact, read into structs that skip what is not used.
