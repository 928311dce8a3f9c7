//! The browser's database in a real browser: what is put comes back, what is cleared is gone.
//!
//! Run by `cargo xtask test` through `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]

use evenkeel::store::database::Database;
use evenkeel::store::{LoggedBatch, PredictionBatch, StoredModel};
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
