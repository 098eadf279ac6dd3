//! The content of one path of a site: an HTML page with its view, a JSON record, or a file of another format.

use super::parts::{PageHead, Picture};
use jiff::civil::Date;
use serde::Serialize;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The content of one path.
#[derive(Clone, Debug, Hash)]
pub(crate) enum Page {
    /// An HTML page.
    Html(Box<PageHead>, AnyView),
    /// A JSON file.
    Json(AnyRecord),
    /// A drawing as a separate file.
    Drawing(Picture),
    /// The status of a product, as a badge.
    Badge(Badge),
    /// A table for spreadsheets.
    Csv(Table),
    /// Due dates, as a calendar.
    Calendar(Calendar),
    /// Events, as an Atom feed.
    Feed(Feed),
    /// The addresses of all pages, for search engines.
    Sitemap(Vec<String>),
    /// A file as it is.
    Bytes(Arc<[u8]>),
}

/// What a kind of HTML page shows: its template sees this as `view`, and nothing else of the catalog.
pub(crate) trait View: Serialize + Hash + Debug + Send + Sync + 'static {
    /// The name of its template.
    const TEMPLATE: &'static str;

    /// Returns the pictures of the page, each of which may also have a separate file.
    fn pictures(&self) -> Vec<&Picture> {
        Vec::new()
    }
}

/// The view of any kind of page.
#[derive(Clone, Debug)]
pub(crate) struct AnyView(Arc<dyn ErasedView>);

/// [`View`] without its type.
trait ErasedView: Debug + Send + Sync {
    fn template(&self) -> &'static str;
    fn value(&self) -> tera::Value;
    fn hash_into(&self, hasher: &mut dyn Hasher);
}

impl<V: View> ErasedView for V {
    fn template(&self) -> &'static str {
        V::TEMPLATE
    }

    fn value(&self) -> tera::Value {
        tera::Value::from_serializable(self)
    }

    fn hash_into(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }
}

impl AnyView {
    /// Wraps a view of any kind.
    pub(crate) fn new(view: Arc<impl View>) -> Self {
        Self(view)
    }

    /// Returns the name of the template that shows it.
    #[must_use]
    pub(crate) fn template(&self) -> &'static str {
        self.0.template()
    }

    /// Returns what the template sees; drawings are drawn now.
    #[must_use]
    pub(crate) fn value(&self) -> tera::Value {
        self.0.value()
    }
}

impl Hash for AnyView {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.template().hash(hasher);
        self.0.hash_into(hasher);
    }
}

/// The content of any JSON file. Its shape is a promise to programs: keys are added, never changed.
#[derive(Clone, Debug)]
pub(crate) struct AnyRecord(Arc<dyn ErasedRecord>);

/// What is written as JSON, without its type.
trait ErasedRecord: Debug + Send + Sync {
    fn json(&self) -> Vec<u8>;
    fn hash_into(&self, hasher: &mut dyn Hasher);
}

impl<R: Serialize + Hash + Debug + Send + Sync> ErasedRecord for R {
    fn json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("records have texts as keys")
    }

    fn hash_into(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }
}

impl AnyRecord {
    /// Wraps a record of any kind.
    pub(crate) fn new(record: impl Serialize + Hash + Debug + Send + Sync + 'static) -> Self {
        Self(Arc::new(record))
    }

    /// Returns the JSON text, on one line.
    #[must_use]
    pub(crate) fn json(&self) -> Vec<u8> {
        self.0.json()
    }
}

impl Hash for AnyRecord {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.hash_into(hasher);
    }
}

/// A badge: its subject and the status of that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Badge {
    /// The product's name.
    pub label: String,
    /// The status, and how many promises are kept: `healthy · 3 of 3 promises kept`.
    pub message: String,
    /// The same as a sentence, for pointer hover and screen readers; may be empty.
    pub title: String,
    /// The colour behind the message: `#156b39`.
    pub colour: &'static str,
}

/// A CSV file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Table {
    /// The column names: a promise to programs that read the file.
    pub columns: &'static [&'static str],
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
}

/// `roadmap.ics`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Calendar {
    /// The calendar's name.
    pub title: String,
    /// When it was created: `20261121T040000Z`.
    pub stamp: String,
    /// The due dates, by day.
    pub dates: Vec<DueDate>,
}

/// A due date: an entry of `roadmap.ics`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct DueDate {
    /// Distinguishes it from all others, permanently.
    pub uid: String,
    /// The day.
    pub day: Date,
    /// What is due.
    pub title: String,
    /// What it is due for; may be empty.
    pub description: String,
    /// The page of the initiative, if the site's address is known.
    pub url: Option<String>,
}

/// `feed.xml`: changes, deliveries and achievements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Feed {
    /// Its path: `feed.xml`, `products/orders/feed.xml`.
    pub path: String,
    /// The feed's title.
    pub title: String,
    /// The address of the site, if known.
    pub base_url: Option<String>,
    /// The reference day of the site: `2026-11-21`.
    pub as_of: String,
    /// The entries, newest first, at most fifty.
    pub entries: Vec<FeedEntry>,
}

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FeedEntry {
    /// The day: `2026-10-14`.
    pub date: String,
    /// Distinguishes it from all others, permanently: a URN.
    pub id: String,
    /// What happened.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// The page that it links to.
    pub path: String,
}
