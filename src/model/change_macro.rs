//! How the kinds of changes are declared: each with its facts and its word.

/// Declares the possible changes: the facts, and their kinds by their words.
macro_rules! changes {
    ($(#[$doc:meta])* $name:ident {
        $(
            $(#[doc = $says:literal])*
            $variant:ident = $word:literal { $($(#[$means:meta])* $field:ident: $type:ty),* $(,)? }
        ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "code", content = "data")]
        pub(crate) enum $name {
            $($(#[doc = $says])* #[serde(rename = $word)] $variant { $($(#[$means])* $field: $type),* },)*
            /// A change in words: recorded before changes had codes, or by a later version.
            #[serde(skip)]
            InWords {
                /// The recorded kind.
                kind: ChangeKind,
                /// The text, to be read after the name of the product.
                text: String,
            },
        }

        impl $name {
            /// Returns the kind of change; its word is the code.
            #[must_use]
            pub(crate) fn kind(&self) -> ChangeKind {
                match self {
                    $(Self::$variant { .. } => ChangeKind::$variant,)*
                    Self::InWords { kind, .. } => *kind,
                }
            }
        }

        super::vocabulary_macro::vocabulary! {
            /// The kind of change.
            ChangeKind { $($(#[doc = $says])* $variant = $word),* }
        }
    };
}
pub(super) use changes;
