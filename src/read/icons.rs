//! `icons.yml` of a theme: a mapping of names to drawings. The theme decides which of them are read.

use super::document::{DocumentDeclaration, KeyDeclaration, Single, ValueShape, patterns};
use super::file_kind::{FileAbout, FileKind, OpenFile};
use super::yaml::{self, MappingEntry, NodeKind, values};
use crate::diagnostics::{Diagnostic, Diagnostics};
use serde_json::json;

/// The contents of a file of icons.
#[derive(Clone, Debug, Default)]
pub(crate) struct IconsDoc {
    /// Each name with its drawing: data of an SVG path on a grid of 20 by 20.
    pub drawings: Vec<(String, String)>,
}

/// `icons.yml` of a theme.
pub(crate) const FILE: FileKind<IconsDoc> = FileKind {
    about: FileAbout {
        name: "icons",
        files: "themes/*/icons.yml",
        title: "Icons of a theme",
        at_least: None,
    },
    keys: document,
    read: icons,
};

/// The characters of path data, as in a character class of a regular expression.
const PATH_LETTERS: &str = "0-9MmLlHhVvCcSsQqTtAaZz ,.+eE-";

fn document() -> DocumentDeclaration {
    let drawing = KeyDeclaration {
        name: "name",
        about: "The drawing of the icon with this name, which a category or a tier can use as its `icon`."
            .to_owned(),
        is_required: false,
        shape: ValueShape::Single(Single {
            name: "SVG path",
            about: "The value of `d` of an SVG path, on a grid of 20 by 20.",
            schema: json!({"type": "string", "pattern": format!("^[Mm][{PATH_LETTERS}]*$"),
                "patternErrorMessage": "write the value of `d` of an SVG path, as in `M4 10h12`"}),
            examples: &["M4 10h12"],
        }),
        default: None,
        example: None,
    };
    DocumentDeclaration {
        name: "Icons",
        what: "the icons of a theme",
        about: "The icons beside words, by name. A theme of your own can change icons of the default \
                theme and add others."
            .to_owned(),
        keys: Vec::new(),
        free_key: Some(Box::new(drawing)),
        across: json!({"propertyNames": {"pattern": patterns::id()}}),
    }
}

/// Reads the usable drawings. Diagnostics: those of [`yaml`], `bad-id` and `bad-icon`.
fn icons(open: &OpenFile<'_>, diagnostics: &mut Diagnostics) -> Option<IconsDoc> {
    let node = yaml::parse(open.file, open.text, diagnostics)?;
    match &node.kind {
        NodeKind::Null => None,
        NodeKind::Mapping(entries) => {
            let drawings = entries.iter().filter_map(|entry| drawing(entry, diagnostics)).collect();
            Some(IconsDoc { drawings })
        }
        _ => {
            let diagnostic = Diagnostic::error("bad-icon", "icons are a mapping of names and drawings");
            diagnostics.push(diagnostic.at(node.span, format!("this is {}", node.describe())));
            None
        }
    }
}

fn drawing(
    MappingEntry { key, value }: &MappingEntry,
    diagnostics: &mut Diagnostics,
) -> Option<(String, String)> {
    if !values::is_id(&key.value) {
        let message = format!("`{}` cannot name an icon", values::shown(&key.value));
        let diagnostic = Diagnostic::error("bad-id", message).at(key.span, "not an id");
        diagnostics.push(
            diagnostic.help("names have lower-case letters, digits and hyphens, like the ids of categories"),
        );
        return None;
    }
    let path = values::text(value, diagnostics)?;
    if is_path(&path.value) {
        return Some((key.value.clone(), path.value));
    }
    let message = format!("the drawing of `{}` is not an SVG path", key.value);
    let diagnostic = Diagnostic::error("bad-icon", message).at(path.span, "");
    diagnostics.push(diagnostic.help("write the value of `d` of an SVG path on a grid of 20: `M4 10h12`"));
    None
}

/// Returns whether a text has only characters of path data: so it cannot break out of its place in the style sheet.
fn is_path(text: &str) -> bool {
    let fit = |letter: char| {
        letter.is_ascii_digit() || "MmLlHhVvCcSsQqTtAaZz".contains(letter) || " ,.-+eE".contains(letter)
    };
    text.starts_with(['M', 'm']) && text.chars().all(fit)
}
