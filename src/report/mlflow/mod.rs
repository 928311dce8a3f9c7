//! A workspace as files that MLflow 3 opens: its file store, `mlruns/`, described in `docs/mlflow.md`.
//!
//! Runs, their data, models and the registry are written as MLflow's own file store has them, so that
//! `mlflow` opens the folder, or takes it over into a database. All locations are relative to the
//! folder that holds `mlruns/`.
//!
//! # Source
//!
//! `mlflow/store/tracking/file_store.py`, `mlflow/store/model_registry/file_store.py` and
//! `mlflow/store/fs2db` of MLflow 3.18.0. `scripts/check_mlflow.py` opens an export with MLflow.

mod files;
mod model_folder;
mod names;
mod registry;
mod runs;
mod yaml;

pub use files::{ExportedFile, mlflow_files};
