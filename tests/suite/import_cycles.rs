//! The files of a module form no cycle by their imports: each can be read after those that it uses.
//!
//! An import counts for the file that declares the item, not for the name it is reached by: a re-export of a `mod.rs`
//! is an import of the declaring file. A file may use the types, traits and constants that the `mod.rs` of its own
//! folder declares, as the shared vocabulary of the folder. Functions there are made of the functions in the files of
//! the folder, so a file that calls one of them completes a cycle. Unit tests do not count.

use crate::house_rules::rust_files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A file as its path in the crate: `["read", "yaml", "parse"]`; a `mod.rs` is its folder.
type Module = Vec<String>;

/// The files that each file uses.
type Graph = BTreeMap<Module, BTreeSet<Module>>;

/// The modules of a crate, with their code.
struct Crate {
    code: BTreeMap<Module, String>,
    /// What each module re-exports, by its name there.
    passed_on: BTreeMap<Module, BTreeMap<String, String>>,
}

#[test]
fn the_files_of_a_module_do_not_import_each_other_in_a_cycle() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&source).into_iter().map(|file| {
        let text = fs::read_to_string(&file).unwrap();
        let path = file.strip_prefix(&source).unwrap().with_extension("");
        (path.iter().map(|part| part.to_string_lossy().into_owned()).collect(), text)
    });
    let graph = Crate::new(files).imports();
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 200, "the test must find the imports");
    let found: Vec<String> = cycles(&graph).iter().map(|cycle| description(cycle, &graph)).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn import_cycles_are_found_through_paths_and_re_exports() {
    let cycles_of = |files: &[(&str, &str)]| {
        let modules = files.iter().map(|(path, text)| {
            let path: Module = path.split('/').map(str::to_owned).collect();
            (path, (*text).to_owned())
        });
        let graph = Crate::new(modules).imports();
        cycles(&graph).iter().map(|cycle| description(cycle, &graph)).collect::<Vec<_>>()
    };
    let parent = (
        "module/mod",
        "mod a;\nmod b;\npub use b::{B as C, make};\npub struct Word;\npub fn all() { a::a() }",
    );
    let twice = |a: &str| {
        cycles_of(&[parent, ("module/a", a), ("module/b", "use super::a::A;\npub fn make() -> A {}")])
    };
    assert_eq!(twice("use super::Word;\nuse crate::other::Thing; // super::make()\npub fn a() { }"), [""; 0]);
    let cycle = ["module/a → module/b, module/b → module/a"];
    assert_eq!(twice("use super::C;\npub fn a() { C }"), cycle, "`C` is a re-export of an item in `b`");
    assert_eq!(twice("use super::{Word, make};\npub fn a() { make::<Word>() }"), cycle);
    assert_eq!(twice("pub fn a() { super::b::make() }"), cycle);
    assert_eq!(twice("use super as module;\npub fn a() { module::make() }"), cycle);
    assert_eq!(twice("pub fn a() {}\n#[cfg(test)]\nmod tests { use super::super::make; }"), [""; 0]);
    assert_eq!(twice("pub fn a() { super::all() }"), ["module → module/a, module/a → module"]);
}

impl Crate {
    fn new(files: impl Iterator<Item = (Module, String)>) -> Self {
        let code: BTreeMap<Module, String> = files
            .map(|(mut path, text)| {
                path.pop_if(|last| last == "mod");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
                (path, lines.collect::<Vec<_>>().join("\n"))
            })
            .collect();
        let passed_on = code.iter().map(|(module, code)| {
            let uses = uses(code).into_iter().filter(|(is_public, _)| *is_public);
            (module.clone(), uses.flat_map(|(_, tree)| leaves(&tree)).collect())
        });
        let passed_on = passed_on.collect();
        Self { code, passed_on }
    }

    /// Returns the files of its top-level module that each file uses.
    fn imports(&self) -> Graph {
        let of = |module: &Module| {
            let named = self.paths(module).into_iter().filter_map(|path| self.place(module, &path));
            let counts = |(to, item): &(Module, String)| {
                let is_word = module.starts_with(to) && item.starts_with(char::is_uppercase);
                to != module && to.first() == module.first() && !is_word
            };
            named.filter(counts).map(|(to, _)| to).collect()
        };
        self.code.keys().map(|module| (module.clone(), of(module))).collect()
    }

