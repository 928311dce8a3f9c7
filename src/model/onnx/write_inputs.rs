//! Inputs of a model's graph: from columns to what its classifier takes.

use std::collections::BTreeMap;

use super::graph::{GraphWriter, int, ints, strings};
use super::proto::element;
use crate::model::{CategoricalInput, Input, Model, Part, Schema};

/// Longest spelling of true or false of which every mixture of cases is written out.
const MOST_LETTERS: usize = 6;

/// Declares the inputs; gives one value `[n, 1]` a feature: numbers as 32-bit floats with NaN where
/// they are not finite, categories as integer codes.
pub(super) fn features(graph: &mut GraphWriter, schema: &Schema) -> Vec<String> {
    let mut values = Vec::with_capacity(schema.features.len());
    for feature in &schema.features {
        values.push(match &feature.input {
            Input::Numeric(_) => {
                graph.input(&feature.name, element::FLOAT);
                // x − x is 0 where x is finite, else NaN.
                let zero = graph.node("Sub", &[&feature.name, &feature.name], Vec::new());
                graph.node("Add", &[&feature.name, &zero], Vec::new())
            }
            Input::Categorical(input) => {
                graph.input(&feature.name, element::STRING);
                let codes = codes_of(input);
                let keys: Vec<&str> = codes.iter().map(|(text, _)| text.as_str()).collect();
                let attributes = vec![
                    strings("keys_strings", &keys),
                    ints("values_int64s", codes.iter().map(|(_, code)| i64::from(*code)).collect()),
                    int("default_int64", i64::from(input.unseen_code())),
                ];
                graph.ml("LabelEncoder", &[&feature.name], attributes)
            }
        });
    }
    values
}

/// Every text that has a code other than that of unseen ones.
fn codes_of(input: &CategoricalInput) -> Vec<(String, u32)> {
    let mut codes = BTreeMap::from([(String::new(), input.missing_code())]);
    for (code, level) in input.levels.iter().enumerate() {
        codes.entry(level.clone()).or_insert(code as u32);
    }
    if input.boolean {
        for (code, level) in input.levels.iter().enumerate() {
            for spelling in spellings(level) {
                codes.entry(spelling).or_insert(code as u32);
            }
        }
    }
    codes.into_iter().collect()
}

/// A text in every mixture of cases; a long one as it is, in lower and in upper case, capitalised.
fn spellings(text: &str) -> Vec<String> {
    let (lower, upper) = (text.to_ascii_lowercase(), text.to_ascii_uppercase());
    if text.chars().count() > MOST_LETTERS {
        let capital: String = upper.chars().take(1).chain(lower.chars().skip(1)).collect();
        return vec![lower, upper, capital];
    }
    let mut all = vec![String::new()];
    for (low, up) in lower.chars().zip(upper.chars()) {
        let mut cases = vec![low];
        cases.extend((low != up).then_some(up));
        all = all.iter().flat_map(|start| cases.iter().map(move |&end| format!("{start}{end}"))).collect();
    }
    all
}

/// What linear models take: encoded columns `[n, width]` as 64-bit floats.
#[derive(Debug)]
pub(super) struct DesignValue {
    /// Name of the value; `None` where nothing is encoded.
    pub(super) value: Option<String>,
    /// Of each of its columns, the place in the preprocessor.
    pub(super) order: Vec<usize>,
}

impl DesignValue {
    /// Numbers that stand in the preprocessor's order, in that of the value.
    pub(super) fn ordered(&self, numbers: &[f64]) -> Vec<f64> {
        self.order.iter().map(|&at| numbers.get(at).copied().unwrap_or(0.0)).collect()
    }
}

/// Encodes features as the model's preprocessor does: standardised numbers, then indicators of
/// missing ones, then indicators of codes.
pub(super) fn design(graph: &mut GraphWriter, model: &Model, features: &[String]) -> DesignValue {
    let mut order = Vec::new();
    let mut blocks = Vec::new();
    let encoded = || model.preprocessor.columns.iter().enumerate();

    let values: Vec<_> = encoded()
        .filter_map(|(at, column)| match column.part {
            Part::Value { mean, std } => Some((at, column.feature as usize, mean, std)),
            _ => None,
        })
        .collect();
    if !values.is_empty() {
        let floats = beside(graph, features, values.iter().map(|value| value.1));
        let x = graph.cast(&floats, element::DOUBLE);
        let mean = graph.doubles(&[values.len()], values.iter().map(|value| value.2).collect());
        let std = graph.doubles(&[values.len()], values.iter().map(|value| value.3).collect());
        let centred = graph.node("Sub", &[&x, &mean], Vec::new());
        let scaled = graph.node("Div", &[&centred, &std], Vec::new());
        let missing = graph.node("IsNaN", &[&floats], Vec::new());
        let zero = graph.double(0.0);
        blocks.push(graph.node("Where", &[&missing, &zero, &scaled], Vec::new()));
        order.extend(values.iter().map(|value| value.0));
    }

    let missing: Vec<_> = encoded()
        .filter(|(_, column)| column.part == Part::Missing)
        .map(|(at, column)| (at, column.feature as usize))
        .collect();
    if !missing.is_empty() {
        let floats = beside(graph, features, missing.iter().map(|column| column.1));
        let is = graph.node("IsNaN", &[&floats], Vec::new());
        blocks.push(graph.cast(&is, element::DOUBLE));
        order.extend(missing.iter().map(|column| column.0));
    }

    let mut by_feature: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    for (at, column) in encoded() {
        if let Part::Code(code) = column.part {
            by_feature.entry(column.feature as usize).or_default().push((at, i64::from(code)));
        }
    }
    for (feature, codes) in by_feature {
        let Some(value) = features.get(feature) else { continue };
        let wanted = graph.integers(codes.iter().map(|code| code.1).collect());
        let is = graph.node("Equal", &[value, &wanted], Vec::new());
        blocks.push(graph.cast(&is, element::DOUBLE));
        order.extend(codes.iter().map(|code| code.0));
    }
    let value = if blocks.is_empty() { None } else { Some(graph.beside(&blocks)) };
    DesignValue { value, order }
}

fn beside(graph: &mut GraphWriter, features: &[String], places: impl Iterator<Item = usize>) -> String {
    let values: Vec<String> = places.filter_map(|at| features.get(at).cloned()).collect();
    graph.beside(&values)
}
