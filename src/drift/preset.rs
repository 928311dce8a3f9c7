//! Which method judges a column, and by which line.
//!
//! Sources: Evidently 0.7.23, `DataDriftPreset` with its defaults; NannyML 0.13.1's univariate
//! drift with its defaults. `Robust` is ours: the guide shows its false alarms and its power
//! beside those of the others.

use serde::{Deserialize, Serialize};

use super::{Evidence, Method, Preset};
use crate::data::{Kind, KindRule, Role};

/// Up to this many usable reference rows, Evidently uses tests; above, distances.
pub(super) const SMALL_REFERENCE: u64 = 1_000;
/// Up to this many distinct values over both sides, Evidently takes numbers as categories.
pub(super) const FEW_VALUES: u64 = 5;
/// Line of p-value methods.
pub(super) const P_THRESHOLD: f64 = 0.05;
/// Line of distances.
pub(super) const DISTANCE_THRESHOLD: f64 = 0.1;
/// Up to this many distinct values, shares of one of two values are compared.
pub(super) const TWO_VALUES: u64 = 2;

/// Least normed Wasserstein distance for drift of numbers under `Robust`: every value moved by a
/// tenth of a standard deviation.
pub const MATERIAL_WASSERSTEIN: f64 = 0.1;
/// Least Cramér's V for drift of categories under `Robust`: what a mean that moved by a tenth of a
/// standard deviation is as a correlation, d / √(d² + 4) at d = 0.1 (J. Cohen, *Statistical Power
/// Analysis*, 2nd ed., 1988, eq. 2.2.6).
pub const MATERIAL_CRAMERS_V: f64 = 0.05;
/// Least change of the share of missing cells for drift under `Robust`.
pub const MATERIAL_MISSING: f64 = 0.05;
/// Usable rows of both sides above which tests that need a further pass are made on request only.
pub const MANY_ROWS: u64 = 400_000;
/// Up to this many rows on each side, two values are compared by Fisher's exact test under `Robust`.
const EXACT_ROWS: u64 = 1_000;

/// What a method is chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Kind of the column.
    pub kind: Kind,
    /// Usable rows of the reference.
    pub reference_rows: u64,
    /// Usable rows of current.
    pub current_rows: u64,
    /// Distinct values over both sides, counted up to 6.
    pub distinct: u64,
}

impl Shape {
    /// Whether every further pass over the values is felt.
    pub(super) fn has_many_rows(&self) -> bool {
        self.reference_rows.saturating_add(self.current_rows) > MANY_ROWS
    }

    /// Whether its values are compared one by one, rather than as numbers.
    pub(super) fn is_counted(&self) -> bool {
        self.kind != Kind::Numeric || self.distinct <= FEW_VALUES
    }
}

impl Preset {
    /// The method that judges a column of this shape.
    pub(super) fn method(self, shape: Shape) -> Method {
        match self {
            Preset::Evidently => evidently(shape),
            Preset::Robust => robust(shape),
            Preset::Nannyml => Method::JensenShannonBase2,
        }
    }

    /// The line for a method; `None` where none fits every column.
    pub(super) fn threshold(self, method: Method, evidence: &Evidence) -> Option<f64> {
        match (self, method) {
            (
                Preset::Evidently,
                Method::AndersonDarling | Method::CramerVonMises | Method::FisherExact | Method::GTest,
            ) => Some(0.1),
            (Preset::Evidently, Method::Energy) => Some(DISTANCE_THRESHOLD),
            (Preset::Nannyml, Method::JensenShannonBase2) => {
                evidence.nannyml.map(|found| found.threshold).or(method.threshold())
            }
            _ => method.threshold(),
        }
    }

    /// Least effect size beside significance: of `wasserstein_normed` for numbers, `cramers_v` for
    /// categories.
    pub(super) fn min_effect(self, effect: Method) -> Option<f64> {
        match (self, effect) {
            (Preset::Robust, Method::CramersV) => Some(MATERIAL_CRAMERS_V),
            (Preset::Robust, _) => Some(MATERIAL_WASSERSTEIN),
            (Preset::Evidently | Preset::Nannyml, _) => None,
        }
    }

