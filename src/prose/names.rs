//! How sentences name objects: by name on a page, by id on a terminal.

use super::markdown::escaped_markdown;
use super::{Audience, Voice};
use crate::model::{AssetIx, AssetKind, OutputPort, ProductIx, PromiseIx, day_in_words};
use jiff::civil::Date;

impl Voice<'_> {
    /// Returns a product: its name on a page, linked to its page if names are linked; its id in backticks on a
    /// terminal.
    #[must_use]
    pub(crate) fn product(&self, product: ProductIx) -> String {
        let name = self.name_of(product);
        match self.page_of {
            Some(page_of) => format!("[{name}]({})", page_of(&self.catalog.product(product).id)),
            None => name,
        }
    }

    /// Returns the same without a link: for the product that a sentence is about.
    #[must_use]
    pub(crate) fn name_of(&self, product: ProductIx) -> String {
        let product = self.catalog.product(product);
        match self.audience {
            Audience::Terminal => quoted(&product.id),
            Audience::Page | Audience::Markdown => self.text(&product.name),
        }
    }

    /// Returns an asset, by its name in dbt; a metric or a dashboard with the name of a product gets its kind.
    #[must_use]
    pub(crate) fn asset(&self, asset: AssetIx) -> String {
        format!("{}{}", self.kind_before(asset), self.code(&self.catalog.asset(asset).name))
    }

    /// Returns `the metric `, if the name of an asset alone could be that of a product.
    pub(super) fn kind_before(&self, asset: AssetIx) -> String {
        let asset = self.catalog.asset(asset);
        let kind = match asset.kind {
            AssetKind::Metric => "metric",
            AssetKind::Exposure => asset.subtype.as_deref().unwrap_or("exposure"),
            _ => return String::new(),
        };
        let is_ambiguous =
            self.catalog.products.iter().any(|product| product.name.eq_ignore_ascii_case(&asset.name));
        if is_ambiguous { format!("the {kind} ") } else { String::new() }
    }

    /// Returns an id, a column or anything else that is written literally in a file.
    #[must_use]
    pub(crate) fn code(&self, code: &str) -> String {
        match self.audience {
            Audience::Markdown => code_span(code),
            Audience::Terminal => quoted(code),
            Audience::Page => code.to_owned(),
        }
    }

    /// Returns an object that files refer to by id, such as a tier or a control: its name on a page, its id in
    /// backticks on a terminal.
    #[must_use]
    pub(crate) fn named(&self, name: &str, id: &str) -> String {
        match self.audience {
            Audience::Terminal => quoted(id),
            Audience::Page | Audience::Markdown => self.text(name),
        }
    }

    /// Returns an output port, whose name is in quotes because it is often that of its product.
    #[must_use]
    pub(crate) fn port(&self, port: &OutputPort) -> String {
        match self.audience {
            Audience::Terminal => quoted(&port.id),
            Audience::Page | Audience::Markdown => format!("“{}”", self.text(&port.name)),
        }
    }

    /// Returns a text from outside, escaped for Markdown on a page.
    #[must_use]
    pub(crate) fn text(&self, text: &str) -> String {
        match self.audience {
            Audience::Markdown => escaped_markdown(text),
            Audience::Terminal | Audience::Page => text.to_owned(),
        }
    }

    /// Returns a day: in words on a page, as in files on a terminal.
    #[must_use]
    pub(crate) fn day(&self, day: Date) -> String {
        match self.audience {
            Audience::Page | Audience::Markdown => day_in_words(day),
            Audience::Terminal => day.to_string(),
        }
    }

    /// Returns a promise, to be put in quotes: `fresh within 6 hours`.
    #[must_use]
    pub(crate) fn promise(&self, promise: PromiseIx) -> String {
        self.text(&self.catalog.product(promise.product).slas[promise.sla].in_words())
    }
}

fn quoted(code: &str) -> String {
    format!("`{code}`")
}

/// Returns code in Markdown, between more backticks than it contains.
fn code_span(code: &str) -> String {
    let longest = code.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    if longest == 0 {
        return quoted(code);
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {code} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_between_more_backticks_than_it_contains() {
        assert_eq!(code_span("orders"), "`orders`");
        assert_eq!(code_span("a `b` ``c"), "``` a `b` ``c ```");
    }
}
