//! Dates and times of day to milliseconds since 1970-01-01T00:00:00Z.
//!
//! Read are ISO 8601 dates and date-times (`T` or space, fractional seconds, `Z` or an
//! offset; a leap second `:60` counts as the next second), `yyyymmdd`, `yyyy/mm/dd`, and
//! day and month in either order before the year with `/`, `-` or `.`. Without an offset
//! a time is taken as UTC. Days that do not exist, such as 2024-02-30, are refused.
//!
//! Months and quarters without a day are read by [`parse_period`] alone, which is asked only about a
//! column that is known to hold times: elsewhere `12/2000` is a ratio and `1999-12` a code.
//!
//! Whether `01/02/2024` is January or February is a question for the whole column, not
//! for the cell: see [`DayOrder`].

use super::facts::Range;

/// Whether the day or the month comes first where the year comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayOrder {
    /// `31/12/2024`; also where nothing in the column tells.
    #[default]
    DayFirst,
    /// `12/31/2024`.
    MonthFirst,
}

impl DayOrder {
    /// The order that reads more of the column's cells; month first only if that reads
    /// strictly more. Forms with dots are always day first.
    pub fn of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut day, mut month) = (0_u64, 0_u64);
        for cell in cells {
            day += u64::from(parse(cell, DayOrder::DayFirst).is_some());
            month += u64::from(parse(cell, DayOrder::MonthFirst).is_some());
        }
        if month > day { DayOrder::MonthFirst } else { DayOrder::DayFirst }
    }
}

/// Milliseconds since the epoch of a cell that is a date, or a date and time.
pub fn parse(cell: &str, order: DayOrder) -> Option<i64> {
    let cell = cell.trim_matches(' ');
    if !cell.is_ascii() || !cell.bytes().next()?.is_ascii_digit() || cell.len() > 40 {
        return None;
    }
    let split = cell.find(['T', 't', ' ']);
    let (date, time) = match split {
        Some(at) => (&cell[..at], Some(cell[at + 1..].trim_start_matches(' '))),
        None => (cell, None),
    };
    let days = date_days(date, order)?;
    let millis = time.map_or(Some(0), time_millis)?;
    Some(days * DAY + millis)
}

/// Milliseconds since the epoch of a number in a column of times: `yyyymmdd`, or an
/// epoch in seconds or milliseconds, told apart by size.
pub fn from_number(number: f64) -> Option<i64> {
    if number.fract() == 0.0 && within(number, YYYYMMDD) {
        return date_days(&format!("{number:.0}"), DayOrder::DayFirst).map(|days| days * DAY);
    }
    if within(number, SECONDS) {
        return Some((number * 1e3).round() as i64);
    }
    within(number, MILLISECONDS).then(|| number.round() as i64)
}

/// Milliseconds since the epoch of the first day of a month or a quarter: `2008-05`, `2008/05`, `05/2008`,
/// `2008-Q2`, `2008Q2`, of the years 1900 to 2100.
pub fn parse_period(cell: &str) -> Option<i64> {
    let cell = cell.trim_matches(' ');
    if let Some((year, quarter)) = cell.split_once(['Q', 'q']) {
        let quarter = number(quarter).filter(|n| quarter.len() == 1 && (1..=4).contains(n))?;
        return first_of(year.strip_suffix('-').unwrap_or(year), 3 * quarter - 2);
    }
    if let Some((month, year)) = cell.split_once('/').filter(|(month, _)| month.len() <= 2) {
        return first_of(year, number(month)?);
    }
    let (year, month) = cell.split_once(['-', '/']).filter(|(_, month)| month.len() <= 2)?;
    first_of(year, number(month)?)
}

/// Milliseconds since the epoch of the first day of a month that is written as the number `yyyymm`, of
/// the years 1900 to 2100.
pub fn period_from_number(number: f64) -> Option<i64> {
    if number.fract() != 0.0 || !within(number, YYYYMM) {
        return None;
    }
    days(number as i64 / 100, number as i64 % 100, 1).map(|days| days * DAY)
}

fn first_of(year: &str, month: i64) -> Option<i64> {
    let year = number(year).filter(|n| year.len() == 4 && (1900..=2100).contains(n))?;
    days(year, month, 1).map(|days| days * DAY)
}

