//! Lists grouped by a number, stored together: what each asset reads, what affects each product.

use super::AssetIx;

/// Items by group number, one group after another; within a group in insertion order.
#[derive(Clone, Debug, Default)]
pub(crate) struct AdjacencyList<T> {
    /// The offset at which each group begins, followed by the total length.
    begins: Vec<usize>,
    all: Vec<T>,
}

impl<T: Copy> AdjacencyList<T> {
    /// Builds `groups` groups from their members, each given with its group number.
    ///
    /// # Panics
    /// If a member's group number is out of range.
    #[must_use]
    pub(crate) fn new(groups: usize, members: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut begins = vec![0; groups + 1];
        for (group, _) in members.clone() {
            begins[group + 1] += 1;
        }
        for group in 0..groups {
            begins[group + 1] += begins[group];
        }
        // Each placeholder is overwritten by the member that belongs there.
        let mut placed: Vec<T> = members.clone().map(|(_, member)| member).collect();
        let mut next = begins.clone();
        for (group, member) in members {
            placed[next[group]] = member;
            next[group] += 1;
        }
        Self { begins, all: placed }
    }

    /// Returns the members of a group.
    ///
    /// # Panics
    /// If `group` is out of range.
    #[must_use]
    pub(crate) fn neighbours(&self, group: usize) -> &[T] {
        &self.all[self.begins[group]..self.begins[group + 1]]
    }

    /// Returns the number of groups.
    #[must_use]
    pub(crate) fn groups(&self) -> usize {
        self.begins.len().saturating_sub(1)
    }
}

/// Returns every asset after its inputs; those in a cycle come last, in catalog order.
#[must_use]
pub(crate) fn upstream_first(
    upstream: &AdjacencyList<AssetIx>,
    downstream: &AdjacencyList<AssetIx>,
) -> Vec<AssetIx> {
    let nodes = upstream.groups();
    let mut waiting: Vec<usize> = (0..nodes).map(|node| upstream.neighbours(node).len()).collect();
    let mut order: Vec<AssetIx> = (0..nodes).filter(|node| waiting[*node] == 0).map(AssetIx::at).collect();
    let mut next = 0;
    while next < order.len() {
        for reader in downstream.neighbours(order[next].position()) {
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
                let expected: Vec<u8> = members.iter().filter(|(of, _)| *of == group).map(|(_, member)| *member).collect();
                prop_assert_eq!(grouped.neighbours(group), expected);
            }
        }
    }
}
