//! Reader of `evenkeel.toml`, the policy file.
//!
//! TOML, so that people can write it. Nothing is guessed and nothing passed over: a setting that
//! is not known, a value of the wrong type and an identifier that names nothing are refused with
//! the line where they stand. Columns are not known here; a column that neither file has is
//! refused by the check. The writer is [`write_policies`](super::write_policies), the reference of
//! the settings `docs/policy.md`; `[monitor]` is read in [`monitor_file`](super::monitor_file), `[retrain]` in
//! [`retrain_file`](super::retrain_file).

use std::fmt::Display;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ReportError;
use super::spelling::{listed, offer};
use crate::drift::{Policy, Rule, TestChoice};
use crate::lifecycle::RetrainPolicy;
use crate::monitor::MonitorPolicy;

/// The policy file's usual name.
pub const POLICY_FILE: &str = "evenkeel.toml";
/// Version of the format that this build writes and the newest it reads.
pub const POLICY_FORMAT_VERSION: u32 = 1;

const POLICY_KEYS: [&str; 12] = [
    "format_version",
    "preset",
    "correction",
    "share_threshold",
    "method",
    "threshold",
    "min_effect",
    "tests",
    "kind",
    "column",
    "monitor",
    "retrain",
];
const KIND_KEYS: [&str; 3] = ["method", "threshold", "min_effect"];
const COLUMN_KEYS: [&str; 5] = ["method", "threshold", "min_effect", "kind", "role"];
const TEST_WORDS: [&str; 3] = ["all", "standard", "preset"];

/// What a policy file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyFile {
    /// How columns are judged.
    pub drift: Policy,
    /// Thresholds and alerts over time; the default where the file has no `[monitor]`.
    pub monitor: MonitorPolicy,
    /// When to retrain and what a challenger must show; the default where the file has no `[retrain]`.
    pub retrain: RetrainPolicy,
}

/// Reads how columns are judged, and refuses what [`read_policies`] refuses.
///
/// # Errors
///
/// Those of [`read_policies`].
pub fn read_policy(name: &str, text: &str) -> Result<Policy, ReportError> {
    read_policies(name, text).map(|file| file.drift)
}

/// Reads thresholds and alerts over time, and refuses what [`read_policies`] refuses.
///
/// # Errors
///
/// Those of [`read_policies`].
pub fn read_monitor_policy(name: &str, text: &str) -> Result<MonitorPolicy, ReportError> {
    read_policies(name, text).map(|file| file.monitor)
}

/// Reads when to retrain, and refuses what [`read_policies`] refuses.
///
/// # Errors
///
/// Those of [`read_policies`].
pub fn read_retrain_policy(name: &str, text: &str) -> Result<RetrainPolicy, ReportError> {
    read_policies(name, text).map(|file| file.retrain)
}

/// Reads a policy file; `name` is the file's, for the messages. A file without `format_version` is
/// taken as of version 1, and what it leaves out is the default.
///
/// # Errors
///
/// - [`ReportError::NewerPolicy`] if a later evenkeel wrote it.
/// - [`ReportError::Policy`] with the line, if it is not TOML, names a setting that does not
///   exist, or a value is of the wrong type or out of range.
///
/// # Example
///
/// ```
/// use evenkeel::report::read_policies;
///
/// let file = read_policies("evenkeel.toml", "preset = 'robust'\n[column.age]\nthreshold = 0.01\n")?;
/// assert_eq!(file.drift.column_rules["age"].threshold, Some(0.01));
///
/// let error = read_policies("evenkeel.toml", "treshold = 0.01").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "evenkeel.toml, line 1: there is no setting `treshold`; did you mean `threshold`?"
/// );
/// # Ok::<(), evenkeel::report::ReportError>(())
/// ```
pub fn read_policies(name: &str, text: &str) -> Result<PolicyFile, ReportError> {
    let file = File { name, text };
    let root = DeTable::parse(text).map_err(|error| {
        let reason = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
        file.error(error.span().map_or(0, |span| span.start), format!("this is not TOML ({reason})"))
    })?;
    let settings = Settings::of(root.get_ref());
    file.version(&settings)?;
    let mut policy = Policy::default();
    let mut monitor = MonitorPolicy::default();
    let mut retrain = RetrainPolicy::default();
    for setting in &settings.0 {
        match setting.key {
            "format_version" => {}
            "preset" => policy.preset = file.id(setting)?,
            "correction" => policy.correction = Some(file.id(setting)?),
            "share_threshold" => policy.share_threshold = file.number(setting)?,
            "method" | "threshold" | "min_effect" => file.rule(&mut policy.rule, setting)?,
            "tests" => policy.tests = file.tests(setting)?,
            "kind" => file.kinds(&mut policy, setting)?,
            "column" => file.columns(&mut policy, setting)?,
            "monitor" => monitor = file.monitor(setting)?,
            "retrain" => retrain = file.retrain(setting)?,
            _ => return Err(file.unknown(setting, &POLICY_KEYS)),
        }
    }
    let whole = Policy { rule: policy.rule, share_threshold: policy.share_threshold, ..Policy::default() };
    file.validate(&whole, &settings)?;
    Ok(PolicyFile { drift: policy, monitor, retrain })
}

