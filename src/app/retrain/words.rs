//! Words about algorithms, about what training did, and about what came of it.

use crate::app::format;
use crate::model::metrics::Metric;
use crate::model::{Algorithm, AlgorithmChoice, CalibrationMethod, ClassWeights, SplitBy, TrainSettings};
use crate::worker::model_tasks::TrainingCard;

/// What an algorithm is good for, in one line.
pub fn algorithm_line(choice: AlgorithmChoice) -> &'static str {
    match choice {
        AlgorithmChoice::Auto => {
            "Tries all six by cross-validation and takes the one with the least log loss."
        }
        AlgorithmChoice::One(Algorithm::Logistic) => {
            "A weighted sum of the columns: simple, quick, its probabilities are mostly right."
        }
        AlgorithmChoice::One(Algorithm::NaiveBayes) => {
            "Takes the columns as independent: very quick, its probabilities are often too sure."
        }
        AlgorithmChoice::One(Algorithm::Ftrl) => {
            "A weighted sum that is learned row by row: for many rows and sparse columns."
        }
        AlgorithmChoice::One(Algorithm::Tree) => "Questions with yes and no: easy to read, seldom the best.",
        AlgorithmChoice::One(Algorithm::Forest) => {
            "The mean of many trees on resampled rows: robust without any tuning."
        }
        AlgorithmChoice::One(Algorithm::Boosting) => {
            "Trees that mend one another: mostly the best on tables. Missing values need no care."
        }
    }
}

/// Its name in the menu.
pub fn algorithm_name(choice: AlgorithmChoice) -> String {
    match choice {
        AlgorithmChoice::Auto => "Auto".to_owned(),
        AlgorithmChoice::One(algorithm) => capital(algorithm.label()),
    }
}

/// Stable value in the menu.
pub fn algorithm_id(choice: AlgorithmChoice) -> &'static str {
    match choice {
        AlgorithmChoice::Auto => "auto",
        AlgorithmChoice::One(algorithm) => algorithm.id(),
    }
}

/// What the menu's value stands for.
pub fn algorithm_of(id: &str) -> AlgorithmChoice {
    id.parse().map_or(AlgorithmChoice::Auto, AlgorithmChoice::One)
}

/// Auto, then all others, simplest first.
pub fn algorithm_choices() -> Vec<AlgorithmChoice> {
    std::iter::once(AlgorithmChoice::Auto).chain(Algorithm::ALL.map(AlgorithmChoice::One)).collect()
}

/// How probabilities are mended, in words.
pub fn calibration(method: CalibrationMethod) -> &'static str {
    match method {
        CalibrationMethod::None => "none",
        CalibrationMethod::Platt => "Platt (sigmoid)",
        CalibrationMethod::Isotonic => "isotonic",
    }
}

/// Why training cannot start; `None` where it can.
pub fn obstacle(settings: &TrainSettings, chosen: usize) -> Option<String> {
    let split = &settings.split;
    if settings.target.is_empty() {
        return Some("Choose a target.".to_owned());
    }
    if chosen == 0 {
        return Some("Choose at least one column to learn from.".to_owned());
    }
    if split.validation + split.test > 0.9 {
        return Some(format!(
            "Validation and test part take {} of the rows: leave at least 10 % to learn from.",
            format::share(split.validation + split.test)
        ));
    }
    if settings.calibration != CalibrationMethod::None && split.validation == 0.0 {
        return Some(
            "Calibration needs a validation part: make it larger than 0, or choose none.".to_owned(),
        );
    }
    None
}

/// The model's name on the page: its algorithm and a number that no other has.
pub fn model_name<'a>(algorithm: Algorithm, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let name = |at: u32| format!("{} {at}", algorithm.id().replace('_', " "));
    (1..).map(name).find(|name| taken.clone().all(|other| other != name)).unwrap_or_default()
}

