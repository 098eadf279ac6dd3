//! The names of tables and other datasets in the form used for comparison: tools spell one table in several ways.

use std::borrow::Cow;

/// Returns the name of a warehouse table or other dataset in the form used for comparison: without quotes, in lower case,
/// and for an address as of [`dataset_namespace`].
#[must_use]
pub(crate) fn relation_name(written: &str) -> String {
    let mut name = String::with_capacity(written.len());
    name.extend(written.split(['"', '`', '[', ']']));
    if name.is_ascii() {
        name.make_ascii_lowercase();
    } else {
        name = name.to_lowercase();
    }
    match name.split_once("://") {
        Some((scheme, rest)) => {
            let mut parts = rest.split('/');
            // A local path begins with a slash, and has no host.
            let host = parts.next().unwrap_or_default();
            let path = parts.filter(|part| !part.is_empty());
            let path = path.fold(String::new(), |path, part| path + "/" + part);
            format!("{}://{host}{path}", storage_scheme(scheme))
        }
        None => name,
    }
}

/// Returns the name of a dataset within its namespace in the form used for comparison: also without slashes around it.
#[must_use]
pub(crate) fn dataset_name(written: &str) -> String {
    let name = relation_name(written);
    let trimmed = name.trim_matches('/');
    if trimmed.len() == name.len() || trimmed.is_empty() { name } else { trimmed.to_owned() }
}

/// Returns the namespace of a dataset in the form used for comparison: an address has its scheme and host in lower case
/// and no slash at its end, and `s3a` and `s3n` are `s3`.
///
/// Source: [RFC 3986, section 6.2.2.1](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1), and the
/// [naming of OpenLineage](https://openlineage.io/docs/spec/naming).
#[must_use]
pub(crate) fn dataset_namespace(written: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = written.split_once("://") else { return Cow::Borrowed(written) };
    let rest = rest.trim_end_matches('/');
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let scheme = scheme.to_lowercase();
    let namespace = format!("{}://{}{path}", storage_scheme(&scheme), host.to_lowercase());
    if namespace == written { Cow::Borrowed(written) } else { Cow::Owned(namespace) }
}

/// Returns the scheme by which a storage is known, whatever client reads it.
fn storage_scheme(scheme: &str) -> &str {
    match scheme {
        "s3a" | "s3n" => "s3",
        scheme => scheme,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_namespace_are_equal() {
        for (written, expected) in [
            ("s3://lake/", "s3://lake"),
            ("S3://Lake", "s3://lake"),
            ("s3a://lake", "s3://lake"),
            ("postgres://DB:5432/", "postgres://db:5432"),
            ("kafka://K:9092", "kafka://k:9092"),
            ("duckdb:///tmp/Shop.duckdb", "duckdb:///tmp/Shop.duckdb"),
            ("my-scheduler", "my-scheduler"),
            ("My-Scheduler", "My-Scheduler"),
        ] {
            assert_eq!(dataset_namespace(written), expected, "{written}");
        }
    }

    #[test]
    fn spellings_of_one_dataset_are_equal() {
        for written in ["raw/o", "/raw/o", "raw/o/", "Raw/O"] {
            assert_eq!(dataset_name(written), "raw/o", "{written}");
        }
        for written in ["s3://lake/raw/o", "S3A://Lake/raw//o/", "s3n://lake//raw/o"] {
            assert_eq!(relation_name(written), "s3://lake/raw/o", "{written}");
        }
        assert_eq!(relation_name("\"DB\".[dbo].`Orders`"), "db.dbo.orders");
        assert_eq!(dataset_name("/"), "/");
    }

    proptest! {
        #[test]
        fn names_in_the_form_for_comparison_stay_as_they_are(text in "\\PC{0,40}") {
            let names = [relation_name(&text), dataset_name(&text)];
            prop_assert_eq!(&relation_name(&names[0]), &names[0]);
            prop_assert_eq!(&dataset_name(&names[1]), &names[1]);
            let namespace = dataset_namespace(&text).into_owned();
            prop_assert_eq!(dataset_namespace(&namespace), namespace.as_str());
        }
    }
}
