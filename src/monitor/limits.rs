//! Thresholds of a series, and what lies outside them.
//!
//! NannyML 0.13's rule, `StandardDeviationThreshold`: the mean over the reference's windows ± 3
//! standard deviations (ddof 0), clipped to the values that the quantity can have.

use super::rule::{Condition, Limits, MonitorPolicy};
use super::timeline::{Series, Worse};

/// Closer than this, relative to the larger of the two, a value and a limit are the same: the mean
/// of equal numbers differs from them in the last bit.
const ROUNDING: f64 = 1e-12;

impl MonitorPolicy {
    /// The thresholds that hold for a series: those that the user set; else its own line, raised to what the
    /// reference's own windows reach where that is more (the same formula); else
    ///
    /// ```text
    /// mean ± standard_deviations · std
    /// ```
    ///
    /// of its band, where a limit beyond the series' range becomes the range's end, so that nothing
    /// can lie outside on that side. None without a band.
    pub fn limits(&self, series: &Series) -> Limits {
        if let Some(set) = self.limits.get(&series.id) {
            return *set;
        }
        if let Some(line) = series.line {
            let own = series.band.filter(|band| !band.drawn);
            let reached = own.map_or(line, |band| line.max(band.mean + self.standard_deviations * band.std));
            // Where windows of the reference reach the end of the range, nothing is unusual.
            let is_possible = series.range.1.is_none_or(|greatest| reached < greatest || reached == line);
            return Limits { lower: None, upper: is_possible.then_some(reached) };
        }
        let Some(band) = series.band else { return Limits::default() };
        let reach = self.standard_deviations * band.std;
        let (least, greatest) = series.range;
        let lower = (band.mean - reach).max(least.unwrap_or(f64::NEG_INFINITY));
        let upper = (band.mean + reach).min(greatest.unwrap_or(f64::INFINITY));
        Limits {
            lower: Some(lower).filter(|limit| limit.is_finite()),
            upper: Some(upper).filter(|limit| limit.is_finite()),
        }
    }
}

/// The limit that a value lies outside of; `None` inside. On a limit is inside, but a series with a
/// [line](Series::line) of its own is outside from its upper limit on.
pub fn is_outside(series: &Series, limits: Limits, value: f64) -> Option<f64> {
    let below = limits.lower.filter(|limit| value < *limit && !is_same(value, *limit));
    let above = limits.upper.filter(|limit| match series.line {
        Some(_) => value >= *limit,
        None => value > *limit && !is_same(value, *limit),
    });
    below.or(above)
}

/// Mean over the reference's windows; `None` if it has no value there.
pub(super) fn reference_mean(series: &Series) -> Option<f64> {
    if let Some(band) = series.band {
        return Some(band.mean);
    }
    let values = || series.reference.iter().flatten();
    let count = values().count();
    (count > 0).then(|| values().sum::<f64>() / count as f64)
}

impl Condition {
    /// The line that a value crosses; `None` where the condition does not hold. Changes count either
    /// way, limits on the side that is [worse](Worse) only.
    pub(super) fn crossed(self, series: &Series, limits: Limits, value: f64) -> Option<f64> {
        match self {
            Self::OutsideLimits => is_outside(series, limits.on_the_worse_side(series.worse), value),
            Self::Above(line) => (value > line).then_some(line),
            Self::Below(line) => (value < line).then_some(line),
            Self::ChangeBy(most) => changed(reference_mean(series)?, most, value),
            Self::ChangeByShare(most) => {
                let mean = reference_mean(series)?;
                changed(mean, most * mean.abs(), value)
            }
        }
    }
}

impl Limits {
    fn on_the_worse_side(self, worse: Worse) -> Self {
        match worse {
            Worse::Lower => Self { upper: None, ..self },
            Worse::Higher => Self { lower: None, ..self },
            Worse::Either => self,
        }
    }
}

fn changed(mean: f64, most: f64, value: f64) -> Option<f64> {
    let limit = if value < mean { mean - most } else { mean + most };
    ((value - mean).abs() > most && !is_same(value, limit)).then_some(limit)
}

fn is_same(value: f64, limit: f64) -> bool {
    value.is_finite() && (value - limit).abs() <= ROUNDING * value.abs().max(limit.abs())
}

#[cfg(test)]
mod tests {
    use super::super::samples::series;
    use super::super::timeline::Band;
    use super::*;

    fn banded(mean: f64, std: f64) -> Series {
        Series { band: Some(Band { mean, std, windows: 10, drawn: false }), ..series("accuracy", &[]) }
    }

    // Expected values by hand from the formula of NannyML's `StandardDeviationThreshold` and
    // `calculate_threshold_values`; the numbers are sums of powers of two, so nothing is rounded.

