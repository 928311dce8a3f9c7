//! Reader of `[monitor]` in the policy file: thresholds and alerts over time.
//!
//! Rules of a file replace the default ones; the reference of the settings is `docs/alerts.md`.

use std::str::FromStr;

use toml::Spanned;
use toml::de::DeValue;

use super::ReportError;
use super::policy_file::{File, Setting, Settings};
use super::spelling::listed;
use crate::monitor::{AlertRule, Condition, Limits, MonitorPolicy, RuleError, Watched};

const MONITOR_KEYS: [&str; 3] = ["standard_deviations", "limits", "rule"];
const LIMIT_KEYS: [&str; 2] = ["lower", "upper"];
const RULE_KEYS: [&str; 14] = [
    "name",
    "series",
    "group",
    "condition",
    "above",
    "below",
    "change_by",
    "change_by_share",
    "k",
    "of",
    "min_rows",
    "cool_down",
    "severity",
    "enabled",
];

impl File<'_> {
    /// The section, with the default for what it leaves out.
    pub(super) fn monitor(self, section: &Setting<'_, '_>) -> Result<MonitorPolicy, ReportError> {
        let mut policy = MonitorPolicy::default();
        let settings = self.table(section, "monitor")?;
        for setting in &settings.0 {
            match setting.key {
                "standard_deviations" => policy.standard_deviations = self.number(setting)?,
                "limits" => self.all_limits(&mut policy, setting)?,
                "rule" => policy.rules = self.alert_rules(setting)?,
                _ => return Err(self.unknown(setting, &MONITOR_KEYS)),
            }
        }
        self.in_range(&settings, section.at, policy.validate())?;
        Ok(policy)
    }

    fn all_limits(self, policy: &mut MonitorPolicy, setting: &Setting<'_, '_>) -> Result<(), ReportError> {
        const EXAMPLE: &str = "monitor.limits.\"accuracy\"";
        for series in self.tables(setting, EXAMPLE)? {
            let mut limits = Limits::default();
            let settings = self.table(&series, EXAMPLE)?;
            for setting in &settings.0 {
                match setting.key {
                    "lower" => limits.lower = Some(self.number(setting)?),
                    "upper" => limits.upper = Some(self.number(setting)?),
                    _ => return Err(self.unknown(setting, &LIMIT_KEYS)),
                }
            }
            self.in_range(&settings, series.at, limits.validate(series.key))?;
            policy.limits.insert(series.key.to_owned(), limits);
        }
        Ok(())
    }

    fn alert_rules(self, setting: &Setting<'_, '_>) -> Result<Vec<AlertRule>, ReportError> {
        let DeValue::Array(items) = setting.value.get_ref() else {
            return Err(self.wrong(setting, "a list of tables, each `[[monitor.rule]]`"));
        };
        let mut rules: Vec<AlertRule> = Vec::new();
        for item in items.iter() {
            let at = item.span().start;
            let settings = self.rule_settings(item, setting)?;
            let rule = self.alert_rule(&settings, at)?;
            if rules.iter().any(|other| other.name == rule.name) {
                self.in_range(&settings, at, Err(RuleError::SameName { name: rule.name.clone() }))?;
            }
            rules.push(rule);
        }
        Ok(rules)
    }

    fn rule_settings<'a, 'i>(
        self,
        item: &'a Spanned<DeValue<'i>>,
        setting: &Setting<'a, 'i>,
    ) -> Result<Settings<'a, 'i>, ReportError> {
        match item.get_ref() {
            DeValue::Table(table) => Ok(Settings::of(table)),
            _ => Err(self.wrong(setting, "a list of tables, each `[[monitor.rule]]`")),
        }
    }

    /// One rule; `at` is where it begins.
    fn alert_rule(self, settings: &Settings<'_, '_>, at: usize) -> Result<AlertRule, ReportError> {
        let name = settings.find("name").map(|setting| self.string(setting)).transpose()?;
        let Some(name) = name else {
            return Err(self.at(at, &RuleError::NoName));
        };
        let (mut watch, mut condition) = (None, None);
        let mut rule = AlertRule::new(&name, Watched::Series(String::new()));
        let mut of = None;
        for setting in &settings.0 {
            match setting.key {
                "name" => {}
                "series" => self.only(&mut watch, setting, Watched::Series(self.string(setting)?))?,
                "group" => self.only(&mut watch, setting, Watched::Group(self.id(setting)?))?,
                "condition" => self.only(&mut condition, setting, self.without_value(setting)?)?,
                "above" => self.only(&mut condition, setting, Condition::Above(self.number(setting)?))?,
                "below" => self.only(&mut condition, setting, Condition::Below(self.number(setting)?))?,
                "change_by" => {
                    self.only(&mut condition, setting, Condition::ChangeBy(self.number(setting)?))?;
                }
                "change_by_share" => {
                    self.only(&mut condition, setting, Condition::ChangeByShare(self.number(setting)?))?;
                }
                "k" => rule.k = self.whole(setting)?,
                "of" => of = Some(self.whole(setting)?),
                "min_rows" => rule.min_rows = self.whole(setting)?,
                "cool_down" => rule.cool_down = self.whole(setting)?,
                "severity" => rule.severity = self.id(setting)?,
                "enabled" => rule.enabled = self.truth(setting)?,
                _ => return Err(self.unknown(setting, &RULE_KEYS)),
            }
        }
        rule.of = of.unwrap_or(rule.k);
        rule.condition = condition.unwrap_or(rule.condition);
        let Some(watch) = watch else {
            let reason = format!("rule `{name}` watches nothing: give it a `series` or a `group`");
            return Err(self.error(at, reason));
        };
        rule.watch = watch;
        self.in_range(settings, at, rule.validate())?;
        Ok(rule)
    }

    /// Takes the first of several settings of which a rule has one.
    fn only<T>(self, place: &mut Option<T>, setting: &Setting<'_, '_>, value: T) -> Result<(), ReportError> {
        if place.replace(value).is_none() {
            return Ok(());
        }
        let (what, known): (&str, &[&str]) = match setting.key {
            "series" | "group" => ("watches one thing", &["series", "group"]),
            _ => ("has one condition", &Condition::IDS),
        };
        let known = listed(known).replace("`outside_limits`", "`condition`");
        Err(self.error(setting.at, format!("a rule {what}: leave only one of {known}")))
    }

    fn without_value(self, setting: &Setting<'_, '_>) -> Result<Condition, ReportError> {
        let with_value = listed(&Condition::IDS[1..]);
        if self.string(setting)? == Condition::OutsideLimits.id() {
            return Ok(Condition::OutsideLimits);
        }
        Err(self.wrong(setting, &format!("\"outside_limits\", or in its place {with_value} with a number")))
    }

    pub(super) fn string(self, setting: &Setting<'_, '_>) -> Result<String, ReportError> {
        match setting.value.get_ref() {
            DeValue::String(text) => Ok(text.as_ref().to_owned()),
            _ => Err(self.wrong(setting, "a name in quotes")),
        }
    }

    pub(super) fn whole<T: FromStr>(self, setting: &Setting<'_, '_>) -> Result<T, ReportError> {
        let number = match setting.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| self.wrong(setting, "a whole number, 0 or more"))
    }

    fn truth(self, setting: &Setting<'_, '_>) -> Result<bool, ReportError> {
        match setting.value.get_ref() {
            DeValue::Boolean(truth) => Ok(*truth),
            _ => Err(self.wrong(setting, "true or false")),
        }
    }

    /// An error with the line of the setting that it names, else of the table.
    fn in_range(
        self,
        settings: &Settings<'_, '_>,
        at: usize,
        checked: Result<(), RuleError>,
    ) -> Result<(), ReportError> {
        checked.map_err(|error| {
            let key = match &error {
                RuleError::Setting { setting, .. } => setting.as_str(),
                RuleError::NoName | RuleError::SameName { .. } => "name",
            };
            self.at(settings.find(key).map_or(at, |setting| setting.at), &error)
        })
    }
}
