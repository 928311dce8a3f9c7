//! The verdict in words: on the whole and on a column.

use super::{format, labels};
use crate::drift::{CheckReport, ColumnReport, ColumnVerdict, DatasetVerdict, Outcome, Severity};

/// The verdict on the whole in a few words.
pub fn headline(dataset: &DatasetVerdict) -> &'static str {
    match (dataset.columns, dataset.drift, dataset.severity) {
        (0, _, _) if dataset.too_few_rows > 0 => "Too few rows to judge",
        (0, _, _) => "Nothing to judge",
        (_, true, Severity::Critical) => "Critical drift",
        (_, true, _) => "Data set drift",
        (_, false, Severity::None) if dataset.drifted == 0 => "No drift",
        (_, false, Severity::None) => "No data set drift",
        (_, false, _) if dataset.drifted == 0 => "No drift, with findings",
        (_, false, _) if dataset.drifted == 1 => "One column drifted",
        (_, false, _) => "Some columns drifted",
    }
}

/// How many columns drifted, e.g. `11 of 31 columns drifted (35.5 %), 4 critical; 1 not judged`.
pub fn facts(report: &CheckReport) -> String {
    let dataset = &report.dataset;
    let critical = critical(report);
    let unjudged = report.columns.iter().filter(|column| column.verdict.is_none()).count() as u64;
    let mut facts = format!(
        "{} of {} drifted ({})",
        format::count(dataset.drifted),
        format::counted(dataset.columns, "column", "columns"),
        format::share(dataset.share)
    );
    if critical > 0 {
        facts.push_str(&format!(", {} critical", format::count(critical)));
    }
    if dataset.too_few_rows > 0 {
        facts.push_str(&format!("; {} with too few rows", format::count(dataset.too_few_rows)));
    }
    if unjudged > 0 {
        facts.push_str(&format!("; {} not judged", format::count(unjudged)));
    }
    facts
}

/// Columns whose drift is critical.
pub fn critical(report: &CheckReport) -> u64 {
    let is_critical = |verdict: ColumnVerdict| verdict.drifted && verdict.severity == Severity::Critical;
    report.columns.iter().filter(|column| column.verdict.is_some_and(is_critical)).count() as u64
}

/// A column's verdict in one word, e.g. `critical`, `drifted`, `stable`, `too few rows`, `not judged`.
pub fn of_column(verdict: Option<&ColumnVerdict>) -> &'static str {
    match verdict.map(|verdict| (verdict.outcome(), verdict.severity)) {
        None => "not judged",
        Some((Outcome::Drifted, Severity::Critical)) => labels::severity(Severity::Critical),
        Some((outcome, _)) => super::policy_words::outcome(outcome),
    }
}

/// How bad a column is: by its verdict, or of one that is not judged by its worst finding. `None` where
/// there is nothing to say, as with too few rows.
pub fn severity_of_column(column: &ColumnReport) -> Option<Severity> {
    match column.verdict {
        Some(verdict) => Some(verdict.severity).filter(|_| verdict.outcome() != Outcome::TooFewRows),
        None => {
            let worst = column.findings.iter().map(|finding| finding.severity).max();
            worst.filter(|severity| *severity > Severity::None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_tells_the_share_from_single_columns() {
        let verdict = |columns, drifted, drift, severity| DatasetVerdict {
            columns,
            drifted,
            share: 0.0,
            share_threshold: 0.5,
            drift,
            severity,
            too_few_rows: 0,
        };
        let none = Severity::None;
        assert_eq!(headline(&verdict(0, 0, false, none)), "Nothing to judge");
        assert_eq!(
            headline(&DatasetVerdict { too_few_rows: 3, ..DatasetVerdict::default() }),
            "Too few rows to judge"
        );
        assert_eq!(headline(&verdict(3, 3, true, Severity::Critical)), "Critical drift");
        assert_eq!(headline(&verdict(3, 2, true, Severity::Warning)), "Data set drift");
        assert_eq!(headline(&verdict(9, 1, false, Severity::Warning)), "One column drifted");
        assert_eq!(headline(&verdict(9, 2, false, Severity::Critical)), "Some columns drifted");
        assert_eq!(headline(&verdict(9, 0, false, Severity::Warning)), "No drift, with findings");
        assert_eq!(headline(&verdict(9, 0, false, none)), "No drift");
    }
}
