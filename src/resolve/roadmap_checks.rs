//! Checks for contradictions in a roadmap whose files are valid.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{
    Delivery, DeliveryStatus, FiscalYear, Goal, Initiative, Lifecycle, Product, ProductIx, Settings, WorkItem,
};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Checks the initiatives as of the day of a moment. Diagnostics, all warnings: `overdue`, `delivered-draft`, `delivered-later`,
/// `waits-for-nobody`, `due-after-end`; a note until it is due: `empty-initiative`.
pub(super) fn check(
    initiatives: &[Initiative],
    goals: &[Goal],
    products: &[Product],
    settings: &Settings,
    now: Timestamp,
    diagnostics: &mut Diagnostics,
) {
    let (year, today) = (settings.fiscal_year, now.to_zoned(settings.time_zone.clone()).date());
    let planned: BTreeSet<ProductIx> = initiatives
        .iter()
        .flat_map(|initiative| &initiative.deliveries)
        .filter(|delivery| delivery.status != DeliveryStatus::Dropped)
        .map(|delivery| delivery.product)
        .collect();
    for initiative in initiatives {
        if initiative.work().next().is_none() {
            without_work(initiative, goals, year, today, diagnostics);
        }
        for delivery in &initiative.deliveries {
            let product = &products[delivery.product.position()];
            let context = RoadmapContext { initiative, delivery, product };
            context.at_dates(year, today, diagnostics);
            context.at_lifecycle(diagnostics);
            context.at_end(year, diagnostics);
            context.at_waiting(products, &planned, diagnostics);
        }
        for piece in &initiative.platform {
            dates(&initiative.id, &piece.name, piece, year, today, diagnostics);
        }
    }
}

/// Reports an initiative without any work. That is ordinary for one that nobody has planned yet, as the roadmap says too;
/// once the goal that it serves is due, it is late.
fn without_work(
    initiative: &Initiative,
    goals: &[Goal],
    year: FiscalYear,
    today: Date,
    diagnostics: &mut Diagnostics,
) {
    let goal = initiative.goal.map(|goal| &goals[goal.position()]);
    let due = goal.and_then(|goal| year.last_day_of(goal.target?)).filter(|due| *due < today);
    let diagnostic = match due {
        Some(due) => {
            let message =
                format!("initiative `{}` has no work, although its goal was due by {due}", initiative.id);
            Diagnostic::warning("empty-initiative", message)
        }
        None => {
            let message = format!("initiative `{}` has no work planned yet", initiative.id);
            Diagnostic::note_of("empty-initiative", message)
        }
    };
    diagnostics
        .push(diagnostic.at(initiative.span, "").help("list the products that it needs: `delivers: …`"));
}

struct RoadmapContext<'a> {
    initiative: &'a Initiative,
    delivery: &'a Delivery,
    product: &'a Product,
}

impl RoadmapContext<'_> {
    fn at_dates(&self, year: FiscalYear, today: Date, diagnostics: &mut Diagnostics) {
        dates(&self.initiative.id, &self.product.id, self.delivery, year, today, diagnostics);
    }

    fn at_lifecycle(&self, diagnostics: &mut Diagnostics) {
        let lifecycle = self.product.lifecycle;
        if self.delivery.status == DeliveryStatus::Delivered
            && matches!(lifecycle, Lifecycle::Proposed | Lifecycle::Draft)
        {
            let message = format!(
                "initiative `{}` has delivered `{}`, whose lifecycle is still `{}`",
                self.initiative.id,
                self.product.id,
                lifecycle.word()
            );
            let diagnostic = Diagnostic::warning("delivered-draft", message)
                .at(self.delivery.span, "delivered")
                .at(self.product.span, "not in use")
                .help("set `lifecycle: active` for the product, or correct the status of the delivery");
            diagnostics.push(diagnostic);
        }
    }

    /// Checks whether open work on a product, such as switching it off, is due after the day on which it ends.
    fn at_end(&self, year: FiscalYear, diagnostics: &mut Diagnostics) {
        let due = self.delivery.target.and_then(|target| year.last_day_of(target));
        let is_open = !matches!(self.delivery.status, DeliveryStatus::Delivered | DeliveryStatus::Dropped);
        let Some((due, ends)) = due.zip(self.product.ends).filter(|(due, ends)| is_open && due > ends) else {
            return;
        };
        let message = format!(
            "work on `{}` is due by {due} for initiative `{}`, but the product ends on {ends}",
            self.product.id, self.initiative.id
        );
        let diagnostic = Diagnostic::warning("due-after-end", message)
            .at(self.delivery.target_span.unwrap_or(self.delivery.span), "due later")
            .at(self.product.span, format!("`ends: {ends}`"))
            .help("write one day in both: a later `ends` in the product, or an earlier `target` here");
        diagnostics.push(diagnostic);
    }

    fn at_waiting(&self, products: &[Product], planned: &BTreeSet<ProductIx>, diagnostics: &mut Diagnostics) {
        for awaited in &self.delivery.waits_for {
            let product = &products[awaited.position()];
            let is_present = matches!(product.lifecycle, Lifecycle::Active | Lifecycle::Deprecated);
            if !is_present && !planned.contains(awaited) {
                let message = format!(
                    "initiative `{}` waits for `{}`, which is not planned",
                    self.initiative.id, product.id
                );
                let diagnostic = Diagnostic::warning("waits-for-nobody", message)
                    .at(self.delivery.span, "waits for it")
                    .at(product.span, format!("its lifecycle is `{}`", product.lifecycle.word()))
                    .help("add it to an initiative, or remove it here");
                diagnostics.push(diagnostic);
            }
        }
    }
}

/// Checks whether the dates of a piece of work are plausible, and whether it is on time.
fn dates(
    initiative: &str,
    about: &str,
    work: &WorkItem,
    year: FiscalYear,
    today: Date,
    diagnostics: &mut Diagnostics,
) {
    if let Some(delivered) = work.delivered.filter(|day| *day > today) {
        let message = format!(
            "initiative `{initiative}` says that `{about}` was delivered on {delivered}, which is in the future"
        );
        diagnostics.push(
            Diagnostic::warning("delivered-later", message)
                .at(work.span, "")
                .help("write the due date as `target`"),
        );
    }
    let is_open = !matches!(work.status, DeliveryStatus::Delivered | DeliveryStatus::Dropped);
    let due = work.target.and_then(|target| year.last_day_of(target));
    if let (true, Some(due), Some(span)) = (is_open, due, work.target_span)
        && due < today
    {
        let message =
            format!("`{about}` was due by {due} for initiative `{initiative}`, but is not delivered");
        let diagnostic = Diagnostic::warning("overdue", message)
            .at(span, format!("its status is `{}`", work.status.word()))
            .help("set `status: delivered`, or a new due date as `target`");
        diagnostics.push(diagnostic);
    }
}
