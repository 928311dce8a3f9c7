//! What asks for a retraining: every trigger of the policy, whether it holds or not.

use super::check::Told;
use super::decide_words::{beside, days_passed, plural};
use super::{Check, LoopFacts, RetrainWhen, SeriesLine};

/// Milliseconds of a day.
const DAY_MS: f64 = 86_400_000.0;

/// The triggers, in the order in which the headline takes the first that holds.
pub(super) fn triggers(facts: &LoopFacts<'_>, when: &RetrainWhen) -> Vec<Told> {
    let by_hand = facts.by_hand.then(|| Told {
        short: "asked for by hand".to_owned(),
        check: Check {
            id: "by_hand".to_owned(),
            holds: true,
            words: "it is asked for by hand".to_owned(),
            ..Check::default()
        },
    });
    let lines = when.lines.iter().map(|line| beyond_line(facts, line));
    by_hand
        .into_iter()
        .chain(severity(facts, when))
        .chain(open_alerts(facts, when))
        .chain(lines)
        .chain(windows(facts, when))
        .chain(schedule(facts, when))
        .collect()
}

fn severity(facts: &LoopFacts<'_>, when: &RetrainWhen) -> Option<Told> {
    let want = when.severity?;
    let worst = facts.open_alerts().map(|alert| alert.severity).max();
    let found =
        worst.map_or("no alert is open".to_owned(), |worst| format!("the worst open alert is {worst}"));
    Some(Told {
        short: worst.map_or_else(String::new, |worst| format!("{worst} drift")),
        check: Check {
            id: "severity".to_owned(),
            holds: worst.is_some_and(|worst| worst >= want),
            words: format!("{found}, from {want} on it asks for a retraining"),
            ..Check::default()
        },
    })
}

fn open_alerts(facts: &LoopFacts<'_>, when: &RetrainWhen) -> Option<Told> {
    let want = u64::from(when.alerts?);
    let have = facts.open_alerts().count() as u64;
    Some(Told {
        short: format!("{have} of {} open", plural(want as f64, "alert")),
        check: Check {
            id: "alerts".to_owned(),
            holds: have >= want,
            have: Some(have as f64),
            want: Some(want as f64),
            words: format!("{have} of {} open", plural(want as f64, "alert")),
        },
    })
}

/// Holds the newest value of a series against its line. Labels come late, so this is the newest window
/// that has one, and not always the newest of all. Of a line with both sides, which no valid policy has,
/// the lower one.
fn beyond_line(facts: &LoopFacts<'_>, line: &SeriesLine) -> Told {
    let series = facts.timeline.series(&line.series);
    let newest = series.and_then(|series| {
        let values = series.points.iter().zip(&facts.timeline.windows).enumerate().rev();
        values
            .filter_map(|(place, (point, window))| Some((place, point.value?, window)))
            .find(|(_, value, _)| !value.is_nan())
    });
    let want = line.below.or(line.above);
    let is_below = line.below.is_some();
    let side = if is_below { "below" } else { "above" };
    let id = format!("line:{}", line.series);
    let name = &line.series;
    let without = |words: String| Told {
        short: words.clone(),
        check: Check { id: id.clone(), holds: false, have: None, want, words },
    };
    let Some(want) = want else { return without(format!("{name} has no line to be held against")) };
    if series.is_none() {
        return without(format!("there is no series {name}, to be {side} {want}"));
    }
    let Some((place, value, window)) = newest else {
        return without(format!("{name} has no value yet, to be {side} {want}"));
    };
    let holds = if is_below { value < want } else { value > want };
    let not = if holds { "" } else { "not " };
    let told = beside(value, want);
    let short = format!("{name} {} is {not}{side} {}", told.value, told.line);
    let last = place + 1 == facts.timeline.windows.len();
    let place =
        if last { String::new() } else { format!(" in {}, the newest window with a value", window.name) };
    Told {
        check: Check { id, holds, have: Some(value), want: Some(want), words: format!("{short}{place}") },
        short,
    }
}

fn windows(facts: &LoopFacts<'_>, when: &RetrainWhen) -> Option<Told> {
    let want = u64::from(when.every_windows?);
    let have = facts.windows_since_training();
    let words = match facts.last_training {
        Some(_) => windows_since(have, want),
        None => format!("{have} of {}, no training is known", plural(want as f64, "window")),
    };
    Some(Told {
        short: words.clone(),
        check: Check {
            id: "every_windows".to_owned(),
            holds: have >= want,
            have: Some(have as f64),
            want: Some(want as f64),
            words,
        },
    })
}

/// `1 of 3 windows since the last training`.
pub(super) fn windows_since(have: u64, want: u64) -> String {
    format!("{have} of {} since the last training", plural(want as f64, "window"))
}

/// Without a training that is known the schedule is due.
fn schedule(facts: &LoopFacts<'_>, when: &RetrainWhen) -> Option<Told> {
    let want = when.every_days?;
    let passed = facts.last_training.as_ref().map(|training| {
        let passed = facts.time_ms.saturating_sub(training.time_ms);
        (passed as f64 / DAY_MS).max(0.0)
    });
    let words = match passed {
        Some(passed) => format!("{} of {} since the last training", days_passed(passed), plural(want, "day")),
        None => format!("no training is known, one is due every {}", plural(want, "day")),
    };
    Some(Told {
        short: words.clone(),
        check: Check {
            id: "every_days".to_owned(),
            holds: passed.is_none_or(|passed| passed >= want),
            have: passed,
            want: Some(want),
            words,
        },
    })
}
