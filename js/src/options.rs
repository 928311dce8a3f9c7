//! Options as they come from JavaScript (JSON with camelCase names), and what the engine takes.

use std::collections::BTreeMap;
use std::str::FromStr;

use evenkeel::data::{Encoding, Kind, ReadOptions};
use evenkeel::drift::{Policy, Rule, TestChoice};
use evenkeel::report;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::PackageError;

/// How a CSV is spelled; detected unless given.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Reading {
    delimiter: Option<String>,
    encoding: Option<String>,
    decimal_comma: Option<bool>,
    thousands: Option<String>,
    missing: Vec<String>,
}

/// How columns are judged. What is set goes before the same setting of the policy's text.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Judging {
    policy: Option<String>,
    preset: Option<String>,
    correction: Option<String>,
    share_threshold: Option<f64>,
    method: Option<String>,
    threshold: Option<f64>,
    min_effect: Option<f64>,
    kinds: BTreeMap<String, KindRule>,
    columns: BTreeMap<String, ColumnRule>,
    tests: Option<Tests>,
    multivariate: bool,
}

/// What holds for the columns of a kind.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct KindRule {
    method: Option<String>,
    threshold: Option<f64>,
    min_effect: Option<f64>,
}

/// What holds for one column.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct ColumnRule {
    kind: Option<String>,
    role: Option<String>,
    method: Option<String>,
    threshold: Option<f64>,
    min_effect: Option<f64>,
}

/// Tests beside those that the verdicts need: a word, or methods by name.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Tests {
    Word(String),
    Methods(Vec<String>),
}

/// What a check is made by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CheckOptions {
    /// How columns are judged.
    pub(crate) policy: Policy,
    /// Whether whole rows are compared too.
    pub(crate) multivariate: bool,
}

/// Reads options of reading.
///
/// # Errors
///
/// [`PackageError::Option`] for an unknown name or a value that cannot be used.
pub(crate) fn reading(json: &str) -> Result<ReadOptions, PackageError> {
    let Reading { delimiter, encoding, decimal_comma, thousands, missing } = parse("reading", json)?;
    let thousands = thousands.as_deref().map(|text| one_character("reading.thousands", text)).transpose()?;
    Ok(ReadOptions {
        delimiter: delimiter.as_deref().map(delimiter_of).transpose()?,
        encoding: encoding.as_deref().map(encoding_of).transpose()?,
        decimal_comma,
        thousands,
        missing_tokens: missing,
    })
}

/// Reads options of a check; the policy that they make is valid.
///
/// # Errors
///
/// - [`PackageError::Option`] for an unknown name or a value that is not understood.
/// - [`PackageError::File`] for a policy's text that cannot be used.
/// - [`PackageError::Drift`] for a value out of its range.
pub(crate) fn check(json: &str) -> Result<CheckOptions, PackageError> {
    let judging: Judging = parse("options", json)?;
    let mut policy = match &judging.policy {
        Some(text) => report::read_policy("policy", text)?,
        None => Policy::default(),
    };
    if let Some(id) = &judging.preset {
        policy.preset = value("preset", id)?;
    }
    if let Some(id) = &judging.correction {
        policy.correction = Some(value("correction", id)?);
    }
    policy.share_threshold = judging.share_threshold.unwrap_or(policy.share_threshold);
    set(&mut policy.rule, "", judging.method.as_deref(), judging.threshold, judging.min_effect)?;
    for (id, rule) in &judging.kinds {
        let kind = value::<Kind>("kinds", id)?;
        let place = format!("kinds.{id}.");
        let target = policy.kind_rules.entry(kind).or_default();
        set(target, &place, rule.method.as_deref(), rule.threshold, rule.min_effect)?;
    }
    for (name, rule) in &judging.columns {
        let place = format!("columns.{name}.");
        if let Some(id) = &rule.kind {
            policy.kinds.insert(name.clone(), value(&format!("{place}kind"), id)?);
        }
        if let Some(id) = &rule.role {
            policy.roles.insert(name.clone(), value(&format!("{place}role"), id)?);
        }
        if rule.method.is_some() || rule.threshold.is_some() || rule.min_effect.is_some() {
            let target = policy.column_rules.entry(name.clone()).or_default();
            set(target, &place, rule.method.as_deref(), rule.threshold, rule.min_effect)?;
        }
    }
    if let Some(choice) = &judging.tests {
        policy.tests = tests(choice)?;
    }
    policy.validate()?;
    Ok(CheckOptions { policy, multivariate: judging.multivariate })
}

fn set(
    rule: &mut Rule,
    place: &str,
    method: Option<&str>,
    threshold: Option<f64>,
    min_effect: Option<f64>,
) -> Result<(), PackageError> {
    if let Some(id) = method {
        let method = value(&format!("{place}method"), id)?;
        if rule.method.replace(method) != Some(method) {
            // The policy's line was drawn for the policy's method.
            rule.threshold = None;
        }
    }
    rule.threshold = threshold.or(rule.threshold);
    rule.min_effect = min_effect.or(rule.min_effect);
    Ok(())
}

