//! The table that a person reads on stdout.

use std::fmt::Write;

use crate::drift::{CheckReport, ColumnReport, ColumnVerdict, Method, Severity};

/// Columns listed before the rest is only counted.
const MAX_STABLE: usize = 40;

/// Writes the verdict, the drifted columns first, then the others and the findings.
pub(super) fn render(report: &CheckReport) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(&mut text, report);
    text
}

fn write_report(out: &mut String, report: &CheckReport) -> std::fmt::Result {
    let dataset = &report.dataset;
    let word = match dataset.severity {
        Severity::None => "No drift",
        Severity::Warning => "Warning",
        Severity::Critical => "Critical drift",
    };
    writeln!(
        out,
        "{word}: {} of {} columns drifted ({}), the data set's line is {}",
        dataset.drifted,
        dataset.columns,
        percent(dataset.share),
        percent(dataset.share_threshold)
    )?;
    writeln!(
        out,
        "{} ({} rows) -> {} ({} rows), preset {}\n",
        report.reference.name,
        report.reference.rows,
        report.current.name,
        report.current.rows,
        report.policy.preset.id()
    )?;

    let mut columns: Vec<&ColumnReport> = report.columns.iter().collect();
    columns.sort_by(|a, b| rank(b).partial_cmp(&rank(a)).unwrap_or(std::cmp::Ordering::Equal));
    let width = columns.iter().map(|c| c.name.chars().count()).max().unwrap_or(0).clamp(6, 36);
    writeln!(
        out,
        "{:width$}  {:<16}  {:<18}  {:>9}  {:>9}  {:>8}  verdict",
        "column", "kind", "method", "score", "line", "effect"
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
    write_findings(out, report)
}

fn write_row(out: &mut String, column: &ColumnReport, width: usize) -> std::fmt::Result {
    let name = cut(&column.name, width);
    let effect = column.effect.map_or_else(|| "-".to_owned(), |effect| three_digits(effect.size));
    match &column.verdict {
        None => writeln!(
            out,
            "{name:width$}  {:<16}  {:<18}  {:>9}  {:>9}  {effect:>8}  not judged",
            column.kind.id(),
            "-",
            "-",
            "-"
        ),
        Some(verdict) => {
            let score = if verdict.score_is_p { p_value(verdict.score) } else { three_digits(verdict.score) };
            let word = match (verdict.drifted, verdict.severity) {
                (false, _) => "stable",
                (true, Severity::Critical) => "DRIFT, critical",
                (true, _) => "DRIFT",
            };
            writeln!(
                out,
                "{name:width$}  {:<16}  {:<18}  {score:>9}  {:>9}  {effect:>8}  {word}",
                column.kind.id(),
                verdict.method.id(),
                format!("{} {}", relation(verdict), verdict.threshold)
            )
        }
    }
}

/// How score and line compare when the column drifted; only KS drifts on the line itself.
fn relation(verdict: &ColumnVerdict) -> &'static str {
    match (verdict.score_is_p, verdict.method) {
        (true, Method::Ks) => "p <=",
        (true, _) => "p <",
        (false, _) => ">=",
    }
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

/// Drifted before stable before not judged, then by effect.
fn rank(column: &ColumnReport) -> (u8, u8, f64) {
    let (judged, severity) =
        column.verdict.map_or((0, 0), |v| if v.drifted { (2, v.severity as u8) } else { (1, 0) });
    (judged, severity, column.effect.map_or(0.0, |effect| effect.size))
}

fn cut(name: &str, width: usize) -> String {
    let clean: String = name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if clean.chars().count() <= width {
        return clean;
    }
    clean.chars().take(width - 1).chain(['…']).collect()
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn p_value(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}

/// Three significant digits, in scientific form outside a readable range.
fn three_digits(value: f64) -> String {
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
