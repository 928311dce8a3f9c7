//! What an alert says: what happened, by how much, against what, since when.

use super::episodes::Episode;
use super::limits::reference_mean;
use super::rule::{AlertRule, Condition};
use super::timeline::{Series, Timeline, Unit};

/// Digits that numbers are shown with, and the most where two would read as the same.
const DIGITS: i32 = 3;
const MOST_DIGITS: i32 = 9;

/// The sentence of an alert.
pub(super) fn message(timeline: &Timeline, rule: &AlertRule, series: &Series, episode: &Episode) -> String {
    let window = timeline.window_name(episode.raised);
    let label = sentence_case(&series.label);
    let (value, limit) = (episode.value, episode.limit);
    let lasting = lasting(timeline, episode);
    let unit = series.unit;
    match rule.condition {
        Condition::ChangeBy(most) | Condition::ChangeByShare(most) => {
            let mean = reference_mean(series).unwrap_or(limit);
            let side = if value < mean { "below" } else { "above" };
            let allowed = match rule.condition {
                Condition::ChangeByShare(_) => format!("{} of that", shown(Unit::Share, most, DIGITS)),
                _ => amount(unit, most),
            };
            format!(
                "{label} is {} in {window}, {} {side} the reference's {}{lasting}; the rule allows {allowed}.",
                shown(unit, value, DIGITS),
                amount(unit, (value - mean).abs()),
                shown(unit, mean, DIGITS),
            )
        }
        condition => {
            let side = if value < limit {
                "below"
            } else if value > limit {
                "above"
            } else {
                "at"
            };
            let (value, limit) = told_apart(unit, value, limit);
            let whose = if condition == Condition::OutsideLimits { "the limit" } else { "the rule's line" };
            let reference = reference(series).map_or_else(String::new, |words| format!("; {words}"));
            format!("{label} is {value} in {window}, {side} {whose} of {limit}{lasting}{reference}.")
        }
    }
}

/// In how many windows and since when, where it is more than the one.
fn lasting(timeline: &Timeline, episode: &Episode) -> String {
    if episode.held < 2 {
        return String::new();
    }
    let since = timeline.window_name(episode.since);
    match (episode.held, episode.seen) {
        (held, seen) if held == seen => format!(" (as in all of the last {seen} windows, since {since})"),
        (held, seen) => format!(" (as in {held} of the last {seen} windows, since {since})"),
    }
}

/// What the reference has: its mean ± standard deviation, in the mean's decimals.
fn reference(series: &Series) -> Option<String> {
    let mean = reference_mean(series)?;
    let words = format!("the reference has {}", shown(series.unit, mean, DIGITS));
    let Some(band) = series.band else { return Some(words) };
    let (mean, std) = (scaled(series.unit, mean), scaled(series.unit, band.std));
    // As many decimals as the mean has, unless the deviation would vanish.
    let decimals = if std != 0.0 && std < 0.5 * 10_f64.powi(-decimals(mean, DIGITS)) {
        decimals(std, DIGITS)
    } else {
        decimals(mean, DIGITS)
    };
    Some(format!("{words} ± {}", fixed(std, decimals)))
}

/// Two values in three digits, or in as many as it takes to tell them apart.
fn told_apart(unit: Unit, a: f64, b: f64) -> (String, String) {
    let with = |digits| (shown(unit, a, digits), shown(unit, b, digits));
    let is_told = |digits: &i32| a == b || shown(unit, a, *digits) != shown(unit, b, *digits);
    with((DIGITS..MOST_DIGITS).find(is_told).unwrap_or(MOST_DIGITS))
}

/// A value: shares in percent.
fn shown(unit: Unit, value: f64, digits: i32) -> String {
    let value = scaled(unit, value);
    let text = if value.is_infinite() {
        if value > 0.0 { "infinite" } else { "minus infinite" }.to_owned()
    } else if value != 0.0 && !(1e-4..1e6).contains(&value.abs()) {
        let mantissa = usize::try_from(digits - 1).unwrap_or(0);
        format!("{value:.mantissa$e}").replace('-', "−")
    } else {
        fixed(value, decimals(value, digits))
    };
    match unit {
        Unit::Share => format!("{text} %"),
        Unit::Number => text,
    }
}

/// A difference: of shares in percentage points.
fn amount(unit: Unit, value: f64) -> String {
    let text = shown(unit, value, DIGITS);
    match unit {
        Unit::Share => text.replace('%', "points"),
        Unit::Number => text,
    }
}

fn scaled(unit: Unit, value: f64) -> f64 {
    match unit {
        Unit::Share => value * 100.0,
        Unit::Number => value,
    }
}

/// Decimals that give so many significant digits; a value that rounds up to the next power of ten
/// has one fewer.
fn decimals(value: f64, digits: i32) -> i32 {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let places = usize::try_from(digits - 1).unwrap_or(0);
    let text = format!("{:.places$e}", value.abs());
    let exponent: i32 = text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0);
    (digits - 1 - exponent).max(0)
}

