//! The workspace as it was last read, and what the page does to it.
//!
//! A trainer opens the store for each task and closes it, so other tabs see each change whole. Tasks of
//! this tab run one after the other, in the order they were asked for.

use std::collections::VecDeque;
use std::sync::Arc;

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::other_tabs::OtherTabs;
use super::room::{self, Room};
use crate::app::engine::Engine;
use crate::app::labels;
use crate::app::route::Tab;
use crate::app::state::{AppState, Job};
use crate::lifecycle::{Action, Stamp, Workspace};
use crate::report::CheckComparison;
use crate::store::StoreError;
use crate::worker::model_tasks::{ModelResult, ModelTask};
use crate::worker::protocol::JobError;
use crate::worker::workspace_tasks::{WorkspaceResult, WorkspaceTask};

/// All signals that concern the workspace. `Copy`, like the other states.
#[derive(Debug, Clone, Copy)]
pub struct WorkspaceState {
    /// What is kept; `None` before it was read.
    pub workspace: RwSignal<Option<Arc<Workspace>>>,
    /// How far the task under way is, or how the last one ended. A failure is also told as a notice.
    pub follow: RwSignal<Job>,
    /// What the last task did or left out, in sentences, as an import tells.
    pub notes: RwSignal<Vec<String>>,
    /// Whether the browser promised to keep the workspace until the user clears it; `None` where it does not
    /// tell. It is asked to at the first change.
    pub persisted: RwSignal<Option<bool>>,
    /// Room in the browser; `None` where it does not tell.
    pub room: RwSignal<Option<Room>>,
    /// The two kept reports that were last compared.
    pub compared: RwSignal<Option<Arc<CheckComparison>>>,
    app: AppState,
    others: StoredValue<OtherTabs, LocalStorage>,
    waiting: StoredValue<VecDeque<Asked>, LocalStorage>,
    /// Whether the task under way only reads, as when a tab is opened.
    only_reads: StoredValue<bool>,
    asked_to_persist: StoredValue<bool>,
}

/// A task that waits for those before it.
struct Asked {
    task: WorkspaceTask,
    files: Vec<File>,
    then: Then,
}

/// What is done with the bytes of an answer, once the workspace is set.
type Then = Box<dyn FnOnce(String, Option<ArrayBuffer>)>;

impl WorkspaceState {
    /// Nothing read yet: reads when a tab that shows the workspace is first opened, and again when another
    /// tab of the browser changes it.
    pub fn start(app: AppState, engine: Engine) -> Self {
        let state = Self {
            workspace: RwSignal::new(None),
            follow: RwSignal::new(Job::Idle),
            notes: RwSignal::new(Vec::new()),
            persisted: RwSignal::new(None),
            room: RwSignal::new(None),
            compared: RwSignal::new(None),
            app,
            others: StoredValue::new_local(OtherTabs::default()),
            waiting: StoredValue::new_local(VecDeque::new()),
            only_reads: StoredValue::new(false),
            asked_to_persist: StoredValue::new(false),
        };
        Effect::new(move |_| {
            let shows_it = match app.tab.get() {
                Tab::Retrain | Tab::Models | Tab::Monitor => true,
                Tab::Drift => app.is_history.get(),
                Tab::Data | Tab::Performance => false,
            };
            if shows_it && state.workspace.with_untracked(Option::is_none) && !state.is_busy() {
                state.load(engine);
            }
        });
        Effect::new(move |_| {
            let job = state.follow.get();
            if let Job::Failed(error) = &job {
                state.failed(engine, error);
            }
            state.next(engine);
        });
        let others = OtherTabs::open(move || {
            if state.workspace.with_untracked(Option::is_some) {
                state.load(engine);
            }
        });
        state.others.set_value(others);
        state
    }

    /// The state that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Whether a task is under way, without following it.
    pub fn is_busy(&self) -> bool {
        self.follow.with_untracked(Job::is_busy)
    }

    /// Reads what is kept.
    pub fn load(&self, engine: Engine) {
        self.ask(engine, WorkspaceTask::Load, Vec::new(), Box::new(|_, _| {}));
    }

    /// Does all actions as one change, or none; `artifacts` are the bytes of artifacts of runs among them.
    /// `then` is called once the change is kept and [`workspace`](Self::workspace) shows it.
    pub fn act(
        &self,
        engine: Engine,
        actions: Vec<Action>,
        artifacts: Vec<Vec<u8>>,
        then: impl FnOnce() + 'static,
    ) {
        self.ask_to_persist();
        let task = WorkspaceTask::Act { stamp: stamp(), actions, artifacts };
        self.ask(engine, task, Vec::new(), Box::new(move |_, _| then()));
    }

    /// Gives the bytes of an artifact.
    pub fn artifact(&self, engine: Engine, digest: String, then: impl FnOnce(Vec<u8>) + 'static) {
        let app = self.app;
        let task = WorkspaceTask::Artifact { digest };
        let then: Then = Box::new(move |name, bytes| match bytes {
            Some(bytes) => then(Uint8Array::new(&bytes).to_vec()),
            None => app.notify(without_bytes(&name)),
        });
        self.ask(engine, task, Vec::new(), then);
    }

    /// Downloads the bytes of an artifact under a name.
    pub fn download_artifact(&self, engine: Engine, digest: String, name: String) {
        let state = *self;
        let then: Then = Box::new(move |_, bytes| state.downloaded(&name, bytes));
        self.ask(engine, WorkspaceTask::Artifact { digest }, Vec::new(), then);
    }

