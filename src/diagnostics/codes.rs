//! What each kind of fault is, in a line and in a sentence, for programs that show a list of them.
//!
//! The rules have pages of their own; these are the kinds that reading and understanding a catalog tell of.

/// A kind of fault: its code, a title, and what it means.
type CodeEntry = (&'static str, &'static str, &'static str);

const KINDS: &[CodeEntry] = &[
    (
        "ambiguous-port",
        "Output port that several assets match",
        "An output port is one table, dashboard or file; name the one that is meant.",
    ),
    (
        "ambiguous-table",
        "Table on two systems",
        "Evidence names one table under two namespaces: neither counts for the other, and the worse counts, until a setting says which is meant.",
    ),
    (
        "another-schema",
        "Evidence of another schema",
        "Most tables of a file of run results stand in a schema that the manifest does not name, as those of a pull request do.",
    ),
    ("bad-date", "Not a date", "A date is written as year, month and day, as in `2026-11-20`."),
    (
        "bad-duration",
        "Not a length of time",
        "A length of time is a whole number and a unit, as in `6h`, `90d` or `1 business day`.",
    ),
    ("bad-effort", "Not an effort", "An effort is a whole number of days or weeks, as in `5d` or `4w`."),
    (
        "bad-evidence",
        "Evidence that cannot be read",
        "A file of runs, tests or events is damaged or is not what its name says; what it would say counts as unknown.",
    ),
    (
        "bad-history",
        "History that cannot be read",
        "Lines of the recorded history are damaged; the others still count.",
    ),
    ("bad-icon", "Not an icon", "An icon is a drawing in SVG paths, by its name."),
    (
        "bad-id",
        "Not an id",
        "An id is part of web addresses: lower-case letters a to z, digits and hyphens, 100 at most.",
    ),
    (
        "bad-manifest",
        "dbt manifest that cannot be read",
        "The `manifest.json` is damaged or of another kind; let dbt write it again with `dbt parse`.",
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
        "A template of the catalog's own has a mistake; remove it to use the one that comes with Glassbox.",
    ),
    (
        "bad-time-zone",
        "Not a time zone",
        "A time zone is named by a region and a city, as in `Europe/Berlin`.",
    ),
    ("claimed-twice", "Asset of two products", "A table belongs to one product; two products select it."),
    (
        "delivered-draft",
        "Delivered and not in use",
        "A delivery counts as done while its product is not in use.",
    ),
    (
        "delivered-later",
        "Delivered in the future",
        "The day of a delivery is still to come; write when it is due as its target.",
    ),
    (
        "duplicate-id",
        "Id given twice",
        "Two things of one kind have the same id; links and references could mean either.",
    ),
    ("duplicate-key", "Key given twice", "A mapping has the same key twice; one of the two would be lost."),
    (
        "empty-file",
        "File that says nothing",
        "A file of the catalog is empty; write what it is for, or remove it.",
    ),
    (
        "empty-initiative",
        "Initiative that delivers nothing",
        "An initiative names no product that it consists of.",
    ),
    (
        "empty-selector",
        "Selector that matches nothing",
        "No node of dbt is selected, so the product is built on nothing here.",
    ),
    ("expired-waiver", "Waiver that has ended", "A waiver has ended and what it was given for is still so."),
    (
        "foreign-port",
        "Output port of another product's table",
        "An output port gives a table that does not belong to the product.",
    ),
    (
        "format-not-read",
        "Product file of another format",
        "The file is written in a product format that is not read yet, and is left out.",
    ),
    (
        "future-evidence",
        "Evidence from the future",
        "A file speaks of a time that is yet to come: a clock is wrong, or the time that counts is set to another day.",
    ),
    (
        "homeless-test",
        "Test that looks at nothing",
        "A test of dbt failed and reads nothing that dbt knows, so that its failure belongs to no product.",
    ),
    ("mart-without-category", "Kind of mart without a mart", "Only marts are of a kind of mart."),
    (
        "missing-evidence",
        "Evidence that is not there",
        "`glassbox.yml` names a file or folder of runs or events that is not there.",
    ),
    ("missing-key", "Key that is missing", "Something that every file of this kind needs is not given."),
    (
        "missing-manifest",
        "dbt manifest that is not there",
        "`glassbox.yml` names a dbt project without a `manifest.json`; `dbt parse` writes it.",
    ),
    ("no-config", "No `glassbox.yml`", "A catalog is a folder with a `glassbox.yml` in it."),
    (
        "no-outcome",
        "Initiative without an outcome",
        "An initiative does not say what is better when it is done.",
    ),
    ("no-sponsor", "Initiative without a sponsor", "An initiative does not say who asked for it."),
    (
        "not-delivered",
        "Day of delivery without a delivery",
        "A day of delivery is given, and the status says that it is not delivered.",
    ),
    ("not-utf-8", "File that is not UTF-8", "Files of a catalog are saved as UTF-8."),
    ("overdue", "Delivery that is overdue", "A delivery was due and is not done."),
    (
        "renamed-job",
        "Job that may have been renamed",
        "A job fell silent, and another one writes the same table since.",
    ),
    (
        "reserved-name",
        "Page with a name that is taken",
        "A page of the catalog's own would take the place of one of the site.",
    ),
    ("several-documents", "Several YAML documents in a file", "A file of the catalog holds one document."),
    (
        "static-hides-page",
        "Static file that hides a page",
        "A file of `static/` has the path of a page of the site.",
    ),
    (
        "too-many-aliases",
        "Too many YAML aliases",
        "The aliases of a file stand for more values than any catalog needs.",
    ),
    (
        "unknown-asset",
        "Asset that is not declared",
        "Something refers to a declared asset that there is not.",
    ),
    (
        "unknown-category",
        "Category that is not known",
        "A product is of a category that the catalog does not have.",
    ),
    ("unknown-check", "Check that is not known", "A standard asks for a check that there is not."),
    (
        "unknown-contract",
        "Data contract that is not there",
        "An output port refers to a data contract that is not in `contracts/`.",
    ),
    (
        "unknown-control",
        "Control that is not known",
        "A product gives evidence for a control that its regulation does not have.",
    ),
    (
        "unknown-domain",
        "Domain that is not known",
        "Something belongs to a domain that is not in `domains.yml`.",
    ),
    ("unknown-evidence", "File that is no evidence", "A folder of evidence holds a file of no known format."),
    ("unknown-key", "Key that is not known", "A key does nothing here; it may be misspelt."),
    ("unknown-level", "Level that is not known", "A check is on a level that its standard does not have."),
    (
        "unknown-node",
        "dbt node that is not known",
        "Something refers to a node that is not in dbt's manifest.",
    ),
    (
        "unknown-port",
        "Output port that is not known",
        "Something refers to an output port that its product does not have.",
    ),
    (
        "unknown-product",
        "Product that is not known",
        "Something refers to a product that is not in the catalog.",
    ),
    (
        "unknown-regulation",
        "Regulation that is not known",
        "A product names a regulation that is not in `regulations/`.",
    ),
    (
        "unknown-rule",
        "Rule that is not known",
        "A setting or waiver names a rule that there is not; `glassbox explain` lists them.",
    ),
    ("unknown-team", "Team that is not known", "Something names a team that is not in `teams.yml`."),
    (
        "unknown-theme",
        "Theme that is not known",
        "`theme` names neither a theme that comes with Glassbox nor a folder of `themes/`.",
    ),
    ("unknown-tier", "Tier that is not known", "A product is of a tier that the catalog does not have."),
    ("unknown-word", "Word that is not known", "A value is not one of the words that may stand here."),
    (
        "unmatched-evidence",
        "Evidence about something else",
        "No row of a file, or hardly any, is about something that the catalog knows.",
    ),
    (
        "unquoted-text",
        "Text that YAML reads as something else",
        "A character that is special in YAML begins a comment, a tag or an anchor; quotes make it a part of the text.",
    ),
    (
        "unsafe-url",
        "Link that a page may not offer",
        "A link is an `https:`, `http:` or `mailto:` address, or a path on the site.",
    ),
    ("unusable-key", "Key that is not a name", "A key of a mapping is a name, not a list or a mapping."),
    (
        "waits-for-nobody",
        "Delivery that waits for nobody",
        "A delivery waits for a product that is in use already, or will never be.",
    ),
    (
        "wrong-type",
        "Value of another type",
        "A text, list, mapping or number stands where another is expected.",
    ),
    ("yaml-syntax", "Not valid YAML", "The file cannot be read as YAML from this place on."),
];

/// The title of a kind of fault and what it means. `None` for rules, which have pages of their own, and for
/// kinds that are not listed.
#[must_use]
pub fn kind(code: &str) -> Option<(&'static str, &'static str)> {
    KINDS.iter().find(|(known, _, _)| *known == code).map(|(_, title, text)| (*title, *text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_are_sorted_and_each_says_what_it_is() {
        assert!(KINDS.is_sorted_by(|(one, ..), (other, ..)| one < other));
        for (code, title, text) in KINDS {
            assert!(!title.ends_with('.') && text.ends_with('.') && title != text, "{code}");
        }
    }
}
