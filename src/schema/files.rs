//! The keys of what is in a catalog: products, people, regulations and plans; with what an editor says of
//! them.

#![allow(dead_code, reason = "nobody makes such values: the types are there for what they say")]

use super::values::{
    Day, Flag, Id, LifecycleWord, MartWord, PortWord, PropertyWord, Span, StageWord, StatusWord, Text, Url,
    ValueWordOf,
};
use schemars::JsonSchema;
use std::collections::BTreeMap;

/// One of several things that may stand there, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum OneOrMore {
    One(Text),
    More(Vec<Text>),
}

files! {
    /// A data product: a bounded thing with a purpose, an owner, a promise and an interface.
    Product {
        /// Unique in the catalog, part of the page's address.
        id: Id,
        /// The name for people.
        name: Text,
        /// One plain sentence that everybody understands.
        summary: Option<Text>,
        /// Markdown: purpose, limits, how to use it.
        description: Option<Text>,
        /// What kind of product it is.
        category: Option<Text>,
        /// For a mart, what it is about.
        mart: Option<MartWord>,
        /// The domain that it belongs to.
        domain: Option<Text>,
        /// The team that answers for it.
        owner: Option<Text>,
        /// The person who looks after it, by e-mail or name.
        steward: Option<Text>,
        /// Where it stands in its life; active, unless said otherwise.
        lifecycle: Option<LifecycleWord>,
        /// How much is promised.
        tier: Option<Text>,
        /// Free words.
        tags: Option<Vec<Text>>,
        /// What is inside the box.
        assets: Option<Vec<Asset>>,
        /// The final layer: all that others may build on.
        output_ports: Option<Vec<OutputPort>>,
        /// What it says that it builds on.
        input_ports: Option<Vec<InputPort>>,
        /// Who uses it, as far as known.
        consumers: Option<Vec<Consumer>>,
        /// What it promises.
        slas: Option<Vec<Sla>>,
        /// What it is obliged to.
        regulations: Option<Vec<Obligation>>,
        /// What only people can see, by the id of a standard's check.
        attested: Option<BTreeMap<String, Shown>>,
        /// Where help is given.
        support: Option<Vec<Channel>>,
        /// Further reading.
        links: Option<Vec<Link>>,
        /// When its owner looks at it again.
        review_by: Option<Day>,
        /// What was achieved.
        accomplishments: Option<Vec<Accomplishment>>,
    }
    /// Nodes of dbt, or something that dbt does not know.
    Asset {
        /// Nodes by a selector of dbt: `path:models/marts/revenue`, `tag:finance`, `exposure:…`.
        dbt: Option<Text>,
        /// Selectors of what to leave out.
        exclude: Option<OneOrMore>,
        /// Of something that dbt does not know: unique in the product.
        id: Option<Id>,
        /// The name for people.
        name: Option<Text>,
        /// What it is, in the team's own word: a loader, a sync, an explore.
        kind: Option<Text>,
        /// What it runs on.
        tool: Option<Text>,
        /// Where it is opened.
        url: Option<Url>,
        /// Markdown.
        description: Option<Text>,
        /// Its OpenLineage job, `NAMESPACE/NAME`, so that its runs count.
        job: Option<Text>,
        /// What that job was called before, each as `NAMESPACE/NAME`: its earlier runs still count.
        formerly: Option<Vec<Text>>,
        /// Its table in the warehouse, `database.schema.table`, so that checks and loads of it count.
        table: Option<Text>,
        /// Selectors of what it writes.
        feeds: Option<Vec<Text>>,
        /// Selectors, or `product:port`, of what it reads.
        reads: Option<Vec<Text>>,
    }
    /// What others may build on.
    OutputPort {
        /// Unique in the product.
        id: Id,
        /// The name for people.
        name: Option<Text>,
        /// Markdown: what it holds.
        description: Option<Text>,
        /// The node of dbt behind it.
        dbt: Option<Text>,
        /// The declared asset behind it.
        asset: Option<Text>,
        /// What it is.
        r#type: Option<PortWord>,
        /// Where it is opened.
        url: Option<Url>,
        /// The file of its data contract, from the catalog's folder.
        contract: Option<Text>,
    }
    /// A product that this one builds on.
    InputPort {
        /// The product that is read.
        product: Text,
        /// Its output port.
        port: Option<Text>,
    }
    /// Who uses it: a team or a product.
    Consumer {
        /// A team.
        team: Option<Text>,
        /// A product.
        product: Option<Text>,
        /// What for.
        r#use: Option<Text>,
        /// Where the output is used.
        stage: Option<StageWord>,
        /// Logic of the consumer's own, for a while.
        last_mile: Option<LastMile>,
    }
    /// Logic that stands outside of any product, for a while.
    LastMile {
        /// Where it stands.
        r#where: Option<Text>,
        /// Since when.
        since: Option<Day>,
        /// How long it may stay.
        ttl: Option<Span>,
    }
    /// A promise.
    Sla {
        /// What is promised.
        property: PropertyWord,
        /// How much: `6h`, `99.5%`, `daily`.
        target: Text,
        /// For which output port; all, if missing.
        port: Option<Text>,
        /// In which sense.
        description: Option<Text>,
    }
    /// A regulation that it falls under.
    Obligation {
        /// The regulation.
        id: Text,
        /// Why the data may be held.
        basis: Option<Text>,
        /// Which data it concerns.
        data: Option<Vec<Text>>,
        /// What shows that each control is done.
        controls: Option<BTreeMap<String, Shown>>,
        /// Why the obligation ends here for those downstream.
        drops: Option<Text>,
    }
    /// A piece of evidence.
    Shown {
        /// A link or a text.
        evidence: Option<Text>,
        /// When somebody last looked.
        reviewed: Option<Day>,
    }
    /// Where help is given.
    Channel {
        /// Its name, such as `#revenue-data`.
        channel: Text,
        /// Where it is opened.
        url: Option<Url>,
        /// When somebody answers.
        hours: Option<Text>,
    }
    /// Further reading.
    Link {
        /// What it leads to.
        title: Text,
        /// The address.
        url: Url,
    }
    /// Something that was achieved.
    Accomplishment {
        /// The day.
        date: Day,
        /// Markdown.
        text: Text,
    }
    /// The teams of a company: `teams.yml`.
    Teams {
        /// The teams.
        teams: Option<Vec<Team>>,
    }
    /// A team.
    Team {
        /// Unique among the teams.
        id: Id,
        /// The name for people.
        name: Option<Text>,
        /// Markdown.
        description: Option<Text>,
        /// The domain that it belongs to.
        domain: Option<Text>,
        /// Who leads it, by e-mail or name.
        lead: Option<Text>,
        /// Its members.
        members: Option<Vec<Member>>,
        /// Where help is given.
        support: Option<Vec<Channel>>,
        /// Further reading.
        links: Option<Vec<Link>>,
    }
    /// A person of a team.
    Member {
        /// The name.
        name: Option<Text>,
        /// The address.
        email: Option<Text>,
        /// The role in the team.
        role: Option<Text>,
    }
    /// The parts of the business: `domains.yml`.
    Domains {
        /// The domains.
        domains: Option<Vec<Domain>>,
    }
    /// A part of the business.
    Domain {
        /// Unique among the domains.
        id: Id,
        /// The name for people.
        name: Option<Text>,
        /// Markdown.
        description: Option<Text>,
        /// The team that answers for it.
        owner: Option<Text>,
    }
    /// What a regulation asks for.
    Regulation {
        /// Unique among the regulations.
        id: Id,
        /// The name for people.
        name: Text,
        /// One plain sentence.
        summary: Option<Text>,
        /// Markdown.
        description: Option<Text>,
        /// Where it holds.
        jurisdiction: Option<Text>,
        /// The team that answers for it.
        owner: Option<Text>,
        /// Its text.
        url: Option<Url>,
        /// Whether it travels downstream with the data; yes, if missing.
        carried: Option<Flag>,
        /// How dbt marks its data: tags, and keys or values of meta.
        marks: Option<OneOrMore>,
        /// What it asks for.
        controls: Option<Vec<Control>>,
    }
    /// Something that a regulation asks for.
    Control {
        /// Unique in the regulation.
        id: Id,
        /// The name for people.
        name: Option<Text>,
        /// Markdown.
        description: Option<Text>,
        /// What counts as evidence.
        evidence: Option<Text>,
        /// How often the evidence is looked at.
        review_every: Option<Span>,
    }
    /// An ask in the words of who asked, and the products that it consists of.
    Initiative {
        /// Unique among the initiatives.
        id: Id,
        /// The title for people.
        title: Text,
        /// What was asked, in the sponsor's words.
        ask: Option<Text>,
        /// The team that asked.
        sponsor: Option<Text>,
        /// The value, once delivered.
        outcome: Option<Text>,
        /// Markdown.
        description: Option<Text>,
        /// Further reading.
        links: Option<Vec<Link>>,
        /// The work on each product.
        delivers: Option<Vec<Delivery>>,
    }
    /// The work on a product.
    Delivery {
        /// The product.
        product: Text,
        /// What is done.
        work: Option<Text>,
        /// How much it takes: `4w`, `3d`, or points.
        effort: Option<Text>,
        /// How long its value lasts.
        value: Option<ValueWordOf>,
        /// Where it stands.
        status: Option<StatusWord>,
        /// When it is due: `2026-Q4` or a day.
        target: Option<Text>,
        /// When it was delivered.
        delivered: Option<Day>,
        /// Products that have to be there first.
        waits_for: Option<Vec<Text>>,
    }
}
