//! Changes of systems in words: what reads and writes them, and the fields that are filled in them.

use super::numbers::number;
use crate::model::{NamedRef, SystemPart};

/// Returns a field and where it is: `the field E-mail in Sales system`, else what fills it.
pub(super) fn field_in(field: &str, system: Option<&NamedRef>, sync: &NamedRef) -> String {
    let place = system.map_or_else(|| format!("({})", sync.name), |system| format!("in {}", system.name));
    format!("the field {field} {place}")
}

/// Returns what no longer uses a system: `Contact sync of Activation no longer writes to it`.
pub(super) fn part_removed(asset: &NamedRef, product: Option<&NamedRef>, part: &str) -> String {
    let product = of_product(product);
    match SystemPart::parse(part) {
        Some(SystemPart::Writer) => format!("{}{product} no longer writes to it", asset.name),
        Some(SystemPart::Loader) => format!("{}{product} no longer loads its data", asset.name),
        Some(SystemPart::Table) | None => format!("{}{product} is no longer read from it", asset.name),
    }
}

/// Returns what now uses a system: `Contact sync of Activation now writes to it`. A read may only be known now rather
/// than new, and is worded accordingly.
pub(super) fn part_added(asset: &NamedRef, more: usize, product: Option<&NamedRef>, part: &str) -> String {
    let more_of = if more == 0 { String::new() } else { format!(" and {} more", number(more)) };
    let what = format!("{}{more_of}{}", asset.name, of_product(product));
    match (SystemPart::parse(part), more) {
        (Some(SystemPart::Writer), 0) => format!("{what} now writes to it"),
        (Some(SystemPart::Writer), _) => format!("{what} now write to it"),
        (Some(SystemPart::Loader), 0) => format!("{what} now loads its data"),
        (Some(SystemPart::Loader), _) => format!("{what} now load its data"),
        (Some(SystemPart::Table) | None, 0) => format!("{what} is now known to read from it"),
        (Some(SystemPart::Table) | None, _) => format!("{what} are now known to read from it"),
    }
}

pub(super) fn of_product(product: Option<&NamedRef>) -> String {
    product.map_or_else(String::new, |product| format!(" of {}", product.name))
}

/// Returns what replaced another use of a system: `Census push of Activation writes to it instead of Push`.
pub(super) fn part_replaced(is: &NamedRef, was: &NamedRef, product: Option<&NamedRef>, part: &str) -> String {
    let does = match SystemPart::parse(part) {
        Some(SystemPart::Writer) => "writes to it",
        Some(SystemPart::Loader | SystemPart::Table) | None => "loads its data",
    };
    format!("{}{} {does} instead of {}", is.name, of_product(product), was.name)
}
