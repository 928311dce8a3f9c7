//! What a model's curves say in words and as a table.

use super::chart_kind::Table;
use super::format::{count, percent, points, significant};
use super::model_curve::{CurveKind, CurveStop, ModelCurve};

/// Rows of the table form; more points than these are thinned evenly.
const TABLE_ROWS: usize = 25;

/// What to see: how good the curve is, and what to compare it with.
pub fn model_curve_caption(curve: &ModelCurve) -> String {
    let class = &curve.class;
    if curve.stops.is_empty() {
        return "There is no curve without probabilities.".to_owned();
    }
    match (curve.kind, curve.summary) {
        (CurveKind::Roc, Some(auc)) => format!(
            "ROC AUC {}: of a row of class {class} and another row, the first has the higher probability in {} of \
             pairs. The diagonal is guessing.",
            significant(auc),
            percent(auc)
        ),
        (CurveKind::Roc, None) => "The diagonal is guessing.".to_owned(),
        (CurveKind::PrecisionRecall, summary) => {
            let line = format!(
                "The level line at {} is the share of class {class}, which is the precision of guessing.",
                percent(curve.prevalence)
            );
            summary.map_or_else(
                || line.clone(),
                |value| format!("Average precision {}. {line}", significant(value)),
            )
        }
        (CurveKind::Calibration, summary) => calibration_caption(curve, summary),
    }
}

fn calibration_caption(curve: &ModelCurve, summary: Option<f64>) -> String {
    let mean = summary.map_or_else(String::new, |error| {
        format!("Probabilities are off by {} on average. ", unsigned_points(error))
    });
    let farthest = curve.stops.iter().max_by(|a, b| (a.x - a.y).abs().total_cmp(&(b.x - b.y).abs()));
    let told = farthest.map_or_else(String::new, |stop| {
        format!(
            "Farthest off {} the {} with a probability of about {}: {} of them are of class {}. ",
            if stop.rows == 1 { "is" } else { "are" },
            rows(stop.rows),
            percent(stop.x),
            percent(stop.y),
            curve.class
        )
    });
    format!("{mean}{told}On the diagonal probabilities are right, below it they are too high.")
}

/// The points as rows.
pub fn model_curve_table(curve: &ModelCurve) -> Table {
    let header: &[&str] = match curve.kind {
        CurveKind::Roc => &["false-positive rate", "true-positive rate"],
        CurveKind::PrecisionRecall => &["recall", "precision"],
        CurveKind::Calibration => &["mean probability", "share of the class", "difference", "rows"],
    };
    let stride = curve.stops.len().div_ceil(TABLE_ROWS).max(1);
    let last = curve.stops.len().saturating_sub(1);
    let kept = curve.stops.iter().enumerate().filter(|(at, _)| at % stride == 0 || *at == last);
    let row = |stop: &CurveStop| {
        let mut cells = vec![percent(stop.x), percent(stop.y)];
        if curve.kind == CurveKind::Calibration {
            cells.extend([points(stop.y - stop.x), count(stop.rows)]);
        }
        cells
    };
    Table {
        header: header.iter().map(|&name| name.to_owned()).collect(),
        rows: kept.map(|(_, stop)| row(stop)).collect(),
    }
}

/// What the cursor says on one point.
pub(super) fn stop_text(curve: &ModelCurve, index: usize) -> String {
    let Some(stop) = curve.stops.get(index) else { return String::new() };
    let (x, y) = (percent(stop.x), percent(stop.y));
    match curve.kind {
        CurveKind::Roc => format!("False-positive rate {x}, true-positive rate {y}"),
        CurveKind::PrecisionRecall => format!("Recall {x}, precision {y}"),
        CurveKind::Calibration => {
            format!("Mean probability {x}, share of class {} {y}, {}", curve.class, rows(stop.rows))
        }
    }
}

fn unsigned_points(difference: f64) -> String {
    points(difference).trim_start_matches('+').to_owned()
}

fn rows(rows: u64) -> String {
    format!("{} {}", count(rows), if rows == 1 { "row" } else { "rows" })
}

#[cfg(test)]
mod tests {
    use super::super::model_curve::tests::curves;
    use super::*;

    #[test]
    fn captions_name_the_number_the_class_and_the_line_to_compare_with() {
        let roc = model_curve_caption(&ModelCurve::roc(&curves(), Some(0.875)));
        assert!(roc.starts_with("ROC AUC 0.875: of a row of class yes"), "{roc}");
        assert!(roc.contains("87.5\u{a0}% of pairs"), "{roc}");
        let pr = model_curve_caption(&ModelCurve::precision_recall(&curves(), Some(0.8)));
        assert!(pr.contains("level line at 25\u{a0}%"), "{pr}");
        let calibration = model_curve_caption(&ModelCurve::calibration(&curves()));
        assert!(
            calibration.starts_with("Probabilities are off by 10\u{a0}points on average."),
            "{calibration}"
        );
    }

    #[test]
    fn a_table_has_a_row_a_bin_or_a_thinned_curve_with_both_ends() {
        let bins = model_curve_table(&ModelCurve::calibration(&curves()));
        assert_eq!(bins.rows[1], ["90\u{a0}%", "100\u{a0}%", "+10\u{a0}points", "2"]);
        let mut long = ModelCurve::roc(&curves(), None);
        long.stops = (0..=300).map(|i| CurveStop { x: f64::from(i) / 300.0, y: 1.0, rows: 0 }).collect();
        let table = model_curve_table(&long);
        assert!(table.rows.len() <= TABLE_ROWS + 1, "{}", table.rows.len());
        assert_eq!(table.rows.last().unwrap()[0], "100\u{a0}%");
    }
}
