//! Which detectors there are, and what each reads.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{
    AdwinSettings, DdmSettings, DetectorSettings, EddmSettings, HddmASettings, HddmWSettings, KswinSettings,
    PageHinkleySettings, Parameter, StreamError,
};

/// An algorithm that watches a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DetectorKind {
    /// Adaptive windowing: [`Adwin`](super::Adwin).
    Adwin,
    /// Drift detection method: [`Ddm`](super::Ddm).
    Ddm,
    /// Early drift detection method: [`Eddm`](super::Eddm).
    Eddm,
    /// Hoeffding's bound on averages: [`HddmA`](super::HddmA).
    HddmA,
    /// McDiarmid's bound on weighted averages: [`HddmW`](super::HddmW).
    HddmW,
    /// Cumulative deviations: [`PageHinkley`](super::PageHinkley).
    PageHinkley,
    /// Kolmogorov-Smirnov windowing: [`Kswin`](super::Kswin).
    Kswin,
}

/// Which values a detector can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Domain {
    /// Any finite number.
    Any,
    /// An error or a share of one: 0 to 1.
    Share,
    /// An error or none: 1 or 0.
    Bit,
}

impl DetectorKind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 7] =
        [Self::Adwin, Self::Ddm, Self::Eddm, Self::HddmA, Self::HddmW, Self::PageHinkley, Self::Kswin];

    /// Stable name in settings, reports and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Adwin => "adwin",
            Self::Ddm => "ddm",
            Self::Eddm => "eddm",
            Self::HddmA => "hddm_a",
            Self::HddmW => "hddm_w",
            Self::PageHinkley => "page_hinkley",
            Self::Kswin => "kswin",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Adwin => "ADWIN",
            Self::Ddm => "DDM",
            Self::Eddm => "EDDM",
            Self::HddmA => "HDDM-A",
            Self::HddmW => "HDDM-W",
            Self::PageHinkley => "Page-Hinkley",
            Self::Kswin => "KSWIN",
        }
    }

    /// The values it can read.
    pub fn domain(self) -> Domain {
        match self {
            Self::Adwin | Self::PageHinkley | Self::Kswin => Domain::Any,
            Self::Ddm | Self::HddmA | Self::HddmW => Domain::Share,
            Self::Eddm => Domain::Bit,
        }
    }

    /// Whether it warns before it finds drift.
    pub fn warns(self) -> bool {
        matches!(self, Self::Ddm | Self::Eddm | Self::HddmA | Self::HddmW)
    }

    /// Its parameters: name, range, default and meaning of each.
    pub fn parameters(self) -> &'static [Parameter] {
        match self {
            Self::Adwin => &AdwinSettings::PARAMETERS,
            Self::Ddm => &DdmSettings::PARAMETERS,
            Self::Eddm => &EddmSettings::PARAMETERS,
            Self::HddmA => &HddmASettings::PARAMETERS,
            Self::HddmW => &HddmWSettings::PARAMETERS,
            Self::PageHinkley => &PageHinkleySettings::PARAMETERS,
            Self::Kswin => &KswinSettings::PARAMETERS,
        }
    }

    /// Its defaults.
    pub fn settings(self) -> DetectorSettings {
        match self {
            Self::Adwin => DetectorSettings::Adwin(AdwinSettings::default()),
            Self::Ddm => DetectorSettings::Ddm(DdmSettings::default()),
            Self::Eddm => DetectorSettings::Eddm(EddmSettings::default()),
            Self::HddmA => DetectorSettings::HddmA(HddmASettings::default()),
            Self::HddmW => DetectorSettings::HddmW(HddmWSettings::default()),
            Self::PageHinkley => DetectorSettings::PageHinkley(PageHinkleySettings::default()),
            Self::Kswin => DetectorSettings::Kswin(KswinSettings::default()),
        }
    }
}

impl Domain {
    /// Whether `value` lies in it.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Any => value.is_finite(),
            Self::Share => (0.0..=1.0).contains(&value),
            Self::Bit => value == 0.0 || value == 1.0,
        }
    }

    /// In words, as they end a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Any => "any finite number",
            Self::Share => "from 0 (right) to 1 (wrong)",
            Self::Bit => "0 (right) or 1 (wrong)",
        }
    }
}

impl fmt::Display for DetectorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for DetectorKind {
    type Err = StreamError;

    fn from_str(name: &str) -> Result<Self, StreamError> {
        Self::ALL.into_iter().find(|kind| kind.id() == name).ok_or_else(|| StreamError::UnknownDetector {
            name: name.to_owned(),
            known: Self::ALL.map(Self::id).join(", "),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_back() {
        for kind in DetectorKind::ALL {
            assert_eq!(kind.id().parse(), Ok(kind));
            assert_eq!(kind.settings().kind(), kind);
        }
        let error = "cusum".parse::<DetectorKind>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`cusum` is no detector: choose one of adwin, ddm, eddm, hddm_a, hddm_w, page_hinkley, kswin"
        );
    }

    #[test]
    fn domains_end_where_they_say() {
        assert!(Domain::Share.holds(1.0) && Domain::Share.holds(0.3) && !Domain::Share.holds(1.1));
        assert!(Domain::Bit.holds(-0.0) && !Domain::Bit.holds(0.3) && !Domain::Share.holds(f64::NAN));
        assert!(Domain::Any.holds(-7.0) && !Domain::Any.holds(f64::INFINITY));
    }
}
