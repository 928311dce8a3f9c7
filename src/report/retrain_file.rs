//! Reader of `[retrain]` in the policy file: when to retrain, on which rows, and the gate.
//!
//! The reference of the settings is `docs/policy.md`; what they do stands in `docs/retraining.md`.

use toml::de::DeValue;

use super::ReportError;
use super::policy_file::{File, Setting, Settings};
use crate::lifecycle::{GatePolicy, LifecycleError, RetrainNeeds, RetrainPolicy, SeriesLine, TrainingRows};
use crate::model::AlgorithmChoice;
use crate::monitor::AlertSeverity;

/// What stands for no severity, so that alerts alone ask for nothing.
pub(super) const NEVER: &str = "never";
/// What stands for the champion's algorithm.
pub(super) const CHAMPIONS: &str = "champion";
/// What stands for the best algorithm in cross-validation.
pub(super) const AUTO: &str = "auto";

const RETRAIN_KEYS: [&str; 12] = [
    "severity",
    "alerts",
    "every_windows",
    "every_days",
    "line",
    "rows",
    "window_rows",
    "half_life",
    "algorithm",
    "promote",
    "needs",
    "gate",
];
const LINE_KEYS: [&str; 3] = ["series", "below", "above"];
const NEED_KEYS: [&str; 4] = ["rows", "rows_per_class", "max_age_days", "cool_down"];
const GATE_KEYS: [&str; 7] =
    ["metric", "minimum", "margin", "max_ece", "segment_margin", "min_rows", "groups"];

