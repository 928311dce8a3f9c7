//! The usable values of both sides of a column, and every test on them.

use super::views::{SideView, Values};
use super::{Effect, Method, TestResult};
use crate::stats::{
    CountPair, Ecdf, NumericDistances, chi_square, evidently_bins, jensen_shannon, numeric_distances, psi,
    total_variation, two_proportion_z, wasserstein_normed,
};

/// Up to this many distinct values on each side, numbers are also counted value by value.
const COUNTED_VALUES: usize = 20;

/// The usable values of both sides, neither of them empty.
pub(super) struct Samples<'a> {
    numbers: Option<Numbers<'a>>,
    /// One cell a category, or a number where there are few.
    values: Option<CountPair>,
    /// One cell a category, or a bin of numbers.
    bins: CountPair,
}

struct Numbers<'a> {
    reference: &'a Ecdf,
    current: &'a Ecdf,
    distances: NumericDistances,
}

impl<'a> Samples<'a> {
    /// `None` when a side is empty. `integers` says that numbers are of integer type on both
    /// sides, which the bins depend on.
    pub(super) fn of(reference: &'a SideView<'_>, current: &'a SideView<'_>, integers: bool) -> Option<Self> {
        match (&reference.values, &current.values) {
            (Values::Numbers(reference), Values::Numbers(current)) => {
                let distances = numeric_distances(reference, current).ok()?;
                let few = reference.distinct().max(current.distinct()) <= COUNTED_VALUES;
                Some(Self {
                    numbers: Some(Numbers { reference, current, distances }),
                    values: if few { CountPair::from_values(reference, current).ok() } else { None },
                    bins: evidently_bins(reference, current, integers).ok()?,
                })
            }
            (Values::Categories(reference), Values::Categories(current)) => {
                let cells = CountPair::from_categories(reference, current).ok()?;
                Some(Self { numbers: None, values: Some(cells.clone()), bins: cells })
            }
            _ => None,
        }
    }

    /// One test; `None` where it cannot be made.
    pub(super) fn test(&self, method: Method) -> Option<TestResult> {
        let distance = |statistic| TestResult { statistic, p_value: None };
        match method {
            Method::Ks => self.numbers.as_ref().map(|numbers| TestResult {
                statistic: numbers.distances.ks.statistic,
                p_value: Some(numbers.distances.ks.p_value),
            }),
            Method::Wasserstein => {
                self.numbers.as_ref().map(|numbers| distance(numbers.distances.wasserstein))
            }
            Method::WassersteinNormed => {
                let numbers = self.numbers.as_ref()?;
                wasserstein_normed(numbers.distances.wasserstein, numbers.reference).ok().map(distance)
            }
            Method::Psi => Some(distance(psi(&self.bins))),
            Method::JensenShannon => Some(distance(jensen_shannon(&self.bins))),
            Method::ChiSquare => {
                let test = chi_square(self.values.as_ref()?);
                Some(TestResult { statistic: test.statistic, p_value: Some(test.p_value) })
            }
            Method::TwoProportionZ => {
                let test = two_proportion_z(self.values.as_ref()?).ok()?;
                Some(TestResult { statistic: test.z, p_value: Some(test.p_value) })
            }
        }
    }

    /// Half the sum of the differences of the shares, value by value.
    pub(super) fn total_variation(&self) -> Option<f64> {
        self.values.as_ref().map(total_variation)
    }

    /// Size of the change. Numbers are measured in standard deviations of the reference; where
    /// it is constant, of both sides together (and 0 where these are constant too).
    /// `reference_std` is the reference's with ddof 1; `None` below two values.
    pub(super) fn effect(&self, reference_std: Option<f64>) -> Option<Effect> {
        let Some(numbers) = &self.numbers else {
            return self.total_variation().map(|size| Effect { size, shift: None });
        };
        let n = numbers.reference.n() as f64;
        let spread = match reference_std.unwrap_or(0.0) * ((n - 1.0) / n).sqrt() {
            0.0 => numbers.reference.merge(numbers.current).ok()?.std(0)?,
            spread => spread,
        };
        let moved = numbers.current.quantile(0.5)? - numbers.reference.quantile(0.5)?;
        let in_spreads = |x: f64| if spread == 0.0 { 0.0 } else { x / spread };
        Some(Effect { size: in_spreads(numbers.distances.wasserstein), shift: Some(in_spreads(moved)) })
    }
}
