//! What a threshold on a probability decides, and what the decisions cost.

use crate::model::evaluation::ThresholdCounts;

/// What each decision costs, or gains where it is below 0, in any unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// Of a true positive.
    pub tp: f64,
    /// Of a false positive.
    pub fp: f64,
    /// Of a false negative.
    pub fn_: f64,
    /// Of a true negative.
    pub tn: f64,
}

impl Default for Costs {
    /// Every mistake costs one.
    fn default() -> Self {
        Self { tp: 0.0, fp: 1.0, fn_: 1.0, tn: 0.0 }
    }
}

/// What a threshold gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// The decisions.
    pub counts: ThresholdCounts,
    /// tp / (tp + fp); `None` where nothing is predicted positive.
    pub precision: Option<f64>,
    /// tp / (tp + fn); `None` where nothing is positive.
    pub recall: Option<f64>,
    /// Share of right decisions; `None` without rows.
    pub accuracy: Option<f64>,
    /// Sum of the costs.
    pub cost: f64,
}

impl Decision {
    /// What one threshold gives at these costs.
    pub fn of(counts: ThresholdCounts, costs: Costs) -> Self {
        let ThresholdCounts { tp, fp, fn_, tn, .. } = counts;
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        let times = |rows: u64, cost: f64| rows as f64 * cost;
        Self {
            counts,
            precision: share(tp, tp + fp),
            recall: share(tp, tp + fn_),
            accuracy: share(tp + tn, tp + fp + fn_ + tn),
            cost: times(tp, costs.tp) + times(fp, costs.fp) + times(fn_, costs.fn_) + times(tn, costs.tn),
        }
    }
}

/// The decision at the threshold that is nearest to `wanted`.
pub fn at(thresholds: &[ThresholdCounts], wanted: f64, costs: Costs) -> Option<Decision> {
    let distance = |counts: &ThresholdCounts| (counts.threshold - wanted).abs();
    let nearest = thresholds.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    Some(Decision::of(*nearest, costs))
}

/// The decision with the least cost; of several, the one whose threshold is nearest to one half.
pub fn cheapest(thresholds: &[ThresholdCounts], costs: Costs) -> Option<Decision> {
    let all = thresholds.iter().map(|counts| Decision::of(*counts, costs));
    let off = |decision: &Decision| (decision.counts.threshold - 0.5).abs();
    all.min_by(|a, b| a.cost.total_cmp(&b.cost).then(off(a).total_cmp(&off(b))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(threshold: f64, tp: u64, fp: u64, fn_: u64, tn: u64) -> ThresholdCounts {
        ThresholdCounts { threshold, tp, fp, fn_, tn }
    }

    fn three() -> Vec<ThresholdCounts> {
        vec![counts(0.0, 10, 90, 0, 0), counts(0.5, 6, 10, 4, 80), counts(1.0, 0, 0, 10, 90)]
    }

    #[test]
    fn shares_and_cost_follow_from_the_counts() {
        let half = at(&three(), 0.49, Costs::default()).unwrap();
        assert_eq!(half.precision, Some(0.375));
        assert_eq!(half.recall, Some(0.6));
        assert_eq!(half.accuracy, Some(0.86));
        assert_eq!(half.cost, 14.0);
        assert_eq!(at(&three(), 1.0, Costs::default()).unwrap().precision, None);
        assert_eq!(at(&[], 0.5, Costs::default()), None);
    }

    #[test]
    fn the_cheapest_threshold_moves_with_the_costs() {
        let threshold = |costs| cheapest(&three(), costs).unwrap().counts.threshold;
        assert_eq!(threshold(Costs::default()), 1.0);
        // A missed case costs fifty times a false alarm: 90 · 1 < 10 + 4 · 50 < 10 · 50.
        assert_eq!(threshold(Costs { fn_: 50.0, ..Costs::default() }), 0.0);
        // 10 + 4 · 5 = 30 < 10 · 5 = 50 < 90.
        assert_eq!(threshold(Costs { fn_: 5.0, ..Costs::default() }), 0.5);
        // A gain is a cost below 0: 10 + 4 − 6 · 3 = −4.
        let gain = Costs { tp: -3.0, ..Costs::default() };
        assert_eq!(cheapest(&three(), gain).unwrap().cost, -4.0);
        // Where all is free, one half is as good as any.
        assert_eq!(threshold(Costs { tp: 0.0, fp: 0.0, fn_: 0.0, tn: 0.0 }), 0.5);
    }
}
