//! Cuts data into windows: first into panes, then several panes that follow each other into one window.

use std::collections::BTreeMap;

use super::calendar::{pane_name, pane_of};
use super::{MonitorError, Pane, Window, WindowRule};
use crate::drift::words::count;

/// Most windows of a history.
pub const MOST_WINDOWS: u64 = 5_000;
/// Most rows of all windows together, each counted in every window that it is in: 400 MB of row numbers.
pub const MOST_WINDOW_ROWS: u64 = 100_000_000;

/// The windows of a history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Windows {
    /// In order; at least one.
    pub windows: Vec<WindowRows>,
    /// Rows that are in no window, because they have no time; 0 unless panes are of the calendar.
    pub without_time: u64,
}

/// A window and its rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WindowRows {
    /// What is known of it; `labelled` is 0 here.
    pub window: Window,
    /// Its rows, counted from 0 over all files, ascending; at least one.
    pub rows: Vec<u32>,
}

/// Cuts the rows of `files` (name and rows of each) into windows.
///
/// - `File`: one pane a file.
/// - `Rows(n)`: panes of n rows over all files; the last is as short as it comes, as `NannyML` has it.
/// - `Number(k)`: k panes; where the rows do not part evenly, the first have one more, as
///   `numpy.array_split` has it.
/// - Of the calendar: by `times` (one a row, milliseconds since the epoch), in whichever order the rows
///   are. Rows without a time are in no window, and counted.
///
/// Files and periods without rows make no pane. With `panes` above 1, window i is panes i to i + `panes` − 1
/// of those that there are, named by the first and the last: `2024-01 … 2024-03`.
///
/// # Errors
///
/// [`MonitorError::NoRows`], [`MonitorError::Setting`] for a size of 0, [`MonitorError::TooManyWindows`],
/// [`MonitorError::TooManyRows`], [`MonitorError::NoTimestamp`], [`MonitorError::NoTimes`],
/// [`MonitorError::TooFewPanes`].
pub fn windows_of(
    rule: WindowRule,
    files: &[(String, u64)],
    times: Option<&[Option<i64>]>,
) -> Result<Windows, MonitorError> {
    let rows = files.iter().map(|(_, rows)| rows).sum();
    check(rule, rows, times.is_some())?;
    let panes = match rule.pane {
        Pane::File => by_file(files),
        Pane::Rows(size) => spans((0..rows.div_ceil(size)).map(|_| size), rows, |_| None),
        Pane::Number(number) => {
            let (size, longer) = (rows / number, rows % number);
            spans((0..number).map(|at| size + u64::from(at < longer)), rows, |at| Some(count(at)))
        }
        calendar => by_calendar(calendar, rows, times.unwrap_or_default()),
    };
    let covered: u64 = panes.iter().map(|pane| pane.rows.len() as u64).sum();
    let windows = slide(rule, &panes, times)?;
    Ok(Windows { windows, without_time: rows - covered })
}

fn check(rule: WindowRule, rows: u64, timed: bool) -> Result<(), MonitorError> {
    let setting = |name: &str, value: u64, allowed: String| {
        Err(MonitorError::Setting { name: name.to_owned(), value: count(value), allowed })
    };
    if rows == 0 {
        return Err(MonitorError::NoRows);
    }
    if rule.panes == 0 {
        return setting("panes a window", 0, "1 or more".to_owned());
    }
    if rows > MOST_WINDOW_ROWS {
        return Err(MonitorError::TooManyRows { rows, most: MOST_WINDOW_ROWS });
    }
    let panes = match rule.pane {
        Pane::Rows(0) => return setting("rows a window", 0, "1 or more".to_owned()),
        Pane::Number(number) if number == 0 || number > rows => {
            let allowed = format!("1 to {}, the number of rows", count(rows));
            return setting("number of windows", number, allowed);
        }
        pane if pane.is_calendar() && !timed => return Err(MonitorError::NoTimestamp { pane }),
        Pane::Rows(size) => rows.div_ceil(size),
        Pane::Number(number) => number,
        _ => return Ok(()),
    };
    few_enough(rule, panes)
}

