//! Icons: `icons.yml` of the themes, compiled into one style sheet. Pages refer to icons by name; each drawing is
//! sent once for all pages.

use crate::diagnostics::Diagnostics;
use crate::read::file_kind::OpenFile;
use crate::read::icons::FILE;
use crate::source::FileId;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The files of a theme that define icons.
pub(super) const FILES: [&str; 2] = ["theme/icons.yml", "theme/icons.yaml"];

/// The icon for names without a drawing of their own.
const OTHER: &str = "other";

/// Drawings by name: data of an SVG path on a grid of 20 by 20.
#[derive(Clone, Debug, Default)]
pub(super) struct Icons(BTreeMap<String, String>);

impl Icons {
    /// Adds the drawings of a file, replacing those of the same name. Diagnostics: those of [`crate::read::icons`].
    pub(super) fn add(&mut self, file: FileId, text: &str, diagnostics: &mut Diagnostics) {
        let open = OpenFile { about: FILE.about, file, path: FILE.about.files, text };
        self.0.extend((FILE.read)(&open, diagnostics).unwrap_or_default().drawings);
    }

    /// Writes the style sheet: a mask for each name, to be filled with the text colour, for icons, marks and cells of
    /// that name.
    pub(super) fn sheet(&self) -> Vec<u8> {
        let mut sheet = String::with_capacity(self.0.len() * 300);
        let class = |name: &str| if name == OTHER { String::new() } else { format!("-{name}") };
        let mut rules: Vec<(String, &String)> =
            self.0.iter().map(|(name, path)| (class(name), path)).collect();
        // Common rules come before those for a single icon.
        rules.sort();
        for (class, path) in rules {
            // Writing into a string cannot fail.
            let _ = writeln!(
                sheet,
                ".icon{class}, .mark{class}, .cell{class} {{ --gb-icon: url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' \
                 viewBox='0 0 20 20' fill='none' stroke='black' stroke-width='1.65' stroke-linecap='round' \
                 stroke-linejoin='round'%3E%3Cpath d='{path}'/%3E%3C/svg%3E\"); }}"
            );
        }
        sheet.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<String>) {
        let (mut icons, mut diagnostics) = (Icons::default(), Vec::new());
        icons.add(FileId(0), text, &mut diagnostics);
        let sheet = String::from_utf8(icons.sheet()).unwrap();
        (sheet, diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()).collect())
    }

    #[test]
    fn built_in_icons_are_valid_and_cover_all_names_in_templates() {
        let (sheet, diagnostics) = read(include_str!("../../themes/default/icons.yml"));
        assert_eq!(diagnostics, [] as [&str; 0]);
        let templates = super::super::embedded(&super::super::TEMPLATES);
        let mut seen = 0;
        for text in templates.iter().map(|(_, bytes)| std::str::from_utf8(bytes).unwrap()) {
            for name in text.split("<icon name=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(sheet.contains(&format!(".icon-{name}, ")), "{name} is not drawn");
                seen += 1;
            }
        }
        assert!(seen > 20, "the test must find icons in templates: {seen}");
    }

    #[test]
    fn icons_are_masks_and_unknown_names_use_the_generic_one() {
        let (sheet, diagnostics) = read("other: M3 3h5\npayroll: M4 10h12\n");
        assert_eq!(diagnostics, [] as [&str; 0]);
        assert!(sheet.contains(".icon, .mark, .cell { --gb-icon: url("), "{sheet}");
        assert!(
            sheet.contains(".icon-payroll, .mark-payroll, .cell-payroll { --gb-icon: url(")
                && sheet.contains("d='M4 10h12'"),
            "{sheet}"
        );
    }

    #[test]
    fn an_invalid_icon_path_does_not_reach_the_style_sheet() {
        for (text, code) in [
            ("payroll: \"M1 1'/%3E%3Cscript%3E\"", "bad-icon"),
            ("payroll: '\"); } body { display: none'", "bad-icon"),
            ("payroll: [M1 1]", "wrong-type"),
            ("'a b': M1 1", "bad-id"),
            ("- M1 1", "bad-icon"),
        ] {
            let (sheet, diagnostics) = read(text);
            assert_eq!((sheet.as_str(), diagnostics), ("", vec![code.to_owned()]), "{text}");
        }
    }
}
