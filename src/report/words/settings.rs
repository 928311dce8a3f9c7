//! Settings of a model by name, as runs record and cards show them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::{Algorithm, Model, SplitBy, TrainSettings};

/// Settings of a model by name: those of its algorithm without a prefix, those of no other.
pub fn params(model: &Model) -> BTreeMap<String, String> {
    let mut params = BTreeMap::from([("algorithm".to_owned(), model.algorithm.id().to_owned())]);
    settings_of(&model.settings, model.algorithm, &mut params);
    params.insert("threshold".to_owned(), model.threshold.to_string());
    params
}

/// Settings by name: those of the algorithm without a prefix, those of no other, how rows were split in one word.
pub fn settings_of(settings: &TrainSettings, algorithm: Algorithm, params: &mut BTreeMap<String, String>) {
    // Plain structs with string keys always serialise.
    let Ok(Value::Object(fields)) = serde_json::to_value(settings) else { return };
    for (name, value) in fields {
        match name.parse::<Algorithm>() {
            Ok(own) if own == algorithm => flat("", value, params),
            Ok(_) => {}
            Err(_) if name == "algorithm" => {}
            Err(_) => flat(&name, value, params),
        }
    }
    params.retain(|name, _| !name.starts_with("split.by"));
    let by = match &settings.split.by {
        SplitBy::Stratified => "stratified".to_owned(),
        SplitBy::Time { column } => format!("time:{column}"),
        SplitBy::Content { id: None } => "content".to_owned(),
        SplitBy::Content { id: Some(id) } => format!("content:{id}"),
    };
    params.insert("split".to_owned(), by);
}

/// A value under its name, its fields under paths; what is not set is left out.
pub fn flatten(name: &str, value: &impl Serialize, params: &mut BTreeMap<String, String>) {
    // Plain settings with string keys always serialise.
    flat(name, serde_json::to_value(value).unwrap_or_default(), params);
}

fn flat(name: &str, value: Value, params: &mut BTreeMap<String, String>) {
    let text = match value {
        Value::Null => return,
        Value::Array(items) if items.is_empty() => return,
        Value::Object(fields) => {
            for (key, value) in fields {
                let inner = if name.is_empty() { key } else { format!("{name}.{key}") };
                flat(&inner, value, params);
            }
            return;
        }
        Value::Array(items) => {
            let texts = items.into_iter().map(|item| match item {
                Value::String(text) => text,
                other => other.to_string(),
            });
            texts.collect::<Vec<_>>().join(", ")
        }
        Value::String(text) => text,
        other => other.to_string(),
    };
    params.insert(name.to_owned(), text);
}
