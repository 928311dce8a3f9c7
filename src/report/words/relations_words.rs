//! What whole rows tell, in words.

use super::format;
use crate::drift::{Relations, RepeatedRows};

/// Adjusted p up to which a change is shown as such.
const SHOWN_P: f64 = 0.05;

/// How much changed, e.g. `2 segments and 1 correlation changed significantly`.
pub fn summary(relations: &Relations) -> String {
    let segments = relations.segments.iter().filter(|segment| segment.p_adjusted <= SHOWN_P).count() as u64;
    let pairs = relations.correlations.iter().filter(|change| change.p_adjusted <= SHOWN_P).count() as u64;
    format!(
        "{} and {} changed significantly",
        format::counted(segments, "segment", "segments"),
        format::counted(pairs, "correlation", "correlations")
    )
}

/// On which rows all of it rests.
pub fn rows(relations: &Relations) -> String {
    format!(
        "From {} of the reference and {} of current.",
        format::counted(relations.reference_rows, "sampled row", "sampled rows"),
        format::counted(relations.current_rows, "sampled row", "sampled rows")
    )
}

/// How many rows repeat an earlier one.
pub fn repeated(repeated: &RepeatedRows) -> String {
    let (sentence_start, about) = if repeated.exact { ("", "") } else { ("About ", "about ") };
    if repeated.reference == 0.0 && repeated.current == 0.0 {
        return "No row repeats an earlier one on either side.".to_owned();
    }
    format!(
        "{sentence_start}{} of the reference's rows repeat an earlier row, and {about}{} of current's.",
        format::share(repeated.reference),
        format::share(repeated.current)
    )
}

/// A p-value with its letter: `p < 0.001`, `p = 0.032`.
pub fn p(p: f64) -> String {
    match format::p_value(p) {
        small if small.starts_with('<') => format!("p\u{a0}{small}"),
        p => format!("p\u{a0}=\u{a0}{p}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_says_so() {
        let of = |exact| RepeatedRows { reference: 0.02, current: 0.5, exact };
        let plain = |repeats: RepeatedRows| repeated(&repeats).replace('\u{a0}', " ");
        assert_eq!(
            plain(of(true)),
            "2 % of the reference's rows repeat an earlier row, and 50 % of current's."
        );
        assert!(plain(of(false)).starts_with("About 2 %") && plain(of(false)).contains("and about 50 %"));
        assert!(repeated(&RepeatedRows { reference: 0.0, current: 0.0, exact: true }).starts_with("No row"));
    }
}
