//! Days, weeks, months and quarters of the proleptic Gregorian calendar in UTC, years 1 to 9999.

use super::Pane;
use crate::data::datetime::{DAY, date_of, day_number};

/// 1970-01-01 is a Thursday: three days after the Monday from which weeks are counted.
const DAYS_BEFORE_EPOCH: i64 = 3;

/// Which period of the calendar a time is in, as a number: consecutive periods have consecutive numbers.
/// `millis` since 1970-01-01T00:00:00Z; 0 for panes that are not of the calendar.
pub fn pane_of(millis: i64, pane: Pane) -> i64 {
    let days = millis.div_euclid(DAY);
    let (year, month, _) = date_of(days);
    match pane {
        Pane::Day => days,
        Pane::Week => (days + DAYS_BEFORE_EPOCH).div_euclid(7),
        Pane::Month => 12 * year + month - 1,
        Pane::Quarter => 4 * year + (month - 1) / 3,
        Pane::File | Pane::Rows(_) | Pane::Number(_) => 0,
    }
}

/// When a period begins, in milliseconds since 1970-01-01T00:00:00Z.
pub fn pane_start(ordinal: i64, pane: Pane) -> i64 {
    first_day(ordinal, pane).saturating_mul(DAY)
}

/// Name of a period: `2024-03-07`, `2024-W10` (ISO 8601: the week belongs to the year of its Thursday),
/// `2024-03`, `2024-Q1`.
pub fn pane_name(ordinal: i64, pane: Pane) -> String {
    let first = first_day(ordinal, pane);
    let (year, month, day) = date_of(first);
    match pane {
        Pane::Day => format!("{year:04}-{month:02}-{day:02}"),
        Pane::Week => {
            let thursday = first + 3;
            let (year, _, _) = date_of(thursday);
            format!("{year:04}-W{:02}", (thursday - day_number(year, 1, 1)) / 7 + 1)
        }
        Pane::Month => format!("{year:04}-{month:02}"),
        Pane::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
        Pane::File | Pane::Rows(_) | Pane::Number(_) => String::new(),
    }
}

/// First day of a period, in days since 1970-01-01.
fn first_day(ordinal: i64, pane: Pane) -> i64 {
    let month = |months: i64| day_number(months.div_euclid(12), months.rem_euclid(12) + 1, 1);
    match pane {
        Pane::Day => ordinal,
        Pane::Week => 7 * ordinal - DAYS_BEFORE_EPOCH,
        Pane::Month => month(ordinal),
        Pane::Quarter => month(3 * ordinal),
        Pane::File | Pane::Rows(_) | Pane::Number(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data::datetime::{DayOrder, parse};

    const PANES: [Pane; 4] = [Pane::Day, Pane::Week, Pane::Month, Pane::Quarter];

    /// Expected values: Python 3.11 `datetime.date(…).isocalendar()` for the weeks.
    #[test]
    fn periods_are_named_as_python_names_them() {
        for (date, names) in [
            ("2024-03-07", ["2024-03-07", "2024-W10", "2024-03", "2024-Q1"]),
            ("2024-12-30", ["2024-12-30", "2025-W01", "2024-12", "2024-Q4"]),
            ("2021-01-03", ["2021-01-03", "2020-W53", "2021-01", "2021-Q1"]),
            ("2021-01-04", ["2021-01-04", "2021-W01", "2021-01", "2021-Q1"]),
            ("2000-02-29", ["2000-02-29", "2000-W09", "2000-02", "2000-Q1"]),
            ("1900-12-31", ["1900-12-31", "1901-W01", "1900-12", "1900-Q4"]),
            ("1969-12-31", ["1969-12-31", "1970-W01", "1969-12", "1969-Q4"]),
            ("1970-01-01", ["1970-01-01", "1970-W01", "1970-01", "1970-Q1"]),
            ("0001-01-01", ["0001-01-01", "0001-W01", "0001-01", "0001-Q1"]),
            ("9999-12-31", ["9999-12-31", "9999-W52", "9999-12", "9999-Q4"]),
        ] {
            let noon = parse(date, DayOrder::DayFirst).unwrap() + DAY / 2;
            assert_eq!(PANES.map(|pane| pane_name(pane_of(noon, pane), pane)), names, "{date}");
        }
    }

    /// Expected values: GNU `date -u -d … +%s`.
    #[test]
    fn periods_begin_at_midnight() {
        let time = parse("2024-05-15T12:00", DayOrder::DayFirst).unwrap();
        let starts = PANES.map(|pane| pane_start(pane_of(time, pane), pane) / 1000);
        assert_eq!(starts, [1_715_731_200, 1_715_558_400, 1_714_521_600, 1_711_929_600]);
    }

    proptest! {
        #[test]
        fn a_time_is_in_its_period_and_not_in_the_next(millis in -62_135_596_800_000_i64..253_402_300_800_000) {
            for pane in PANES {
                let ordinal = pane_of(millis, pane);
                prop_assert!(pane_start(ordinal, pane) <= millis && millis < pane_start(ordinal + 1, pane));
                prop_assert_eq!(pane_of(pane_start(ordinal, pane), pane), ordinal);
            }
        }
    }
}
