//! How much the reference's own windows differ from it: what a window has to exceed before a kind of
//! drift is said to be there. Data in order of time or place is rarely alike from window to window;
//! without this every window of such data would be called drifted.

use std::collections::BTreeMap;

use super::facts::WindowFacts;

/// Fewest windows of the reference's own from which its spread is told.
pub(super) const WINDOWS_MIN: usize = 5;
/// Standard deviations beyond the mean up to which a value is usual.
const DEVIATIONS: f64 = 3.0;

/// Mean ± 3 standard deviations (ddof 0) over the reference's own windows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// What is usual; empty where the reference has too few windows of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Usual {
    /// Size of the change of each judged column.
    pub(super) effects: BTreeMap<String, Range>,
    /// Share of each class among the labels.
    pub(super) classes: Vec<Option<Range>>,
    /// Share of wrong labels less what the calibrated probabilities expect.
    pub(super) gap: Option<Range>,
    /// Share of wrong labels less that of the weighted reference.
    pub(super) weighted: Option<Range>,
}

impl Range {
    /// Of some values; `None` below [`WINDOWS_MIN`].
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        if values.len() < WINDOWS_MIN {
            return None;
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let std = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
        Some(Self { low: mean - DEVIATIONS * std, high: mean + DEVIATIONS * std })
    }

    pub(super) fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

impl Usual {
    /// Changes of the columns and shares of the classes in the reference's windows.
    pub(super) fn of(judged: &[String], windows: &[WindowFacts]) -> Self {
        let of_column = |(at, name): (usize, &String)| {
            let sizes: Vec<f64> =
                windows.iter().filter_map(|facts| Some(facts.cells.get(at)?.effect?.abs())).collect();
            Some((name.clone(), Range::of(&sizes)?))
        };
        let classes = windows.iter().map(|facts| facts.class_counts.len()).max().unwrap_or(0);
        let of_class = |class: usize| {
            let shares: Vec<f64> = windows
                .iter()
                .filter(|facts| facts.labelled > 0)
                .filter_map(|facts| Some(*facts.class_counts.get(class)? as f64 / facts.labelled as f64))
                .collect();
            Range::of(&shares)
        };
        Self {
            effects: judged.iter().enumerate().filter_map(of_column).collect(),
            classes: (0..classes).map(of_class).collect(),
            gap: None,
            weighted: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// numpy: mean([1, 2, 3, 4, 5]) = 3, std = √2.
    #[test]
    fn three_standard_deviations_around_the_mean_are_usual() {
        let range = Range::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        let reach = 3.0 * 2_f64.sqrt();
        assert!((range.low - (3.0 - reach)).abs() < 1e-12 && (range.high - (3.0 + reach)).abs() < 1e-12);
        assert!(range.holds(3.0) && !range.holds(7.3));
        assert_eq!(Range::of(&[1.0; 4]), None);
    }
}
