//! Inputs, answers and the log of predictions in words.

use crate::app::format;
use crate::model::evaluation::RowAnswer;
use crate::model::{CategoricalInput, Input, Schema};
use crate::store::ModelTotal;

/// The most levels that a menu offers; beyond that the level is typed.
pub const MOST_LEVELS: usize = 60;

/// What is known of an input from training.
pub fn hint(input: &Input) -> String {
    match input {
        Input::Numeric(input) if input.is_told() => format!(
            "{} to {}, typically {}",
            format::number(input.min),
            format::number(input.max),
            format::number(input.median)
        ),
        Input::Numeric(_) => "a number".to_owned(),
        Input::Categorical(input) if input.levels.is_empty() => "a text".to_owned(),
        Input::Categorical(input) => {
            let levels = format::counted(input.levels.len() as u64, "level", "levels");
            match most_frequent(input) {
                Some(level) => format!("{levels}, mostly {level}"),
                None => levels,
            }
        }
    }
}

/// The value that a row has most likely, as text: the median, or the most frequent level.
pub fn typical(input: &Input) -> String {
    match input {
        // Seven digits: no tail of those that the mean of two values has.
        Input::Numeric(input) if input.is_told() => {
            let short = format!("{:.6e}", input.median).parse::<f64>();
            short.unwrap_or(input.median).to_string()
        }
        Input::Numeric(_) => String::new(),
        Input::Categorical(input) => most_frequent(input).unwrap_or_default().to_owned(),
    }
}

/// What is unusual about a typed value; `None` where it is like those of the training data.
pub fn remark(input: &Input, text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        let missing = match input {
            Input::Numeric(input) => input.missing,
            Input::Categorical(input) => input.missing,
        };
        let is_told =
            matches!(input, Input::Categorical(_)) || matches!(input, Input::Numeric(i) if i.is_told());
        return (missing == 0 && is_told).then(|| "missing; it never was in training".to_owned());
    }
    match input {
        Input::Numeric(input) => match text.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                let outside = input.is_told() && (value < input.min || value > input.max);
                outside.then(|| "outside of the training range".to_owned())
            }
            _ => Some("not a number".to_owned()),
        },
        Input::Categorical(input) => {
            let is_new = !input.levels.is_empty() && input.code(text) == input.unseen_code();
            is_new.then(|| "not among the levels of training".to_owned())
        }
    }
}

/// Says so where a model names its inputs by their place only, as ONNX from elsewhere does.
pub fn nameless(schema: &Schema) -> Option<String> {
    let count = schema.features.len();
    let by_place = |(at, feature): (usize, &crate::model::Feature)| feature.name == format!("f{at}");
    (count > 0 && schema.features.iter().enumerate().all(by_place)).then(|| {
        format!(
            "This model came as ONNX with one input of {} and no names for them. They are called `f0` to \
             `f{}` here, in the order of its training data; of a file its numeric feature columns are taken in \
             their order, of which there must be as many.",
            format::counted(count as u64, "number", "numbers"),
            count - 1
        )
    })
}

/// The answer in a line, e.g. `yes, 87 %`.
pub fn answer(found: &RowAnswer) -> String {
    let p = found.classes.iter().position(|class| *class == found.label);
    match p.and_then(|at| found.probabilities.get(at)) {
        Some(p) => format!("{}, {}", found.label, format::share(*p)),
        None => found.label.clone(),
    }
}

/// What drove the answer most, in a sentence.
pub fn drivers_caption(found: &RowAnswer) -> String {
    let strongest = found.drivers.first().filter(|driver| driver.effect.abs() >= 0.0005);
    match strongest {
        None => "No single input makes a difference: with any of them at its typical value the answer stays."
            .to_owned(),
        Some(driver) => {
            let way = if driver.effect > 0.0 { "raises" } else { "lowers" };
            format!(
                "`{}` {way} the probability of {} by {} against its typical value, with all else as it is.",
                driver.name,
                found.label,
                format::share(driver.effect.abs()).replace('%', "percentage points")
            )
        }
    }
}

/// A value as a table shows it.
pub fn shown(value: &str) -> String {
    if value.is_empty() { "missing".to_owned() } else { format::sample(value) }
}

/// One line a model of the log.
pub fn total(total: &ModelTotal) -> String {
    let rows = format::counted(total.rows, "prediction", "predictions");
    let (first, last) = (moment(&total.first), moment(&total.last));
    let when = if first == last { first } else { format!("{first} to {last}") };
    format!("{rows}, {when}")
}

