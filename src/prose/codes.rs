//! Facts for programs: a stable code and its data.

use crate::model::{
    AssetIx, Catalog, CheckFact, Finding, ProductIx, RegulationIx, RiskFact, RuleFact, Sla, TierIx,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a fact is about: ids, numbers, days and lists of them.
pub(crate) type Data = Map<String, Value>;

/// A fact as programs read it: codes and keys are added, none changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Coded {
    /// What kind of fact it is: `waits-for`.
    pub code: &'static str,
    /// What it is about; things go by their ids.
    pub data: Data,
}

/// A fact that programs can read.
pub(crate) trait Code {
    /// Its code and data.
    fn coded(&self, catalog: &Catalog) -> Coded;
}

/// A code with the data of a JSON object.
pub(super) fn coded(code: &'static str, data: Value) -> Coded {
    let data = match data {
        Value::Object(data) => data,
        _ => Map::new(),
    };
    Coded { code, data }
}

impl Code for RiskFact {
    fn coded(&self, catalog: &Catalog) -> Coded {
        match self {
            Self::Waits { product, because } => {
                let product = &catalog.product(*product).id;
                coded("waits", json!({"product": product, "because": because.word()}))
            }
            Self::TooLittleTime { working_days } => {
                coded("too-little-time", json!({"working_days": working_days}))
            }
        }
    }
}

impl Code for CheckFact {
    fn coded(&self, catalog: &Catalog) -> Coded {
        match self {
            Self::NoOwner => coded("no-owner", Value::Null),
            Self::NoSteward => coded("no-steward", Value::Null),
            Self::NoSummary => coded("no-summary", Value::Null),
            Self::NoDescription => coded("no-description", Value::Null),
            Self::Words(words) => coded("short-description", json!({"words": words})),
            Self::NoSupport => coded("no-support", Value::Null),
            Self::NoAddress => coded("no-address", Value::Null),
            Self::NoOutputPorts => coded("no-output-ports", Value::Null),
            Self::Share { of, part, whole } => coded(of.word(), json!({"part": part, "whole": whole})),
            Self::NothingToCount => coded("nothing-to-count", Value::Null),
            Self::Promises { product, sla } => coded(
                "promises",
                json!({"promise": promise(&catalog.product(*product).slas[*sla], *product, catalog)}),
            ),
            Self::NoPromise => coded("no-promise", Value::Null),
            Self::PromisesNothing => coded("promises-nothing", Value::Null),
            Self::NoneMeasured { promises } => coded("none-measured", json!({"promises": promises})),
            Self::Kept { kept, promises } => coded("kept", json!({"kept": kept, "promises": promises})),
            Self::Broken { broken, promises } => {
                coded("broken", json!({"broken": broken, "promises": promises}))
            }
            Self::NoConsumers => coded("no-consumers", Value::Null),
            Self::NoReviewPlanned => coded("no-review-planned", Value::Null),
            Self::ReviewDue(day) => coded("review-due", json!({"day": day.to_string()})),
            Self::ReviewPlanned(day) => coded("review-planned", json!({"day": day.to_string()})),
            Self::NoLink => coded("no-link", Value::Null),
            Self::CannotBeSeen => coded("cannot-be-seen", Value::Null),
            Self::NothingKnown => coded("nothing-known", Value::Null),
            Self::IsBroken(status) => coded("is-broken", json!({"status": status.word()})),
            Self::Waived => coded("waived", Value::Null),
            Self::Found { first, more } => {
                let first = first.coded(catalog);
                coded("found", json!({"rule": first.code, "first": first.data, "more": more}))
            }
            Self::ReadsNothing => coded("reads-nothing", Value::Null),
            Self::AlsoReads(products) => coded("also-reads", json!({"products": ids(products, catalog)})),
            Self::NotAttested => coded("not-attested", Value::Null),
            Self::NeverLookedAt => coded("never-looked-at", Value::Null),
            Self::LookedAt(day) => coded("looked-at", json!({"day": day.to_string()})),
            Self::Attested(text) => coded("attested", json!({"text": text})),
        }
    }
}

impl Code for Finding {
    /// The code is the id of the rule; `case` tells apart what one rule finds of several kinds.
    fn coded(&self, catalog: &Catalog) -> Coded {
        let mut found = coded(self.rule, data(&self.fact, self.product, catalog));
        found.data.insert("product".to_owned(), json!(catalog.product(self.product).id));
        found
    }
}

