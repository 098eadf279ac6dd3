//! A product elsewhere: its badge and a small page of it, for a README, a wiki or a chat.

use super::ProductView;
use crate::site::context::ViewContext;
use crate::site::page::View;
use crate::site::parts::Label;
use crate::site::paths;
use serde::Serialize;

/// What to copy to show a product elsewhere; only if the site's address is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ShareView {
    /// The badge in Markdown; may be empty.
    pub badge_markdown: String,
    /// The badge in HTML; may be empty.
    pub badge_html: String,
    /// The small page in HTML.
    pub embed: String,
}

/// `/products/<id>/embed/`: the status of a product, to be shown in a frame of another page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct EmbedView {
    /// The name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Its status, once known.
    pub status: Option<Label>,
    /// Its lifecycle.
    pub lifecycle: Label,
    /// Whether it can be used today; may be empty.
    pub answer: String,
    /// Who owns it; may be empty.
    pub owner: String,
    /// What to copy to show the product elsewhere, at the address `#share`.
    pub share: Option<ShareView>,
}

impl View for EmbedView {
    const TEMPLATE: &'static str = "embed.html";
}

/// Returns the small page of a product.
pub(super) fn embed(view: &ProductView) -> EmbedView {
    EmbedView {
        name: view.name.clone(),
        path: paths::product(&view.id),
        status: view.status.clone(),
        lifecycle: view.lifecycle.clone(),
        answer: view.verdict.as_ref().map(|verdict| verdict.title.clone()).unwrap_or_default(),
        owner: view.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default(),
        share: view.share.clone(),
    }
}

/// Returns what to copy to show a product elsewhere; `None` if the site's address is not known.
pub(super) fn share(id: &str, name: &str, has_badge: bool, context: &ViewContext<'_>) -> Option<ShareView> {
    let base = context.catalog.settings.base_url.as_deref()?;
    let page = paths::address(base, &paths::product(id));
    let embed = paths::address(base, &paths::product_embed(id));
    let title = escaped(name);
    let badge = |text: String| if has_badge { text } else { String::new() };
    let image = format!("{base}{}", paths::badge(id, "svg"));
    let label = name.replace(['[', ']', '\n'], " ");
    Some(ShareView {
        badge_markdown: badge(format!("[![{label}]({image})]({page})")),
        badge_html: badge(format!("<a href=\"{page}\"><img src=\"{image}\" alt=\"{title}\"></a>")),
        embed: format!(
            "<iframe src=\"{embed}\" title=\"{title}\" width=\"480\" height=\"150\" style=\"border: 0\" \
             loading=\"lazy\"></iframe>"
        ),
    })
}

/// Escapes a name for use between the quotes of an attribute.
fn escaped(name: &str) -> String {
    name.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_attributes_are_escaped() {
        assert_eq!(escaped("R&D \"<b>\""), "R&amp;D &quot;&lt;b&gt;&quot;");
    }
}
