//! A folder to [`Documents`]: every file of the catalog read, in parallel, each by its kind.

use super::config::ConfigDoc;
use super::contract::{self, ContractDoc};
use super::evidence::{self, EvidenceDocs};
use super::initiative::{self, InitiativeDoc};
use super::kept::{Kept, KeptFile, Stamp};
use super::organisation::{self, DomainDoc, TeamDoc};
use super::page::{self, PageDoc};
use super::product::{self, ProductDoc};
use super::regulation::{self, RegulationDoc};
use super::standard::{self, StandardsDoc};
use super::yaml::{self, Faults, Node};
use super::{config, dbt, files};
use crate::diagnostics::Diagnostic;
use crate::error::Result;
use crate::source::{FileId, SourceFile, SourceMap, Span};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All that the files of a catalog say, in the order of their paths.
#[derive(Debug, Default)]
pub struct Documents {
    /// The texts, for diagnostics.
    pub sources: SourceMap,
    /// `glassbox.yml`.
    pub config: ConfigDoc,
    /// `products/**/*.yml`.
    pub products: Vec<Arc<ProductDoc>>,
    /// `teams.yml` and `teams/*.yml`.
    pub teams: Vec<TeamDoc>,
    /// `domains.yml`.
    pub domains: Vec<DomainDoc>,
    /// `regulations/*.yml`.
    pub regulations: Vec<RegulationDoc>,
    /// `standards.yml`, if there is one.
    pub standards: Option<StandardsDoc>,
    /// `roadmap/*.yml`.
    pub initiatives: Vec<InitiativeDoc>,
    /// `content/**/*.md`.
    pub pages: Vec<PageDoc>,
    /// `contracts/**/*.yml`.
    pub contracts: Vec<ContractDoc>,
    /// dbt projects, in the order of `glassbox.yml`.
    pub dbt: Vec<super::dbt::ProjectDoc>,
    /// Where the dbt projects that `glassbox.yml` names are, in its order, whether they can be read or not.
    pub places: Vec<dbt::place::ProjectPlace>,
    /// The stamp of dbt's manifests and catalogs, if they can be told from a later state of them.
    pub artifacts: Option<Stamp>,
    /// What was seen.
    pub evidence: Arc<EvidenceDocs>,
}

/// What a file is, told by where it stands.
#[derive(Clone, Copy)]
enum Role {
    Config,
    Product,
    Teams,
    Team,
    Domains,
    Regulation,
    Standards,
    Initiative,
    Page,
}

/// What a file says, by its kind.
pub(super) enum Doc {
    Config(Box<ConfigDoc>),
    Product(Arc<ProductDoc>),
    Teams(Vec<TeamDoc>),
    Domains(Vec<DomainDoc>),
    Regulation(Box<RegulationDoc>),
    Standards(Box<StandardsDoc>),
    Initiative(Box<InitiativeDoc>),
    Page(Box<PageDoc>),
}

const YAML: &[&str] = &[".yml", ".yaml"];

/// What is known of a catalog from reading it before.
pub struct Known<'k> {
    /// What its own files said; nothing where nobody reads it again.
    pub files: Option<&'k mut Kept>,
    /// The stamp of the dbt artifacts whose meaning is known, so that they need not be read again.
    pub artifacts: Option<Stamp>,
    /// A folder in which dbt's artifacts are, and not where `glassbox.yml` says.
    pub elsewhere: Option<&'k Path>,
}

