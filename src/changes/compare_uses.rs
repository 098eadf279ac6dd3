//! Compares the uses of products: the teams, and the logic of their own that they add.

use super::compare::Comparison;
use super::shape::ProductShape;
use crate::model::{ChangeFact, NamedRef};
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
        // A team that now declares a stage is not a new user.
        let teams: BTreeSet<&str> = are.keys().map(|(team, _)| *team).collect();
        let is_reported = |(team, stage): &(&str, Option<&str>)| stage.is_none() && teams.contains(team);
        for ((_, stage), team) in
            were.iter().filter(|(used, _)| !are.contains_key(*used) && !is_reported(used))
        {
            let (team, stage) = ((*team).clone(), stage.map(str::to_owned));
            self.add(after, ChangeFact::UseRemoved { team, stage }, false);
        }
        self.last_miles(before, after);
    }

    fn last_miles(&mut self, before: &ProductShape, after: &ProductShape) {
        let (were, are) = (logic(before), logic(after));
        for (id, old_logic) in &were {
            let with_use = !are.contains_key(id);
            let current = are.get(id).map(TeamLogic::all).unwrap_or_default();
            // What was only reworded still exists.
            let reworded = current.difference(&old_logic.all()).count();
            for mile in old_logic.all().difference(&current).skip(reworded) {
                let (team, mile) = (old_logic.team.clone(), (*mile).to_owned());
                self.add_of_owner(after, ChangeFact::LastMileRemoved { team, what: mile, with_use });
            }
        }
        for (id, new_logic) in &are {
            self.logic_now(were.get(id), new_logic, after);
        }
    }

    /// Reports logic that a team added, or that may stay longer. As many as were removed may only be worded differently.
    fn logic_now(
        &mut self,
        old_logic: Option<&TeamLogic<'_>>,
        new_logic: &TeamLogic<'_>,
        after: &ProductShape,
    ) {
        let old: BTreeMap<&str, Option<&str>> = old_logic.map(|old| old.logic.clone()).unwrap_or_default();
        let removed = old.iter().filter(|(mile, _)| !new_logic.logic.contains_key(*mile));
        let mut reworded: Vec<Option<&str>> = removed.map(|(_, due)| *due).collect();
        let mut added: Vec<(&str, Option<&str>)> = Vec::new();
        let mut until = |mile: &str, is: Option<&str>, was: Option<&str>| {
            if is != was && was.is_some() {
                let (team, what) = (new_logic.team.clone(), mile.to_owned());
                let (is, was) = (is.map(str::to_owned), was.map(str::to_owned));
                self.add_of_owner(after, ChangeFact::LastMileUntil { team, what, is, was });
            }
        };
        for (mile, due) in &new_logic.logic {
            match (old.get(mile), reworded.iter().position(|old_due| old_due == due)) {
                (Some(old_due), _) => until(mile, *due, *old_due),
                (None, Some(same_end)) => _ = reworded.remove(same_end),
                (None, None) => added.push((*mile, *due)),
            }
        }
        let mut ends = reworded.into_iter();
        let mut new = Vec::new();
        for (mile, due) in added {
            match ends.next() {
                Some(old_due) => until(mile, due, old_due),
                None => new.push(mile),
            }
        }
        for mile in new {
            let (team, what) = (new_logic.team.clone(), mile.to_owned());
            self.add_of_owner(after, ChangeFact::LastMileAdded { team, what });
        }
    }

    /// Adds a change that the owner of the product should know of too.
    fn add_of_owner(&mut self, product: &ProductShape, fact: ChangeFact) {
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

/// The logic of a team, each with the day until which it may stay.
struct TeamLogic<'s> {
    team: NamedRef,
    logic: BTreeMap<&'s str, Option<&'s str>>,
}

impl<'s> TeamLogic<'s> {
    fn all(&self) -> BTreeSet<&'s str> {
        self.logic.keys().copied().collect()
    }
}

/// Returns the logic that the users of a product add, by team.
fn logic(shape: &ProductShape) -> BTreeMap<&str, TeamLogic<'_>> {
    let mut teams: BTreeMap<&str, TeamLogic<'_>> = BTreeMap::new();
    for consumer in &shape.consumers {
        let team = teams.entry(&consumer.team.id);
        let team = team.or_insert_with(|| TeamLogic { team: consumer.team.clone(), logic: BTreeMap::new() });
        let due = |mile: &String| consumer.due.get(mile).map(String::as_str);
        team.logic.extend(consumer.last_miles.iter().map(|mile| (mile.as_str(), due(mile))));
    }
    teams
}
