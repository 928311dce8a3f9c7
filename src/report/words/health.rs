//! The state of a watched model in plain words.

use super::format;
use crate::monitor::{Alert, AlertSeverity, DriftKinds, Series, Timeline};

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nothing is open.
    Good,
    /// Something to look into.
    Warning,
    /// Something to act on.
    Critical,
}

/// The state in words: a headline, what it rests on, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthWords {
    /// How it stands.
    pub health: Health,
    /// One line.
    pub headline: String,
    /// Sentences below it.
    pub sentences: Vec<String>,
}

/// The state after the newest window of a history.
pub fn health(timeline: &Timeline, alerts: &[Alert]) -> HealthWords {
    let Some(last) = timeline.windows.len().checked_sub(1) else {
        return HealthWords {
            health: Health::Good,
            headline: "No window yet.".to_owned(),
            sentences: Vec::new(),
        };
    };
    let open: Vec<&Alert> = alerts.iter().filter(|alert| alert.over.is_none()).collect();
    let worst = open.iter().map(|alert| alert.severity).max();
    let health = match worst {
        Some(AlertSeverity::Critical) => Health::Critical,
        Some(AlertSeverity::Warning) => Health::Warning,
        _ => Health::Good,
    };
    let name = timeline.windows.get(last).map_or("", |window| window.name.as_str());
    let mut sentences: Vec<String> = performance(timeline, last).into_iter().collect();
    sentences.extend(timeline.kinds.get(last).map(kinds));
    if !open.is_empty() {
        let critical = open.iter().filter(|alert| alert.severity == AlertSeverity::Critical).count() as u64;
        let opened = format::counted(open.len() as u64, "alert is", "alerts are");
        sentences.push(match critical {
            0 => format!("{opened} open."),
            n => format!("{opened} open, {} critical.", format::count(n)),
        });
    }
    let headline = match health {
        Health::Good => format!("The model holds in {name}"),
        Health::Warning => format!("Look into {name}"),
        Health::Critical => headline(timeline, last, name),
    };
    HealthWords { health, headline, sentences }
}

/// What is wrong, worst first: the model is wrong more often, or its inputs have moved.
fn headline(timeline: &Timeline, last: usize, name: &str) -> String {
    let kinds = timeline.kinds.get(last);
    let moved = |of: &dyn Fn(&DriftKinds) -> Option<bool>| kinds.and_then(of) == Some(true);
    if moved(&|kinds| kinds.concept.moved) {
        return format!("The model no longer holds in {name}: the same inputs have other outcomes");
    }
    if moved(&|kinds| kinds.covariate.moved) {
        return format!("The data has moved in {name}");
    }
    format!("Act on {name}")
}

/// Accuracy now and in the reference, measured or else estimated.
fn performance(timeline: &Timeline, last: usize) -> Option<String> {
    let now = |series: &Series| series.points.get(last).and_then(|point| point.value);
    let usual = |series: &Series| series.band.map(|band| band.mean);
    let (accuracy, estimated) = (timeline.series("accuracy"), timeline.series("estimated_accuracy"));
    if let Some((series, value)) = accuracy.and_then(|series| Some((series, now(series)?))) {
        let of = usual(series)
            .map_or_else(String::new, |mean| format!(", {} in the reference", format::share(mean)));
        return Some(format!("Accuracy is {}{of}.", format::share(value)));
    }
    let (series, value) = estimated.and_then(|series| Some((series, now(series)?)))?;
    let of =
        usual(series).map_or_else(String::new, |mean| format!(", {} in the reference", format::share(mean)));
    Some(format!(
        "Without labels, accuracy is estimated at {}{of}; true as long as the concept has not moved.",
        format::share(value)
    ))
}

/// The kinds of drift of a window in one sentence.
pub fn kinds(kinds: &DriftKinds) -> String {
    let named = [
        ("covariate drift", &kinds.covariate),
        ("prior drift", &kinds.prior),
        ("concept drift", &kinds.concept),
    ];
    let moved: Vec<&str> =
        named.iter().filter(|(_, kind)| kind.moved == Some(true)).map(|(name, _)| *name).collect();
    let unknown: Vec<&str> =
        named.iter().filter(|(_, kind)| kind.moved.is_none()).map(|(name, _)| *name).collect();
    let found = match moved.as_slice() {
        [] => "No drift of any kind that can be judged".to_owned(),
        [only] => format!("It shows {only}"),
        [first @ .., last] => format!("It shows {} and {last}", first.join(", ")),
    };
    match unknown.as_slice() {
        [] => format!("{found}."),
        names => format!("{found}; {} cannot be judged.", names.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::KindVerdict;

    fn verdict(moved: Option<bool>) -> KindVerdict {
        KindVerdict { moved, ..KindVerdict::default() }
    }

    #[test]
    fn the_kinds_are_named_and_what_cannot_be_judged_too() {
        let found = |covariate, prior, concept| {
            kinds(&DriftKinds {
                covariate: verdict(covariate),
                prior: verdict(prior),
                concept: verdict(concept),
            })
        };
        assert_eq!(found(Some(false), Some(false), Some(false)), "No drift of any kind that can be judged.");
        assert_eq!(
            found(Some(true), Some(true), Some(true)),
            "It shows covariate drift, prior drift and concept drift."
        );
        assert_eq!(
            found(Some(true), Some(false), None),
            "It shows covariate drift; concept drift cannot be judged."
        );
    }
}
