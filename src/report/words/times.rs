//! Moments and durations of the workspace in words.

use super::format;

const DAY_MS: i64 = 86_400_000;

/// A moment to the minute: `2026-01-31 09:30 UTC`.
///
/// The day of the proleptic Gregorian calendar is counted from 0000-03-01, where a leap day is the last
/// of its year.
///
/// # Source
///
/// H. Hinnant, *chrono-compatible low-level date algorithms* (2013), `civil_from_days`.
pub fn minute(time_ms: i64) -> String {
    let days = time_ms.div_euclid(DAY_MS) + 719_468;
    let minutes = time_ms.rem_euclid(DAY_MS) / 60_000;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}\u{a0}{:02}:{:02}\u{a0}UTC", minutes / 60, minutes % 60)
}

/// How long something took.
pub fn took(started_ms: i64, ended_ms: i64) -> String {
    format::seconds(ended_ms.saturating_sub(started_ms) as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: `date -u -d @seconds '+%F %R'` of GNU coreutils.
    #[test]
    fn moments_are_those_of_the_calendar() {
        let plain = |seconds: i64| minute(seconds * 1000).replace('\u{a0}', " ");
        assert_eq!(plain(0), "1970-01-01 00:00 UTC");
        assert_eq!(plain(951_827_696), "2000-02-29 12:34 UTC");
        assert_eq!(plain(1_798_761_599), "2026-12-31 23:59 UTC");
        assert_eq!(plain(-1), "1969-12-31 23:59 UTC");
    }

    #[test]
    fn a_clock_that_was_set_back_took_no_time() {
        assert_eq!(took(1_000, 3_500), "2.5\u{a0}s");
        assert_eq!(took(3_500, 1_000), "0.0\u{a0}s");
    }
}
