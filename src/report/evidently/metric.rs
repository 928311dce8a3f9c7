//! A metric of a snapshot: its settings, and the name and the id that follow from them.

use serde_json::{Map, Value, json};

use super::USUAL_SHARE;
use super::md5::md5;
use super::names::names;
use crate::drift::{ColumnReport, ColumnVerdict, Level, Preset};
use crate::report::python;

/// A metric and its settings.
pub(super) struct Metric {
    /// `DriftedColumnsCount` or `ValueDrift`.
    class: &'static str,
    /// Settings in Evidently's order, those that it worked out last.
    settings: Vec<Setting>,
    /// What somebody set: names and Python's `repr` of the values, in order of the names.
    given: Vec<(&'static str, String)>,
}

struct Setting {
    name: &'static str,
    value: Value,
    /// As Python's `str` has it.
    text: String,
}

impl Setting {
    fn number(name: &'static str, value: f64) -> Self {
        Self { name, value: value.into(), text: python::float(value) }
    }

    fn text(name: &'static str, value: &str) -> Self {
        Self { name, value: value.into(), text: value.to_owned() }
    }
}

impl Metric {
    /// How many columns drifted.
    pub(super) fn drifted_columns(share: f64) -> Self {
        let given = if share == USUAL_SHARE { vec![] } else { vec![("drift_share", python::float(share))] };
        Self { class: "DriftedColumnsCount", settings: vec![Setting::number("drift_share", share)], given }
    }

    /// Whether a column drifted.
    ///
    /// What the policy sets above the preset stands as if it had been given to Evidently: it is part of the
    /// id, and a method goes by the name that it is asked for by. All else is as Evidently's own choice.
    pub(super) fn value_drift(column: &ColumnReport, verdict: &ColumnVerdict, preset: Preset) -> Self {
        let names = names(verdict.method);
        let is_given = |level| preset == Preset::Evidently && level != Level::Preset;
        let method = names.id.filter(|_| is_given(verdict.method_from));
        let mut given = vec![("column", python::quoted(&column.name))];
        let mut settings = vec![Setting::text("column", &column.name)];
        let mut worked_out = Vec::new();
        match method {
            Some(id) => {
                settings.push(Setting::text("method", id));
                given.push(("method", python::quoted(id)));
            }
            None => worked_out.push(Setting::text("method", names.display)),
        }
        let line = Setting::number("threshold", verdict.threshold);
        if is_given(verdict.threshold_from) {
            given.push(("threshold", line.text.clone()));
            settings.push(line);
        } else {
            worked_out.push(line);
        }
        settings.extend(worked_out);
        Self { class: "ValueDrift", settings, given }
    }

    /// The id: MD5 of the class and of what was given, as Python prints them.
    ///
    /// # Source
    ///
    /// `EvidentlyBaseModel.get_fingerprint` in `evidently/pydantic_utils.py`.
    pub(super) fn id(&self) -> String {
        let pairs: Vec<String> =
            self.given.iter().map(|(name, value)| format!("('{name}', {value})")).collect();
        // A Python tuple of one keeps its comma.
        let comma = if pairs.len() == 1 { "," } else { "" };
        md5(&format!("evidently.metrics.column_statistics.{}({}{comma})", self.class, pairs.join(", ")))
    }

    /// The settings as JSON.
    pub(super) fn config(&self) -> Value {
        let mut config = Map::new();
        config.insert("type".to_owned(), format!("evidently:metric_v2:{}", self.class).into());
        config.extend(self.settings.iter().map(|set| (set.name.to_owned(), set.value.clone())));
        Value::Object(config)
    }

    /// The entry under `metrics`.
    pub(super) fn entry(&self, value: Value) -> Value {
        let settings: Vec<String> =
            self.settings.iter().map(|set| format!("{}={}", set.name, set.text)).collect();
        json!({
            "id": self.id(),
            "metric_name": format!("{}({})", self.class, settings.join(",")),
            "config": self.config(),
            "value": value,
        })
    }
}
