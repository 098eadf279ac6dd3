//! Diagnostics as text: annotated source for people, lines and JSON for machines.
