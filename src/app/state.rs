//! What the page knows: one `Copy` struct of signals, and what follows from them.

use std::sync::Arc;

use leptos::prelude::*;

use super::browser;
use super::policy::history::History;
use super::question::{Question, current_of, question_of};
use super::route::{Route, Tab};
use super::theme::Theme;
use crate::data::ReadOptions;
use crate::drift::multivariate::MultivariateReport;
use crate::drift::{
    Calibration, CalibrationSettings, CheckReport, ColumnDetail, ColumnReport, Condition, PickedRows, Policy,
};
use crate::lifecycle::RetrainPolicy;
use crate::worker::protocol::{JobError, Origin, Slot, Stage, TableInfo};
use crate::worker::trainer_protocol::Analysis;

/// How far a long job is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Rows read.
    pub rows: u64,
    /// Seconds since the start.
    pub elapsed: f64,
}

/// Background work and its outcome.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Job {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// Asked for, with no word of progress yet.
    Waiting,
    /// Under way.
    Running(Progress),
    /// Done.
    Done,
    /// Could not be done.
    Failed(JobError),
}

impl Job {
    /// Whether an answer is still to come.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running(_))
    }
}

/// Which long computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnalysisKind {
    /// Whole rows of the two sides are compared.
    Multivariate,
    /// The reference is split against itself.
    Calibration,
}

impl AnalysisKind {
    /// Which one a request asks for.
    pub fn of(analysis: &Analysis) -> Self {
        match analysis {
            Analysis::Multivariate(_) => Self::Multivariate,
            Analysis::Calibrate { .. } => Self::Calibration,
        }
    }
}

/// A calibration and what it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// The policy whose false alarms were counted.
    pub policy: Policy,
    /// How.
    pub settings: CalibrationSettings,
    /// What was found.
    pub result: Calibration,
}

/// The computation on sampled rows that runs or ran last, and the last results of each kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnalysisState {
    /// What `job` says is of this kind; `None` before the first.
    pub kind: Option<AnalysisKind>,
    /// How far it is.
    pub job: Job,
    /// The last comparison of whole rows.
    pub multivariate: Option<Arc<MultivariateReport>>,
    /// The last calibration.
    pub calibrated: Option<Arc<Calibrated>>,
}

impl AnalysisState {
    /// How far a computation of this kind is; idle when the last was of the other kind.
    pub fn job_of(&self, kind: AnalysisKind) -> Job {
        if self.kind == Some(kind) { self.job.clone() } else { Job::Idle }
    }
}

/// One data set on the page.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Where it stands.
    pub slot: Slot,
    /// Name of its file.
    pub name: String,
    /// Whether a file, a profile or a simulation.
    pub origin: Origin,
    /// How it was last asked to be read.
    pub options: ReadOptions,
    /// The reading.
    pub job: Job,
    /// What was read; stays while it is read again.
    pub table: Option<Arc<TableInfo>>,
    /// Rises each time the judge gets it anew.
    pub revision: u32,
}

/// Tables are compared by identity: one is never changed in place, and comparing the cells
/// of a wide preview would hold up the page.
impl PartialEq for Dataset {
    fn eq(&self, other: &Self) -> bool {
        let same_table = match (&self.table, &other.table) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same_table
            && self.slot == other.slot
            && self.name == other.name
            && self.origin == other.origin
            && self.options == other.options
            && self.job == other.job
            && self.revision == other.revision
    }
}

/// A sentence that the user can dismiss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Tells notices apart.
    pub id: u32,
    /// What happened, and what to do.
    pub text: String,
}

/// Sampled rows that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Picked {
    /// Which rows.
    pub conditions: Vec<Condition>,
    /// The rows; `None` until they are here.
    pub rows: Option<PickedRows>,
}

/// All signals of the page.
#[derive(Debug, Clone, Copy)]
pub struct AppState {
    /// Where the user is.
    pub route: RwSignal<Route>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// The data sets: the reference first, then current ones in the order they came.
    pub datasets: RwSignal<Vec<Dataset>>,
    /// The current data set that the user chose.
    pub chosen: RwSignal<Option<Slot>>,
    /// By what is judged; changed by [`AppState::change_policy`] only.
    pub policy: RwSignal<Policy>,
    /// When to retrain and what a challenger must show.
    pub retrain: RwSignal<RetrainPolicy>,
    /// What the policy was before, and before an undo.
    pub history: RwSignal<History<Policy>>,
    /// The comparison under way.
    pub judging: RwSignal<Job>,
    /// The last comparison.
    pub report: RwSignal<Option<Arc<CheckReport>>>,
    /// Rises with every judgement, also where the report is judged again in place.
    pub judgement: RwSignal<u32>,
    /// What the detail panel draws.
    pub detail: RwSignal<Option<ColumnDetail>>,
    /// The computation on sampled rows, and what came of it.
    pub analysis: RwSignal<AnalysisState>,
    /// Sampled rows that the user looks at.
    pub picked: RwSignal<Option<Picked>>,
    /// Sentences that wait to be dismissed.
    pub notices: RwSignal<Vec<Notice>>,
    /// Whether profiles were lost with the judge and the files should be read again.
    pub lost: RwSignal<bool>,
    /// What a screen reader hears.
    pub announced: RwSignal<String>,
    /// Whether the help is open.
    pub help: RwSignal<bool>,
    /// Whether the Drift tab shows the kept reports, by itself.
    pub is_history: Memo<bool>,
    /// The tab, by itself, so that a change of filter does not redraw the page.
    pub tab: Memo<Tab>,
    /// The current data set that is judged: the chosen one, else the first.
    pub current: Memo<Option<Slot>>,
    /// What is to be judged, when both sides are there.
    pub question: Memo<Option<Question>>,
    /// Name of the column that is open.
    pub open_column: Memo<Option<String>>,
}

