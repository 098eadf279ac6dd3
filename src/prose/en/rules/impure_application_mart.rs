//! It is an application mart, but draws from several systems.

use super::{About, Labels, Words};
use crate::model::{ProductIx, SystemIx};
use crate::prose::en::listed;

pub(super) fn words(systems: &[SystemIx], products: &[ProductIx], about: &About<'_>) -> Words {
    let systems =
        systems.iter().map(|system| about.text(&about.voice.catalog.systems.all[system.position()].name));
    let all = listed(systems.chain(products.iter().map(|product| about.product(*product))));
    Words {
        sentence: format!("the application mart {about} holds logic of several systems: {all}"),
        advice: "move what joins them into an integrated mart, or set `mart: integrated`".to_owned(),
        labels: Labels::Same("not of one system"),
    }
}
