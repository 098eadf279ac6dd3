//! How many flows lead from each part of the company to each other one.

use super::parts::PageRef;
use serde::Serialize;
use std::ops::RangeInclusive;

/// The flows between parts: a row for where the data comes from, a column for where it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Matrix {
    /// The columns.
    pub columns: Vec<PageRef>,
    /// The rows, in the order of the columns.
    pub rows: Vec<FlowMatrixRow>,
    /// The total of each column, including flows out of parts that are left out.
    pub totals: Vec<usize>,
    /// The number of parts left out: those with the fewest flows.
    pub left_out: usize,
}

/// The flows out of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FlowMatrixRow {
    /// The part.
    pub source: PageRef,
    /// The flows into each part, in the order of the columns.
    pub cells: Vec<FlowMatrixCell>,
    /// The total, including flows into parts that are left out.
    pub total: usize,
}

/// The flows from one part to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FlowMatrixCell {
    /// The number of flows.
    pub count: usize,
    /// Its size relative to the others, from 0 for none to 4.
    pub level: u8,
    /// Where they are listed.
    pub path: String,
    /// Whether both are the same part.
    pub inner: bool,
}

/// Returns the shade of a count between the smallest and the largest, so that all shades are used.
pub(super) fn level(count: usize, range: RangeInclusive<usize>) -> u8 {
    let (least, most) = range.into_inner();
    match (count.saturating_sub(least) * 100).checked_div(most - least) {
        _ if count == 0 => 0,
        // Where all counts are equal, none is heavier than another.
        None => 2,
        Some(67..) => 4,
        Some(34..) => 3,
        Some(13..) => 2,
        Some(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn shades_reach_from_the_smallest_to_the_largest_count() {
        assert_eq!([16, 20, 30, 46].map(|count| level(count, 16..=46)), [1, 2, 3, 4]);
        assert_eq!(level(0, 16..=46), 0, "no flow has no shade");
        assert_eq!(level(5, 5..=5), 2);
    }
}
