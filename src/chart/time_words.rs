//! What a time chart says in words.

use super::format::{count, percent, significant};
use super::time_drawing::nothing;
use super::{MarkKind, Place, TimeChart};
use crate::monitor::{AlertSeverity, Limits, Unit};

/// A value in the chart's unit.
pub(super) fn value_words(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => percent(value),
        Unit::Number => significant(value),
    }
}

/// What stands beside the line of a limit.
pub(super) fn limit_words(name: &str, limit: f64, unit: Unit) -> String {
    format!("{name} limit {}", value_words(limit, unit))
}

/// `76.1 % to 87.6 %`, `at least 76.1 %`; `None` without limits.
fn limits_words(chart: &TimeChart) -> Option<String> {
    let say = |limit: f64| value_words(limit, chart.unit);
    match chart.limits {
        Limits { lower: None, upper: None } => None,
        Limits { lower: Some(lower), upper: Some(upper) } => {
            Some(format!("{} to {}", say(lower), say(upper)))
        }
        Limits { lower: Some(lower), upper: None } => Some(format!("at least {}", say(lower))),
        Limits { lower: None, upper: Some(upper) } if chart.is_limit_outside => {
            Some(format!("under {}", say(upper)))
        }
        Limits { lower: None, upper: Some(upper) } => Some(format!("at most {}", say(upper))),
    }
}

fn place_word(place: Place) -> &'static str {
    match place {
        Place::Below => "below",
        Place::Within => "within",
        Place::Above => "above",
    }
}

/// What happened, in a word or two.
pub(super) fn mark_word(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Alert(AlertSeverity::Critical) => "critical alert",
        MarkKind::Alert(AlertSeverity::Warning) => "warning alert",
        MarkKind::Alert(AlertSeverity::Info) => "alert",
        MarkKind::Retrain => "retrained",
        MarkKind::DetectorWarning => "detector warns",
        MarkKind::DetectorDrift => "detector reports drift",
    }
}

/// What to see: the newest value, and how many lie outside the limits.
pub fn time_caption(chart: &TimeChart) -> String {
    let Some((first, last)) = chart.slots.visible(chart.range).filter(|_| !chart.is_empty()) else {
        return nothing(chart).to_owned();
    };
    let visible = || (first..=last).filter_map(|slot| Some((slot, chart.value(slot)?)));
    let say = |value: f64| value_words(value, chart.unit);
    let label = capital(chart.lines.first().map_or(chart.title.as_str(), |line| line.label.as_str()));
    let mut sentences = Vec::new();
    match visible().next_back() {
        None => sentences.push(format!("{label} has no value here.")),
        Some((slot, value)) => {
            sentences.push(format!(
                "{label} is {} in {}, the last with a value.",
                say(value),
                chart.slots.name(slot)
            ));
        }
    }
    let outside = || visible().filter(|&(_, value)| chart.place(value) != Place::Within);
    let (known, beyond) = (visible().count(), outside().count());
    match (limits_words(chart), outside().next()) {
        _ if known == 0 => {}
        (Some(limits), Some((slot, _))) => sentences.push(format!(
            "{} of {} {} outside the limits ({limits}), first in {}.",
            count(beyond as u64),
            chart.slots.counted(known),
            if beyond == 1 { "lies" } else { "lie" },
            chart.slots.name(slot)
        )),
        (Some(limits), None) => {
            sentences.push(format!(
                "Nothing lies outside the limits ({limits}) in {}.",
                chart.slots.counted(known)
            ));
        }
        (None, _) => {
            let by = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1);
            if let (Some(least), Some(most)) = (visible().min_by(by), visible().max_by(by)) {
                sentences.push(format!(
                    "Over {} it goes from {} ({}) to {} ({}).",
                    chart.slots.counted(known),
                    say(least.1),
                    chart.slots.name(least.0),
                    say(most.1),
                    chart.slots.name(most.0)
                ));
            }
        }
    }
    if let Some((mean, _)) = chart.band {
        sentences.push(format!("The reference's mean is {}.", say(mean)));
    }
    sentences.extend(marks_sentence(chart, first, last));
    sentences.join(" ")
}

/// With a capital at its start, as a sentence has it.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How often what happened.
fn marks_sentence(chart: &TimeChart, first: usize, last: usize) -> Option<String> {
    let shown = || chart.marks.iter().filter(|mark| (first..=last).contains(&mark.slot));
    let number = |is: fn(MarkKind) -> bool| shown().filter(|mark| is(mark.kind)).count();
    let told: Vec<String> = [
        (number(|kind| matches!(kind, MarkKind::Alert(_))), "alert", "alerts"),
        (number(|kind| kind == MarkKind::Retrain), "retraining", "retrainings"),
        (number(|kind| kind == MarkKind::DetectorWarning), "warning of a detector", "warnings of a detector"),
        (
            number(|kind| kind == MarkKind::DetectorDrift),
            "drift found by a detector",
            "drifts found by a detector",
        ),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| format!("{} {}", count(number as u64), if number == 1 { one } else { many }))
    .collect();
    (!told.is_empty()).then(|| format!("Marked: {}.", told.join(", ")))
}

