//! What category bars say in words and as a table.

use super::chart_kind::Table;
use super::format::{count, percent, points};
use crate::drift::{BarPair, CategoryBar};

/// What to see: which category changed most, and by how much.
pub fn bars_caption(pair: &BarPair) -> String {
    let change = |bar: &CategoryBar| bar.current_share - bar.reference_share;
    let bars = named_bars(pair);
    let most = bars
        .iter()
        .filter(|bar| change(bar).is_finite())
        .reduce(|best, bar| if change(bar).abs() > change(best).abs() { bar } else { best });
    match most {
        None => "There is no category on either side.".to_owned(),
        Some(bar) if change(bar) == 0.0 => "Every category has the same share on both sides.".to_owned(),
        Some(bar) => format!(
            "“{}” changed most: {} of the reference, {} of current ({}).",
            bar.name,
            percent(bar.reference_share),
            percent(bar.current_share),
            points(change(bar))
        ),
    }
}

/// One row a category.
pub fn bars_table(pair: &BarPair) -> Table {
    let header =
        ["category", "reference rows", "current rows", "reference share", "current share", "difference"];
    let rows = named_bars(pair)
        .into_iter()
        .map(|bar| {
            vec![
                count(bar.reference),
                count(bar.current),
                percent(bar.reference_share),
                percent(bar.current_share),
                points(bar.current_share - bar.reference_share),
            ]
            .into_iter()
            .fold(vec![bar.name], |mut row, cell| {
                row.push(cell);
                row
            })
        })
        .collect();
    Table { header: header.map(str::to_owned).to_vec(), rows }
}

/// What the cursor says on one category.
pub(super) fn bar_text(bar: &CategoryBar) -> String {
    format!(
        "{}: reference {} ({} rows), current {} ({} rows), {}",
        bar.name,
        percent(bar.reference_share),
        count(bar.reference),
        percent(bar.current_share),
        count(bar.current),
        points(bar.current_share - bar.reference_share)
    )
}

/// All bars from top to bottom, the rest last and with its number of categories as its name.
/// A category whose name is blank is named in words.
pub(super) fn named_bars(pair: &BarPair) -> Vec<CategoryBar> {
    let named = pair.bars.iter().cloned().map(|mut bar| {
        if bar.name.trim().is_empty() {
            bar.name = "(blank)".to_owned();
        }
        bar
    });
    let other = pair.other.clone().map(|mut bar| {
        let word = if pair.other_categories == 1 { "category" } else { "categories" };
        bar.name = format!("{} other {word}", count(pair.other_categories));
        bar
    });
    named.chain(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(name: &str, reference: u64, current: u64) -> CategoryBar {
        CategoryBar {
            name: name.to_owned(),
            reference,
            current,
            reference_share: reference as f64 / 100.0,
            current_share: current as f64 / 200.0,
        }
    }

    #[test]
    fn the_caption_names_the_largest_change() {
        let pair =
            BarPair { bars: vec![bar("yes", 60, 98), bar("no", 40, 102)], other: None, other_categories: 0 };
        assert_eq!(
            bars_caption(&pair).replace('\u{a0}', " "),
            "“yes” changed most: 60 % of the reference, 49 % of current (−11 points)."
        );
    }

    #[test]
    fn sameness_and_emptiness_have_their_own_sentence() {
        let same = BarPair { bars: vec![bar("yes", 50, 100)], other: None, other_categories: 0 };
        assert_eq!(bars_caption(&same), "Every category has the same share on both sides.");
        let none = BarPair { bars: vec![], other: None, other_categories: 0 };
        assert_eq!(bars_caption(&none), "There is no category on either side.");
    }

    #[test]
    fn the_rest_and_blank_names_are_named() {
        let pair =
            BarPair { bars: vec![bar(" ", 50, 100)], other: Some(bar("", 50, 100)), other_categories: 1 };
        let names: Vec<_> = bars_table(&pair).rows.into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(names, ["(blank)", "1 other category"]);
    }
}
