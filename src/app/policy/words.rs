//! A policy in words: those that page and report share, and those of the page's fields.

use crate::drift::{Method, Policy};

pub use crate::report::words::policy_words::{judged_by, judged_by_in_full, level, outcome, rule};

/// How many kinds and columns have rules of their own.
pub fn overrides(policy: &Policy) -> usize {
    policy.kind_rules.len() + policy.column_rules.len()
}

/// The line of a method where no rule sets one, as a hint in an empty field.
pub fn default_line(method: Option<Method>) -> String {
    match method.map(Method::threshold) {
        Some(Some(line)) => format!("{line}"),
        Some(None) => "none".to_owned(),
        None => "by preset".to_owned(),
    }
}
