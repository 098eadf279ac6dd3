//! `ends-in-use` in words.

use super::{About, Labels, Words};
use crate::model::{OwnPortIx, ProductIx};
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
    let by = used_by(readers, teams, about);
    let them = if readers.len() + teams == 1 { "it" } else { "them" };
    let instead = about.itself().replaced_by.map(|product| format!(" to {}", about.product(product)));
    Words {
        sentence: format!("{about} ends on {}, and {by}", about.day(ends)),
        advice: format!("move {them}{} before that day, or set a later `ends`", instead.unwrap_or_default()),
        labels: Labels::Same("ends soon"),
    }
}

/// Of the version behind an output port.
pub(super) fn version(
    port: OwnPortIx,
    ends: Date,
    has_ended: bool,
    users: &VersionUsers<'_>,
    about: &About<'_>,
) -> Words {
    let VersionUsers { readers, teams } = *users;
    let by = used_by(readers, teams, about);
    let (port, day) = (about.port(port), about.day(ends));
    let verb = if has_ended { "was due to end" } else { "ends" };
    let them = if readers.len() + teams == 1 { "it" } else { "them" };
    let until = if has_ended { "" } else { " before that day" };
    Words {
        sentence: format!("the version behind the output port {port} of {about} {verb} on {day}, and {by}"),
        advice: format!(
            "move {them} to another output port{until}, or set a later `deprecation_date` for the model in dbt"
        ),
        labels: Labels::Same(if has_ended { "past its end" } else { "ends soon" }),
    }
}

/// Who still uses a version.
pub(super) struct VersionUsers<'f> {
    pub(super) readers: &'f [ProductIx],
    pub(super) teams: usize,
}

fn used_by(readers: &[ProductIx], teams: usize, about: &About<'_>) -> String {
    let used = (teams > 0)
        .then(|| format!("{} use{} it", counted(teams, "team"), if teams == 1 { "s" } else { "" }));
    let built = (!readers.is_empty()).then(|| {
        let verb = if readers.len() == 1 { "builds" } else { "build" };
        format!("{} still {verb} on it", about.products(readers))
    });
    all(&built.into_iter().chain(used).collect::<Vec<_>>())
}
