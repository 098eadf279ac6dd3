//! An output port has no description.

use super::{About, Labels, Words};
use crate::model::OwnPortIx;

pub(super) fn words(port: OwnPortIx, about: &About<'_>) -> Words {
    let port = about.port(port);
    Words {
        sentence: format!("the output port {port} of {about} has no description"),
        advice: "add a description: `description: …`, here or in dbt".to_owned(),
        labels: Labels::Same("no description"),
    }
}
