//! Findings about categories: new ones, vanished ones, and too many.

use super::findings::{MISSING_CHANGE, NAMED};
use super::views::SideView;
use super::words::{count, counted, list, name, number, share};
use super::{ColumnReport, Finding, FindingKind, Severity};
use crate::data::Kind;

pub(super) fn categories(
    reference: &SideView<'_>,
    current: &SideView<'_>,
    report: &ColumnReport,
    found: &mut Vec<Finding>,
) {
    let (Some(left), Some(right)) = (reference.categories(), current.categories()) else {
        return few_numbers(reference, current, report, found);
    };
    if left.other_rows() + right.other_rows() > 0 {
        found.push(Finding::new(
            FindingKind::ManyCategories,
            Severity::Warning,
            format!(
                "{} has about {} categories; {} of them, the same on both sides, are compared one by one and all others as one. Group rare categories, or set the kind to text.",
                name(&report.name),
                number(left.distinct().max(right.distinct()) as f64),
                count(left.kept().max(right.kept()) as u64)
            ),
        ));
        // Which categories are new cannot be told when not all are listed.
        return;
    }
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for pair in left.paired(right) {
        if pair.reference == 0 {
            new.push((pair.current, pair.name));
        } else if pair.current == 0 {
            gone.push((pair.reference, pair.name));
        }
    }
    if !new.is_empty() {
        let message = new_categories(&Unmatched::of(new, right.total()), report);
        found.push(Finding::new(FindingKind::NewCategory, Severity::Warning, message));
    }
    if !gone.is_empty() {
        let gone = Unmatched::of(gone, left.total());
        let severity = if gone.share >= MISSING_CHANGE { Severity::Warning } else { Severity::None };
        found.push(Finding::new(
            FindingKind::VanishedCategory,
            severity,
            format!(
                "{} of {} {} no longer in current: {} ({} of the reference's rows). Check whether the source still sends {}.",
                counted(gone.count, "category", "categories"),
                name(&report.name),
                if gone.count == 1 { "is" } else { "are" },
                gone.names,
                share(gone.share),
                if gone.count == 1 { "it" } else { "them" }
            ),
        ));
    }
}

/// Numbers with few distinct values are judged as categories too.
fn few_numbers(
    reference: &SideView<'_>,
    current: &SideView<'_>,
    report: &ColumnReport,
    found: &mut Vec<Finding>,
) {
    let (Some(left), Some(right)) = (reference.numbers(), current.numbers()) else { return };
    if !report.evidence.as_ref().is_some_and(|evidence| evidence.shape.is_counted()) {
        return;
    }
    let new: Vec<(u64, String)> = right
        .points()
        .filter(|point| left.values().binary_search_by(|value| value.total_cmp(&point.value)).is_err())
        .map(|point| (point.count, super::words::number(point.value)))
        .collect();
    if !new.is_empty() {
        let new = new.iter().map(|(count, name)| (*count, name.as_str())).collect();
        let message = new_categories(&Unmatched::of(new, right.n()), report);
        found.push(Finding::new(FindingKind::NewCategory, Severity::Warning, message));
    }
}

/// Categories of one side that the other does not have.
struct Unmatched {
    count: u64,
    names: String,
    share: f64,
}

impl Unmatched {
    fn of(mut entries: Vec<(u64, &str)>, total: u64) -> Self {
        let rows: u64 = entries.iter().map(|entry| entry.0).sum();
        entries.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let mut names: Vec<String> = entries.iter().take(NAMED).map(|entry| name(entry.1)).collect();
        if entries.len() > NAMED {
            names.push(format!("{} more", count((entries.len() - NAMED) as u64)));
        }
        Self { count: entries.len() as u64, names: list(&names), share: rows as f64 / total as f64 }
    }
}

fn new_categories(new: &Unmatched, report: &ColumnReport) -> String {
    format!(
        "{} of {} {} new in current: {} ({} of its rows). Check the source, or retrain with {}.",
        if report.kind == Kind::Numeric {
            counted(new.count, "value", "values")
        } else {
            counted(new.count, "category", "categories")
        },
        name(&report.name),
        if new.count == 1 { "is" } else { "are" },
        new.names,
        share(new.share),
        if new.count == 1 { "it" } else { "them" }
    )
}
