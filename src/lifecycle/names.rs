//! What can be the name of a registered model, an alias, a tag, an artifact.
//!
//! # Source
//!
//! MLflow 3, `mlflow/utils/validation.py`: names of registered models without `/` and `:`, aliases of
//! letters, digits, `_` and `-` that are neither `latest` nor like a version. The lengths are ours.

use super::LifecycleError;
use super::workspace::escaped;

/// Most characters of a registered model's name.
const MODEL_CHARS: usize = 100;
/// Most bytes of a name as a file's name; systems allow 255, and `.json` comes after it.
const PART_BYTES: usize = 240;
/// Most characters of an alias and of a tag's name.
const ALIAS_CHARS: usize = 100;
/// Most characters of a tag's value, a description, a note.
const TEXT_CHARS: usize = 5_000;

/// # Errors
///
/// [`LifecycleError::Name`] for what cannot be the name of a registered model.
pub(super) fn check_model(name: &str) -> Result<(), LifecycleError> {
    let fits = (1..=MODEL_CHARS).contains(&name.chars().count()) && escaped(name).len() <= PART_BYTES;
    let good = name.trim() == name && !name.chars().any(|c| c.is_control() || matches!(c, '/' | ':'));
    ok_or(fits && good, || LifecycleError::Name {
        what: "registered model".to_owned(),
        name: shortened(name),
        allowed: format!(
            "use 1 to {MODEL_CHARS} characters, fewer where most are not Latin letters or digits, no `/`, no `:`, no blank at the ends"
        ),
    })
}

/// # Errors
///
/// [`LifecycleError::Name`] for what cannot be an alias.
pub(super) fn check_alias(alias: &str) -> Result<(), LifecycleError> {
    let fits = (1..=ALIAS_CHARS).contains(&alias.chars().count());
    let letters = alias.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_version = alias
        .strip_prefix(['v', 'V'])
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let is_reserved = is_version || alias.eq_ignore_ascii_case("latest");
    ok_or(fits && letters && !is_reserved, || LifecycleError::Name {
        what: "alias".to_owned(),
        name: shortened(alias),
        allowed: "use letters, digits, `_` and `-`, and neither `latest` nor a `v` with a number".to_owned(),
    })
}

/// # Errors
///
/// [`LifecycleError::Name`] for what cannot be the name of a tag, [`LifecycleError::Setting`] for a value
/// that is too long.
pub(super) fn check_tag(key: &str, value: Option<&str>) -> Result<(), LifecycleError> {
    let fits = (1..=ALIAS_CHARS).contains(&key.chars().count());
    ok_or(fits && key.trim() == key && !key.chars().any(char::is_control), || LifecycleError::Name {
        what: "tag".to_owned(),
        name: shortened(key),
        allowed: format!("use 1 to {ALIAS_CHARS} characters, no blank at the ends"),
    })?;
    value.map_or(Ok(()), |value| check_text(key, value))
}

/// # Errors
///
/// [`LifecycleError::Setting`] for a text that is too long.
pub(super) fn check_text(name: &str, text: &str) -> Result<(), LifecycleError> {
    let chars = text.chars().count();
    ok_or(chars <= TEXT_CHARS, || LifecycleError::Setting {
        name: name.to_owned(),
        value: format!("{chars} characters long"),
        allowed: format!("up to {TEXT_CHARS}"),
    })
}

/// # Errors
///
/// [`LifecycleError::Name`] for what is no relative path with `/` between its parts.
pub(super) fn check_path(path: &str) -> Result<(), LifecycleError> {
    let part = |part: &str| {
        !matches!(part, "" | "." | "..") && !part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':'))
    };
    ok_or(path.len() <= PART_BYTES && path.split('/').all(part), || LifecycleError::Name {
        what: "artifact".to_owned(),
        name: shortened(path),
        allowed: "use a relative path such as `model.json`".to_owned(),
    })
}

/// # Errors
///
/// [`LifecycleError::Name`] for what is no identifier of a run.
pub(super) fn check_run_id(id: &str) -> Result<(), LifecycleError> {
    let good = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    ok_or(good, || LifecycleError::Name {
        what: "run".to_owned(),
        name: shortened(id),
        allowed: "identifiers of runs are 32 lower-case hexadecimal digits".to_owned(),
    })
}

fn ok_or(holds: bool, error: impl FnOnce() -> LifecycleError) -> Result<(), LifecycleError> {
    if holds { Ok(()) } else { Err(error()) }
}

/// A name as a message shows it.
fn shortened(name: &str) -> String {
    let mut text: String =
        name.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if name.chars().count() > 60 {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_models() {
        for good in ["loan", "Kredit geprüft 2", "a.b-c_d", &"x".repeat(100)] {
            assert_eq!(check_model(good), Ok(()), "{good}");
        }
        // 30 characters of three bytes are 270 bytes of a file's name.
        for bad in ["", " loan", "a/b", "a:b", "a\nb", &"x".repeat(101), &"漢".repeat(30)] {
            assert!(check_model(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn aliases_are_those_of_mlflow() {
        for good in ["champion", "v", "v2a", "geprüft_1", "latest-1"] {
            assert_eq!(check_alias(good), Ok(()), "{good}");
        }
        for bad in ["", "v2", "V10", "latest", "LATEST", "a b", "a@b", "a.b"] {
            assert!(check_alias(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn paths_stay_in_the_run() {
        assert_eq!(check_path("model/model.onnx"), Ok(()));
        for bad in ["", "/model", "../model", "a//b", "a/./b", "a\\b", "C:model", "a/"] {
            assert!(check_path(bad).is_err(), "{bad}");
        }
    }
}
