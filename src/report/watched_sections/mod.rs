//! What a report tells of data and model over time: the state in words, alerts, kinds of drift, charts,
//! windows.

mod alert_log;
mod charts;
mod kinds;
mod sections;
mod windows;

pub use sections::watched_sections;
