//! The page's way to its database: opens it once, logs predictions, and says when it cannot.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::labels;
use crate::app::state::AppState;
use crate::store::database::Database;
use crate::store::{LoggedBatch, PredictionBatch, StoreError};
use crate::worker::model_tasks::LogBatch;

/// Handle to the database. `Copy`, like the state.
#[derive(Clone, Copy)]
pub struct Keeper {
    app: AppState,
    database: StoredValue<Option<Database>, LocalStorage>,
    /// The batches of the prediction log, without their rows, in the order they came.
    pub log: RwSignal<Vec<LoggedBatch>>,
}

impl Keeper {
    /// Opens the database and reads what is in the log.
    pub fn start(app: AppState) -> Self {
        let keeper = Self { app, database: StoredValue::new_local(None), log: RwSignal::new(Vec::new()) };
        spawn_local(async move {
            let read = async { keeper.database().await?.all::<LoggedBatch>().await };
            match read.await {
                Ok(mut kept) => keeper.log.update(|log| {
                    // What was logged while the database was read stays last.
                    kept.retain(|batch| log.iter().all(|newer| newer.id != batch.id));
                    kept.append(log);
                    *log = kept;
                }),
                // Said once there is something to keep.
                Err(StoreError::Unavailable) => {}
                Err(error) => keeper.failed("What was kept here before could not be read", &error),
            }
        });
        keeper
    }

    /// The handle that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// The database, opened at the first call.
    ///
    /// # Errors
    ///
    /// As [`Database::open`].
    pub async fn database(self) -> Result<Database, StoreError> {
        if let Some(open) = self.database.try_with_value(Clone::clone).flatten() {
            return Ok(open);
        }
        let open = Database::open().await?;
        self.database.try_set_value(Some(open.clone()));
        Ok(open)
    }

    /// Puts predictions into the log.
    pub fn log_predictions(self, model: String, time: String, made: LogBatch) {
        let batch =
            PredictionBatch { id: None, time, model, header: made.header, rows: made.rows, body: made.body };
        spawn_local(async move {
            let put = async { self.database().await?.put(&batch).await };
            match put.await {
                Ok(id) => {
                    let PredictionBatch { time, model, header, rows, .. } = batch;
                    self.log.update(|log| log.push(LoggedBatch { id, time, model, header, rows }));
                }
                Err(error) => self.failed("The predictions are not in the log", &error),
            }
        });
    }

    /// The batches with these keys, rows and all, in this order; those that are gone are left out.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn batches(self, ids: &[f64]) -> Result<Vec<PredictionBatch>, StoreError> {
        let database = self.database().await?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(database.get::<PredictionBatch>(*id).await?);
        }
        Ok(found)
    }

    /// Forgets all predictions.
    pub fn clear_log(self) {
        spawn_local(async move {
            let clear = async { self.database().await?.clear::<PredictionBatch>().await };
            match clear.await {
                Ok(()) => {
                    self.log.set(Vec::new());
                    self.app.announce("The prediction log is empty.");
                }
                Err(error) => self.failed("The prediction log could not be cleared", &error),
            }
        });
    }

    /// Says what could not be done and why; the page goes on without it.
    pub fn failed(self, what: &str, error: &StoreError) {
        self.app.notify(format!("{what}. {}", labels::sentence(&error.to_string())));
    }
}
