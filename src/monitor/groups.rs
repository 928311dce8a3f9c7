//! The groups of a sensitive column: its values, or bands of its numbers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::data::{CellColumn, CellPlace, Kind, number_name};

/// Most groups; beyond, the smallest are taken together.
pub const MOST_GROUPS: usize = 20;

/// Which group each row is in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupColumn {
    /// The sensitive column.
    pub column: String,
    /// The groups, in order of their size in the reference; bands of numbers in the order of the numbers.
    pub names: Vec<String>,
    /// Place of each reference row's group in `names`.
    pub reference: Vec<u32>,
    /// Place of each current row's group in `names`.
    pub current: Vec<u32>,
    /// Groups that were taken together as the last one; 0 if none.
    pub taken_together: u64,
}

/// What a cell is among groups, in order of the bands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Place among the bands.
    Band(usize),
    Value(String),
    NoNumber,
    Missing,
}

impl GroupColumn {
    /// The groups of a column, `current` over all windows.
    ///
    /// Numbers of [`Kind::Numeric`] are cut at the quartiles of the reference (the ⌈q·n⌉-th smallest) into
    /// at most four bands, such as `25 to 40`, whose upper end belongs to them; texts among them are a group
    /// of their own. Of all other kinds every value is a group: the [`MOST_GROUPS`] − 1 largest in the
    /// reference and `other` if there are more than [`MOST_GROUPS`]. Missing cells are a group, `missing`.
    pub fn of(reference: &CellColumn, current: &CellColumn, kind: Kind) -> Self {
        let bounds = if kind == Kind::Numeric { quartiles(reference) } else { Vec::new() };
        let groups = |column: &CellColumn| (0..column.len()).map(|row| group(column, row, &bounds)).collect();
        let (reference_groups, current_groups): (Vec<Group>, Vec<Group>) =
            (groups(reference), groups(current));
        let mut sizes: BTreeMap<&Group, u64> = BTreeMap::new();
        current_groups.iter().for_each(|group| {
            sizes.entry(group).or_default();
        });
        reference_groups.iter().for_each(|group| *sizes.entry(group).or_default() += 1);
        let mut order: Vec<(&Group, u64)> = sizes.into_iter().collect();
        if bounds.is_empty() {
            order.sort_by_key(|(_, size)| Reverse(*size)); // Those of one size stay in order of their names.
        }
        let kept = if order.len() > MOST_GROUPS { MOST_GROUPS - 1 } else { order.len() };
        let mut names: Vec<String> = order.iter().take(kept).map(|(group, _)| group.name(&bounds)).collect();
        let taken_together = (order.len() - kept) as u64;
        if taken_together > 0 {
            names.push("other".to_owned());
        }
        tell_apart(&mut names);
        let places: BTreeMap<&Group, u32> =
            order.iter().enumerate().map(|(at, (group, _))| (*group, at.min(kept) as u32)).collect();
        let codes = |groups: &[Group]| groups.iter().filter_map(|group| places.get(group).copied()).collect();
        Self {
            column: reference.name.clone(),
            reference: codes(&reference_groups),
            current: codes(&current_groups),
            names,
            taken_together,
        }
    }
}

impl Group {
    fn name(&self, bounds: &[f64]) -> String {
        let bound = |at: usize| bounds.get(at).copied().map(bound_name).unwrap_or_default();
        match self {
            Self::Band(0) => format!("up to {}", bound(0)),
            Self::Band(at) if *at == bounds.len() => format!("above {}", bound(at - 1)),
            Self::Band(at) => format!("{} to {}", bound(at - 1), bound(*at)),
            Self::Value(name) => name.clone(),
            Self::NoNumber => "not a number".to_owned(),
            Self::Missing => "missing".to_owned(),
        }
    }
}

/// With bounds a band, else a value.
fn group(column: &CellColumn, row: usize, bounds: &[f64]) -> Group {
    match column.place(row) {
        CellPlace::Missing => Group::Missing,
        CellPlace::Number(value) if bounds.is_empty() => Group::Value(number_name(value)),
        CellPlace::Number(value) => Group::Band(bounds.partition_point(|bound| *bound < value)),
        CellPlace::Text(_) if !bounds.is_empty() => Group::NoNumber,
        CellPlace::Text(place) => {
            column.dictionary().get(place).map_or(Group::Missing, |text| Group::Value(text.clone()))
        }
    }
}

