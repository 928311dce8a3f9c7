//! How good the model is: metrics with intervals on rows that it never learned from, and its curves.

use super::ModelCardFacts;
use crate::model::evaluation::Evaluation;
use crate::model::metrics::Metric;
use crate::report::document::{Block, Text, Tone};
use crate::report::evaluation_blocks::{class_table, confusion_table, curves, metrics_table};
use crate::report::words::evaluations::{metric_rows, rows_sentence};

/// Metrics of the sentence above the table.
const FIRST: [Metric; 4] = [Metric::RocAuc, Metric::Accuracy, Metric::LogLoss, Metric::Ece];

/// Blocks of the section.
pub(super) fn blocks(facts: &ModelCardFacts<'_>) -> Vec<Block> {
    let (test, validation) = (facts.test(), facts.validation());
    if test.is_none() && validation.is_none() {
        return vec![Block::Note { tone: Tone::Warning, text: unknown() }];
    }
    let mut blocks = Vec::new();
    match test {
        Some(test) => {
            blocks.push(Block::Facts(figures(test)));
            blocks.extend(of_part(test, "Test part", true));
        }
        None => blocks.push(Block::Note {
            tone: Tone::Warning,
            text: Text::from(
                "There was no test part: only the rows that training was stopped and calibrated by were measured.",
            ),
        }),
    }
    if let Some(validation) = validation {
        blocks.push(Block::Folded {
            id: None,
            summary: Text::from("Validation part, which training was stopped and calibrated by"),
            badge: None,
            open: test.is_none(),
            blocks: of_part(validation, "Validation part", false),
        });
    }
    blocks
}

/// Blocks of an evaluation.
fn of_part(evaluation: &Evaluation, part: &str, with_curves: bool) -> Vec<Block> {
    let mut blocks = vec![
        Block::Paragraph(Text::from(rows_sentence(evaluation))),
        Block::Table(metrics_table(evaluation, format!("{part}: metrics"))),
    ];
    blocks.extend(
        confusion_table(evaluation, format!("{part}: rows by true and predicted class")).map(Block::Table),
    );
    blocks.push(Block::Table(class_table(evaluation, format!("{part}: each class"))));
    if with_curves {
        blocks.extend(curves("", evaluation));
    }
    blocks
}

/// The metrics that are read first.
fn figures(evaluation: &Evaluation) -> Vec<(String, Text)> {
    let rows = metric_rows(evaluation);
    let first = FIRST.iter().filter_map(|metric| rows.iter().find(|row| row.name == metric.label()));
    first
        .map(|row| {
            let text = Text::strong(row.value.clone());
            let text = if row.interval == "–" { text } else { text.and(format!(" ({})", row.interval)) };
            (format!("{}, test part", row.name), text)
        })
        .collect()
}

fn unknown() -> Text {
    Text::from("Not known: no evaluation is kept with the model. Measure it on rows with labels by ")
        .and(Text::code("evenkeel monitor --model"))
        .and(", or on the Model tab.")
}