/// Reads the catalog that stands in the folder `root`; what is known of it and is still so is not read again.
///
/// # Errors
/// When a folder or file that is there cannot be read. Faults of what the files say are pushed.
pub fn documents(root: &Path, known: &mut Known<'_>, faults: &mut Faults) -> Result<Documents> {
    let listed = listed(root, faults)?;
    let mut kept_evidence = known.files.as_deref_mut().map(|kept| std::mem::take(&mut kept.evidence));
    let kept = known.files.as_deref();
    let file = |position: usize| -> Result<(Arc<ReadFile>, Option<KeptFile>)> {
        let (_, path) = &listed[position];
        let stamp = kept.and_then(|_| Stamp::of(path));
        if let Some(known) = kept.and_then(|kept| kept.file(path, position, stamp?)) {
            return Ok((Arc::clone(&known.said), Some(known.clone())));
        }
        let said = Arc::new(read_file(root, position, &listed[position])?);
        let keep = |stamp| KeptFile { path: path.as_path().into(), stamp, said: Arc::clone(&said) };
        let kept = stamp.map(keep);
        Ok((said, kept))
    };
    // The config comes first, when it is there: it names dbt's artifacts, which take longest.
    let first = usize::from(matches!(listed.first(), Some((Role::Config, _))));
    let mut documents = Documents::default();
    let mut read = Vec::with_capacity(listed.len());
    let mut add = |(said, kept): (Arc<ReadFile>, Option<KeptFile>), documents: &mut Documents| {
        read.push(kept);
        documents.add(&said, faults);
    };
    for position in 0..first {
        add(file(position)?, &mut documents);
    }
    documents.places = dbt::place::places(root, &mut documents.config.dbt, known.elsewhere)?;
    let config = documents.config.clone();
    let mut found = evidence::Found::default();
    let artifacts = kept_evidence.is_some().then(|| Stamp::of_all(&dbt::artifacts(root, &config.dbt)));
    let mut read_evidence = || evidence::evidence((root, &config), kept_evidence.as_mut(), &mut found);
    let files = || (first..listed.len()).into_par_iter().map(file).collect::<Vec<_>>();
    // The columns of the warehouse are a part of what dbt's artifacts mean. Where that may be known already,
    // whether it is has to be seen first.
    let (evidence, artifacts, manifests, others) = match artifacts {
        None => {
            let read = || rayon::join(|| dbt::manifests(root, &config.dbt), &mut read_evidence);
            let ((manifests, evidence), others) = rayon::join(read, files);
            (evidence?, None, manifests, others)
        }
        Some(stamp) => {
            let evidence = read_evidence()?;
            let artifacts = stamp.map(|stamp| stamp.with(evidence.tables));
            let is_known = artifacts.is_some() && artifacts == known.artifacts;
            let read = || if is_known { Vec::new() } else { dbt::manifests(root, &config.dbt) };
            let (manifests, others) = rayon::join(read, files);
            (evidence, artifacts, manifests, others)
        }
    };
    for other in others {
        add(other?, &mut documents);
    }
    if let Some(kept) = known.files.as_deref_mut() {
        kept.keep(read);
        kept.evidence = kept_evidence.unwrap_or_default();
    }
    let before = faults.len();
    dbt::adopt(&config.dbt, manifests, &mut documents, faults)?;
    // What is wrong with them is to be said again, so they are to be read again.
    documents.artifacts = artifacts.filter(|_| faults.len() == before);
    documents.evidence = evidence;
    found.adopted(&mut documents.sources, faults);
    documents.contracts = contract::contracts(root, &mut documents.sources, faults)?;
    Ok(documents)
}

/// A file's text, what it says, and what is wrong with it.
pub(super) type ReadFile = (SourceFile, Option<Doc>, Faults);

fn read_file(root: &Path, position: usize, (role, path): &(Role, PathBuf)) -> Result<ReadFile> {
    let file = FileId(u32::try_from(position).unwrap_or(u32::MAX));
    let path_shown = files::shown(root, path);
    let mut faults = Vec::new();
    let bytes = files::bytes(path)?;
    let source = files::decode(file, &path_shown, bytes, &mut faults);
    let doc = if faults.is_empty() { doc(*role, file, &source, &mut faults) } else { None };
    Ok((source, doc, faults))
}

impl Documents {
    fn add(&mut self, (source, doc, found): &ReadFile, faults: &mut Faults) {
        self.sources.add(source.clone());
        faults.extend_from_slice(found);
        match doc {
            None => {}
            Some(Doc::Config(doc)) => self.config.clone_from(doc),
            Some(Doc::Product(doc)) => self.products.push(Arc::clone(doc)),
            Some(Doc::Teams(docs)) => self.teams.extend_from_slice(docs),
            Some(Doc::Domains(docs)) => self.domains.extend_from_slice(docs),
            Some(Doc::Regulation(doc)) => self.regulations.push(RegulationDoc::clone(doc)),
            Some(Doc::Standards(doc)) => self.standards = Some(StandardsDoc::clone(doc)),
            Some(Doc::Initiative(doc)) => self.initiatives.push(InitiativeDoc::clone(doc)),
            Some(Doc::Page(doc)) => self.pages.push(PageDoc::clone(doc)),
        }
    }
}

