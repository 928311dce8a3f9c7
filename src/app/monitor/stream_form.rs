//! What the detectors' form asks, as plain values, and the plan that follows from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::labels;
use crate::stream::{DetectorKind, DetectorSettings, Domain, MovingAverage, Smoothing, StreamError};

/// Most windows of moving averages.
const MOST_AVERAGES: usize = 4;

/// Which number of each row is watched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Source {
    /// 1 where the prediction is wrong, 0 where it is right.
    #[default]
    Errors,
    /// The numbers of a column.
    Column(String),
}

/// How moving averages weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weighing {
    /// All values of the window alike.
    #[default]
    Simple,
    /// The newest most.
    Exponential,
    /// One of each.
    Both,
}

/// What the form holds.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamForm {
    /// The signal.
    pub source: Source,
    /// Column of true labels; empty takes the one that is watched.
    pub target: String,
    /// The chosen detectors.
    pub detectors: BTreeSet<DetectorKind>,
    /// Parameters as they were typed; those that are not there have their defaults.
    pub texts: BTreeMap<(DetectorKind, &'static str), String>,
    /// Windows of moving averages, such as `50, 200`; empty for none.
    pub averages: String,
    /// How they weigh.
    pub weighing: Weighing,
}

/// What runs over a signal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamPlan {
    /// Detectors in order, each with its settings or what is wrong with them.
    pub detectors: Vec<(DetectorKind, Result<DetectorSettings, String>)>,
    /// Moving averages, in order.
    pub averages: Vec<Smoothing>,
}

impl Weighing {
    /// All, in order of the menu.
    pub const ALL: [Self; 3] = [Self::Simple, Self::Exponential, Self::Both];

    /// Its value in the menu.
    pub fn id(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Exponential => "exponential",
            Self::Both => "both",
        }
    }

    /// Its name in the menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::Simple => "all values alike",
            Self::Exponential => "newest values most (exponential)",
            Self::Both => "one of each",
        }
    }

    /// That of an id; the first for one that is none.
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|weighing| weighing.id() == id).unwrap_or_default()
    }
}

impl Source {
    /// Its value in the menu.
    pub fn id(&self) -> String {
        match self {
            Self::Errors => "errors".to_owned(),
            Self::Column(name) => format!("column:{name}"),
        }
    }

    /// That of an id.
    pub fn of(id: &str) -> Self {
        id.strip_prefix("column:").map_or(Self::Errors, |name| Self::Column(name.to_owned()))
    }
}

impl Default for StreamForm {
    fn default() -> Self {
        Self {
            source: Source::Errors,
            target: String::new(),
            detectors: [DetectorKind::Adwin, DetectorKind::Ddm, DetectorKind::PageHinkley].into(),
            texts: BTreeMap::new(),
            averages: "50, 200".to_owned(),
            weighing: Weighing::Simple,
        }
    }
}

/// Whether a detector reads such a signal.
pub fn reads(kind: DetectorKind, is_errors: bool) -> bool {
    is_errors || kind.domain() == Domain::Any
}

impl StreamForm {
    /// A parameter as it stands in its field.
    pub fn text(&self, kind: DetectorKind, name: &'static str) -> String {
        self.texts.get(&(kind, name)).cloned().unwrap_or_else(|| {
            kind.settings().value(name).map_or_else(|_| String::new(), |value| value.to_string())
        })
    }

    /// The settings of a detector; where they cannot be used, the parameter and what it must be.
    ///
    /// # Errors
    ///
    /// Name of the parameter, empty for one that is not its own, and a sentence.
    pub fn settings(&self, kind: DetectorKind) -> Result<DetectorSettings, (String, String)> {
        let told = |error: StreamError| match error {
            StreamError::Parameter { name, allowed, .. } => (name, format!("Must be {allowed}.")),
            other => (String::new(), labels::sentence(&other.to_string())),
        };
        let mut settings = kind.settings();
        for parameter in kind.parameters() {
            if let Some(text) = self.texts.get(&(kind, parameter.name)) {
                settings.set(parameter.name, text).map_err(told)?;
            }
        }
        settings.check().map_err(told)?;
        Ok(settings)
    }

    /// What is wrong with a parameter as it was typed.
    pub fn problem(&self, kind: DetectorKind, name: &'static str) -> Option<String> {
        // By itself first, so that each wrong field says so, whichever comes first.
        if let Some(text) = self.texts.get(&(kind, name))
            && let Err(StreamError::Parameter { allowed, .. }) = kind.settings().set(name, text)
        {
            return Some(format!("Must be {allowed}."));
        }
        self.settings(kind).err().filter(|(of, _)| of == name).map(|(_, sentence)| sentence)
    }

