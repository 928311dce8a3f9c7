//! Kept reports as rows, and what happened from one to a later one in words.

use crate::app::registry::table::{TextCell, TextColumn, TextRow, numbers, words};
use crate::app::{format, labels};
use crate::drift::Severity;
use crate::lifecycle::{KeptReport, Workspace};
use crate::report::words::times;
use crate::report::{ChangeKind, CheckComparison, ColumnChange, ColumnState, ComparedCheck};

/// Columns of [`kept_rows`].
pub const KEPT: [TextColumn; 7] = [
    words("report"),
    words("made"),
    words("reference"),
    words("current"),
    numbers("columns drifted"),
    words("severity"),
    words("model"),
];

/// Columns of [`change_rows`].
pub const CHANGES: [TextColumn; 10] = [
    words("column"),
    words("what happened"),
    words("earlier"),
    words("later"),
    numbers("effect, earlier"),
    numbers("effect, later"),
    numbers("mean, earlier"),
    numbers("mean, later"),
    numbers("missing, earlier"),
    numbers("missing, later"),
];

/// What stands where there is nothing to say.
const NOTHING: &str = "–";

/// What a report is called: its name, else its number.
pub fn title(number: u64, name: &str) -> String {
    if name.is_empty() { format!("Report {number}") } else { name.to_owned() }
}

/// All kept reports, the newest first; those of `chosen` are set apart.
pub fn kept_rows(kept: &Workspace, chosen: &[u64]) -> Vec<TextRow> {
    let row = |report: &KeptReport| TextRow {
        key: report.number.to_string(),
        cells: vec![
            TextCell::new(title(report.number, &report.name)),
            TextCell::new(times::minute(report.time_ms)),
            TextCell::new(report.reference.name.clone()),
            TextCell::new(report.current.name.clone()),
            TextCell::with_full(
                of_columns(report.dataset.drifted, report.dataset.columns),
                report.drifted.join(", "),
            ),
            TextCell::new(labels::severity_slug(report.dataset.severity)),
            TextCell::new(report.model.clone().unwrap_or_else(|| NOTHING.to_owned())),
        ],
        is_marked: chosen.contains(&report.number),
    };
    kept.reports.iter().rev().map(row).collect()
}