/// The files of the catalog and what each is.
fn listed(root: &Path, faults: &mut Faults) -> Result<Vec<(Role, PathBuf)>> {
    let mut listed = Vec::new();
    let alone = [
        ("glassbox", Role::Config),
        ("teams", Role::Teams),
        ("domains", Role::Domains),
        ("standards", Role::Standards),
    ];
    for (name, role) in alone {
        if let Some(path) = files::yaml(root, name) {
            listed.push((role, path));
        } else if matches!(role, Role::Config) {
            let fault =
                Diagnostic::error("no-config", format!("there is no `glassbox.yml` in `{}`", root.display()))
                    .help(
                        "give the folder of a catalog, or write a `glassbox.yml` with a `title` to start one",
                    );
            faults.push(fault);
        }
    }
    let folders = [
        ("products", Role::Product, YAML),
        ("teams", Role::Team, YAML),
        ("regulations", Role::Regulation, YAML),
        ("roadmap", Role::Initiative, YAML),
        ("content", Role::Page, &[".md"]),
    ];
    for (folder, role, endings) in folders {
        for path in files::below(&root.join(folder), endings)? {
            let name = files::shown(root, &path);
            // The standards' own formats stand beside ours; they are read in a room of their own.
            if name.contains(".odps.") || name.contains(".odcs.") {
                let fault = Diagnostic::warning(
                    "format-not-read",
                    format!("`{name}` is left out: only Glassbox's own product format is read yet"),
                );
                faults.push(fault.about(name));
                continue;
            }
            listed.push((role, path));
        }
    }
    Ok(listed)
}

fn doc(role: Role, file: FileId, source: &SourceFile, faults: &mut Faults) -> Option<Doc> {
    if let Role::Page = role {
        let name = source.path.trim_start_matches("content/").trim_end_matches(".md").to_owned();
        return Some(Doc::Page(Box::new(page::page(name, file, &source.text, faults))));
    }
    let before = faults.len();
    let node: Option<Node> =
        yaml::parse(file, &source.text, faults).filter(|node| node.kind != yaml::NodeKind::Null);
    let Some(node) = node else {
        if faults.len() == before && !matches!(role, Role::Config) {
            let fault =
                Diagnostic::error("empty-file", "the file is empty").at(Span::new(file, 0, 0), "empty");
            faults.push(fault.help(minimum(role)));
        }
        return None;
    };
    let node = &node;
    match role {
        Role::Config => config::config(node, faults).map(|doc| Doc::Config(Box::new(doc))),
        Role::Product => product::product(node, faults).map(|doc| Doc::Product(Arc::new(doc))),
        Role::Teams => Some(Doc::Teams(organisation::teams(node, faults))),
        Role::Team => organisation::team(node, faults).map(|doc| Doc::Teams(vec![doc])),
        Role::Domains => Some(Doc::Domains(organisation::domains(node, faults))),
        Role::Regulation => regulation::regulation(node, faults).map(|doc| Doc::Regulation(Box::new(doc))),
        Role::Standards => standard::standards(node, faults).map(|doc| Doc::Standards(Box::new(doc))),
        Role::Initiative => initiative::initiative(node, faults).map(|doc| Doc::Initiative(Box::new(doc))),
        Role::Page => None,
    }
}

/// What a file of this kind needs at least.
fn minimum(role: Role) -> &'static str {
    match role {
        Role::Product | Role::Regulation => "write at least an `id` and a `name`, or remove the file",
        Role::Initiative => "write at least an `id` and a `title`, or remove the file",
        Role::Teams => "write a list of teams under `teams`, or remove the file",
        Role::Team => "write at least an `id`, or remove the file",
        Role::Standards => "write `default: true` to adopt Glassbox's own, or remove the file",
        Role::Domains => "write a list of domains under `domains`, or remove the file",
        Role::Config | Role::Page => "remove the file if it is not needed",
    }
}
