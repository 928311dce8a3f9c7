//! What a report is written of, put together from all that the page knows.

use js_sys::Uint8Array;
use leptos::prelude::*;
use web_sys::File;

use super::menu_words;
use crate::app::engine::Engine;
use crate::app::engine::reports::Written;
use crate::app::models::state::{ModelEntry, ModelId, ModelsState};
use crate::app::models::view::ModelChoice;
use crate::app::registry::section::Section;
use crate::app::state::{AppState, Job};
use crate::app::turn::state::LoopState;
use crate::app::watch::state::WatchState;
use crate::app::workspace::state::WorkspaceState;
use crate::data::ReadOptions;
use crate::worker::model_tasks::DataFile;
use crate::worker::protocol::Slot;
use crate::worker::report_tasks::{ReportFormat, ReportModel, ReportTask};

/// All that a report may tell of. `Copy`, like the states.
#[derive(Clone, Copy)]
pub struct ReportDesk {
    /// The page.
    pub app: AppState,
    /// Jobs.
    pub engine: Engine,
    /// What is kept.
    pub workspace: WorkspaceState,
    /// How far the file is that is written, or how the last one ended.
    pub writing: RwSignal<Job>,
    models: ModelsState,
    watch: WatchState,
    turn: LoopState,
}

impl ReportDesk {
    /// Of the states that the page provides. To be made where it stays: signals end with their owner.
    pub fn start() -> Self {
        Self {
            app: AppState::expect(),
            engine: Engine::expect(),
            workspace: WorkspaceState::expect(),
            writing: RwSignal::new(Job::Idle),
            models: ModelsState::expect(),
            watch: WatchState::expect(),
            turn: LoopState::expect(),
        }
    }

    /// The desk that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// How far the file is that is written, for a view that begins: how an earlier one ended was told elsewhere.
    pub fn shown_job(self) -> Memo<Job> {
        if !self.writing.with_untracked(Job::is_busy) {
            self.writing.set(Job::Idle);
        }
        Memo::new(move |_| self.writing.get())
    }

    /// Downloads what is known of the comparison in a format.
    pub fn download(self, format: ReportFormat) {
        let (task, files) = match format {
            ReportFormat::Html => self.everything(),
            format => (self.comparison(format), Vec::new()),
        };
        self.engine.write_report(task, files, self.writing, self.offered());
    }

    /// Downloads the card of a model.
    pub fn download_card(self, model: ReportModel) {
        let mut task = self.task(ReportFormat::ModelCard);
        task.model = Some(model);
        self.engine.write_report(task, Vec::new(), self.writing, self.offered());
    }

    /// Keeps the comparison in the workspace; `then` is called once it is there.
    pub fn keep(self, name: String, then: impl FnOnce() + 'static) {
        let task = self.comparison(ReportFormat::Json);
        let model = match self.model() {
            Some(ReportModel::Registered { name, .. }) => Some(name),
            _ => None,
        };
        let written: Written = Box::new(move |_, bytes| {
            let check = Uint8Array::new(&bytes).to_vec();
            self.workspace.keep_report(self.engine, name, model, check, then);
        });
        self.engine.write_report(task, Vec::new(), self.writing, written);
    }

    /// A model at hand: the version that it is, else its file.
    pub fn model_of(self, entry: &ModelEntry) -> ReportModel {
        let version = self.workspace.workspace.with_untracked(|kept| {
            kept.as_ref().and_then(|kept| menu_words::version_of(kept, &entry.name, entry.card.bytes))
        });
        match version {
            Some((name, version)) => ReportModel::Registered { name, version: Some(version) },
            None => ReportModel::File {
                name: entry.name.clone(),
                bytes: entry.file.as_ref().clone(),
                intended_use: String::new(),
            },
        }
    }

    fn offered(self) -> Written {
        Box::new(move |name, bytes| self.app.offer(&name, &bytes))
    }

    fn task(self, format: ReportFormat) -> ReportTask {
        ReportTask {
            format,
            has_check: false,
            multivariate: None,
            timeline: None,
            monitor: self.watch.policy.get_untracked(),
            retrain: self.app.retrain.get_untracked(),
            turn: None,
            model: None,
            made_ms: js_sys::Date::now() as i64,
            files: Vec::new(),
        }
    }

    /// What was compared, and what all columns together tell.
    fn comparison(self, format: ReportFormat) -> ReportTask {
        let together = self.app.analysis.with_untracked(|analysis| analysis.multivariate.clone());
        ReportTask {
            has_check: true,
            multivariate: together.map(|together| together.as_ref().clone()),
            ..self.task(format)
        }
    }

    /// All that the page knows, and the files that it knows it from.
    fn everything(self) -> (ReportTask, Vec<File>) {
        let mut task = self.comparison(ReportFormat::Html);
        let mut files = Vec::new();
        let timeline = self.watch.timeline.get_untracked();
        let current = self.app.current.get_untracked();
        for set in self.app.datasets.get_untracked() {
            let role = match set.slot {
                Slot::Reference => "reference",
                slot if Some(slot) == current => "current",
                _ if timeline.is_some() => "watched",
                _ => continue,
            };
            if let Some(file) = self.engine.file(set.slot) {
                task.files.push((role.to_owned(), DataFile { name: set.name, options: set.options }));
                files.push(file);
            }
        }
        if let (Some(_), Some(labels)) = (&timeline, self.watch.labels.get_untracked()) {
            let data = DataFile { name: labels.name(), options: ReadOptions::default() };
            task.files.push(("labels".to_owned(), data));
            files.push(labels);
        }
        task.timeline = timeline.map(|timeline| Box::new(timeline.as_ref().clone()));
        if let Some(turned) = self.turn.outcome.get_untracked() {
            let gate = turned.outcome.gate.clone();
            task.turn = Some((Box::new(turned.outcome.decision.clone()), gate));
            task.retrain = turned.policy.clone();
        }
        task.model = self.model();
        (task, files)
    }

    /// The model that the loop turned for last, that is open in the registry or at hand, or that is watched.
    fn model(self) -> Option<ReportModel> {
        if let Some(turned) = self.turn.outcome.get_untracked() {
            return Some(ReportModel::Registered { name: turned.model.clone(), version: None });
        }
        let route = self.app.route.get_untracked();
        if let (Section::Registry, Some(name)) = (route.section, route.item) {
            let is_kept = |name: &String| {
                self.workspace
                    .workspace
                    .with_untracked(|kept| kept.as_ref().is_some_and(|kept| kept.models.contains_key(name)))
            };
            if is_kept(&name) {
                return Some(ReportModel::Registered { name, version: None });
            }
        }
        let open = match route.model {
            Some(ModelChoice::Model(id)) => Some(id),
            _ => None,
        };
        let id = ModelId(open.or_else(|| self.watch.form.with_untracked(|form| form.model))?);
        let entry = self.models.entries.with_untracked(|all| all.iter().find(|it| it.id == id).cloned())?;
        Some(self.model_of(&entry))
    }
}