/// An ISO 8601 time to the minute, e.g. `2026-01-31 09:30 UTC`.
pub fn moment(iso: &str) -> String {
    match (iso.get(..10), iso.get(11..16)) {
        (Some(day), Some(minute)) if iso.ends_with('Z') => format!("{day} {minute} UTC"),
        _ => iso.to_owned(),
    }
}

/// Name of the file that holds the log of a model.
pub fn log_file(model: &str) -> String {
    let clean: String = model
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' })
        .collect();
    format!("predictions_{clean}.csv")
}

fn most_frequent(input: &CategoricalInput) -> Option<&str> {
    let counted = input.levels.iter().zip(&input.counts);
    // The first of equals.
    counted.rev().max_by_key(|(_, count)| **count).map(|(level, _)| level.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluation::Driver;
    use crate::model::{Feature, NumericInput};

    fn numeric() -> Input {
        Input::Numeric(NumericInput { min: 7.0, max: 28.0, median: 13.3, ..NumericInput::default() })
    }

    fn levels() -> Input {
        Input::Categorical(CategoricalInput {
            levels: ["Basel", "Bern", "Zug"].map(str::to_owned).to_vec(),
            counts: vec![3, 9, 9],
            missing: 2,
            ..CategoricalInput::default()
        })
    }

    #[test]
    fn hints_say_what_training_saw() {
        assert_eq!(hint(&numeric()), "7 to 28, typically 13.3");
        assert_eq!(hint(&Input::Numeric(NumericInput::default())), "a number");
        assert_eq!(hint(&levels()), "3\u{a0}levels, mostly Bern");
        assert_eq!((typical(&numeric()), typical(&levels())), ("13.3".to_owned(), "Bern".to_owned()));
    }

    #[test]
    fn a_median_of_32_bits_has_no_tail() {
        let median = f64::from(0.3_f32);
        assert_eq!(
            typical(&Input::Numeric(NumericInput { median, max: 1.0, ..NumericInput::default() })),
            "0.3"
        );
    }

    #[test]
    fn unusual_values_are_remarked() {
        assert_eq!(remark(&numeric(), "13"), None);
        assert_eq!(remark(&numeric(), "99").as_deref(), Some("outside of the training range"));
        assert_eq!(remark(&numeric(), "x").as_deref(), Some("not a number"));
        assert_eq!(remark(&numeric(), " ").as_deref(), Some("missing; it never was in training"));
        assert_eq!(remark(&levels(), ""), None);
        assert_eq!(remark(&levels(), "Zug"), None);
        assert_eq!(remark(&levels(), "Chur").as_deref(), Some("not among the levels of training"));
    }

    #[test]
    fn inputs_that_are_named_by_their_place_are_told() {
        let schema = |names: &[&str]| Schema {
            features: names
                .iter()
                .map(|name| Feature { name: (*name).to_owned(), input: numeric() })
                .collect(),
            ..Schema::default()
        };
        assert!(nameless(&schema(&["f0", "f1"])).is_some_and(|text| text.contains("`f0` to `f1`")));
        assert_eq!(nameless(&schema(&["f0", "age"])), None);
        assert_eq!(nameless(&schema(&[])), None);
    }

    #[test]
    fn an_answer_has_its_probability_and_its_reason() {
        let mut found = RowAnswer {
            label: "yes".to_owned(),
            classes: vec!["no".to_owned(), "yes".to_owned()],
            probabilities: vec![0.13, 0.87],
            drivers: vec![Driver {
                name: "age".to_owned(),
                value: "61".to_owned(),
                typical: "40".to_owned(),
                effect: 0.21,
            }],
        };
        assert_eq!(answer(&found), "yes, 87\u{a0}%");
        assert!(
            drivers_caption(&found)
                .starts_with("`age` raises the probability of yes by 21\u{a0}percentage points")
        );
        found.drivers.clear();
        assert!(drivers_caption(&found).starts_with("No single input"));
    }

    #[test]
    fn the_log_is_told_by_model() {
        let of = |first: &str, last: &str| ModelTotal {
            model: "tree 1".to_owned(),
            batches: 1,
            rows: 1200,
            first: first.to_owned(),
            last: last.to_owned(),
        };
        assert_eq!(
            total(&of("2026-01-31T09:30:11.123Z", "2026-01-31T09:30:11.123Z")),
            "1,200\u{a0}predictions, 2026-01-31 09:30 UTC"
        );
        assert!(
            total(&of("2026-01-31T09:30:11Z", "2026-02-01T00:00:00Z"))
                .ends_with("UTC to 2026-02-01 00:00 UTC")
        );
        assert_eq!(log_file("boosting 2/ä"), "predictions_boosting_2_ä.csv");
    }
}
