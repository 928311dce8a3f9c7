//! The formats in the order of the menu, how keys move in it, and which registered model a report is about.

use crate::lifecycle::Workspace;
use crate::worker::report_tasks::ReportFormat;

/// What the menu offers.
pub const FORMATS: [(ReportFormat, &str); 8] = [
    (ReportFormat::Html, "Report (HTML)"),
    (ReportFormat::Json, "JSON"),
    (ReportFormat::Csv, "Table (CSV)"),
    (ReportFormat::Markdown, "Summary (Markdown)"),
    (ReportFormat::OpenMetrics, "OpenMetrics"),
    (ReportFormat::Status, "Drift status"),
    (ReportFormat::EvidentlySnapshot, "Evidently 0.7 JSON"),
    (ReportFormat::EvidentlyLegacy, "Evidently legacy JSON"),
];

/// The entry that a key goes to from the one that has the focus; `None` for other keys. Below the last one
/// comes the first.
pub fn moved(at: Option<usize>, key: &str, entries: usize) -> Option<usize> {
    let last = entries.checked_sub(1)?;
    match (key, at) {
        ("ArrowDown", Some(at)) if at < last => Some(at + 1),
        ("ArrowDown", _) | ("Home", _) => Some(0),
        ("ArrowUp", Some(at)) if at > 0 => Some(at - 1),
        ("ArrowUp", _) | ("End", _) => Some(last),
        _ => None,
    }
}

/// The version of a registered model that a model of the page is, by its name there and its size.
pub fn version_of(kept: &Workspace, name: &str, bytes: u64) -> Option<(String, u32)> {
    let is_it = |of: &str, version: u32| name == format!("{of} version {version}");
    let found = kept.versions.values().find(|it| it.file.bytes == bytes && is_it(&it.model, it.version))?;
    Some((found.model.clone(), found.version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::{Artifact, ModelVersion, VersionStatus};

    #[test]
    fn every_format_of_a_comparison_is_offered_once() {
        for (at, (format, label)) in FORMATS.iter().enumerate() {
            assert!(FORMATS.iter().skip(at + 1).all(|(other, said)| other != format && said != label));
        }
        assert!(FORMATS.iter().all(|(format, _)| *format != ReportFormat::ModelCard));
    }

    #[test]
    fn arrows_go_round_and_other_keys_nowhere() {
        assert_eq!(moved(None, "ArrowDown", 3), Some(0));
        assert_eq!(moved(Some(0), "ArrowDown", 3), Some(1));
        assert_eq!(moved(Some(2), "ArrowDown", 3), Some(0));
        assert_eq!(moved(Some(0), "ArrowUp", 3), Some(2));
        assert_eq!(moved(None, "ArrowUp", 3), Some(2));
        assert_eq!(moved(Some(2), "ArrowUp", 3), Some(1));
        assert_eq!((moved(Some(1), "Home", 3), moved(Some(1), "End", 3)), (Some(0), Some(2)));
        assert_eq!((moved(Some(1), "a", 3), moved(None, "ArrowDown", 0)), (None, None));
    }

    #[test]
    fn a_model_of_the_page_is_a_version_where_name_and_size_say_so() {
        let file = Artifact { path: "model.json".to_owned(), digest: "0".repeat(64), bytes: 5 };
        let version = ModelVersion {
            model: "loan".to_owned(),
            version: 2,
            run: "r".to_owned(),
            created_ms: 0,
            description: String::new(),
            tags: Default::default(),
            status: VersionStatus::Ungated,
            file,
        };
        let mut kept = Workspace::default();
        kept.versions.insert(("loan".to_owned(), 2), version);
        assert_eq!(version_of(&kept, "loan version 2", 5), Some(("loan".to_owned(), 2)));
        assert_eq!(version_of(&kept, "loan version 2", 6), None);
        assert_eq!(version_of(&kept, "tree 1", 5), None);
    }
}
