//! What a retraining needs: labels, and windows since the last one. A need of 0 is none.

use super::check::Told;
use super::decide_triggers::windows_since;
use super::decide_words::plural;
use super::{Check, LoopFacts, RetrainNeeds};

/// Identifier of the need of labelled rows in all.
pub(super) const MIN_ROWS: &str = "min_rows";

/// The needs of labels: in all first, then class by class.
pub(super) fn label_needs(facts: &LoopFacts<'_>, needs: &RetrainNeeds) -> Vec<Told> {
    let total = (needs.min_rows > 0).then(|| total(facts, needs));
    let want = needs.min_rows_per_class;
    let classes = if want == 0 { Vec::new() } else { classes(facts) };
    let unknown = (want > 0 && classes.is_empty()).then(|| {
        let words = format!("no class is known, {want} labelled rows of each are needed");
        Told {
            short: format!("0 of {want} labels of any class"),
            check: counted("min_rows_per_class".to_owned(), 0, want, words),
        }
    });
    let of_class = |name: &str| {
        let have = facts.labelled.of_class(name);
        Told {
            short: format!("{have} of {want} labels of {name}"),
            check: counted(
                format!("min_rows_per_class:{name}"),
                have,
                want,
                format!("{have} of {want} labelled rows of class {name}"),
            ),
        }
    };
    total.into_iter().chain(unknown).chain(classes.into_iter().map(of_class)).collect()
}

/// Whether the cool-down is over; `None` where the policy has none.
pub(super) fn cool_down(facts: &LoopFacts<'_>, needs: &RetrainNeeds) -> Option<Check> {
    let want = u64::from(needs.cool_down);
    if want == 0 {
        return None;
    }
    let id = "cool_down".to_owned();
    if facts.last_training.is_none() {
        let words =
            format!("no training is known, so there is none to wait {} after", plural(want as f64, "window"));
        return Some(Check { id, holds: true, have: None, want: Some(want as f64), words });
    }
    let have = facts.windows_since_training();
    let excused = facts.by_hand && have < want;
    let words =
        windows_since(have, want) + if excused { ", which by hand need not be waited for" } else { "" };
    Some(Check { holds: have >= want || excused, ..counted(id, have, want, words) })
}

fn total(facts: &LoopFacts<'_>, needs: &RetrainNeeds) -> Told {
    let (have, want) = (facts.labelled.total, needs.min_rows);
    let age = needs.max_age_days.filter(|_| facts.labelled.too_old > 0);
    let old =
        age.map(|age| format!("; {} more are older than {}", facts.labelled.too_old, plural(age, "day")));
    let words = format!("{have} of {want} labelled rows{}", old.unwrap_or_default());
    Told { short: format!("{have} of {want} labels"), check: counted(MIN_ROWS.to_owned(), have, want, words) }
}

/// The classes of the history; those of the labels where it has none.
fn classes<'a>(facts: &'a LoopFacts<'_>) -> Vec<&'a str> {
    let of_history = &facts.timeline.classes;
    if of_history.is_empty() {
        facts.labelled.per_class.iter().map(|class| class.name.as_str()).collect()
    } else {
        of_history.iter().map(String::as_str).collect()
    }
}

fn counted(id: String, have: u64, want: u64, words: String) -> Check {
    Check { id, holds: have >= want, have: Some(have as f64), want: Some(want as f64), words }
}
