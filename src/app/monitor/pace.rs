//! How fast a replay goes: which rows are due, and which windows they complete.

use crate::app::format;
use crate::monitor::Window;

/// Rows a second that the menu offers.
pub const RATES: [u64; 4] = [10, 100, 1_000, 10_000];
/// The fastest that can be typed, in rows a second.
const FASTEST: u64 = 1_000_000;
/// A frame that took longer counts as this long, in milliseconds: a page that was hidden does not jump.
const LONGEST_FRAME: f64 = 250.0;

/// Where a live replay is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Replay {
    /// Everything is shown.
    #[default]
    Off,
    /// Rows arrive.
    Playing,
    /// Rows arrive up to this one, as fast as they can.
    Stepping(u64),
    /// It waits.
    Paused,
    /// All rows have arrived.
    Ended,
}

impl Replay {
    /// Whether rows arrive.
    pub fn is_moving(self) -> bool {
        matches!(self, Self::Playing | Self::Stepping(_))
    }

    /// Whether it has a row that it is at.
    pub fn is_on(self) -> bool {
        self != Self::Off
    }
}

/// Turns time into rows; what is less than a row waits for the next frame.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pace {
    owed: f64,
}

impl Pace {
    /// Rows that are due after so many milliseconds at `rate` rows a second.
    pub fn due(&mut self, elapsed_ms: f64, rate: u64) -> u64 {
        let elapsed = if elapsed_ms.is_finite() { elapsed_ms.clamp(0.0, LONGEST_FRAME) } else { 0.0 };
        self.owed += elapsed * rate as f64 / 1_000.0;
        let whole = self.owed.floor();
        self.owed -= whole;
        whole as u64
    }
}

/// How many windows are complete after so many rows: those whose last row has passed, up to the first
/// that is not. Periods of a calendar stand in order of time, so that a late row holds up what follows.
pub fn reached(windows: &[Window], rows: u64) -> usize {
    windows.iter().take_while(|window| window.last_row < rows).count()
}

/// The number of rows with which the next window is complete.
pub fn next_stop(windows: &[Window], rows: u64) -> Option<u64> {
    windows.get(reached(windows, rows)).map(|window| window.last_row.saturating_add(1))
}

/// Rows that a replay goes through: those of the windows, or of the signal where it has more.
pub fn rows_of(windows: &[Window], values: usize) -> u64 {
    let last = windows.iter().map(|window| window.last_row.saturating_add(1)).max().unwrap_or(0);
    last.max(values as u64)
}

/// Reads the rows a second that were typed.
///
/// # Errors
///
/// One sentence that says what is allowed.
pub fn rate(text: &str) -> Result<u64, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    let read = digits.parse::<u64>().ok().filter(|rate| (1..=FASTEST).contains(rate));
    read.ok_or_else(|| format!("Write a whole number of rows from 1 to {}.", format::count(FASTEST)))
}

/// `Row 1,200 of 6,000 · window 6 of 30`.
pub fn progress_words(row: u64, rows: u64, reached: usize, windows: usize) -> String {
    let mut words = format!("Row {} of {}", format::count(row), format::count(rows));
    if windows > 0 {
        let (reached, windows) = (format::count(reached as u64), format::count(windows as u64));
        words.push_str(&format!(" · window {reached} of {windows}"));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(last_row: u64) -> Window {
        Window { last_row, ..Window::default() }
    }

    #[test]
    fn rows_come_at_the_rate_and_parts_of_a_row_are_kept() {
        let mut pace = Pace::default();
        // 16 ms at 100 rows a second are 1.6 rows: ten frames give 16, however they are rounded.
        let due: Vec<u64> = (0..10).map(|_| pace.due(16.0, 100)).collect();
        assert_eq!(due, [1, 2, 1, 2, 2, 1, 2, 1, 2, 2]);
        assert_eq!(due.iter().sum::<u64>(), 16);
        assert_eq!(Pace::default().due(10.0, 10_000), 100);
    }

    #[test]
    fn a_hidden_page_does_not_jump() {
        assert_eq!(Pace::default().due(60_000.0, 1_000), 250);
        assert_eq!(Pace::default().due(-5.0, 1_000), 0);
        assert_eq!(Pace::default().due(f64::NAN, 1_000), 0);
    }

    #[test]
    fn a_window_is_reached_with_its_last_row() {
        let windows = [window(199), window(399), window(599)];
        assert_eq!([0, 199, 200, 400, 599, 600].map(|rows| reached(&windows, rows)), [0, 0, 1, 2, 2, 3]);
        assert_eq!(next_stop(&windows, 0), Some(200));
        assert_eq!(next_stop(&windows, 200), Some(400));
        assert_eq!(next_stop(&windows, 600), None);
        assert_eq!((rows_of(&windows, 0), rows_of(&windows, 700), rows_of(&[], 3)), (600, 700, 3));
    }

    #[test]
    fn a_late_row_of_a_period_holds_up_the_periods_after_it() {
        let windows = [window(99), window(250), window(199)];
        assert_eq!(reached(&windows, 220), 1);
        assert_eq!(reached(&windows, 251), 3);
    }

    #[test]
    fn rates_are_whole_and_within_reach() {
        assert_eq!(rate("10,000"), Ok(10_000));
        assert_eq!(rate(" 25 "), Ok(25));
        for text in ["0", "-1", "1.5", "", "2000000", "fast"] {
            assert_eq!(
                rate(text),
                Err("Write a whole number of rows from 1 to 1,000,000.".to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn progress_names_row_and_window() {
        assert_eq!(progress_words(1_200, 6_000, 6, 30), "Row 1,200 of 6,000 · window 6 of 30");
        assert_eq!(progress_words(5, 10, 0, 0), "Row 5 of 10");
    }
}
