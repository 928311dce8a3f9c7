//! What detectors found, in words.

use super::stream_run::{DetectorFound, StreamValues};
use crate::app::format;
use crate::stream::{DetectorKind, Domain};

/// Files that are named with their first row; of more the rest is counted.
const MOST_FILES: usize = 12;

/// Rows of drift in a cell: the first ones, and how many more there are.
pub fn drift_rows(found: &DetectorFound) -> String {
    if found.rows.is_empty() {
        return "–".to_owned();
    }
    let listed: Vec<String> = found.rows.iter().map(|row| format::count(*row)).collect();
    match found.drifts.saturating_sub(found.rows.len() as u64) {
        0 => listed.join(", "),
        more => format!("{} and {} more", listed.join(", "), format::count(more)),
    }
}

/// How often it warned; a dash where it never does.
pub fn warnings(found: &DetectorFound) -> String {
    if found.kind.warns() { format::count(found.warnings) } else { "does not warn".to_owned() }
}

/// What is good to know of a detector before one trusts it.
pub fn note(kind: DetectorKind) -> Option<&'static str> {
    match kind {
        DetectorKind::Eddm => Some("raises false alarms often: read it beside another"),
        _ => None,
    }
}

/// Which values a detector reads, where it does not read any.
pub fn domain(kind: DetectorKind) -> Option<&'static str> {
    (kind.domain() != Domain::Any).then_some("reads errors only")
}

/// Rows of drift of all detectors as text to copy, a line each: the detector's id, then its rows.
pub fn copied(all: &[(DetectorKind, Vec<u64>)]) -> String {
    let line = |(kind, rows): &(DetectorKind, Vec<u64>)| {
        let rows: Vec<String> = rows.iter().map(u64::to_string).collect();
        format!("{}\t{}\n", kind.id(), rows.join(","))
    };
    all.iter().map(line).collect()
}

/// What was read: how many rows, how many of them without a value, and where each file begins.
pub fn read_words(values: &StreamValues) -> String {
    let rows = values.values.len() as u64;
    let missing = values.values.iter().filter(|value| !value.is_finite()).count() as u64;
    let mut words = format!("{}: {}", capital(&values.name), format::counted(rows, "row", "rows"));
    if missing > 0 {
        words.push_str(&format!(
            ", {} of them without a value, which no detector sees",
            format::count(missing)
        ));
    }
    words.push('.');
    if values.files.len() > 1 {
        let mut first = 1;
        let mut begins = Vec::new();
        for (name, rows) in values.files.iter().take(MOST_FILES) {
            begins.push(format!("{name} at row {}", format::count(first)));
            first += rows;
        }
        let more = match values.files.len().saturating_sub(MOST_FILES) {
            0 => String::new(),
            more => format!(", and {} more", format::counted(more as u64, "file", "files")),
        };
        words.push_str(&format!(" The files begin: {}{more}.", begins.join(", ")));
    }
    words
}

/// What the detectors say together, for those who hear the page.
pub fn summary(found: &[DetectorFound]) -> String {
    if found.is_empty() {
        return "No detector is chosen; the averages are drawn.".to_owned();
    }
    let said: Vec<String> = found
        .iter()
        .filter(|found| found.problem.is_none())
        .map(|found| match found.drifts {
            0 => format!("{} finds no drift", found.kind.label()),
            n => format!("{} finds drift {}", found.kind.label(), times(n)),
        })
        .collect();
    if said.is_empty() { "No detector could run.".to_owned() } else { format!("{}.", said.join(", ")) }
}

fn times(n: u64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", format::count(n)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: DetectorKind, drifts: u64, rows: Vec<u64>) -> DetectorFound {
        DetectorFound { kind, drifts, rows, warnings: 3, problem: None }
    }

    fn plain(text: String) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn rows_are_listed_and_the_rest_is_counted() {
        assert_eq!(drift_rows(&found(DetectorKind::Ddm, 2, vec![801, 1_200])), "801, 1,200");
        assert_eq!(drift_rows(&found(DetectorKind::Ddm, 1_500, vec![3])), "3 and 1,499 more");
        assert_eq!(drift_rows(&found(DetectorKind::Ddm, 0, Vec::new())), "–");
        assert_eq!(warnings(&found(DetectorKind::Ddm, 0, Vec::new())), "3");
        assert_eq!(warnings(&found(DetectorKind::Adwin, 0, Vec::new())), "does not warn");
    }

    #[test]
    fn all_rows_are_copied() {
        let all = [(DetectorKind::HddmA, vec![801, 1_200]), (DetectorKind::Adwin, Vec::new())];
        assert_eq!(copied(&all), "hddm_a\t801,1200\nadwin\t\n");
    }

    #[test]
    fn files_begin_where_the_ones_before_end() {
        let values = StreamValues {
            name: "errors of the predictions".to_owned(),
            values: vec![0.0, 1.0, f64::NAN],
            files: vec![("a.csv".to_owned(), 2), ("b.csv".to_owned(), 1)],
            is_errors: true,
        };
        assert_eq!(
            plain(read_words(&values)),
            "Errors of the predictions: 3 rows, 1 of them without a value, which no detector sees. The files begin: \
             a.csv at row 1, b.csv at row 3."
        );
    }

    #[test]
    fn a_summary_names_each_detector() {
        let one = found(DetectorKind::Adwin, 1, vec![9]);
        let none = found(DetectorKind::Kswin, 0, Vec::new());
        assert_eq!(summary(&[one, none]), "ADWIN finds drift once, KSWIN finds no drift.");
        assert!(summary(&[]).starts_with("No detector is chosen"));
    }
}
