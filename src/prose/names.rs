//! How a sentence names things: by name on a page, by id on a terminal.

use super::{Audience, Voice};
use crate::model::{AssetIx, ProductIx, PromiseIx};

impl Voice<'_> {
    /// A product: its name on a page, which leads to its page where names do; its id in backticks on a
    /// terminal.
    #[must_use]
    pub(crate) fn product(&self, product: ProductIx) -> String {
        let name = self.name_of(product);
        match self.page_of {
            Some(page_of) => format!("[{name}]({})", page_of(&self.catalog.product(product).id)),
            None => name,
        }
    }

    /// The same without a link: for the product that a sentence is about.
    #[must_use]
    pub(crate) fn name_of(&self, product: ProductIx) -> String {
        let product = self.catalog.product(product);
        match self.audience {
            Audience::Terminal => quoted(&product.id),
            Audience::Page | Audience::Markdown => self.text(&product.name),
        }
    }

    /// An asset, by its name in dbt.
    #[must_use]
    pub(crate) fn asset(&self, asset: AssetIx) -> String {
        self.code(&self.catalog.asset(asset).name)
    }

    /// An id, a column or anything else that is written in a file just so.
    #[must_use]
    pub(crate) fn code(&self, code: &str) -> String {
        match self.audience {
            Audience::Markdown => code_span(code),
            Audience::Terminal => quoted(code),
            Audience::Page => code.to_owned(),
        }
    }

    /// A text that is not ours: on a page of Markdown it says just that.
    #[must_use]
    pub(crate) fn text(&self, text: &str) -> String {
        match self.audience {
            Audience::Markdown => escaped(text),
            Audience::Terminal | Audience::Page => text.to_owned(),
        }
    }

    /// A promise, to stand in quotes: `fresh within 6 hours`.
    #[must_use]
    pub(crate) fn promise(&self, promise: PromiseIx) -> String {
        let sla = &self.catalog.product(promise.product).slas[promise.sla];
        self.text(&format!("{} {}", sla.property.title().to_lowercase(), sla.target))
    }
}

fn quoted(code: &str) -> String {
    format!("`{code}`")
}

/// Code in Markdown; between more backticks than stand in it.
fn code_span(code: &str) -> String {
    let longest = code.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    if longest == 0 {
        return quoted(code);
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {code} {fence}")
}

/// A text as Markdown that says just that.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\`*_[]<&~|#".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_markup() {
        assert_eq!(escaped("*x* [a](b)"), "\\*x\\* \\[a\\](b)");
        assert_eq!(code_span("orders"), "`orders`");
        assert_eq!(code_span("a `b` ``c"), "``` a `b` ``c ```");
    }
}
