//! When a file was made, for those that say so.

use std::time::{SystemTime, UNIX_EPOCH};

use super::CliError;

/// Sets the time that files say they were made at, so that the same data give the same bytes.
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// Now in milliseconds since 1970-01-01T00:00:00Z, or what `SOURCE_DATE_EPOCH` says in seconds.
///
/// # Errors
///
/// [`CliError::Option`] where that variable is no whole number of seconds.
pub(super) fn made_ms() -> Result<i64, CliError> {
    match std::env::var(VARIABLE) {
        Ok(text) => {
            text.trim().parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000)).ok_or_else(|| {
                CliError::Option {
                    option: VARIABLE,
                    reason: format!("`{text}` is not a whole number of seconds"),
                }
            })
        }
        Err(_) => {
            Ok(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64))
        }
    }
}
