//! The folder, killed or without room at every single operation on a file.

use std::cell::Cell;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::folder_disk::{Disk, Files};
use super::{FolderStore, StoreError, record_json};
use crate::lifecycle::{
    Action, Artifact, NewVersion, Record, Run, RunKind, RunStatus, Stamp, VersionStatus, Workspace, digest,
};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("evenkeel-folder-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn store(&self) -> FolderStore {
        FolderStore::new(&self.0)
    }

    /// Paths of all files in it, sorted.
    fn files(&self) -> Vec<String> {
        fn collect(top: &Path, folder: &Path, paths: &mut Vec<String>) {
            for entry in fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
                if entry.path().is_dir() {
                    collect(top, &entry.path(), paths);
                } else {
                    let path = entry.path();
                    let path =
                        path.strip_prefix(top).expect("below the top").to_string_lossy().replace('\\', "/");
                    paths.push(path);
                }
            }
        }
        let mut paths = Vec::new();
        collect(&self.0, &self.0, &mut paths);
        paths.sort();
        paths
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What befalls the program.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    /// It dies: this operation is done by half, and nothing after it.
    Dies,
    /// This operation finds no room, and it goes on.
    Full,
}

/// Files until an operation.
#[derive(Debug)]
struct DoomedDisk {
    fate: Fate,
    /// Operations before it.
    left: Cell<i64>,
    /// Operations that were asked for.
    count: Rc<Cell<i64>>,
}

impl DoomedDisk {
    fn new(fate: Fate, left: i64) -> (Self, Rc<Cell<i64>>) {
        let count = Rc::new(Cell::new(0));
        (Self { fate, left: Cell::new(left), count: Rc::clone(&count) }, count)
    }

    /// Whether this operation is done; `half` is what is done of it when it is the last.
    fn goes(&self, half: impl FnOnce()) -> io::Result<()> {
        self.count.set(self.count.get() + 1);
        self.left.set(self.left.get() - 1);
        match (self.left.get(), self.fate) {
            (-1, fate) => {
                half();
                Err(if fate == Fate::Dies { io::Error::other("dead") } else { ErrorKind::StorageFull.into() })
            }
            (left, Fate::Dies) if left < 0 => Err(io::Error::other("dead")),
            _ => Ok(()),
        }
    }
}

impl Disk for DoomedDisk {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.goes(|| fs::write(path, &bytes[..bytes.len() / 2]).expect("half of it"))?;
        Files.write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.goes(|| ())?;
        Files.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.goes(|| ())?;
        Files.remove(path)
    }

    fn remove_empty(&self, path: &Path) {
        if self.goes(|| ()).is_ok() {
            Files.remove_empty(path);
        }
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.goes(|| ())?;
        Files.make_folder(path)
    }

    fn sync_folder(&self, path: &Path) {
        if self.goes(|| ()).is_ok() {
            Files.sync_folder(path);
        }
    }
}

fn model_bytes(number: u32) -> Vec<u8> {
    format!("model {number}").into_bytes()
}

/// Keeps a run with an artifact and registers it as the champion.
fn kept(number: u32) -> Vec<Action> {
    let bytes = model_bytes(number);
    let run = Run {
        id: format!("{number:032x}"),
        name: format!("run {number}"),
        kind: RunKind::Training,
        status: RunStatus::Finished,
        started_ms: 0,
        ended_ms: 1,
        seed: 1,
        params: Default::default(),
        metrics: Default::default(),
        tags: Default::default(),
        data: Vec::new(),
        artifacts: vec![Artifact {
            path: "model.json".into(),
            digest: digest(&bytes),
            bytes: bytes.len() as u64,
        }],
        gate: None,
        decision: None,
    };
    let version = NewVersion {
        model: "loan".to_owned(),
        run: run.id.clone(),
        path: "model.json".to_owned(),
        status: VersionStatus::Ungated,
        description: String::new(),
        alias: Some("champion".to_owned()),
    };
    vec![Action::LogRun(Box::new(run)), Action::Register(version)]
}

