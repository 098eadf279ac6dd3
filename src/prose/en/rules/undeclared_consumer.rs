//! It has consumers that it does not name.

use super::{About, Labels, Words};
use crate::model::{AssetIx, ProductIx};
use crate::prose::en::listed;

pub(super) fn words(products: &[ProductIx], exposures: &[AssetIx], about: &About<'_>) -> Words {
    let products = products.iter().map(|product| about.product(*product));
    let users = listed(products.chain(exposures.iter().map(|exposure| about.asset(*exposure))));
    Words {
        sentence: format!("{about} is used by {users}, which it does not declare"),
        advice: "add them to its `consumers`, so that they are notified when it changes".to_owned(),
        labels: Labels::Same("incomplete"),
    }
}
