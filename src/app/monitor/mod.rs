//! The Monitor tab: what moved, alerts, detectors, and where alerts go.

#[cfg(target_arch = "wasm32")]
pub mod alert_log;
pub mod alert_rows;
#[cfg(target_arch = "wasm32")]
pub mod entry_field;
#[cfg(target_arch = "wasm32")]
pub mod limits_table;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod rule_row;
#[cfg(target_arch = "wasm32")]
pub mod rules;
pub mod rules_words;
#[cfg(target_arch = "wasm32")]
pub mod tuning;
pub mod tuning_words;
