//! Whether to retrain: every trigger, every need, and what follows from them.
//!
//! One trigger is enough, and all needs have to be met. Where nothing asks, or the last training is too
//! recent, the answer is no; where it is asked for and labels are missing, it is deferred. The same facts
//! and the same policy give the same decision.

use super::decide_needs::{MIN_ROWS, cool_down, label_needs};
use super::decide_triggers::triggers;
use super::{Decision, DecisionOutcome, LoopFacts, RetrainPolicy, WindowMark};

/// Decides, and says why.
///
/// | a trigger holds | the cool-down is over | labels are enough | outcome |
/// |---|---|---|---|
/// | no | – | – | [`No`](DecisionOutcome::No) |
/// | yes | no | – | [`No`](DecisionOutcome::No) |
/// | yes | yes | no | [`Deferred`](DecisionOutcome::Deferred) |
/// | yes | yes | yes | [`Retrain`](DecisionOutcome::Retrain) |
///
/// By hand is a trigger too, and one that no cool-down holds up. The decision is not yet recorded: its
/// number is 0, and it has no run.
pub fn decide(facts: &LoopFacts<'_>, policy: &RetrainPolicy) -> Decision {
    let triggers = triggers(facts, &policy.when);
    let labels = label_needs(facts, &policy.needs);
    let cool_down = cool_down(facts, &policy.needs);
    let asks = triggers.iter().find(|trigger| trigger.check.holds);
    let too_soon = cool_down.as_ref().filter(|check| !check.holds);
    let missing: Vec<&str> =
        labels.iter().filter(|need| !need.check.holds).map(|need| need.short.as_str()).collect();
    let (outcome, headline) = match (asks, too_soon) {
        (None, _) => (DecisionOutcome::No, "nothing asks for a retraining".to_owned()),
        (Some(_), Some(check)) => (DecisionOutcome::No, format!("too soon: {}", check.words)),
        (Some(trigger), None) if missing.is_empty() => {
            let total = labels.iter().find(|need| need.check.id == MIN_ROWS);
            let labels = total.map(|need| format!("; {}", need.short)).unwrap_or_default();
            (DecisionOutcome::Retrain, format!("retrain: {}{labels}", trigger.short))
        }
        (Some(trigger), None) => {
            (DecisionOutcome::Deferred, format!("{}, {}", trigger.short, missing.join(", ")))
        }
    };
    Decision {
        number: 0,
        time_ms: facts.time_ms,
        model: facts.model.to_owned(),
        outcome,
        by_hand: facts.by_hand,
        headline,
        severity: facts.open_alerts().map(|alert| alert.severity).max(),
        triggers: triggers.into_iter().map(|trigger| trigger.check).collect(),
        needs: labels.into_iter().map(|need| need.check).chain(cool_down).collect(),
        newest: facts.timeline.windows.last().map(WindowMark::of),
        alerts: facts.open_alerts().map(|alert| alert.message.clone()).collect(),
        run: None,
    }
}
