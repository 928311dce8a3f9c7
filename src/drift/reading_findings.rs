//! Findings about the files: what the reader did that the user should know.

use super::words::{counted, name};
use super::{DatasetProfile, Finding, FindingKind, Severity};
use crate::data::ReadNote;

/// Findings about the files.
pub(super) fn of_files(reference: &DatasetProfile, current: &DatasetProfile) -> Vec<Finding> {
    [reference, current]
        .into_iter()
        .flat_map(|profile| profile.notes.iter().map(|note| reading(&profile.name, note)))
        .collect()
}

fn reading(file: &str, note: &ReadNote) -> Finding {
    let (severity, what) = match note {
        ReadNote::ShortRows { rows, first_line } => (
            Severity::Warning,
            format!(
                "{} fewer cells than the header, first on line {first_line}; the rest was taken as missing. Check the delimiter and the quotes.",
                counted(*rows, "row has", "rows have")
            ),
        ),
        ReadNote::LongRows { rows, first_line } => (
            Severity::Warning,
            format!(
                "{} more cells than the header, first on line {first_line}; the extra cells were left out. Check the delimiter and the quotes.",
                counted(*rows, "row has", "rows have")
            ),
        ),
        ReadNote::Renamed { position, from, to } => (
            Severity::None,
            format!(
                "column {position} was renamed from {} to {}, because its header was blank or stood there already.",
                name(from),
                name(to)
            ),
        ),
        ReadNote::InvalidText { cells } => (
            Severity::Warning,
            format!(
                "{} bytes that are not valid in the file's encoding and were replaced. Save the file as UTF-8.",
                counted(*cells, "cell holds", "cells hold")
            ),
        ),
        ReadNote::NulCharacters { cells } => (
            Severity::Warning,
            format!("{} NUL characters. Check the export.", counted(*cells, "cell holds", "cells hold")),
        ),
    };
    Finding::new(FindingKind::Reading, severity, format!("{file}: {what}"))
}