    /// Whether the share of missing cells is part of the verdict, and whether columns with too few
    /// rows are left without one.
    pub(super) fn is_robust(self) -> bool {
        self == Preset::Robust
    }

    /// By which rule kinds are inferred.
    pub(super) fn kind_rule(self) -> KindRule {
        match self {
            Preset::Evidently => KindRule::Evidently,
            Preset::Robust | Preset::Nannyml => KindRule::Both,
        }
    }
}

fn evidently(shape: Shape) -> Method {
    let small = shape.reference_rows <= SMALL_REFERENCE;
    if !shape.is_counted() {
        return if small { Method::Ks } else { Method::WassersteinNormed };
    }
    match small {
        true if shape.distinct <= TWO_VALUES => Method::TwoProportionZ,
        true => Method::ChiSquare,
        false => Method::JensenShannon,
    }
}

fn robust(shape: Shape) -> Method {
    if !shape.is_counted() {
        return Method::Ks;
    }
    let few_rows = shape.reference_rows.max(shape.current_rows) <= EXACT_ROWS;
    if shape.distinct == TWO_VALUES && few_rows { Method::FisherExact } else { Method::ChiSquareContingency }
}

/// What a method asks of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// A numeric column.
    Numbers,
    /// Numbers or categories.
    Any,
    /// Categories, or numbers with few distinct values.
    Counted,
    /// At most two distinct values.
    TwoValues,
}

impl Method {
    /// Whether the method can judge a column of this shape.
    pub fn applies(self, shape: Shape) -> bool {
        match self.asks() {
            Need::Numbers => shape.kind == Kind::Numeric,
            Need::Any => true,
            Need::Counted => shape.is_counted(),
            Need::TwoValues => shape.distinct <= TWO_VALUES,
        }
    }

    /// What the method needs, in words.
    pub(super) fn need(self) -> String {
        match self.asks() {
            Need::Numbers => {
                "it needs a numeric column; set the kind to numeric or choose another method".to_owned()
            }
            Need::Any => "it needs numbers or categories; set the kind to numeric or categorical".to_owned(),
            Need::Counted => format!(
                "it needs categories, or numbers with at most {FEW_VALUES} distinct values; set the kind to categorical or choose another method"
            ),
            Need::TwoValues => {
                format!(
                    "it needs at most {TWO_VALUES} distinct values over both sides; choose another method"
                )
            }
        }
    }

    fn asks(self) -> Need {
        match self {
            Method::Ks
            | Method::AndersonDarling
            | Method::CramerVonMises
            | Method::MannWhitney
            | Method::WelchT
            | Method::Wasserstein
            | Method::WassersteinNormed
            | Method::Energy
            | Method::EppsSingleton
            | Method::PsiDeciles
            | Method::Mmd => Need::Numbers,
            Method::Psi
            | Method::Kl
            | Method::JensenShannon
            | Method::JensenShannonBase2
            | Method::Hellinger
            | Method::TotalVariation
            | Method::LInfinity => Need::Any,
            Method::ChiSquare | Method::ChiSquareContingency | Method::GTest | Method::CramersV => {
                Need::Counted
            }
            Method::FisherExact | Method::TwoProportionZ => Need::TwoValues,
        }
    }

    /// The line that the method's score is held against; `None` where no line fits every column,
    /// because the distance is in the column's unit.
    pub fn threshold(self) -> Option<f64> {
        match self {
            Method::Wasserstein | Method::Energy => None,
            method if method.is_p_value() => Some(P_THRESHOLD),
            _ => Some(DISTANCE_THRESHOLD),
        }
    }

    /// Whether a score means drift: p-values at or below the line (Evidently's chi-square and z
    /// below it), distances at or above.
    pub fn drifted(self, score: f64, threshold: f64) -> bool {
        match self {
            Method::ChiSquare | Method::TwoProportionZ => score < threshold,
            method if method.is_p_value() => score <= threshold,
            _ => score >= threshold,
        }
    }