    /// Downloads the whole workspace as one zip file.
    pub fn export_zip(&self, engine: Engine) {
        self.download(engine, WorkspaceTask::ExportZip);
    }

    /// Downloads runs and registry as MLflow keeps them, as one zip file.
    pub fn export_mlflow(&self, engine: Engine) {
        self.download(engine, WorkspaceTask::ExportMlflow);
    }

    /// Takes a zip file of a workspace into this one; [`notes`](Self::notes) says what was added and left out.
    pub fn import_zip(&self, engine: Engine, file: File) {
        self.ask_to_persist();
        let (app, name) = (self.app, file.name());
        let task = WorkspaceTask::ImportZip { name: name.clone(), stamp: stamp() };
        let then: Then = Box::new(move |_, _| app.announce(format!("{name} is imported.")));
        self.ask(engine, task, vec![file], then);
    }

    /// Forgets all of the workspace. To be asked for twice.
    pub fn clear(&self, engine: Engine) {
        let app = self.app;
        let then: Then = Box::new(move |_, _| app.announce("The workspace is empty."));
        self.ask(engine, WorkspaceTask::Clear { stamp: stamp() }, Vec::new(), then);
    }

    /// Keeps the JSON report `check`; `then` is called once [`workspace`](Self::workspace) shows it.
    pub fn keep_report(
        &self,
        engine: Engine,
        name: String,
        model: Option<String>,
        check: Vec<u8>,
        then: impl FnOnce() + 'static,
    ) {
        self.ask_to_persist();
        let task = WorkspaceTask::KeepReport { stamp: stamp(), name, model, check };
        self.ask(engine, task, Vec::new(), Box::new(move |_, _| then()));
    }

    /// Compares two kept reports; [`compared`](Self::compared) then says what drifted since.
    pub fn compare(&self, engine: Engine, earlier: u64, later: u64) {
        self.compared.set(None);
        let task = WorkspaceTask::CompareReports { earlier, later };
        self.ask(engine, task, Vec::new(), Box::new(|_, _| {}));
    }

    fn download(&self, engine: Engine, task: WorkspaceTask) {
        let state = *self;
        self.ask(engine, task, Vec::new(), Box::new(move |name, bytes| state.downloaded(&name, bytes)));
    }

    fn downloaded(&self, name: &str, bytes: Option<ArrayBuffer>) {
        match bytes {
            Some(bytes) => self.app.offer(name, &bytes),
            None => self.app.notify(without_bytes(name)),
        }
    }

    fn ask(&self, engine: Engine, task: WorkspaceTask, files: Vec<File>, then: Then) {
        self.waiting.update_value(|waiting| waiting.push_back(Asked { task, files, then }));
        self.next(engine);
    }

    /// Begins the task that has waited longest, unless one is under way.
    fn next(&self, engine: Engine) {
        if self.is_busy() {
            return;
        }
        let Some(asked) = self.waiting.try_update_value(VecDeque::pop_front).flatten() else { return };
        let state = *self;
        let changes = matches!(
            asked.task,
            WorkspaceTask::Act { .. }
                | WorkspaceTask::ImportZip { .. }
                | WorkspaceTask::KeepReport { .. }
                | WorkspaceTask::Clear { .. }
        );
        self.only_reads.set_value(matches!(asked.task, WorkspaceTask::Load));
        let task = ModelTask::Workspace(Box::new(asked.task));
        engine.model_task(task, asked.files, self.follow, move |result, bytes| {
            let ModelResult::Workspace(result) = result else { return };
            let name = match *result {
                WorkspaceResult::Workspace { workspace, notes } => {
                    state.workspace.set(Some(Arc::new(*workspace)));
                    state.notes.set(notes);
                    state.measure();
                    String::new()
                }
                WorkspaceResult::File { name } => name,
                WorkspaceResult::Compared(comparison) => {
                    state.compared.set(Some(Arc::new(*comparison)));
                    String::new()
                }
            };
            if changes {
                state.others.with_value(OtherTabs::tell);
            }
            (asked.then)(name, bytes);
        });
    }

    fn failed(&self, engine: Engine, error: &JobError) {
        // That nothing can be kept is said once there is something to keep.
        if matches!(error, JobError::Store(StoreError::Unavailable)) && self.only_reads.get_value() {
            return;
        }
        self.app.notify(labels::sentence(&error.to_string()));
        if matches!(error, JobError::Store(StoreError::Conflict)) {
            self.load(engine);
        }
    }

    /// Asks the browser once a visit not to clear the workspace by itself when it runs out of room.
    fn ask_to_persist(&self) {
        if !self.asked_to_persist.get_value() {
            self.asked_to_persist.set_value(true);
            let persisted = self.persisted;
            spawn_local(async move { persisted.set(room::persist().await) });
        }
    }

    fn measure(&self) {
        let (room, persisted) = (self.room, self.persisted);
        spawn_local(async move {
            room.set(room::estimate().await);
            let promised = room::persisted().await;
            // What it answered when it was asked meanwhile stays.
            persisted.update(|known| *known = known.or(promised));
        });
    }
}

/// Now, by the page.
fn stamp() -> Stamp {
    Stamp { time_ms: js_sys::Date::now() as i64, actor: "page".to_owned() }
}

fn without_bytes(name: &str) -> String {
    format!("{name} came without its bytes: try again.")
}
