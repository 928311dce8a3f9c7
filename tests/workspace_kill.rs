//! A workspace's folder under programs that are killed, and under two at once.
//!
//! The programs are this test's own: it starts itself again with `EVENKEEL_KILL_FOLDER` set, and then
//! only changes the workspace until it is killed, or as often as it is told.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/sample_runs.rs"]
#[allow(dead_code, reason = "shared by several tests, which use a part each")]
mod sample_runs;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use evenkeel::lifecycle::{Action, Stamp, Workspace};
use evenkeel::store::{FolderStore, StoreError, ready};
use evenkeel::worker::task_error::TaskError;
use evenkeel::worker::workspace;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use sample_runs::{log, model_bytes, register, run_id};

const FOLDER: &str = "EVENKEEL_KILL_FOLDER";
const FIRST: &str = "EVENKEEL_KILL_FIRST";
const COUNT: &str = "EVENKEEL_KILL_COUNT";
const KILLS: usize = 30;

/// A folder of this test process under the build's temporary folder, not there at first.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workspace_kill").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// This test again, as a program that changes `folder`: change `first`, the one after it, and so on.
fn program(folder: &Path, first: u32, count: u32) -> Child {
    Command::new(std::env::current_exe().expect("the test is a file"))
        .args(["--exact", "the_program_that_is_killed", "--nocapture"])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .env(COUNT, count.to_string())
        .stdout(Stdio::null())
        .spawn()
        .expect("the test starts again")
}

/// Change `number`: a run with its artifact becomes the champion, and with each third the version before
/// goes with its run, so that files are made, replaced and taken away. From 1,000 on it is a run alone,
/// which asks for nothing of another program's changes.
fn change(number: u32) -> Vec<Action> {
    if number >= 1_000 {
        return vec![log(number)];
    }
    let mut actions = vec![log(number), register("loan", number, Some("champion"))];
    if number.is_multiple_of(3) {
        actions.push(Action::DeleteVersion { model: "loan".to_owned(), version: number - 1 });
        actions.push(Action::DeleteRun { run: run_id(number - 1) });
    }
    actions
}

fn stamp(number: u32) -> Stamp {
    Stamp { time_ms: i64::from(number), actor: "killed".to_owned() }
}

/// The workspace after the first `count` changes.
fn after(count: u32) -> Workspace {
    let mut workspace = Workspace::default();
    for number in 1..=count {
        let change = workspace.plan(&change(number), &stamp(number)).expect("it can be done");
        workspace.apply(&change);
    }
    workspace
}

fn number(variable: &str) -> u32 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// No test of its own: what the others start.
#[test]
fn the_program_that_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = FolderStore::new(folder);
    let first = number(FIRST);
    for number in (first..).take(number(COUNT) as usize) {
        loop {
            let done =
                ready(workspace::act(&store, &stamp(number), &change(number), vec![model_bytes(number)]));
            match done.expect("the folder never waits") {
                Ok(_) => break,
                // Another program came first, three times in a row.
                Err(TaskError::Store(StoreError::Conflict)) => {}
                Err(error) => panic!("change {number}: {error}"),
            }
        }
    }
}

/// Opens what a killed program left; gives back how many changes are kept.
fn checked(folder: &Path) -> u32 {
    let store = FolderStore::new(folder);
    let found = store.read().expect("what is left can be read");
    let count = u32::try_from(found.head.revision).expect("few changes");
    assert_eq!(found, after(count), "a beginning of the changes");
    for digest in found.artifacts() {
        assert!(store.read_artifact(&digest).expect("its bytes are its own").is_some(), "{digest}");
    }
    count
}

#[test]
fn a_killed_program_leaves_a_beginning_of_its_changes() {
    let folder = scratch("kills");
    let mut random = Xoshiro256PlusPlus::seed_from_u64(6);
    let mut kept = 0;
    for kill in 0..KILLS {
        let mut child = program(&folder, kept + 1, 1_000_000);
        // Some are killed as they begin, most while they change.
        std::thread::sleep(Duration::from_millis(random.gen_range(0..250)));
        child.kill().expect("it is ours");
        child.wait().expect("it has ended");
        let count = checked(&folder);
        assert!(count >= kept, "kill {kill}: {count} changes are kept, there were {kept}");
        kept = count;
    }
    assert!(kept > 0, "the programs were killed before they did anything");
    // And it goes on, with nothing left over.
    let done = program(&folder, kept + 1, 3).wait().expect("it ends");
    assert!(done.success());
    assert_eq!(checked(&folder), kept + 3);
    assert!(!folder.join("tmp").exists() && !folder.join("workspace.journal").exists());
}

#[test]
fn two_programs_at_once_lose_no_change() {
    let folder = scratch("two");
    let count = 25;
    for mut child in [1_000, 2_000].map(|first| program(&folder, first, count)) {
        assert!(child.wait().expect("it ends").success());
    }
    let found = FolderStore::new(&folder).read().expect("it is whole");
    assert_eq!(found.head.revision, u64::from(2 * count));
    for first in [1_000, 2_000] {
        for number in first..first + count {
            assert!(found.runs.contains_key(&run_id(number)), "run {number}");
        }
    }
    let numbers: Vec<u64> = found.audit.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=u64::from(2 * count)).collect::<Vec<_>>());
}
