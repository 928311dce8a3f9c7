//! What holds of a workspace in the browser, wherever it is opened.

use evenkeel::lifecycle::{Change, KeyedRecord, Workspace, digest};
use evenkeel::store::browser_workspace::{BrowserWorkspace, LARGE};
use evenkeel::store::database::Database;
use evenkeel::store::{StoreError, StoredAlertState, StoredModel, WorkspaceStore};
use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{FileSystemDirectoryHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions};

use super::records::{decision, entry, model, noise, put, put_with, run, version};

/// A name of its own at every run: what an earlier one left is not found.
fn fresh(name: &str) -> String {
    format!("evenkeel-test-{name}-{}-{}", js_sys::Date::now(), js_sys::Math::random())
}

async fn opened(name: &str) -> BrowserWorkspace {
    BrowserWorkspace::open_named(name).await.unwrap()
}

fn deleted(key: &str) -> KeyedRecord {
    KeyedRecord { key: key.to_owned(), record: None }
}

#[wasm_bindgen_test]
async fn what_is_committed_is_there_when_it_is_opened_again() {
    let name = fresh("round-trip");
    let store = opened(&name).await;
    assert_eq!(store.load().await.unwrap(), Workspace::default());
    let file: &[u8] = b"{\"model\":1}";
    let policy = evenkeel::lifecycle::Record::Policy("[retrain]\n".to_owned());
    let records = vec![
        run("r1", &[file]),
        model("loan/ü", 1),
        version("loan/ü", 1, "r1", file),
        decision(1),
        decision(2),
        entry(1, "first"),
        entry(2, "second"),
        policy,
    ];
    let (change, bytes) = put_with(0, records, &[file]);
    store.commit(&change, &bytes).await.unwrap();
    drop(store);

    let again = opened(&name).await;
    let workspace = again.load().await.unwrap();
    assert_eq!(workspace.head.revision, 1);
    assert_eq!(workspace.runs["r1"].metrics["test_roc_auc"], 0.1 + 0.2, "to the last bit");
    assert_eq!(workspace.runs["r1"].seed, u64::MAX);
    assert_eq!(workspace.runs["r1"].tags["é/🐚"], "a\nb");
    assert_eq!(workspace.models["loan/ü"].champion(), Some(1));
    assert_eq!(workspace.versions[&("loan/ü".to_owned(), 1)].file.digest, digest(file));
    assert_eq!(workspace.decisions.iter().map(|kept| kept.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(workspace.audit.iter().map(|kept| &*kept.words).collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!(workspace.policy.as_deref(), Some("[retrain]\n"));
    assert_eq!(again.artifact(&digest(file)).await.unwrap().as_deref(), Some(file));
    assert_eq!(again.artifact(&digest(b"another")).await.unwrap(), None);

    let change = Change { records: vec![deleted("policy")], ..put(1, vec![entry(3, "third")]) };
    again.commit(&Change { expects: 1, ..change }, &[]).await.unwrap();
    let now = again.load().await.unwrap();
    assert_eq!((now.head.revision, now.policy), (2, None));
    assert_eq!(now.runs, workspace.runs);
}

#[wasm_bindgen_test]
async fn of_two_changes_planned_on_one_revision_the_second_is_refused() {
    let name = fresh("conflict");
    let (one, other) = (opened(&name).await, opened(&name).await);
    one.commit(&put(0, vec![entry(1, "one")]), &[]).await.unwrap();
    let late = put_with(0, vec![entry(1, "other"), run("r", &[b"x"])], &[b"x"]);
    assert_eq!(other.commit(&late.0, &late.1).await, Err(StoreError::Conflict));
    let now = other.load().await.unwrap();
    assert_eq!((now.head.revision, &*now.audit[0].words, now.runs.len()), (1, "one", 0));
    assert_eq!(other.artifact(&digest(b"x")).await.unwrap(), None);
    other.commit(&put(1, vec![entry(2, "other")]), &[]).await.unwrap();
    assert_eq!(one.load().await.unwrap().audit.len(), 2);
}

/// Adds entries, each planned on what is there, and again where another came first.
async fn add_entries(name: String, who: usize, entries: u64) -> Result<JsValue, JsValue> {
    let store = opened(&name).await;
    for round in 0..entries {
        loop {
            let now = store.load().await.unwrap();
            let words = format!("{who} {round}");
            // Some with large files, which take the lock.
            let large = noise(LARGE, 1 + 100 * who as u64 + round);
            let mut records = vec![entry(now.audit.len() as u64 + 1, &words)];
            let artifacts: &[&[u8]] = if round % 3 == 0 { &[&large] } else { &[] };
            records.push(run(&words, artifacts));
            let (change, bytes) = put_with(now.head.revision, records, artifacts);
            match store.commit(&change, &bytes).await {
                Ok(()) => break,
                Err(StoreError::Conflict) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
    Ok(JsValue::UNDEFINED)
}

#[wasm_bindgen_test]
async fn many_at_once_lose_no_change() {
    const WRITERS: usize = 4;
    const ENTRIES: u64 = 6;
    let name = fresh("at-once");
    let all: Array =
        (0..WRITERS).map(|who| future_to_promise(add_entries(name.clone(), who, ENTRIES))).collect();
    JsFuture::from(Promise::all(&all)).await.unwrap();
    let store = opened(&name).await;
    let now = store.load().await.unwrap();
    assert_eq!(now.head.revision, WRITERS as u64 * ENTRIES, "one revision a change");
    let numbers: Vec<u64> = now.audit.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=WRITERS as u64 * ENTRIES).collect::<Vec<_>>(), "no number twice, no gap");
    for who in 0..WRITERS {
        let own = now.audit.iter().filter(|entry| entry.words.starts_with(&format!("{who} ")));
        let rounds: Vec<String> = own.map(|entry| entry.words.clone()).collect();
        assert_eq!(rounds, (0..ENTRIES).map(|round| format!("{who} {round}")).collect::<Vec<_>>());
    }
    let mut files = 0;
    for artifact in now.runs.values().flat_map(|run| &run.artifacts) {
        assert!(store.artifact(&artifact.digest).await.unwrap().is_some(), "{}", artifact.digest);
        files += 1;
    }
    assert_eq!((files, store.files().await.len()), (WRITERS * 2, WRITERS * 2), "rounds 0 and 3");
}

#[wasm_bindgen_test]
async fn a_commit_that_breaks_off_leaves_what_was_there() {
    let name = fresh("broken-off");
    let (old_small, old_large) = (noise(10, 1), noise(LARGE, 2));
    let store = opened(&name).await;
    let (change, bytes) = put_with(0, vec![run("old", &[&old_small, &old_large])], &[&old_small, &old_large]);
    store.commit(&change, &bytes).await.unwrap();
    let before = store.load().await.unwrap();

    let (small, large) = (noise(10, 3), noise(LARGE + 1, 4));
    let (put, bytes) = put_with(1, vec![run("new", &[&small, &large]), entry(1, "new")], &[&small, &large]);
    let mut records = put.records.clone();
    records.push(deleted("runs/old"));
    let change = Change { records, ..put };
    let mut broken = 0;
    loop {
        let outcome = opened(&name).await.broken_off_at(broken).commit(&change, &bytes).await;
        if outcome.is_ok() {
            break;
        }
        assert_eq!(store.load().await.unwrap(), before, "after step {broken}");
        for kept in [&old_small, &old_large] {
            assert_eq!(store.artifact(&digest(kept)).await.unwrap().as_ref(), Some(kept));
        }
        for new in [&small, &large] {
            assert_eq!(store.artifact(&digest(new)).await.unwrap(), None);
        }
        assert_eq!(store.files().await, [digest(&old_large)], "no file is left of step {broken}");
        broken += 1;
    }
    // Two artifacts, three records, the artifacts that are dropped, the head, and after it.
    assert_eq!(broken, 8);
    let after = store.load().await.unwrap();
    assert_eq!((after.head.revision, after.runs.len(), after.audit.len()), (2, 1, 1));
    assert_eq!(store.artifact(&digest(&large)).await.unwrap(), Some(large.clone()));
    assert_eq!(store.artifact(&digest(&small)).await.unwrap(), Some(small));
    assert_eq!(store.artifact(&digest(&old_large)).await.unwrap(), None, "no run names it");
    assert_eq!(store.artifact(&digest(&old_small)).await.unwrap(), None, "no run names it");
    assert_eq!(store.files().await, [digest(&large)]);
}

#[wasm_bindgen_test]
async fn artifacts_of_a_mebibyte_and_more_are_files() {
    let store = opened(&fresh("artifacts")).await;
    let (small, large) = (noise(LARGE - 1, 5), noise(LARGE, 6));
    let records = vec![run("r", &[&small, &large, &[]]), run("same", &[&large])];
    let (change, bytes) = put_with(0, records, &[&small, &large, &[]]);
    store.commit(&change, &bytes).await.unwrap();
    assert_eq!(store.files().await, [digest(&large)]);
    for kept in [&small, &large, &Vec::new()] {
        assert_eq!(store.artifact(&digest(kept)).await.unwrap().as_ref(), Some(kept));
    }
    // One run is deleted, another still names the file.
    let change = Change { records: vec![deleted("runs/r")], ..put(1, Vec::new()) };
    store.commit(&change, &[]).await.unwrap();
    assert_eq!(store.artifact(&digest(&large)).await.unwrap(), Some(large.clone()));
    assert_eq!(store.artifact(&digest(&small)).await.unwrap(), None);
    let change = Change { records: vec![deleted("runs/same")], ..put(2, Vec::new()) };
    store.commit(&change, &[]).await.unwrap();
    assert_eq!(store.artifact(&digest(&large)).await.unwrap(), None);
    assert_eq!(store.files().await, Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn bytes_of_another_digest_are_not_given() {
    let store = opened(&fresh("damaged")).await;
    for (revision, bytes) in [(0, noise(9, 7)), (1, noise(LARGE, 8))] {
        let said = digest(&noise(9, 9 + revision));
        let change = Change { new_artifacts: vec![said.clone()], ..put(revision, Vec::new()) };
        store.commit(&change, &[bytes]).await.unwrap();
        let error = store.artifact(&said).await.unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { what, .. } if what.contains(&said)), "{error}");
    }
}

#[wasm_bindgen_test]
async fn an_artifact_without_its_bytes_is_refused() {
    let store = opened(&fresh("without")).await;
    let change = Change { new_artifacts: vec![digest(b"x")], ..put(0, vec![entry(1, "x")]) };
    assert!(store.commit(&change, &[]).await.is_err());
    assert_eq!(store.load().await.unwrap(), Workspace::default());
}

#[wasm_bindgen_test]
async fn what_a_killed_tab_left_is_swept_at_a_later_commit() {
    let name = fresh("swept");
    let store = opened(&name).await;
    let large = noise(LARGE, 12);
    leave_file(&name, "half", b"ha").await;
    // In place of what was left under the same digest, in part.
    leave_file(&name, &digest(&large), &large[..100]).await;
    store.commit(&put(0, vec![entry(1, "small")]), &[]).await.unwrap();
    assert_eq!(store.files().await.len(), 2, "a small commit touches no file");
    let (change, bytes) = put_with(1, vec![run("r", &[&large])], &[&large]);
    store.commit(&change, &bytes).await.unwrap();
    assert_eq!(store.files().await, [digest(&large)]);
    assert_eq!(store.artifact(&digest(&large)).await.unwrap(), Some(large));
}

/// Writes a file as a tab does that is killed before its transaction.
async fn leave_file(database: &str, name: &str, bytes: &[u8]) {
    let settled = |promise: Promise| async { JsFuture::from(promise).await.unwrap() };
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap();
    let storage: web_sys::StorageManager =
        Reflect::get(&navigator, &"storage".into()).unwrap().unchecked_into();
    let top: FileSystemDirectoryHandle = settled(storage.get_directory()).await.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    let folder = top.get_directory_handle_with_options(&format!("{database}-artifacts"), &options);
    let folder: FileSystemDirectoryHandle = settled(folder).await.unchecked_into();
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let file: web_sys::FileSystemFileHandle =
        settled(folder.get_file_handle_with_options(name, &options)).await.unchecked_into();
    let stream: web_sys::FileSystemWritableFileStream =
        settled(file.create_writable()).await.unchecked_into();
    settled(stream.write_with_u8_array(bytes).unwrap()).await;
    settled(stream.close()).await;
}

#[wasm_bindgen_test]
async fn a_workspace_of_a_later_version_is_neither_read_nor_changed() {
    let name = fresh("newer");
    let store = opened(&name).await;
    store.commit(&put(0, vec![entry(1, "first")]), &[]).await.unwrap();
    let head = "{\"format\": \"evenkeel.workspace\", \"format_version\": 3, \"revision\": 1}";
    store.put_text("head", head).await.unwrap();
    let newer = StoreError::NewerWorkspace { found: 3, known: 2 };
    assert_eq!(store.load().await, Err(newer.clone()));
    assert_eq!(store.commit(&put(1, vec![entry(2, "second")]), &[]).await, Err(newer));
    let head = head.replace("\"format_version\": 3", "\"format_version\": 1");
    store.put_text("head", &head).await.unwrap();
    let now = store.load().await.unwrap();
    assert_eq!((now.head.revision, now.audit.len()), (1, 1), "it was not touched");
}

#[wasm_bindgen_test]
async fn a_record_that_is_none_is_named() {
    let store = opened(&fresh("strange")).await;
    store.put_text("runs/r1", "{").await.unwrap();
    let error = store.load().await.unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { what, .. } if what.contains("runs/r1")), "{error}");
}

#[wasm_bindgen_test]
async fn a_database_of_an_earlier_version_keeps_what_is_in_it() {
    for from in [1, 2] {
        let name = fresh(&format!("from-{from}"));
        let model = StoredModel { name: "forest 1".to_owned(), file: b"{}".to_vec(), ..Default::default() };
        let alert = StoredAlertState { key: "Accuracy/accuracy/2024-03".to_owned(), ..Default::default() };
        let before = Database::open_version(&name, from).await.unwrap();
        let id = before.put(&model).await.unwrap();
        assert_eq!(before.put(&alert).await.is_ok(), from == 2, "version 1 knows no alerts");
        // Stays open as in another tab, and gives way.
        let store = opened(&name).await;
        store.commit(&put(0, vec![entry(1, "first")]), &[]).await.unwrap();
        let after = Database::open_named(&name).await.unwrap();
        assert_eq!(after.all::<StoredModel>().await.unwrap(), [StoredModel { id: Some(id), ..model }]);
        let alerts = after.all::<StoredAlertState>().await.unwrap();
        assert_eq!(alerts, if from == 2 { vec![alert] } else { Vec::new() });
        assert_eq!(store.load().await.unwrap().audit.len(), 1);
        assert!(before.all::<StoredModel>().await.is_err(), "the earlier page has to be reloaded");
    }
}
