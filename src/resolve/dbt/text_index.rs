//! An index of positions by text, searched by exact text or by pattern.

use super::selector::Pattern;
use indexmap::IndexMap;
use std::sync::OnceLock;

/// Positions by a property, in the order of first occurrence, so that the iteration order is fixed.
#[derive(Debug, Default)]
pub(super) struct TextIndex {
    map: IndexMap<String, Vec<usize>, foldhash::fast::RandomState>,
    /// The positions of the keys, sorted by key, to search for the prefix of a pattern.
    sorted: OnceLock<Vec<usize>>,
}

impl TextIndex {
    /// Adds a position; one that is added twice in a row is kept once.
    pub(super) fn push(&mut self, key: &str, position: usize) {
        match self.map.get_mut(key) {
            Some(positions) if positions.last() == Some(&position) => {}
            Some(positions) => positions.push(position),
            None => {
                self.map.insert(key.to_owned(), vec![position]);
            }
        }
    }

    /// Returns the positions of a key; empty if the key is unknown.
    pub(super) fn get(&self, key: &str) -> &[usize] {
        self.map.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether a key has positions.
    pub(super) fn contains(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Returns the keys with their positions, in the order of first occurrence.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.map.iter().map(|(key, positions)| (key.as_str(), positions.as_slice()))
    }

    /// Returns the keys in alphabetical order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.sorted().iter().filter_map(|place| Some(self.map.get_index(*place)?.0.as_str()))
    }

    /// Returns the positions of every matching key.
    pub(super) fn matching<'a>(&'a self, pattern: &'a Pattern) -> impl Iterator<Item = &'a [usize]> {
        let exact = (!pattern.is_wild()).then(|| self.get(pattern.text()));
        let begin = pattern.beginning();
        let wild = pattern.is_wild().then(|| {
            let key = |place: &usize| self.map.get_index(*place).map_or("", |(key, _)| key.as_str());
            let sorted = self.sorted();
            let first = sorted.partition_point(|place| key(place) < begin);
            let candidates = sorted[first..].iter().take_while(move |place| key(place).starts_with(begin));
            candidates.filter(move |place| pattern.matches(key(place)))
        });
        let wild =
            wild.into_iter().flatten().filter_map(|place| Some(self.map.get_index(*place)?.1.as_slice()));
        exact.into_iter().chain(wild)
    }

    fn sorted(&self) -> &[usize] {
        self.sorted.get_or_init(|| {
            let mut places: Vec<usize> = (0..self.map.len()).collect();
            places.sort_unstable_by(|a, b| self.map.get_index(*a).cmp(&self.map.get_index(*b)));
            places
        })
    }
}
