//! Predictions and true labels of every row, either of which may be missing: what watching a model
//! over time works on, where labels come late.

use super::observed_classes::{ProbabilityColumns, classes_of, quoted};
use super::target::{Labels, column_of};
use super::{ModelError, Predictions, Scorer};
use crate::data::{CellPlace, RowView};

/// Predictions and true labels of every row of a data set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outputs {
    /// The classes; of two, the second is the positive one.
    pub classes: Vec<String>,
    /// Place of each row's true class; `None` where it is missing or none of the classes.
    pub actual: Vec<Option<u32>>,
    /// Place of each row's predicted class; `None` where prediction or probability is missing.
    pub predicted: Vec<Option<u32>>,
    /// `[rows · classes]`, NaN in rows without; empty where there are no probabilities at all.
    pub probabilities: Vec<f64>,
    /// Rows whose label is none of the classes.
    pub unknown_labels: u64,
}

/// Columns of the data that hold predictions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutputColumns<'a> {
    /// Column of true labels.
    pub target: Option<&'a str>,
    /// Column of predicted labels; without it they follow from the probabilities: of two classes the
    /// second above 0.5, of more the most probable.
    pub prediction: Option<&'a str>,
    /// Columns of probabilities: one, of the positive class, or one a class in order.
    pub probabilities: &'a [String],
}

impl Outputs {
    /// The classes that columns of data speak of: those of target and prediction together, or where no
    /// row has a label, those that are predicted.
    ///
    /// # Errors
    ///
    /// As [`observed`](super::observed), of which this is the first half.
    pub fn classes_of(
        view: &RowView<'_>,
        file: &str,
        columns: OutputColumns<'_>,
    ) -> Result<Vec<String>, ModelError> {
        let told = !columns.probabilities.is_empty();
        let labels = columns.target.or(columns.prediction).ok_or_else(|| {
            ModelError::Mismatch(format!(
                "`{file}` has neither labels nor predicted labels, so its classes cannot be told: name the column of \
                 true labels"
            ))
        })?;
        let beside = columns.target.and(columns.prediction);
        classes_of(view, file, labels, beside, told, &[])
    }

    /// Predictions that stand in columns of the data, among `classes`.
    ///
    /// # Errors
    ///
    /// [`ModelError::UnknownColumn`], and [`ModelError::Mismatch`] for probabilities that are none or do
    /// not fit the classes.
    pub fn of_columns(
        view: &RowView<'_>,
        file: &str,
        classes: &[String],
        columns: OutputColumns<'_>,
    ) -> Result<Self, ModelError> {
        let mut outputs = Self { classes: classes.to_vec(), ..Self::default() };
        outputs.read_labels(view, file, columns.target)?;
        let named = match columns.prediction {
            Some(column) => Some(Labels::with(view, column, classes.to_vec(), file)?.codes),
            None => None,
        };
        let told = ProbabilityColumns::of(view, file, columns.probabilities, classes)?;
        let has_probabilities = !columns.probabilities.is_empty();
        let mut row_probabilities = Vec::new();
        for row in 0..view.rows {
            row_probabilities.clear();
            let there = told.push_row(row, &mut row_probabilities)?;
            let label = match &named {
                Some(codes) => codes.get(row).copied().flatten(),
                None if there && has_probabilities => {
                    Predictions::of(classes.len(), row_probabilities.clone(), 0.5).labels.first().copied()
                }
                None => None,
            };
            let complete = there && label.is_some();
            outputs.predicted.push(label.filter(|_| complete));
            if has_probabilities {
                if !complete {
                    row_probabilities.clear();
                    row_probabilities.resize(classes.len(), f64::NAN);
                }
                outputs.probabilities.extend_from_slice(&row_probabilities);
            }
        }
        Ok(outputs)
    }

    /// What a model says of every row.
    ///
    /// # Errors
    ///
    /// [`ModelError::UnknownColumn`] for the target, and what [`Scorer::score`] says.
    pub fn of_model(
        model: &dyn Scorer,
        view: &RowView<'_>,
        file: &str,
        target: Option<&str>,
    ) -> Result<Self, ModelError> {
        let scored = model.score(view, file)?;
        let mut outputs = Self {
            classes: model.schema().classes.clone(),
            predicted: scored.labels.into_iter().map(Some).collect(),
            probabilities: scored.probabilities,
            ..Self::default()
        };
        outputs.read_labels(view, file, target)?;
        Ok(outputs)
    }

