//! The audit log and the decisions as rows.

use super::table::{TextColumn, TextRow, numbers, words};
use crate::lifecycle::{AuditEntry, Decision, DecisionOutcome, Workspace};
use crate::report::words::gates::capital;
use crate::report::words::times;

/// Columns of [`audit_rows`].
pub const AUDIT: [TextColumn; 5] =
    [numbers("number"), words("when"), words("who"), words("to what"), words("what was done")];

/// Entries that hold every word of `query`, the newest first.
pub fn audit_rows(workspace: &Workspace, query: &str) -> Vec<TextRow> {
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let passes = |entry: &&AuditEntry| {
        let text =
            format!("{} {} {} {}", entry.actor, entry.action, entry.subject, entry.words).to_lowercase();
        wanted.iter().all(|word| text.contains(word))
    };
    let row = |entry: &AuditEntry| {
        TextRow::new(
            entry.number.to_string(),
            [
                entry.number.to_string(),
                times::minute(entry.time_ms),
                entry.actor.clone(),
                entry.subject.clone(),
                capital(&entry.words),
            ],
        )
    };
    workspace.audit.iter().rev().filter(passes).map(row).collect()
}

/// What was decided, as mark and word.
pub fn outcome(outcome: DecisionOutcome) -> &'static str {
    match outcome {
        DecisionOutcome::No => "○ no retraining",
        DecisionOutcome::Deferred => "◐ deferred",
        DecisionOutcome::Retrain => "● retrained",
    }
}

/// A decision in one line.
pub fn decision_line(decision: &Decision) -> String {
    let by_hand = if decision.by_hand { ", asked for by hand" } else { "" };
    format!(
        "{} · {} · {}{by_hand}: {}",
        times::minute(decision.time_ms),
        decision.model,
        outcome(decision.outcome),
        decision.headline
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entry_stands_first_and_words_narrow_the_log() {
        let entry = |number, words: &str| AuditEntry {
            number,
            actor: "page".to_owned(),
            action: "promote".to_owned(),
            subject: "loan version 3".to_owned(),
            words: words.to_owned(),
            ..AuditEntry::default()
        };
        let audit = vec![entry(1, "version 1 of `loan` was made"), entry(2, "version 3 became the champion")];
        let workspace = Workspace { audit, ..Workspace::default() };
        let keys = |query| audit_rows(&workspace, query).into_iter().map(|row| row.key).collect::<Vec<_>>();
        assert_eq!(keys(""), ["2", "1"]);
        assert_eq!(keys("LOAN champion"), ["2"]);
        assert!(keys("deleted").is_empty());
        assert_eq!(audit_rows(&workspace, "made")[0].cells[4].text, "Version 1 of `loan` was made");
    }

    #[test]
    fn a_decision_says_what_of_what_and_why() {
        let decision = Decision {
            number: 4,
            time_ms: 0,
            model: "loan".to_owned(),
            outcome: DecisionOutcome::Deferred,
            by_hand: true,
            headline: "143 of 500 labels".to_owned(),
            severity: None,
            triggers: Vec::new(),
            needs: Vec::new(),
            newest: None,
            alerts: Vec::new(),
            run: None,
        };
        assert_eq!(
            decision_line(&decision).replace('\u{a0}', " "),
            "1970-01-01 00:00 UTC · loan · ◐ deferred, asked for by hand: 143 of 500 labels"
        );
    }
}