/// Whether numbers in this range can all be times of one form.
pub(crate) fn numbers_are_times(range: Range) -> bool {
    [YYYYMMDD, SECONDS, MILLISECONDS]
        .into_iter()
        .any(|form| within(range.min, form) && within(range.max, form))
}

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;
const YYYYMM: Range = Range { min: 190_001.0, max: 210_012.0 };
const YYYYMMDD: Range = Range { min: 19_000_101.0, max: 21_001_231.0 };
/// 1973 to 2099.
const SECONDS: Range = Range { min: 1e8, max: 4.1e9 };
/// The same in milliseconds.
const MILLISECONDS: Range = Range { min: 1e11, max: 4.1e12 };

fn within(number: f64, range: Range) -> bool {
    range.min <= number && number <= range.max
}

fn date_days(date: &str, order: DayOrder) -> Option<i64> {
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return days(number(&date[..4])?, number(&date[4..6])?, number(&date[6..])?);
    }
    let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = date.split(separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || second.len() > 2 {
        return None;
    }
    if first.len() == 4 && third.len() <= 2 {
        return days(number(first)?, number(second)?, number(third)?);
    }
    let year = match third.len() {
        4 => number(third)?,
        // As POSIX reads two digits.
        2 => number(third).map(|year| if year < 69 { 2000 + year } else { 1900 + year })?,
        _ => return None,
    };
    if first.len() > 2 {
        return None;
    }
    let (first, second) = (number(first)?, number(second)?);
    if order == DayOrder::DayFirst || separator == '.' {
        days(year, second, first)
    } else {
        days(year, first, second)
    }
}

fn time_millis(time: &str) -> Option<i64> {
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => (time[..at].trim_end_matches(' '), offset_minutes(&time[at..])?),
        None => (time, 0),
    };
    let (clock, half_day) = match clock.len().checked_sub(2).and_then(|at| clock.get(at..)) {
        Some(half) if half.eq_ignore_ascii_case("am") => (clock[..clock.len() - 2].trim_end(), Some(0)),
        Some(half) if half.eq_ignore_ascii_case("pm") => (clock[..clock.len() - 2].trim_end(), Some(12)),
        _ => (clock, None),
    };
    let mut parts = clock.split(':');
    let hour = number(parts.next()?).filter(|&hour| hour <= 24)?;
    let minute = number(parts.next()?).filter(|&minute| minute <= 59)?;
    let (second, millis) = match parts.next() {
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
            if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let millis = fraction
                .bytes()
                .chain(*b"00")
                .take(3)
                .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
            (number(whole).filter(|&second| second <= 60)?, millis)
        }
        None => (0, 0),
    };
    if parts.next().is_some() || (hour == 24 && (minute, second, millis) != (0, 0, 0)) {
        return None;
    }
    let hour = match half_day {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    Some(((hour * 60 + minute - offset) * 60 + second) * 1000 + millis)
}

