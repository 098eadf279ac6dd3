//! Lists grouped by a number, stored together: what each asset reads, what affects each product.

use super::AssetIx;

/// Things by the number of their group, one group after the other; within a group in the order in which
/// they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct AdjacencyList<T> {
    /// Where each group begins, and at last where all end.
    begins: Vec<usize>,
    all: Vec<T>,
}

impl<T: Copy> AdjacencyList<T> {
    /// So many groups, and their members, each with the number of its group.
    ///
    /// # Panics
    /// When a member has a number past the last group.
    #[must_use]
    pub(crate) fn new(groups: usize, members: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut begins = vec![0; groups + 1];
        for (group, _) in members.clone() {
            begins[group + 1] += 1;
        }
        for group in 0..groups {
            begins[group + 1] += begins[group];
        }
        // Each place is written over by the member that it is for.
        let mut all: Vec<T> = members.clone().map(|(_, member)| member).collect();
        let mut next = begins.clone();
        for (group, member) in members {
            all[next[group]] = member;
            next[group] += 1;
        }
        Self { begins, all }
    }

    /// The members of a group.
    ///
    /// # Panics
    /// Past the last group.
    #[must_use]
    pub(crate) fn of(&self, group: usize) -> &[T] {
        &self.all[self.begins[group]..self.begins[group + 1]]
    }

    /// How many groups there are.
    #[must_use]
    pub(crate) fn groups(&self) -> usize {
        self.begins.len().saturating_sub(1)
    }
}

/// Every asset, after what it reads; those of a cycle at last, in the catalog's order.
#[must_use]
pub(crate) fn upstream_first(
    upstream: &AdjacencyList<AssetIx>,
    downstream: &AdjacencyList<AssetIx>,
) -> Vec<AssetIx> {
    let nodes = upstream.groups();
    let mut waiting: Vec<usize> = (0..nodes).map(|node| upstream.of(node).len()).collect();
    let mut order: Vec<AssetIx> = (0..nodes).filter(|node| waiting[*node] == 0).map(AssetIx::at).collect();
    let mut next = 0;
    while next < order.len() {
        for reader in downstream.of(order[next].position()) {
            waiting[reader.position()] -= 1;
            if waiting[reader.position()] == 0 {
                order.push(*reader);
            }
        }
        next += 1;
    }
    order.extend((0..nodes).filter(|node| waiting[*node] > 0).map(AssetIx::at));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_member_is_in_its_group_in_order(members in prop::collection::vec((0_usize..7, 0_u8..=255), 0..60)) {
            let grouped = AdjacencyList::new(7, members.iter().copied());
            for group in 0..grouped.groups() {
                let own: Vec<u8> = members.iter().filter(|(of, _)| *of == group).map(|(_, one)| *one).collect();
                prop_assert_eq!(grouped.of(group), own);
            }
        }
    }
}
