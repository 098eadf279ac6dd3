//! The files of a new catalog: settings, a team, a product, and a workflow that publishes it.

/// A file of a new catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewFile {
    /// The path relative to the catalog's folder, with `/`; for the workflow, relative to the repository's.
    pub path: String,
    /// Its content.
    pub text: String,
    /// Whether it is in the repository's folder and not in the catalog's.
    pub in_repository: bool,
}

/// Returns the files of a new catalog titled `title`, in the folder `catalog` of its repository.
#[must_use]
pub(crate) fn files(
    title: &str,
    catalog: &str,
    schemas: impl Iterator<Item = (String, String)>,
) -> Vec<NewFile> {
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    let templates = [
        (
            "glassbox.yml",
            format!(
                "# yaml-language-server: $schema=schemas/glassbox.json\ntitle: \"{title}\"\n{}",
                include_str!("glassbox.yml")
            ),
        ),
        ("teams.yml", include_str!("teams.yml").to_owned()),
        ("products/first-product.yml", include_str!("product.yml").to_owned()),
        ("standards.yml", include_str!("standards.yml").to_owned()),
    ];
    let file = |(path, text): (&str, String)| NewFile { path: path.to_owned(), text, in_repository: false };
    let schema = |(name, text): (String, String)| NewFile {
        path: format!("schemas/{name}"),
        text,
        in_repository: false,
    };
    let workflow = NewFile {
        path: ".github/workflows/data-products.yml".to_owned(),
        text: include_str!("pages.yml").replace("CATALOG", catalog),
        in_repository: true,
    };
    templates.into_iter().map(file).chain(schemas.map(schema)).chain([workflow]).collect()
}
