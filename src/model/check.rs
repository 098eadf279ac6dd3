//! The checks that standards consist of. Each is declared once: its name, its keys, and what it asks for.
//! `standards::checks` decides whether a product meets it.

use super::{CategoryIx, Period, SlaProperty};

/// The keys of a check beside those that every check takes, as far as they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CheckParameters {
    /// A share in percent.
    pub at_least: Option<f64>,
    /// How many words at least.
    pub words: Option<u32>,
    /// The property of a promise.
    pub property: Option<SlaProperty>,
    /// The id of a rule.
    pub rule: Option<String>,
    /// The title of a link.
    pub title: Option<String>,
    /// The categories to build on.
    pub categories: Vec<CategoryIx>,
    /// How often somebody looks.
    pub every: Option<Period>,
}

impl CheckParameters {
    /// The share in percent that is enough: all, if none is written.
    #[must_use]
    pub(crate) fn least_share(&self) -> f64 {
        self.at_least.unwrap_or(100.0)
    }

    /// The number of words that is enough: one, if none is written.
    #[must_use]
    pub(crate) fn least_words(&self) -> u32 {
        self.words.unwrap_or(1)
    }

    /// `All tables…` or `At least 80% of tables…`.
    fn share_of(&self, what: &str) -> String {
        match self.least_share() {
            share if share >= 100.0 => format!("All {what}"),
            share => format!("At least {share}% of {what}"),
        }
    }
}

macro_rules! checks {
    ($(
        $(#[doc = $meaning:literal])*
        $kind:ident = $word:literal
            $(takes [$($optional:literal),*])? $(needs [$($required:literal),*])? => $asks:expr
    ),* $(,)?) => {
        /// What a check looks at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CheckKind { $($(#[doc = $meaning])* $kind),* }

        impl CheckKind {
            /// Every kind, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// Every word that may be written, in the order of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// What each word means, in the same order.
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($meaning),*)),*];

            /// What the word stands for.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$kind),)* _ => None }
            }

            /// The word that is written.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),* }
            }

            /// The keys that it takes beside those that every check takes.
            #[must_use]
            pub fn parameters(self) -> &'static [&'static str] {
                match self { $(Self::$kind => &[$($($optional,)*)? $($($required,)*)?]),* }
            }

            /// Those of its keys without which it says nothing.
            #[must_use]
            pub fn required(self) -> &'static [&'static str] {
                match self { $(Self::$kind => &[$($($required,)*)?]),* }
            }

            /// What it asks for, as a plain sentence without a period, for checks that have no name.
            #[must_use]
            pub(crate) fn asks(self, asked: &CheckParameters) -> String {
                let asks: fn(&CheckParameters) -> String = match self { $(Self::$kind => $asks),* };
                asks(asked)
            }
        }
    };
}

checks! {
    /// A team owns it.
    Owner = "owner" => |_| "A team owns it".to_owned(),
    /// It has a steward.
    Steward = "steward" => |_| "It has a steward".to_owned(),
    /// It has a summary.
    Summary = "summary" => |_| "It has a summary".to_owned(),
    /// It has a description, of at least so many `words`.
    Description = "description" takes ["words"] => |asked| match asked.least_words() {
        1 => "It is described".to_owned(),
        words => format!("It is described in {words} words or more"),
    },
    /// It names a support channel.
    Support = "support" => |_| "It names a support channel".to_owned(),
    /// There is an address at which it can be opened.
    Opens = "opens" => |_| "It can be opened".to_owned(),
    /// It declares output ports.
    OutputPorts = "output-ports" => |_| "It declares output ports".to_owned(),
    /// Its output ports have descriptions; with `at_least`, that share of them.
    OutputsDescribed = "outputs-described" takes ["at_least"] =>
        |asked| asked.share_of("output ports have a description"),
    /// The columns of its output ports have descriptions; with `at_least`, that share of them.
    ColumnsDescribed = "columns-described" takes ["at_least"] =>
        |asked| asked.share_of("columns in its outputs have a description"),
    /// The tables behind its output ports are tested; with `at_least`, that share of them.
    OutputsTested = "outputs-tested" takes ["at_least"] =>
        |asked| asked.share_of("output tables have tests"),
    /// The tables behind its output ports have a data contract; with `at_least`, that share of them.
    Contracts = "contracts" takes ["at_least"] =>
        |asked| asked.share_of("output tables have a contract"),
    /// Jobs guard its tables, such as access policies and scans; with `at_least`, that share of them.
    Guarded = "guarded" takes ["at_least"] => |asked| asked.share_of("tables are guarded"),
    /// It promises something; with `property`, that.
    Promise = "promise" takes ["property"] => |asked| match asked.property {
        None => "It promises something".to_owned(),
        Some(property) => format!("Its {} is promised", property.word().replace('_', " ")),
    },
    /// Its promises are measured and kept.
    PromisesKept = "promises-kept" => |_| "Its promises are measured and kept".to_owned(),
    /// It names who uses it.
    Consumers = "consumers" => |_| "It names who uses it".to_owned(),
    /// It has a `review_by` that has not passed.
    Reviewed = "reviewed" => |_| "Its next review is planned".to_owned(),
    /// It has a link whose title has the words of `title`.
    Link = "link" needs ["title"] =>
        |asked| format!("It links to “{}”", asked.title.as_deref().unwrap_or_default()),
    /// It is not broken today.
    NotBroken = "not-broken" => |_| "It is not broken today".to_owned(),
    /// The `rule` finds nothing in it.
    Keeps = "keeps" needs ["rule"] =>
        |asked| format!("The rule {} finds nothing", asked.rule.as_deref().unwrap_or_default()),
    /// It reads only products of these `categories`.
    BuildsOn = "builds-on" needs ["categories"] =>
        |_| "It builds only on products meant for it".to_owned(),
    /// It is confirmed with evidence; with `every`, that often.
    Attested = "attested" takes ["every"] => |_| "It is confirmed with evidence".to_owned(),
}

impl CheckKind {
    /// Whether it asks for something that can be made before a product is in use.
    #[must_use]
    pub(crate) fn is_to_build(self) -> bool {
        !matches!(
            self,
            Self::Keeps
                | Self::PromisesKept
                | Self::NotBroken
                | Self::Reviewed
                | Self::Consumers
                | Self::Attested
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_the_check_that_it_is_the_word_of() {
        for (kind, word) in CheckKind::ALL.iter().zip(CheckKind::WORDS) {
            assert_eq!((CheckKind::parse(word), kind.word()), (Some(*kind), *word));
        }
        assert_eq!(CheckKind::parse("Owner"), None);
    }

    #[test]
    fn what_a_check_asks_follows_from_what_is_written() {
        let asks = |kind: CheckKind, asked: CheckParameters| kind.asks(&asked);
        let none = CheckParameters::default;
        assert_eq!(asks(CheckKind::Description, none()), "It is described");
        assert_eq!(
            asks(CheckKind::Description, CheckParameters { words: Some(20), ..none() }),
            "It is described in 20 words or more"
        );
        assert_eq!(asks(CheckKind::Contracts, none()), "All output tables have a contract");
        assert_eq!(
            asks(CheckKind::Contracts, CheckParameters { at_least: Some(50.0), ..none() }),
            "At least 50% of output tables have a contract"
        );
        let property = Some(SlaProperty::TimeToNotify);
        assert_eq!(
            asks(CheckKind::Promise, CheckParameters { property, ..none() }),
            "Its time to notify is promised"
        );
    }
}
