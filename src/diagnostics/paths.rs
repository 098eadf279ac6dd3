//! The paths of catalog files in output for other programs: relative to the folder in which a command runs,
//! as editors, terminals and GitHub expect them.

/// The path from a folder to the catalog.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    catalog: String,
    base: Option<String>,
}

impl Paths {
    /// Creates paths relative to the folder `base`, an absolute path if known, from which `catalog` leads to the
    /// catalog; both with `/` as separator. Without them, paths are relative to the catalog's folder.
    pub(crate) fn new(catalog: impl Into<String>, base: Option<String>) -> Self {
        Self { catalog: catalog.into(), base }
    }

    /// Returns the path of a file of the catalog.
    #[must_use]
    pub(crate) fn of(&self, path: &str) -> String {
        if is_absolute(path) {
            let inside = self.base.as_deref().and_then(|base| path.strip_prefix(base)?.strip_prefix('/'));
            return inside.unwrap_or(path).to_owned();
        }
        let path = joined(&self.catalog, path);
        match &self.base {
            // A path out of the base may lead back into it.
            Some(base) if path.starts_with("../") => between(base, &joined(base, &path)),
            _ => path,
        }
    }

    /// Returns the URI of a file, and whether it is relative to the base: files outside of it have absolute URIs.
    pub(super) fn uri(&self, path: &str) -> (String, bool) {
        let path = self.of(path);
        if is_absolute(&path) {
            return (file_uri(&path), false);
        }
        match &self.base {
            Some(base) if path.starts_with("../") => (file_uri(&joined(base, &path)), false),
            _ => (encoded(&path), true),
        }
    }

    /// Returns the URI of the base, with a trailing slash.
    pub(super) fn base_uri(&self) -> Option<String> {
        let base = self.base.as_deref()?;
        Some(file_uri(&format!("{}/", base.trim_end_matches('/'))))
    }
}

/// Returns whether a path begins at the root of the disk or of a drive.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || drive(path).is_some()
}

/// Returns the `C:` that a Windows path begins with.
fn drive(path: &str) -> Option<&str> {
    let bytes = path.as_bytes();
    let is_drive = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'/';
    is_drive.then(|| &path[..2])
}

/// Joins a path to a folder, resolving `..` where possible.
fn joined(folder: &str, path: &str) -> String {
    let root = if folder.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')).filter(|part| !part.is_empty() && *part != ".") {
        match (part, parts.last()) {
            ("..", Some(last)) if *last != ".." => drop(parts.pop()),
            ("..", None) if !root.is_empty() => {}
            _ => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

/// Returns the path from a folder to a file, both absolute.
fn between(folder: &str, file: &str) -> String {
    let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let (from, to): (Vec<String>, Vec<String>) = (parts(folder), parts(file));
    let common = from.iter().zip(&to).take_while(|(from_part, to_part)| from_part == to_part).count();
    let back = from[common..].iter().map(|_| "..".to_owned());
    back.chain(to[common..].iter().cloned()).collect::<Vec<_>>().join("/")
}

fn file_uri(path: &str) -> String {
    match drive(path) {
        Some(drive) => format!("file:///{drive}{}", encoded(&path[drive.len()..])),
        None => format!("file://{}", encoded(path)),
    }
}

/// Encodes a path for a URI: everything but letters, digits and slashes.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_base() {
        let paths = |catalog: &str| Paths::new(catalog, Some("/work/repo".to_owned()));
        assert_eq!(paths("").of("products/a.yml"), "products/a.yml");
        assert_eq!(paths("data/catalog").of("products/a.yml"), "data/catalog/products/a.yml");
        assert_eq!(paths("data/catalog").of("../dbt/manifest.json"), "data/dbt/manifest.json");
        assert_eq!(paths("data").of("../../elsewhere/x.json"), "../elsewhere/x.json");
        assert_eq!(paths("../other").of("a.yml"), "../other/a.yml");
        assert_eq!(paths("../other").of("../repo/a.yml"), "a.yml");
        assert_eq!(paths("../../other").of("../work/b/a.yml"), "../b/a.yml");
        assert_eq!(paths("data").of("/work/repo/target/x.json"), "target/x.json");
        assert_eq!(paths("data").of("/srv/x.json"), "/srv/x.json");
        assert_eq!(paths("/srv/catalog").of("../a.yml"), "/srv/a.yml");
        assert_eq!(Paths::default().of("../a.yml"), "../a.yml");
    }

    #[test]
    fn uris_are_encoded_and_absolute_outside_the_base() {
        let paths = Paths::new("my data", Some("/work/re po".to_owned()));
        assert_eq!(paths.uri("products/é#1%.yml"), ("my%20data/products/%C3%A9%231%25.yml".to_owned(), true));
        assert_eq!(paths.uri("../../x y.json"), ("file:///work/x%20y.json".to_owned(), false));
        assert_eq!(paths.uri("/srv/a:b.json"), ("file:///srv/a%3Ab.json".to_owned(), false));
        assert_eq!(paths.base_uri().as_deref(), Some("file:///work/re%20po/"));
        assert_eq!(file_uri("C:/a b/"), "file:///C:/a%20b/");
    }
}
