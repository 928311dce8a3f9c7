//! The decision with every reason.

use super::checks::{Look, table};
use crate::lifecycle::{Decision, DecisionOutcome, Promotion};
use crate::report::document::{Block, Text, Tone};
use crate::report::words::gates::{NEED, TRIGGER, capital};
use crate::report::words::{decisions, format, times};
use crate::report::{TurnPart, tones};

/// Alerts that are listed without being opened.
const LISTED: usize = 10;

/// Blocks of the section.
pub(super) fn blocks(turn: &TurnPart<'_>) -> Vec<Block> {
    let decision = turn.decision;
    let mut blocks = vec![verdict(decision)];
    let mut facts = vec![("Model".to_owned(), Text::code(decision.model.clone()))];
    if decision.number > 0 {
        facts.push(("Decision".to_owned(), Text::from(decision.number.to_string())));
    }
    facts.push(("When".to_owned(), Text::from(times::minute(decision.time_ms))));
    facts.push((
        "Asked for".to_owned(),
        Text::from(if decision.by_hand { "by hand" } else { "by the policy" }),
    ));
    facts.extend(
        decision.newest.iter().map(|newest| ("Newest window".to_owned(), Text::from(newest.name.as_str()))),
    );
    facts.extend(decision.run.iter().map(|run| ("Run".to_owned(), Text::code(run.clone()))));
    facts.push(("A challenger that passes".to_owned(), Text::from(promotion(turn.policy.promotion))));
    blocks.push(Block::Facts(facts));
    let asks = Look { marks: TRIGGER, holds: Tone::Warning, fails: Tone::Plain };
    let met = Look { marks: NEED, holds: Tone::Stable, fails: Tone::Warning };
    blocks.extend(table("What asks for a retraining; one is enough", "Trigger", &decision.triggers, asks));
    blocks.extend(table("What a retraining needs; all of them", "Need", &decision.needs, met));
    blocks.extend(alerts(decision));
    blocks
}

fn verdict(decision: &Decision) -> Block {
    let told = decision.headline.strip_prefix("retrain: ").unwrap_or(&decision.headline);
    let missing =
        decisions::missing_labels(decision).filter(|_| decision.outcome == DecisionOutcome::Deferred);
    let missing = missing.map_or_else(String::new, |rows| {
        format!(" {} missing to retrain.", format::counted(rows, "labelled row is", "labelled rows are"))
    });
    Block::Verdict {
        tone: tones::of_decision(decision),
        headline: decisions::outcome(decision.outcome).to_owned(),
        facts: Text::sentence(&format!("{}.{missing}", capital(told))),
    }
}

/// Messages of the alerts that are open; where they are many, to be opened.
fn alerts(decision: &Decision) -> Option<Block> {
    let list = || Block::List(decision.alerts.iter().map(|alert| Text::sentence(alert)).collect());
    let count = format::counted(decision.alerts.len() as u64, "alert is open", "alerts are open");
    let title = format!("{count} in the newest window");
    match decision.alerts.len() {
        0 => None,
        n if n <= LISTED => Some(Block::Part { title, blocks: vec![list()] }),
        _ => Some(Block::Folded {
            id: None,
            summary: Text::from(title),
            badge: None,
            open: false,
            blocks: vec![list()],
        }),
    }
}

fn promotion(promotion: Promotion) -> &'static str {
    match promotion {
        Promotion::Offer => "waits for a person",
        Promotion::Auto => "becomes the champion",
    }
}
