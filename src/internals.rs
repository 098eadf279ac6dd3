//! What the suite and the benches reach inside the crate. It is no interface: it changes without notice.

pub use crate::diagnostics::codes::kind;
pub use crate::diagnostics::{Diagnostic, Severity};
pub use crate::lineage::{
    Drawing, EdgeStyle, Figure, FigureEdge, FigureNode, NodeRole, Segment, layout, svg_inline,
};
pub use crate::model::{CheckKind, EvidenceFile, PromiseVerdict, Role, Status};
pub use crate::read::dbt::manifest::parse as parse_manifest;
pub use crate::read::yaml::{Node, NodeKind, parse};
pub use crate::source::{FileId, SourceMap, Span};

use crate::model::{Flow, Lineage, ProductIx};
use crate::pipeline::{self, ThemedCatalog};
use crate::prose::Code as _;
use crate::read::dbt::ProjectDoc;
use crate::read::documents::Documents;
use crate::read::{catalog, config, evidence, product, watching};
use crate::resolve::ResolveCache;
use crate::site::taken_names;
use crate::source::Spanned;
use crate::{assess, resolve};
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;

/// A catalog that is not in files.
#[derive(Clone, Copy, Debug)]
pub struct CatalogTexts<'t> {
    /// `glassbox.yml`.
    pub settings: &'t str,
    /// The files of the products.
    pub products: &'t [&'t str],
    /// The manifest of its dbt project.
    pub manifest: &'t str,
    /// Files of evidence: path and text.
    pub evidence: &'t [(&'t str, &'t str)],
}

/// The assessment of [`CatalogTexts`].
#[derive(Debug)]
pub struct AssessedTexts {
    /// Each product, in the order of the files.
    pub products: Vec<AssessedProduct>,
    /// What became of the rows of each file.
    pub files: Vec<EvidenceFile>,
    /// The messages of what is wrong.
    pub messages: Vec<String>,
}

/// The assessment of a product.
#[derive(Debug)]
pub struct AssessedProduct {
    /// The id.
    pub id: String,
    /// Its status; `None` where nothing can be seen.
    pub status: Option<Status>,
    /// The status of each output port.
    pub ports: Vec<Option<Status>>,
    /// Whether each promise is kept.
    pub promises: Vec<PromiseVerdict>,
    /// Whether a test, a check or a limit of freshness passed.
    pub checked: bool,
    /// The statuses and codes of its reasons.
    pub reasons: Vec<(Status, &'static str)>,
}

/// Reads, resolves and assesses a catalog that is not in files. Returns `None` if a text cannot be read at all.
#[must_use]
pub fn assess_texts(texts: CatalogTexts<'_>, now: Timestamp) -> Option<AssessedTexts> {
    let mut diagnostics = Vec::new();
    let settings = parse(FileId(0), texts.settings, &mut diagnostics)?;
    let products = texts.products.iter().map(|text| {
        let node = parse(FileId(0), text, &mut diagnostics)?;
        Some(Arc::new(product::product(&node, &mut diagnostics)?))
    });
    let products = products.collect::<Option<Vec<_>>>()?;
    let manifest =
        parse_manifest(texts.manifest.as_bytes(), "manifest.json", &mut SourceMap::default()).ok()?;
    let path = Spanned::new("target".to_owned(), Span::new(FileId(0), 0, 0));
    let documents = Documents {
        config: config::config(&settings, &mut diagnostics)?,
        products,
        dbt: vec![ProjectDoc { path, manifest }],
        evidence: Arc::new(evidence::of_texts(texts.evidence)),
        ..Documents::default()
    };
    let catalog =
        resolve::catalog(documents, now, &taken_names(), &mut ResolveCache::default(), &mut diagnostics);
    let assessment = assess::assess(&catalog, now);
    let assessed = |at: usize| {
        let (product, of) = (catalog.product(ProductIx::at(at)), &assessment.products[at]);
        AssessedProduct {
            id: product.id.clone(),
            status: of.status,
            ports: of.ports.clone(),
            promises: of.promises.iter().map(|promise| promise.verdict).collect(),
            checked: product.assets.iter().any(|asset| assessment.assets[asset.position()].checked),
            reasons: of
                .reasons
                .iter()
                .map(|reason| (reason.reason.status, reason.reason.fact.coded(&catalog).code))
                .collect(),
        }
    };
    Some(AssessedTexts {
        products: (0..catalog.products.len()).map(assessed).collect(),
        files: catalog.observations.files.to_vec(),
        messages: diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect(),
    })
}

/// Reads a catalog, and returns what resolves it. Returns `None` if a file that is there cannot be read.
pub fn resolving(root: &Path, now: Timestamp) -> Option<impl FnOnce()> {
    let mut diagnostics = Vec::new();
    let mut previous = catalog::ReadOptions { files: None, artifacts_stamp: None, artifacts_folder: None };
    let documents = catalog::documents(root, &mut previous, &mut diagnostics).ok()?;
    Some(move || {
        let _ =
            resolve::catalog(documents, now, &taken_names(), &mut ResolveCache::default(), &mut diagnostics);
    })
}

/// A catalog that is loaded, with its theme.
#[derive(Debug)]
pub struct OpenCatalog(ThemedCatalog);

impl OpenCatalog {
    /// Loads the catalog in a folder. Returns `None` if a file that is there cannot be read.
    #[must_use]
    pub fn new(root: &Path, now: Timestamp) -> Option<Self> {
        pipeline::open(root, now, None).ok().map(Self)
    }

    /// For each incident, how many products it reaches.
    pub fn incidents(&self) -> impl Iterator<Item = usize> {
        self.0.loaded.assessment.incidents.iter().map(|incident| incident.reach.products.len())
    }

    /// Prepares the site, and hands over what makes the page at a path and says whether there is one.
    pub fn with_page<R>(&self, path: &str, now: Timestamp, use_it: impl FnOnce(&dyn Fn() -> bool) -> R) -> R {
        let site = pipeline::prepare(&self.0, now).site;
        use_it(&|| site.page(path).is_some())
    }
}

/// Loads a catalog and looks at everything that it is read from: a fingerprint of that. Returns `None` if a file that
/// is there cannot be read.
#[must_use]
pub fn load_and_stamp(root: &Path, now: Timestamp) -> Option<u64> {
    pipeline::load(root, None, now).ok()?;
    Some(watching::inputs(root).stamp())
}

/// Flows between products.
#[derive(Debug)]
pub struct ProductFlows(Lineage, usize);

impl ProductFlows {
    /// Creates the flows between this many products, one for each pair: from its first to its second product.
    pub fn new(products: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let flow = |(from, to)| (ProductIx::at(from), ProductIx::at(to), Flow::default());
        Self(Lineage::new(products, pairs.into_iter().map(flow)), products)
    }

    /// How many neighbours all products have together.
    #[must_use]
    pub fn neighbours(&self) -> usize {
        let products = (0..self.1).map(ProductIx::at);
        products.map(|product| self.0.upstream(product).len() + self.0.downstream(product).len()).sum()
    }
}
