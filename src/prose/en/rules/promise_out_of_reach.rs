//! It promises more than the promises upstream allow.

use super::{About, Labels, Words};
use crate::model::{AssetIx, Hundredths, ProductIx, PromiseIx};
use crate::prose::en::length;
use jiff::SignedDuration;

const LABELS: Labels = Labels::First("out of reach", "promises only this");

/// A promise upstream is looser than its own.
pub(super) fn looser_upstream(promise: PromiseIx, upstream_promise: PromiseIx, about: &About<'_>) -> Words {
    let upstream = about.product(upstream_promise.product);
    let (own_promise, theirs) = (about.promise(promise), about.promise(upstream_promise));
    let (target, owner) = (about.target(upstream_promise), about.owner_of(upstream_promise.product));
    Words {
        sentence: format!(
            "{about} promises “{own_promise}”, but {upstream}, which it builds on, promises only “{theirs}”"
        ),
        advice: format!("promise {target} as well, or agree on a tighter promise with {owner}"),
        labels: LABELS,
    }
}

/// A promise upstream leaves less time than its own runs take.
pub(super) fn late_by_runs(
    promise: PromiseIx,
    upstream_promise: PromiseIx,
    minutes: u64,
    about: &About<'_>,
) -> Words {
    let upstream = about.product(upstream_promise.product);
    let (own_promise, target) = (about.promise(promise), about.target(upstream_promise));
    let more = if minutes == 1 { "1 more minute".to_owned() } else { format!("{minutes} more minutes") };
    let owner = about.owner_of(upstream_promise.product);
    Words {
        sentence: format!(
            "{about} promises “{own_promise}”; {upstream}, which it builds on, may take {target}, and its own runs take {more}"
        ),
        advice: format!("promise the sum of both, or agree on a tighter promise with {owner}"),
        labels: LABELS,
    }
}

/// All of its inputs are updated less often than it promises.
pub(super) fn rarer_input(
    promise: PromiseIx,
    input: AssetIx,
    every: SignedDuration,
    about: &About<'_>,
) -> Words {
    let (own_promise, input, every) = (about.promise(promise), about.asset(input), length(every));
    Words {
        sentence: format!(
            "{about} promises “{own_promise}”, but {input}, which it builds on, is updated only every {every}"
        ),
        advice: format!("promise updates at most every {every}, or have {input} updated more often"),
        labels: Labels::Same("out of reach"),
    }
}

/// The availability promises upstream combine to less than its own.
pub(super) fn less_together(
    promise: PromiseIx,
    upstream: &[ProductIx],
    together: Hundredths,
    about: &About<'_>,
) -> Words {
    let (own_promise, together) = (about.promise(promise), format!("{}%", together.percent()));
    let others = upstream.iter().map(|flow| format!("{} may be unavailable as well", about.product(*flow)));
    let labels = Labels::Each(std::iter::once("out of reach".to_owned()).chain(others).collect());
    let upstream = about.products(upstream);
    Words {
        sentence: format!(
            "{about} promises “{own_promise}”, but builds on {upstream}: all of them together promise {together}"
        ),
        advice: format!("promise no more than {together}, or build on fewer products"),
        labels,
    }
}