/// Refuses too many windows of so many panes, before they are made.
fn few_enough(rule: WindowRule, panes: u64) -> Result<(), MonitorError> {
    let windows = (panes + 1).saturating_sub(u64::from(rule.panes));
    if windows > MOST_WINDOWS {
        return Err(MonitorError::TooManyWindows { pane: rule.pane, windows, most: MOST_WINDOWS });
    }
    Ok(())
}

/// A pane with at least one row.
struct PaneRows {
    /// `None` for panes that are known by their rows.
    name: Option<String>,
    rows: Vec<u32>,
}

fn by_file(files: &[(String, u64)]) -> Vec<PaneRows> {
    let mut first = 0_u64;
    let pane = |(name, rows): &(String, u64)| {
        let pane = PaneRows { name: Some(name.clone()), rows: numbers(first, first + rows) };
        first += rows;
        pane
    };
    files.iter().map(pane).filter(|pane| !pane.rows.is_empty()).collect()
}

/// Panes of these lengths one after the other, the last as long as rows are left; `name` by their number,
/// from 1 on.
fn spans(lengths: impl Iterator<Item = u64>, rows: u64, name: fn(u64) -> Option<String>) -> Vec<PaneRows> {
    let mut first = 0_u64;
    let pane = |(at, length): (usize, u64)| {
        let end = rows.min(first.saturating_add(length));
        let pane = PaneRows { name: name(at as u64 + 1), rows: numbers(first, end) };
        first = end;
        pane
    };
    lengths.enumerate().map(pane).collect()
}

fn by_calendar(pane: Pane, rows: u64, times: &[Option<i64>]) -> Vec<PaneRows> {
    let mut periods: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
    for (row, time) in (0..rows as u32).zip(times) {
        if let Some(time) = time {
            periods.entry(pane_of(*time, pane)).or_default().push(row);
        }
    }
    periods.into_iter().map(|(at, rows)| PaneRows { name: Some(pane_name(at, pane)), rows }).collect()
}

/// At most [`MOST_WINDOW_ROWS`] rows are cut, so that all fit into 32 bits.
fn numbers(first: u64, end: u64) -> Vec<u32> {
    (first as u32..end as u32).collect()
}

/// Every run of `panes` panes as a window.
fn slide(
    rule: WindowRule,
    panes: &[PaneRows],
    times: Option<&[Option<i64>]>,
) -> Result<Vec<WindowRows>, MonitorError> {
    let (there, wanted) = (panes.len() as u64, u64::from(rule.panes));
    if there == 0 {
        return Err(MonitorError::NoTimes);
    }
    if there < wanted {
        return Err(MonitorError::TooFewPanes { pane: rule.pane, there, wanted });
    }
    few_enough(rule, there)?;
    let runs = panes.windows(rule.panes as usize);
    let rows: u64 = runs.clone().flatten().map(|pane| pane.rows.len() as u64).sum();
    if rows > MOST_WINDOW_ROWS {
        return Err(MonitorError::TooManyRows { rows, most: MOST_WINDOW_ROWS });
    }
    Ok(runs.map(|run| window(run, times)).collect())
}

