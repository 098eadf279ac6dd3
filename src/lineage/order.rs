//! The order within each column, with the fewest crossings of edges.
//!
//! Where an edge skips columns, virtual nodes represent it, one chain for all long edges of a source. Sweeps by
//! median and mean find a good order, sifting (every node tries every slot) improves it; of several starting orders
//! the best result is kept.

use super::normalise::AcyclicGraph;
use std::cmp::Ordering;

/// A node of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A node of the graph.
    Real(usize),
    /// A long edge that passes the column, by its source.
    Virtual(usize),
}

/// The columns from left to right, each from top to bottom, with the edges between adjacent ones.
pub(super) struct Columns {
    /// The slots; columns refer to these by index.
    pub(super) slots: Vec<Slot>,
    /// The column of each slot.
    pub(super) column_of: Vec<usize>,
    /// The lane of each slot, by its position from the top; within a column, slots of a lane are adjacent.
    pub(super) lanes: Vec<usize>,
    /// The slots of each column in order.
    pub(super) columns: Vec<Vec<usize>>,
    /// The slots in the previous and in the next column that each slot is connected to.
    pub(super) before: Vec<Vec<usize>>,
    pub(super) after: Vec<Vec<usize>>,
    /// For each edge of the graph in this part: its number and the slots that it passes.
    pub(super) paths: Vec<(usize, Vec<usize>)>,
}

/// Returns how hard to try: more starting orders rarely help, and cost time in large graphs.
fn effort(slots: usize) -> (usize, usize) {
    match slots {
        0..=12 => (4, 4),
        13..=24 => (16, 8),
        25..=80 => (40, 12),
        81..=200 => (24, 10),
        _ => (12, 8),
    }
}

/// Orders the columns of a connected part; `lanes` has the lane of each node, and is empty if there are none.
pub(super) fn columns(graph: &AcyclicGraph, nodes: &[usize], ranks: &[usize], lanes: &[usize]) -> Columns {
    let mut columns = layered(graph, nodes, ranks);
    columns.lanes = columns.slots.iter().map(|slot| Columns::lane_of(*slot, lanes)).collect();
    let (starts, rounds) = effort(columns.slots.len());
    let mut best = (usize::MAX, columns.columns.clone());
    for start in 0..starts {
        columns.begin(start);
        columns.improve(rounds);
        if let Some(crossings) = columns.crossings_below(best.0) {
            best = (crossings, columns.columns.clone());
        }
        if best.0 == 0 {
            break;
        }
    }
    columns.columns = best.1;
    columns
}

/// Returns the columns in the order of the nodes' numbers, with virtual nodes.
fn layered(graph: &AcyclicGraph, nodes: &[usize], ranks: &[usize]) -> Columns {
    let count = nodes.iter().map(|node| ranks[*node] + 1).max().unwrap_or(0);
    let mut layers = Columns {
        slots: Vec::new(),
        column_of: Vec::new(),
        lanes: Vec::new(),
        columns: vec![Vec::new(); count],
        before: Vec::new(),
        after: Vec::new(),
        paths: Vec::new(),
    };
    let mut slot_of = vec![usize::MAX; graph.nodes];
    for node in nodes {
        slot_of[*node] = layers.add(Slot::Real(*node), ranks[*node]);
    }
    // The chain of each source, as far as needed so far.
    let mut chains: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes];
    for (number, edge) in graph.edges.iter().enumerate() {
        let (Some(from), Some(to)) = (slot(&slot_of, edge.from), slot(&slot_of, edge.to)) else { continue };
        let mut path = vec![from];
        for column in ranks[edge.from] + 1..ranks[edge.to] {
            let step = column - ranks[edge.from] - 1;
            let known = chains[edge.from].get(step).copied();
            let next = known.unwrap_or_else(|| {
                let new = layers.add(Slot::Virtual(edge.from), column);
                layers.join(path[path.len() - 1], new);
                chains[edge.from].push(new);
                new
            });
            path.push(next);
        }
        layers.join(path[path.len() - 1], to);
        path.push(to);
        layers.paths.push((number, path));
    }
    layers
}

fn slot(slot_of: &[usize], node: usize) -> Option<usize> {
    Some(slot_of[node]).filter(|slot| *slot != usize::MAX)
}

impl Columns {
    fn add(&mut self, slot: Slot, column: usize) -> usize {
        let position = self.slots.len();
        self.slots.push(slot);
        self.column_of.push(column);
        self.columns[column].push(position);
        self.before.push(Vec::new());
        self.after.push(Vec::new());
        position
    }

    fn join(&mut self, from: usize, to: usize) {
        if !self.after[from].contains(&to) {
            self.after[from].push(to);
            self.before[to].push(from);
        }
    }

    /// Returns the graph's nodes in reading order.
    pub(super) fn reading(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().flatten().filter_map(|slot| match self.slots[*slot] {
            Slot::Real(node) => Some(node),
            Slot::Virtual(_) => None,
        })
    }