    /// Whether it costs so much on a column of this shape that it is made only when it is asked for:
    /// characteristic functions and kernels always, further passes over the values above
    /// [`MANY_ROWS`].
    pub fn is_costly(self, shape: Shape) -> bool {
        match self {
            Method::EppsSingleton | Method::Mmd => true,
            Method::AndersonDarling
            | Method::CramerVonMises
            | Method::MannWhitney
            | Method::Energy
            | Method::WelchT => shape.has_many_rows(),
            _ => false,
        }
    }

    /// The effect size that goes with a column of this shape.
    pub fn effect_size(shape: Shape) -> Method {
        if shape.is_counted() { Method::CramersV } else { Method::WassersteinNormed }
    }
}

/// Whether columns of this kind are judged.
pub(super) fn kind_is_judged(kind: Kind) -> bool {
    match kind {
        Kind::Numeric | Kind::IntegerCategory | Kind::Categorical | Kind::Boolean => true,
        Kind::Text | Kind::Datetime | Kind::Identifier => false,
    }
}

/// Whether columns of this role are judged.
pub(super) fn role_is_judged(role: Role) -> bool {
    match role {
        Role::Feature | Role::Target | Role::Prediction | Role::Probability => true,
        Role::Timestamp | Role::Id | Role::Split | Role::Version | Role::Ignore => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(kind: Kind, rows: u64, distinct: u64) -> Shape {
        Shape { kind, reference_rows: rows, current_rows: rows, distinct }
    }

    #[test]
    fn evidently_chooses_by_rows_and_distinct_values() {
        let chosen = |kind, rows, distinct| Preset::Evidently.method(shape(kind, rows, distinct));
        assert_eq!(chosen(Kind::Numeric, 1_000, 6), Method::Ks);
        assert_eq!(chosen(Kind::Numeric, 1_001, 6), Method::WassersteinNormed);
        assert_eq!(chosen(Kind::Numeric, 1_000, 5), Method::ChiSquare);
        assert_eq!(chosen(Kind::Numeric, 1_000, 2), Method::TwoProportionZ);
        assert_eq!(chosen(Kind::Numeric, 1_001, 2), Method::JensenShannon);
        assert_eq!(chosen(Kind::Categorical, 1_000, 6), Method::ChiSquare);
        assert_eq!(chosen(Kind::Boolean, 1_000, 2), Method::TwoProportionZ);
        assert_eq!(chosen(Kind::IntegerCategory, 1_001, 2), Method::JensenShannon);
    }

    #[test]
    fn robust_chooses_tests_for_any_number_of_rows() {
        let chosen = |kind, rows, distinct| Preset::Robust.method(shape(kind, rows, distinct));
        assert_eq!(chosen(Kind::Numeric, 1_000_000, 6), Method::Ks);
        assert_eq!(chosen(Kind::Numeric, 100, 5), Method::ChiSquareContingency);
        assert_eq!(chosen(Kind::Boolean, 1_000, 2), Method::FisherExact);
        assert_eq!(chosen(Kind::Boolean, 1_001, 2), Method::ChiSquareContingency);
        assert_eq!(chosen(Kind::Categorical, 100, 1), Method::ChiSquareContingency);
    }

    #[test]
    fn the_line_itself_is_drift_but_for_evidently_s_tests_of_counts() {
        assert!(Method::Ks.drifted(0.05, 0.05) && Method::Psi.drifted(0.1, 0.1));
        assert!(Method::FisherExact.drifted(0.05, 0.05));
        assert!(!Method::ChiSquare.drifted(0.05, 0.05) && !Method::TwoProportionZ.drifted(0.05, 0.05));
        assert!(!Method::WassersteinNormed.drifted(f64::NAN, 0.1));
    }

    #[test]
    fn the_two_material_effects_are_the_same_size() {
        let d = MATERIAL_WASSERSTEIN;
        assert!((d / d.mul_add(d, 4.0).sqrt() - MATERIAL_CRAMERS_V).abs() < 1e-4);
    }
}
