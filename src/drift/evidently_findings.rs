//! Findings about what Evidently would say, or fail to say, of the same column.

use super::views::SideView;
use super::words::{count, name};
use super::{ColumnPair, ColumnProfile, Finding, FindingKind, Severity};
use crate::data::Kind;

/// Up to here every integer is a double.
const LARGEST_EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;

pub(super) fn differences(
    pair: &ColumnPair<'_>,
    reference: &SideView<'_>,
    current: &SideView<'_>,
    found: &mut Vec<Finding>,
) {
    let column = name(pair.name);
    let mut differs = |message: String| {
        found.push(Finding::new(FindingKind::EvidentlyDiffers, Severity::None, message));
    };
    if pair.notes.few_texts {
        let so = if current.rows == 1 {
            " and refuses the whole report over it".to_owned()
        } else {
            format!(
                ", where its report can fail, because most of the {} cells in current differ",
                count(current.n())
            )
        };
        differs(format!(
            "Evidently takes {column} as free text{so}; here the texts are judged as categories."
        ));
    }
    if pair.notes.question_marks {
        differs(format!(
            "Evidently reads {column} as text because of its `?` cells; here they are missing and the numbers are judged."
        ));
    }
    if pair.notes.inferred && pair.kind == Kind::Boolean && current.missing > 0 {
        differs(format!(
            "Evidently refuses the whole report over {column}, because true and false stand beside missing cells in current; here the cells that have a value are judged."
        ));
    }
    if pair.holds_integers() && [pair.reference, pair.current].into_iter().flatten().any(holds_large_integers)
    {
        differs(format!(
            "{column} holds integers beyond 9,007,199,254,740,992, which are compared as the nearest doubles; close ones may count as one value. Exclude the column if these are identifiers."
        ));
    }
    if reference.n() > 0 && current.n() > 0 && reference.infinite + current.infinite > 0 {
        differs(format!(
            "Evidently leaves the infinite cells of {column} out of its verdict on the column, but not out of its count of drifted columns; here they are out of both."
        ));
    }
}

/// Whether some number is so large that its neighbouring integers are no doubles.
fn holds_large_integers(column: &ColumnProfile) -> bool {
    let large = |x: Option<f64>| x.is_some_and(|x| x.abs() > LARGEST_EXACT_INTEGER);
    large(column.numbers.min()) || large(column.numbers.max())
}
