//! What the form of online learning holds, as plain values.

use crate::lifecycle::{PrequentialSettings, Reset};
use crate::stream::DetectorKind;

/// What the learner starts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// FTRL, trained on the reference.
    #[default]
    Ftrl,
    /// Gaussian naive Bayes, trained on the reference.
    NaiveBayes,
    /// The champion itself, which goes on learning.
    Champion,
}

/// What the form holds; numbers as they were typed and allowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OnlineForm {
    /// What the learner starts as.
    pub start: Start,
    /// Model at hand that stays as it is; `None` takes the one that is watched, else the first.
    pub champion: Option<u32>,
    /// Rows of a mini-batch.
    pub batch: u64,
    /// Rows of the moving averages.
    pub average: u64,
    /// Labels come so many rows later.
    pub delay: u64,
    /// What finds that the learner errs more; `None` never resets.
    pub detector: Option<DetectorKind>,
    /// Whether a reset goes back to the start instead of beginning anew.
    pub is_back_to_start: bool,
}

impl Start {
    /// All, in order of the menu.
    pub const ALL: [Self; 3] = [Self::Ftrl, Self::NaiveBayes, Self::Champion];

    /// Its value in the menu.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ftrl => "ftrl",
            Self::NaiveBayes => "naive_bayes",
            Self::Champion => "champion",
        }
    }

    /// Its name in the menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ftrl => "FTRL, begun on the reference",
            Self::NaiveBayes => "Gaussian naive Bayes, begun on the reference",
            Self::Champion => "the champion, learning on",
        }
    }

    /// That of an id; the first for one that is none.
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|start| start.id() == id).unwrap_or_default()
    }
}

impl Default for OnlineForm {
    fn default() -> Self {
        let usual = PrequentialSettings::default();
        Self {
            start: Start::default(),
            champion: None,
            batch: u64::from(usual.batch_rows),
            average: u64::from(usual.average),
            delay: usual.delay_rows,
            detector: usual.detector.map(|detector| detector.kind()),
            is_back_to_start: false,
        }
    }
}

impl OnlineForm {
    /// The settings of a task, up to a row where one is given.
    pub fn settings(&self, until_row: Option<u64>) -> PrequentialSettings {
        let usual = PrequentialSettings::default();
        let number = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        PrequentialSettings {
            batch_rows: number(self.batch),
            average: number(self.average),
            detector: self.detector.map(DetectorKind::settings),
            reset: if self.is_back_to_start { Reset::Start } else { usual.reset },
            until_row,
            delay_rows: self.delay,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_as_it_comes_is_what_is_usual() {
        assert_eq!(OnlineForm::default().settings(None), PrequentialSettings::default());
        let form = OnlineForm { is_back_to_start: true, detector: None, ..OnlineForm::default() };
        let settings = form.settings(Some(300));
        assert_eq!((settings.reset, settings.detector, settings.until_row), (Reset::Start, None, Some(300)));
    }

    #[test]
    fn every_start_is_found_by_its_id() {
        assert!(Start::ALL.into_iter().all(|start| Start::of(start.id()) == start));
    }
}
