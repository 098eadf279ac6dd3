//! Documents to a [`Catalog`](crate::model): what the files mean together.