    /// Returns the position of each slot within its column.
    fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.slots.len()];
        for column in &self.columns {
            for (place, slot) in column.iter().enumerate() {
                places[*slot] = place;
            }
        }
        places
    }

    /// Returns the number of pairs of edges that cross.
    pub(super) fn crossings(&self) -> usize {
        let places = self.places();
        self.columns.iter().map(|column| crossings(column, &self.after, &places)).sum()
    }

    /// Returns the number of pairs of edges that cross, unless it reaches a limit: then counting stops.
    fn crossings_below(&self, limit: usize) -> Option<usize> {
        let places = self.places();
        let mut total = 0;
        for column in &self.columns {
            total += crossings(column, &self.after, &places);
            if total >= limit {
                return None;
            }
        }
        Some(total)
    }

    /// Sets another starting order: from the left, from the right, or shuffled.
    fn begin(&mut self, start: usize) {
        for column in &mut self.columns {
            column.sort_unstable();
        }
        match start {
            0 => self.walk_from_sources(),
            1 => self.columns.iter_mut().for_each(|column| column.reverse()),
            _ => {
                let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ start as u64);
                self.columns.iter_mut().for_each(|column| random.shuffle(column));
            }
        }
        for column in &mut self.columns {
            column.sort_by_key(|slot| self.lanes[*slot]);
        }
    }

    /// Orders slots as a walk from the left visits them, so that neighbours stay together.
    fn walk_from_sources(&mut self) {
        let mut met = vec![false; self.slots.len()];
        let mut columns = vec![Vec::new(); self.columns.len()];
        for start in self.columns.iter().flatten() {
            let mut stack = vec![*start];
            while let Some(slot) = stack.pop() {
                if std::mem::replace(&mut met[slot], true) {
                    continue;
                }
                columns[self.column_of[slot]].push(slot);
                stack.extend(self.after[slot].iter().rev());
            }
        }
        self.columns = columns;
    }

    fn improve(&mut self, rounds: usize) {
        let mut best = (self.crossings(), self.columns.clone());
        let mut four_before = self.columns.clone();
        for round in 0..rounds * 2 {
            self.sweep(round % 2 == 0, round / 2 % 2 == 0);
            if let Some(crossings) = self.crossings_below(best.0) {
                best = (crossings, self.columns.clone());
            }
            // Four rounds that lead back to where they began would do so for ever.
            if round % 4 == 3 {
                if self.columns == four_before {
                    break;
                }
                four_before.clone_from(&self.columns);
            }
            if best.0 == 0 {
                break;
            }
        }
        self.columns = best.1;
        for _ in 0..rounds {
            if !self.sift() {
                break;
            }
        }
    }

    /// Orders each column by the positions of its neighbours on one side.
    fn sweep(&mut self, to_the_right: bool, by_median: bool) {
        let mut places = self.places();
        let count = self.columns.len();
        for step in 1..count {
            let column = if to_the_right { step } else { count - 1 - step };
            let joined = if to_the_right { &self.before } else { &self.after };
            let mut keyed: Vec<(f64, usize)> = self.columns[column]
                .iter()
                .map(|slot| {
                    let own_place = places[*slot] as f64;
                    let mut neighbours: Vec<usize> =
                        joined[*slot].iter().map(|neighbour| places[*neighbour]).collect();
                    neighbours.sort_unstable();
                    (middle(&neighbours, by_median).unwrap_or(own_place), *slot)
                })
                .collect();
            let lane = |slot: usize| self.lanes[slot];
            keyed.sort_by(|a, b| lane(a.1).cmp(&lane(b.1)).then(a.0.total_cmp(&b.0)));
            self.columns[column] = keyed.into_iter().map(|(_, slot)| slot).collect();
            for (place, slot) in self.columns[column].iter().enumerate() {
                places[*slot] = place;
            }
        }
    }

    /// Tries every position in its column for each slot; returns whether anything improved.
    fn sift(&mut self) -> bool {
        let mut better = false;
        let mut places = self.places();
        for column in 0..self.columns.len() {
            if self.columns[column].len() < 2 {
                continue;
            }
            let pairs = Pairs::new(&self.columns[column], self, &places);
            let Some(order) = pairs.sifted() else { continue };
            better = true;
            let sorted: Vec<usize> = order.into_iter().map(|at| self.columns[column][at]).collect();
            for (place, slot) in sorted.iter().enumerate() {
                places[*slot] = place;
            }
            self.columns[column] = sorted;
        }
        better
    }
}

/// Returns the middle of sorted positions: the median or the mean.
fn middle(places: &[usize], by_median: bool) -> Option<f64> {
    if places.is_empty() {
        return None;
    }
    if !by_median {
        return Some(places.iter().sum::<usize>() as f64 / places.len() as f64);
    }
    let half = places.len() / 2;
    Some(match places.len() % 2 {
        1 => places[half] as f64,
        _ => (places[half - 1] + places[half]) as f64 / 2.0,
    })
}

