//! The consumers of a product, as its page lists them.

use crate::model::{Consumer, Flow, ProductIx, User};
use crate::prose::en;
use crate::site::context::ViewContext;
use crate::site::last_mile::{self, LastMileView};
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use serde::Serialize;

/// A user of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ConsumerView {
    /// A team or a product.
    pub who: PageRef,
    /// `team` or `product`.
    pub kind: String,
    /// Its purpose; may be empty.
    pub purpose: String,
    /// Where its output is used.
    pub stage: Option<Label>,
    /// Logic that the consumer keeps itself, for a while.
    pub last_miles: Vec<LastMileView>,
    /// The output ports that it uses; any of them if empty.
    pub ports: Vec<PageRef>,
    /// Why it does not use it yet: `From 1 March 2027`; empty if it does.
    pub planned: String,
    /// For a product: whether the lineage shows that it reads this one.
    pub seen: Option<bool>,
}

/// Returns why a use is only planned; empty if it is not.
fn planned_use(consumer: &Consumer, context: &ViewContext<'_>) -> String {
    if !consumer.planned {
        return String::new();
    }
    let lifecycle = match consumer.user {
        User::Product(product) => Some(context.product(product).lifecycle),
        User::Team(_) => None,
    };
    let unused = lifecycle.filter(|lifecycle| !lifecycle.is_in_service());
    let from = consumer.since.filter(|since| *since > context.today);
    match (from, unused) {
        (Some(day), _) => en::from_day(day),
        (None, Some(lifecycle)) => words::lifecycle(lifecycle).name.clone(),
        (None, None) => String::new(),
    }
}

/// Returns an output port, and its place on the page of its product.
fn port_ref(of: ProductIx, port: usize, context: &ViewContext<'_>) -> PageRef {
    let port = &context.product(of).output_ports[port];
    let path = format!("{}#port-{}", context.product_ref(of).path, port.id);
    PageRef { id: port.id.clone(), name: port.name.clone(), path, ..PageRef::default() }
}

/// Returns a consumer of a product.
pub(super) fn consumer_view(of: ProductIx, consumer: &Consumer, context: &ViewContext<'_>) -> ConsumerView {
    let (who, kind, seen) = match consumer.user {
        User::Team(team) => (context.team(team), "team", None),
        User::Product(product) => {
            let flow = context.catalog.lineage.flow(of, product);
            let seen = flow.is_some_and(Flow::is_seen);
            let is_known = seen || !context.is_planned([of, product]);
            (context.product_ref(product), "product", is_known.then_some(seen))
        }
    };
    ConsumerView {
        who,
        kind: kind.to_owned(),
        purpose: consumer.purpose.clone(),
        stage: consumer.stage.map(words::stage),
        ports: consumer.ports.iter().map(|port| port_ref(of, *port, context)).collect(),
        planned: planned_use(consumer, context),
        last_miles: consumer.last_miles.iter().map(|mile| last_mile::view(mile, context)).collect(),
        seen,
    }
}