fn window(run: &[PaneRows], times: Option<&[Option<i64>]>) -> WindowRows {
    let mut rows: Vec<u32> = run.iter().flat_map(|pane| pane.rows.iter().copied()).collect();
    // Rows of later periods may stand before those of earlier ones.
    rows.sort_unstable();
    let (first, last) = (rows.first().copied().unwrap_or(0), rows.last().copied().unwrap_or(0));
    let pane_name = |pane: Option<&PaneRows>| pane.and_then(|pane| pane.name.clone());
    let name = match (pane_name(run.first()), pane_name(run.last())) {
        (Some(first), Some(last)) if run.len() > 1 => format!("{first} … {last}"),
        (Some(name), _) => name,
        _ if first == last => format!("row {}", count(u64::from(first) + 1)),
        _ => format!("rows {}–{}", count(u64::from(first) + 1), count(u64::from(last) + 1)),
    };
    let time = |row: &u32| times.and_then(|times| times.get(*row as usize).copied().flatten());
    let span = rows.iter().filter_map(time).fold(None, |span: Option<(i64, i64)>, time| {
        Some(span.map_or((time, time), |(first, last)| (first.min(time), last.max(time))))
    });
    let window = Window {
        name,
        first_row: u64::from(first),
        last_row: u64::from(last),
        rows: rows.len() as u64,
        labelled: 0,
        times: span,
    };
    WindowRows { window, rows }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data::{Cell, CellColumn, ReadOptions, RowReader};
    use crate::monitor::row_times;

    fn files(rows: &[u64]) -> Vec<(String, u64)> {
        rows.iter().enumerate().map(|(at, rows)| (format!("{at}.csv"), *rows)).collect()
    }

    fn cut(pane: Pane, panes: u32, rows: &[u64]) -> Result<Windows, MonitorError> {
        windows_of(WindowRule { pane, panes }, &files(rows), None)
    }

    fn by_time(pane: Pane, panes: u32, cells: &[&str]) -> Result<Windows, MonitorError> {
        let times = row_times(&CellColumn::from_cells("t", cells.iter().map(|cell| Cell::read(cell))));
        windows_of(WindowRule { pane, panes }, &files(&[cells.len() as u64]), Some(&times.millis))
    }

    fn names(found: &Windows) -> Vec<&str> {
        found.windows.iter().map(|window| window.window.name.as_str()).collect()
    }

    fn sizes(found: &Windows) -> Vec<u64> {
        found.windows.iter().map(|window| window.window.rows).collect()
    }

    #[test]
    fn rows_are_cut_over_files_and_the_last_window_is_shorter() {
        let found = cut(Pane::Rows(500), 1, &[700, 501]).unwrap();
        assert_eq!(names(&found), ["rows 1–500", "rows 501–1,000", "rows 1,001–1,201"]);
        assert_eq!((sizes(&found), found.without_time), (vec![500, 500, 201], 0));
        assert_eq!(found.windows[1].rows, (500..1_000).collect::<Vec<u32>>());
        assert_eq!((found.windows[2].window.first_row, found.windows[2].window.last_row), (1_000, 1_200));
        assert_eq!(names(&cut(Pane::Rows(2), 1, &[3]).unwrap()), ["rows 1–2", "row 3"]);
        assert_eq!(names(&cut(Pane::Rows(u64::MAX), 1, &[3]).unwrap()), ["rows 1–3"]);
    }

    /// Expected sizes: `[len(part) for part in numpy.array_split(range(11), 4)]`.
    #[test]
    fn a_number_of_windows_are_of_one_size_give_or_take_a_row() {
        let found = cut(Pane::Number(4), 1, &[11]).unwrap();
        assert_eq!((names(&found), sizes(&found)), (vec!["1", "2", "3", "4"], vec![3, 3, 3, 2]));
    }

    #[test]
    fn a_file_is_a_window() {
        let found = cut(Pane::File, 1, &[3, 0, 2]).unwrap();
        assert_eq!((names(&found), sizes(&found)), (vec!["0.csv", "2.csv"], vec![3, 2]));
        assert_eq!(found.windows[1].rows, [3, 4]);
    }

    #[test]
    fn windows_slide_by_one_pane() {
        let found = cut(Pane::Rows(2), 3, &[9]).unwrap();
        assert_eq!(names(&found), ["rows 1–6", "rows 3–8", "rows 5–9"]);
        assert_eq!(names(&cut(Pane::Number(4), 2, &[9]).unwrap()), ["1 … 2", "2 … 3", "3 … 4"]);
        assert_eq!(names(&cut(Pane::File, 2, &[3, 2]).unwrap()), ["0.csv … 1.csv"]);
    }

    #[test]
    fn the_calendar_cuts_rows_in_any_order() {
        let cells = ["2024-05", "2024-01-31", "", "2024-02-01", "2024-01-01", "never", "2024-02-29T23:59"];
        let found = by_time(Pane::Month, 1, &cells).unwrap();
        assert_eq!((names(&found), found.without_time), (vec!["2024-01", "2024-02", "2024-05"], 2));
        let rows: Vec<&[u32]> = found.windows.iter().map(|window| window.rows.as_slice()).collect();
        assert_eq!(rows, [[1, 4].as_slice(), &[3, 6], &[0]]);
        // GNU date: 2024-01-01 and 2024-01-31.
        assert_eq!(found.windows[0].window.times, Some((1_704_067_200_000, 1_706_659_200_000)));
        let sliding = by_time(Pane::Month, 2, &cells).unwrap();
        assert_eq!(names(&sliding), ["2024-01 … 2024-02", "2024-02 … 2024-05"]);
        assert_eq!(sliding.windows[1].rows, [0, 3, 6]);
    }

    #[test]
    fn a_file_with_months_without_a_day_is_cut_by_them() {
        for [may, june] in [["2008-05", "2008-06"], ["05/2008", "6/2008"], ["200805", "200806"]] {
            let mut reader = RowReader::new("t.csv", &ReadOptions::default());
            reader.push(format!("year_month,x\n{june},1\n{may},2\n{may},3\n").as_bytes()).unwrap();
            let table = reader.finish().unwrap();
            let times = row_times(table.column("year_month").unwrap());
            let cut = |pane| {
                let rule = WindowRule { pane, panes: 1 };
                windows_of(rule, &files(&[3]), Some(&times.millis)).unwrap()
            };
            let months = cut(Pane::Month);
            assert_eq!((names(&months), sizes(&months)), (vec!["2008-05", "2008-06"], vec![2, 1]));
            assert_eq!(names(&cut(Pane::Quarter)), ["2008-Q2"]);
        }
    }

    #[test]
    fn what_cannot_be_cut_is_a_sentence() {
        for (found, part) in [
            (cut(Pane::File, 1, &[]), "there are no rows"),
            (cut(Pane::File, 0, &[5]), "`panes a window` is 0, allowed is 1 or more"),
            (cut(Pane::Rows(0), 1, &[5]), "`rows a window` is 0"),
            (cut(Pane::Number(0), 1, &[5]), "`number of windows` is 0, allowed is 1 to 5"),
            (cut(Pane::Number(6), 1, &[5]), "`number of windows` is 6, allowed is 1 to 5"),
            (cut(Pane::Rows(1), 1, &[5_001]), "into 5,001 windows by `rows:1`, at most 5,000"),
            (cut(Pane::Day, 1, &[5]), "windows by `day` need a column of times"),
            (cut(Pane::Number(2), 3, &[5]), "made of 3 panes, but by `number:2` there are 2"),
            (cut(Pane::File, 2, &[5]), "by `file` there is 1:"),
            (cut(Pane::Rows(40), 2_500, &[200_000]), "would hold 250,100,000 rows together"),
            (cut(Pane::File, 1, &[100_000_001]), "would hold 100,000,001 rows together"),
            (by_time(Pane::Day, 1, &["soon", ""]), "no row has a time that can be read"),
        ] {
            let sentence = found.unwrap_err().to_string();
            assert!(sentence.contains(part), "{sentence}");
        }
        assert_eq!(cut(Pane::Rows(1), 1, &[5_000]).map(|found| found.windows.len()), Ok(5_000));
    }

    proptest! {
        #[test]
        fn tumbling_windows_hold_every_row_with_a_time_once(
            times in proptest::collection::vec(proptest::option::of(-100_000_000_000_i64..100_000_000_000), 1..60),
            size in 1_u64..70,
        ) {
            let rows = times.len() as u64;
            for pane in [Pane::Week, Pane::Month, Pane::Rows(size), Pane::Number(size.min(rows))] {
                let rule = WindowRule { pane, panes: 1 };
                match windows_of(rule, &files(&[rows]), Some(&times)) {
                    Ok(found) => {
                        let mut all: Vec<u32> = found.windows.iter().flat_map(|w| w.rows.clone()).collect();
                        all.sort_unstable();
                        let there = |row: &u32| !pane.is_calendar() || times[*row as usize].is_some();
                        let expected: Vec<u32> = (0..rows as u32).filter(there).collect();
                        prop_assert_eq!(found.without_time, rows - all.len() as u64);
                        prop_assert_eq!(all, expected);
                        prop_assert!(found.windows.iter().all(|window| window.rows.is_sorted()));
                    }
                    Err(error) => {
                        prop_assert_eq!(error, MonitorError::NoTimes);
                        prop_assert!(pane.is_calendar() && times.iter().all(Option::is_none));
                    }
                }
            }
        }
    }
}
