//! Temporary.
#![allow(missing_docs, clippy::all, unused)]
use super::evaluation::*;
use super::metrics::Metric;
use super::*;
use crate::data::RowView;
fn no<T>() -> Result<T, ModelError> {
    Err(ModelError::Mismatch("not built yet".into()))
}
#[derive(Clone)]
pub struct OnnxModel {
    s: Schema,
}
impl OnnxModel {
    pub fn read(_: &str, _: &[u8]) -> Result<Self, ModelError> {
        no()
    }
    pub fn needs_columns(&self) -> Option<usize> {
        None
    }
    pub fn with_columns(self, _: Vec<String>) -> Self {
        self
    }
    pub fn producer(&self) -> &str {
        ""
    }
    pub fn operators(&self) -> &[String] {
        &[]
    }
}
impl Scorer for OnnxModel {
    fn schema(&self) -> &Schema {
        &self.s
    }
    fn score(&self, _: &RowView<'_>, _: &str) -> Result<Predictions, ModelError> {
        no()
    }
}
pub struct HarmFiles<'a> {
    pub reference: &'a str,
    pub current: &'a str,
}
pub fn importance(
    _: &dyn Scorer,
    _: &RowView<'_>,
    _: &str,
    _: &str,
    _: Metric,
    _: u32,
    _: u64,
    _: &mut dyn FnMut(u64, u64),
) -> Result<Importance, ModelError> {
    no()
}
pub fn dependence(
    _: &dyn Scorer,
    _: &RowView<'_>,
    _: &str,
    _: &str,
    _: &mut dyn FnMut(u64, u64),
) -> Result<PartialDependence, ModelError> {
    no()
}
pub fn harm(
    _: &dyn Scorer,
    _: &RowView<'_>,
    _: &RowView<'_>,
    _: HarmFiles<'_>,
    _: Option<&str>,
    _: u64,
    _: &mut dyn FnMut(u64, u64),
) -> Result<HarmReport, ModelError> {
    no()
}
pub fn compare(
    _: &[String],
    _: &[u32],
    _: &Predictions,
    _: &Predictions,
    _: &RowView<'_>,
    _: u64,
    _: &mut dyn FnMut(u64, u64),
) -> Result<ModelComparison, ModelError> {
    no()
}
pub fn answer(_: &dyn Scorer, _: &[(String, String)]) -> Result<RowAnswer, ModelError> {
    no()
}
