//! It promises more than the promises upstream allow.

use super::{About, Labels, Words};
use crate::model::{AssetIx, Hundredths, ProductIx, PromiseIx};
use crate::prose::en::length;
use jiff::SignedDuration;

const LABELS: Labels = Labels::First("out of reach", "promises only this");

/// A promise upstream is looser than its own.
pub(super) fn looser_upstream(promise: PromiseIx, upstream_promise: PromiseIx, it: &About<'_>) -> Words {
    let upstream = it.product(upstream_promise.product);
    let (own, theirs) = (it.promise(promise), it.promise(upstream_promise));
    let (target, owner) = (it.target(upstream_promise), it.owner_of(upstream_promise.product));
    Words {
        sentence: format!(
            "{it} promises “{own}”, but {upstream}, which it builds on, promises only “{theirs}”"
        ),
        advice: format!("promise no more than {target}, or agree on a tighter promise with {owner}"),
        labels: LABELS,
    }
}

/// A promise upstream leaves less time than its own runs take.
pub(super) fn late_by_runs(
    promise: PromiseIx,
    upstream_promise: PromiseIx,
    minutes: u64,
    it: &About<'_>,
) -> Words {
    let upstream = it.product(upstream_promise.product);
    let (own, target) = (it.promise(promise), it.target(upstream_promise));
    let more = if minutes == 1 { "1 more minute".to_owned() } else { format!("{minutes} more minutes") };
    let owner = it.owner_of(upstream_promise.product);
    Words {
        sentence: format!(
            "{it} promises “{own}”; {upstream}, which it builds on, may take {target}, and its own runs take {more}"
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
    it: &About<'_>,
) -> Words {
    let (own, input, every) = (it.promise(promise), it.asset(input), length(every));
    Words {
        sentence: format!(
            "{it} promises “{own}”, but {input}, which it builds on, is updated only every {every}"
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
    it: &About<'_>,
) -> Words {
    let (own, together) = (it.promise(promise), format!("{}%", together.percent()));
    let others = upstream.iter().map(|flow| format!("{} may be unavailable as well", it.product(*flow)));
    let labels = Labels::Each(std::iter::once("out of reach".to_owned()).chain(others).collect());
    let upstream = it.products(upstream);
    Words {
        sentence: format!(
            "{it} promises “{own}”, but builds on {upstream}: all of them together promise {together}"
        ),
        advice: format!("promise no more than {together}, or build on fewer products"),
        labels,
    }
}
