//! The pages of single products.

use super::{About, Building, drawing, products_term};
use crate::model::ProductIx;
use crate::site::context::{in_short, term};
use crate::site::product::{self, ProductRecord};
use crate::site::{Page, View, api, badges, metadata, paths};
use rayon::prelude::*;
use std::sync::Arc;

impl Building<'_, '_> {
    /// The pages of the products, with their drawings, JSON and Markdown.
    pub(super) fn products(&mut self) {
        let products: Vec<ProductIx> = self.context.all().collect();
        let made: Vec<Vec<(String, Page)>> =
            products.par_iter().map(|product| self.product(*product)).collect();
        self.pages.extend(made.into_iter().flatten());
    }

    pub(super) fn product(&self, index: ProductIx) -> Vec<(String, Page)> {
        let (view, detail) = product::product(index, self.context);
        let (view, detail) = (Arc::new(view), detail.map(Arc::new));
        let id = &view.id;
        let path = paths::product(id);
        let about = About {
            title: &view.name,
            description: in_short(&view.summary, &view.description),
            section: "products",
            crumbs: [Some(products_term()), view.category.clone()].into_iter().flatten().collect(),
        };
        let mut head = self.head(&path, about);
        head.json = Some(paths::product_json(id));
        head.markdown = Some(paths::product_markdown(id));
        head.json_ld = Some(metadata::dataset(index, self.context));
        let record = ProductRecord { page: Arc::clone(&view), detail: detail.clone() };
        let mut pages = vec![
            (paths::product_json(id), Page::Json(api::Record::Product(record))),
            (paths::product_markdown(id), Page::Markdown(Arc::clone(&view))),
        ];
        if let Some(badge) = badges::badge(index, self.context) {
            pages.push((paths::badge(id, "json"), Page::Json(api::Record::Badge(badge.record()))));
            pages.push((paths::badge(id, "svg"), Page::Badge(badge)));
        }
        pages.extend(view.lineage.near.as_ref().and_then(drawing));
        pages.extend(detail.map(|detail| self.detail(detail)));
        pages.push((path, Page::Html(Box::new(head), View::Product(view))));
        pages
    }

    /// What data people ask for: what is inside, and what stands two steps around.
    fn detail(&self, product: Arc<product::DetailView>) -> (String, Page) {
        let path = paths::product_detail(&product.id);
        let about = About {
            title: &format!("{} in detail", product.name),
            description: format!("How {} is built, and its lineage.", product.name),
            section: "products",
            crumbs: vec![products_term(), term("products", &product.id, &product.name)],
        };
        let head = Box::new(self.head(&path, about));
        (path, Page::Html(head, View::Detail(product)))
    }
}
