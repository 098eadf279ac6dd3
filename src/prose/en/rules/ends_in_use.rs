//! `ends-in-use` in words.

use super::{About, Labels, Words};
use crate::model::ProductIx;
use crate::prose::en::{counted, lists::all};
use jiff::civil::Date;

pub(super) fn past(ends: Date, about: &About<'_>) -> Words {
    let lifecycle = about.itself().lifecycle.word();
    Words {
        sentence: format!("{about} was due to end on {}, but is still {lifecycle}", about.day(ends)),
        advice: "set `lifecycle: retired`, or a later `ends`".to_owned(),
        labels: Labels::Same("past its end"),
    }
}

pub(super) fn in_use(ends: Date, readers: &[ProductIx], teams: usize, about: &About<'_>) -> Words {
    let used = (teams > 0)
        .then(|| format!("{} use{} it", counted(teams, "team"), if teams == 1 { "s" } else { "" }));
    let built = (!readers.is_empty()).then(|| {
        let verb = if readers.len() == 1 { "builds" } else { "build" };
        format!("{} still {verb} on it", about.products(readers))
    });
    let by = all(&built.into_iter().chain(used).collect::<Vec<_>>());
    let them = if readers.len() + teams == 1 { "it" } else { "them" };
    let instead = about.itself().replaced_by.map(|product| format!(" to {}", about.product(product)));
    Words {
        sentence: format!("{about} ends on {}, and {by}", about.day(ends)),
        advice: format!("move {them}{} before that day, or set a later `ends`", instead.unwrap_or_default()),
        labels: Labels::Same("ends soon"),
    }
}
