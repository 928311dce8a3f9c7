//! The usable values of both sides of a column, and every test on them.

use std::borrow::Cow;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::views::{SideView, Values};
use super::{Effect, Method, TestResult};
use crate::stats::{self, CountPair, Ecdf, NumericDistances, NumericTests, StatsError, evidently_bins};

/// Up to this many distinct values on each side, numbers are also counted value by value.
const COUNTED_VALUES: usize = 20;
/// Tests that one pass over the values answers together.
const SHARE_A_PASS: [Method; 4] =
    [Method::AndersonDarling, Method::CramerVonMises, Method::MannWhitney, Method::Energy];
/// Permutations of a column's MMD test.
const MMD_PERMUTATIONS: u32 = 199;
/// Decides them, and which rows are drawn.
const MMD_SEED: u64 = 1;
/// Rows over both sides that MMD compares; of more, so many are drawn.
const MMD_ROWS: u64 = 1_000;

/// The usable values of both sides, neither of them empty.
pub(super) struct Samples<'a> {
    numbers: Option<Numbers<'a>>,
    /// One cell a category, or a number where there are few.
    values: Option<CountPair>,
    /// One cell a category, or a bin of numbers.
    bins: CountPair,
    /// The bins of the methods that do not know Evidently's exact values.
    sturges: Option<CountPair>,
}

struct Numbers<'a> {
    reference: &'a Ecdf,
    current: &'a Ecdf,
    distances: NumericDistances,
    /// The other tests of the same pass, where they were wanted.
    tests: Option<NumericTests>,
}

impl<'a> Samples<'a> {
    /// `None` when a side is empty. `integers` says that numbers are of integer type on both
    /// sides, which the bins depend on; several tests that are wanted share one pass.
    pub(super) fn of(
        reference: &'a SideView<'_>,
        current: &'a SideView<'_>,
        integers: bool,
        wanted: &[Method],
    ) -> Option<Self> {
        match (&reference.values, &current.values) {
            (Values::Numbers(reference), Values::Numbers(current)) => {
                let thorough = wanted.iter().filter(|method| SHARE_A_PASS.contains(method)).count() > 1;
                let numbers = Numbers::of(reference, current, thorough).ok()?;
                let few = reference.distinct().max(current.distinct()) <= COUNTED_VALUES;
                Some(Self {
                    numbers: Some(numbers),
                    values: if few { CountPair::from_values(reference, current).ok() } else { None },
                    bins: evidently_bins(reference, current, integers).ok()?,
                    sturges: sturges_unless_same(reference, current, integers),
                })
            }
            (Values::Categories(reference), Values::Categories(current)) => {
                let cells = CountPair::from_categories(reference, current).ok()?;
                Some(Self { numbers: None, values: Some(cells.clone()), bins: cells, sturges: None })
            }
            _ => None,
        }
    }

    /// One test; `None` where it cannot be made.
    pub(super) fn test(&self, method: Method) -> Option<TestResult> {
        if let Some(numbers) = &self.numbers
            && let Some(result) = numbers.test(method)
        {
            return Some(result);
        }
        let shared = self.sturges.as_ref().unwrap_or(&self.bins);
        match method {
            Method::Psi => Some(distance(stats::psi(&self.bins))),
            Method::Kl => Some(distance(stats::kl(&self.bins))),
            Method::JensenShannon => Some(distance(stats::jensen_shannon(&self.bins))),
            Method::JensenShannonBase2 => Some(distance(stats::jensen_shannon_base2(shared))),
            Method::Hellinger => Some(distance(stats::hellinger(shared))),
            Method::TotalVariation => Some(distance(stats::total_variation(shared))),
            Method::LInfinity => Some(distance(stats::l_infinity(shared))),
            _ => counted(method, self.values.as_ref()?),
        }
    }

    /// The numbers of both sides, unless these are categories.
    pub(super) fn numbers(&self) -> Option<(&'a Ecdf, &'a Ecdf)> {
        self.numbers.as_ref().map(|numbers| (numbers.reference, numbers.current))
    }

    /// One cell a category, or a bin of numbers.
    pub(super) fn bins(&self) -> &CountPair {
        &self.bins
    }

    /// Largest gap of the distribution functions, for numbers.
    pub(super) fn ks_gap(&self) -> Option<f64> {
        self.numbers.as_ref().map(|numbers| numbers.distances.ks.statistic)
    }

