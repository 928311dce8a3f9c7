//! What stands in the hash of the address: tab, column, filters, order, the policy's short part.
//!
//! `#/drift?column=mean%20radius&q=mean&show=drifted,findings&sort=effect`. Unknown
//! parts are left out, so that a link of a later version still opens.

use super::drift::rows::{Order, Show, SortKey};
use super::models::view::{ModelChoice, ModelView};
use super::policy::link::PolicyLink;
use super::registry::section::Section;

/// The tabs that exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Files, columns, preview, simulator.
    #[default]
    Data,
    /// Verdict, table, detail.
    Drift,
    /// How good the model is over time.
    Performance,
    /// Training of a model.
    Retrain,
    /// Models: how good, why, and their predictions.
    Models,
    /// What moved over time, alerts, detectors.
    Monitor,
}

impl Tab {
    /// All tabs in the order of the header.
    pub const ALL: [Self; 6] =
        [Self::Data, Self::Drift, Self::Performance, Self::Retrain, Self::Models, Self::Monitor];

    /// Its part of the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Drift => "drift",
            Self::Performance => "performance",
            Self::Retrain => "retrain",
            Self::Models => "models",
            Self::Monitor => "monitor",
        }
    }

    /// Its name in the header.
    pub fn label(self) -> &'static str {
        match self {
            Self::Data => "Data",
            Self::Drift => "Drift",
            Self::Performance => "Performance",
            Self::Retrain => "Retrain",
            Self::Models => "Models",
            Self::Monitor => "Monitor",
        }
    }
}

/// A side of the Retrain tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RetrainSide {
    /// A training by hand.
    #[default]
    ByHand,
    /// The loop: check, decide, train, gate.
    Loop,
}

impl RetrainSide {
    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::ByHand => "By hand",
            Self::Loop => "Loop",
        }
    }
}

/// The kept reports in an address.
const HISTORY: &str = "history";

/// A place on the page that a link can name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// Which tab.
    pub tab: Tab,
    /// Column that is open in the detail panel.
    pub column: Option<String>,
    /// Text that column names are filtered by.
    pub query: String,
    /// Which rows are shown.
    pub show: Show,
    /// How rows are ordered.
    pub order: Order,
    /// What is open on the Models tab.
    pub model: Option<ModelChoice>,
    /// Which side of the model is shown.
    pub view: ModelView,
    /// Which side of the Retrain tab is shown.
    pub side: RetrainSide,
    /// Which part of the Models tab is shown; in the address it stands where the side of a model does.
    pub section: Section,
    /// What is open in that part: a registered model, or runs or kept reports with commas between them.
    pub item: Option<String>,
    /// Whether the Drift tab shows the kept reports.
    pub is_history: bool,
    /// The short part of the policy; read when the page opens.
    pub policy: PolicyLink,
}

impl Route {
    /// Reads the hash of an address, with or without `#`.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, search) = hash.split_once('?').unwrap_or((hash, ""));
        let mut route = Self::default();
        if let Some(tab) = Tab::ALL.into_iter().find(|tab| tab.slug() == path) {
            route.tab = tab;
        }
        for pair in search.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            match key {
                "column" if !value.is_empty() => route.column = Some(value),
                "q" => route.query = value,
                "show" => route.show = Show::parse(&value),
                "sort" => route.order = Order::parse(&value),
                "model" => route.model = ModelChoice::parse(&value),
                "side" if value == "loop" => route.side = RetrainSide::Loop,
                "view" if value == HISTORY => route.is_history = true,
                "view" => match Section::parse(&value) {
                    Some(section) => route.section = section,
                    None => route.view = ModelView::parse(&value),
                },
                "item" if !value.is_empty() => route.item = Some(value),
                key => {
                    route.policy.read(key, &value);
                }
            }
        }
        route
    }

    /// The hash that [`Route::parse`] reads, with `#`.
    pub fn print(&self) -> String {
        let mut parts = Vec::new();
        if let Some(column) = &self.column {
            parts.push(format!("column={}", encode(column)));
        }
        if !self.query.is_empty() {
            parts.push(format!("q={}", encode(&self.query)));
        }
        if self.show != Show::default() {
            parts.push(format!("show={}", self.show.print()));
        }
        if self.order != Order::default() {
            parts.push(format!("sort={}", self.order.print()));
        }
        if let Some(model) = self.model {
            parts.push(format!("model={}", model.print()));
        }
        if self.is_history && self.tab == Tab::Drift {
            parts.push(format!("view={HISTORY}"));
        } else if self.section != Section::AtHand {
            parts.push(format!("view={}", self.section.slug()));
        } else if self.view != ModelView::default() {
            parts.push(format!("view={}", self.view.slug()));
        }
        if self.side == RetrainSide::Loop {
            parts.push("side=loop".to_owned());
        }
        if let Some(item) = &self.item {
            parts.push(format!("item={}", encode(item)));
        }
        parts.extend(self.policy.print());
        let search = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
        format!("#/{}{search}", self.tab.slug())
    }

    /// Orders by `key`; a second time in the other direction.
    pub fn sorted_by(mut self, key: SortKey) -> Self {
        self.order = self.order.toggled(key);
        self
    }
}

fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match (bytes[at], hex.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_or_unknown_hash_opens_the_data_tab() {
        for hash in ["", "#", "#/", "#/nonsense?x=1", "#/data"] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
        }
        assert_eq!(Route::default().print(), "#/data");
    }

    #[test]
    fn the_state_of_the_drift_tab_is_in_the_hash() {
        let route = Route::parse("#/drift?column=mean%20radius&q=mean&show=drifted,findings&sort=-name");
        assert_eq!(route.tab, Tab::Drift);
        assert_eq!(route.column.as_deref(), Some("mean radius"));
        assert_eq!(route.query, "mean");
        assert!(route.show.drifted && route.show.findings && !route.show.stable);
        assert_eq!(Route::parse(&route.print()), route);
    }

    #[test]
    fn the_open_model_and_its_side_are_in_the_hash() {
        let route = Route::parse("#/models?model=2&view=compare");
        assert_eq!((route.model, route.view), (Some(ModelChoice::Model(2)), ModelView::Compare));
        assert_eq!(Route::parse(&route.print()), route);
        let columns = Route::parse("#/models?model=columns&view=nonsense");
        assert_eq!((columns.model, columns.view), (Some(ModelChoice::Columns), ModelView::Overview));
        assert_eq!(columns.print(), "#/models?model=columns");
    }

    #[test]
    fn the_side_of_the_retrain_tab_is_in_the_hash() {
        let route = Route::parse("#/retrain?side=loop");
        assert_eq!((route.tab, route.side), (Tab::Retrain, RetrainSide::Loop));
        assert_eq!(Route::parse(&route.print()), route);
    }

    #[test]
    fn the_parts_of_the_workspace_are_in_the_hash() {
        let route = Route::parse("#/models?view=registry&item=loan%20west");
        assert_eq!((route.section, route.item.as_deref()), (Section::Registry, Some("loan west")));
        assert_eq!(Route::parse(&route.print()), route);
        assert_eq!(Route::parse("#/models?view=hand").section, Section::AtHand);
        assert_eq!(Route::parse("#/models?view=runs").print(), "#/models?view=runs");
    }

    #[test]
    fn kept_reports_are_in_the_hash_of_the_drift_tab() {
        let route = Route::parse("#/drift?view=history&item=12%2C15");
        assert!(route.is_history && route.section == Section::AtHand);
        assert_eq!(route.item.as_deref(), Some("12,15"));
        assert_eq!(Route::parse(&route.print()), route);
        let models = Route { tab: Tab::Models, ..route };
        assert_eq!(models.print(), "#/models?item=12%2C15");
    }

    #[test]
    fn broken_escapes_are_taken_as_they_are() {
        assert_eq!(Route::parse("#/drift?q=100%").query, "100%");
        assert_eq!(Route::parse("#/drift?q=%zz%4").query, "%zz%4");
    }

    proptest! {
        #[test]
        fn any_column_name_survives(column in ".{1,40}", query in ".{0,20}") {
            let route = Route { tab: Tab::Drift, column: Some(column), query, ..Route::default() };
            prop_assert_eq!(Route::parse(&route.print()), route);
        }
    }
}
