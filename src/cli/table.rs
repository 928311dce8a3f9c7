//! The table that a person reads on stdout.

use std::fmt::Write;

use super::whole_rows;
use crate::drift::multivariate::MultivariateReport;
use crate::drift::{CheckReport, ColumnReport, ColumnVerdict, Correction, Method, Outcome, Severity};

/// Columns listed before the rest is only counted.
const MAX_STABLE: usize = 40;

/// Writes the verdict, the drifted columns first, then the others, what whole rows tell and the
/// findings. `policy` is the name of the policy file, where there is one.
pub(super) fn render(
    report: &CheckReport,
    policy: Option<&str>,
    multivariate: Option<&MultivariateReport>,
) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(&mut text, report, policy).and_then(|()| {
        if let Some(relations) = &report.relations {
            whole_rows::write_relations(&mut text, relations)?;
        }
        if let Some(found) = multivariate {
            whole_rows::write_multivariate(&mut text, found)?;
        }
        write_findings(&mut text, report)
    });
    text
}

fn write_report(out: &mut String, report: &CheckReport, policy: Option<&str>) -> std::fmt::Result {
    let dataset = &report.dataset;
    let word = match dataset.severity {
        Severity::None => "No drift",
        Severity::Warning => "Warning",
        Severity::Critical => "Critical drift",
    };
    writeln!(
        out,
        "{word}: {} of {} columns drifted ({}), the data set's line is {}{}",
        dataset.drifted,
        dataset.columns,
        percent(dataset.share),
        percent(dataset.share_threshold),
        match dataset.too_few_rows {
            0 => String::new(),
            1 => "; 1 column has too few rows to judge".to_owned(),
            many => format!("; {many} columns have too few rows to judge"),
        }
    )?;
    writeln!(
        out,
        "{} ({} rows) -> {} ({} rows), preset {}{}{}\n",
        report.reference.name,
        report.reference.rows,
        report.current.name,
        report.current.rows,
        report.policy.preset.id(),
        match report.policy.correction() {
            Correction::None => String::new(),
            correction => format!(", p adjusted by {}", correction.label()),
        },
        policy.map_or_else(String::new, |file| format!(", policy {}", clean(file)))
    )?;

    let mut columns: Vec<&ColumnReport> = report.columns.iter().collect();
    columns.sort_by(|a, b| rank(b).partial_cmp(&rank(a)).unwrap_or(std::cmp::Ordering::Equal));
    let width = columns.iter().map(|c| c.name.chars().count()).max().unwrap_or(0).clamp(6, 36);
    writeln!(
        out,
        "{:width$}  {:<16}  {:<20}  {:>9}  {:>9}  {:>10}  {:<13}  {:>14}  verdict",
        "column", "kind", "method", "score", "adjusted", "line", "from", "effect"
    )?;
    let mut stable = 0;
    for column in &columns {
        let judged_stable = column.verdict.is_some_and(|v| !v.drifted);
        stable += usize::from(judged_stable);
        if judged_stable && stable > MAX_STABLE {
            continue;
        }
        write_row(out, column, width)?;
    }
    if stable > MAX_STABLE {
        writeln!(out, "... and {} more stable columns (all of them with --json)", stable - MAX_STABLE)?;
    }
    Ok(())
}

fn write_row(out: &mut String, column: &ColumnReport, width: usize) -> std::fmt::Result {
    let name = cut(&column.name, width);
    let size = column.effect.map_or_else(|| "-".to_owned(), |effect| three_digits(effect.size));
    let Some(verdict) = &column.verdict else {
        return writeln!(
            out,
            "{name:width$}  {:<16}  {:<20}  {:>9}  {:>9}  {:>10}  {:<13}  {size:>14}  not judged",
            column.kind.id(),
            "-",
            "-",
            "-",
            "-",
            "-"
        );
    };
    let score = if verdict.score_is_p { p_value(verdict.score) } else { three_digits(verdict.score) };
    let adjusted = verdict.p_adjusted.map_or_else(|| "-".to_owned(), p_value);
    let effect = match verdict.effect {
        Some(effect) => format!("{} (>= {})", three_digits(effect.size), effect.threshold),
        None => size,
    };
    writeln!(
        out,
        "{name:width$}  {:<16}  {:<20}  {score:>9}  {adjusted:>9}  {:>10}  {:<13}  {effect:>14}  {}",
        column.kind.id(),
        verdict.method.id(),
        format!("{} {}", relation(verdict), line(verdict.threshold)),
        from(verdict),
        word(verdict)
    )
}

