//! A detector and its parameters, by name and checked.

use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::{
    Adwin, AdwinSettings, Ddm, DdmSettings, Detector, DetectorKind, Eddm, EddmSettings, HddmA, HddmASettings,
    HddmW, HddmWSettings, Kswin, KswinSettings, PageHinkley, PageHinkleySettings, Parameter, ParameterValue,
    StreamError,
};

/// Which detector, and how it is set.
///
/// ```
/// use evenkeel::stream::DetectorKind;
///
/// let mut settings = DetectorKind::Adwin.settings();
/// settings.set("delta", "0.05")?;
/// assert_eq!(settings.value("delta")?.to_string(), "0.05");
/// assert_eq!(
///     settings.set("delta", "2").unwrap_err().to_string(),
///     "delta of adwin is `2`, but must be above 0 and below 1"
/// );
/// # Ok::<(), evenkeel::stream::StreamError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum DetectorSettings {
    /// [`Adwin`].
    Adwin(AdwinSettings),
    /// [`Ddm`].
    Ddm(DdmSettings),
    /// [`Eddm`].
    Eddm(EddmSettings),
    /// [`HddmA`].
    HddmA(HddmASettings),
    /// [`HddmW`].
    HddmW(HddmWSettings),
    /// [`PageHinkley`].
    PageHinkley(PageHinkleySettings),
    /// [`Kswin`].
    Kswin(KswinSettings),
}

impl DetectorSettings {
    /// Which detector.
    pub fn kind(&self) -> DetectorKind {
        match self {
            Self::Adwin(_) => DetectorKind::Adwin,
            Self::Ddm(_) => DetectorKind::Ddm,
            Self::Eddm(_) => DetectorKind::Eddm,
            Self::HddmA(_) => DetectorKind::HddmA,
            Self::HddmW(_) => DetectorKind::HddmW,
            Self::PageHinkley(_) => DetectorKind::PageHinkley,
            Self::Kswin(_) => DetectorKind::Kswin,
        }
    }

