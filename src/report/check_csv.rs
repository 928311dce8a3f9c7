//! The drift table as CSV, one row a column, that a spreadsheet shows and does not obey.
//!
//! RFC 4180: comma, CRLF, a header; UTF-8 without a byte-order mark. Every text stands in quotes, every
//! number without. A text that a spreadsheet might take for a formula gets a `'` in front, within its
//! quotes; so does a text that begins with `'` itself, so that whoever reads the file back takes one `'`
//! from the beginning of a text and has it as it was. What is not there, and numbers that are not finite,
//! are empty.
//!
//! # Source
//!
//! OWASP, *CSV Injection* (owasp.org/www-community/attacks/CSV_Injection): which characters start a formula
//! and that a single quote before them, within double quotes, makes a text of the cell.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::chart::full;
use crate::drift::{CheckReport, ColumnReport, SideSummary};

/// Characters with which a spreadsheet begins a formula, full-width ones included, and white space that
/// it passes over before one; and our own mark.
const GUARDED: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\''];

const HEADER: [&str; 27] = [
    "column",
    "kind",
    "role",
    "outcome",
    "severity",
    "method",
    "score",
    "p_adjusted",
    "threshold",
    "effect",
    "effect_line_method",
    "effect_line_size",
    "effect_line_threshold",
    "missing_drifted",
    "rows_needed",
    "reference_n",
    "reference_missing",
    "reference_mean",
    "reference_std",
    "reference_median",
    "current_n",
    "current_missing",
    "current_mean",
    "current_std",
    "current_median",
    "findings_severity",
    "findings",
];

/// Writes the drift table of a check: a header, then one row a column in the report's order.
///
/// `outcome` is `drifted`, `stable`, `too_few_rows` or `not_judged`; what was held against `threshold` is
/// `p_adjusted` where it is there, else `score`. `effect` is the size of the change in every column,
/// `effect_line_…` what the verdict asked for beside significance. Findings are joined by a space.
pub fn check_csv(report: &CheckReport) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    // Records go to memory, and all have one length.
    let _ = writer.write_record(HEADER);
    for column in &report.columns {
        let _ = writer.write_record(row(column));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(column: &ColumnReport) -> [String; 27] {
    let verdict = column.verdict.as_ref();
    let line = verdict.and_then(|verdict| verdict.effect);
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    let worst = column.findings.iter().map(|finding| finding.severity).max();
    let findings: Vec<&str> = column.findings.iter().map(|finding| finding.message.as_str()).collect();
    let [reference_n, reference_missing, reference_mean, reference_std, reference_median] =
        side(column.reference.as_ref());
    let [current_n, current_missing, current_mean, current_std, current_median] =
        side(column.current.as_ref());
    [
        text(&column.name),
        column.kind.id().to_owned(),
        column.role.id().to_owned(),
        word(Some(verdict.map_or("not_judged", |verdict| verdict.outcome().id()))),
        word(verdict.map(|verdict| verdict.severity.id())),
        word(verdict.map(|verdict| verdict.method.id())),
        number(verdict.map(|verdict| verdict.score)),
        number(verdict.and_then(|verdict| verdict.p_adjusted)),
        number(verdict.map(|verdict| verdict.threshold)),
        number(column.effect.map(|effect| effect.size)),
        word(line.map(|line| line.method.id())),
        number(line.map(|line| line.size)),
        number(line.map(|line| line.threshold)),
        verdict.and_then(|verdict| verdict.missing).map_or_else(String::new, |it| it.drifted.to_string()),
        verdict.and_then(|verdict| verdict.rows_needed).map_or_else(String::new, |rows| rows.to_string()),
        reference_n,
        reference_missing,
        reference_mean,
        reference_std,
        reference_median,
        current_n,
        current_missing,
        current_mean,
        current_std,
        current_median,
        word(worst.map(|severity| severity.id())),
        text(&findings.join(" ")),
    ]
}

/// Rows with a value, missing cells, mean, standard deviation and median.
fn side(side: Option<&SideSummary>) -> [String; 5] {
    let Some(side) = side else { return Default::default() };
    let median = side.quantiles.iter().find(|(p, _)| *p == 0.5).map(|(_, value)| *value);
    [side.n.to_string(), side.missing.to_string(), number(side.mean), number(side.std), number(median)]
}

fn number(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map(full).unwrap_or_default()
}

/// A text out of the data, which must not run as a formula.
fn text(text: &str) -> String {
    if text.starts_with(GUARDED) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_like_a_formula_is_marked() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["a=1", "salary", "1-2", "", " x"] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn numbers_read_back_and_nothing_else_is_written() {
        assert_eq!(number(Some(-0.5)), "-0.5");
        assert_eq!(number(Some(5.951_062_636_424_447e-11)).parse(), Ok(5.951_062_636_424_447e-11));
        assert_eq!((number(Some(f64::NAN)).as_str(), number(Some(f64::INFINITY)).as_str()), ("", ""));
    }
}
