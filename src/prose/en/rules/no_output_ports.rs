//! Others build on it, but it has no output port.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(readers: &[ProductIx], about: &About<'_>) -> Words {
    let build = if readers.len() == 1 { "builds" } else { "build" };
    let readers = about.products(readers);
    Words {
        sentence: format!("{readers} {build} on {about}, which has no output ports"),
        advice: "list what others may build on under `output_ports`; everything else can then change freely"
            .to_owned(),
        labels: Labels::Same("no output ports"),
    }
}