    /// Sets one parameter to a value as it is typed.
    ///
    /// # Errors
    ///
    /// [`StreamError::UnknownParameter`] names those that there are, [`StreamError::Parameter`] the
    /// range.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), StreamError> {
        let value = self.parameter(name)?.parse(self.kind(), text.trim())?;
        if let Some(field) = self.field(name) {
            field.put(value);
        }
        Ok(())
    }

    /// One parameter.
    ///
    /// # Errors
    ///
    /// [`StreamError::UnknownParameter`] names those that there are.
    pub fn value(&self, name: &str) -> Result<ParameterValue, StreamError> {
        let mut copy = *self;
        copy.field(name).map(|field| field.value()).ok_or_else(|| self.unknown(name))
    }

    /// The same with another seed; detectors that draw nothing ignore it.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        if let Self::Kswin(settings) = &mut self {
            settings.seed = seed;
        }
        self
    }

    /// Checks every parameter.
    ///
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the first that is out of its range, and the range.
    pub fn check(&self) -> Result<(), StreamError> {
        for parameter in self.kind().parameters() {
            let value = self.value(parameter.name)?;
            if !parameter.range.holds(value) {
                return Err(parameter.wrong(self.kind(), value.to_string()));
            }
        }
        match self {
            Self::Eddm(settings) if settings.beta > settings.alpha => Err(StreamError::Parameter {
                detector: self.kind(),
                name: "beta".to_owned(),
                value: settings.beta.to_string(),
                allowed: format!("at most alpha, which is {}", settings.alpha),
            }),
            Self::Kswin(settings) if settings.stat_size > settings.window_size / 2 => {
                Err(StreamError::Parameter {
                    detector: self.kind(),
                    name: "stat_size".to_owned(),
                    value: settings.stat_size.to_string(),
                    allowed: format!("at most half of window_size, which is {}", settings.window_size),
                })
            }
            _ => Ok(()),
        }
    }

    /// The detector, before its first value.
    ///
    /// # Errors
    ///
    /// Those of [`check`](Self::check).
    pub fn build(&self) -> Result<Box<dyn Detector>, StreamError> {
        Ok(match self {
            Self::Adwin(settings) => Box::new(Adwin::new(settings)?),
            Self::Ddm(settings) => Box::new(Ddm::new(settings)?),
            Self::Eddm(settings) => Box::new(Eddm::new(settings)?),
            Self::HddmA(settings) => Box::new(HddmA::new(settings)?),
            Self::HddmW(settings) => Box::new(HddmW::new(settings)?),
            Self::PageHinkley(settings) => Box::new(PageHinkley::new(settings)?),
            Self::Kswin(settings) => Box::new(Kswin::new(settings)?),
        })
    }

    fn field(&mut self, name: &str) -> Option<Field<'_>> {
        match self {
            Self::Adwin(settings) => settings.field(name),
            Self::Ddm(settings) => settings.field(name),
            Self::Eddm(settings) => settings.field(name),
            Self::HddmA(settings) => settings.field(name),
            Self::HddmW(settings) => settings.field(name),
            Self::PageHinkley(settings) => settings.field(name),
            Self::Kswin(settings) => settings.field(name),
        }
    }

    fn parameter(&self, name: &str) -> Result<&'static Parameter, StreamError> {
        let mut all = self.kind().parameters().iter();
        all.find(|parameter| parameter.name == name).ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> StreamError {
        let words = |parameter: &Parameter| format!("{} ({})", parameter.name, parameter.range.words());
        let known: Vec<String> = self.kind().parameters().iter().map(words).collect();
        StreamError::UnknownParameter {
            detector: self.kind(),
            name: name.to_owned(),
            known: known.join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_a_field_with_that_default_within_its_range() {
        for kind in DetectorKind::ALL {
            let settings = kind.settings();
            settings.check().unwrap();
            for parameter in kind.parameters() {
                assert_eq!(settings.value(parameter.name), Ok(parameter.default), "{kind}");
                let mut other = settings;
                other.set(parameter.name, &parameter.default.to_string()).unwrap();
                assert_eq!(other, settings);
            }
        }
    }

    #[test]
    fn a_value_that_is_set_is_there_and_alone() {
        let mut settings = DetectorKind::PageHinkley.settings();
        settings.set("mode", "down").unwrap();
        settings.set("threshold", " 10 ").unwrap();
        let want = PageHinkleySettings {
            mode: crate::stream::Direction::Down,
            threshold: 10.0,
            ..PageHinkleySettings::default()
        };
        assert_eq!(settings, DetectorSettings::PageHinkley(want));
        let mut settings = DetectorKind::HddmA.settings();
        settings.set("two_sided_test", "True").unwrap();
        assert_eq!(settings.value("two_sided_test"), Ok(ParameterValue::Flag(true)));
    }

    #[test]
    fn errors_name_what_is_allowed() {
        let error = |kind: DetectorKind, name: &str, text: &str| {
            kind.settings().set(name, text).unwrap_err().to_string()
        };
        assert_eq!(
            error(DetectorKind::Ddm, "delta", "1"),
            "ddm has no parameter `delta`: it has warm_start (a whole number from 1 to 1000000000), \
             warning_threshold (above 0), drift_threshold (above 0)"
        );
        assert_eq!(
            error(DetectorKind::Adwin, "clock", "-1"),
            "clock of adwin is `-1`, but must be a whole number from 1 to 1000000000"
        );
        assert_eq!(
            error(DetectorKind::PageHinkley, "mode", "left"),
            "mode of page_hinkley is `left`, but must be up, down or both"
        );
        for text in ["nan", "inf", "0", "-1", "x", ""] {
            error(DetectorKind::PageHinkley, "threshold", text);
        }
    }

    #[test]
    fn parameters_that_contradict_each_other_build_nothing() {
        let mut settings = DetectorKind::Eddm.settings();
        settings.set("beta", "0.97").unwrap();
        assert_eq!(
            settings.build().unwrap_err().to_string(),
            "beta of eddm is 0.97, but must be at most alpha, which is 0.95"
        );
        let mut settings = DetectorKind::Kswin.settings();
        settings.set("stat_size", "51").unwrap();
        assert_eq!(
            settings.build().unwrap_err().to_string(),
            "stat_size of kswin is 51, but must be at most half of window_size, which is 100"
        );
    }

    #[test]
    fn settings_survive_storing() {
        let settings = DetectorKind::Kswin.settings().with_seed(7);
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<DetectorSettings>(&text).unwrap(), settings);
        let bytes = postcard::to_stdvec(&settings).unwrap();
        assert_eq!(postcard::from_bytes::<DetectorSettings>(&bytes).unwrap(), settings);
    }
}
