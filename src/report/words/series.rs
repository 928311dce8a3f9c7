//! Values of series, as tables show them.

use super::format;
use crate::monitor::{Limits, Series, Unit, Window, Worse, calendar, is_outside};

/// A dash where there is nothing.
pub const NONE: &str = "–";

/// A value in a unit.
pub fn value(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share => format::share(value),
        Unit::Number => format::number(value),
    }
}

/// A value that may be missing.
pub fn or_dash(unit: Unit, found: Option<f64>) -> String {
    found.map_or_else(|| NONE.to_owned(), |found| value(unit, found))
}

/// A distance between two values of a unit: of shares in percentage points.
pub fn distance(unit: Unit, distance: f64) -> String {
    match unit {
        Unit::Share => format!("{}\u{a0}pp", format::number(100.0 * distance)),
        Unit::Number => format::number(distance),
    }
}

/// Thresholds in words: `76.1 % to 87.6 %`, `at least 76.1 %`; a dash without any.
pub fn limits(series: &Series, limits: Limits) -> String {
    let say = |limit: f64| value(series.unit, limit);
    match limits {
        Limits { lower: None, upper: None } => NONE.to_owned(),
        Limits { lower: Some(lower), upper: Some(upper) } => format!("{} to {}", say(lower), say(upper)),
        Limits { lower: Some(lower), upper: None } => format!("at least {}", say(lower)),
        Limits { lower: None, upper: Some(upper) } if series.line.is_some() => {
            format!("under {}", say(upper))
        }
        Limits { lower: None, upper: Some(upper) } => format!("at most {}", say(upper)),
    }
}

/// How far a value lies outside its thresholds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// `3.12 pp below`.
    pub words: String,
    /// Whether it is outside on the side that is bad.
    pub is_worse: bool,
}

/// How far a value lies outside; `None` inside.
pub fn outside(series: &Series, limits: Limits, value: f64) -> Option<Outside> {
    let limit = is_outside(series, limits, value)?;
    let is_below = value < limit;
    let words = if value == limit {
        "on the line".to_owned()
    } else {
        let side = if is_below { "below" } else { "above" };
        format!("{} {side}", distance(series.unit, (value - limit).abs()))
    };
    let is_worse = match series.worse {
        Worse::Lower => is_below,
        Worse::Higher => !is_below,
        Worse::Either => true,
    };
    Some(Outside { words, is_worse })
}

/// The days of a window, in UTC: `2024-03-01 to 2024-03-31`; `None` without a timestamp.
pub fn days(window: &Window) -> Option<String> {
    let day = |millis: i64| {
        let pane = crate::monitor::Pane::Day;
        calendar::pane_name(calendar::pane_of(millis, pane), pane)
    };
    let (first, last) = window.times?;
    let (first, last) = (day(first), day(last));
    Some(if first == last { first } else { format!("{first} to {last}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::SeriesGroup;

    fn series(worse: Worse) -> Series {
        Series {
            id: "accuracy".to_owned(),
            label: "accuracy".to_owned(),
            group: SeriesGroup::Performance,
            unit: Unit::Share,
            worse,
            range: (Some(0.0), Some(1.0)),
            reference: Vec::new(),
            band: None,
            line: None,
            points: Vec::new(),
            null: Vec::new(),
        }
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn outside_is_a_distance_and_a_side_and_only_one_side_is_worse() {
        let limits = Limits { lower: Some(0.75), upper: Some(0.875) };
        let told = |worse, value| {
            outside(&series(worse), limits, value).map(|found| (plain(&found.words), found.is_worse))
        };
        assert_eq!(told(Worse::Lower, 0.5), Some(("25 pp below".to_owned(), true)));
        assert_eq!(told(Worse::Lower, 1.0), Some(("12.5 pp above".to_owned(), false)));
        assert_eq!(told(Worse::Higher, 1.0), Some(("12.5 pp above".to_owned(), true)));
        assert_eq!(told(Worse::Either, 0.5).map(|told| told.1), Some(true));
        assert_eq!(told(Worse::Lower, 0.8), None);
        let lined = Series { line: Some(0.5), ..series(Worse::Higher) };
        let limits = Limits { lower: None, upper: Some(0.5) };
        assert_eq!(outside(&lined, limits, 0.5).map(|found| found.words).as_deref(), Some("on the line"));
    }

    #[test]
    fn thresholds_are_told_as_one_range() {
        let told = |lower, upper| plain(&limits(&series(Worse::Lower), Limits { lower, upper }));
        assert_eq!(told(Some(0.75), Some(0.875)), "75 % to 87.5 %");
        assert_eq!(told(Some(0.75), None), "at least 75 %");
        assert_eq!(told(None, Some(0.875)), "at most 87.5 %");
        assert_eq!(told(None, None), "–");
    }

    #[test]
    fn a_window_is_told_by_its_days() {
        let window = |times| Window { times, ..Window::default() };
        // 2024-03-01T00:00:00Z and 2024-03-31T23:59:59Z, by GNU date.
        let march = window(Some((1_709_251_200_000, 1_711_929_599_000)));
        assert_eq!(days(&march).as_deref(), Some("2024-03-01 to 2024-03-31"));
        assert_eq!(
            days(&window(Some((1_709_251_200_000, 1_709_251_200_001)))).as_deref(),
            Some("2024-03-01")
        );
        assert_eq!(days(&window(None)), None);
    }
}
