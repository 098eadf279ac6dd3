//! The sentences in English, one file for each kind of fact.
