//! The address of a run: from the template that the settings give for a place, else an address in the
//! evidence itself.

use crate::model::{filled_address, is_web_url};

/// The names that identify a run, as an address may need them; unknown ones are empty.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunNames<'a> {
    /// The run.
    pub(super) run: &'a str,
    /// Its job.
    pub(super) job: &'a str,
    /// The namespace in which the job's name is unique.
    pub(super) namespace: &'a str,
}

/// Returns the address of a run: from the template, or the first web address in `reported`. A template with an
/// unknown placeholder gives none.
pub(super) fn run_link(template: Option<&str>, names: RunNames<'_>, reported: &[&str]) -> Option<String> {
    let reported_link = || reported.iter().find(|url| is_web_url(url)).map(|url| (*url).to_owned());
    let values = [("run", names.run), ("job", names.job), ("namespace", names.namespace)];
    template.and_then(|template| filled_address(template, &values)).or_else(reported_link)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: RunNames<'_> = RunNames { run: "a/1", job: "load orders", namespace: "" };

    fn link(template: &str, reported: &[&str]) -> Option<String> {
        run_link((!template.is_empty()).then_some(template), NAMES, reported)
    }

    #[test]
    fn names_in_links_are_escaped_and_unknown_ones_give_no_link() {
        let template = "https://runs.example/{job}/{run}";
        assert_eq!(link(template, &[]).as_deref(), Some("https://runs.example/load%20orders/a%2F1"));
        assert_eq!(link("https://runs.example/{namespace}/{run}", &[]), None);
        assert_eq!(link("https://runs.example/latest", &[]).as_deref(), Some("https://runs.example/latest"));
    }

    #[test]
    fn only_web_addresses_are_links() {
        let log = "https://airflow.example/log";
        assert_eq!(link("", &["javascript:alert(1)", log]).as_deref(), Some(log));
        assert_eq!(link("https://runs.example/{run}", &[log]).as_deref(), Some("https://runs.example/a%2F1"));
        for hostile in ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.c", "https://a b", "//x", ""] {
            assert_eq!(link("", &[hostile]), None, "{hostile}");
        }
    }
}
