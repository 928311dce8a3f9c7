//! What a heat map says in words and as a table.

use super::chart_kind::Table;
use super::format::{count, p_value, percent, significant};
use super::{HeatMap, HeatState};
use crate::monitor::{CellVerdict, ColumnCell};

/// The most windows that have a column each in the table.
const MOST_WINDOWS: usize = 40;

/// Why there is nothing to draw.
pub(super) fn nothing(map: &HeatMap) -> &'static str {
    match (map.is_loading, map.slots.is_empty()) {
        (true, _) => "The first columns are being compared.",
        (false, true) => "There is no window yet.",
        (false, false) => "There is no column to show.",
    }
}

/// What to see: how many columns drifted, in which window most and which column most often.
pub fn heat_caption(map: &HeatMap) -> String {
    let visible = map.slots.visible(map.range).filter(|_| !map.rows.is_empty());
    let Some((first, last)) = visible else { return nothing(map).to_owned() };
    let drifted = |row: usize, slot: usize| map.state(row, slot).is_drifted();
    let by_row: Vec<usize> =
        (0..map.rows.len()).map(|row| (first..=last).filter(|&slot| drifted(row, slot)).count()).collect();
    let by_slot: Vec<usize> =
        (first..=last).map(|slot| (0..map.rows.len()).filter(|&row| drifted(row, slot)).count()).collect();
    let columns = counted(map.rows.len(), "column", "columns");
    let (Some((slot, most)), Some((row, often))) = (greatest(&by_slot), greatest(&by_row)) else {
        return nothing(map).to_owned();
    };
    let windows = map.slots.counted(last - first + 1);
    if most == 0 {
        return format!("None of {columns} drifted in {windows}.");
    }
    let ever = by_row.iter().filter(|&&windows| windows > 0).count();
    let name = map.rows.get(row).map_or("", |row| row.name.as_str());
    format!(
        "{} of {columns} drifted in at least one of {windows}: most of them, {}, in {}; most often {name}, in {}.",
        count(ever as u64),
        count(most as u64),
        map.slots.name(first + slot),
        map.slots.counted(often)
    )
}

/// The first of the greatest.
fn greatest(counts: &[usize]) -> Option<(usize, usize)> {
    counts.iter().copied().enumerate().rev().max_by_key(|&(_, count)| count)
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n as u64), if n == 1 { one } else { many })
}

/// One row a column: in how many of the visible windows it drifted, and each of them where they are few.
pub fn heat_table(map: &HeatMap) -> Table {
    let mut header: Vec<String> =
        ["column", "drifted", "judged", "first drift", "greatest effect"].map(str::to_owned).to_vec();
    let Some((first, last)) = map.slots.visible(map.range) else { return Table { header, rows: Vec::new() } };
    let has_windows = last - first < MOST_WINDOWS;
    if has_windows {
        header.extend((first..=last).map(|slot| map.slots.name(slot)));
    }
    let dash = || "–".to_owned();
    let mut rows = Vec::new();
    for (at, row) in map.rows.iter().enumerate() {
        let state = |slot: usize| map.state(at, slot);
        let judged =
            (first..=last).filter(|&slot| state(slot).is_drifted() || state(slot) == HeatState::Stable);
        let drifted = || (first..=last).filter(|&slot| state(slot).is_drifted());
        let effect = |slot: usize| map.cell(at, slot).and_then(|cell| cell.effect);
        let most = (first..=last).filter_map(effect).filter(|effect| effect.is_finite()).reduce(f64::max);
        let mut cells = vec![
            row.name.clone(),
            count(drifted().count() as u64),
            count(judged.count() as u64),
            drifted().next().map_or_else(dash, |slot| map.slots.name(slot)),
            most.map_or_else(dash, significant),
        ];
        if has_windows {
            cells.extend((first..=last).map(|slot| match (state(slot), effect(slot)) {
                (HeatState::NotJudged, _) => dash(),
                (state, Some(effect)) => format!("{}, {}", state.words(), significant(effect)),
                (state, None) => state.words().to_owned(),
            }));
        }
        rows.push(cells);
    }
    Table { header, rows }
}

