//! The pages of what is asked and of how far it is done: rules, standards, modularity, regulations.

use super::{About, Building, drawing, section_term};
use crate::model::RegulationIx;
use crate::site::{Page, View, modularity, paths, regulation, rules, standards, tables};

impl Building<'_, '_> {
    /// What the rules ask for and find. Without findings nobody needs to read about rules.
    pub(super) fn rules(&mut self) {
        if !self.context.judgement.has_findings() {
            return;
        }
        let (all, each) = rules::pages(self.context);
        let description = "Where reality differs from what the catalog declares.".to_owned();
        let about = About { title: "Rules", description, section: "quality", crumbs: Vec::new() };
        self.add(paths::section("rules"), about, View::Rules(Box::new(all)));
        for view in each {
            let about = About {
                title: &view.title.clone(),
                description: String::new(),
                section: "quality",
                crumbs: vec![section_term("rules", "Rules")],
            };
            self.add(paths::folder("rules", &view.id), about, View::Rule(Box::new(view)));
        }
    }

    /// What the company asks of its products, and how they do.
    pub(super) fn standards(&mut self) {
        if self.context.catalog.standards.standards.is_empty() {
            return;
        }
        let description = "What we ask of our products, and how far they are.".to_owned();
        let about = About { title: "Standards", description, section: "standards", crumbs: Vec::new() };
        self.add(paths::section("standards"), about, View::Standards(Box::new(standards::all(self.context))));
        for (path, view) in standards::each(self.context) {
            let about = About {
                title: &view.name.clone(),
                description: view.description.clone(),
                section: "standards",
                crumbs: vec![section_term("standards", "Standards")],
            };
            self.add(path, about, View::Standard(Box::new(view)));
        }
    }

    /// How well the products keep to their boundaries.
    pub(super) fn modularity(&mut self) {
        let Some(view) = modularity::modularity(self.context) else { return };
        let description = "How far our products use each other only through output ports.".to_owned();
        let about = About { title: "Modularity", description, section: "lineage", crumbs: Vec::new() };
        self.add(paths::MODULARITY.to_owned(), about, View::Modularity(Box::new(view)));
    }

    pub(super) fn regulations(&mut self) {
        if self.context.catalog.regulations.is_empty() {
            return;
        }
        let view = regulation::matrix(self.context);
        let description = "What regulations require of our data, and the evidence for it.".to_owned();
        let about = About { title: "Regulations", description, section: "regulations", crumbs: Vec::new() };
        self.add(paths::section("regulations"), about, View::Regulations(Box::new(view)));
        for (id, table) in tables::evidence(self.context) {
            let path = match id {
                Some(id) => paths::folder_file("regulations", &id, "evidence.csv"),
                None => paths::EVIDENCE.to_owned(),
            };
            self.pages.insert(path, Page::Csv(table));
        }
        for (position, regulation) in self.context.catalog.regulations.iter().enumerate() {
            for (path, view) in regulation::regulation(RegulationIx::at(position), self.context) {
                self.pages.extend(view.drawing.as_ref().and_then(drawing));
                let about = About {
                    title: &regulation.name,
                    description: regulation.summary.clone(),
                    section: "regulations",
                    crumbs: vec![section_term("regulations", "Regulations")],
                };
                self.add(path, about, View::Regulation(Box::new(view)));
            }
        }
    }
}
