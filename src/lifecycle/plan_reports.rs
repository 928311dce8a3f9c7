//! Actions on kept reports.

use super::plan::{Done, Plan};
use super::{KeptReport, LifecycleError, digest, names};

impl Plan<'_> {
    /// Keeps a report under the next number.
    pub(super) fn keep_report(&mut self, report: &KeptReport) -> Result<Done, LifecycleError> {
        names::check_text("name of the report", &report.name)?;
        names::check_path(&report.file.path)?;
        if !digest::is_digest(&report.file.digest) {
            return Err(LifecycleError::Setting {
                name: "digest of the report".to_owned(),
                value: report.file.digest.clone(),
                allowed: "64 lower-case hexadecimal digits".to_owned(),
            });
        }
        // JSON knows finite numbers only.
        for (name, value) in
            [("share", report.dataset.share), ("share_threshold", report.dataset.share_threshold)]
        {
            if !value.is_finite() {
                return Err(LifecycleError::Setting {
                    name: format!("{name} of the report"),
                    value: value.to_string(),
                    allowed: "a finite number".to_owned(),
                });
            }
        }
        if let Some(model) = &report.model {
            self.model(model)?;
        }
        let number = self.next_report();
        let mut words = format!(
            "report {number} was kept: `{}` against `{}`, {} of {} columns drifted",
            report.current.name, report.reference.name, report.dataset.drifted, report.dataset.columns
        );
        if let Some(model) = &report.model {
            words.push_str(&format!("; it is about `{model}`"));
        }
        self.reports.insert(number, Some(KeptReport { number, ..report.clone() }));
        Ok(Done { subject: format!("report {number}"), words })
    }

    /// Deletes a report; its number is not given again.
    pub(super) fn delete_report(&mut self, number: u64) -> Result<Done, LifecycleError> {
        let numbers = self.report_numbers();
        if !numbers.contains(&number) {
            return Err(LifecycleError::Unknown {
                what: "kept report".to_owned(),
                name: number.to_string(),
                there: numbers.iter().map(u64::to_string).collect(),
            });
        }
        self.reports.insert(number, None);
        let subject = format!("report {number}");
        Ok(Done { words: format!("{subject} was deleted"), subject })
    }

    /// One more than the last that was given, here or before.
    fn next_report(&self) -> u64 {
        let last = self.reports.keys().next_back().copied().unwrap_or(0);
        last.max(self.there.head.last_report).saturating_add(1)
    }

    /// Numbers of the reports as the actions so far leave them.
    fn report_numbers(&self) -> Vec<u64> {
        let stays = self.there.reports.iter().map(|report| report.number);
        let stays = stays.filter(|number| !self.reports.contains_key(number));
        let own = self.reports.iter().filter(|(_, own)| own.is_some()).map(|(number, _)| *number);
        stays.chain(own).collect()
    }
}