/// `Z`, `+02`, `+0200`, `+02:00`.
fn offset_minutes(offset: &str) -> Option<i64> {
    let (sign, digits) = offset.split_at(1);
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return digits.is_empty().then_some(0),
    };
    let (hours, minutes) = match digits.len() {
        2 => (digits, "0"),
        4 => digits.split_at(2),
        5 => digits.split_once(':').filter(|(hours, _)| hours.len() == 2)?,
        _ => return None,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 18 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

fn number(digits: &str) -> Option<i64> {
    let valid = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| digits.bytes().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, for years 1 to 9999.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    (year >= 1 && (1..=length).contains(&day)).then(|| day_number(year, month, day))
}

/// Days since 1970-01-01 of a date that exists.
///
/// # Source
///
/// E. G. Richards, *Mapping Time* (1998): days of whole years, plus days of whole months
/// of a year that starts in March.
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 1970-01-01 is day 719,468 counted from 0000-03-01.
    days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// Year, month and day of a number of days since 1970-01-01; undoes [`day_number`].
///
/// # Source
///
/// H. Hinnant, *chrono-Compatible Low-Level Date Algorithms* (2021), `civil_from_days`: 400 years
/// have 146,097 days.
pub(crate) fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_first(cell: &str) -> Option<i64> {
        parse(cell, DayOrder::DayFirst)
    }

    /// Expected values: GNU `date -u -d … +%s`.
    #[test]
    fn iso_and_local_forms() {
        let leap_day = 1_709_164_800_000;
        for cell in [
            "2024-02-29",
            "20240229",
            "29/02/2024",
            "29.02.24",
            "2024/02/29",
            "2024-02-29 00:00",
            "29-2-2024",
            "2024-02-29T00:00:00.000Z",
        ] {
            assert_eq!(day_first(cell), Some(leap_day), "{cell}");
        }
        assert_eq!(day_first("2024-02-29T23:59:60Z"), Some(leap_day + DAY));
        assert_eq!(day_first("2024-02-29T02:30:15.25+02:30"), Some(leap_day + 15_250));
        assert_eq!(day_first("2024-02-28 19:00:00-0500"), Some(leap_day));
        assert_eq!(day_first("2024-02-29 1:05 PM"), Some(leap_day + 47_100_000));
        assert_eq!(day_first("1969-12-31"), Some(-DAY));
        assert_eq!(day_first("1900-03-01"), Some(-2_203_891_200_000));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for cell in [
            "2024-02-30",
            "2023-02-29",
            "2024-13-01",
            "12",
            "1.5",
            "1.2.3.4",
            "2024-02",
            "a",
            "",
            "2024-02-29T25:00",
            "2024-02-29T",
            "192.168.0.1",
            "2024-02-29X",
            "0000-01-01",
        ] {
            assert_eq!(day_first(cell), None, "{cell}");
        }
    }

    #[test]
    fn the_column_decides_on_the_order() {
        assert_eq!(DayOrder::of(["01/02/2024", "13/02/2024"]), DayOrder::DayFirst);
        assert_eq!(DayOrder::of(["01/02/2024", "02/13/2024"]), DayOrder::MonthFirst);
        assert_eq!(parse("02/13/2024", DayOrder::MonthFirst), day_first("13/02/2024"));
        assert_eq!(DayOrder::of(["01/02/2024"]), DayOrder::DayFirst);
    }

    #[test]
    fn numbers_by_their_size() {
        assert_eq!(from_number(1_709_164_800.0), day_first("2024-02-29"));
        assert_eq!(from_number(1_709_164_800_000.0), day_first("2024-02-29"));
        assert_eq!(from_number(20_240_229.0), day_first("2024-02-29"));
        assert_eq!(from_number(20_240_230.0), None);
        assert_eq!(from_number(12.0), None);
    }

    /// Expected values: GNU `date -u -d … +%s`.
    #[test]
    fn months_and_quarters_are_their_first_day() {
        let may = Some(1_209_600_000_000);
        for cell in ["2008-05", "2008/05", "05/2008", "5/2008", " 2008-5 "] {
            assert_eq!((parse_period(cell), day_first(cell)), (may, None), "{cell}");
        }
        assert_eq!(period_from_number(200_805.0), may);
        for cell in ["2008-Q2", "2008Q2", "2008q2"] {
            assert_eq!(parse_period(cell), Some(1_207_008_000_000), "{cell}");
        }
        assert_eq!(parse_period("1900-01"), Some(-2_208_988_800_000));
        for cell in [
            "12/200",
            "12/20000",
            "1899-12",
            "2101-01",
            "2008-13",
            "2008-00",
            "2008-Q5",
            "2008-Q02",
            "2008--Q2",
            "Q2",
            "2008",
            "200805",
            "2008-05-01",
            "05-2008",
            "5/6",
            "2008-+5",
            "-",
            "/",
            "",
        ] {
            assert_eq!(parse_period(cell), None, "{cell}");
        }
        for number in [200_800.0, 200_813.0, 200_805.5, 189_912.0, f64::NAN, f64::INFINITY] {
            assert_eq!(period_from_number(number), None, "{number}");
        }
    }

    proptest::proptest! {
        #[test]
        fn dates_read_back(days in -719_162_i64..=2_932_896) {
            let (year, month, day) = date_of(days);
            proptest::prop_assert_eq!(super::days(year, month, day), Some(days));
        }

        #[test]
        fn any_text_is_judged_without_panic(cell in ".{0,45}", digits in "[0-9TZ:+/. -]{0,45}") {
            let _ = (day_first(&cell), day_first(&digits), parse(&digits, DayOrder::MonthFirst));
            let _ = (parse_period(&cell), parse_period(&digits));
        }
    }
}