fn tests(choice: &Tests) -> Result<TestChoice, PackageError> {
    Ok(match choice {
        Tests::Word(word) => match word.as_str() {
            "all" => TestChoice::All,
            "standard" => TestChoice::Standard,
            "preset" => TestChoice::Preset,
            other => {
                let reason =
                    format!("`{other}` is not known: use `all`, `standard`, `preset` or a list of methods");
                return Err(wrong("tests", reason));
            }
        },
        Tests::Methods(ids) => {
            TestChoice::These(ids.iter().map(|id| value("tests", id)).collect::<Result<_, _>>()?)
        }
    })
}

/// As the command reads `--delimiter`.
fn delimiter_of(text: &str) -> Result<char, PackageError> {
    let mut chars = text.chars();
    match (text, chars.next(), chars.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(c), None) if c.is_ascii() && !matches!(c, '"' | '\n' | '\r') => Ok(c),
        _ => Err(wrong(
            "reading.delimiter",
            format!("`{text}` is not one ASCII character; use e.g. `;` or `tab`"),
        )),
    }
}

fn encoding_of(text: &str) -> Result<Encoding, PackageError> {
    match text {
        "utf-8" => Ok(Encoding::Utf8),
        "utf-16le" => Ok(Encoding::Utf16Le),
        "utf-16be" => Ok(Encoding::Utf16Be),
        "windows-1252" => Ok(Encoding::Windows1252),
        other => Err(wrong(
            "reading.encoding",
            format!("`{other}` is not known: use `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`"),
        )),
    }
}

fn one_character(option: &str, text: &str) -> Result<char, PackageError> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(wrong(option, format!("`{text}` is not one character"))),
    }
}

fn value<T: FromStr<Err: ToString>>(option: &str, id: &str) -> Result<T, PackageError> {
    id.parse().map_err(|error: T::Err| wrong(option, error.to_string()))
}

fn parse<T: DeserializeOwned>(option: &str, json: &str) -> Result<T, PackageError> {
    serde_json::from_str(json).map_err(|error| {
        let text = error.to_string();
        // Nobody but us has seen the JSON, so its lines and columns tell nobody anything.
        let reason = text.split(" at line ").next().unwrap_or(&text);
        wrong(option, reason.to_owned())
    })
}

fn wrong(option: &str, reason: String) -> PackageError {
    PackageError::Option { option: option.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use evenkeel::drift::{Method, Preset};

    use super::*;

    fn sentence<T: std::fmt::Debug>(answer: Result<T, PackageError>) -> String {
        answer.unwrap_err().to_string()
    }

    #[test]
    fn options_go_before_the_same_setting_of_the_policy() {
        let text = "preset = \"evidently\"\nmethod = \"psi\"\nthreshold = 0.3\n";
        let json =
            serde_json::json!({ "policy": text, "method": "ks", "columns": { "age": { "role": "id" } } });
        let found = check(&json.to_string()).unwrap();
        assert_eq!(found.policy.preset, Preset::Evidently);
        assert_eq!((found.policy.rule.method, found.policy.rule.threshold), (Some(Method::Ks), None));
        assert_eq!(found.policy.roles["age"].id(), "id");
        assert!(found.policy.column_rules.is_empty() && !found.multivariate);
        assert_eq!(check("{}").unwrap().policy, Policy::default());
    }

    #[test]
    fn a_wrong_option_is_named_with_the_way_out() {
        assert!(sentence(check(r#"{"presett":"robust"}"#)).starts_with("options: unknown field `presett`"));
        assert!(sentence(check(r#"{"preset":"bold"}"#)).starts_with("preset: "));
        assert!(sentence(check(r#"{"columns":{"a":{"kind":"number"}}}"#)).starts_with("columns.a.kind: "));
        assert!(sentence(check(r#"{"threshold":-1}"#)).contains("threshold"));
        assert!(sentence(check(r#"{"policy":"preset = 3"}"#)).starts_with("policy, line 1: "));
        assert!(sentence(reading(r#"{"delimiter":"ab"}"#)).contains("`ab` is not one ASCII character"));
        assert!(sentence(reading(r#"{"encoding":"latin1"}"#)).contains("`windows-1252`"));
        assert!(sentence(reading(r#"{"thousands":""}"#)).contains("not one character"));
    }

    #[test]
    fn reading_options_are_taken_over() {
        let json = r#"{"delimiter":"tab","encoding":"utf-16le","decimalComma":true,"thousands":".","missing":["?"]}"#;
        let expected = ReadOptions {
            delimiter: Some('\t'),
            encoding: Some(Encoding::Utf16Le),
            decimal_comma: Some(true),
            thousands: Some('.'),
            missing_tokens: vec!["?".to_owned()],
        };
        assert_eq!(reading(json).unwrap(), expected);
    }
}