    /// Half the sum of the differences of the shares, value by value.
    pub(super) fn total_variation(&self) -> Option<f64> {
        self.values.as_ref().map(stats::total_variation)
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

impl<'a> Numbers<'a> {
    fn of(reference: &'a Ecdf, current: &'a Ecdf, thorough: bool) -> Result<Self, StatsError> {
        if !thorough {
            let distances = stats::numeric_distances(reference, current)?;
            return Ok(Self { reference, current, distances, tests: None });
        }
        let tests = stats::numeric_tests(reference, current)?;
        let distances = NumericDistances { ks: tests.ks, wasserstein: tests.wasserstein };
        Ok(Self { reference, current, distances, tests: Some(tests) })
    }

    /// A test that needs the numbers themselves; `None` for all others.
    fn test(&self, method: Method) -> Option<TestResult> {
        let (reference, current) = (self.reference, self.current);
        match method {
            Method::Ks => Some(test(self.distances.ks.statistic, self.distances.ks.p_value)),
            Method::Wasserstein => Some(distance(self.distances.wasserstein)),
            Method::WassersteinNormed => {
                stats::wasserstein_normed(self.distances.wasserstein, reference).ok().map(distance)
            }
            Method::AndersonDarling => match self.tests {
                Some(tests) => Some(tests.anderson_darling),
                None => stats::anderson_darling(reference, current).ok(),
            }
            .map(|found| test(found.statistic, found.p_value)),
            Method::CramerVonMises => match self.tests {
                Some(tests) => Some(tests.cramer_von_mises),
                None => stats::cramer_von_mises(reference, current).ok(),
            }
            .map(|found| test(found.statistic, found.p_value)),
            Method::MannWhitney => match self.tests {
                Some(tests) => Some(tests.mann_whitney),
                None => stats::mann_whitney(reference, current).ok(),
            }
            .map(|found| test(found.u, found.p_value)),
            Method::Energy => match self.tests {
                Some(tests) => Some(distance(tests.energy)),
                None => stats::energy(reference, current).ok().map(distance),
            },
            Method::WelchT => {
                stats::welch_t(reference, current).ok().map(|found| test(found.t, found.p_value))
            }
            Method::EppsSingleton => stats::epps_singleton(reference, current)
                .ok()
                .map(|found| test(found.statistic, found.p_value)),
            Method::PsiDeciles => {
                stats::psi_deciles(reference, current).ok().map(|found| distance(found.psi))
            }
            Method::Mmd => {
                let (reference, current) = (drawn(reference, current.n()), drawn(current, reference.n()));
                let found = stats::mmd_of_values(&reference, &current, MMD_PERMUTATIONS, MMD_SEED).ok()?;
                Some(test(found.statistic, found.p_value))
            }
            _ => None,
        }
    }
}

/// Sturges' bins, where Evidently's are others.
fn sturges_unless_same(reference: &Ecdf, current: &Ecdf, integers: bool) -> Option<CountPair> {
    if reference.distinct() > stats::EXACT_VALUES_MAX && !integers {
        return None;
    }
    let edges = stats::sturges_edges(reference, current, false).ok()?;
    CountPair::from_edges(reference, current, &edges).ok()
}

/// A sample that MMD can compare: all values up to [`MMD_ROWS`] over both sides, else half of that
/// many, drawn at random without replacement.
fn drawn(sample: &Ecdf, others: u64) -> Cow<'_, Ecdf> {
    if sample.n() + others <= MMD_ROWS || sample.n() <= MMD_ROWS / 2 {
        return Cow::Borrowed(sample);
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(MMD_SEED);
    let mut ranks: Vec<u64> = Vec::new();
    // Floyd's algorithm would need a set; so few of so many are seldom drawn twice.
    while ranks.len() < (MMD_ROWS / 2) as usize {
        ranks.push(random.gen_range(0..sample.n()));
        if ranks.len() == (MMD_ROWS / 2) as usize {
            ranks.sort_unstable();
            ranks.dedup();
        }
    }
    let (mut values, mut counts) = (Vec::new(), Vec::new());
    let (mut next, mut end) = (0, 0);
    for point in sample.points() {
        end += point.count;
        let from = next;
        while ranks.get(next).is_some_and(|rank| *rank < end) {
            next += 1;
        }
        if next > from {
            values.push(point.value);
            counts.push((next - from) as u64);
        }
    }
    Ecdf::from_weighted_sorted(values, counts).map_or(Cow::Borrowed(sample), Cow::Owned)
}

/// A test of values that are counted one by one.
fn counted(method: Method, values: &CountPair) -> Option<TestResult> {
    match method {
        Method::ChiSquare => {
            let found = stats::chi_square(values);
            Some(test(found.statistic, found.p_value))
        }
        Method::ChiSquareContingency => {
            let found = stats::chi_square_contingency(values);
            Some(test(found.statistic, found.p_value))
        }
        Method::GTest => {
            let found = stats::g_test(values);
            Some(test(found.statistic, found.p_value))
        }
        Method::CramersV => Some(distance(stats::cramers_v(values).plain)),
        Method::FisherExact => {
            stats::fisher_exact(values).ok().map(|found| {
                // Without a second category there are no odds that could differ.
                test(found.odds_ratio.unwrap_or(1.0), found.p_value)
            })
        }
        Method::TwoProportionZ => {
            stats::two_proportion_z(values).ok().map(|found| test(found.z, found.p_value))
        }
        _ => None,
    }
}

fn test(statistic: f64, p_value: f64) -> TestResult {
    TestResult { statistic, p_value: Some(p_value) }
}

fn distance(statistic: f64) -> TestResult {
    TestResult { statistic, p_value: None }
}
