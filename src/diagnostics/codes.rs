//! A title and an explanation for each kind of problem, for programs that list them.
//!
//! The rules have pages of their own; these are the kinds reported while reading and resolving a catalog.

/// A kind of diagnostic: its code, a title, and its meaning.
type CodeEntry = (&'static str, &'static str, &'static str);

const KINDS: &[CodeEntry] = &[
    (
        "ambiguous-port",
        "Output port that several assets match",
        "An output port is one table, dashboard or file; name the one that is meant.",
    ),
    (
        "ambiguous-repository",
        "Repository of several dbt projects",
        "One folder of a repository cannot hold the files of several dbt projects, so no file is linked until the address says where each project is.",
    ),
    (
        "ambiguous-table",
        "Table on two systems",
        "Evidence names one table under two namespaces. They are kept apart and the worse status counts until a setting says which one is meant.",
    ),
    (
        "another-schema",
        "Evidence about another schema",
        "Most tables in a file of run results are in a schema that the manifest does not name, as for a pull request.",
    ),
    ("bad-date", "Not a date", "A date is written as year, month and day, as in `2026-11-20`."),
    (
        "bad-duration",
        "Not a duration",
        "A duration is a whole number and a unit, as in `6h`, `90d` or `1 business day`.",
    ),
    ("bad-effort", "Not an effort", "An effort is a whole number of days or weeks, as in `5d` or `4w`."),
    (
        "bad-evidence",
        "Evidence that cannot be read",
        "A file of runs, tests or events is damaged, or its content does not fit its name; what it should report counts as unknown.",
    ),
    (
        "bad-history",
        "History that cannot be read",
        "Lines of the recorded history are damaged; the other lines are used.",
    ),
    ("bad-icon", "Not an icon", "An icon is a name with the paths of an SVG drawing."),
    (
        "bad-id",
        "Not an id",
        "An id is part of web addresses: lower-case letters a to z, digits and hyphens, 100 at most.",
    ),
    (
        "bad-manifest",
        "dbt manifest that cannot be read",
        "The `manifest.json` is damaged or of another kind; run `dbt parse` to write it again.",
    ),
    ("bad-month", "Not a month", "A month is its English name or a number from 1 to 12."),
    ("bad-percentage", "Not a percentage", "A percentage is a number from 0 to 100, as in `99.5%`."),
    (
        "bad-selector",
        "Selector that dbt does not know",
        "`dbt:` and `exclude:` take dbt's own selection syntax.",
    ),
    ("bad-share", "Not a share", "A share is a number from 0 to 100, as in `80%`."),
    (
        "bad-template",
        "Template that cannot be used",
        "One of the catalog's own templates has a mistake; fix it, or remove it to use the one that comes with Glassbox.",
    ),
    (
        "bad-time-zone",
        "Not a time zone",
        "A time zone is named by a region and a city, as in `Europe/Berlin`.",
    ),
    (
        "claimed-twice",
        "Asset in two products",
        "A table can belong to only one product, but two products select it.",
    ),
    (
        "delivered-draft",
        "Delivered but not in use",
        "A delivery is marked as done, but its product is not in use.",
    ),
    (
        "delivered-later",
        "Delivered in the future",
        "The delivery date is in the future; write the due date as `target`.",
    ),
    (
        "due-after-end",
        "Due after the product ends",
        "Open work on a product, such as switching it off, is due after the day on which the product ends.",
    ),
    (
        "duplicate-id",
        "Duplicate id",
        "Two things of one kind have the same id; links and references could mean either.",
    ),
    ("duplicate-key", "Duplicate key", "A mapping has the same key twice; one of the two would be lost."),
    ("empty-file", "Empty file", "A file of the catalog is empty; add its content, or remove it."),
    ("empty-initiative", "Initiative without work", "An initiative lists no work."),
    (
        "empty-selector",
        "Selector that matches nothing",
        "The selector matches no dbt node, so it adds nothing to the product.",
    ),
    ("expired-waiver", "Expired waiver", "The last day of a waiver has passed, so it no longer applies."),
    (
        "fields-without-system",
        "Fields of an unnamed system",
        "A sync fills fields without the `system:` that has them, so that no page of a system can list them.",
    ),
    (
        "foreign-port",
        "Output port of another product's table",
        "An output port offers a table that does not belong to the product.",
    ),
    (
        "format-not-read",
        "Product file in another format",
        "The file is in a product format that Glassbox does not read yet, so it is skipped.",
    ),
    (
        "future-evidence",
        "Evidence from the future",
        "A file has times in the future: a clock is wrong, or `--now` is set to another day.",
    ),
    (
        "mart-without-category",
        "Kind of mart for a product that is not a mart",
        "A kind of mart can be given only for marts.",
    ),
    (
        "missing-evidence",
        "Missing evidence",
        "`glassbox.yml` names a file or folder of runs or events that does not exist.",
    ),
    ("missing-key", "Missing key", "A key that every file of this kind needs is missing."),
    (
        "missing-manifest",
        "Missing dbt manifest",
        "`glassbox.yml` names a dbt project without a `manifest.json`; `dbt parse` writes it.",
    ),
    ("no-config", "No `glassbox.yml`", "A catalog is a folder with a `glassbox.yml` in it."),
    (
        "no-outcome",
        "Initiative without an outcome",
        "An initiative does not say what will be better when it is done.",
    ),
    ("no-sponsor", "Initiative without a sponsor", "An initiative does not say who requested it."),
    (
        "not-delivered",
        "Delivery date without a delivery",
        "A delivery date is given, but the status is not `delivered`.",
    ),
    ("not-utf-8", "File that is not UTF-8", "Files of a catalog must be saved as UTF-8."),
    ("overdue", "Overdue delivery", "The due date of a delivery has passed, and it is not done."),
    (
        "renamed-job",
        "Job that may have been renamed",
        "A job no longer reports, and another one writes the same table now.",
    ),
    (
        "replaced-by-itself",
        "Product that replaces itself",
        "`replaced_by` names the product that people should use instead; following it from product to product must not lead back.",
    ),
    (
        "replaced-by-retired",
        "Replacement that is retired",
        "The product that replaces another one is no longer in use, and has no replacement itself.",
    ),
    ("reserved-name", "Page with a reserved name", "A page of the catalog would replace a page of the site."),
    (
        "same-project",
        "dbt projects of the same name",
        "Two dbt projects have one name, so nodes with the same id are taken for one, with all their runs and tests.",
    ),
    ("several-documents", "Several YAML documents in a file", "A file of the catalog contains one document."),
    (
        "shared-job",
        "Job of several products",
        "Several products list one job, so each of its runs, and each failure, counts for all of them.",
    ),
    (
        "static-hides-page",
        "Static file that hides a page",
        "A file in `static/` has the path of a page, of a folder of pages or of a file of the theme.",
    ),
    (
        "too-many-aliases",
        "Too many YAML aliases",
        "The aliases in a file expand to more values than any catalog needs.",
    ),
    (
        "unattached-test",
        "Test without a table",
        "A dbt test failed, but reads nothing that dbt knows, so its failure belongs to no product.",
    ),
    (
        "undeclared-guard",
        "Guard without guards",
        "A policy or a test reads tables and writes nothing. Its failures count for what it reads, but its successful runs prove nothing until `guards` says what it looks after.",
    ),
    ("unknown-asset", "Unknown asset", "Something refers to an asset that is not declared."),
    ("unknown-category", "Unknown category", "A product has a category that the catalog does not define."),
    ("unknown-check", "Unknown check", "A product attests a check that no standard asks for."),
    (
        "unknown-column",
        "Unknown column",
        "A field of another system is filled from a column that the table does not have.",
    ),
    (
        "unknown-contract",
        "Missing data contract",
        "An output port refers to a data contract that is not in `contracts/`.",
    ),
    (
        "unknown-control",
        "Unknown control",
        "A product gives evidence for a control that its regulation does not define.",
    ),
    ("unknown-domain", "Unknown domain", "Something belongs to a domain that is not in `domains.yml`."),
    (
        "unknown-evidence",
        "File that is not evidence",
        "A folder of evidence contains a file in an unknown format.",
    ),
    ("unknown-goal", "Unknown goal", "An initiative names a goal that is not in `goals.yml`."),
    ("unknown-initiative", "Unknown initiative", "Something names an initiative that is not in `roadmap/`."),
    ("unknown-key", "Unknown key", "A key has no meaning here; it may be misspelt."),
    ("unknown-level", "Unknown level", "A check has a level that is not defined."),
    ("unknown-node", "Unknown dbt node", "Something refers to a node that is not in dbt's manifest."),
    (
        "unknown-port",
        "Unknown output port",
        "Something refers to an output port that its product does not have.",
    ),
    ("unknown-product", "Unknown product", "Something refers to a product that is not in the catalog."),
    (
        "unknown-regulation",
        "Unknown regulation",
        "A product names a regulation that is not in `regulations/`.",
    ),
    (
        "unknown-rule",
        "Unknown rule",
        "A setting or waiver names a rule that does not exist; `glassbox explain` lists all rules.",
    ),
    (
        "unknown-source",
        "Unknown source of dbt",
        "A system names a source of dbt that is in no manifest of the catalog.",
    ),
    ("unknown-system", "Unknown system", "An asset names a system that is not in `systems.yml`."),
    ("unknown-team", "Unknown team", "Something names a team that is not in `teams.yml`."),
    (
        "unknown-theme",
        "Unknown theme",
        "`theme` names neither a theme that comes with Glassbox nor a folder of `themes/`.",
    ),
    ("unknown-tier", "Unknown tier", "A product has a tier that the catalog does not define."),
    ("unknown-word", "Value that is not allowed", "A value is not one of those that are allowed here."),
    (
        "unmatched-evidence",
        "Evidence about something else",
        "No row of a file, or hardly any, is about something in the catalog.",
    ),
    (
        "unquoted-text",
        "Text that YAML reads as something else",
        "A special character begins a comment, a tag or an anchor in YAML; use quotes to make it part of the text.",
    ),
    (
        "unsafe-url",
        "Link that is not allowed",
        "A link must be an `https:`, `http:` or `mailto:` address, or a path on the site.",
    ),
    (
        "unseen-dataset",
        "Dataset that was never seen",
        "An output port names a dataset that is in no OpenLineage event.",
    ),
    (
        "unseen-job",
        "Job that was never seen",
        "A job is spelled otherwise than in the OpenLineage events, or has no namespace, so that its runs are not found.",
    ),
    (
        "unusable-key",
        "Key that is not a name",
        "The key of a mapping must be a name, not a list or a mapping.",
    ),
    (
        "waits-for-nobody",
        "Delivery with nothing to wait for",
        "A delivery waits for a product that is already in use, or never will be.",
    ),
    (
        "wrong-type",
        "Value of the wrong type",
        "A text, list, mapping or number is given where another type is expected.",
    ),
    ("yaml-syntax", "Not valid YAML", "The file cannot be read as YAML from this line on."),
];

/// Returns the title and the meaning of a kind of problem; `None` for rules, which have their own pages,
/// and for unlisted kinds.
#[must_use]
pub fn kind(code: &str) -> Option<(&'static str, &'static str)> {
    KINDS.iter().find(|(known, _, _)| *known == code).map(|(_, title, text)| (*title, *text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostic_codes_are_sorted_and_have_a_title_and_a_description() {
        assert!(KINDS.is_sorted_by(|(left, ..), (right, ..)| left < right));
        for (code, title, text) in KINDS {
            assert!(!title.ends_with('.') && text.ends_with('.') && title != text, "{code}");
        }
    }
}