/// The verdict in words.
fn word(verdict: &ColumnVerdict) -> String {
    let missing = verdict.missing.is_some_and(|missing| missing.drifted);
    match (verdict.outcome(), verdict.rows_needed) {
        (Outcome::TooFewRows, Some(rows)) => format!("too few rows (needs {rows})"),
        (Outcome::TooFewRows, None) => "too few rows".to_owned(),
        (Outcome::Stable, _) => "stable".to_owned(),
        (Outcome::Drifted, _) => {
            let how_bad = if verdict.severity == Severity::Critical { ", critical" } else { "" };
            format!("DRIFT{how_bad}{}", if missing { ", missing cells" } else { "" })
        }
    }
}

/// Who chose method and line: one word where it is the same level.
fn from(verdict: &ColumnVerdict) -> String {
    match (verdict.method_from.id(), verdict.threshold_from.id()) {
        (method, line) if method == line => method.to_owned(),
        (method, line) => format!("{method}/{line}"),
    }
}

/// How score and line compare when the column drifted; only two tests need to be below the line.
fn relation(verdict: &ColumnVerdict) -> &'static str {
    match (verdict.score_is_p, verdict.method) {
        (true, Method::ChiSquare | Method::TwoProportionZ) => "p <",
        (true, _) => "p <=",
        (false, _) => ">=",
    }
}

/// A line as it was set, or three digits of one that was computed.
fn line(threshold: f64) -> String {
    let text = threshold.to_string();
    if text.len() <= 6 { text } else { three_digits(threshold) }
}

fn write_findings(out: &mut String, report: &CheckReport) -> std::fmt::Result {
    let of_files = report.findings.iter().map(|finding| (None, finding));
    let of_columns =
        report.columns.iter().flat_map(|column| column.findings.iter().map(move |f| (Some(&column.name), f)));
    let mut findings: Vec<_> = of_files.chain(of_columns).collect();
    if findings.is_empty() {
        return Ok(());
    }
    findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    writeln!(out, "\nFindings")?;
    for (column, finding) in findings {
        let mark = match finding.severity {
            Severity::Critical => "!!",
            Severity::Warning => "! ",
            Severity::None => "  ",
        };
        match column {
            Some(name) if !finding.message.contains(&format!("`{name}`")) => {
                writeln!(out, "{mark} {name}: {}", finding.message)?;
            }
            _ => writeln!(out, "{mark} {}", finding.message)?,
        }
    }
    Ok(())
}

/// Drifted before stable before too few rows before not judged, then by effect.
fn rank(column: &ColumnReport) -> (u8, u8, f64) {
    let (judged, severity) = column.verdict.map_or((0, 0), |verdict| match verdict.outcome() {
        Outcome::Drifted => (3, verdict.severity as u8),
        Outcome::Stable => (2, 0),
        Outcome::TooFewRows => (1, 0),
    });
    (judged, severity, column.effect.map_or(0.0, |effect| effect.size))
}

/// Without characters that a terminal would obey.
pub(super) fn clean(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// At most `width` characters.
pub(super) fn cut(name: &str, width: usize) -> String {
    let clean = clean(name);
    if clean.chars().count() <= width {
        return clean;
    }
    clean.chars().take(width - 1).chain(['…']).collect()
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn p_value(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}

/// Three significant digits, in scientific form outside a readable range.
pub(super) fn three_digits(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    if !(1e-4..1e6).contains(&size) {
        return format!("{value:.2e}");
    }
    let decimals = (2.0 - size.log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_stay_readable() {
        assert_eq!(three_digits(0.0), "0");
        assert_eq!(three_digits(0.123_45), "0.123");
        assert_eq!(three_digits(12.345), "12.3");
        assert_eq!(three_digits(1_234.5), "1234");
        assert_eq!(three_digits(1.5e-7), "1.50e-7");
        assert_eq!(three_digits(f64::INFINITY), "inf");
    }

    #[test]
    fn a_long_or_hostile_name_is_cut() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("a\x1b[2J", 10), "a\u{fffd}[2J");
    }
}