    #[test]
    fn limits_are_mean_and_three_standard_deviations() {
        let limits = MonitorPolicy::default().limits(&banded(0.75, 0.0625));
        assert_eq!(limits, Limits { lower: Some(0.5625), upper: Some(0.9375) });
        let twice = MonitorPolicy { standard_deviations: 2.0, ..MonitorPolicy::default() };
        assert_eq!(twice.limits(&banded(0.75, 0.0625)), Limits { lower: Some(0.625), upper: Some(0.875) });
    }

    #[test]
    fn a_limit_beyond_the_range_is_its_end_and_nothing_lies_outside_it() {
        let series = banded(0.875, 0.125);
        let limits = MonitorPolicy::default().limits(&series);
        assert_eq!(limits, Limits { lower: Some(0.5), upper: Some(1.0) });
        assert_eq!(is_outside(&series, limits, 1.0), None);
        let unbounded = Series { range: (None, None), ..series };
        assert_eq!(MonitorPolicy::default().limits(&unbounded).upper, Some(1.25));
    }

    #[test]
    fn the_user_goes_before_the_line_and_that_before_the_band() {
        let lined = Series { line: Some(0.5), ..banded(0.125, 0.0625) };
        let mut policy = MonitorPolicy::default();
        assert_eq!(policy.limits(&lined), Limits { lower: None, upper: Some(0.5) });
        let set = Limits { lower: Some(0.25), upper: None };
        policy.limits.insert("accuracy".to_owned(), set);
        assert_eq!(policy.limits(&lined), set);
        assert_eq!(MonitorPolicy::default().limits(&series("accuracy", &[])), Limits::default());
    }

    #[test]
    fn on_a_limit_is_inside_but_on_a_line_is_outside() {
        let limits = Limits { lower: Some(0.25), upper: Some(0.5) };
        let plain = banded(0.375, 0.0);
        for (value, crossed) in [
            (0.25, None),
            (0.5, None),
            (0.249, Some(0.25)),
            (0.501, Some(0.5)),
            (0.3, None),
            (f64::NAN, None),
            (f64::INFINITY, Some(0.5)),
        ] {
            assert_eq!(is_outside(&plain, limits, value), crossed, "{value}");
        }
        let lined = Series { line: Some(0.5), ..plain };
        assert_eq!(is_outside(&lined, limits, 0.5), Some(0.5));
    }

    #[test]
    fn rounding_alone_is_not_outside() {
        // Ten times 0.1 does not add up to 1: the mean of ten equal values is not the value.
        let mean = (0..10).map(|_| 0.1_f64).sum::<f64>() / 10.0;
        assert!(mean < 0.1);
        let constant = banded(mean, 0.0);
        let limits = MonitorPolicy::default().limits(&constant);
        assert_eq!(is_outside(&constant, limits, 0.1), None);
        assert_eq!(is_outside(&constant, limits, 0.100_001), Some(mean));
    }

    #[test]
    fn a_rule_looks_at_the_worse_side_only() {
        let limits = Limits { lower: Some(0.25), upper: Some(0.5) };
        let crossed = |worse, value| {
            Condition::OutsideLimits.crossed(&Series { worse, ..banded(0.375, 0.0) }, limits, value)
        };
        assert_eq!([0.1, 0.9].map(|value| crossed(Worse::Lower, value)), [Some(0.25), None]);
        assert_eq!([0.1, 0.9].map(|value| crossed(Worse::Higher, value)), [None, Some(0.5)]);
        assert_eq!([0.1, 0.9].map(|value| crossed(Worse::Either, value)), [Some(0.25), Some(0.5)]);
    }

    #[test]
    fn changes_count_either_way_from_the_reference_s_mean() {
        let series = banded(0.5, 0.25);
        let crossed = |condition: Condition, value| condition.crossed(&series, Limits::default(), value);
        assert_eq!(
            [0.24, 0.25, 0.75, 0.76].map(|value| crossed(Condition::ChangeBy(0.25), value)),
            [Some(0.25), None, None, Some(0.75)]
        );
        assert_eq!(
            [0.24, 0.25, 0.75, 0.76].map(|value| crossed(Condition::ChangeByShare(0.5), value)),
            [Some(0.25), None, None, Some(0.75)]
        );
        assert_eq!(crossed(Condition::Above(0.5), 0.5), None);
        assert_eq!(crossed(Condition::Above(0.5), 0.6), Some(0.5));
        assert_eq!(crossed(Condition::Below(0.5), 0.4), Some(0.5));
        let one = Series { band: None, reference: vec![None, Some(0.5)], ..series.clone() };
        assert_eq!(Condition::ChangeBy(0.25).crossed(&one, Limits::default(), 0.8), Some(0.75));
        let none = Series { band: None, ..series };
        assert_eq!(Condition::ChangeBy(0.25).crossed(&none, Limits::default(), 0.8), None);
    }
}
