//! The contract of a port does not match the table behind it.

use super::{About, Labels, Words};
use crate::model::{AssetIx, OwnPortIx};
use crate::prose::en::listed;

/// It describes other tables than the one behind the port.
pub(super) fn other_table(port: OwnPortIx, asset: AssetIx, tables: &[String], about: &About<'_>) -> Words {
    let table = about.code(&about.voice.catalog.asset(asset).table_name());
    let (port, asset) = (about.port(port), about.asset(asset));
    let tables = listed(tables.iter().map(|name| about.code(name)));
    Words {
        sentence: format!(
            "the contract of the output port {port} of {about} is about {tables}, not about {asset}"
        ),
        advice: format!("describe {table} in its `schema`"),
        labels: Labels::Same("different table"),
    }
}

/// It promises a column that does not exist.
pub(super) fn column_missing(asset: AssetIx, column: &str, near: Option<&str>, about: &About<'_>) -> Words {
    let (asset, column) = (about.asset(asset), about.code(column));
    Words {
        sentence: format!(
            "the contract of {about} promises the column {column}, which {asset} does not have"
        ),
        advice: match near {
            Some(near) => format!("did you mean {}?", about.code(near)),
            None => "provide the column, or agree on a contract without it with the consumers".to_owned(),
        },
        labels: Labels::Same("no such column"),
    }
}

/// It promises a column with a different type.
pub(super) fn column_type(
    asset: AssetIx,
    column: &str,
    promised: &str,
    real: &str,
    about: &About<'_>,
) -> Words {
    let (asset, column) = (about.asset(asset), about.code(column));
    let (promised, real) = (about.text(promised), about.text(real));
    Words {
        sentence: format!(
            "the contract of {about} promises {column} as {promised}, but in {asset} it is {real}"
        ),
        advice: format!("cast it in {asset}, or agree on {real} with the consumers"),
        labels: Labels::Same("different type"),
    }
}
