//! What is asked of a workspace, over a store in memory that others change meanwhile.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/sample_runs.rs"]
#[allow(dead_code, reason = "shared by several tests, which use a part each")]
mod sample_runs;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use evenkeel::lifecycle::{Action, Change, Workspace, digest};
use evenkeel::store::{StoreError, WorkspaceStore, ready};
use evenkeel::worker::task_error::TaskError;
use evenkeel::worker::workspace::handle;
use evenkeel::worker::workspace_tasks::{WorkspaceAnswer, WorkspaceResult, WorkspaceTask};
use sample_runs::{decide, log, model_bytes, register, run_id, stamp};

/// A workspace in memory. Before each of the next `rivals` commits another program decides something.
#[derive(Default)]
struct Memory {
    workspace: RefCell<Workspace>,
    artifacts: RefCell<BTreeMap<String, Vec<u8>>>,
    rivals: Cell<u32>,
}

impl WorkspaceStore for Memory {
    async fn load(&self) -> Result<Workspace, StoreError> {
        Ok(self.workspace.borrow().clone())
    }

    async fn artifact(&self, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.artifacts.borrow().get(digest).cloned())
    }

    async fn commit(&self, change: &Change, artifacts: &[Vec<u8>]) -> Result<(), StoreError> {
        let mut workspace = self.workspace.borrow_mut();
        if self.rivals.get() > 0 {
            self.rivals.set(self.rivals.get() - 1);
            let rival = workspace.plan(&[decide(None)], &stamp(0)).expect("it can be done");
            workspace.apply(&rival);
        }
        if workspace.head.revision != change.expects {
            return Err(StoreError::Conflict);
        }
        workspace.apply(change);
        assert_eq!(change.new_artifacts, artifacts.iter().map(|bytes| digest(bytes)).collect::<Vec<_>>());
        self.artifacts
            .borrow_mut()
            .extend(change.new_artifacts.iter().cloned().zip(artifacts.iter().cloned()));
        Ok(())
    }
}

fn ask(store: &Memory, task: WorkspaceTask, file: Option<Vec<u8>>) -> WorkspaceAnswer {
    ready(handle(store, task, file)).expect("memory never waits")
}

fn act(actions: Vec<Action>, artifacts: Vec<Vec<u8>>) -> WorkspaceTask {
    WorkspaceTask::Act { stamp: stamp(1), actions, artifacts }
}

fn workspace(answer: WorkspaceAnswer) -> Workspace {
    match answer {
        Ok((WorkspaceResult::Workspace { workspace, .. }, None)) => *workspace,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_comes_second_plans_again_on_what_is_there() {
    let store = Memory { rivals: Cell::new(2), ..Memory::default() };
    let after = workspace(ask(&store, act(vec![decide(Some(1)), log(1)], vec![model_bytes(1)]), None));
    assert_eq!(after, *store.workspace.borrow());
    assert_eq!(after.decisions.len(), 3, "the rivals' too");
    assert_eq!(after.runs[&run_id(1)].decision, Some(3), "numbered anew");

    let store = Memory { rivals: Cell::new(3), ..Memory::default() };
    let answer = ask(&store, act(vec![log(1)], vec![model_bytes(1)]), None);
    assert_eq!(answer, Err(TaskError::Store(StoreError::Conflict)), "three times is enough");
    assert!(store.workspace.borrow().runs.is_empty());
}

#[test]
fn bytes_that_are_kept_may_be_left_out_and_others_may_not() {
    let store = Memory::default();
    let without = ask(&store, act(vec![log(1)], Vec::new()), None);
    assert!(matches!(without, Err(TaskError::Store(StoreError::Damaged { .. }))), "{without:?}");
    workspace(ask(&store, act(vec![log(1)], vec![model_bytes(1)]), None));
    workspace(ask(&store, act(vec![register("loan", 1, Some("champion"))], Vec::new()), None));
    let wanted = digest(&model_bytes(1));
    let (_, bytes) = ask(&store, WorkspaceTask::Artifact { digest: wanted }, None).expect("it is there");
    assert_eq!(bytes, Some(model_bytes(1)));
}

#[test]
fn out_here_and_in_there_and_all_forgotten() {
    let here = Memory::default();
    let actions = vec![decide(Some(1)), log(1), register("loan", 1, Some("champion"))];
    let before = workspace(ask(&here, act(actions, vec![model_bytes(1)]), None));
    let (_, zip) = ask(&here, WorkspaceTask::ExportZip, None).expect("all is there");
    let there = Memory { rivals: Cell::new(1), ..Memory::default() };
    let import = WorkspaceTask::ImportZip { name: "w.zip".to_owned(), stamp: stamp(9) };
    let after = workspace(ask(&there, import, zip));
    assert_eq!((&after.models, &after.versions), (&before.models, &before.versions));
    assert_eq!(after.runs[&run_id(1)].decision, Some(2), "the rival's decision is the first");
    assert_eq!(*there.artifacts.borrow(), *here.artifacts.borrow());

    let cleared = workspace(ask(&there, WorkspaceTask::Clear { stamp: stamp(10) }, None));
    assert!(cleared.runs.is_empty() && cleared.models.is_empty() && cleared.audit.len() == 1);
}