/// The text that is read, for the messages.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    name: &'a str,
    text: &'a str,
}

/// One line of a table: its name, where it stands, and its value.
pub(super) struct Setting<'a, 'i> {
    pub(super) key: &'a str,
    pub(super) at: usize,
    pub(super) value: &'a Spanned<DeValue<'i>>,
}

/// The settings of a table in the order of the file, so that the first mistake is the one reported.
pub(super) struct Settings<'a, 'i>(pub(super) Vec<Setting<'a, 'i>>);

impl<'a, 'i> Settings<'a, 'i> {
    pub(super) fn of(table: &'a DeTable<'i>) -> Self {
        let setting = |(key, value): (&'a Spanned<_>, &'a Spanned<DeValue<'i>>)| {
            let name: &'a std::borrow::Cow<'i, str> = key.get_ref();
            Setting { key: name.as_ref(), at: key.span().start, value }
        };
        let mut settings: Vec<Setting<'a, 'i>> = table.iter().map(setting).collect();
        settings.sort_by_key(|setting| setting.at);
        Self(settings)
    }

    pub(super) fn find(&self, key: &str) -> Option<&Setting<'a, 'i>> {
        self.0.iter().find(|setting| setting.key == key)
    }
}

impl File<'_> {
    fn version(self, settings: &Settings<'_, '_>) -> Result<(), ReportError> {
        let Some(setting) = settings.find("format_version") else { return Ok(()) };
        let version = match setting.value.get_ref() {
            DeValue::Integer(integer) => integer.as_str().parse().ok().filter(|version| *version >= 1),
            _ => None,
        };
        match version {
            Some(version) if version > POLICY_FORMAT_VERSION => Err(ReportError::NewerPolicy {
                file: self.name.to_owned(),
                version,
                known: POLICY_FORMAT_VERSION,
            }),
            Some(_) => Ok(()),
            None => Err(self.wrong(setting, &format!("the number {POLICY_FORMAT_VERSION}"))),
        }
    }

    fn kinds(self, policy: &mut Policy, setting: &Setting<'_, '_>) -> Result<(), ReportError> {
        for kind in self.tables(setting, "kind.numeric")? {
            let id = kind.key.parse().map_err(|error: _| self.at(kind.at, &error))?;
            let rule: &mut Rule = policy.kind_rules.entry(id).or_default();
            let settings = self.table(&kind, "kind.numeric")?;
            for setting in &settings.0 {
                match setting.key {
                    "method" | "threshold" | "min_effect" => self.rule(rule, setting)?,
                    _ => return Err(self.unknown(setting, &KIND_KEYS)),
                }
            }
            self.validate(&Policy { rule: *rule, ..Policy::default() }, &settings)?;
        }
        policy.kind_rules.retain(|_, rule| !rule.is_empty());
        Ok(())
    }

    fn columns(self, policy: &mut Policy, setting: &Setting<'_, '_>) -> Result<(), ReportError> {
        for column in self.tables(setting, "column.\"age\"")? {
            let mut rule = Rule::default();
            let name = || column.key.to_owned();
            let settings = self.table(&column, "column.\"age\"")?;
            for setting in &settings.0 {
                match setting.key {
                    "method" | "threshold" | "min_effect" => self.rule(&mut rule, setting)?,
                    "kind" => drop(policy.kinds.insert(name(), self.id(setting)?)),
                    "role" => drop(policy.roles.insert(name(), self.id(setting)?)),
                    _ => return Err(self.unknown(setting, &COLUMN_KEYS)),
                }
            }
            self.validate(&Policy { rule, ..Policy::default() }, &settings)?;
            if !rule.is_empty() {
                policy.column_rules.insert(name(), rule);
            }
        }
        Ok(())
    }

    fn rule(self, rule: &mut Rule, setting: &Setting<'_, '_>) -> Result<(), ReportError> {
        match setting.key {
            "method" => rule.method = Some(self.id(setting)?),
            "threshold" => rule.threshold = Some(self.number(setting)?),
            _ => rule.min_effect = Some(self.number(setting)?),
        }
        Ok(())
    }

    fn tests(self, setting: &Setting<'_, '_>) -> Result<TestChoice, ReportError> {
        let wanted = format!("{} or a list of methods", listed(&TEST_WORDS));
        match setting.value.get_ref() {
            DeValue::String(word) => match word.as_ref() {
                "all" => Ok(TestChoice::All),
                "standard" => Ok(TestChoice::Standard),
                "preset" => Ok(TestChoice::Preset),
                _ => Err(self.wrong(setting, &wanted)),
            },
            DeValue::Array(ids) => {
                let id = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
                    DeValue::String(id) => id.parse().map_err(|error: _| self.at(item.span().start, &error)),
                    _ => Err(self.wrong(setting, &wanted)),
                };
                Ok(TestChoice::These(ids.iter().map(id).collect::<Result<_, _>>()?))
            }
            _ => Err(self.wrong(setting, &wanted)),
        }
    }

    /// The tables below `kind` or `column`, by name.
    pub(super) fn tables<'a, 'i>(
        self,
        setting: &Setting<'a, 'i>,
        example: &str,
    ) -> Result<Vec<Setting<'a, 'i>>, ReportError> {
        Ok(self.table(setting, example)?.0)
    }

    pub(super) fn table<'a, 'i>(
        self,
        setting: &Setting<'a, 'i>,
        example: &str,
    ) -> Result<Settings<'a, 'i>, ReportError> {
        match setting.value.get_ref() {
            DeValue::Table(table) => Ok(Settings::of(table)),
            _ => Err(self.wrong(setting, &format!("a table such as `[{example}]`"))),
        }
    }

    pub(super) fn id<T: FromStr<Err: Display>>(self, setting: &Setting<'_, '_>) -> Result<T, ReportError> {
        match setting.value.get_ref() {
            DeValue::String(id) => id.parse().map_err(|error: T::Err| self.at(setting.at, &error)),
            _ => Err(self.wrong(setting, "a name in quotes")),
        }
    }

    pub(super) fn number(self, setting: &Setting<'_, '_>) -> Result<f64, ReportError> {
        let number = match setting.value.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| self.wrong(setting, "a number"))
    }

    /// Holds settings of one table, given as those for all columns, against their ranges.
    fn validate(self, policy: &Policy, settings: &Settings<'_, '_>) -> Result<(), ReportError> {
        policy.validate().map_err(|error| {
            let named = |key: &&&str| error.to_string().contains(&format!("`{key}`"));
            let key = ["share_threshold", "threshold", "min_effect"].iter().find(named).copied();
            let at = settings.find(key.unwrap_or("method")).map_or(0, |setting| setting.at);
            self.at(at, &error)
        })
    }

    pub(super) fn unknown(self, setting: &Setting<'_, '_>, known: &[&str]) -> ReportError {
        let key = setting.key;
        self.error(setting.at, format!("there is no setting `{key}`; {}", offer(key, known)))
    }

    pub(super) fn wrong(self, setting: &Setting<'_, '_>, wanted: &str) -> ReportError {
        self.error(setting.at, format!("`{}` has to be {wanted}", setting.key))
    }

    pub(super) fn at(self, offset: usize, error: &dyn Display) -> ReportError {
        self.error(offset, error.to_string())
    }

    pub(super) fn error(self, offset: usize, reason: String) -> ReportError {
        let before = self.text.as_bytes().iter().take(offset);
        let line = 1 + before.filter(|byte| **byte == b'\n').count() as u64;
        ReportError::Policy { file: self.name.to_owned(), line, reason }
    }
}