/// What the cursor says on one cell, or on a whole window.
pub(super) fn heat_text(map: &HeatMap, row: Option<usize>, slot: usize) -> String {
    let window = map.slots.name(slot);
    if let Some((row, cell)) = row.and_then(|row| Some((map.rows.get(row)?, map.cell(row, slot)?))) {
        return format!("{window} · {} · {}", row.name, cell_words(cell));
    }
    let states: Vec<HeatState> = (0..map.rows.len()).map(|row| map.state(row, slot)).collect();
    let number = |is: fn(HeatState) -> bool| states.iter().filter(|&&state| is(state)).count();
    let critical = number(|state| state == HeatState::Critical);
    let told = if critical > 0 { format!(", {} critical", count(critical as u64)) } else { String::new() };
    format!(
        "{window} · {} of {} drifted{told}",
        count(number(HeatState::is_drifted) as u64),
        counted(states.len(), "column", "columns")
    )
}

/// A cell in words: state, what judged, sizes.
fn cell_words(cell: &ColumnCell) -> String {
    let mut parts = vec![HeatState::of(cell).words().to_owned()];
    parts.extend(cell.verdict.as_ref().map(verdict_words));
    parts.extend(cell.effect.map(|effect| format!("effect {}", significant(effect))));
    if cell.missing > 0.0 {
        parts.push(format!("missing {}", percent(cell.missing)));
    }
    parts.join(" · ")
}

fn verdict_words(verdict: &CellVerdict) -> String {
    let name = verdict.method.label();
    if verdict.method.is_p_value() {
        format!("{name} p {}, line {}", p_value(verdict.score), significant(verdict.threshold))
    } else {
        format!("{name} {}, line {}", significant(verdict.score), significant(verdict.threshold))
    }
}

#[cfg(test)]
mod tests {
    use super::super::heat_map::tests::map;
    use super::*;
    use crate::drift::Method;
    use HeatState::{Critical, NotJudged, Stable, TooFewRows, Warning};

    fn small() -> HeatMap {
        map(&[
            ("age", &[Stable, Warning, Critical]),
            ("city", &[TooFewRows, Stable, Warning]),
            ("id", &[NotJudged; 3]),
        ])
    }

    #[test]
    fn the_cursor_says_state_method_and_size() {
        let mut map = small();
        assert_eq!(
            heat_text(&map, Some(0), 2),
            "03_window · age · drifted, critical · PSI 0.31, line 0.1 · effect 0.31"
        );
        assert_eq!(heat_text(&map, Some(2), 0), "01_window · id · not judged");
        assert_eq!(heat_text(&map, None, 2), "03_window · 2 of 3 columns drifted, 1 critical");
        let cell = &mut map.rows[1].cells[2];
        cell.missing = 0.14;
        if let Some(verdict) = &mut cell.verdict {
            verdict.method = Method::Ks;
            verdict.score = 1e-9;
            verdict.threshold = 0.05;
        }
        assert_eq!(
            heat_text(&map, Some(1), 2).replace('\u{a0}', " "),
            "03_window · city · drifted · Kolmogorov-Smirnov p < 0.001, line 0.05 · effect 0.31 · missing 14 %"
        );
    }

    #[test]
    fn the_caption_names_the_worst_window_and_column() {
        let mut map = small();
        assert_eq!(
            heat_caption(&map),
            "2 of 3 columns drifted in at least one of 3 windows: most of them, 2, in 03_window; most often age, in 2 windows."
        );
        map.range = Some((0, 0));
        assert_eq!(heat_caption(&map), "None of 3 columns drifted in 1 window.");
        map.rows.clear();
        assert_eq!(heat_caption(&map), "There is no column to show.");
        map.is_loading = true;
        assert_eq!(heat_caption(&map), "The first columns are being compared.");
    }

    #[test]
    fn the_table_counts_and_lists_the_windows() {
        let table = heat_table(&small());
        assert_eq!(table.header[..5], ["column", "drifted", "judged", "first drift", "greatest effect"]);
        assert_eq!(
            table.rows[0],
            [
                "age",
                "2",
                "3",
                "02_window",
                "0.31",
                "stable, 0.31",
                "drifted, 0.31",
                "drifted, critical, 0.31"
            ]
        );
        assert_eq!(table.rows[2], ["id", "0", "0", "–", "–", "–", "–", "–"]);
        let long = map(&[("age", &[Warning; 60])]);
        assert_eq!(heat_table(&long).rows, [["age", "60", "60", "01_window", "0.31"]]);
    }
}