/// Keeps a report with a file of its own.
fn report(number: u32) -> Action {
    let bytes = model_bytes(number);
    let side = r#"{ "name": "a.csv", "rows": 1, "columns": 1 }"#;
    let text = format!(
        r#"{{ "format": "evenkeel.report", "format_version": 2, "number": 0, "time_ms": 0, "name": "", "model": null,
            "reference": {side}, "current": {side}, "preset": "robust", "drifted": [],
            "dataset": {{ "columns": 1, "drifted": 0, "share": 0.0, "share_threshold": 0.5, "drift": false,
                "severity": "None", "too_few_rows": 0 }},
            "file": {{ "path": "evenkeel-check.json", "digest": "{}", "bytes": {} }} }}"#,
        digest(&bytes),
        bytes.len(),
    );
    match record_json::decode("reports/00000000", text.as_bytes()) {
        Ok(Record::Report(report)) => Action::KeepReport(report),
        other => panic!("{other:?}"),
    }
}

fn stamp() -> Stamp {
    Stamp { time_ms: 1, actor: "test".to_owned() }
}

/// Does the actions on what the store holds.
fn act(store: &FolderStore, actions: &[Action], artifacts: &[Vec<u8>]) -> Result<(), StoreError> {
    let change = store.read()?.plan(actions, &stamp()).expect("it can be done");
    store.keep(&change, artifacts)
}

fn planned(before: &Workspace, actions: &[Action]) -> Workspace {
    let mut after = before.clone();
    after.apply(&before.plan(actions, &stamp()).expect("it can be done"));
    after
}

fn artifacts_are_there(store: &FolderStore, workspace: &Workspace) {
    for digest in workspace.artifacts() {
        assert!(store.read_artifact(&digest).expect("it can be read").is_some(), "{digest}");
    }
}

/// Changes that put, replace and take away, from the first in a folder that is not there.
fn changes() -> Vec<(Vec<Action>, Vec<Vec<u8>>)> {
    let version = |version| Action::DeleteVersion { model: "loan".to_owned(), version };
    vec![
        (kept(1), vec![model_bytes(1)]),
        (kept(2), vec![model_bytes(2)]),
        (vec![version(1), Action::DeleteRun { run: format!("{:032x}", 1) }], Vec::new()),
        (vec![Action::SetPolicy { text: "[retrain]".to_owned() }], Vec::new()),
        (vec![report(7)], vec![model_bytes(7)]),
        (vec![Action::DeleteReport { number: 1 }], Vec::new()),
        (vec![report(7)], vec![model_bytes(7)]),
        (vec![Action::DeleteModel { model: "loan".to_owned() }], Vec::new()),
    ]
}

/// Lets each change befall its fate at each operation; gives back how many fates there were.
fn at_every_operation(fate: Fate) -> i64 {
    let mut fates = 0;
    for (at, (actions, artifacts)) in changes().iter().enumerate() {
        for doom in 0.. {
            let folder = Folder::new();
            for (actions, artifacts) in &changes()[..at] {
                act(&folder.store(), actions, artifacts).expect("nothing befalls it");
            }
            let before = folder.store().read().expect("it is whole");
            let after = planned(&before, actions);
            let (disk, count) = DoomedDisk::new(fate, doom);
            let store = FolderStore::with_disk(&folder.0, Box::new(disk));
            let done = act(&store, actions, artifacts);
            if count.get() <= doom {
                assert!(done.is_ok());
                break;
            }
            fates += 1;
            drop(store);

            let reopened = folder.store();
            let found =
                reopened.read().unwrap_or_else(|error| panic!("change {at}, operation {doom}: {error}"));
            match &done {
                Ok(()) => assert_eq!(found, after, "change {at}, operation {doom}"),
                Err(error) => {
                    assert!(found == before || found == after, "change {at}, operation {doom}");
                    if fate == Fate::Full {
                        assert_eq!(found, before, "change {at}, operation {doom}");
                        assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
                    }
                }
            }
            artifacts_are_there(&reopened, &found);

            let next = kept(9);
            act(&reopened, &next, &[model_bytes(9)]).expect("the next change works");
            let last = reopened.read().expect("it is whole");
            assert_eq!(last, planned(&found, &next), "change {at}, operation {doom}");
            artifacts_are_there(&reopened, &last);
            // Nothing is left of what was killed.
            let files = folder.files();
            let count = files.iter().filter(|path| path.starts_with("artifacts/")).count();
            assert_eq!(count, last.artifacts().len(), "change {at}, operation {doom}: {files:?}");
            let rest = files.iter().find(|path| path.starts_with("tmp") || path.ends_with("journal"));
            assert_eq!(rest, None, "change {at}, operation {doom}");
        }
    }
    fates
}

