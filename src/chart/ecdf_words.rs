//! What two distribution functions say in words and as a table.

use super::chart_kind::Table;
use super::ecdf::{domain, levels};
use super::format::{percent, points, significant};
use crate::drift::{CurvePoint, EcdfPair};

/// Rows of the table form; more steps than these are thinned evenly.
const TABLE_ROWS: usize = 25;

/// What to see: where the curves are farthest apart, by how much, and which way.
pub fn ecdf_caption(pair: &EcdfPair) -> String {
    let gap = (pair.gap.reference - pair.gap.current).abs();
    let mut caption = if pair.reference.is_empty() || pair.current.is_empty() {
        "One side has no usable value, so there is no gap to see.".to_owned()
    } else if gap == 0.0 {
        "The curves coincide: both sides have the same distribution.".to_owned()
    } else {
        format!(
            "The curves are farthest apart at {}: {} of the reference is at or below it and {} of current, a gap of {} \
             (the KS statistic). At that value current runs {} the reference, so it has more of the {} values.",
            significant(pair.gap.x),
            percent(pair.gap.reference),
            percent(pair.gap.current),
            points(gap).trim_start_matches('+'),
            if pair.gap.current < pair.gap.reference { "below" } else { "above" },
            if pair.gap.current < pair.gap.reference { "higher" } else { "lower" },
        )
    };
    let values = levels(pair);
    if let (Some(domain), Some(first), Some(last)) = (domain(pair), values.first(), values.last())
        && domain.is_cut
    {
        caption.push_str(&format!(
            " The axis shows the central 99 %; the values reach from {} to {}.",
            significant(*first),
            significant(*last)
        ));
    }
    caption
}

/// Both shares at the steps of either curve, thinned to about 25 rows; the gap's row is always there.
pub fn ecdf_table(pair: &EcdfPair) -> Table {
    let values = levels(pair);
    let stride = values.len().div_ceil(TABLE_ROWS).max(1);
    let last = values.len().saturating_sub(1);
    let rows = values
        .iter()
        .enumerate()
        .filter(|&(i, &value)| i % stride == 0 || i == last || value == pair.gap.x)
        .map(|(_, &value)| {
            let (reference, current) = (share_at(&pair.reference, value), share_at(&pair.current, value));
            vec![significant(value), percent(reference), percent(current), points(current - reference)]
        })
        .collect();
    let header = ["value", "reference at or below", "current at or below", "difference"];
    Table { header: header.map(str::to_owned).to_vec(), rows }
}

/// What the cursor says at one value.
pub(super) fn level_text(pair: &EcdfPair, value: f64) -> String {
    let (reference, current) = (share_at(&pair.reference, value), share_at(&pair.current, value));
    format!(
        "At or below {}: reference {}, current {}, {}",
        significant(value),
        percent(reference),
        percent(current),
        points(current - reference)
    )
}

/// The label of the bracket.
pub(super) fn gap_label(pair: &EcdfPair) -> String {
    format!("KS {}", significant((pair.gap.reference - pair.gap.current).abs()))
}

/// The share at or below `value`.
fn share_at(curve: &[CurvePoint], value: f64) -> f64 {
    let passed = curve.partition_point(|point| point.x <= value);
    passed.checked_sub(1).and_then(|i| curve.get(i)).map_or(0.0, |point| point.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::KsGap;

    fn pair() -> EcdfPair {
        let curve = |points: &[(f64, f64)]| points.iter().map(|&(x, y)| CurvePoint { x, y }).collect();
        EcdfPair {
            reference: curve(&[(1.0, 0.5), (2.0, 1.0)]),
            current: curve(&[(2.0, 0.25), (3.0, 1.0)]),
            gap: KsGap { x: 2.0, reference: 1.0, current: 0.25 },
        }
    }

    #[test]
    fn the_caption_names_place_size_and_direction_of_the_gap() {
        assert_eq!(
            ecdf_caption(&pair()).replace('\u{a0}', " "),
            "The curves are farthest apart at 2: 100 % of the reference is at or below it and 25 % of current, a gap \
             of 75 points (the KS statistic). At that value current runs below the reference, so it has more of the \
             higher values."
        );
    }

    #[test]
    fn equal_and_one_sided_curves_have_their_own_sentence() {
        let mut same = pair();
        same.current = same.reference.clone();
        same.gap = KsGap { x: 1.0, reference: 0.5, current: 0.5 };
        assert!(ecdf_caption(&same).starts_with("The curves coincide"));
        same.current.clear();
        assert!(ecdf_caption(&same).starts_with("One side has no usable value"));
    }

    #[test]
    fn the_cursor_reads_both_steps() {
        assert_eq!(
            level_text(&pair(), 2.5).replace('\u{a0}', " "),
            "At or below 2.5: reference 100 %, current 25 %, −75 points"
        );
        assert_eq!(
            level_text(&pair(), 0.0).replace('\u{a0}', " "),
            "At or below 0: reference 0 %, current 0 %, 0 points"
        );
    }

    #[test]
    fn a_long_curve_makes_a_short_table_with_the_gap_in_it() {
        let curve = |shift: f64| {
            (0..512).map(|i| CurvePoint { x: f64::from(i) + shift, y: f64::from(i + 1) / 512.0 }).collect()
        };
        let gap = KsGap { x: 333.0, reference: 334.0 / 512.0, current: 333.0 / 512.0 };
        let table = ecdf_table(&EcdfPair { reference: curve(0.0), current: curve(0.5), gap });
        assert!((20..=28).contains(&table.rows.len()), "{}", table.rows.len());
        assert!(table.rows.iter().any(|row| row[0] == "333"));
    }
}
