//! Two profiles to the JSON of a check.

use evenkeel::drift::multivariate::{MultivariateSettings, multivariate};
use evenkeel::drift::{self, DatasetProfile};
use evenkeel::report;

use crate::error::PackageError;
use crate::options;
use crate::profile::Profile;

/// Compares current data with a reference; the answer is what `evenkeel check --json` writes.
///
/// # Errors
///
/// [`PackageError`] for options that cannot be used, and for rows that are asked for but not there.
pub(crate) fn check(reference: &Profile, current: &Profile, options: &str) -> Result<String, PackageError> {
    let options = options::check(options)?;
    let (reference, current) = (&reference.dataset, &current.dataset);
    let plan = drift::plan(reference, current, &options.policy)?;
    let columns = plan.pairs().iter().map(|pair| plan.compare(pair)).collect();
    let together = if options.multivariate {
        let frame = plan.frame().ok_or_else(|| no_rows(reference, current))?;
        Some(multivariate(&frame, &MultivariateSettings::default(), &mut |_, _, _| {}))
    } else {
        None
    };
    Ok(report::check_json_with(&plan.assemble(columns), together.as_ref()))
}

fn no_rows(reference: &DatasetProfile, current: &DatasetProfile) -> PackageError {
    let side = if reference.sample.is_none() { reference } else { current };
    PackageError::NoRows { name: side.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile;

    fn profile(text: &str) -> Profile {
        let mut reader = profile::reader("cars", "{}", 0).unwrap();
        reader.push(text.as_bytes()).unwrap();
        Profile::of(reader).unwrap()
    }

    #[test]
    fn whole_rows_are_compared_where_they_are_asked_for_and_there() {
        let rows =
            |from: u32| (from..from + 60).map(|row| format!("{row},{}\n", row % 7)).collect::<String>();
        let (reference, current) =
            (profile(&format!("a,b\n{}", rows(0))), profile(&format!("a,b\n{}", rows(9))));
        let found: serde_json::Value =
            serde_json::from_str(&check(&reference, &current, r#"{"multivariate":true}"#).unwrap()).unwrap();
        assert_eq!(found["format"], report::CHECK_FORMAT);
        assert!(found["multivariate"].is_object());
        let saved = Profile::read("saved", reference.text(false).as_bytes()).unwrap();
        let error = check(&saved, &current, r#"{"multivariate":true}"#).unwrap_err();
        assert_eq!(error, PackageError::NoRows { name: "cars".to_owned() });
        assert!(check(&saved, &current, "{}").is_ok());
    }
}
