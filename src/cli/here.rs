//! The folder in which the command runs, and paths from it to the catalog.

use crate::diagnostics::paths::Paths;
use crate::diagnostics::print::OutputFormat;
use std::path::{Component, Path, PathBuf};

/// Returns how to name files of the catalog in the folder `root` from here.
pub(super) fn paths(root: &Path, format: OutputFormat) -> Paths {
    let Ok(here) = std::env::current_dir() else { return Paths::new(slashed(root), None) };
    let workspace = match format {
        // GitHub resolves files from the folder that it checked out, whichever folder a step runs in.
        OutputFormat::Github | OutputFormat::Sarif => std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from),
        OutputFormat::Human | OutputFormat::Plain | OutputFormat::Short | OutputFormat::Json => None,
    };
    let workspace = workspace.map(|folder| resolved(&folder));
    let here = resolved(&here);
    match workspace.filter(|workspace| here.starts_with(workspace) && *workspace != here) {
        Some(workspace) => Paths::new(between(&workspace, &here.join(root)), Some(slashed(&workspace))),
        None => Paths::new(between(&here, root), Some(slashed(&here))),
    }
}

/// Returns the path from one folder to another, either relative or absolute.
fn between(from: &Path, to: &Path) -> String {
    let is_below = to.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if is_below {
        return slashed(to);
    }
    let (from, whole_to) = (resolved(from), resolved(&from.join(to)));
    let (mut ours, mut theirs) = (from.components().peekable(), whole_to.components().peekable());
    let mut common = 0;
    while ours.peek().is_some() && ours.peek() == theirs.peek() {
        common += usize::from(matches!(ours.next(), Some(Component::Normal(_))));
        theirs.next();
    }
    if common == 0 && ours.peek().is_some() {
        // They have nothing in common but the root.
        return slashed(&whole_to);
    }
    let back = ours.map(|_| "..".to_owned());
    let on = theirs.map(|part| part.as_os_str().to_string_lossy().into_owned());
    back.chain(on).collect::<Vec<_>>().join("/")
}

/// Returns a path in which the system has resolved parent segments and links, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let parts = path.ancestors().find_map(|folder| Some((folder.canonicalize().ok()?, folder)));
    match parts.and_then(|(whole, folder)| Some((whole, path.strip_prefix(folder).ok()?))) {
        Some((whole, rest)) if rest.as_os_str().is_empty() => whole,
        Some((whole, rest)) => whole.join(rest),
        None => path.to_owned(),
    }
}

/// Returns a path with `/` as the separator, without redundant segments.
fn slashed(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let text = parts.collect::<PathBuf>().to_string_lossy().into_owned();
    // The prefix that Windows adds to a resolved path.
    if cfg!(windows) { text.trim_start_matches(r"\\?\").replace('\\', "/") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_to_nearby_folders_are_relative() {
        let from = Path::new("/nowhere/repo/sub");
        assert_eq!(between(from, Path::new(".")), "");
        assert_eq!(between(from, Path::new("./data/catalog/")), "data/catalog");
        assert_eq!(between(from, Path::new("/nowhere/repo/sub/data")), "data");
        assert_eq!(between(from, Path::new("/nowhere/repo/data")), "../data");
        assert_eq!(between(from, Path::new("/elsewhere/data")), "/elsewhere/data");
    }

    #[cfg(unix)]
    #[test]
    #[expect(clippy::disallowed_methods, reason = "makes links to look at, in a folder of its own")]
    fn paths_through_links_are_resolved_even_if_they_do_not_exist_yet() {
        let folder = std::env::temp_dir().join(format!("glassbox-here-{}", std::process::id()));
        let (real, link) = (folder.join("real"), folder.join("link"));
        std::fs::create_dir_all(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        for (from, to) in [(&real, &link), (&link, &real), (&link, &link)] {
            assert_eq!(between(from, &to.join("new/catalog")), "new/catalog");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
