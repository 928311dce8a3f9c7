//! What stands along an axis of time: windows with names, or the rows of a stream.

use super::format::count;
use crate::monitor::Window;

/// What stands along the axis, one slot each, at equal distances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slots {
    /// Windows, in order.
    Windows(Vec<TimeSlot>),
    /// Rows of a stream, in order.
    Rows {
        /// Number of the first row, counted from 1.
        first: u64,
        /// How many there are.
        count: usize,
    },
    /// Stretches of a stream that is too long for a slot a row, in order from its first row on.
    Stretches {
        /// Rows in all.
        rows: u64,
        /// Rows in each; the last may be shorter. At least 1.
        length: u64,
    },
}

/// A window on the axis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimeSlot {
    /// Its name.
    pub name: String,
    /// Earliest and latest time in milliseconds since 1970-01-01T00:00:00Z; `None` without a timestamp.
    pub times: Option<(i64, i64)>,
}

impl Slots {
    /// The slots of a timeline's windows.
    pub fn of(windows: &[Window]) -> Self {
        let slot = |window: &Window| TimeSlot { name: window.name.clone(), times: window.times };
        Self::Windows(windows.iter().map(slot).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Windows(windows) => windows.len(),
            Self::Rows { count, .. } => *count,
            Self::Stretches { rows, length } => {
                usize::try_from(rows.div_ceil((*length).max(1))).unwrap_or(usize::MAX)
            }
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Name of a slot; empty past the end.
    pub fn name(&self, slot: usize) -> String {
        match self {
            Self::Windows(windows) => {
                windows.get(slot).map_or_else(String::new, |window| window.name.clone())
            }
            Self::Rows { first, .. } => format!("row {}", count(first.saturating_add(slot as u64))),
            Self::Stretches { rows, length } => {
                let before = (slot as u64).saturating_mul(*length);
                let last = before.saturating_add(*length).min(*rows);
                format!("rows {} to {}", count(before.saturating_add(1)), count(last))
            }
        }
    }

    /// Earliest and latest time of a slot.
    pub fn times(&self, slot: usize) -> Option<(i64, i64)> {
        match self {
            Self::Windows(windows) => windows.get(slot)?.times,
            Self::Rows { .. } | Self::Stretches { .. } => None,
        }
    }

    /// `1 window`, `12,000 rows`, `20,000 stretches of 50 rows`.
    pub fn counted(&self, slots: usize) -> String {
        if let Self::Stretches { length, .. } = self {
            let noun = if slots == 1 { "stretch" } else { "stretches" };
            return format!("{} {noun} of {} rows", count(slots as u64), count(*length));
        }
        let noun = match (self, slots) {
            (Self::Windows(_), 1) => "window",
            (Self::Windows(_), _) => "windows",
            (_, 1) => "row",
            (_, _) => "rows",
        };
        format!("{} {noun}", count(slots as u64))
    }

    /// First and last slot of `range`, or of all, within what there is; `None` without a slot.
    pub fn visible(&self, range: Option<(usize, usize)>) -> Option<(usize, usize)> {
        let end = self.len().checked_sub(1)?;
        let (first, last) = range.unwrap_or((0, end));
        Some((first.min(last).min(end), first.max(last).min(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_named_and_counted() {
        let windows = Slots::of(&[Window { name: "2024-03".to_owned(), ..Window::default() }]);
        assert_eq!((windows.name(0).as_str(), windows.name(1).as_str()), ("2024-03", ""));
        assert_eq!(windows.counted(1), "1 window");
        let rows = Slots::Rows { first: 1, count: 12_000 };
        assert_eq!(
            (rows.name(11_999).as_str(), rows.counted(12_000).as_str()),
            ("row 12,000", "12,000 rows")
        );
    }

    #[test]
    fn a_long_stream_stands_in_stretches_of_which_the_last_is_shorter() {
        let slots = Slots::Stretches { rows: 1_000_020, length: 50 };
        assert_eq!(slots.len(), 20_001);
        assert_eq!(slots.name(1), "rows 51 to 100");
        assert_eq!(slots.name(20_000), "rows 1,000,001 to 1,000,020");
        assert_eq!(slots.counted(20_001), "20,001 stretches of 50 rows");
    }

    #[test]
    fn a_range_is_kept_within_what_there_is() {
        let rows = Slots::Rows { first: 1, count: 10 };
        assert_eq!(rows.visible(None), Some((0, 9)));
        assert_eq!(rows.visible(Some((7, 3))), Some((3, 7)));
        assert_eq!(rows.visible(Some((8, 99))), Some((8, 9)));
        assert_eq!(rows.visible(Some((50, 99))), Some((9, 9)));
        assert_eq!(Slots::Windows(Vec::new()).visible(None), None);
    }
}
