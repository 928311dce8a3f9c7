//! The browser's database in a real browser: what is put comes back, what is cleared is gone.
//!
//! Run by `cargo xtask test` through `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]

use evenkeel::monitor::AlertState;
use evenkeel::store::database::Database;
use evenkeel::store::{LoggedBatch, PredictionBatch, StoredAlertState, StoredModel, StoredMonitorPolicy};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn batch(model: &str, rows: u64) -> PredictionBatch {
    PredictionBatch {
        id: None,
        time: "2026-01-31T09:30:00.000Z".to_owned(),
        model: model.to_owned(),
        header: "time,model,age,label\n".to_owned(),
        rows,
        body: vec![0, 10, 200, 255],
    }
}

#[wasm_bindgen_test]
async fn batches_come_back_in_their_order_and_can_be_cleared() {
    let database = Database::open_named("evenkeel-test-batches").await.unwrap();
    database.clear::<PredictionBatch>().await.unwrap();
    let first = database.put(&batch("tree 1", 1)).await.unwrap();
    let second = database.put(&batch("tree 2", 7)).await.unwrap();
    assert!(second > first);
    let all: Vec<LoggedBatch> = database.all().await.unwrap();
    assert_eq!(all.iter().map(|batch| (batch.id, batch.rows)).collect::<Vec<_>>(), [(first, 1), (second, 7)]);
    let found: PredictionBatch = database.get(second).await.unwrap().unwrap();
    assert_eq!(found, PredictionBatch { id: Some(second), ..batch("tree 2", 7) });
    database.clear::<PredictionBatch>().await.unwrap();
    assert_eq!(database.all::<LoggedBatch>().await.unwrap(), []);
    assert_eq!(database.get::<PredictionBatch>(second).await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn models_survive_the_database_being_opened_again() {
    const NAME: &str = "evenkeel-test-models";
    let model = StoredModel {
        id: None,
        name: "boosting 2".to_owned(),
        build: "0.1.0".to_owned(),
        card: vec![1, 2, 3],
        file: b"{}".to_vec(),
    };
    let database = Database::open_named(NAME).await.unwrap();
    database.clear::<StoredModel>().await.unwrap();
    let id = database.put(&model).await.unwrap();
    // In place of itself, under the same key.
    let renamed = StoredModel { id: Some(id), name: "best".to_owned(), ..model };
    assert_eq!(database.put(&renamed).await.unwrap(), id);
    drop(database);
    let again = Database::open_named(NAME).await.unwrap();
    assert_eq!(again.all::<StoredModel>().await.unwrap(), [renamed]);
    again.delete::<StoredModel>(id).await.unwrap();
    assert_eq!(again.all::<StoredModel>().await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn what_was_made_of_an_alert_is_kept_once() {
    let database = Database::open_named("evenkeel-test-alerts").await.unwrap();
    database.clear::<StoredAlertState>().await.unwrap();
    let alert = |key: &str, state| StoredAlertState { key: key.to_owned(), state };
    let first = database.put(&alert("Accuracy/accuracy/2024-03", AlertState::Acknowledged)).await.unwrap();
    let again = database.put(&alert("Accuracy/accuracy/2024-03", AlertState::Resolved)).await.unwrap();
    assert_eq!(first, again, "the same alert has the same key");
    database.put(&alert("Accuracy/accuracy/2024-04", AlertState::Acknowledged)).await.unwrap();
    let mut all: Vec<StoredAlertState> = database.all().await.unwrap();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(
        all,
        [
            alert("Accuracy/accuracy/2024-03", AlertState::Resolved),
            alert("Accuracy/accuracy/2024-04", AlertState::Acknowledged)
        ]
    );
    database.delete::<StoredAlertState>(first).await.unwrap();
    assert_eq!(database.all::<StoredAlertState>().await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn there_is_one_policy_of_watching() {
    let database = Database::open_named("evenkeel-test-policies").await.unwrap();
    database.clear::<StoredMonitorPolicy>().await.unwrap();
    for text in ["format_version = 1\n", "format_version = 1\n[monitor]\n"] {
        database.put(&StoredMonitorPolicy { text: text.to_owned() }).await.unwrap();
    }
    let all: Vec<StoredMonitorPolicy> = database.all().await.unwrap();
    assert_eq!(all, [StoredMonitorPolicy { text: "format_version = 1\n[monitor]\n".to_owned() }]);
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_version_keeps_its_models() {
    // A name of its own at every run: a database that is there already is of the newest version.
    let name = format!("evenkeel-test-upgrade-{}", js_sys::Date::now());
    let model = StoredModel { name: "forest 1".to_owned(), file: b"{}".to_vec(), ..StoredModel::default() };
    let before = Database::open_version(&name, 1).await.unwrap();
    let id = before.put(&model).await.unwrap();
    assert!(before.all::<StoredAlertState>().await.is_err(), "version 1 knows no alerts");
    let after = Database::open_named(&name).await.unwrap();
    assert_eq!(after.all::<StoredModel>().await.unwrap(), [StoredModel { id: Some(id), ..model }]);
    assert_eq!(after.all::<StoredAlertState>().await.unwrap(), []);
}
