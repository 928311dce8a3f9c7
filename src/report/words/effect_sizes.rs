//! The effect size that goes with a test: how large the change is, whatever the number of rows.
//!
//! Simple ratios of what the report holds; J. Cohen, *Statistical Power Analysis for the Behavioral
//! Sciences*, 2nd ed. (1988), and H. Cramér, *Mathematical Methods of Statistics* (1946), ch. 21.

use crate::drift::{ColumnReport, Method, TestResult};

/// An effect size and its symbol.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSize {
    /// The usual letter, or the unit.
    pub symbol: &'static str,
    /// The size.
    pub size: f64,
    /// What it is, for a title.
    pub meaning: &'static str,
}

/// The effect size that goes with a test of a column; `None` where the report does not hold what it
/// is made of.
pub fn effect_size(column: &ColumnReport, method: Method, result: TestResult) -> Option<EffectSize> {
    let shape = column.evidence.as_ref()?.shape;
    let (n, m) = (shape.reference_rows as f64, shape.current_rows as f64);
    let of = |symbol, size: f64, meaning| size.is_finite().then_some(EffectSize { symbol, size, meaning });
    match method {
        Method::Ks => of("D", result.statistic, "largest gap of the distribution functions, 0 to 1"),
        Method::MannWhitney => of(
            "r",
            (2.0 * result.statistic / (n * m) - 1.0).abs(),
            "rank-biserial correlation: |2 U / nm − 1|",
        ),
        Method::WelchT => {
            of("d", cohens_d(column)?, "Cohen's d: difference of the means in pooled standard deviations")
        }
        Method::AndersonDarling | Method::CramerVonMises | Method::EppsSingleton | Method::Mmd => {
            let moved = column.tests.get(&Method::WassersteinNormed)?.statistic;
            of("σ", moved, "Wasserstein distance in reference standard deviations")
        }
        Method::ChiSquare => of("w", (result.statistic / m).sqrt(), "Cohen's w: √(χ² / rows of current)"),
        Method::ChiSquareContingency | Method::GTest => {
            of("V", (result.statistic / (n + m)).sqrt(), "Cramér's V: √(statistic / rows)")
        }
        Method::TwoProportionZ => of("φ", result.statistic.abs() / (n + m).sqrt(), "phi: |z| / √rows"),
        Method::FisherExact => {
            of("V", column.tests.get(&Method::CramersV)?.statistic, "Cramér's V of the same table")
        }
        // A distance is its own effect size, and stands as the statistic.
        _ => None,
    }
}

fn cohens_d(column: &ColumnReport) -> Option<f64> {
    let (reference, current) = (column.reference.as_ref()?, column.current.as_ref()?);
    let weight = |side: &crate::drift::SideSummary| side.n.saturating_sub(1) as f64;
    let squares = weight(reference) * reference.std?.powi(2) + weight(current) * current.std?.powi(2);
    let pooled = (squares / (weight(reference) + weight(current))).sqrt();
    Some((current.mean? - reference.mean?).abs() / pooled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Kind, Role};
    use crate::drift::{Evidence, KindByRule, MissingShares, Shape, SideSummary, Sparkline};

    fn side(n: u64, mean: f64, std: f64) -> SideSummary {
        SideSummary {
            n,
            missing: 0,
            infinite: 0,
            distinct: n,
            mean: Some(mean),
            std: Some(std),
            min: None,
            max: None,
            quantiles: Vec::new(),
            counts: None,
            other: 0,
        }
    }

    fn column(n: u64, m: u64) -> ColumnReport {
        let shape = Shape { kind: Kind::Numeric, reference_rows: n, current_rows: m, distinct: 6 };
        ColumnReport {
            name: "a".to_owned(),
            kind: Kind::Numeric,
            kinds: KindByRule { evidently: Kind::Numeric, both: Kind::Numeric },
            role: Role::Feature,
            reference: Some(side(n, 10.0, 2.0)),
            current: Some(side(m, 11.0, 2.0)),
            verdict: None,
            tests: Default::default(),
            sparkline: Sparkline::default(),
            effect: None,
            findings: Vec::new(),
            evidence: Some(Evidence {
                shape,
                missing: MissingShares { reference: 0.0, current: 0.0, p_value: 1.0, z: 0.0 },
                nannyml: None,
                ks_gap: None,
                total_variation: None,
                findings: Vec::new(),
                evidently_findings: Vec::new(),
            }),
        }
    }

    /// Worked by hand from the definitions.
    #[test]
    fn sizes_do_not_grow_with_the_rows() {
        for (method, n, m, statistic, want) in [
            (Method::ChiSquareContingency, 600, 400, 10.0, 0.1),
            (Method::ChiSquare, 600, 400, 4.0, 0.1),
            (Method::TwoProportionZ, 100, 300, -2.0, 0.1),
            (Method::MannWhitney, 20, 30, 600.0, 1.0),
            (Method::MannWhitney, 20, 30, 300.0, 0.0),
            (Method::WelchT, 50, 80, 3.0, 0.5),
            (Method::Ks, 50, 80, 0.3, 0.3),
        ] {
            let result = TestResult { statistic, p_value: None };
            let found = effect_size(&column(n, m), method, result).map(|effect| effect.size);
            assert!(found.is_some_and(|size| (size - want).abs() < 1e-12), "{method}: {found:?}");
        }
    }

    #[test]
    fn a_distance_is_its_own_effect() {
        let result = TestResult { statistic: 0.2, p_value: None };
        assert_eq!(effect_size(&column(50, 80), Method::Psi, result), None);
    }
}
