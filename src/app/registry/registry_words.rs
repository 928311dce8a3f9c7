//! Registered models and their versions as rows, and the words around them.

use super::runs_words::{self, algorithm};
use super::table::{TextCell, TextColumn, TextRow, numbers, words};
use crate::app::format;
use crate::lifecycle::{CHALLENGER, ModelVersion, RegisteredModel, Run, VersionStatus, Workspace};
use crate::model::metrics::Metric;
use crate::report::words::times;

/// Columns of [`model_rows`].
pub const MODELS: [TextColumn; 5] =
    [words("model"), words("champion"), words("challenger"), numbers("versions"), words("updated")];
/// Columns of [`version_rows`].
pub const VERSIONS: [TextColumn; 7] = [
    numbers("version"),
    words("aliases"),
    words("gate"),
    words("algorithm"),
    numbers("metric"),
    words("created"),
    words("run"),
];

/// Registered models by name.
pub fn model_rows(workspace: &Workspace) -> Vec<TextRow> {
    let row = |model: &RegisteredModel| {
        let count = versions(workspace, &model.name).count() as u64;
        TextRow::new(
            model.name.clone(),
            [
                model.name.clone(),
                version_or_dash(model.champion()),
                version_or_dash(model.challenger()),
                format::count(count),
                times::minute(model.updated_ms),
            ],
        )
    };
    workspace.models.values().map(row).collect()
}

/// Versions of a model, the first first.
pub fn versions<'a>(workspace: &'a Workspace, model: &str) -> impl Iterator<Item = &'a ModelVersion> {
    let name = model.to_owned();
    workspace.versions.values().filter(move |version| version.model == name)
}

/// Versions of a model, the newest first; the champion is set apart.
pub fn version_rows(workspace: &Workspace, model: &RegisteredModel) -> Vec<TextRow> {
    let mut all: Vec<&ModelVersion> = versions(workspace, &model.name).collect();
    all.reverse();
    let row = |version: &ModelVersion| {
        let run = workspace.runs.get(&version.run);
        TextRow {
            key: version.version.to_string(),
            cells: vec![
                TextCell::new(version.version.to_string()),
                TextCell::new(aliases(model, version.version)),
                TextCell::new(status(version)),
                TextCell::new(run.map_or_else(dash, algorithm)),
                run.and_then(main_metric).unwrap_or_else(|| TextCell::new("–")),
                TextCell::new(times::minute(version.created_ms)),
                TextCell::new(run.map_or_else(dash, |run| run.name.clone())),
            ],
            is_marked: model.champion() == Some(version.version),
        }
    };
    all.into_iter().map(row).collect()
}

/// The aliases of a version, champion first since it is what counts; a dash without any.
fn aliases(model: &RegisteredModel, version: u32) -> String {
    let mut names: Vec<&str> =
        model.aliases.iter().filter(|(_, of)| **of == version).map(|(name, _)| name.as_str()).collect();
    names.sort_by_key(|name| *name == CHALLENGER);
    if names.is_empty() { dash() } else { names.join(", ") }
}

/// What the gate said, as mark and word.
fn status(version: &ModelVersion) -> String {
    let said = match version.status {
        VersionStatus::Ungated => "○ no gate",
        VersionStatus::Passed => "✓ passed",
        VersionStatus::Rejected => "✕ rejected",
    };
    if version.tags.contains_key("declined") { format!("{said}, declined") } else { said.to_owned() }
}

/// The figures that a champion is known by: label and value.
pub fn figures(run: &Run) -> Vec<(String, String)> {
    [Metric::RocAuc, Metric::LogLoss, Metric::Accuracy]
        .into_iter()
        .filter_map(|metric| {
            let name = ["test", "validation"].map(|part| format!("{part}_{}", metric.id()));
            let name = name.into_iter().find(|name| run.metrics.contains_key(name))?;
            let value = run.metrics.get(&name)?;
            Some((runs_words::metric_label(&name), format::number(*value)))
        })
        .collect()
}

fn main_metric(run: &Run) -> Option<TextCell> {
    let (label, value) = figures(run).into_iter().next()?;
    Some(TextCell::with_full(value.clone(), format!("{label}: {value}")))
}

/// Says that a version waits, if one does.
pub fn waiting(workspace: &Workspace, model: &RegisteredModel) -> Option<String> {
    let version = model.challenger()?;
    let found = workspace.versions.get(&(model.name.clone(), version))?;
    Some(match (found.status, model.champion()) {
        (VersionStatus::Passed, Some(champion)) => {
            format!("Version {version} passed the gate and waits to take the place of version {champion}.")
        }
        (VersionStatus::Passed, None) => format!("Version {version} passed the gate and waits."),
        (VersionStatus::Rejected, _) => format!("Version {version} waits, though the gate rejected it."),
        (VersionStatus::Ungated, _) => format!("Version {version} waits; it stood before no gate."),
    })
}

/// The version that a rollback without a number goes to.
pub fn roll_back_to(workspace: &Workspace, model: &RegisteredModel) -> Option<u32> {
    let is_there = |version: &&u32| {
        Some(**version) != model.champion()
            && workspace.versions.contains_key(&(model.name.clone(), **version))
    };
    model.past_champions.iter().rev().find(is_there).copied()
}

/// What is kept, in a line.
pub fn kept(workspace: &Workspace) -> String {
    let counts = [
        format::counted(workspace.models.len() as u64, "registered model", "registered models"),
        format::counted(workspace.versions.len() as u64, "version", "versions"),
        format::counted(workspace.runs.len() as u64, "run", "runs"),
        format::counted(workspace.decisions.len() as u64, "decision", "decisions"),
    ];
    counts.join(", ")
}

