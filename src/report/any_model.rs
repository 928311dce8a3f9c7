//! A model's file of either kind: our JSON, or ONNX from anywhere.

use super::{ModelFile, ReportError, read_model};
use crate::data::{Kind, KindRule, Role, RowTable, kind, role};
use crate::model::onnx::OnnxModel;
use crate::model::{ModelError, Scorer};

/// A model that was read.
pub enum AnyModel {
    /// Trained here.
    Ours(Box<ModelFile>),
    /// ONNX, from here or elsewhere.
    Onnx(Box<OnnxModel>),
}

impl AnyModel {
    /// Reads a file; `name` is its name, for the messages.
    ///
    /// # Errors
    ///
    /// [`ReportError`] if it is neither kind, of a newer version, or damaged.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ReportError> {
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        if text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
            return Ok(Self::Ours(Box::new(read_model(name, text)?)));
        }
        let model = OnnxModel::read(name, bytes).map_err(ReportError::Model)?;
        Ok(Self::Onnx(Box::new(model)))
    }

    /// What scores rows.
    pub fn scorer(&self) -> &dyn Scorer {
        match self {
            Self::Ours(file) => &file.model,
            Self::Onnx(model) => model.as_ref(),
        }
    }

    /// How many columns have to be named, of an ONNX model that takes a row of numbers without names.
    pub fn needs_columns(&self) -> Option<usize> {
        match self {
            Self::Ours(_) => None,
            Self::Onnx(model) => model.needs_columns(),
        }
    }

    /// The model with its columns named: those given, else the numeric columns of the data in their
    /// order, `target`, predictions, identifiers and times left out, if there are as many.
    ///
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] where there are more or fewer.
    pub fn for_data(
        self,
        table: &RowTable,
        columns: Option<&[String]>,
        target: Option<&str>,
    ) -> Result<Self, ModelError> {
        let (Self::Onnx(model), Some(need)) = (&self, self.needs_columns()) else { return Ok(self) };
        let names = match columns {
            Some(names) => names.to_vec(),
            None => numeric_columns(table, target),
        };
        if names.len() != need {
            return Err(ModelError::Mismatch(format!(
                "the model takes {need} numbers a row without naming them, and `{}` has {} columns that could be \
                 them: name the columns in the model's order by `--columns` of the command, or give a file that \
                 has only these beside the target",
                table.name,
                names.len()
            )));
        }
        Ok(Self::Onnx(Box::new(model.as_ref().clone().with_columns(names))))
    }
}

fn numeric_columns(table: &RowTable, target: Option<&str>) -> Vec<String> {
    let fit = |column: &&crate::data::CellColumn| {
        let facts = column.facts();
        let kind = kind::infer(Some(&facts), None, KindRule::Both);
        let role = role::detect(&column.name, kind, Some(&facts), None);
        matches!(kind, Kind::Numeric | Kind::IntegerCategory)
            && role == Role::Feature
            && Some(column.name.as_str()) != target
    };
    table.columns.iter().filter(fit).map(|column| column.name.clone()).collect()
}
