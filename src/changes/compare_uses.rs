//! Compares the uses of products: the teams, and the logic of their own that they add.

use super::compare::Comparison;
use super::shape::ProductShape;
use crate::model::{ChangeFact, NamedRef};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl Comparison<'_> {
    /// Compares uses: added and removed teams, and logic of theirs that came, stays longer or is gone.
    pub(super) fn uses(&mut self, before: &ProductShape, after: &ProductShape) {
        // A shape of an earlier version has the teams, but not how they use the product.
        if before.consumers.is_empty() && !before.teams.is_empty() {
            return;
        }
        let (were, are) = (uses(before), uses(after));
        for ((_, stage), team) in are.iter().filter(|(used, _)| !were.contains_key(*used)) {
            let (team, stage) = ((*team).clone(), stage.map(str::to_owned));
            self.add(after, ChangeFact::UseAdded { team, stage }, false);
        }
        // A use that gained a stage is reported as added with it; that it is gone without one need not be said.
        let new_uses = are.keys().filter(|used| !were.contains_key(*used));
        let teams: BTreeSet<&str> = new_uses.map(|(team, _)| *team).collect();
        let is_reported = |(team, stage): &(&str, Option<&str>)| stage.is_none() && teams.contains(team);
        for ((_, stage), team) in
            were.iter().filter(|(used, _)| !are.contains_key(*used) && !is_reported(used))
        {
            let (team, stage) = ((*team).clone(), stage.map(str::to_owned));
            self.add(after, ChangeFact::UseRemoved { team, stage }, false);
        }
        self.last_miles(before, after);
    }

    /// Compares the logic of their own that teams add to a product.
    fn last_miles(&mut self, before: &ProductShape, after: &ProductShape) {
        let (old_teams, new_teams) = (team_logic(before), team_logic(after));
        for (id, old_logic) in &old_teams {
            let new_logic = new_teams.get(id);
            let with_use = new_logic.is_none();
            // What was only reworded still exists.
            let reworded = new_logic.map(|new| reworded(old_logic, new)).unwrap_or_default();
            let still_exists = |mile: &str| {
                new_logic.is_some_and(|new| new.logic.contains_key(mile))
                    || reworded.values().any(|old| *old == mile)
            };
            for mile in old_logic.logic.keys().filter(|mile| !still_exists(mile)) {
                let (team, mile) = (old_logic.team.clone(), (*mile).to_owned());
                self.add_for_owner(after, ChangeFact::LastMileRemoved { team, what: mile, with_use });
            }
        }
        for (id, new_logic) in &new_teams {
            self.added_or_extended_logic(old_teams.get(id), new_logic, after);
        }
    }

    /// Reports logic that a team added, or that may stay longer; not what was only reworded.
    fn added_or_extended_logic(
        &mut self,
        old_logic: Option<&TeamLogic<'_>>,
        new_logic: &TeamLogic<'_>,
        after: &ProductShape,
    ) {
        let reworded = old_logic.map(|old| reworded(old, new_logic)).unwrap_or_default();
        let mut added = Vec::new();
        for (mile, due) in &new_logic.logic {
            let old_mile = reworded.get(mile).unwrap_or(mile);
            match old_logic.and_then(|old| old.logic.get(old_mile)) {
                Some(old_due) if old_due != due && old_due.is_some() => {
                    let (team, what) = (new_logic.team.clone(), (*mile).to_owned());
                    let (is, was) = (due.map(str::to_owned), old_due.map(str::to_owned));
                    self.add_for_owner(after, ChangeFact::LastMileUntil { team, what, is, was });
                }
                Some(_) => {}
                None => added.push(*mile),
            }
        }
        for mile in added {
            let (team, what) = (new_logic.team.clone(), mile.to_owned());
            self.add_for_owner(after, ChangeFact::LastMileAdded { team, what });
        }
    }

    /// Adds a change that the owner of the product should know of too.
    fn add_for_owner(&mut self, product: &ProductShape, fact: ChangeFact) {
        self.add(product, fact, false);
        let owner = product.owner.as_ref().map(|owner| self.readers.team(owner));
        if let (Some(change), Some(owner)) = (self.changes.last_mut(), owner)
            && !change.tell.contains(&owner)
        {
            change.tell.push(owner);
            change.tell.sort();
        }
    }
}

/// Returns the teams that use a product, by their ids and stages.
fn uses(shape: &ProductShape) -> BTreeMap<(&str, Option<&str>), &NamedRef> {
    let consumers = shape.consumers.iter();
    consumers
        .map(|consumer| ((consumer.team.id.as_str(), consumer.stage.as_deref()), &consumer.team))
        .collect()
}

/// The logic that a team adds to a product, each piece with the day until which it may stay, if known.
struct TeamLogic<'s> {
    team: NamedRef,
    logic: BTreeMap<&'s str, Option<&'s str>>,
}

/// Returns the old words of logic that was only reworded, by the new ones. Each new piece is taken for a removed one in
/// other words while there are any: first one that may stay until the same day, and of several, the one that begins most
/// alike.
fn reworded<'s>(old: &TeamLogic<'s>, new: &TeamLogic<'s>) -> BTreeMap<&'s str, &'s str> {
    let mut removed: Vec<(&str, Option<&str>)> = old
        .logic
        .iter()
        .filter(|(mile, _)| !new.logic.contains_key(*mile))
        .map(|(mile, due)| (*mile, *due))
        .collect();
    let mut reworded = BTreeMap::new();
    for must_share_day in [true, false] {
        for (mile, due) in new.logic.iter().filter(|(mile, _)| !old.logic.contains_key(*mile)) {
            if reworded.contains_key(mile) {
                continue;
            }
            let candidates =
                removed.iter().enumerate().filter(|(_, (_, old_due))| !must_share_day || old_due == due);
            let best = candidates.max_by_key(|(position, (old_mile, _))| {
                (shared_beginning(old_mile, mile), Reverse(*position))
            });
            if let Some((position, _)) = best {
                reworded.insert(*mile, removed.remove(position).0);
            }
        }
    }
    reworded
}

/// Returns the number of letters with which both begin.
fn shared_beginning(left: &str, right: &str) -> usize {
    left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count()
}

/// Returns the logic that the users of a product add, by team.
fn team_logic(shape: &ProductShape) -> BTreeMap<&str, TeamLogic<'_>> {
    let mut teams: BTreeMap<&str, TeamLogic<'_>> = BTreeMap::new();
    for consumer in &shape.consumers {
        let team = teams.entry(&consumer.team.id);
        let team = team.or_insert_with(|| TeamLogic { team: consumer.team.clone(), logic: BTreeMap::new() });
        let due = |mile: &String| consumer.due.get(mile).map(String::as_str);
        team.logic.extend(consumer.last_miles.iter().map(|mile| (mile.as_str(), due(mile))));
    }
    teams
}
