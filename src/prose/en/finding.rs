//! Findings of rules: what is wrong.

use super::length;
use super::lists::listed;
use crate::model::{AssetIx, Finding, MartOrigins, ProductIx, RuleFact, Sla, TierIx};
use crate::prose::{Audience, Say, Voice};

impl Say for Finding {
    fn say(&self, voice: &Voice<'_>) -> String {
        let catalog = voice.catalog;
        let product = catalog.product(self.product);
        let it = || voice.name_of(self.product);
        let named = |products: &[ProductIx]| listed(products.iter().map(|one| voice.product(*one)));
        let assets = |assets: &[AssetIx]| listed(assets.iter().map(|one| voice.asset(*one)));
        let coded = |words: &[&str]| listed(words.iter().map(|word| voice.code(word)));
        let piece = |(asset, column): &(AssetIx, Option<usize>)| {
            let asset = catalog.asset(*asset);
            match column.and_then(|column| asset.columns.get(column)) {
                Some(column) => voice.code(&format!("{}.{}", asset.name, column.name)),
                None => voice.code(&asset.name),
            }
        };
        match &self.fact {
            RuleFact::BelowTier { user } => format!(
                "{} has the tier {}, but {}, which builds on it, has the tier {}",
                it(),
                tier(product.tier, voice),
                voice.product(*user),
                tier(catalog.product(*user).tier, voice)
            ),
            RuleFact::PastOutputPorts { upstream, assets: read } => {
                format!(
                    "{} bypasses the output ports of {}: it reads {}",
                    it(),
                    voice.product(*upstream),
                    assets(read)
                )
            }
            RuleFact::ConsumerNeverSeen { consumer } => {
                format!(
                    "{} declares the consumer {}, which was not found to read it",
                    it(),
                    voice.product(*consumer)
                )
            }
            RuleFact::ContractOfOtherTable { port, asset, tables } => format!(
                "the contract of {} in {} is about {}, not about {}",
                voice.code(&product.output_ports[*port].id),
                it(),
                listed(tables.iter().map(|name| voice.code(name))),
                voice.asset(*asset)
            ),
            RuleFact::ContractColumnMissing { asset, column, .. } => format!(
                "the contract of {} promises the column {}, which {} does not have",
                it(),
                voice.code(column),
                voice.asset(*asset)
            ),
            RuleFact::ContractColumnType { asset, column, promised, real } => format!(
                "the contract of {} promises {} as {}, but in {} it is {}",
                it(),
                voice.code(column),
                voice.text(promised),
                voice.asset(*asset),
                voice.text(real)
            ),
            RuleFact::Empty => format!("{} is active, but has neither assets nor output ports", it()),
            RuleFact::SeveralSystems(MartOrigins { systems, products }) => {
                let systems = systems.iter().map(|one| voice.text(&catalog.systems.all[one.position()].name));
                let all = systems.chain(products.iter().map(|one| voice.product(*one)));
                format!("the application mart {} holds logic of several systems: {}", it(), listed(all))
            }
            RuleFact::ProjectMartWithoutEnd => format!("the project mart {} has no end", it()),
            RuleFact::BuiltOnProjectMart { marts } => {
                let verb = if marts.len() == 1 { "builds" } else { "build" };
                format!("{} {verb} on the project mart {}", named(marts), it())
            }
            RuleFact::ExportFromMart { tables } => {
                format!("a sync of {} reads {} directly", it(), assets(tables))
            }
            RuleFact::InputNeverSeen { upstream } => format!(
                "{} declares that it builds on {}, but was not found to read it",
                it(),
                voice.product(*upstream)
            ),
            RuleFact::Jargon { words } => {
                format!("the summary of {} uses {}, which only data people understand", it(), coded(words))
            }
            RuleFact::LastMileExpired { consumer, mile, until } => {
                let mile = product.consumers[*consumer].last_miles.get(*mile);
                let place = mile.map(|mile| mile.place.as_str()).filter(|place| !place.is_empty());
                let place =
                    place.map_or_else(|| "elsewhere".to_owned(), |place| format!("in {}", voice.text(place)));
                format!("the logic {place} behind {} was due to be removed by {until}", it())
            }
            RuleFact::LastMileWithoutEnd => {
                format!("the logic outside products behind {} has no end date", it())
            }
            RuleFact::LastingWithoutReader { initiative, day } => {
                let initiative = voice.code(initiative);
                format!("{} was delivered on {day} to last, and nobody but {initiative} uses it", it())
            }
            RuleFact::ControlsWithoutEvidence { regulation, controls } => {
                let regulation = &catalog.regulations[regulation.position()];
                let missing = controls.iter().map(|control| voice.code(&regulation.controls[*control].id));
                format!(
                    "{} has no evidence for {} of {}",
                    it(),
                    listed(missing),
                    voice.text(&regulation.name)
                )
            }
            RuleFact::NoOutputPorts { readers } => {
                let build = if readers.len() == 1 { "builds" } else { "build" };
                format!("{} {build} on {}, which has no output ports", named(readers), it())
            }
            RuleFact::Orphans { assets: read } => {
                let belong = if read.len() == 1 { "belongs" } else { "belong" };
                format!("{} reads {}, which {belong} to no product", it(), assets(read))
            }
            RuleFact::Ownerless => format!("{} has no owner", it()),
            RuleFact::Circle { products } => {
                format!(
                    "{} build on each other in a circle: none of them can be changed alone",
                    named(products)
                )
            }
            RuleFact::LooserUpstream { sla, upstream, looser } => {
                let own = &product.slas[*sla];
                format!(
                    "{} promises “{}”, but {}, which it builds on, promises only “{}”",
                    it(),
                    promise(own, voice),
                    voice.product(*upstream),
                    promise(&catalog.product(*upstream).slas[*looser], voice)
                )
            }
            RuleFact::LateByRuns { sla, upstream, looser, minutes } => format!(
                "{} promises “{}”; {}, which it builds on, may take {}, and its own runs take {}",
                it(),
                promise(&product.slas[*sla], voice),
                voice.product(*upstream),
                catalog.product(*upstream).slas[*looser].target,
                if *minutes == 1 { "1 more minute".to_owned() } else { format!("{minutes} more minutes") }
            ),
            RuleFact::LessTogether { sla, upstream, hundredths } => format!(
                "{} promises “{}”, but builds on {}: all of them together promise {}",
                it(),
                promise(&product.slas[*sla], voice),
                named(upstream),
                percent(*hundredths)
            ),
            RuleFact::RegulationReaches { regulation, path } => {
                let step = |one: &ProductIx| match voice.audience {
                    Audience::Terminal => catalog.product(*one).id.clone(),
                    Audience::Page | Audience::Markdown => voice.product(*one),
                };
                let path: Vec<String> = path.iter().map(step).collect();
                let name = voice.text(&catalog.regulations[regulation.position()].name);
                format!(
                    "data subject to {name} reaches {}, which does not declare it ({})",
                    it(),
                    path.join(" → ")
                )
            }
            RuleFact::MarkedInDbt { regulation, marked } => {
                let are = if marked.len() == 1 { "is" } else { "are" };
                format!(
                    "{} of {} {are} marked in dbt as data subject to {}, which the product does not declare",
                    listed(marked.iter().map(piece)),
                    it(),
                    voice.text(&catalog.regulations[regulation.position()].name)
                )
            }
            RuleFact::Unguarded { regulation, unguarded } => format!(
                "no guard of {} covers {} of {}",
                voice.text(&catalog.regulations[regulation.position()].name),
                listed(unguarded.iter().map(piece)),
                it()
            ),
            RuleFact::RetiredUpstream { upstream } => format!(
                "{} builds on {}, which is {}",
                it(),
                voice.product(*upstream),
                catalog.product(*upstream).lifecycle.word()
            ),
            RuleFact::ReviewOverdue { by } => format!("the review of {} was due by {by}", it()),
            RuleFact::RunsBeforeInput { reader, read, days } => format!(
                "{} of {} runs too early: on {} of {} days it began before {} was made, usually by {}",
                voice.asset(*reader),
                it(),
                days.early,
                days.known,
                voice.asset(*read),
                length(days.by)
            ),
            RuleFact::SharedExport { uses } => {
                format!("the export {} feeds {uses} uses: a change for one affects all of them", it())
            }
            RuleFact::SharedLastMile { consumers } => {
                format!("{consumers} consumers of {} add logic of their own", it())
            }
            RuleFact::StaleEvidence { regulation, control, reviewed } => {
                let regulation = &catalog.regulations[regulation.position()];
                let when = reviewed
                    .map_or_else(|| "never reviewed".to_owned(), |day| format!("last reviewed on {day}"));
                format!(
                    "the evidence of {} for {} of {} was {when}",
                    it(),
                    voice.code(&regulation.controls[*control].id),
                    voice.text(&regulation.name)
                )
            }
            RuleFact::UndeclaredConsumers { products, exposures } => {
                let products = products.iter().map(|one| voice.product(*one));
                let users = products.chain(exposures.iter().map(|one| voice.asset(*one)));
                format!("{} is used by {}, which it does not declare", it(), listed(users))
            }
            RuleFact::UndeclaredInput { upstream } => {
                format!("{} builds on {}, but does not declare it", it(), voice.product(*upstream))
            }
            RuleFact::UndocumentedOutput { port } => format!(
                "the output port {} of {} has no description",
                voice.code(&product.output_ports[*port].id),
                it()
            ),
            RuleFact::UntestedOutput { port, .. } => format!(
                "the output port {} of {} has no tests",
                voice.code(&product.output_ports[*port].id),
                it()
            ),
            RuleFact::Unused { assets: unused } => {
                let port =
                    if unused.len() == 1 { "it is not an output port" } else { "they are not output ports" };
                format!("nothing reads {} of {}, and {port}", assets(unused), it())
            }
        }
    }
}

/// A promise, to stand in quotes: `fresh within 6 hours`.
pub(super) fn promise(sla: &Sla, voice: &Voice<'_>) -> String {
    voice.text(&format!("{} {}", sla.property.title().to_lowercase(), sla.target))
}

/// `99.83%`.
pub(super) fn percent(hundredths: u32) -> String {
    format!("{}%", f64::from(hundredths) / 100.0)
}

/// A tier, by its id.
pub(super) fn tier(tier: TierIx, voice: &Voice<'_>) -> String {
    voice.code(voice.catalog.tiers.get(tier.position()).map_or("", |tier| tier.id.as_str()))
}
