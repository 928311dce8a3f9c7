//! The evidence of a gate in words.

use super::evaluations::Favours;
use super::format;
use crate::lifecycle::{GatePart, GateReport};
use crate::model::evaluation::{MetricDifference, SegmentDifference};

/// What is said where a check holds, and where it does not; a shape stands before the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Where it holds.
    pub holds: &'static str,
    /// Where not.
    pub fails: &'static str,
}

/// Marks of a gate's rules.
pub const RULE: Marks = Marks { holds: "✓ holds", fails: "✕ fails" };
/// Marks of what a retraining needs.
pub const NEED: Marks = Marks { holds: "✓ met", fails: "✕ missing" };
/// Marks of what asks for a retraining.
pub const TRIGGER: Marks = Marks { holds: "● asks", fails: "○ quiet" };

/// The verdict in one line, shape first.
pub fn verdict(report: &GateReport) -> String {
    let (shape, word) = if report.passed { ("✓", "passed") } else { ("✕", "rejected") };
    // The headline begins with the same word.
    let told = report.headline.strip_prefix(word).map(|rest| rest.trim_start_matches([':', ' ']));
    let told = told.unwrap_or(&report.headline);
    let word = capital(word);
    if told.is_empty() { format!("{shape} {word}") } else { format!("{shape} {word}: {told}") }
}

/// Heading of a part: `Test part, 420 rows`.
pub fn part_heading(part: &GatePart) -> String {
    let rows = format::counted(part.rows, "row", "rows");
    let name = capital(&part.name);
    let name = if part.name == "test" || part.name == "validation" { format!("{name} part") } else { name };
    let judged = if part.judged { "" } else { ", shown only" };
    format!("{name}, {rows}{judged}")
}

/// How many segments there are, and in how many of them one side is clearly better.
pub fn segments_summary(segments: &[SegmentDifference]) -> String {
    let count = |side| segments.iter().filter(|s| Favours::of(&s.metric) == side).count() as u64;
    let (worse, better) = (count(Favours::First), count(Favours::Second));
    let metric = segments.first().map_or("", |segment| segment.metric.metric.label());
    format!(
        "{} by {metric}: challenger clearly worse in {}, clearly better in {}",
        format::counted(segments.len() as u64, "segment", "segments"),
        format::count(worse),
        format::count(better)
    )
}

/// Which of champion and challenger a difference speaks for.
pub fn favours(found: &MetricDifference) -> &'static str {
    match Favours::of(found) {
        Favours::First => "champion better",
        Favours::Second => "challenger better",
        Favours::Neither => "no clear difference",
    }
}

/// A sentence of the engine with a capital at its begin.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluation::Evaluation;
    use crate::model::metrics::Metric;

    fn part() -> GatePart {
        GatePart {
            name: "test".to_owned(),
            rows: 420,
            judged: true,
            champion: None,
            challenger: Evaluation::default(),
            comparison: None,
        }
    }

    fn segment(low: f64, high: f64) -> SegmentDifference {
        let metric = MetricDifference {
            metric: Metric::LogLoss,
            first: 0.5,
            second: 0.5 + (low + high) / 2.0,
            difference: (low + high) / 2.0,
            low,
            high,
        };
        SegmentDifference { column: "region".to_owned(), segment: "north".to_owned(), rows: 40, metric }
    }

    #[test]
    fn segments_are_counted_by_whom_they_speak_for() {
        let segments = [segment(0.125, 0.375), segment(-0.375, -0.125), segment(-0.125, 0.125)];
        assert_eq!(
            segments_summary(&segments).replace('\u{a0}', " "),
            "3 segments by Log loss: challenger clearly worse in 1, clearly better in 1"
        );
        assert_eq!(favours(&segments[0].metric), "champion better", "less log loss is better");
    }

    #[test]
    fn headings_say_which_rows_and_whether_they_count() {
        let mut shown = part();
        assert_eq!(part_heading(&shown).replace('\u{a0}', " "), "Test part, 420 rows");
        shown.name = "newest window".to_owned();
        shown.judged = false;
        assert_eq!(part_heading(&shown).replace('\u{a0}', " "), "Newest window, 420 rows, shown only");
    }
}
