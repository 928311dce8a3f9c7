//! Which model it is: version, algorithm, settings, digest, who wrote it.

use super::ModelCardFacts;
use crate::chart::count;
use crate::lifecycle::VersionStatus;
use crate::model::Model;
use crate::model::calibration::Calibrator;
use crate::report::document::{Block, Cell, Table, TableColumn, Text};
use crate::report::words::gates::capital;
use crate::report::words::{format, settings, times};
use crate::report::{AnyModel, ModelFile};

/// One line below the title of a card that stands alone.
pub(super) fn subtitle(facts: &ModelCardFacts<'_>) -> String {
    match (facts.model, facts.version) {
        (Some(AnyModel::Ours(file)), _) => {
            let algorithm = capital(file.model.algorithm.label());
            format!("{algorithm} that predicts {} out of {}", file.model.schema.target, file.training.data)
        }
        (Some(AnyModel::Onnx(_)), _) => "A classifier as ONNX".to_owned(),
        (None, Some(version)) => version.file.path.clone(),
        (None, None) => "No version is registered yet".to_owned(),
    }
}

/// Blocks of the section.
pub(super) fn blocks(facts: &ModelCardFacts<'_>) -> Vec<Block> {
    let mut told: Vec<(String, Text)> = Vec::new();
    let mut tell = |name: &str, text: Text| told.push((name.to_owned(), text));
    tell("Name", Text::code(facts.name));
    if let Some(registered) = facts.registered.filter(|registered| !registered.description.is_empty()) {
        tell("Description", Text::from(registered.description.as_str()));
    }
    if let Some(version) = facts.version {
        let aliases = aliases(facts, version.version);
        let aliases = if aliases.is_empty() { String::new() } else { format!(", {}", aliases.join(", ")) };
        tell("Version", Text::from(format!("{}{aliases}", version.version)));
        tell("Registered", Text::from(times::minute(version.created_ms)));
        tell("Gate", Text::from(status(version.status)));
        if !version.description.is_empty() {
            tell("Of this version", Text::sentence(&capital(&version.description)));
        }
    } else if facts.registered.is_some() {
        tell("Version", Text::from("none is registered yet"));
    }
    match facts.model {
        Some(AnyModel::Ours(file)) => told.extend(own(file)),
        Some(AnyModel::Onnx(model)) => {
            let said = model.producer();
            let writer = if said.is_empty() { Text::from("not said") } else { Text::code(said) };
            told.push(("Written by".to_owned(), writer));
            told.push(("Format".to_owned(), Text::from("ONNX")));
            told.push(("Operators".to_owned(), Text::from(model.operators().join(", "))));
        }
        None if facts.version.is_some() => {
            told.push((
                "File".to_owned(),
                Text::from("not at hand: only what the workspace recorded is told"),
            ));
        }
        None => {}
    }
    if let Some(AnyModel::Onnx(_)) = facts.model {
        let schema = facts.model.map(|model| model.scorer().schema());
        told.extend(schema.map(|schema| ("Classes".to_owned(), classes(&schema.classes))));
    }
    if let Some(version) = facts.version {
        let size = format::bytes(version.file.bytes);
        let digest = Text::code(version.file.digest.clone()).and(format!(" ({size})"));
        told.push(("SHA-256 of the file".to_owned(), digest));
        told.push(("Run".to_owned(), Text::code(version.run.clone())));
    }
    let mut blocks = vec![Block::Facts(told)];
    blocks.extend(all_settings(facts));
    blocks.extend(tags(facts));
    blocks
}

/// The aliases that name a version.
pub(super) fn aliases(facts: &ModelCardFacts<'_>, version: u32) -> Vec<String> {
    let all = facts.registered.into_iter().flat_map(|registered| &registered.aliases);
    all.filter(|(_, of)| **of == version).map(|(alias, _)| alias.clone()).collect()
}

/// What the gate said of a version.
pub(super) fn status(status: VersionStatus) -> &'static str {
    match status {
        VersionStatus::Ungated => "stood before no gate",
        VersionStatus::Passed => "passed",
        VersionStatus::Rejected => "rejected, and kept with the evidence",
    }
}

fn own(file: &ModelFile) -> Vec<(String, Text)> {
    let Model { schema, algorithm, calibrator, threshold, settings, .. } = &file.model;
    let mut told: Vec<(String, Text)> = Vec::new();
    let mut tell = |name: &str, text: Text| told.push((name.to_owned(), text));
    tell("Algorithm", Text::from(algorithm.label()));
    tell("Predicts", Text::code(schema.target.clone()));
    tell("Classes", classes(&schema.classes));
    if let [_, positive] = schema.classes.as_slice() {
        let above = format!(" where its probability is above {}", format::full(*threshold));
        tell("Decides for", Text::code(positive.clone()).and(above));
    }
    tell(
        "Calibration",
        Text::from(match calibrator {
            None => "none: probabilities are as the algorithm gives them",
            Some(Calibrator::Platt(_)) => "Platt (sigmoid), on the validation part",
            Some(Calibrator::Isotonic(_)) => "isotonic, on the validation part",
        }),
    );
    tell("Seed", Text::from(settings.seed.to_string()));
    tell("Trained by", Text::from(format!("evenkeel {}", file.tool)));
    told
}

fn classes(classes: &[String]) -> Text {
    let mut text = Text::default();
    for (at, class) in classes.iter().enumerate() {
        if at > 0 {
            text = text.and(", ");
        }
        text = text.and(Text::code(class.clone()));
    }
    text
}

/// Every setting by the name under which runs record it, out of the file or else out of the run.
fn all_settings(facts: &ModelCardFacts<'_>) -> Option<Block> {
    let params = match facts.model {
        Some(AnyModel::Ours(file)) => settings::params(&file.model),
        _ => facts.run.map(|run| run.params.clone()).unwrap_or_default(),
    };
    let row = |(name, value): (String, String)| vec![Cell::of(Text::code(name)), Cell::of(Text::code(value))];
    let rows: Vec<Vec<Cell>> = params.into_iter().map(row).collect();
    let summary = format!("All {} settings of the training", count(rows.len() as u64));
    (!rows.is_empty()).then(|| Block::folded_table(summary, pairs("Settings", rows)))
}

fn tags(facts: &ModelCardFacts<'_>) -> Option<Block> {
    let of_model = facts.registered.map(|registered| &registered.tags);
    let of_version = facts.version.map(|version| &version.tags);
    let rows: Vec<Vec<Cell>> = of_model
        .into_iter()
        .chain(of_version)
        .flatten()
        .map(|(name, value)| vec![Cell::of(Text::code(name.clone())), Cell::of(Text::code(value.clone()))])
        .collect();
    (!rows.is_empty()).then(|| Block::folded_table("Tags".to_owned(), pairs("Tags", rows)))
}

fn pairs(caption: &str, rows: Vec<Vec<Cell>>) -> Table {
    let columns = vec![TableColumn::words("Name"), TableColumn::words("Value")];
    Table { caption: caption.to_owned(), sortable: false, columns, rows }
}
