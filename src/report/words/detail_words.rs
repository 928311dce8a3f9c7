//! What is said of one column: its reasons and the rows of its tables of values.

use super::labels;
use crate::chart::{align_decimals, count, full, ratio_percent, signed, significant};
use crate::drift::{Finding, QuantileRow, SideSummary};

/// A text for people and the value behind it in full, for its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// As written.
    pub text: String,
    /// All digits; empty where the text says it all.
    pub full: String,
}

/// One row of the quantile table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuantileFigures {
    /// Which quantile: `minimum`, `5 %`, `median` …
    pub name: String,
    /// The reference's, current's, and the difference.
    pub figures: [Figure; 3],
}

/// One row of the summary of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// What is summarised.
    pub name: &'static str,
    /// The reference's.
    pub reference: Figure,
    /// Current's.
    pub current: Figure,
}

/// The sentences of a detail without those that stand among the findings below them.
pub fn reasons(sentences: &[String], findings: &[Finding]) -> Vec<String> {
    let said = |sentence: &String| findings.iter().any(|finding| finding.message == *sentence);
    sentences.iter().filter(|sentence| !said(sentence)).cloned().collect()
}

/// The quantile table, with the decimal points of each column below each other.
pub fn quantile_figures(rows: &[QuantileRow]) -> Vec<QuantileFigures> {
    let difference = |row: &QuantileRow| match (row.reference, row.current) {
        (Some(reference), Some(current)) => {
            let moved = current - reference;
            Figure { text: signed(moved), full: full(moved) }
        }
        _ => dash(),
    };
    let mut found: Vec<QuantileFigures> = rows
        .iter()
        .map(|row| QuantileFigures {
            name: quantile_name(row.p),
            figures: [number(row.reference), number(row.current), difference(row)],
        })
        .collect();
    for column in 0..3 {
        align(found.iter_mut().map(|row| &mut row.figures[column]).collect());
    }
    found
}

/// The summary of both sides; rows that say nothing of this kind of column are left out.
pub fn summary_rows(reference: Option<&SideSummary>, current: Option<&SideSummary>) -> Vec<SummaryRow> {
    let row = |name: &'static str, figure: &dyn Fn(&SideSummary) -> Figure| SummaryRow {
        name,
        reference: reference.map_or_else(dash, figure),
        current: current.map_or_else(dash, figure),
    };
    let rows = |cells: u64| Figure { text: count(cells), full: String::new() };
    let missing = |side: &SideSummary| {
        let share = ratio_percent(side.missing, side.n + side.missing + side.infinite);
        Figure { text: format!("{} ({share})", count(side.missing)), full: String::new() }
    };
    let mut found = vec![row("usable values", &|s| rows(s.n)), row("missing", &missing)];
    let sides = || [reference, current].into_iter().flatten();
    if sides().any(|side| side.infinite > 0) {
        found.push(row("infinite", &|s| rows(s.infinite)));
    }
    found.push(row("distinct", &|s| rows(s.distinct)));
    if sides().any(|side| side.mean.is_some() || side.min.is_some()) {
        found.push(row("mean", &|s| number(s.mean)));
        found.push(row("standard deviation", &|s| number(s.std)));
        found.push(row("minimum", &|s| number(s.min)));
        found.push(row("maximum", &|s| number(s.max)));
    }
    found
}

/// Kind and role of a column, e.g. `numeric · feature`.
pub fn kind_and_role(kind: crate::data::Kind, role: crate::data::Role) -> String {
    format!("{} · {}", labels::kind(kind), labels::role(role))
}

fn quantile_name(p: f64) -> String {
    match p {
        0.0 => "minimum".to_owned(),
        0.5 => "median".to_owned(),
        1.0 => "maximum".to_owned(),
        p => format!("{}\u{a0}%", significant(p * 100.0)),
    }
}

/// Aligns the figures of one column on their decimal points.
pub(super) fn align(column: Vec<&mut Figure>) {
    let mut texts: Vec<String> = column.iter().map(|figure| figure.text.clone()).collect();
    align_decimals(&mut texts);
    for (figure, text) in column.into_iter().zip(texts) {
        figure.text = text;
    }
}

pub(super) fn number(value: Option<f64>) -> Figure {
    value.map_or_else(dash, |value| Figure { text: significant(value), full: full(value) })
}

pub(super) fn dash() -> Figure {
    Figure { text: "–".to_owned(), full: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::{FindingKind, Severity};

    #[test]
    fn what_stands_among_the_findings_is_not_said_twice() {
        let finding = Finding {
            kind: FindingKind::MissingChanged,
            severity: Severity::Warning,
            message: "14 % is missing.".to_owned(),
        };
        let sentences = ["Current is higher.".to_owned(), finding.message.clone()];
        assert_eq!(reasons(&sentences, &[finding]), ["Current is higher."]);
        assert_eq!(reasons(&sentences, &[]), sentences);
    }

    #[test]
    fn quantiles_are_named_and_their_difference_is_signed() {
        let row =
            |p: f64, reference: Option<f64>, current: Option<f64>| QuantileRow { p, reference, current };
        let rows = quantile_figures(&[
            row(0.0, Some(6.98), Some(8.1)),
            row(0.05, Some(9.5), None),
            row(0.5, Some(13.3), Some(13.3)),
        ]);
        let names: Vec<_> = rows.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["minimum", "5\u{a0}%", "median"]);
        assert!(rows[0].figures[2].text.starts_with("+1.12"));
        assert_eq!(rows[1].figures[2].text, "–");
        assert!(rows[2].figures[2].text.starts_with('0'));
    }

    #[test]
    fn a_side_that_is_not_there_is_a_dash() {
        let side = SideSummary {
            n: 90,
            missing: 10,
            infinite: 0,
            distinct: 3,
            mean: None,
            std: None,
            min: None,
            max: None,
            quantiles: vec![],
            counts: None,
            other: 0,
        };
        let rows = summary_rows(Some(&side), None);
        let names: Vec<_> = rows.iter().map(|row| row.name).collect();
        assert_eq!(names, ["usable values", "missing", "distinct"]);
        assert_eq!(rows[1].reference.text, "10 (10\u{a0}%)");
        assert_eq!(rows[1].current.text, "–");
    }
}
