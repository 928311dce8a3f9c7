//! How the severity of an alert is written.

use crate::monitor::AlertSeverity;

/// A shape beside the word, so that colour is not needed.
pub(super) fn severity_symbol(severity: AlertSeverity) -> &'static str {
    match severity {
        AlertSeverity::Info => "○",
        AlertSeverity::Warning => "△",
        AlertSeverity::Critical => "▲",
    }
}