/// How much room the page's data takes, and whether the browser promised to keep it.
pub fn room(used: Option<(f64, f64)>, persisted: Option<bool>) -> String {
    let used = used.map_or_else(
        || "The browser does not say how much room there is".to_owned(),
        |(used, quota)| {
            format!("{} of {} in this browser used", format::bytes(used as u64), format::bytes(quota as u64))
        },
    );
    let promise = match persisted {
        Some(true) => "; the browser promised to keep it.",
        Some(false) => "; the browser may clear it when it runs out of room: export it to be safe.",
        None => ".",
    };
    format!("{used}{promise}")
}

/// What is lost with a version, and what stays.
pub fn version_lost(model: &str, version: u32) -> String {
    format!(
        "Version {version} of {model} can then neither be promoted nor rolled back to, and its number is not given again. \
         Its run stays, with the model’s file."
    )
}

/// What is lost with a registered model.
pub fn model_lost(workspace: &Workspace, model: &str) -> String {
    let count = versions(workspace, model).count() as u64;
    format!(
        "{model} is lost with {}, its aliases, tags and descriptions. Runs, decisions and the audit log stay.",
        format::counted(count, "version", "versions")
    )
}

/// What is lost with all of the workspace.
pub fn all_lost(workspace: &Workspace) -> String {
    format!("{} and the audit log are lost for good. Export them first to keep a copy.", kept(workspace))
}

fn version_or_dash(version: Option<u32>) -> String {
    version.map_or_else(dash, |version| format!("version {version}"))
}

fn dash() -> String {
    "–".to_owned()
}

/// A workspace that the tests of this folder share.
#[cfg(test)]
pub mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::lifecycle::{Artifact, CHAMPION, RunKind, RunStatus};

    /// A run with an algorithm and a ROC AUC on the test part.
    pub fn run(id: &str, algorithm: &str, roc_auc: f64) -> Run {
        Run {
            id: id.to_owned(),
            name: format!("{algorithm} of {id}"),
            kind: RunKind::Training,
            status: RunStatus::Finished,
            started_ms: 0,
            ended_ms: 1_500,
            seed: 1,
            params: BTreeMap::from([("algorithm".to_owned(), algorithm.to_owned())]),
            metrics: BTreeMap::from([("test_roc_auc".to_owned(), roc_auc)]),
            tags: BTreeMap::new(),
            data: Vec::new(),
            artifacts: Vec::new(),
            gate: None,
            decision: None,
        }
    }

    /// `loan` with versions 1 to 3 of runs `a` to `c`; version 2 is the champion, 3 the challenger.
    pub fn workspace() -> Workspace {
        let mut workspace = Workspace::default();
        let aliases = BTreeMap::from([(CHAMPION.to_owned(), 2), (CHALLENGER.to_owned(), 3)]);
        let model = RegisteredModel {
            name: "loan".to_owned(),
            aliases,
            past_champions: vec![1],
            last_version: 3,
            ..RegisteredModel::default()
        };
        workspace.models.insert("loan".to_owned(), model);
        for (version, id) in (1..).zip(["a", "b", "c"]) {
            workspace.runs.insert(id.to_owned(), run(id, "tree", 0.5 + f64::from(version) / 8.0));
            let kept = ModelVersion {
                model: "loan".to_owned(),
                version,
                run: id.to_owned(),
                created_ms: 0,
                description: String::new(),
                tags: BTreeMap::new(),
                status: if version == 3 { VersionStatus::Passed } else { VersionStatus::Ungated },
                file: Artifact::default(),
            };
            workspace.versions.insert(("loan".to_owned(), version), kept);
        }
        workspace
    }

    fn texts(row: &TextRow) -> Vec<&str> {
        row.cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn versions_stand_newest_first_with_what_is_known_of_their_runs() {
        let mut workspace = workspace();
        let model = workspace.models["loan"].clone();
        workspace.runs.remove("a");
        let rows = version_rows(&workspace, &model);
        let time = "1970-01-01\u{a0}00:00\u{a0}UTC";
        assert_eq!(
            texts(&rows[0]),
            ["3", "challenger", "✓ passed", "decision tree", "0.875", time, "tree of c"]
        );
        assert!(rows[1].is_marked && rows[1].cells[1].text == "champion");
        assert_eq!(texts(&rows[2]), ["1", "–", "○ no gate", "–", "–", time, "–"], "a run that is gone");
        assert_eq!(texts(&model_rows(&workspace)[0])[1..4], ["version 2", "version 3", "3"]);
    }

    #[test]
    fn a_challenger_is_told_of_and_a_rollback_goes_to_what_is_still_there() {
        let mut workspace = workspace();
        let model = workspace.models["loan"].clone();
        assert_eq!(
            waiting(&workspace, &model).unwrap(),
            "Version 3 passed the gate and waits to take the place of version 2."
        );
        assert_eq!(roll_back_to(&workspace, &model), Some(1));
        workspace.versions.remove(&("loan".to_owned(), 1));
        assert_eq!(roll_back_to(&workspace, &model), None);
    }

    #[test]
    fn what_is_kept_and_what_is_lost_is_counted() {
        let workspace = workspace();
        let plain = |text: String| text.replace('\u{a0}', " ");
        assert_eq!(plain(kept(&workspace)), "1 registered model, 3 versions, 3 runs, 0 decisions");
        assert!(plain(model_lost(&workspace, "loan")).contains("3 versions"));
        assert_eq!(
            plain(room(Some((1_400_000.0, 2e9)), Some(true))),
            "1.4 MB of 2.0 GB in this browser used; the browser promised to keep it."
        );
    }
}
