//! Lines of performance as text that is typed: `accuracy < 0.8; estimated_roc_auc < 0.7`.

use crate::app::monitor::rules_words::number;
use crate::lifecycle::SeriesLine;

/// The lines as text.
pub fn print(lines: &[SeriesLine]) -> String {
    let one = |line: &SeriesLine| match (line.below, line.above) {
        (_, Some(above)) => format!("{} > {above}", line.series),
        (below, None) => format!("{} < {}", line.series, below.unwrap_or(f64::NAN)),
    };
    lines.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The lines that a text names; none for an empty one.
///
/// # Errors
///
/// A sentence that names the part that is no line.
pub fn parse(text: &str) -> Result<Vec<SeriesLine>, String> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.map(line).collect()
}

fn line(part: &str) -> Result<SeriesLine, String> {
    let wrong = || format!("“{part}” is no line: write for example accuracy < 0.8.");
    let at = part.find(['<', '>']).ok_or_else(wrong)?;
    let (series, rest) = part.split_at(at);
    let series = series.trim().replace(' ', "_");
    if series.is_empty() {
        return Err(wrong());
    }
    let is_below = rest.starts_with('<');
    let value = number(rest[1..].trim_start_matches('='))?.ok_or_else(wrong)?;
    let (below, above) = if is_below { (Some(value), None) } else { (None, Some(value)) };
    Ok(SeriesLine { series, below, above })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_printed_as_they_are_read() {
        let text = "accuracy < 0.8; log_loss > 0.6";
        let lines = parse(text).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].series.as_str(), lines[0].below, lines[0].above), ("accuracy", Some(0.8), None));
        assert_eq!((lines[1].below, lines[1].above), (None, Some(0.6)));
        assert_eq!(print(&lines), text);
        assert_eq!(parse("  ; "), Ok(Vec::new()));
    }

    #[test]
    fn percent_and_words_are_taken_and_what_is_no_line_is_named() {
        assert_eq!(parse("estimated roc auc<=70 %").unwrap()[0].below, Some(0.7));
        assert_eq!(parse("estimated roc auc<=70 %").unwrap()[0].series, "estimated_roc_auc");
        for wrong in ["accuracy 0.8", "< 0.8", "accuracy <"] {
            assert!(parse(wrong).unwrap_err().contains("no line"), "{wrong}");
        }
        assert!(parse("accuracy < much").unwrap_err().contains("much"));
    }
}