fn data(fact: &RuleFact, of: ProductIx, catalog: &Catalog) -> Value {
    let product = catalog.product(of);
    let id = |product: &ProductIx| &catalog.product(*product).id;
    let key = |asset: &AssetIx| &catalog.asset(*asset).key;
    let keys = |assets: &[AssetIx]| json!(assets.iter().map(key).collect::<Vec<_>>());
    let pieces = |pieces: &[(AssetIx, Option<usize>)]| -> Vec<Value> {
        let piece = |(asset, column): &(AssetIx, Option<usize>)| {
            let columns = &catalog.asset(*asset).columns;
            let column = column.and_then(|column| columns.get(column)).map(|column| &column.name);
            json!({"asset": key(asset), "column": column})
        };
        pieces.iter().map(piece).collect()
    };
    let tier = |tier: TierIx| catalog.tiers.get(tier.position()).map(|tier| &tier.id);
    let regulation = |one: &RegulationIx| &catalog.regulations[one.position()];
    let port = |port: &usize| &product.output_ports[*port].id;
    let own = |sla: &usize| promise(&product.slas[*sla], of, catalog);
    let theirs = |of: &ProductIx, sla: &usize| promise(&catalog.product(*of).slas[*sla], *of, catalog);
    match fact {
        RuleFact::BelowTier { user } => {
            json!({"tier": tier(product.tier), "user": id(user), "needed": tier(catalog.product(*user).tier)})
        }
        RuleFact::PastOutputPorts { upstream, assets } => {
            json!({"upstream": id(upstream), "assets": keys(assets)})
        }
        RuleFact::ConsumerNeverSeen { consumer } => json!({"consumer": id(consumer)}),
        RuleFact::ContractOfOtherTable { port: at, asset, tables } => {
            json!({"case": "other-table", "port": port(at), "asset": key(asset), "tables": tables})
        }
        RuleFact::ContractColumnMissing { asset, column, near } => {
            json!({"case": "column-missing", "asset": key(asset), "column": column, "near": near})
        }
        RuleFact::ContractColumnType { asset, column, promised, real } => json!({
            "case": "column-type", "asset": key(asset), "column": column, "promised": promised, "real": real,
        }),
        RuleFact::Empty
        | RuleFact::LastMileWithoutEnd
        | RuleFact::Ownerless
        | RuleFact::ProjectMartWithoutEnd => Value::Null,
        RuleFact::SeveralSystems(origins) => {
            let systems = origins.systems.iter().map(|one| &catalog.systems.all[one.position()].id);
            let systems: Vec<&String> = systems.collect();
            json!({"systems": systems, "products": ids(&origins.products, catalog)})
        }
        RuleFact::BuiltOnProjectMart { marts } => json!({"marts": ids(marts, catalog)}),
        RuleFact::ExportFromMart { tables } => json!({"tables": keys(tables)}),
        RuleFact::LastingWithoutReader { initiative, day } => {
            json!({"initiative": initiative, "delivered": day.to_string()})
        }
        RuleFact::InputNeverSeen { upstream }
        | RuleFact::RetiredUpstream { upstream }
        | RuleFact::UndeclaredInput { upstream } => json!({"upstream": id(upstream)}),
        RuleFact::Jargon { words } => json!({"words": words}),
        RuleFact::LastMileExpired { consumer, until, .. } => {
            json!({"consumer": consumer, "until": until.to_string()})
        }
        RuleFact::ControlsWithoutEvidence { regulation: one, controls } => {
            let controls = controls.iter().map(|control| &regulation(one).controls[*control].id);
            json!({"regulation": regulation(one).id, "controls": controls.collect::<Vec<_>>()})
        }
        RuleFact::NoOutputPorts { readers } => json!({"readers": ids(readers, catalog)}),
        RuleFact::Orphans { assets } | RuleFact::Unused { assets } => json!({"assets": keys(assets)}),
        RuleFact::Circle { products } => json!({"products": ids(products, catalog)}),
        RuleFact::LooserUpstream { sla, upstream, looser } => json!({
            "case": "looser-upstream", "promise": own(sla), "upstream": id(upstream),
            "upstream_promise": theirs(upstream, looser),
        }),
        RuleFact::LateByRuns { sla, upstream, looser, minutes } => json!({
            "case": "late-by-runs", "promise": own(sla), "upstream": id(upstream),
            "upstream_promise": theirs(upstream, looser), "minutes": minutes,
        }),
        RuleFact::LessTogether { sla, upstream, hundredths } => json!({
            "case": "less-together", "promise": own(sla), "upstream": ids(upstream, catalog),
            "percent": f64::from(*hundredths) / 100.0,
        }),
        RuleFact::RegulationReaches { regulation: one, path } => {
            json!({"case": "reached", "regulation": regulation(one).id, "path": ids(path, catalog)})
        }
        RuleFact::MarkedInDbt { regulation: one, marked } => {
            json!({"case": "marked", "regulation": regulation(one).id, "marked": pieces(marked)})
        }
        RuleFact::Unguarded { regulation: one, unguarded } => {
            json!({"regulation": regulation(one).id, "unguarded": pieces(unguarded)})
        }
        RuleFact::ReviewOverdue { by } => json!({"by": by.to_string()}),
        RuleFact::RunsBeforeInput { reader, read, days } => json!({
            "asset": key(reader), "reads": key(read), "early_days": days.early, "days": days.known,
            "minutes": days.by.as_mins(),
        }),
        RuleFact::SharedExport { uses } => json!({"uses": uses}),
        RuleFact::SharedLastMile { consumers } => json!({"consumers": consumers}),
        RuleFact::StaleEvidence { regulation: one, control, reviewed } => json!({
            "regulation": regulation(one).id, "control": regulation(one).controls[*control].id,
            "reviewed": reviewed.map(|day| day.to_string()),
        }),
        RuleFact::UndeclaredConsumers { products, exposures } => {
            json!({"products": ids(products, catalog), "exposures": keys(exposures)})
        }
        RuleFact::UndocumentedOutput { port: at } => json!({"port": port(at)}),
        RuleFact::UntestedOutput { port: at, asset } => json!({"port": port(at), "asset": key(asset)}),
    }
}

fn ids<'c>(products: &[ProductIx], catalog: &'c Catalog) -> Vec<&'c String> {
    products.iter().map(|product| &catalog.product(*product).id).collect()
}

/// A promise: what tells it apart from the product's others, and how much is promised.
fn promise(sla: &Sla, of: ProductIx, catalog: &Catalog) -> Value {
    json!({"key": sla.key(catalog.product(of)), "target": sla.target.to_string()})
}
