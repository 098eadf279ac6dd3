//! A table behind an output port has no tests.

use super::{About, Labels, Words};
use crate::model::{AssetIx, OwnPortIx};

pub(super) fn words(port: OwnPortIx, asset: AssetIx, about: &About<'_>) -> Words {
    let (port, asset) = (about.port(port), about.asset(asset));
    Words {
        sentence: format!("the output port {port} of {about} has no tests"),
        advice: format!(
            "test in dbt what others rely on in {asset}: at least that its key is unique and never empty"
        ),
        labels: Labels::Same("untested"),
    }
}
