//! Predictions that stand in a file: which of its columns are what.

use crate::data::{Kind, Role};
use crate::worker::model_tasks::Predictor;
use crate::worker::protocol::{ColumnInfo, TableInfo};

/// Columns of a file that hold labels, predictions and probabilities.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileColumns {
    /// Column of true labels.
    pub target: Option<String>,
    /// Column of predicted labels.
    pub prediction: Option<String>,
    /// Columns of probabilities: of the positive class, or one a class in order of the classes.
    pub probabilities: Vec<String>,
}

impl FileColumns {
    /// As the roles of the columns say.
    pub fn proposed(table: &TableInfo) -> Self {
        let of = |role: Role| table.columns.iter().filter(move |column| column.role == role);
        let first = |role: Role| of(role).next().map(|column| column.name.clone());
        Self {
            target: first(Role::Target),
            prediction: first(Role::Prediction),
            probabilities: of(Role::Probability).map(|column| column.name.clone()).collect(),
        }
    }

    /// What is asked of the evaluation.
    ///
    /// # Errors
    ///
    /// One sentence that says what is still to be chosen.
    pub fn predictor(&self) -> Result<Predictor, &'static str> {
        if self.target.is_none() {
            return Err("Choose the column of true labels.");
        }
        if self.prediction.is_none() && self.probabilities.is_empty() {
            return Err("Choose a column of predictions, of probabilities, or both.");
        }
        if self.prediction.is_some() && self.prediction == self.target {
            return Err(
                "The true labels and the predictions are one column: choose another for one of them.",
            );
        }
        Ok(Predictor::Columns {
            prediction: self.prediction.clone(),
            probabilities: self.probabilities.clone(),
        })
    }
}

/// Whether any column of a file is a model's output.
pub fn has_predictions(table: &TableInfo) -> bool {
    table.columns.iter().any(|column| matches!(column.role, Role::Prediction | Role::Probability))
}

/// Names of the columns that can hold labels.
pub fn label_columns(table: &TableInfo) -> Vec<String> {
    named(table, |column| !matches!(column.kind, Kind::Datetime | Kind::Identifier))
}

/// Names of the columns that can hold probabilities.
pub fn number_columns(table: &TableInfo) -> Vec<String> {
    named(table, |column| matches!(column.kind, Kind::Numeric | Kind::IntegerCategory))
}

fn named(table: &TableInfo, wanted: fn(&ColumnInfo) -> bool) -> Vec<String> {
    table.columns.iter().filter(|column| wanted(column)).map(|column| column.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::retrain::columns::tests::table;

    #[test]
    fn roles_fill_the_choosers() {
        let scored = table(&[
            ("y", Kind::IntegerCategory, Role::Target, 2),
            ("prediction", Kind::IntegerCategory, Role::Prediction, 2),
            ("probability_1", Kind::Numeric, Role::Probability, 90),
            ("when", Kind::Datetime, Role::Timestamp, 90),
        ]);
        let columns = FileColumns::proposed(&scored);
        assert_eq!(columns.target.as_deref(), Some("y"));
        assert!(columns.predictor().is_ok() && has_predictions(&scored));
        assert_eq!(label_columns(&scored), ["y", "prediction", "probability_1"]);
        assert_eq!(number_columns(&scored), ["y", "prediction", "probability_1"]);
    }

    #[test]
    fn what_is_missing_is_said() {
        let mut columns = FileColumns::default();
        assert!(columns.predictor().unwrap_err().contains("true labels"));
        columns.target = Some("y".to_owned());
        assert!(columns.predictor().unwrap_err().contains("predictions, of probabilities"));
        columns.prediction = Some("y".to_owned());
        assert!(columns.predictor().unwrap_err().contains("one column"));
        columns.prediction = None;
        columns.probabilities = vec!["p".to_owned()];
        assert!(columns.predictor().is_ok());
    }
}
