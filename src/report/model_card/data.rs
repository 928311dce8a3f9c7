//! What the model learned from: files, parts, columns, classes.

use super::ModelCardFacts;
use crate::drift::{ColumnProfile, DatasetProfile};
use crate::lifecycle::DataUsed;
use crate::model::columns::LeftOut;
use crate::model::{Feature, Input};
use crate::report::document::{Block, Cell, Table, TableColumn, Text};
use crate::report::words::format;
use crate::report::{AnyModel, ModelFile};

/// Levels of an input that are named.
const NAMED: usize = 4;

/// Blocks of the section.
pub(super) fn blocks(facts: &ModelCardFacts<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    match facts.model {
        Some(AnyModel::Ours(file)) => blocks.extend(of_file(file)),
        Some(AnyModel::Onnx(_)) => blocks.push(Block::Paragraph(Text::from(
            "Not known: an ONNX file does not say which data its model learned from.",
        ))),
        None => blocks.push(Block::Paragraph(Text::from("Not known: the model’s file is not at hand."))),
    }
    blocks.extend(recorded(facts).map(Block::Table));
    if let Some(model) = facts.model {
        let features = &model.scorer().schema().features;
        let summary =
            format!("{} that the model takes", format::counted(features.len() as u64, "column", "columns"));
        blocks.push(Block::folded_table(summary, inputs(features)));
    }
    if let Some(AnyModel::Ours(file)) = facts.model {
        blocks.extend(left_out(file));
    }
    blocks
}

fn of_file(file: &ModelFile) -> Vec<Block> {
    let training = &file.training;
    let parts = &training.facts;
    let rows = |rows: u64, what: &str| Text::from(format!("{} {what}", format::counted(rows, "row", "rows")));
    let told = vec![
        ("File".to_owned(), Text::code(training.data.clone())),
        (
            "Rows".to_owned(),
            Text::from(format!(
                "{}, {} with a label",
                format::count(training.rows),
                format::count(parts.labelled)
            )),
        ),
        ("Learned from".to_owned(), rows(parts.training, "of the training part")),
        ("Stopped and calibrated by".to_owned(), rows(parts.validation, "of the validation part")),
        ("Measured on".to_owned(), rows(parts.test, "of the test part, which training never saw")),
    ];
    let mut blocks = vec![Block::Facts(told)];
    blocks.extend(shares(file).map(Block::Table));
    blocks
}

/// Rows of each class in the training part, as the profile in the file counts them.
fn shares(file: &ModelFile) -> Option<Table> {
    let schema = &file.model.schema;
    let of_target = |profile: &DatasetProfile| {
        profile
            .columns
            .iter()
            .find(|column| column.name == schema.target)
            .map(|column| schema.classes.iter().map(|class| rows_of(column, class)).collect::<Vec<u64>>())
    };
    let counts = of_target(file.profile.as_ref()?)?;
    let all: u64 = counts.iter().sum();
    if all == 0 {
        return None;
    }
    let row = |(class, count): (&String, &u64)| {
        vec![
            Cell::of(Text::code(class.clone())),
            Cell { sort: Some(*count as f64), ..Cell::of(format::count(*count)) },
            Cell { sort: Some(*count as f64), ..Cell::of(format::share_of(*count, all)) },
        ]
    };
    Some(Table {
        caption: "Classes in the training part".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Class"),
            TableColumn::numbers("Rows"),
            TableColumn::numbers("Share"),
        ],
        rows: schema.classes.iter().zip(&counts).map(row).collect(),
    })
}

/// Rows of a class in a column, which holds it as a text or as a number.
fn rows_of(column: &ColumnProfile, class: &str) -> u64 {
    let numbers = class.parse::<f64>().map_or(0, |value| {
        column.numbers.count_at_most(value).saturating_sub(column.numbers.count_below(value))
    });
    numbers + column.texts.get(class)
}

/// The data that the run recorded, with its digest.
fn recorded(facts: &ModelCardFacts<'_>) -> Option<Table> {
    let data = &facts.run?.data;
    let digest = |data: &DataUsed| match data.digest.is_empty() {
        true => Cell::of("not recorded"),
        false => Cell::of(Text::code(data.digest.clone())),
    };
    let row = |data: &DataUsed| {
        vec![
            Cell::of(Text::code(data.name.clone())),
            Cell::of(data.role.as_str()),
            Cell { sort: Some(data.rows as f64), ..Cell::of(format::count(data.rows)) },
            Cell::of(format::count(data.columns.len() as u64)),
            digest(data),
        ]
    };
    (!data.is_empty()).then(|| Table {
        caption: "Data of the run; the digest is of cells and their order, whatever their spelling"
            .to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("File"),
            TableColumn::words("Role"),
            TableColumn::numbers("Rows"),
            TableColumn::numbers("Columns"),
            TableColumn::words("SHA-256 of the cells"),
        ],
        rows: data.iter().map(row).collect(),
    })
}

fn inputs(features: &[Feature]) -> Table {
    Table {
        caption: "Inputs".to_owned(),
        sortable: true,
        columns: vec![
            TableColumn::words("Column"),
            TableColumn::words("Kind"),
            TableColumn::words("In the training part"),
            TableColumn::numbers("Missing"),
        ],
        rows: features.iter().map(input).collect(),
    }
}

fn input(feature: &Feature) -> Vec<Cell> {
    let unknown = || Cell::of("not known");
    let missing = |rows: u64| Cell { sort: Some(rows as f64), ..Cell::of(format::count(rows)) };
    let (kind, learned, missing) = match &feature.input {
        Input::Numeric(numbers) if !numbers.is_told() => ("numeric", unknown(), unknown()),
        Input::Numeric(numbers) => {
            let [min, max, median] = [numbers.min, numbers.max, numbers.median].map(format::number);
            ("numeric", Cell::of(format!("{min} to {max}, median {median}")), missing(numbers.missing))
        }
        Input::Categorical(texts) => {
            let mut words = Text::default();
            for (at, level) in texts.levels.iter().take(NAMED).enumerate() {
                words = if at > 0 { words.and(", ") } else { words };
                words = words.and(Text::code(level.clone()));
            }
            if texts.levels.len() > NAMED {
                words = words.and(format!(" and {} more", texts.levels.len() - NAMED));
            }
            let kind = if texts.boolean { "boolean" } else { "categorical" };
            // A model from elsewhere names levels, but does not count rows.
            let counted = !texts.counts.is_empty();
            (kind, Cell::of(words), if counted { missing(texts.missing) } else { unknown() })
        }
    };
    vec![Cell::of(Text::code(feature.name.clone())), Cell::of(kind), learned, missing]
}

fn left_out(file: &ModelFile) -> Option<Block> {
    let left = &file.training.facts.left_out;
    let line = |left: &LeftOut| Text::code(left.column.clone()).and(" ").and(Text::sentence(&left.reason));
    let summary = format!("{} left out, and why", format::counted(left.len() as u64, "column", "columns"));
    (!left.is_empty()).then(|| Block::Folded {
        id: None,
        summary: Text::from(summary),
        badge: None,
        open: false,
        blocks: vec![Block::List(left.iter().map(line).collect())],
    })
}