    /// The moving averages.
    ///
    /// # Errors
    ///
    /// One sentence that says what is allowed.
    pub fn averages(&self) -> Result<Vec<Smoothing>, String> {
        let parts = self.averages.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
        let mut windows: Vec<u32> = Vec::new();
        for part in parts {
            let Ok(window) = part.parse() else {
                return Err(format!("“{part}” is no number of rows: write some such as 50, 200."));
            };
            if !windows.contains(&window) {
                windows.push(window);
            }
        }
        if windows.len() > MOST_AVERAGES {
            return Err(format!("At most {MOST_AVERAGES} averages can be told apart: leave some out."));
        }
        let simple = windows.iter().map(|&window| Smoothing::Simple { window });
        let exponential = windows.iter().map(|&window| Smoothing::Exponential { window });
        let found: Vec<Smoothing> = match self.weighing {
            Weighing::Simple => simple.collect(),
            Weighing::Exponential => exponential.collect(),
            Weighing::Both => simple.zip(exponential).flat_map(|(a, b)| [a, b]).collect(),
        };
        for smoothing in &found {
            MovingAverage::new(*smoothing).map_err(|error| labels::sentence(&error.to_string()))?;
        }
        Ok(found)
    }

    /// What runs over a signal of errors, or over one of numbers: what cannot be used is not run.
    pub fn plan(&self, is_errors: bool) -> StreamPlan {
        let chosen = DetectorKind::ALL
            .into_iter()
            .filter(|kind| self.detectors.contains(kind) && reads(*kind, is_errors));
        let settings = |kind| {
            self.settings(kind).map_err(|(name, sentence)| {
                if name.is_empty() { sentence } else { format!("{name}: {sentence}") }
            })
        };
        StreamPlan {
            detectors: chosen.map(|kind| (kind, settings(kind))).collect(),
            averages: self.averages().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_parameter_is_told_at_its_field_and_only_its_detector_waits() {
        let mut form = StreamForm::default();
        form.texts.insert((DetectorKind::Adwin, "delta"), "2".to_owned());
        assert_eq!(
            form.problem(DetectorKind::Adwin, "delta").as_deref(),
            Some("Must be above 0 and below 1.")
        );
        assert_eq!(form.problem(DetectorKind::Adwin, "clock"), None);
        let plan = form.plan(true);
        let (kind, settings) = &plan.detectors[0];
        assert_eq!(*kind, DetectorKind::Adwin);
        assert_eq!(settings.as_ref().unwrap_err(), "delta: Must be above 0 and below 1.");
        assert!(plan.detectors[1..].iter().all(|(_, settings)| settings.is_ok()));
    }

    #[test]
    fn parameters_that_contradict_each_other_are_told_at_one() {
        let mut form = StreamForm::default();
        form.texts.insert((DetectorKind::Eddm, "beta"), "0.97".to_owned());
        assert_eq!(
            form.problem(DetectorKind::Eddm, "beta").as_deref(),
            Some("Must be at most alpha, which is 0.95.")
        );
        assert_eq!(form.text(DetectorKind::Eddm, "alpha"), "0.95");
        // Also at one that was not touched, where what it depends on was.
        form.texts.insert((DetectorKind::Kswin, "window_size"), "20".to_owned());
        assert_eq!(
            form.problem(DetectorKind::Kswin, "stat_size").as_deref(),
            Some("Must be at most half of window_size, which is 20.")
        );
    }

    #[test]
    fn numbers_are_read_by_the_detectors_of_any_number_only() {
        let form = StreamForm { detectors: DetectorKind::ALL.into(), ..StreamForm::default() };
        let of =
            |is_errors| form.plan(is_errors).detectors.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(of(true), DetectorKind::ALL);
        assert_eq!(of(false), [DetectorKind::Adwin, DetectorKind::PageHinkley, DetectorKind::Kswin]);
    }

    #[test]
    fn averages_are_read_as_typed() {
        let with = |text: &str, weighing| StreamForm {
            averages: text.to_owned(),
            weighing,
            ..StreamForm::default()
        };
        let simple = |window| Smoothing::Simple { window };
        assert_eq!(with("50, 200 50", Weighing::Simple).averages(), Ok(vec![simple(50), simple(200)]));
        assert_eq!(with(" ", Weighing::Both).averages(), Ok(Vec::new()));
        assert_eq!(
            with("9", Weighing::Both).averages(),
            Ok(vec![simple(9), Smoothing::Exponential { window: 9 }])
        );
        assert!(with("fifty", Weighing::Simple).averages().unwrap_err().contains("“fifty”"));
        assert!(with("0", Weighing::Simple).averages().unwrap_err().contains("from 1 to 10000000"));
        assert!(with("1,2,3,4,5", Weighing::Simple).averages().unwrap_err().contains("At most 4"));
    }

    #[test]
    fn sources_are_found_by_their_ids() {
        for source in [Source::Errors, Source::Column("errors".to_owned()), Source::Column("a:b".to_owned())]
        {
            assert_eq!(Source::of(&source.id()), source);
        }
    }
}
