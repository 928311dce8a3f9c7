//! What the loop says: of a decision, of what came of it, of the decisions before.

use crate::app::format;
use crate::lifecycle::{Decision, DecisionOutcome, Workspace};
use crate::monitor::AlertSeverity;
use crate::report::words::decisions::{mark, outcome};

/// The class of a decision's banner in the style sheet.
pub fn class(decision: &Decision) -> &'static str {
    match (decision.severity, decision.outcome) {
        (Some(AlertSeverity::Critical), _) => "is-critical",
        (Some(AlertSeverity::Warning), _) | (_, DecisionOutcome::Deferred) => "is-warning",
        _ => "is-stable",
    }
}

/// A line of the past decisions.
#[derive(Debug, Clone, PartialEq)]
pub struct PastDecision {
    /// Its number.
    pub number: u64,
    /// When, as ISO 8601 to the minute.
    pub time: String,
    /// What was decided.
    pub outcome: &'static str,
    /// The class of its mark.
    pub class: &'static str,
    /// In one line.
    pub headline: String,
    /// Why, line by line.
    pub reasons: Vec<String>,
}

/// The decisions about a model, the newest first.
pub fn past(workspace: &Workspace, model: &str, time: impl Fn(i64) -> String) -> Vec<PastDecision> {
    let of_model = workspace.decisions.iter().rev().filter(|decision| decision.model == model);
    let line = |decision: &Decision| PastDecision {
        number: decision.number,
        time: time(decision.time_ms),
        outcome: outcome(decision.outcome),
        class: class(decision),
        headline: decision.headline.strip_prefix("retrain: ").unwrap_or(&decision.headline).to_owned(),
        reasons: reasons(decision),
    };
    of_model.map(line).collect()
}

/// Triggers, needs and alerts in sentences.
fn reasons(decision: &Decision) -> Vec<String> {
    let checks = decision.triggers.iter().chain(&decision.needs);
    let checks = checks.map(|check| format!("{} {}", mark(check).0, check.words));
    checks.chain(decision.alerts.iter().map(|alert| format!("▲ {alert}"))).collect()
}

/// What of the page's files a turn will look at.
pub fn looked_at(reference: &str, current: &[String], labels: Option<&str>) -> String {
    let current = match current {
        [] => "no current file".to_owned(),
        [only] => only.clone(),
        [first, .., last] => {
            format!("{}, {first} to {last}", format::counted(current.len() as u64, "file", "files"))
        }
    };
    let labels = labels.map(|name| format!(" · labels {name}")).unwrap_or_default();
    format!("reference {reference} · {current}{labels}")
}

/// The command that does the same unattended.
pub fn command(model: &str, reference: &str, current: &[String], labels: Option<&str>) -> String {
    let quoted = |name: &str| {
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
        if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
    };
    let current: Vec<String> = current.iter().map(|name| quoted(name)).collect();
    let labels = labels.map(|name| format!(" --labels {}", quoted(name))).unwrap_or_default();
    format!(
        "evenkeel retrain --policy evenkeel.toml --workspace workspace --model {} --reference {} --current {}{labels}",
        quoted(model),
        quoted(reference),
        current.join(" "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::Check;

    fn decision(outcome: DecisionOutcome) -> Decision {
        let check = |id: &str, have: f64, want: f64| Check {
            id: id.to_owned(),
            holds: have >= want,
            have: Some(have),
            want: Some(want),
            words: format!("{have} of {want} labelled rows"),
        };
        Decision {
            number: 1,
            time_ms: 0,
            model: "loan".to_owned(),
            outcome,
            by_hand: false,
            headline: "143 of 500 labels".to_owned(),
            severity: None,
            triggers: Vec::new(),
            needs: vec![check("min_rows", 143.0, 500.0), check("min_rows_per_class", 60.0, 50.0)],
            newest: None,
            alerts: vec!["accuracy fell".to_owned()],
            run: None,
        }
    }

    #[test]
    fn past_decisions_are_those_of_the_model_the_newest_first() {
        let mut workspace = Workspace::default();
        for number in 1..=3 {
            let model = if number == 2 { "other" } else { "loan" }.to_owned();
            workspace.decisions.push(Decision { number, model, ..decision(DecisionOutcome::No) });
        }
        let found = past(&workspace, "loan", |ms| ms.to_string());
        assert_eq!(found.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(found[0].reasons.len(), 3);
        assert!(found[0].reasons[0].starts_with("· 143"), "{:?}", found[0].reasons);
    }

    #[test]
    fn the_command_quotes_what_a_shell_would_split() {
        let found =
            command("my loan", "r.csv", &["week 1.csv".to_owned(), "b.csv".to_owned()], Some("l.csv"));
        assert!(
            found
                .ends_with("--model 'my loan' --reference r.csv --current 'week 1.csv' b.csv --labels l.csv")
        );
    }
}
