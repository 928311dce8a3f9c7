//! ROC, precision over recall, calibration, histogram and thresholds of each class.

use super::evaluation::{CalibrationBin, CurvePoint, Curves, ScoreBin, ThresholdCounts};
use super::metrics::{Above, CALIBRATION_BINS, ClassRanking, ScoredRows, calibration_bin};

/// Points of a curve at most; more would not be seen.
const MOST_POINTS: usize = 201;
/// Bins of the histogram of scores.
const HISTOGRAM_BINS: usize = 20;
/// Thresholds are 0, 1/100, …, 1.
const THRESHOLD_STEPS: u32 = 100;

/// Of the positive class of two, or of each class; empty without probabilities.
pub(super) fn curves(rows: &ScoredRows<'_>) -> Vec<Curves> {
    rows.rankings.iter().map(|ranked| of_class(rows, ranked)).collect()
}

fn of_class(rows: &ScoredRows<'_>, ranked: &ClassRanking) -> Curves {
    let ClassRanking { class, scores, ranking } = ranked;
    let above = ranking.above(scores, rows.actual, *class);
    let positive: Vec<bool> = rows.actual.iter().map(|actual| actual == class).collect();
    Curves {
        class: rows.classes.get(*class as usize).cloned().unwrap_or_default(),
        roc: roc(&above),
        precision_recall: precision_recall(&above),
        calibration: calibration(scores, &positive),
        histogram: histogram(scores, &positive),
        thresholds: thresholds(&above),
    }
}

/// From (0, 0) to (1, 1); empty where rows of the class or of the rest are wanting.
fn roc(above: &[Above]) -> Vec<CurvePoint> {
    let Some(all) = above.last().filter(|all| all.positives > 0 && all.negatives > 0) else {
        return Vec::new();
    };
    let point = |at: &Above| CurvePoint {
        x: at.negatives as f64 / all.negatives as f64,
        y: at.positives as f64 / all.positives as f64,
    };
    thinned(std::iter::once(CurvePoint { x: 0.0, y: 0.0 }).chain(above.iter().map(point)).collect())
}

/// From recall 0 and precision 1 to recall 1; empty where no row is of the class.
fn precision_recall(above: &[Above]) -> Vec<CurvePoint> {
    let Some(all) = above.last().filter(|all| all.positives > 0) else { return Vec::new() };
    let point = |at: &Above| CurvePoint {
        x: at.positives as f64 / all.positives as f64,
        y: at.positives as f64 / (at.positives + at.negatives) as f64,
    };
    // Beyond full recall precision only falls: one point there is enough.
    let full = above.iter().position(|at| at.positives == all.positives).unwrap_or(0);
    let points = above.iter().take(full + 1).map(point);
    thinned(std::iter::once(CurvePoint { x: 0.0, y: 1.0 }).chain(points).collect())
}

/// At most [`MOST_POINTS`] of the points. From the first and the last on, the point that is furthest
/// from the straight lines between those kept is kept next, so that corners stay (D. H. Douglas,
/// T. K. Peucker, *Cartographica* 10 (1973), 112-122).
fn thinned(points: Vec<CurvePoint>) -> Vec<CurvePoint> {
    if points.len() <= MOST_POINTS {
        return points;
    }
    let mut kept = vec![0, points.len() - 1];
    // The segments that are left, and where each parts the most from its straight line.
    let mut segments: Vec<Segment> = Segment::of(&points, 0, points.len() - 1).into_iter().collect();
    while kept.len() < MOST_POINTS {
        let worst = segments.iter().enumerate().max_by(|a, b| a.1.gap.total_cmp(&b.1.gap));
        let Some(worst) = worst.map(|(at, _)| at) else { break };
        let Segment { begin, end, corner, .. } = segments.swap_remove(worst);
        kept.push(corner);
        segments.extend(Segment::of(&points, begin, corner));
        segments.extend(Segment::of(&points, corner, end));
    }
    kept.sort_unstable();
    kept.into_iter().filter_map(|at| points.get(at).copied()).collect()
}

/// Neighbouring kept points and the point between them that is furthest from their line.
struct Segment {
    begin: usize,
    end: usize,
    corner: usize,
    gap: f64,
}

impl Segment {
    /// `None` where nothing lies between, or all on the line.
    fn of(points: &[CurvePoint], begin: usize, end: usize) -> Option<Self> {
        let (from, to) = (points.get(begin)?, points.get(end)?);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy);
        let gap = |point: &CurvePoint| {
            let (x, y) = (point.x - from.x, point.y - from.y);
            if length > 0.0 { (dx * y - dy * x).abs() / length } else { x.hypot(y) }
        };
        let between = points.get(begin + 1..end)?.iter().enumerate().map(|(at, point)| (at, gap(point)));
        let (corner, gap) = between.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (gap > 0.0).then_some(Self { begin, end, corner: begin + 1 + corner, gap })
    }
}