impl File<'_> {
    /// The section, with the default for what it leaves out.
    pub(super) fn retrain(self, section: &Setting<'_, '_>) -> Result<RetrainPolicy, ReportError> {
        let mut policy = RetrainPolicy::default();
        let settings = self.table(section, "retrain")?;
        for setting in &settings.0 {
            match setting.key {
                "severity" => policy.when.severity = self.severity_or_never(setting)?,
                "alerts" => policy.when.alerts = Some(self.whole(setting)?),
                "every_windows" => policy.when.every_windows = Some(self.whole(setting)?),
                "every_days" => policy.when.every_days = Some(self.number(setting)?),
                "line" => policy.when.lines = self.series_lines(setting)?,
                "rows" => policy.rows = self.id(setting)?,
                // Read below, once it is known which rows are taken.
                "window_rows" | "half_life" => {}
                "algorithm" => policy.algorithm = self.algorithm_choice(setting)?,
                "promote" => policy.promotion = self.id(setting)?,
                "needs" => policy.needs = self.retrain_needs(setting)?,
                "gate" => policy.gate = self.gate(setting)?,
                _ => return Err(self.unknown(setting, &RETRAIN_KEYS)),
            }
        }
        self.rows_taken(&mut policy.rows, &settings)?;
        self.can_be_applied(&settings, section.at, policy.validate())?;
        Ok(policy)
    }

    /// The numbers that belong to the choice of rows.
    fn rows_taken(self, rows: &mut TrainingRows, settings: &Settings<'_, '_>) -> Result<(), ReportError> {
        for (key, of) in [("window_rows", "sliding"), ("half_life", "recency")] {
            let Some(setting) = settings.find(key) else { continue };
            let number = self.whole(setting)?;
            match (&mut *rows, key) {
                (TrainingRows::Sliding { rows }, "window_rows") => *rows = number,
                (TrainingRows::Recency { half_life }, "half_life") => *half_life = number,
                _ => {
                    let reason =
                        format!("`{key}` goes with `rows = \"{of}\"` and with no other: leave it out");
                    return Err(self.error(setting.at, reason));
                }
            }
        }
        Ok(())
    }

    fn severity_or_never(self, setting: &Setting<'_, '_>) -> Result<Option<AlertSeverity>, ReportError> {
        let id = self.string(setting)?;
        if id == NEVER {
            return Ok(None);
        }
        let refused = |error| self.error(setting.at, format!("{error}, or \"{NEVER}\""));
        id.parse().map(Some).map_err(refused)
    }

    fn algorithm_choice(self, setting: &Setting<'_, '_>) -> Result<Option<AlgorithmChoice>, ReportError> {
        let id = self.string(setting)?;
        match id.as_str() {
            CHAMPIONS => Ok(None),
            AUTO => Ok(Some(AlgorithmChoice::Auto)),
            id => {
                let refused = |error| self.error(setting.at, format!("{error}, or {CHAMPIONS}"));
                id.parse().map(|algorithm| Some(AlgorithmChoice::One(algorithm))).map_err(refused)
            }
        }
    }

    fn series_lines(self, setting: &Setting<'_, '_>) -> Result<Vec<SeriesLine>, ReportError> {
        let not_a_list = || self.wrong(setting, "a list of tables, each `[[retrain.line]]`");
        let DeValue::Array(items) = setting.value.get_ref() else { return Err(not_a_list()) };
        let mut lines = Vec::new();
        for item in items.iter() {
            let DeValue::Table(table) = item.get_ref() else { return Err(not_a_list()) };
            let settings = Settings::of(table);
            let mut line = SeriesLine::default();
            for setting in &settings.0 {
                match setting.key {
                    "series" => line.series = self.string(setting)?,
                    "below" => line.below = Some(self.number(setting)?),
                    "above" => line.above = Some(self.number(setting)?),
                    _ => return Err(self.unknown(setting, &LINE_KEYS)),
                }
            }
            self.can_be_applied(&settings, item.span().start, line.validate())?;
            lines.push(line);
        }
        Ok(lines)
    }

    fn retrain_needs(self, section: &Setting<'_, '_>) -> Result<RetrainNeeds, ReportError> {
        let mut needs = RetrainNeeds::default();
        let settings = self.table(section, "retrain.needs")?;
        for setting in &settings.0 {
            match setting.key {
                "rows" => needs.min_rows = self.whole(setting)?,
                "rows_per_class" => needs.min_rows_per_class = self.whole(setting)?,
                "max_age_days" => needs.max_age_days = Some(self.number(setting)?),
                "cool_down" => needs.cool_down = self.whole(setting)?,
                _ => return Err(self.unknown(setting, &NEED_KEYS)),
            }
        }
        self.can_be_applied(&settings, section.at, needs.validate())?;
        Ok(needs)
    }

    fn gate(self, section: &Setting<'_, '_>) -> Result<GatePolicy, ReportError> {
        let mut gate = GatePolicy::default();
        let settings = self.table(section, "retrain.gate")?;
        for setting in &settings.0 {
            match setting.key {
                "metric" => gate.metric = self.id(setting)?,
                "minimum" => gate.minimum = Some(self.number(setting)?),
                "margin" => gate.margin = self.number(setting)?,
                "max_ece" => gate.max_ece = Some(self.number(setting)?),
                "segment_margin" => gate.segment_margin = Some(self.number(setting)?),
                "min_rows" => gate.min_rows = self.whole(setting)?,
                "groups" => gate.groups = Some(self.string(setting)?),
                _ => return Err(self.unknown(setting, &GATE_KEYS)),
            }
        }
        self.can_be_applied(&settings, section.at, gate.validate())?;
        Ok(gate)
    }

    /// An error with the line of the setting that it names, else of the table; `at` is where that begins.
    fn can_be_applied(
        self,
        settings: &Settings<'_, '_>,
        at: usize,
        checked: Result<(), LifecycleError>,
    ) -> Result<(), ReportError> {
        checked.map_err(|error| {
            let key = match &error {
                LifecycleError::Setting { name, .. } => name.rsplit('.').next().unwrap_or_default(),
                _ => "",
            };
            self.at(settings.find(key).map_or(at, |setting| setting.at), &error)
        })
    }
}