/// The numbers of an address, those that are kept, in order: `15,12` is 12 and 15.
pub fn chosen(kept: &Workspace, item: &str) -> Vec<u64> {
    let mut numbers: Vec<u64> = item.split(',').filter_map(|number| number.parse().ok()).collect();
    numbers.retain(|number| kept.reports.iter().any(|report| report.number == *number));
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// A choice with one number put in or taken out, as the address writes it.
pub fn toggled(chosen: &[u64], number: u64) -> String {
    let mut numbers: Vec<u64> = chosen.iter().copied().filter(|other| *other != number).collect();
    if numbers.len() == chosen.len() {
        numbers.push(number);
    }
    numbers.sort_unstable();
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(",")
}

/// Name of the file that a kept report is downloaded as.
pub fn file_name(report: &KeptReport) -> String {
    format!("evenkeel-check-{}.json", report.number)
}

/// What the page says over two reports: what each found, the earlier first.
pub fn sides(comparison: &CheckComparison) -> String {
    let side = |check: &ComparedCheck| {
        format!(
            "{} ({}): {} drifted",
            title(check.number, &check.name),
            times::minute(check.time_ms),
            of_columns(check.drifted, check.columns)
        )
    };
    format!("{}. {}.", side(&comparison.earlier), side(&comparison.later))
}

/// What drifted since, in a sentence.
pub fn summary(comparison: &CheckComparison) -> String {
    let count = |kind| comparison.of_kind(kind).count() as u64;
    let first = match count(ChangeKind::Drifted) {
        0 => "No column drifted since".to_owned(),
        drifted => format!("{} drifted since", format::counted(drifted, "column", "columns")),
    };
    let rest = ChangeKind::ALL.into_iter().filter(|kind| *kind != ChangeKind::Drifted && count(*kind) > 0);
    let rest: Vec<String> =
        rest.map(|kind| format!("{} {}", format::count(count(kind)), kind.words())).collect();
    if rest.is_empty() { format!("{first}.") } else { format!("{first}; {}.", rest.join(", ")) }
}

/// Every column of either, in the order of the comparison; those that drifted since are set apart.
pub fn change_rows(comparison: &CheckComparison) -> Vec<TextRow> {
    comparison.columns.iter().map(change_row).collect()
}

fn change_row(column: &ColumnChange) -> TextRow {
    let (earlier, later) = (column.earlier.as_ref(), column.later.as_ref());
    let number = |state: Option<&ColumnState>, of: fn(&ColumnState) -> Option<f64>| {
        state.and_then(of).map_or_else(
            || TextCell::new(NOTHING),
            |value| TextCell::with_full(format::number(value), format::full(value)),
        )
    };
    let missing = |state: Option<&ColumnState>| {
        let share = state.and_then(|state| state.missing);
        TextCell::new(share.map_or_else(|| NOTHING.to_owned(), format::share))
    };
    TextRow {
        key: column.name.clone(),
        cells: vec![
            TextCell::new(column.name.clone()),
            TextCell::new(column.change.words()),
            TextCell::new(verdict(earlier)),
            TextCell::new(verdict(later)),
            number(earlier, |state| state.effect),
            number(later, |state| state.effect),
            number(earlier, |state| state.mean),
            number(later, |state| state.mean),
            missing(earlier),
            missing(later),
        ],
        is_marked: column.change == ChangeKind::Drifted,
    }
}

fn verdict(state: Option<&ColumnState>) -> String {
    match state.map(|state| (state.drifted, state.severity)) {
        None => NOTHING.to_owned(),
        Some((None, _)) => "not judged".to_owned(),
        Some((Some(false), _)) => "stable".to_owned(),
        Some((Some(true), Severity::Critical)) => "drifted, critical".to_owned(),
        Some((Some(true), _)) => "drifted".to_owned(),
    }
}

fn of_columns(drifted: u64, columns: u64) -> String {
    format!("{} of {}", format::count(drifted), format::count(columns))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Kind;
    use crate::drift::{DatasetSummary, DatasetVerdict};
    use crate::lifecycle::Artifact;

    fn side(name: &str) -> DatasetSummary {
        DatasetSummary { name: name.to_owned(), rows: 200, columns: 31 }
    }

    fn kept(numbers: &[u64]) -> Workspace {
        let report = |number: &u64| KeptReport {
            number: *number,
            time_ms: 951_827_696_000,
            name: if *number == 12 { "Monday".to_owned() } else { String::new() },
            model: None,
            reference: side("reference.csv"),
            current: side("current.csv"),
            preset: "robust".to_owned(),
            dataset: DatasetVerdict {
                columns: 31,
                drifted: 2,
                severity: Severity::Critical,
                ..DatasetVerdict::default()
            },
            drifted: vec!["age".to_owned(), "income".to_owned()],
            file: Artifact { path: "check.json".to_owned(), digest: "0".repeat(64), bytes: 5 },
        };
        Workspace { reports: numbers.iter().map(report).collect(), ..Workspace::default() }
    }

    #[test]
    fn the_newest_kept_report_comes_first() {
        let rows = kept_rows(&kept(&[12, 15]), &[12]);
        let texts: Vec<&str> =
            rows.iter().flat_map(|row| row.cells.first()).map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["Report 15", "Monday"]);
        assert_eq!(rows.iter().map(|row| row.is_marked).collect::<Vec<_>>(), [false, true]);
        let cells: Vec<String> =
            rows.iter().take(1).flat_map(|row| &row.cells).map(|c| c.text.replace('\u{a0}', " ")).collect();
        let said =
            ["Report 15", "2000-02-29 12:34 UTC", "reference.csv", "current.csv", "2 of 31", "critical", "–"];
        assert_eq!(cells, said);
        assert!(rows.iter().all(|row| row.cells.len() == KEPT.len()));
    }

    #[test]
    fn an_address_names_kept_reports_and_nothing_else() {
        let workspace = kept(&[12, 15, 16]);
        assert_eq!(chosen(&workspace, "15,12,15,99,x,"), [12, 15]);
        assert_eq!(chosen(&workspace, ""), [0_u64; 0]);
        assert_eq!(toggled(&[15], 12), "12,15");
        assert_eq!(toggled(&[12, 15], 12), "15");
        assert_eq!(toggled(&[12], 12), "");
    }

    fn state(drifted: Option<bool>, severity: Severity) -> ColumnState {
        ColumnState {
            kind: Kind::Numeric,
            drifted,
            severity,
            method: "ks".to_owned(),
            score: Some(0.01),
            threshold: Some(0.05),
            effect: Some(0.5),
            mean: None,
            missing: Some(0.25),
        }
    }

    fn compared(columns: Vec<ColumnChange>) -> CheckComparison {
        let check = |number, drifted, name: &str| ComparedCheck {
            number,
            time_ms: 951_827_696_000,
            name: name.to_owned(),
            reference: side("reference.csv"),
            current: side("current.csv"),
            columns: 3,
            drifted,
            severity: Severity::Critical,
        };
        CheckComparison {
            earlier: check(12, 1, "Monday"),
            later: check(15, 2, ""),
            notes: Vec::new(),
            columns,
        }
    }

    fn column(name: &str, change: ChangeKind, earlier: Option<ColumnState>) -> ColumnChange {
        let later = Some(state(Some(true), Severity::Critical));
        ColumnChange { name: name.to_owned(), change, earlier, later }
    }

    #[test]
    fn what_drifted_since_is_said_first() {
        let stable = state(Some(false), Severity::None);
        let comparison = compared(vec![
            column("age", ChangeKind::Drifted, Some(stable)),
            column("income", ChangeKind::StillDrifted, Some(state(Some(true), Severity::Warning))),
        ]);
        let said = summary(&comparison).replace('\u{a0}', " ");
        assert_eq!(said, "1 column drifted since; 1 still drifted.");
        assert_eq!(summary(&compared(Vec::new())), "No column drifted since.");
        let said = sides(&comparison).replace('\u{a0}', " ");
        let time = "2000-02-29 12:34 UTC";
        assert_eq!(said, format!("Monday ({time}): 1 of 3 drifted. Report 15 ({time}): 2 of 3 drifted."));
    }

    #[test]
    fn a_column_is_shown_before_and_after() {
        let missing = compared(vec![column("age", ChangeKind::Drifted, None)]);
        let texts = |comparison: &CheckComparison| -> Vec<String> {
            let rows = change_rows(comparison);
            rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.replace('\u{a0}', " ")).collect()
        };
        let said = ["age", "drifted since", "–", "drifted, critical", "–", "0.5", "–", "–", "–", "25 %"];
        assert_eq!(texts(&missing), said);
        let unjudged = compared(vec![column("age", ChangeKind::Drifted, Some(state(None, Severity::None)))]);
        assert_eq!(texts(&unjudged).get(2).map(String::as_str), Some("not judged"));
        assert_eq!(change_rows(&missing).iter().map(|row| row.is_marked).collect::<Vec<_>>(), [true]);
        assert_eq!(said.len(), CHANGES.len());
    }
}
