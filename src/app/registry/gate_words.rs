//! The evidence of a gate as headings and rows of tables.

use super::table::{CellBar, TextCell, TextColumn, TextRow, numbers, words};
use crate::app::format;
use crate::app::models::bars::BarScale;
use crate::lifecycle::{Check, GatePart};
use crate::model::evaluation::{MetricDifference, SegmentDifference};
use crate::model::metrics::Metric;
use crate::report::words::evaluations::{Favours, difference, metric_rows};
use crate::report::words::gates::{Marks, capital, favours};

/// Columns of [`check_rows`].
pub const CHECKS: [TextColumn; 4] = [words("rule"), numbers("found"), numbers("line"), words("holds")];
/// Columns of [`part_rows`] without a champion.
pub const ALONE: [TextColumn; 3] = [words("metric"), numbers("challenger"), numbers("95 % interval")];
/// Columns of [`part_rows`] beside a champion.
pub const BESIDE: [TextColumn; 5] = [
    words("metric"),
    numbers("champion"),
    numbers("challenger"),
    numbers("difference (95 % interval)"),
    words("which"),
];
/// Columns of [`segment_rows`].
pub const SEGMENTS: [TextColumn; 5] = [
    words("segment"),
    numbers("rows"),
    numbers("champion"),
    numbers("challenger"),
    numbers("difference (95 % interval)"),
];

/// Checks as rows: words, both numbers, mark. Those that `is_marked` of [`Check::holds`] are set apart.
pub fn check_rows(checks: &[Check], marks: Marks, is_marked: fn(bool) -> bool) -> Vec<TextRow> {
    let row = |check: &Check| TextRow {
        key: check.id.clone(),
        cells: vec![
            TextCell::new(capital(&check.words)),
            number(check.have),
            number(check.want),
            TextCell::new(if check.holds { marks.holds } else { marks.fails }),
        ],
        is_marked: is_marked(check.holds),
    };
    checks.iter().map(row).collect()
}

/// The metrics of a part: champion beside challenger, or the challenger alone. The gate's own metric is set
/// apart.
pub fn part_rows(part: &GatePart, main: Metric) -> Vec<TextRow> {
    let Some(comparison) = &part.comparison else {
        return metric_rows(&part.challenger)
            .into_iter()
            .map(|row| TextRow {
                key: row.name.to_owned(),
                cells: vec![
                    TextCell::new(row.name),
                    TextCell::with_full(row.value, row.full),
                    TextCell::new(row.interval),
                ],
                is_marked: row.name == main.label(),
            })
            .collect();
    };
    let scale = scale(comparison.metrics.iter());
    let row = |found: &MetricDifference| {
        let mut cells = vec![TextCell::new(found.metric.label())];
        cells.extend(both(found, scale));
        cells.push(TextCell::new(favours(found)));
        TextRow { key: found.metric.id().to_owned(), cells, is_marked: found.metric == main }
    };
    comparison.metrics.iter().map(row).collect()
}

/// The segments of a part, those where the challenger is clearly worse set apart.
pub fn segment_rows(segments: &[SegmentDifference]) -> Vec<TextRow> {
    let scale = scale(segments.iter().map(|segment| &segment.metric));
    let row = |segment: &SegmentDifference| {
        let mut cells = vec![
            TextCell::new(format!("{}: {}", segment.column, segment.segment)),
            TextCell::new(format::count(segment.rows)),
        ];
        cells.extend(both(&segment.metric, scale));
        TextRow { key: String::new(), cells, is_marked: Favours::of(&segment.metric) == Favours::First }
    };
    segments.iter().map(row).collect()
}

fn both(found: &MetricDifference, scale: BarScale) -> [TextCell; 3] {
    let tone = match Favours::of(found) {
        Favours::First => "harm",
        Favours::Second => "gain",
        Favours::Neither => "",
    };
    let bar = CellBar { shape: scale.bar(found.difference, found.low, found.high), tone };
    [
        TextCell::with_full(format::number(found.first), format::full(found.first)),
        TextCell::with_full(format::number(found.second), format::full(found.second)),
        TextCell { bar: Some(bar), ..TextCell::new(difference(found)) },
    ]
}