/// Those that differ; none without finite numbers.
fn quartiles(column: &CellColumn) -> Vec<f64> {
    let mut sorted: Vec<f64> = column.numbers().iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = |quarter: usize| (quarter * sorted.len()).div_ceil(4).saturating_sub(1);
    let mut bounds: Vec<f64> = (1..4).filter_map(|quarter| sorted.get(place(quarter)).copied()).collect();
    bounds.dedup();
    bounds
}

/// In five significant digits: enough to know the band by.
fn bound_name(bound: f64) -> String {
    format!("{bound:.4e}").parse().map_or_else(|_| number_name(bound), number_name)
}

/// A value may be called `missing` or `other` itself, and bounds may agree in five digits.
fn tell_apart(names: &mut [String]) {
    for at in 1..names.len() {
        let (before, rest) = names.split_at_mut(at);
        let Some(name) = rest.first_mut() else { continue };
        let plain = name.clone();
        let mut number = 2;
        while before.contains(name) {
            *name = format!("{plain} ({number})");
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Cell;

    fn column(cells: &[&str]) -> CellColumn {
        CellColumn::from_cells("group", cells.iter().map(|cell| Cell::read(cell)))
    }

    fn of(reference: &[&str], current: &[&str], kind: Kind) -> GroupColumn {
        GroupColumn::of(&column(reference), &column(current), kind)
    }

    #[test]
    fn values_are_groups_in_order_of_their_size() {
        let groups = of(&["b", "", "a", "b", "b", ""], &["c", "a", "", "1.0"], Kind::Categorical);
        assert_eq!(groups.names, ["b", "missing", "a", "1", "c"]);
        assert_eq!((groups.reference, groups.current), (vec![0, 1, 2, 0, 0, 1], vec![4, 2, 1, 3]));
        assert_eq!(groups.taken_together, 0);
    }

    #[test]
    fn small_groups_are_taken_together() {
        let names: Vec<String> = (0..22).map(|at| format!("g{at:02}")).collect();
        let cells: Vec<&str> = names.iter().flat_map(|name| [name.as_str(), "g00"]).collect();
        let groups = of(&cells, &["g21", "new", "g18"], Kind::Categorical);
        assert_eq!(groups.names.len(), MOST_GROUPS);
        assert_eq!(
            (groups.names[0].as_str(), groups.names[18].as_str(), groups.names[19].as_str()),
            ("g00", "g18", "other")
        );
        assert_eq!((groups.current, groups.taken_together), (vec![19, 19, 18], 4));
        assert_eq!(of(&cells[..40], &[], Kind::Categorical).taken_together, 0);
    }

    /// Expected bounds: `numpy.quantile([18, 22, 25, 30, 38, 40, 41, 70], [.25, .5, .75], method="inverted_cdf")`.
    #[test]
    fn numbers_are_cut_at_the_quartiles_of_the_reference() {
        let ages = ["70", "18", "25", "", "22", "30", "41", "40", "38"];
        let groups = of(&ages, &["22", "22.5", "40", "500", "-inf", "", "old"], Kind::Numeric);
        assert_eq!(groups.names, ["up to 22", "22 to 30", "30 to 40", "above 40", "not a number", "missing"]);
        assert_eq!(groups.reference, [3, 0, 1, 5, 0, 1, 3, 2, 2]);
        assert_eq!(groups.current, [0, 1, 2, 3, 0, 5, 4]);
    }

    #[test]
    fn few_distinct_numbers_make_fewer_bands() {
        let groups = of(&["0", "0", "0", "0", "7"], &[], Kind::Numeric);
        assert_eq!(groups.names, ["up to 0", "above 0"]);
        assert_eq!(of(&["", "x"], &["3"], Kind::Numeric).names, ["x", "missing", "3"]);
    }

    #[test]
    fn names_are_told_apart() {
        let groups = of(&["missing", "missing", "", "a"], &[], Kind::Categorical);
        assert_eq!(groups.names, ["missing", "a", "missing (2)"]);
        assert_eq!(groups.reference, [0, 0, 2, 1]);
    }
}
