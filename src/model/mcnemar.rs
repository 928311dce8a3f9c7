//! McNemar's test: whether two classifiers are right on different rows.

use statrs::function::erf::erfc;
use statrs::function::factorial::ln_binomial;

use super::evaluation::McNemar;

/// Rows on which they differ from which on chi-square is used.
const EXACT_BELOW: u64 = 25;

/// McNemar's test of the rows that only one of two classifiers has right.
///
/// ```text
/// b + c < 25:  p = min(1, 2 P(X ≤ min(b, c))),  X ~ Binomial(b + c, ½)
/// else:        χ² = (|b − c| − 1)² / (b + c), one degree of freedom
/// ```
///
/// # Source
///
/// Q. McNemar, *Psychometrika* 12 (1947), 153-157; continuity correction by A. L. Edwards,
/// *Psychometrika* 13 (1948), 185-187. As `statsmodels.stats.contingency_tables.mcnemar`.
pub(super) fn mcnemar(only_first: u64, only_second: u64) -> McNemar {
    let differ = only_first + only_second;
    if differ < EXACT_BELOW {
        let at_most = only_first.min(only_second);
        let probability = |k| (ln_binomial(differ, k) - differ as f64 * std::f64::consts::LN_2).exp();
        let p_value = (2.0 * (0..=at_most).map(probability).sum::<f64>()).min(1.0);
        return McNemar { only_first, only_second, statistic: None, p_value };
    }
    let gap = only_first.abs_diff(only_second) as f64 - 1.0;
    let statistic = gap * gap / differ as f64;
    McNemar { only_first, only_second, statistic: Some(statistic), p_value: erfc((statistic / 2.0).sqrt()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_statsmodels() {
        // statsmodels 0.15: mcnemar([[10, b], [c, 50]], exact=b + c < 25, correction=True)
        for (b, c, statistic, p) in [
            (3, 9, None, 0.14599609375),
            (0, 0, None, 1.0),
            (1, 7, None, 0.0703125),
            (12, 13, Some(0.0), 1.0),
            (40, 15, Some(10.472727272727273), 0.0012114973654306278),
            (20, 30, Some(1.62), 0.20309178757716426),
        ] {
            let found = mcnemar(b, c);
            assert_eq!(found.statistic, statistic, "{b} {c}");
            assert!((found.p_value - p).abs() < 1e-9 * p, "{b} {c}: {}", found.p_value);
        }
    }
}
