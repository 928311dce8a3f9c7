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
        }
    }

    /// Earliest and latest time of a slot.
    pub fn times(&self, slot: usize) -> Option<(i64, i64)> {
        match self {
            Self::Windows(windows) => windows.get(slot)?.times,
            Self::Rows { .. } => None,
        }
    }

    /// `1 window`, `12,000 rows`.
    pub fn counted(&self, slots: usize) -> String {
        let noun = match (self, slots) {
            (Self::Windows(_), 1) => "window",
            (Self::Windows(_), _) => "windows",
            (Self::Rows { .. }, 1) => "row",
            (Self::Rows { .. }, _) => "rows",
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
    fn a_range_is_kept_within_what_there_is() {
        let rows = Slots::Rows { first: 1, count: 10 };
        assert_eq!(rows.visible(None), Some((0, 9)));
        assert_eq!(rows.visible(Some((7, 3))), Some((3, 7)));
        assert_eq!(rows.visible(Some((8, 99))), Some((8, 9)));
        assert_eq!(rows.visible(Some((50, 99))), Some((9, 9)));
        assert_eq!(Slots::Windows(Vec::new()).visible(None), None);
    }
}
