//! Labels that are put on every sample of a text for Prometheus.

use super::CliError;
use crate::report::is_free_label;

/// Reads `NAME=VALUE` pairs.
///
/// # Errors
///
/// [`CliError::Option`] for one without `=`, and for a name that cannot be used or is given twice.
pub(super) fn read(texts: &[String]) -> Result<Vec<(String, String)>, CliError> {
    let mut labels: Vec<(String, String)> = Vec::new();
    for text in texts {
        let wrong = |reason| CliError::Option { option: "--openmetrics-label", reason };
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| wrong(format!("`{text}` has no `=`; write e.g. `model=churn`")))?;
        if !is_free_label(name) || labels.iter().any(|(other, _)| other == name) {
            return Err(wrong(format!(
                "`{name}` cannot be used as a label: take letters, digits and `_`, and a name that is not taken"
            )));
        }
        labels.push((name.to_owned(), value.to_owned()));
    }
    Ok(labels)
}