/// Counts the crossings of edges from a column to the next, with a Fenwick tree over the next one's positions.
fn crossings(column: &[usize], after: &[Vec<usize>], places: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for slot in column {
        let begin = ends.len();
        ends.extend(after[*slot].iter().map(|to| places[*to]));
        ends[begin..].sort_unstable();
    }
    let size = ends.iter().max().map_or(0, |last| last + 1);
    let mut tree = vec![0_usize; size + 1];
    let mut crossings = 0;
    for (seen, end) in ends.iter().enumerate() {
        // Earlier edges that end at this position or above do not cross this one.
        let mut at = end + 1;
        let mut above = 0;
        while at > 0 {
            above += tree[at];
            at &= at - 1;
        }
        crossings += seen - above;
        let mut at = end + 1;
        while at <= size {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    crossings
}

/// The numbers of crossings between the edges of two slots of one column, for every pair of slots, identified by
/// their initial positions.
struct Pairs {
    slots: usize,
    /// At `upper * slots + lower`: the crossings if `upper` is above `lower`, minus those if it is below.
    excess: Vec<i32>,
}

impl Pairs {
    fn new(column: &[usize], columns: &Columns, places: &[usize]) -> Self {
        let Columns { before, after, lanes, .. } = columns;
        let sorted = |neighbours: &[usize]| {
            let mut at: Vec<usize> = neighbours.iter().map(|slot| places[*slot]).collect();
            at.sort_unstable();
            at
        };
        let ends: Vec<[Vec<usize>; 2]> =
            column.iter().map(|slot| [sorted(&before[*slot]), sorted(&after[*slot])]).collect();
        let slots = column.len();
        let mut excess = vec![0; slots * slots];
        for upper in 0..slots {
            for lower in upper + 1..slots {
                let sides = ends[upper].iter().zip(&ends[lower]);
                let difference: i32 = match lanes[column[upper]].cmp(&lanes[column[lower]]) {
                    Ordering::Equal => sides.map(|(upper, lower)| excess_of(upper, lower)).sum(),
                    Ordering::Less => -LANES_APART,
                    Ordering::Greater => LANES_APART,
                };
                excess[upper * slots + lower] = difference;
                excess[lower * slots + upper] = -difference;
            }
        }
        Self { slots, excess }
    }

    /// Returns a better order, found by moving slots to their best positions until none moves, or `None` if the order
    /// cannot be improved this way.
    fn sifted(&self) -> Option<Vec<usize>> {
        let mut order: Vec<usize> = (0..self.slots).collect();
        let mut better = false;
        // Each move reduces the crossings, so this terminates; the limit is just a safeguard.
        for _ in 0..self.slots {
            let mut moved = false;
            for slot in 0..self.slots {
                moved |= self.settle(slot, &mut order);
            }
            better |= moved;
            if !moved {
                break;
            }
        }
        better.then_some(order)
    }

    /// Moves a slot to its best position; returns whether that is another one.
    fn settle(&self, slot: usize, order: &mut Vec<usize>) -> bool {
        let Some(now) = order.iter().position(|other_slot| *other_slot == slot) else { return false };
        let above = |other_slot: usize| self.excess[slot * self.slots + other_slot];
        // The change in crossings, walking up from the position and then down from it.
        let (mut best, mut least) = (now, 0);
        let mut change = 0;
        for place in (0..now).rev() {
            change += above(order[place]);
            if change < least {
                (best, least) = (place, change);
            }
        }
        change = 0;
        for (place, other_slot) in order.iter().enumerate().skip(now + 1) {
            change -= above(*other_slot);
            if change < least {
                (best, least) = (place, change);
            }
        }
        if best == now {
            return false;
        }
        order.remove(now);
        order.insert(best, slot);
        true
    }
}

/// Returns the crossings of edges to the sorted positions `upper` and `lower` if `upper` belongs to the slot above,
/// minus those if it belongs to the one below.
fn excess_of(upper: &[usize], lower: &[usize]) -> i32 {
    let (mut smaller, mut equal_or_smaller) = (0, 0);
    let mut excess = 0;
    for end in upper {
        while lower.get(smaller).is_some_and(|lower_end| lower_end < end) {
            smaller += 1;
        }
        equal_or_smaller = equal_or_smaller.max(smaller);
        while lower.get(equal_or_smaller).is_some_and(|lower_end| lower_end <= end) {
            equal_or_smaller += 1;
        }
        let greater = lower.len() - equal_or_smaller;
        excess += i32::try_from(smaller).unwrap_or(i32::MAX / 4) - i32::try_from(greater).unwrap_or(0);
    }
    excess
}

/// More than any number of crossings, so that slots of different lanes never swap.
const LANES_APART: i32 = 1_000_000;

/// Xorshift by Marsaglia (2003): the same numbers on every machine, forever.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