/// What the cursor says on one slot.
pub(super) fn time_text(chart: &TimeChart, slot: usize) -> String {
    let mut parts = vec![chart.slots.name(slot)];
    for (at, line) in chart.lines.iter().enumerate() {
        let value = super::thinned::value(&line.values, slot);
        let told = value.map_or_else(|| "no value".to_owned(), |value| value_words(value, chart.unit));
        parts.push(format!("{} {told}", line.label));
        if at > 0 {
            continue;
        }
        if let Some((low, high)) = chart.interval(slot) {
            let ends = [low, high].map(|end| value_words(end, chart.unit));
            parts.push(format!("band {} to {}", ends[0], ends[1]));
        }
    }
    if let Some(limits) = limits_words(chart) {
        parts.push(format!("limits {limits}"));
        parts.extend(chart.value(slot).map(|value| place_word(chart.place(value)).to_owned()));
    }
    for mark in chart.marks.iter().filter(|mark| mark.slot == slot) {
        let word = mark_word(mark.kind);
        parts.push(if mark.label.is_empty() { word.to_owned() } else { format!("{word}: {}", mark.label) });
    }
    parts.join(" · ")
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{LineStyle, Slots, TimeLine, TimeMark, TimeSlot};
    use super::*;

    /// Accuracy in three windows: within its limits, below them, unknown.
    pub(in crate::chart) fn accuracy() -> TimeChart {
        let slot = |name: &str| TimeSlot { name: name.to_owned(), times: None };
        let slots = Slots::Windows(["06_prior", "07_concept", "08_gap"].map(slot).to_vec());
        let values = vec![Some(0.8), Some(0.38), None];
        TimeChart {
            reference: vec![Some(0.82)],
            lines: vec![TimeLine { label: "accuracy".to_owned(), style: LineStyle::Measured, values }],
            limits: Limits { lower: Some(0.761), upper: Some(0.876) },
            ..TimeChart::new("Accuracy", Unit::Share, slots)
        }
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn the_cursor_says_value_limits_and_place() {
        let mut chart = accuracy();
        assert_eq!(
            plain(&time_text(&chart, 1)),
            "07_concept · accuracy 38 % · limits 76.1 % to 87.6 % · below"
        );
        assert_eq!(plain(&time_text(&chart, 2)), "08_gap · accuracy no value · limits 76.1 % to 87.6 %");
        chart.limits = Limits { lower: None, upper: None };
        chart.interval = vec![Some((0.75, 0.85))];
        chart.lines.push(TimeLine {
            label: "mean of 2".to_owned(),
            style: LineStyle::Average,
            values: vec![None, Some(0.59)],
        });
        assert_eq!(
            plain(&time_text(&chart, 0)),
            "06_prior · accuracy 80 % · band 75 % to 85 % · mean of 2 no value"
        );
        let alert = MarkKind::Alert(AlertSeverity::Critical);
        chart.marks = vec![TimeMark { slot: 1, kind: alert, label: "accuracy fell".to_owned() }];
        assert_eq!(
            plain(&time_text(&chart, 1)),
            "07_concept · accuracy 38 % · mean of 2 59 % · critical alert: accuracy fell"
        );
    }

    #[test]
    fn the_caption_counts_what_is_outside() {
        let mut chart = accuracy();
        chart.band = Some((0.8185, 0.019));
        assert_eq!(
            plain(&time_caption(&chart)),
            "Accuracy is 38 % in 07_concept, the last with a value. 1 of 2 windows lies outside the limits \
             (76.1 % to 87.6 %), first in 07_concept. The reference's mean is 81.9 %."
        );
        chart.range = Some((0, 0));
        assert!(
            plain(&time_caption(&chart))
                .contains("Nothing lies outside the limits (76.1 % to 87.6 %) in 1 window.")
        );
        chart.range = Some((2, 2));
        assert!(time_caption(&chart).starts_with("Accuracy has no value here."));
        chart.range = None;
        chart.limits = Limits { lower: None, upper: None };
        chart.marks = vec![TimeMark { slot: 1, kind: MarkKind::Retrain, label: String::new() }];
        let caption = plain(&time_caption(&chart));
        assert!(
            caption.contains("Over 2 windows it goes from 38 % (07_concept) to 80 % (06_prior)."),
            "{caption}"
        );
        assert!(caption.ends_with("Marked: 1 retraining."), "{caption}");
    }

    #[test]
    fn an_empty_chart_says_why() {
        let mut chart = TimeChart::new("Accuracy", Unit::Share, Slots::Windows(Vec::new()));
        assert_eq!(time_caption(&chart), "There is no window yet.");
        chart.is_loading = true;
        assert_eq!(time_caption(&chart), "The first values are being computed.");
        chart = TimeChart { reference: Vec::new(), lines: Vec::new(), ..accuracy() };
        assert_eq!(time_caption(&chart), "No window has a value.");
    }

    #[test]
    fn a_line_of_its_own_is_outside_at_its_value() {
        let mut chart = accuracy();
        chart.limits = Limits { lower: None, upper: Some(0.38) };
        assert_eq!(chart.place(0.38), Place::Within);
        chart.is_limit_outside = true;
        assert_eq!(chart.place(0.38), Place::Above);
        assert!(plain(&time_text(&chart, 1)).ends_with("limits under 38 % · above"));
    }
}
