//! Readers and writers of our files: the JSON report, the saved profile, the policy.
//!
//! Formats are stable and versioned; a newer version than this build knows is refused.

mod alert_words;
mod any_model;
mod check_column;
mod check_command;
mod check_comparison;
mod check_csv;
mod check_json;
mod check_markdown;
mod check_openmetrics;
mod check_policy;
mod check_relations;
mod check_sections;
mod compare_checks;
mod comparison_json;
mod comparison_notes;
mod comparison_sections;
pub mod document;
mod drift_status;
mod error;
mod evaluation_blocks;
mod evidently;
mod exposition;
mod full_report;
mod judged_columns;
mod kept_report;
mod metrics_json;
mod mlflow;
mod model_card;
mod model_file;
mod monitor_file;
mod monitor_json;
mod monitor_text;
mod openmetrics;
mod policy_file;
mod policy_text;
mod profile_file;
mod python;
mod read_check;
mod report_html;
mod retrain_file;
mod retrain_text;
mod scored;
mod spelling;
#[cfg(test)]
mod timeline_tests;
mod tones;
mod turn_sections;
mod watched_sections;
mod webhook;
pub mod words;

pub use any_model::AnyModel;
pub use check_command::{CheckCommand, check_command, shell_quoted};
pub use check_comparison::{ChangeKind, CheckComparison, ColumnChange, ColumnState, ComparedCheck};
pub use check_csv::check_csv;
pub use check_json::{CHECK_FORMAT, CHECK_FORMAT_VERSION, check_json, check_json_with, check_schema};
pub use check_markdown::check_markdown;
pub use check_openmetrics::check_openmetrics;
pub use check_sections::check_sections;
pub use compare_checks::{KeptCheck, compare_checks};
pub use comparison_json::{COMPARISON_FORMAT, COMPARISON_FORMAT_VERSION, comparison_json};
pub use comparison_sections::{comparison_document, comparison_sections};
pub use drift_status::{DRIFT_STATUS_FORMAT, DRIFT_STATUS_FORMAT_VERSION, drift_status, drift_status_schema};
pub use error::ReportError;
pub use evidently::{evidently_legacy, evidently_snapshot};
pub use exposition::is_free_label;
pub use full_report::{CheckPart, Fingerprint, FullReport, Reproduce, TurnPart, WatchedPart};
pub use kept_report::kept_report;
pub use metrics_json::metrics_json;
pub use mlflow::{ExportedFile, mlflow_files};
pub use model_card::{ModelCardFacts, model_card, model_card_sections};
pub use model_file::{
    MODEL_FORMAT, MODEL_FORMAT_VERSION, ModelFile, ModelMetrics, TrainingRecord, read_model, write_model,
};
pub use monitor_json::{MONITOR_FORMAT, MONITOR_FORMAT_VERSION, monitor_json, monitor_schema};
pub use openmetrics::openmetrics;
pub use policy_file::{
    POLICY_FILE, POLICY_FORMAT_VERSION, PolicyFile, read_monitor_policy, read_policies, read_policy,
    read_retrain_policy,
};
pub use policy_text::{write_policies, write_policy};
pub use profile_file::{
    PROFILE_FORMAT, PROFILE_FORMAT_VERSION, is_profile, read_profile, write_profile, write_profile_with_rows,
};
pub use read_check::{ReadCheck, ReadColumn, ReadSide, read_check};
pub use report_html::{fingerprint_section, report_document, report_html, reproduce_section};
pub use scored::{LogRecords, LogWriter, ScoredWriter, log_header};
pub use turn_sections::turn_sections;
pub use watched_sections::watched_sections;
pub use webhook::{ALERTS_FORMAT, ALERTS_FORMAT_VERSION, AlertMessage};
