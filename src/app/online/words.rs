//! Champion and learner as a chart and in words.

use crate::app::format;
use crate::chart::{LineStyle, MarkKind, Slots, TimeChart, TimeLine, TimeMark};
use crate::lifecycle::{Prequential, PrequentialPoint, PrequentialTotals, RunningScores};
use crate::monitor::Unit;

/// The moving averages of accuracy of both, one slot a mini-batch, as far as `rows` have come.
pub fn chart(found: &Prequential, rows: Option<u64>) -> TimeChart {
    let length = found.points.first().map_or(1, |point| point.last_row.saturating_add(1)).max(1);
    let slots = Slots::Stretches { rows: found.rows, length };
    let mut chart = TimeChart::new("Accuracy, champion and learner", Unit::Share, slots);
    let has_come = |row: u64| rows.is_none_or(|rows| row < rows);
    let values = |of: &dyn Fn(&PrequentialPoint) -> Option<RunningScores>| -> Vec<Option<f64>> {
        let shown = found.points.iter().take_while(|point| has_come(point.last_row));
        shown.map(|point| of(point).and_then(|scores| scores.accuracy)).collect()
    };
    let learner = values(&|point| Some(point.learner));
    chart.lines.push(TimeLine { label: "learner".to_owned(), style: LineStyle::Measured, values: learner });
    if found.champion.is_some() {
        let champion = values(&|point| point.champion);
        let style = LineStyle::Estimated;
        chart.lines.push(TimeLine { label: "frozen champion".to_owned(), style, values: champion });
    }
    let mark = |(row, kind, label): (u64, MarkKind, String)| TimeMark {
        slot: usize::try_from(row / length).unwrap_or(usize::MAX),
        kind,
        label,
    };
    let resets = found.resets.iter().filter(|reset| has_come(reset.last_row)).map(|reset| {
        let label = format!(
            "{} at row {}: the learner begins again",
            reset.detector.label(),
            format::count(reset.row + 1)
        );
        (reset.last_row, MarkKind::DetectorDrift, label)
    });
    chart.marks = resets.map(mark).collect();
    chart
}

/// Both over all rows, in a sentence.
pub fn summary(found: &Prequential) -> String {
    let of = |totals: &PrequentialTotals| {
        let accuracy = totals.accuracy.map_or_else(|| "–".to_owned(), format::share);
        let loss = totals.log_loss.map_or_else(|| "–".to_owned(), format::number);
        format!("accuracy {accuracy}, log loss {loss}")
    };
    let champion = found.champion.as_ref().map(|totals| format!(" The champion as it was: {}.", of(totals)));
    let resets = match found.resets.len() as u64 {
        0 => "It never began again.".to_owned(),
        n => format!("It began again {}.", format::counted(n, "time", "times")),
    };
    format!(
        "The learner, on {}, each before it was learned: {}.{} {resets}",
        format::counted(found.labelled, "labelled row", "labelled rows"),
        of(&found.learner),
        champion.unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::LearnerReset;
    use crate::stream::DetectorKind;

    fn found() -> Prequential {
        let scores = |accuracy: f64| RunningScores { accuracy: Some(accuracy), ..RunningScores::default() };
        let point = |place: u64| PrequentialPoint {
            last_row: 50 * place + 49,
            rows: 50,
            champion: Some(scores(0.5)),
            learner: scores(0.8),
        };
        let totals =
            |accuracy| PrequentialTotals { rows: 150, accuracy: Some(accuracy), log_loss: Some(0.5) };
        Prequential {
            rows: 150,
            labelled: 150,
            points: (0..3).map(point).collect(),
            resets: vec![LearnerReset {
                row: 70,
                last_row: 99,
                detector: DetectorKind::HddmA,
                warning: None,
                began_with: 20,
            }],
            champion: Some(totals(0.5)),
            learner: totals(0.8),
            ..Prequential::default()
        }
    }

    #[test]
    fn a_slot_is_a_mini_batch_and_a_replay_shows_what_has_come() {
        let all = chart(&found(), None);
        assert_eq!((all.slots.len(), all.lines.len(), all.lines[0].values.len()), (3, 2, 3));
        assert_eq!(all.marks.iter().map(|mark| mark.slot).collect::<Vec<_>>(), [1]);
        let some = chart(&found(), Some(99));
        assert_eq!((some.lines[0].values.len(), some.marks.len()), (1, 0));
    }

    #[test]
    fn the_summary_tells_of_both_and_of_the_resets() {
        let words = summary(&found()).replace('\u{a0}', " ");
        assert!(words.contains("150 labelled rows"), "{words}");
        assert!(words.contains("accuracy 80") && words.contains("accuracy 50"), "{words}");
        assert!(words.ends_with("It began again 1 time."), "{words}");
    }
}
