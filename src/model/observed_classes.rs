//! Which classes a file of predictions has, and the probabilities of its rows.

use super::ModelError;
use super::target::{Labels, column_of, in_order};
use crate::data::{CellColumn, CellPlace, RowView};

/// How far from one the probabilities of a row may sum.
const SUM_TOLERANCE: f64 = 0.05;
/// How far outside 0 to 1 a probability may be by rounding.
const ROUNDING: f64 = 1e-6;
/// Spellings of two classes, so that data in which one of them does not occur can be told.
const PAIRS: [[&str; 2]; 7] = [
    ["0", "1"],
    ["False", "True"],
    ["false", "true"],
    ["FALSE", "TRUE"],
    ["No", "Yes"],
    ["no", "yes"],
    ["-1", "1"],
];

/// The classes of target and prediction together, or `given` where that is not empty.
pub(super) fn classes_of(
    view: &RowView<'_>,
    file: &str,
    target: &str,
    prediction: Option<&str>,
    has_probabilities: bool,
    given: &[String],
) -> Result<Vec<String>, ModelError> {
    let actual = Labels::of(view, target, file)?.classes;
    let predicted = match prediction {
        Some(column) => predicted_classes(view, column, file)?,
        None => Vec::new(),
    };
    if !given.is_empty() {
        return among(given, [(target, &actual), (prediction.unwrap_or_default(), &predicted)]);
    }
    let shared = predicted.iter().any(|class| actual.contains(class));
    if let Some(column) = prediction.filter(|_| !shared && actual.len() > 1 && predicted.len() > 1) {
        return Err(ModelError::Mismatch(format!(
            "no label of `{column}` ({}) is one of the target `{target}` ({}): choose columns that spell the classes \
             alike",
            quoted(&predicted),
            quoted(&actual)
        )));
    }
    let mut classes = actual;
    classes.extend(predicted);
    in_order(&mut classes);
    classes.dedup();
    match classes.as_slice() {
        [only] => with_its_other(only, target, has_probabilities),
        _ => Ok(classes),
    }
}

fn predicted_classes(view: &RowView<'_>, column: &str, file: &str) -> Result<Vec<String>, ModelError> {
    Labels::of(view, column, file).map(|labels| labels.classes).map_err(|error| match error {
        ModelError::NoTarget { column } => ModelError::Mismatch(format!(
            "every cell of the prediction `{column}` is missing: choose another column"
        )),
        ModelError::TooManyClasses { column, classes, most } => ModelError::Mismatch(format!(
            "the prediction `{column}` has {classes} distinct values, at most {most} can be classes: name the column of \
             predicted labels here, and probabilities as such"
        )),
        other => other,
    })
}

fn among(given: &[String], columns: [(&str, &Vec<String>); 2]) -> Result<Vec<String>, ModelError> {
    if given.len() < 2 || given.iter().enumerate().any(|(at, class)| given[..at].contains(class)) {
        return Err(ModelError::Mismatch(format!(
            "the classes {} cannot be used: name two or more, each once",
            quoted(given)
        )));
    }
    for (column, classes) in columns {
        if let Some(other) = classes.iter().find(|class| !given.contains(class)) {
            return Err(ModelError::Mismatch(format!(
                "column `{column}` holds the label `{other}`, which is not among the classes {}: name every class",
                quoted(given)
            )));
        }
    }
    Ok(given.to_vec())
}

fn with_its_other(only: &str, target: &str, has_probabilities: bool) -> Result<Vec<String>, ModelError> {
    if let Some(pair) = PAIRS.iter().find(|pair| pair.contains(&only)) {
        return Ok(pair.map(str::to_owned).to_vec());
    }
    let why = if has_probabilities { ", and whose probabilities those are," } else { "" };
    Err(ModelError::Mismatch(format!(
        "`{only}` is the only label of the target `{target}` and of the predictions, so the other class{why} cannot be \
         told: name both classes, or add rows of the other"
    )))
}

/// Columns of probabilities that fit the classes.
pub(super) struct ProbabilityColumns<'a> {
    columns: Vec<&'a CellColumn>,
}

impl<'a> ProbabilityColumns<'a> {
    pub(super) fn of(
        view: &RowView<'a>,
        file: &str,
        names: &[String],
        classes: &[String],
    ) -> Result<Self, ModelError> {
        let columns: Vec<_> =
            names.iter().map(|name| column_of(view, name, file)).collect::<Result<_, _>>()?;
        let fits = match columns.len() {
            0 => true,
            1 => classes.len() == 2,
            count => count == classes.len(),
        };
        if fits {
            return Ok(Self { columns });
        }
        let way_out = match classes.len() {
            2 => "name one, of the second class, or two in that order",
            _ => "name one a class, in that order",
        };
        Err(ModelError::Mismatch(format!(
            "{} probability column{} do{} not fit the {} classes {}: {way_out}",
            columns.len(),
            if columns.len() == 1 { "" } else { "s" },
            if columns.len() == 1 { "es" } else { "" },
            classes.len(),
            quoted(classes)
        )))
    }

    /// Adds the probabilities of a row, one a class; `false` and nothing added where one is missing.
    pub(super) fn push_row(&self, row: usize, to: &mut Vec<f64>) -> Result<bool, ModelError> {
        let begin = to.len();
        for column in &self.columns {
            match probability(column, row)? {
                Some(p) if self.columns.len() == 1 => to.extend([1.0 - p, p]),
                Some(p) => to.push(p),
                None => {
                    to.truncate(begin);
                    return Ok(false);
                }
            }
        }
        let sum: f64 = to[begin..].iter().sum();
        if !self.columns.is_empty() && (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(ModelError::Mismatch(format!(
                "the probabilities of row {} sum to {sum:.3}, not to 1: name the probabilities of all classes, one \
                 column each",
                row + 1
            )));
        }
        Ok(true)
    }
}

fn probability(column: &CellColumn, row: usize) -> Result<Option<f64>, ModelError> {
    let wrong = |what: String| {
        Err(ModelError::Mismatch(format!(
            "column `{}` holds {what} in row {}, and a probability is a number from 0 to 1: choose another column, or \
             correct the cell",
            column.name,
            row + 1
        )))
    };
    match column.place(row) {
        CellPlace::Missing => Ok(None),
        CellPlace::Number(p) if (-ROUNDING..=1.0 + ROUNDING).contains(&p) => Ok(Some(p.clamp(0.0, 1.0))),
        CellPlace::Number(p) => wrong(format!("{p}")),
        CellPlace::Text(place) => {
            wrong(format!("`{}`", column.dictionary().get(place).map_or("", String::as_str)))
        }
    }
}

/// Names as they are shown in a sentence.
pub(super) fn quoted(names: &[String]) -> String {
    const MOST: usize = 8;
    let mut text = names.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}
