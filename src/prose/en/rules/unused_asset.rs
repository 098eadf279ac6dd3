//! It holds assets that nothing reads and that are not output ports.

use super::{About, Labels, Words};
use crate::model::AssetIx;

pub(super) fn words(assets: &[AssetIx], about: &About<'_>) -> Words {
    let port = if assets.len() == 1 { "it is not an output port" } else { "they are not output ports" };
    let assets = about.assets(assets);
    Words {
        sentence: format!("nothing reads {assets} of {about}, and {port}"),
        advice: "remove what nobody needs, or list it under `output_ports`".to_owned(),
        labels: Labels::Same("unused"),
    }
}
