//! How bad something looks, by what was found.

use super::document::Tone;
use super::words::health::Health;
use crate::drift::Severity;
use crate::lifecycle::{Decision, DecisionOutcome};
use crate::monitor::AlertSeverity;

/// Of drift.
pub(super) fn of_severity(severity: Severity) -> Tone {
    match severity {
        Severity::None => Tone::Stable,
        Severity::Warning => Tone::Warning,
        Severity::Critical => Tone::Critical,
    }
}

/// Of an alert.
pub(super) fn of_alert(severity: AlertSeverity) -> Tone {
    match severity {
        AlertSeverity::Info => Tone::Plain,
        AlertSeverity::Warning => Tone::Warning,
        AlertSeverity::Critical => Tone::Critical,
    }
}

/// Of a watched model.
pub(super) fn of_health(health: Health) -> Tone {
    match health {
        Health::Good => Tone::Stable,
        Health::Warning => Tone::Warning,
        Health::Critical => Tone::Critical,
    }
}

/// Of a decision: by the worst alert that is open, and by whether something is missing.
pub(super) fn of_decision(decision: &Decision) -> Tone {
    match (decision.severity, decision.outcome) {
        (Some(AlertSeverity::Critical), _) => Tone::Critical,
        (Some(AlertSeverity::Warning), _) | (_, DecisionOutcome::Deferred) => Tone::Warning,
        _ => Tone::Stable,
    }
}