#[test]
fn a_program_that_dies_at_any_operation_leaves_before_or_after() {
    let fates = at_every_operation(Fate::Dies);
    assert!(fates > 100, "{fates}");
}

#[test]
fn a_disk_that_is_full_at_any_operation_leaves_what_was() {
    let fates = at_every_operation(Fate::Full);
    assert!(fates > 100, "{fates}");
}

#[test]
fn a_change_on_an_earlier_revision_is_a_conflict() {
    let folder = Folder::new();
    let change = Workspace::default().plan(&kept(1), &stamp()).expect("it can be done");
    folder.store().keep(&change, &[model_bytes(1)]).expect("the first");
    assert_eq!(folder.store().keep(&change, &[model_bytes(1)]), Err(StoreError::Conflict));
}

#[test]
fn the_wrong_bytes_are_refused_when_kept_and_when_read() {
    let folder = Folder::new();
    let change = Workspace::default().plan(&kept(1), &stamp()).expect("it can be done");
    for wrong in [&[][..], &[model_bytes(2)][..]] {
        assert!(matches!(folder.store().keep(&change, wrong), Err(StoreError::Damaged { .. })));
    }
    folder.store().keep(&change, &[model_bytes(1)]).expect("the right ones");
    let digest = digest(&model_bytes(1));
    let path = folder.0.join("artifacts").join(&digest[..2]).join(&digest);
    fs::write(path, "other").expect("it can be written");
    assert!(matches!(folder.store().read_artifact(&digest), Err(StoreError::Damaged { .. })));
    assert_eq!(folder.store().read_artifact("../../etc/passwd"), Ok(None));
}

#[test]
fn what_is_no_workspace_is_left_alone() {
    let folder = Folder::new();
    assert_eq!(folder.store().read(), Ok(Workspace::default()), "a folder that is not there");
    assert!(!folder.0.exists(), "and is not made by reading");
    fs::create_dir_all(folder.0.join("models")).expect("a folder");
    fs::write(folder.0.join(".gitignore"), "").expect("a file");
    let error = act(&folder.store(), &kept(1), &[model_bytes(1)]).expect_err("it is another's");
    assert!(error.to_string().contains("holds `models` and no `workspace.json`"), "{error}");
    fs::remove_dir(folder.0.join("models")).expect("it is empty");
    act(&folder.store(), &kept(1), &[model_bytes(1)]).expect("hidden files are no matter");
}

#[test]
fn a_later_version_is_refused_and_left_alone() {
    let folder = Folder::new();
    act(&folder.store(), &kept(1), &[model_bytes(1)]).expect("the first");
    let change =
        folder.store().read().expect("it is whole").plan(&kept(2), &stamp()).expect("it can be done");
    let head = r#"{"format": "evenkeel.workspace", "format_version": 3, "revision": 1}"#;
    fs::write(folder.0.join("workspace.json"), head).expect("it can be written");
    let newer = Err(StoreError::NewerWorkspace { found: 3, known: 2 });
    assert_eq!(folder.store().read().map(|_| ()), newer);
    assert_eq!(folder.store().keep(&change, &[model_bytes(2)]), newer);
    assert_eq!(fs::read_to_string(folder.0.join("workspace.json")).expect("it is there"), head);
}

#[test]
fn half_a_journal_is_as_none() {
    let folder = Folder::new();
    act(&folder.store(), &kept(1), &[model_bytes(1)]).expect("the first");
    let before = folder.store().read();
    for text in
        ["", "0123\n{\"format_version\":1", "0123\n{\"format_version\":1,\"revision\":9,\"records\":[]}\n"]
    {
        fs::write(folder.0.join("workspace.journal"), text).expect("it can be written");
        assert_eq!(folder.store().read(), before);
    }
    act(&folder.store(), &kept(2), &[model_bytes(2)]).expect("the next change works");
    assert!(!folder.0.join("workspace.journal").exists());
}

#[test]
fn who_waits_too_long_says_so() {
    let folder = Folder::new();
    act(&folder.store(), &kept(1), &[model_bytes(1)]).expect("the first");
    let lock = fs::File::open(folder.0.join("workspace.lock")).expect("it is there");
    lock.lock().expect("nobody else has it");
    let store = FolderStore::with_disk(&folder.0, Box::new(Files));
    assert!(matches!(store.read(), Err(StoreError::Locked { .. })));
    drop(lock);
    assert!(store.read().is_ok());
}