fn scale<'a>(all: impl Iterator<Item = &'a MetricDifference>) -> BarScale {
    BarScale::of(all.flat_map(|found| [found.difference, found.low, found.high]))
}

fn number(value: Option<f64>) -> TextCell {
    value.map_or_else(|| TextCell::new("–"), |x| TextCell::with_full(format::number(x), format::full(x)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluation::{Evaluation, McNemar, ModelComparison};
    use crate::report::words::gates::NEED;

    fn found(metric: Metric, first: f64, second: f64, half: f64) -> MetricDifference {
        let difference = second - first;
        MetricDifference {
            metric,
            first,
            second,
            difference,
            low: difference - half,
            high: difference + half,
        }
    }

    fn part(comparison: Option<ModelComparison>) -> GatePart {
        GatePart {
            name: "test".to_owned(),
            rows: 420,
            judged: true,
            champion: comparison.as_ref().map(|_| Evaluation::default()),
            challenger: Evaluation::default(),
            comparison,
        }
    }

    fn comparison() -> ModelComparison {
        let metrics =
            vec![found(Metric::RocAuc, 0.75, 0.875, 0.0625), found(Metric::LogLoss, 0.5, 0.75, 0.125)];
        let mcnemar = McNemar { only_first: 1, only_second: 2, statistic: None, p_value: 1.0 };
        let segment = |second| SegmentDifference {
            column: "region".to_owned(),
            segment: "north".to_owned(),
            rows: 40,
            metric: found(Metric::LogLoss, 0.5, second, 0.125),
        };
        ModelComparison { rows: 420, metrics, mcnemar, segments: vec![segment(0.75), segment(0.25)] }
    }

    #[test]
    fn champion_and_challenger_stand_side_by_side_and_the_gates_metric_is_set_apart() {
        let rows = part_rows(&part(Some(comparison())), Metric::RocAuc);
        let texts: Vec<&str> = rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["ROC AUC", "0.75", "0.875", "+0.125 (0.0625 to 0.188)", "challenger better"]);
        assert!(rows[0].is_marked && !rows[1].is_marked);
        assert_eq!(rows[1].cells[4].text, "champion better", "less log loss is better");
        // One scale for all bars, from 0 to 0.375, the end of the widest interval.
        let bar = rows[0].cells[3].bar.as_ref().unwrap();
        assert_eq!((bar.tone, bar.shape.left), ("gain", 0.0));
        assert!((bar.shape.width - 100.0 / 3.0).abs() < 1e-9);
        assert_eq!(rows[1].cells[3].bar.as_ref().unwrap().tone, "harm");
    }

    #[test]
    fn without_a_champion_the_challenger_stands_alone() {
        let mut alone = part(None);
        alone.challenger.metrics.n = 10;
        let rows = part_rows(&alone, Metric::Accuracy);
        assert!(rows.iter().all(|row| row.cells.len() == ALONE.len()));
        assert!(rows.iter().any(|row| row.is_marked));
    }

    #[test]
    fn a_segment_that_got_worse_is_set_apart() {
        let segments = comparison().segments;
        let rows = segment_rows(&segments);
        assert!(rows[0].is_marked && !rows[1].is_marked);
    }

    #[test]
    fn checks_say_what_was_found_what_was_wanted_and_whether_it_holds() {
        let check = |holds, have| Check {
            id: "min_rows".to_owned(),
            holds,
            have,
            want: Some(500.0),
            words: "143 of 500 labelled rows".to_owned(),
        };
        let rows = check_rows(&[check(false, Some(143.0)), check(true, None)], NEED, |holds| !holds);
        let texts: Vec<&str> = rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["143 of 500 labelled rows", "143", "500", "✕ missing"]);
        assert!(rows[0].is_marked && !rows[1].is_marked);
        assert_eq!(rows[1].cells[1].text, "–");
    }
}