impl AppState {
    /// The state of a page that was just opened.
    pub fn new() -> Self {
        let route = RwSignal::new(Route::parse(&browser::hash()));
        let datasets = RwSignal::new(Vec::<Dataset>::new());
        let chosen = RwSignal::new(None);
        let policy = RwSignal::new(route.with_untracked(|route| route.policy.policy()));
        let current = Memo::new(move |_| datasets.with(|all| current_of(all, chosen.get())));
        let question =
            Memo::new(move |_| datasets.with(|all| question_of(all, current.get(), &policy.read())));
        Self {
            route,
            theme: RwSignal::new(browser::initial_theme()),
            datasets,
            chosen,
            policy,
            retrain: RwSignal::new(RetrainPolicy::default()),
            history: RwSignal::new(History::default()),
            judging: RwSignal::new(Job::Idle),
            report: RwSignal::new(None),
            judgement: RwSignal::new(0),
            detail: RwSignal::new(None),
            analysis: RwSignal::new(AnalysisState::default()),
            picked: RwSignal::new(None),
            notices: RwSignal::new(Vec::new()),
            lost: RwSignal::new(false),
            announced: RwSignal::new(String::new()),
            help: RwSignal::new(false),
            is_history: Memo::new(move |_| route.with(|route| route.is_history)),
            tab: Memo::new(move |_| route.with(|route| route.tab)),
            current,
            question,
            open_column: Memo::new(move |_| route.with(|route| route.column.clone())),
        }
    }

    /// The state that [`super::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Goes to a place; `step` makes it one that the back button undoes.
    pub fn go(&self, route: Route, step: bool) {
        browser::set_hash(&route.print(), step);
        self.route.set(route);
    }

    /// Changes the place by a function of the present one.
    pub fn change(&self, step: bool, change: impl FnOnce(&mut Route)) {
        let mut route = self.route.get_untracked();
        change(&mut route);
        self.go(route, step);
    }

    /// Shows a sentence until it is dismissed, and says it.
    pub fn notify(&self, text: impl Into<String>) {
        let text = text.into();
        self.notices.update(|all| {
            if all.iter().any(|notice| notice.text == text) {
                return;
            }
            let id = all.iter().map(|notice| notice.id + 1).max().unwrap_or(0);
            all.push(Notice { id, text });
        });
    }

    /// Says a sentence to screen readers only.
    pub fn announce(&self, text: impl Into<String>) {
        self.announced.set(text.into());
    }

    /// Offers bytes as a download, and says how that went.
    pub fn offer(&self, name: &str, bytes: &js_sys::ArrayBuffer) {
        match browser::download(name, bytes) {
            Ok(()) => self.announce(format!("{name} is downloaded.")),
            Err(sentence) => self.notify(sentence),
        }
    }

    /// One data set, followed as it changes.
    pub fn dataset(&self, slot: Slot) -> Memo<Option<Dataset>> {
        let datasets = self.datasets;
        Memo::new(move |_| datasets.with(|all| all.iter().find(|set| set.slot == slot).cloned()))
    }

    /// Changes one data set, if it is still there.
    pub fn update_dataset(&self, slot: Slot, change: impl FnOnce(&mut Dataset)) {
        self.datasets.update(|all| {
            if let Some(set) = all.iter_mut().find(|set| set.slot == slot) {
                change(set);
            }
        });
    }

    /// The slots that are filled or being filled, in order.
    pub fn slots(&self) -> Memo<Vec<Slot>> {
        let datasets = self.datasets;
        Memo::new(move |_| datasets.with(|all| all.iter().map(|set| set.slot).collect()))
    }

    /// What was read into a slot.
    pub fn table(&self, slot: Slot) -> Option<Arc<TableInfo>> {
        self.datasets.with(|all| all.iter().find(|set| set.slot == slot).and_then(|set| set.table.clone()))
    }

    /// The open column's part of the report.
    pub fn open_report(&self) -> Memo<Option<ColumnReport>> {
        let (report, open) = (self.report, self.open_column);
        Memo::new(move |_| {
            let name = open.get()?;
            report.with(|report| report.as_ref()?.columns.iter().find(|column| column.name == name).cloned())
        })
    }
}

impl Default for AppState {
    fn default() -> Self {
        Self::new()
    }
}