    fn read_labels(
        &mut self,
        view: &RowView<'_>,
        file: &str,
        target: Option<&str>,
    ) -> Result<(), ModelError> {
        let Some(target) = target else {
            self.actual = vec![None; view.rows];
            return Ok(());
        };
        self.actual = Labels::with(view, target, self.classes.clone(), file)?.codes;
        let cells = column_of(view, target, file)?;
        let is_there = |row: &usize| cells.place(*row) != CellPlace::Missing;
        self.unknown_labels = (0..view.rows)
            .filter(is_there)
            .filter(|&row| self.actual.get(row).copied().flatten().is_none())
            .count() as u64;
        if self.unknown_labels > 0 && self.actual.iter().all(Option::is_none) {
            return Err(ModelError::Mismatch(format!(
                "no label of `{target}` in `{file}` is one of the classes {}: choose the column of true labels",
                quoted(&self.classes)
            )));
        }
        Ok(())
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.actual.len().max(self.predicted.len())
    }

    /// Whether there are probabilities.
    pub fn has_probabilities(&self) -> bool {
        !self.probabilities.is_empty()
    }

    /// Whether any row has a prediction.
    pub fn has_predictions(&self) -> bool {
        self.predicted.iter().any(Option::is_some)
    }

    /// Whether any row has a label.
    pub fn has_labels(&self) -> bool {
        self.actual.iter().any(Option::is_some)
    }

    /// Probabilities of a row, one a class; `None` where it has no prediction or there are none.
    pub fn row(&self, row: usize) -> Option<&[f64]> {
        let classes = self.classes.len();
        self.predicted.get(row).copied().flatten()?;
        self.probabilities.get(row * classes..(row + 1) * classes)
    }

    /// Labels and predictions of those of `rows` that have both.
    pub fn labelled(&self, rows: &[u32]) -> (Vec<u32>, Predictions) {
        let mut actual = Vec::with_capacity(rows.len());
        let mut predictions = Predictions { classes: self.classes.len(), ..Predictions::default() };
        for &row in rows {
            let row = row as usize;
            let (Some(Some(label)), Some(Some(predicted))) = (self.actual.get(row), self.predicted.get(row))
            else {
                continue;
            };
            actual.push(*label);
            predictions.labels.push(*predicted);
            predictions.probabilities.extend_from_slice(self.row(row).unwrap_or_default());
        }
        (actual, predictions)
    }

    /// The rows of `other` below these, under the same classes.
    pub fn append(&mut self, other: Self) {
        self.actual.extend(other.actual);
        self.predicted.extend(other.predicted);
        self.probabilities.extend(other.probabilities);
        self.unknown_labels += other.unknown_labels;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader, RowTable};

    fn table(text: &str) -> RowTable {
        let mut reader = RowReader::new("t.csv", &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn columns<'a>(
        target: Option<&'a str>,
        prediction: Option<&'a str>,
        p: &'a [String],
    ) -> OutputColumns<'a> {
        OutputColumns { target, prediction, probabilities: p }
    }

    #[test]
    fn every_row_stands_with_or_without_label_and_prediction() {
        let table = table("y,p,s\n0,1,0.7\n,0,0.1\n1,,0.4\n1,1,NA\n1,0,0.2\n");
        let (view, s) = (table.view(), ["s".to_owned()]);
        let named = columns(Some("y"), Some("p"), &s);
        let classes = Outputs::classes_of(&view, "t.csv", named).unwrap();
        let found = Outputs::of_columns(&view, "t.csv", &classes, named).unwrap();
        assert_eq!(found.actual, [Some(0), None, Some(1), Some(1), Some(1)]);
        assert_eq!(found.predicted, [Some(1), Some(0), None, None, Some(0)]);
        assert_eq!(found.row(1), Some([0.9, 0.1].as_slice()));
        assert_eq!((found.row(2), found.row(3)), (None, None));
        let (actual, predictions) = found.labelled(&[0, 1, 2, 3, 4]);
        assert_eq!(actual, [0, 1]);
        assert_eq!(predictions.of_class(1), [0.7, 0.2]);
    }

    #[test]
    fn labels_follow_from_probabilities_and_unknown_ones_are_counted() {
        let table = table("y,s\nno,0.5\nyes,0.51\nmaybe,0.9\n");
        let (view, s) = (table.view(), ["s".to_owned()]);
        let classes = ["no".to_owned(), "yes".to_owned()];
        let found = Outputs::of_columns(&view, "t.csv", &classes, columns(Some("y"), None, &s)).unwrap();
        assert_eq!(found.predicted, [Some(0), Some(1), Some(1)]);
        assert_eq!((found.actual.as_slice(), found.unknown_labels), ([Some(0), Some(1), None].as_slice(), 1));
        let wrong = ["a".to_owned(), "b".to_owned()];
        let sentence = Outputs::of_columns(&view, "t.csv", &wrong, columns(Some("y"), None, &s)).unwrap_err();
        assert!(sentence.to_string().contains("no label of `y`"), "{sentence}");
    }
}
