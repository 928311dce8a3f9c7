//! Which method judges a column, and by which line.
//!
//! Source: Evidently 0.7.23, `DataDriftPreset` with its defaults; METHODS in the project's
//! documentation has the table.

use super::{Method, Preset};
use crate::data::{Kind, Role};

/// Up to this many usable reference rows, Evidently uses tests; above, distances.
pub(super) const SMALL_REFERENCE: u64 = 1_000;
/// Up to this many distinct values over both sides, Evidently takes numbers as categories.
pub(super) const FEW_VALUES: u64 = 5;
/// Line of p-value methods.
pub(super) const P_THRESHOLD: f64 = 0.05;
/// Line of distances.
pub(super) const DISTANCE_THRESHOLD: f64 = 0.1;
/// Up to this many distinct values, shares of one of two values are compared.
const TWO_VALUES: u64 = 2;

/// What a method is chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Kind of the column.
    pub(super) kind: Kind,
    /// Usable rows of the reference.
    pub(super) reference_rows: u64,
    /// Distinct values over both sides, counted up to [`FEW_VALUES`] + 1.
    pub(super) distinct: u64,
}

impl Preset {
    /// The method that judges a column of this shape.
    pub(super) fn method(self, shape: Shape) -> Method {
        match self {
            Preset::Evidently => evidently(shape),
        }
    }
}

fn evidently(shape: Shape) -> Method {
    let small = shape.reference_rows <= SMALL_REFERENCE;
    if shape.kind == Kind::Numeric && shape.distinct > FEW_VALUES {
        return if small { Method::Ks } else { Method::WassersteinNormed };
    }
    match small {
        true if shape.distinct <= TWO_VALUES => Method::TwoProportionZ,
        true => Method::ChiSquare,
        false => Method::JensenShannon,
    }
}

impl Method {
    /// Whether the method can judge a column of this shape.
    pub(super) fn applies(self, shape: Shape) -> bool {
        let numeric = shape.kind == Kind::Numeric;
        match self {
            Method::Ks | Method::Wasserstein | Method::WassersteinNormed => numeric,
            Method::Psi | Method::JensenShannon => true,
            Method::ChiSquare => !numeric || shape.distinct <= FEW_VALUES,
            Method::TwoProportionZ => shape.distinct <= TWO_VALUES,
        }
    }

    /// What the method needs, in words.
    pub(super) fn need(self) -> String {
        match self {
            Method::Ks | Method::Wasserstein | Method::WassersteinNormed => {
                "it needs a numeric column; set the kind to numeric or choose another method".to_owned()
            }
            Method::Psi | Method::JensenShannon => {
                "it needs numbers or categories; set the kind to numeric or categorical".to_owned()
            }
            Method::ChiSquare => format!(
                "it needs categories, or numbers with at most {FEW_VALUES} distinct values; set the kind to categorical or choose another method"
            ),
            Method::TwoProportionZ => {
                format!(
                    "it needs at most {TWO_VALUES} distinct values over both sides; choose another method"
                )
            }
        }
    }

    /// The line that the method's score is held against; `None` where no line fits every column.
    pub fn threshold(self) -> Option<f64> {
        match self {
            Method::Ks | Method::ChiSquare | Method::TwoProportionZ => Some(P_THRESHOLD),
            Method::WassersteinNormed | Method::Psi | Method::JensenShannon => Some(DISTANCE_THRESHOLD),
            Method::Wasserstein => None,
        }
    }

    /// Whether a score means drift: p-values at (KS) or below the line, distances at or above.
    pub(super) fn drifted(self, score: f64, threshold: f64) -> bool {
        match self {
            Method::Ks => score <= threshold,
            Method::ChiSquare | Method::TwoProportionZ => score < threshold,
            Method::Wasserstein | Method::WassersteinNormed | Method::Psi | Method::JensenShannon => {
                score >= threshold
            }
        }
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

    #[test]
    fn evidently_chooses_by_rows_and_distinct_values() {
        let chosen = |kind, reference_rows, distinct| {
            Preset::Evidently.method(Shape { kind, reference_rows, distinct })
        };
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
    fn the_line_itself_is_drift_for_ks_and_distances_only() {
        assert!(Method::Ks.drifted(0.05, 0.05) && Method::Psi.drifted(0.1, 0.1));
        assert!(!Method::ChiSquare.drifted(0.05, 0.05) && !Method::TwoProportionZ.drifted(0.05, 0.05));
        assert!(!Method::WassersteinNormed.drifted(f64::NAN, 0.1));
    }
}
