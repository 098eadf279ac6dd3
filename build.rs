//! Sets an identifier of the program's state, so that a page rendered by another state counts as out of date.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources")]

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let mut files = BTreeMap::new();
    collect(Path::new("src"), &mut files)?;
    files.insert("Cargo.lock".to_owned(), fs::read("Cargo.lock").unwrap_or_default());
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    println!("cargo::rustc-env=GLASSBOX_STATE={version}-{:016x}", hasher.finish());
    Ok(())
}

fn collect(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.insert(path.display().to_string(), fs::read(&path)?);
        }
    }
    Ok(())
}