/// A metric of a training card with its interval, test part first: `0.974 (0.95 to 0.99)`.
pub fn headline(card: &TrainingCard, metric: Metric) -> Option<String> {
    let evaluation = card.test.as_ref().or(card.validation.as_ref())?;
    let value = evaluation.metrics.value(metric)?;
    let interval = evaluation.intervals.iter().find(|interval| interval.metric == metric);
    Some(with_interval(value, interval.and_then(|i| i.low), interval.and_then(|i| i.high)))
}

/// On which part [`headline`] was measured.
pub fn headline_part(card: &TrainingCard) -> &'static str {
    if card.test.is_some() { "test part" } else { "validation part" }
}

/// A number and the interval around it.
pub fn with_interval(value: f64, low: Option<f64>, high: Option<f64>) -> String {
    let value = format::number(value);
    match (low, high) {
        (Some(low), Some(high)) => format!("{value} ({} to {})", format::number(low), format::number(high)),
        _ => value,
    }
}

/// The parts of the split in words.
pub fn parts(rows: [u64; 3]) -> String {
    let [training, validation, test] = rows.map(format::count);
    format!("{training} to learn from, {validation} to validate, {test} to test")
}

/// All settings that decide a model, as pairs of a name and a value.
pub fn settings_rows(card: &TrainingCard) -> Vec<(String, String)> {
    let settings = &card.settings;
    let split = match &settings.split.by {
        SplitBy::Stratified => "at random, stratified".to_owned(),
        SplitBy::Time { column } => format!("by time, column {column}"),
        SplitBy::Content { id: None } => "by content".to_owned(),
        SplitBy::Content { id: Some(id) } => format!("by content, column {id}"),
    };
    let weights = match &settings.class_weights {
        ClassWeights::Equal => "equal".to_owned(),
        ClassWeights::Balanced => "balanced".to_owned(),
        ClassWeights::Given(given) => {
            given.iter().map(|(class, weight)| format!("{class} {weight}")).collect::<Vec<_>>().join(", ")
        }
    };
    let mut rows = vec![
        ("Algorithm asked for".to_owned(), algorithm_name(settings.algorithm)),
        ("Split".to_owned(), split),
        ("Class weights".to_owned(), weights),
        ("Calibration".to_owned(), calibration(settings.calibration).to_owned()),
        ("Seed".to_owned(), settings.seed.to_string()),
        ("Resamples".to_owned(), settings.resamples.to_string()),
    ];
    rows.extend(super::params::of_algorithm(card.algorithm).iter().map(|param| {
        let value = (param.get)(settings);
        (param.label.to_owned(), value.map_or("none".to_owned(), |_| super::params::print(value)))
    }));
    rows
}

/// A name at the start of a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menu_values_read_back() {
        for choice in algorithm_choices() {
            assert_eq!(algorithm_of(algorithm_id(choice)), choice);
        }
    }

    #[test]
    fn names_are_numbered_and_never_taken_twice() {
        let taken = ["boosting 1", "naive bayes 1"];
        assert_eq!(model_name(Algorithm::Boosting, taken.into_iter()), "boosting 2");
        assert_eq!(model_name(Algorithm::NaiveBayes, taken.into_iter()), "naive bayes 2");
        assert_eq!(model_name(Algorithm::Tree, taken.into_iter()), "tree 1");
    }

    #[test]
    fn what_stands_in_the_way_is_a_sentence() {
        let mut settings = TrainSettings::for_target("y");
        assert_eq!(obstacle(&settings, 3), None);
        assert!(obstacle(&settings, 0).unwrap().contains("at least one column"));
        settings.split.test = 0.8;
        assert!(obstacle(&settings, 3).unwrap().contains("95\u{a0}% of the rows"));
        settings.split.test = 0.1;
        settings.split.validation = 0.0;
        settings.calibration = CalibrationMethod::Platt;
        assert!(obstacle(&settings, 3).unwrap().contains("validation part"));
    }

    #[test]
    fn intervals_stand_beside_their_number() {
        assert_eq!(with_interval(0.9741, Some(0.951), Some(0.99)), "0.974 (0.951 to 0.99)");
        assert_eq!(with_interval(0.5, None, None), "0.5");
    }
}
