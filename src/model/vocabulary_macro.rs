//! How a fixed vocabulary is declared: an enum whose variants are written as words.

/// Declares an enum of words: each variant with its meaning and its word.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident {
        $($(#[doc = $meaning:literal])* $variant:ident = $word:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(unreachable_pub, reason = "the suite reaches some vocabularies")]
        pub enum $name { $($(#[doc = $meaning])* $variant),* }

        #[allow(unreachable_pub, reason = "the suite reaches some vocabularies")]
        impl $name {
            /// All words, in the order of the list.
            #[allow(dead_code, reason = "some vocabularies are only written")]
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// All variants, in the same order.
            #[allow(dead_code, reason = "few vocabularies are walked")]
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The meaning of each word, in the same order.
            #[allow(dead_code, reason = "words that nobody writes need not be explained")]
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($meaning),*)),*];

            /// Returns the word that is written in YAML.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Returns the variant of a word, if there is one.
            #[must_use]
            #[allow(dead_code, reason = "some vocabularies are only written")]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(super) use vocabulary;
