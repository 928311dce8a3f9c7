//! When each row was made.

use crate::data::datetime::{DayOrder, from_number, parse, parse_period, period_from_number};
use crate::data::{CellColumn, CellPlace};

/// The cells of a timestamp, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowTimes {
    /// One a row, in milliseconds since 1970-01-01T00:00:00Z; `None` where there is none.
    pub millis: Vec<Option<i64>>,
    /// Cells that are there and are no time.
    pub unread: u64,
    /// Missing cells.
    pub missing: u64,
}

/// Reads a column that was chosen as timestamp: dates and times, epochs in seconds or milliseconds,
/// `yyyymmdd`, and months or quarters as their first day (`2008-05`, `05/2008`, `2008-Q2`, `200805`).
/// The whole column decides whether the day or the month comes first.
pub fn row_times(column: &CellColumn) -> RowTimes {
    let order = DayOrder::of(column.dictionary().iter().map(String::as_str));
    let of_text: Vec<Option<i64>> =
        column.dictionary().iter().map(|text| parse(text, order).or_else(|| parse_period(text))).collect();
    let mut times = RowTimes { millis: Vec::with_capacity(column.len()), ..RowTimes::default() };
    for row in 0..column.len() {
        let time = match column.place(row) {
            CellPlace::Missing => {
                times.missing += 1;
                times.millis.push(None);
                continue;
            }
            CellPlace::Number(value) => from_number(value).or_else(|| period_from_number(value)),
            CellPlace::Text(place) => of_text.get(place).copied().flatten(),
        };
        times.unread += u64::from(time.is_none());
        times.millis.push(time);
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Cell;

    fn of(cells: &[&str]) -> RowTimes {
        row_times(&CellColumn::from_cells("time", cells.iter().map(|cell| Cell::read(cell))))
    }

    /// Expected values: GNU `date -u -d … +%s`.
    #[test]
    fn every_form_of_a_time_is_read_and_the_rest_counted() {
        let may = Some(1_209_600_000_000);
        let cells = [
            "2008-05",
            "05/2008",
            "200805",
            "2008-05-01",
            "20080501",
            "1209600000",
            "1209600000000",
            "2008-Q2",
            "",
            "soon",
            "12",
        ];
        let times = of(&cells);
        assert_eq!(times.millis[..7], [may; 7]);
        assert_eq!(times.millis[7..], [Some(1_207_008_000_000), None, None, None]);
        assert_eq!((times.missing, times.unread), (1, 2));
    }

    /// Expected values: GNU `date -u -d … +%s`.
    #[test]
    fn the_whole_column_decides_on_the_order_of_day_and_month() {
        let second_of_january = Some(1_704_153_600_000);
        assert_eq!(of(&["02/01/2024", "13/02/2024"]).millis[0], second_of_january);
        assert_eq!(of(&["01/02/2024", "02/13/2024"]).millis[0], second_of_january);
    }
}
