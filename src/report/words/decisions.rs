//! A decision about retraining in words.

use crate::lifecycle::{Check, Decision, DecisionOutcome, GateReport, Promotion};

/// A decision in one or two words.
pub fn outcome(outcome: DecisionOutcome) -> &'static str {
    match outcome {
        DecisionOutcome::No => "No retraining",
        DecisionOutcome::Deferred => "Deferred",
        DecisionOutcome::Retrain => "Retrained",
    }
}

/// A decision in one line: what was decided, and why.
pub fn headline(decision: &Decision) -> String {
    let told = decision.headline.strip_prefix("retrain: ").unwrap_or(&decision.headline);
    format!("{}: {told}", outcome(decision.outcome))
}

/// Whether a check holds, as a mark that is not colour alone and as a word.
pub fn mark(check: &Check) -> (&'static str, &'static str) {
    if check.holds { ("✓", "holds") } else { ("·", "does not hold") }
}

/// What became of a challenger.
pub fn fate(gate: &GateReport, promotion: Promotion, version: Option<u32>) -> String {
    let version = version.map_or_else(|| "It".to_owned(), |version| format!("Version {version}"));
    match (gate.passed, promotion) {
        (true, Promotion::Auto) => format!("{version} passed the gate and is the champion now."),
        (true, Promotion::Offer) => format!("{version} passed the gate and waits for you."),
        (false, _) => format!("{version} did not pass the gate; it is kept as rejected, with the evidence."),
    }
}

/// How many rows are still to be labelled, of a deferred decision.
pub fn missing_labels(decision: &Decision) -> Option<u64> {
    let short = |check: &Check| match (check.have, check.want) {
        (Some(have), Some(want)) if !check.holds && want > have => Some((want - have).ceil() as u64),
        _ => None,
    };
    decision.needs.iter().filter(|check| check.id.contains("rows")).filter_map(short).max()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn what_is_missing_is_counted() {
        assert_eq!(missing_labels(&decision(DecisionOutcome::Deferred)), Some(357));
        let mut met = decision(DecisionOutcome::Deferred);
        met.needs.remove(0);
        assert_eq!(missing_labels(&met), None);
    }
}
