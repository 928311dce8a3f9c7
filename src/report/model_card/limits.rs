//! What is known to be unknown: limits of the model, and of what this card can tell.

use super::ModelCardFacts;
use crate::chart::count;
use crate::model::evaluation::Evaluation;
use crate::report::AnyModel;
use crate::report::document::{Block, Text};
use crate::report::words::format;

/// Below so many test rows of a class, its figures say little.
const FEW: u64 = 100;

/// The limits as a list. Every sentence holds for this model.
pub(super) fn block(facts: &ModelCardFacts<'_>) -> Block {
    let mut limits: Vec<Text> = Vec::new();
    if let Some(test) = facts.test() {
        limits.push(Text::from(
            "The metrics are of rows that came with the training data. They say nothing of data that came later; the \
             checks and the history do.",
        ));
        limits.extend(few_rows(test));
        limits.push(Text::from(intervals(test)));
    }
    match facts.model {
        Some(AnyModel::Ours(file)) => limits.extend(of_training(file)),
        Some(AnyModel::Onnx(_)) => limits.push(Text::from(
            "An ONNX file tells inputs, classes and operators. What the model learned from, by which settings and how \
             good it was then is not in it.",
        )),
        None => limits.push(Text::from(
            "The model’s file was not at hand: its inputs, its settings and its training data are told only as far as \
             the run recorded them.",
        )),
    }
    limits.push(Text::from(
        "Drift of the inputs does not say that the model is wrong. Whether the same inputs have other outcomes (concept \
         drift) cannot be seen without true labels.",
    ));
    limits.push(Text::from(
        "An association that the model learned is not a cause: changing an input in the world need not change the \
         outcome as the model says.",
    ));
    limits.push(Text::from(
        "This card is made from files. Who may be harmed by wrong answers, and whether the use is right, a person has \
         to say under intended use.",
    ));
    Block::List(limits)
}

fn of_training(file: &crate::report::ModelFile) -> Vec<Text> {
    let mut limits = Vec::new();
    if file.model.calibrator.is_none() {
        limits.push(Text::from(
            "Its probabilities were not calibrated after training: read the calibration before they are taken as \
             frequencies.",
        ));
    }
    if file.metrics.test.is_none() {
        limits.push(Text::from(
            "There was no test part, so that every figure here is of rows that training used.",
        ));
    }
    limits
}

/// Classes with too few test rows to tell much.
fn few_rows(test: &Evaluation) -> Option<Text> {
    let few: Vec<_> = test.metrics.per_class.iter().filter(|class| class.support < FEW).collect();
    let (first, more) = few.split_first()?;
    let mut text = Text::from("The test part has only ")
        .and(format::counted(first.support, "row", "rows"))
        .and(" of ")
        .and(Text::code(first.label.clone()));
    for class in more {
        text = text.and(format!(", {} of ", count(class.support))).and(Text::code(class.label.clone()));
    }
    Some(text.and(": figures of such a class vary much from one draw of rows to another."))
}

fn intervals(test: &Evaluation) -> &'static str {
    if test.intervals.iter().any(|interval| interval.low.is_some()) {
        "An interval tells how much a metric varies with the rows that happen to be in the test part, not how much with \
         another training."
    } else {
        "No intervals were computed: how much the metrics vary with the rows that happen to be in the test part is not \
         known."
    }
}
