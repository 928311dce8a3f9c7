//! Text for Prometheus as it grows: families of samples, one text that OpenMetrics 1.0 and the older
//! Prometheus format both accept, because node_exporter's textfile collector reads only the older one.
//!
//! What both allow was read in the specification and in the collector's parser (`expfmt/text_parse.go`
//! of prometheus/common): the parser passes over `# UNIT` and `# EOF` as comments, and knows no type
//! `info`, so that all is gauges; it skips a file with time stamps, so that there are none; OpenMetrics
//! allows no other comment, so that what was left out is a metric and not a comment. Two files with
//! different `# HELP` of a name clash, so that no help holds a value. Labels are escaped alike.

use std::collections::HashSet;
use std::fmt::Write;

use crate::chart::full;

/// Columns, and series, that are written; more would fill the server's index with names.
pub(super) const MOST_NAMED: usize = 1_000;

/// Whether a label's name can be written: letters, digits and `_`, no digit first, and not one that
/// Prometheus (`__…`, `job`, `instance`) or these metrics use themselves.
pub fn is_free_label(name: &str) -> bool {
    const TAKEN: [&str; 13] = [
        "job",
        "instance",
        "version",
        "window",
        "reference",
        "series",
        "column",
        "kind",
        "severity",
        "current",
        "data",
        "method",
        "preset",
    ];
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let consists = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    starts && consists && !name.starts_with("__") && !TAKEN.contains(&name)
}

/// Labels without the outer braces, and the value.
pub(super) type Sample = (String, f64);

/// A sample with these labels.
pub(super) fn sample(labels: &[(&str, &str)], value: f64) -> Sample {
    let pairs: Vec<String> =
        labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    (pairs.join(","), value)
}

/// 1 or 0.
pub(super) fn flag(labels: &[(&str, &str)], is_set: bool) -> Sample {
    sample(labels, f64::from(u8::from(is_set)))
}

/// Backslash, double quote and line feed, as both formats have it.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// The text as it grows.
pub(super) struct Exposition {
    text: String,
    labels: String,
}

impl Exposition {
    /// A text whose samples all have these labels.
    pub(super) fn new(labels: &[(String, String)]) -> Self {
        let pairs: Vec<(&str, &str)> =
            labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Self { text: String::new(), labels: sample(&pairs, 0.0).0 }
    }

    /// Adds a family, unless it has no sample. A number that is not finite is left out.
    pub(super) fn family(&mut self, name: &str, help: &str, samples: impl IntoIterator<Item = Sample>) {
        let mut seen = HashSet::new();
        let mut lines = String::new();
        for (own, value) in samples {
            // A second sample with the same labels would make the server refuse the whole file.
            if !value.is_finite() || !seen.insert(own.clone()) {
                continue;
            }
            let both = [self.labels.as_str(), own.as_str()].into_iter().filter(|part| !part.is_empty());
            let labels = both.collect::<Vec<_>>().join(",");
            // Writing to a String cannot fail.
            let _ = match labels.as_str() {
                "" => writeln!(lines, "{name} {}", full(value)),
                labels => writeln!(lines, "{name}{{{labels}}} {}", full(value)),
            };
        }
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(self.text, "# TYPE {name} gauge");
        if name.ends_with("_ratio") {
            let _ = writeln!(self.text, "# UNIT {name} ratio");
        }
        let _ = writeln!(self.text, "# HELP {name} {help}");
        self.text.push_str(&lines);
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.text.push_str("# EOF\n");
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_ours_and_of_prometheus_are_taken() {
        assert!(["model", "team_2", "_x"].into_iter().all(is_free_label));
        assert!(!["", "2x", "a-b", "é", "__name__", "job", "window", "a b"].into_iter().any(is_free_label));
    }
}