    /// Returns the paths of everything that a file names: its imports, and what it reaches through a module.
    fn paths(&self, module: &Module) -> Vec<String> {
        let mut code = self.code[module].clone();
        let mut bound = BTreeMap::new();
        for (is_public, tree) in uses(&code) {
            // A re-export of a folder is no use of its own.
            if !(is_public
                && self.code.keys().any(|one| one.len() == module.len() + 1 && one.starts_with(module)))
            {
                bound.extend(leaves(&tree));
            }
        }
        for (_, tree) in uses(&code) {
            code = code.replace(&tree, "");
        }
        let children =
            self.code.keys().filter(|one| one.len() == module.len() + 1 && one.starts_with(module));
        let children = children.map(|one| (one.last().unwrap().clone(), one.last().unwrap().clone()));
        let modules: Vec<(String, String)> = children
            .chain(bound.clone())
            .chain(["crate", "super", "self"].map(|root| (root.to_owned(), root.to_owned())))
            .collect();
        let mut paths: Vec<String> = bound.into_values().collect();
        for (name, path) in modules {
            for (at, _) in code.match_indices(&format!("{name}::")) {
                let before = code[..at].chars().next_back();
                if before.is_none_or(|one| !one.is_alphanumeric() && one != '_' && one != ':') {
                    let rest = &code[at + name.len()..];
                    let is_path = |one: char| one.is_alphanumeric() || one == '_' || one == ':';
                    let end = rest.find(|one| !is_path(one)).unwrap_or(rest.len());
                    paths.push(format!("{path}{}", &rest[..end]));
                }
            }
        }
        paths
    }

    /// Returns the file that declares the item of a path, if it is in the crate, with the item's name.
    fn place(&self, from: &Module, path: &str) -> Option<(Module, String)> {
        let mut parts = path.split("::").filter(|part| !part.is_empty()).peekable();
        let mut module = match *parts.peek()? {
            "crate" => Module::new(),
            "self" | "super" => from.clone(),
            child if self.code.contains_key(&[from.as_slice(), &[child.to_owned()]].concat()) => from.clone(),
            _ => return None,
        };
        while let Some(part) = parts.next_if(|part| matches!(*part, "crate" | "self" | "super")) {
            if part == "super" {
                module.pop();
            }
        }
        while let Some(part) = parts.peek() {
            let inner = [module.as_slice(), &[(*part).to_owned()]].concat();
            if !self.code.contains_key(&inner) {
                break;
            }
            module = inner;
            parts.next();
        }
        let item = parts.next()?.to_owned();
        let passed = self.passed_on.get(&module).and_then(|names| names.get(&item));
        match passed.and_then(|path| self.place(&module, path)) {
            Some(place) => Some(place),
            None => Some((module, item)),
        }
    }
}

/// Returns the trees of all `use` lines, and whether they re-export what they name.
fn uses(code: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        if line.is_empty() || line == "pub" || line.starts_with("pub(") && line.ends_with(')') {
            let tree = code[at + 4..].split(';').next().unwrap_or_default();
            found.push((!line.is_empty(), tree.to_owned()));
        }
    }
    found
}

/// Returns the paths that the tree of a `use` line names, by their local names.
fn leaves(tree: &str) -> Vec<(String, String)> {
    let tree = tree.trim();
    let Some((before, inner)) = tree.split_once('{') else {
        let (path, name) =
            tree.split_once(" as ").unwrap_or((tree, tree.rsplit("::").next().unwrap_or(tree)));
        let path = path.trim_end_matches("::self");
        let name = if name == "self" { path.rsplit("::").next().unwrap_or(path) } else { name };
        return vec![(name.trim().to_owned(), path.trim().to_owned())];
    };
    let inner = &inner[..inner.rfind('}').unwrap_or(inner.len())];
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(|part| leaves(&format!("{}{part}", before.trim()))).collect()
}

/// Returns the cycles of a graph: files that are all reachable from each other.
fn cycles(graph: &Graph) -> Vec<Vec<&Module>> {
    let reached = |from: &Module| {
        let mut found: BTreeSet<&Module> = BTreeSet::new();
        let mut next: Vec<&Module> = graph[from].iter().collect();
        while let Some(module) = next.pop() {
            if found.insert(module) {
                next.extend(graph.get(module).into_iter().flatten());
            }
        }
        found
    };
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = graph.keys().map(|one| (one, reached(one))).collect();
    let mut cycles: Vec<Vec<&Module>> = Vec::new();
    for module in graph.keys() {
        let is_known = cycles.iter().any(|cycle| cycle.contains(&module));
        if reached[module].contains(module) && !is_known {
            let both = |other: &&Module| reached[module].contains(*other) && reached[*other].contains(module);
            cycles.push(graph.keys().filter(both).collect());
        }
    }
    cycles
}

/// Returns a cycle in words: which file uses which.
fn description(cycle: &[&Module], graph: &Graph) -> String {
    let edges = cycle.iter().flat_map(|from| {
        let to = graph[*from].iter().filter(|to| cycle.contains(to));
        to.map(move |to| format!("{} → {}", from.join("/"), to.join("/")))
    });
    edges.collect::<Vec<_>>().join(", ")
}
