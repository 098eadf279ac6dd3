//! The checks that standards consist of. Each is declared once: its word, its keys, and its subject.
//! `standards::checks` decides whether a product meets it, and `prose` words what it asks for.

use super::{CategoryIx, Period, SlaProperty};

/// The keys of a check in addition to those that every check takes, as far as they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CheckParameters {
    /// The minimum share in percent.
    pub at_least: Option<f64>,
    /// The minimum number of words.
    pub words: Option<u32>,
    /// The property of a promise.
    pub property: Option<SlaProperty>,
    /// The id of a rule.
    pub rule: Option<String>,
    /// The title of a link.
    pub title: Option<String>,
    /// The categories that may be built on.
    pub categories: Vec<CategoryIx>,
    /// How often it must be reviewed.
    pub every: Option<Period>,
}

impl CheckParameters {
    /// Returns the sufficient share in percent: all, unless written.
    #[must_use]
    pub(crate) fn least_share(&self) -> f64 {
        self.at_least.unwrap_or(100.0)
    }

    /// Returns the sufficient number of words: one, unless written.
    #[must_use]
    pub(crate) fn least_words(&self) -> u32 {
        self.words.unwrap_or(1)
    }
}

/// Passes every check to a macro: here for the kinds, in `standards` for how each is evaluated.
///
/// A check is a line: what it asks for, its word, and its module in `standards::checks`; then the keys that it `takes`
/// in addition to those that every check takes, those that it `needs`, the `rule` on the same subject, and
/// `once_used` if it asks for something that only a product in use can have.
macro_rules! each_check {
    ($then:ident) => {
        $then! {
            /// A team owns it.
            Owner = "owner" in owner, rule "ownerless";
            /// It has a steward.
            Steward = "steward" in steward;
            /// It has a summary.
            Summary = "summary" in summary;
            /// It has a description; with `words`, of at least that many words.
            Description = "description" in description, takes ["words"];
            /// It names a support channel.
            Support = "support" in support;
            /// There is an address at which it can be opened.
            Opens = "opens" in opens;
            /// It declares output ports.
            OutputPorts = "output-ports" in output_ports, rule "no-output-ports";
            /// Its output ports have descriptions; with `at_least`, that share of them.
            OutputsDescribed = "outputs-described" in outputs_described, takes ["at_least"], rule "undocumented-output";
            /// The columns of its output ports have descriptions; with `at_least`, that share of them.
            ColumnsDescribed = "columns-described" in columns_described, takes ["at_least"];
            /// The tables behind its output ports are tested; with `at_least`, that share of them.
            OutputsTested = "outputs-tested" in outputs_tested, takes ["at_least"], rule "untested-output";
            /// The tables behind its output ports have a data contract; with `at_least`, that share of them.
            Contracts = "contracts" in contracts, takes ["at_least"];
            /// Jobs such as access policies and scans guard its tables; with `at_least`, that share of them.
            Guarded = "guarded" in guarded, takes ["at_least"], rule "unguarded-data";
            /// It makes a promise; with `property`, one of that kind.
            Promise = "promise" in promise, takes ["property"];
            /// Its promises are measured and kept.
            PromisesKept = "promises-kept" in promises_kept, once_used true;
            /// It declares its consumers.
            Consumers = "consumers" in consumers, rule "undeclared-consumer", once_used true;
            /// It has a `review_by` that has not passed.
            Reviewed = "reviewed" in reviewed, rule "review-overdue", once_used true;
            /// It has a link whose title contains the words of `title`.
            Link = "link" in link, needs ["title"];
            /// It is not broken today.
            NotBroken = "not-broken" in not_broken, once_used true;
            /// The `rule` has no findings in it.
            Keeps = "keeps" in keeps, needs ["rule"], once_used true;
            /// It reads only products of these `categories`.
            BuildsOn = "builds-on" in builds_on, needs ["categories"];
            /// It is attested with evidence; with `every`, at least that often.
            Attested = "attested" in attested, takes ["every"], once_used true;
        }
    };
}
pub(crate) use each_check;

macro_rules! check_kinds {
    ($(
        $(#[doc = $meaning:literal])*
        $kind:ident = $word:literal in $module:ident
            $(, takes [$($optional:literal),*])? $(, needs [$($required:literal),*])?
            $(, rule $rule:literal)? $(, once_used $once_used:literal)?;
    )*) => {
        /// The kind of a check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CheckKind { $($(#[doc = $meaning])* $kind),* }

        impl CheckKind {
            /// Every kind, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// Every valid word, in the order of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The meaning of each word, in the same order.
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($meaning),*)),*];

            /// Returns the kind for a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$kind),)* _ => None }
            }

            /// Returns its written word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),* }
            }

            /// Returns the keys that it takes in addition to those that every check takes.
            #[must_use]
            pub fn parameters(self) -> &'static [&'static str] {
                match self { $(Self::$kind => &[$($($optional,)*)? $($($required,)*)?]),* }
            }

            /// Returns the keys that it requires.
            #[must_use]
            pub fn required(self) -> &'static [&'static str] {
                match self { $(Self::$kind => &[$($($required,)*)?]),* }
            }

            /// Returns the rule that finds what it misses, if there is one on the same subject.
            #[must_use]
            pub(crate) fn rule(self) -> Option<&'static str> {
                let rules: &[&'static str] = match self { $(Self::$kind => &[$($rule)?]),* };
                rules.first().copied()
            }

            /// Returns whether it asks for something that can be made before a product is in use.
            #[must_use]
            pub(crate) fn is_to_build(self) -> bool {
                let once_used: &[bool] = match self { $(Self::$kind => &[$($once_used)?]),* };
                once_used.is_empty()
            }
        }
    };
}
each_check!(check_kinds);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_parsed_from_its_own_word() {
        for (kind, word) in CheckKind::ALL.iter().zip(CheckKind::WORDS) {
            assert_eq!((CheckKind::parse(word), kind.word()), (Some(*kind), *word));
        }
        assert_eq!(CheckKind::parse("Owner"), None);
    }
}
