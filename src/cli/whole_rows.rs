//! What whole rows tell, for the reader of the table: repeated rows, correlations, segments, and
//! all columns together.

use std::fmt::{Result, Write};

use super::table::{clean, percent, three_digits};
use crate::drift::multivariate::{ColumnWeight, MultivariateReport};
use crate::drift::{Condition, Pick, Relations};

/// Entries listed of each sort; all of them are in the JSON report.
const LISTED: usize = 3;
/// Only what chance hardly explains is listed.
const SIGNIFICANT: f64 = 0.05;

/// Writes the largest changes that whole rows show; nothing when there are none.
pub(super) fn write_relations(out: &mut String, relations: &Relations) -> Result {
    let repeated = relations.repeated;
    let correlations: Vec<_> = relations
        .correlations
        .iter()
        .filter(|change| change.p_adjusted <= SIGNIFICANT)
        .take(LISTED)
        .collect();
    let segments: Vec<_> =
        relations.segments.iter().filter(|segment| segment.p_adjusted <= SIGNIFICANT).take(LISTED).collect();
    let repeats = repeated.reference > 0.0 || repeated.current > 0.0;
    if correlations.is_empty() && segments.is_empty() && !repeats {
        return Ok(());
    }
    writeln!(out, "\nWhole rows")?;
    if repeats {
        let about = if repeated.exact { "" } else { "about " };
        writeln!(
            out,
            "   repeated rows: {about}{} -> {}",
            percent(repeated.reference),
            percent(repeated.current)
        )?;
    }
    for change in correlations {
        writeln!(
            out,
            "   correlation of {} and {}: {:.2} -> {:.2}",
            clean(&change.first),
            clean(&change.second),
            change.reference,
            change.current
        )?;
    }
    for segment in segments {
        let conditions: Vec<String> = segment.conditions.iter().map(condition).collect();
        writeln!(
            out,
            "   rows with {}: {} -> {}",
            conditions.join(" and "),
            percent(segment.reference),
            percent(segment.current)
        )?;
    }
    Ok(())
}

/// Writes what all columns together tell.
pub(super) fn write_multivariate(out: &mut String, found: &MultivariateReport) -> Result {
    writeln!(out, "\nAll columns together")?;
    let word = |drifted: bool| if drifted { "DRIFT" } else { "stable" };
    if let Some(classifier) = &found.domain_classifier {
        writeln!(
            out,
            "   {}: telling the sides apart, AUC {:.3} (chance up to {:.3}){}",
            word(classifier.drifted),
            classifier.auc,
            classifier.threshold,
            columns(&classifier.columns)
        )?;
    }
    if let Some(pca) = &found.pca {
        writeln!(
            out,
            "   {}: PCA reconstruction error {} (reference {} to {}){}",
            word(pca.drifted),
            three_digits(pca.current),
            three_digits(pca.lower),
            three_digits(pca.upper),
            columns(&pca.columns)
        )?;
    }
    if let Some(mmd) = &found.mmd {
        writeln!(
            out,
            "   {}: MMD\u{b2} {}, p = {:.3}",
            word(mmd.drifted),
            three_digits(mmd.mmd2),
            mmd.p_value
        )?;
    }
    for reason in &found.skipped {
        writeln!(out, "   {reason}")?;
    }
    Ok(())
}

fn columns(weights: &[ColumnWeight]) -> String {
    let names: Vec<String> =
        weights.iter().filter(|column| column.weight > 0.0).take(LISTED).map(|c| clean(&c.name)).collect();
    if names.is_empty() { String::new() } else { format!("; most by {}", names.join(", ")) }
}

fn condition(condition: &Condition) -> String {
    let name = clean(&condition.column);
    match &condition.pick {
        Pick::Category(category) => format!("{name} = {}", clean(category)),
        Pick::Missing => format!("{name} missing"),
        Pick::Range { from, to, closed } => {
            let below = if *closed { "<=" } else { "<" };
            match (from.is_finite(), to.is_finite()) {
                (true, true) => format!("{} <= {name} {below} {}", three_digits(*from), three_digits(*to)),
                (true, false) => format!("{name} >= {}", three_digits(*from)),
                (false, true) => format!("{name} {below} {}", three_digits(*to)),
                (false, false) => format!("{name} present"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_as_ranges() {
        let words = |from, to, closed| {
            condition(&Condition { column: "age".to_owned(), pick: Pick::Range { from, to, closed } })
        };
        assert_eq!(words(1.0, 2.0, false), "1.00 <= age < 2.00");
        assert_eq!(words(f64::NEG_INFINITY, 2.0, true), "age <= 2.00");
        assert_eq!(words(1.5, f64::INFINITY, true), "age >= 1.50");
    }
}