fn calibration(scores: &[f64], positive: &[bool]) -> Vec<CalibrationBin> {
    let mut bins = vec![CalibrationBin { rows: 0, mean_probability: 0.0, share: 0.0 }; CALIBRATION_BINS];
    for (&score, &positive) in scores.iter().zip(positive) {
        let bin = &mut bins[calibration_bin(score)];
        bin.rows += 1;
        bin.mean_probability += score;
        bin.share += f64::from(u8::from(positive));
    }
    for bin in bins.iter_mut().filter(|bin| bin.rows > 0) {
        bin.mean_probability /= bin.rows as f64;
        bin.share /= bin.rows as f64;
    }
    bins
}

fn histogram(scores: &[f64], positive: &[bool]) -> Vec<ScoreBin> {
    let mut bins = vec![ScoreBin { negatives: 0, positives: 0 }; HISTOGRAM_BINS];
    for (&score, &positive) in scores.iter().zip(positive) {
        let bin = &mut bins[((score * HISTOGRAM_BINS as f64) as usize).min(HISTOGRAM_BINS - 1)];
        if positive {
            bin.positives += 1;
        } else {
            bin.negatives += 1;
        }
    }
    bins
}

fn thresholds(above: &[Above]) -> Vec<ThresholdCounts> {
    let all = above.last().copied();
    let [positives, negatives] = [all.map_or(0, |all| all.positives), all.map_or(0, |all| all.negatives)];
    let counts = |step| {
        let threshold = f64::from(step) / f64::from(THRESHOLD_STEPS);
        let place = above.partition_point(|at| at.score > threshold);
        let last = place.checked_sub(1).and_then(|at| above.get(at));
        let (tp, fp) = last.map_or((0, 0), |at| (at.positives, at.negatives));
        ThresholdCounts { threshold, tp, fp, fn_: positives - tp, tn: negatives - fp }
    };
    (0..=THRESHOLD_STEPS).map(counts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Predictions;

    fn of(actual: &[u32], scores: &[f64]) -> Curves {
        let classes = ["no".to_owned(), "yes".to_owned()];
        let probabilities = scores.iter().flat_map(|p| [1.0 - p, *p]).collect();
        let predictions = Predictions::of(2, probabilities, 0.5);
        let rows = ScoredRows::new(&classes, actual, &predictions).unwrap();
        curves(&rows).remove(0)
    }

    #[test]
    fn the_curves_of_four_rows_are_those_of_scikit_learns_example() {
        // sklearn.metrics.roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], drop_intermediate=False):
        // fpr 0 0 .5 .5 1, tpr 0 .5 .5 1 1; precision_recall_curve: precision .5 .6667 .5 1 1, recall
        // 1 1 .5 .5 0, of which the first point, beyond full recall, is left out here.
        let curves = of(&[0, 0, 1, 1], &[0.1, 0.4, 0.35, 0.8]);
        let pairs = |points: &[CurvePoint]| points.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>();
        assert_eq!(pairs(&curves.roc), [(0.0, 0.0), (0.0, 0.5), (0.5, 0.5), (0.5, 1.0), (1.0, 1.0)]);
        assert_eq!(pairs(&curves.precision_recall), [(0.0, 1.0), (0.5, 1.0), (0.5, 0.5), (1.0, 2.0 / 3.0)]);
        let at = curves.thresholds[35];
        assert_eq!((at.tp, at.fp, at.fn_, at.tn), (1, 1, 1, 1), "0.35 is not above 0.35");
        assert_eq!(
            (curves.thresholds.len(), curves.thresholds[0].tp, curves.thresholds[100].tn),
            (101, 2, 2)
        );
        assert_eq!((curves.histogram[16].positives, curves.histogram[2].negatives), (1, 1));
        assert_eq!((curves.calibration[8].rows, curves.calibration[8].share), (1, 1.0));
    }

    #[test]
    fn a_thinned_curve_keeps_its_ends_and_its_area() {
        let actual: Vec<u32> = (0..5000_u32).map(|row| u32::from(row * 7919 % 5000 < row)).collect();
        let scores: Vec<f64> = (0..5000).map(|row| f64::from(row) / 5000.0).collect();
        let roc = of(&actual, &scores).roc;
        assert!(roc.len() <= MOST_POINTS);
        assert_eq!((roc[0].x, roc[0].y, roc[roc.len() - 1].x, roc[roc.len() - 1].y), (0.0, 0.0, 1.0, 1.0));
        let area: f64 = roc.windows(2).map(|p| (p[1].x - p[0].x) * (p[1].y + p[0].y) / 2.0).sum();
        let positive: Vec<bool> = actual.iter().map(|a| *a == 1).collect();
        let auc = crate::stats::roc_auc(&scores, &positive).unwrap();
        assert!((area - auc).abs() < 2e-3, "{area} against {auc}");
    }
}