fn fixed(value: f64, decimals: i32) -> String {
    let places = usize::try_from(decimals).unwrap_or(0);
    format!("{value:.places$}").replace('-', "−")
}

fn sentence_case(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::alerts::alerts;
    use super::super::rule::{AlertRule, Limits, MonitorPolicy};
    use super::super::samples::{rule, series, timeline};
    use super::super::timeline::Band;
    use super::*;

    fn told(rule: AlertRule, series: Series) -> String {
        let mut history = timeline(vec![series]);
        for (window, name) in history.windows.iter_mut().zip(["05_prior", "06_calm", "07_concept"]) {
            window.name = name.to_owned();
        }
        let policy = MonitorPolicy { rules: vec![rule], ..MonitorPolicy::default() };
        alerts(&history, &policy).pop().map(|alert| alert.message).unwrap_or_default()
    }

    fn accuracy(values: [f64; 3]) -> Series {
        // 0.818 − 3 · 0.019 = 0.761.
        let band = Some(Band { mean: 0.818, std: 0.019, windows: 10, drawn: false });
        Series { band, ..series("accuracy", &values.map(Some)) }
    }

    #[test]
    fn an_alert_says_what_by_how_much_against_what_since_when() {
        let outside = AlertRule { condition: Condition::OutsideLimits, ..rule(1, 1) };
        assert_eq!(
            told(outside.clone(), accuracy([0.8, 0.8, 0.38])),
            "Accuracy is 38.0 % in 07_concept, below the limit of 76.1 %; the reference has 81.8 % ± 1.9."
        );
        assert_eq!(
            told(AlertRule { k: 2, of: 3, ..outside.clone() }, accuracy([0.7, 0.8, 0.38])),
            "Accuracy is 38.0 % in 07_concept, below the limit of 76.1 % (as in 2 of the last 3 windows, since \
             05_prior); the reference has 81.8 % ± 1.9."
        );
        assert_eq!(
            told(AlertRule { k: 2, of: 2, ..outside.clone() }, accuracy([0.8, 0.7, 0.38])),
            "Accuracy is 38.0 % in 07_concept, below the limit of 76.1 % (as in all of the last 2 windows, since \
             06_calm); the reference has 81.8 % ± 1.9."
        );
        let lined =
            Series { line: Some(0.5), band: None, worse: super::super::Worse::Higher, ..accuracy([0.5; 3]) };
        assert_eq!(told(outside, lined), "Accuracy is 50.0 % in 05_prior, at the limit of 50.0 %.");
    }

    #[test]
    fn other_conditions_name_what_the_rule_allows() {
        let with = |condition| told(AlertRule { condition, ..rule(1, 1) }, accuracy([0.8, 0.8, 0.618]));
        assert_eq!(
            with(Condition::ChangeBy(0.15)),
            "Accuracy is 61.8 % in 07_concept, 20.0 points below the reference's 81.8 %; the rule allows 15.0 points."
        );
        assert_eq!(
            with(Condition::ChangeByShare(0.1)),
            "Accuracy is 61.8 % in 07_concept, 20.0 points below the reference's 81.8 %; the rule allows 10.0 % of that."
        );
        assert_eq!(
            with(Condition::Below(0.75)),
            "Accuracy is 61.8 % in 07_concept, below the rule's line of 75.0 %; the reference has 81.8 % ± 1.9."
        );
        let number = Series {
            unit: Unit::Number,
            band: Some(Band { mean: 0.05, std: 0.000_012, windows: 10, drawn: false }),
            ..accuracy([0.8, 0.8, -0.25])
        };
        assert_eq!(
            told(AlertRule { condition: Condition::Below(0.0), ..rule(1, 1) }, number),
            "Accuracy is −0.250 in 07_concept, below the rule's line of 0; the reference has 0.0500 ± 0.0000120."
        );
    }

    #[test]
    fn a_value_and_its_limit_never_read_the_same() {
        let mut policy = MonitorPolicy::default();
        policy.limits.insert("accuracy".to_owned(), Limits { lower: Some(0.761), upper: None });
        let history = timeline(vec![series("accuracy", &[Some(0.760_96)])]);
        assert_eq!(
            alerts(&history, &policy).pop().map(|alert| alert.message).as_deref(),
            Some("Accuracy is 76.096 % in w0, below the limit of 76.100 %.")
        );
    }

    #[test]
    fn numbers_have_three_significant_digits() {
        let number = |value| shown(Unit::Number, value, DIGITS);
        assert_eq!(
            [0.0, 9.996, 0.012_34, 1_234.6, -0.5, 1.5e-7, 2.5e7, f64::INFINITY].map(number),
            ["0", "10.0", "0.0123", "1235", "−0.500", "1.50e−7", "2.50e7", "infinite"]
        );
        assert_eq!([1.0, 0.0045].map(|share| shown(Unit::Share, share, DIGITS)), ["100 %", "0.450 %"]);
    }
}
