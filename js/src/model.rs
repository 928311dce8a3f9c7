//! A model's file, and rows scored with it.

use evenkeel::data::{RowReader, RowTable};
use evenkeel::model::{Input, Predictions, Scorer};
use evenkeel::report::AnyModel;
use serde::Serialize;

use crate::error::PackageError;
use crate::options;

/// A model that was read, JSON or ONNX.
pub(crate) struct Model {
    model: AnyModel,
    /// For an ONNX model that takes a row of numbers without names: the columns in its order.
    columns: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts<'a> {
    format: &'static str,
    target: &'a str,
    classes: &'a [String],
    inputs: Vec<InputFacts<'a>>,
    unnamed_inputs: Option<usize>,
}

#[derive(Serialize)]
struct InputFacts<'a> {
    name: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<&'a [String]>,
}

impl Model {
    /// Reads a model's file; `name` is its name, for the messages.
    ///
    /// # Errors
    ///
    /// [`PackageError::File`] or [`PackageError::Model`] if it is no model, of a newer version, or damaged.
    pub(crate) fn read(name: &str, bytes: &[u8], columns: Option<Vec<String>>) -> Result<Self, PackageError> {
        Ok(Self { model: AnyModel::read(name, bytes)?, columns })
    }

    /// Classes and inputs, as JSON.
    pub(crate) fn facts(&self) -> String {
        let schema = self.model.scorer().schema();
        let inputs = schema.features.iter().map(|feature| match &feature.input {
            Input::Numeric(_) => InputFacts { name: &feature.name, kind: "numeric", levels: None },
            Input::Categorical(input) => {
                InputFacts { name: &feature.name, kind: "categorical", levels: Some(&input.levels) }
            }
        });
        let facts = Facts {
            format: match self.model {
                AnyModel::Ours(_) => "evenkeel",
                AnyModel::Onnx(_) => "onnx",
            },
            target: &schema.target,
            classes: &schema.classes,
            inputs: inputs.collect(),
            unnamed_inputs: self.model.needs_columns(),
        };
        // Plain structs with string keys and integers always serialise.
        serde_json::to_string(&facts).unwrap_or_default()
    }

    /// Scores rows, as `evenkeel predict` does.
    ///
    /// # Errors
    ///
    /// [`PackageError::Model`] where the rows do not fit the model.
    pub(crate) fn predict(&self, table: &RowTable) -> Result<Predictions, PackageError> {
        let named = match &self.model {
            AnyModel::Onnx(onnx) if onnx.needs_columns().is_some() => {
                Some(AnyModel::Onnx(onnx.clone()).for_data(table, self.columns.as_deref(), None)?)
            }
            _ => None,
        };
        let scorer: &dyn Scorer = named.as_ref().unwrap_or(&self.model).scorer();
        Ok(scorer.score(&table.view(), &table.name)?)
    }
}

/// A reader for rows that come in pieces.
///
/// # Errors
///
/// [`PackageError::Option`] for options that cannot be used.
pub(crate) fn reader(name: &str, options: &str) -> Result<RowReader, PackageError> {
    Ok(RowReader::new(name, &options::reading(options)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> RowTable {
        let mut reader = reader("rows", "{}").unwrap();
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    /// scikit-learn's own probabilities of these rows stand beside the model; here only that rows and
    /// columns arrive where they belong.
    #[test]
    fn an_onnx_model_names_its_inputs_and_scores() {
        let bytes = include_bytes!("../../tests/onnx/logistic_columns.onnx");
        let model = Model::read("logistic_columns.onnx", bytes, None).unwrap();
        let facts: serde_json::Value = serde_json::from_str(&model.facts()).unwrap();
        assert_eq!(facts["format"], "onnx");
        let table = rows(include_str!("../../tests/onnx/rows.csv"));
        let found = model.predict(&table).unwrap();
        assert_eq!(found.rows(), table.rows);
        let error = model.predict(&rows("other\n1\n")).map(|found| found.rows()).unwrap_err();
        assert_eq!(error.code(), "model");
        assert!(error.to_string().contains("which `rows` does not have"), "{error}");
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let refused = |bytes: &[u8]| Model::read("m", bytes, None).map(|_| ()).unwrap_err();
        assert_eq!(refused(b"{\"format\":\"evenkeel.model\"}").code(), "file");
        assert_eq!(refused(b"a,b\n1,2\n").code(), "model");
        assert_eq!(refused(b"").code(), "model");
    }
}
