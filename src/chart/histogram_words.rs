//! What a histogram pair says in words and as a table.

use super::chart_kind::Table;
use super::format::{count, percent, points, significant};
use super::histogram::Totals;
use crate::drift::HistogramPair;

/// What to see: how far the two overlap, where each is fullest, what is not drawn.
pub fn histogram_caption(pair: &HistogramPair) -> String {
    let totals = Totals::of(pair);
    let bins = pair.edges.len().saturating_sub(1);
    let shares: Vec<_> = (0..bins).map(|i| totals.shares(pair, i)).collect();
    let fullest = |share: &dyn Fn(usize) -> f64| {
        (0..bins).reduce(|best, i| if share(i) > share(best) { i } else { best })
    };
    let peak = |share: &dyn Fn(usize) -> f64| {
        fullest(share).map(|i| format!("{} ({} of its rows)", between(pair, i), percent(share(i))))
    };
    let reference = peak(&|i| shares[i].reference).filter(|_| totals.reference > 0.0);
    let current = peak(&|i| shares[i].current).filter(|_| totals.current > 0.0);
    let mut caption = match (reference, current) {
        (Some(reference), Some(current)) => {
            let overlap: f64 = shares.iter().map(|s| s.reference.min(s.current)).sum();
            format!(
                "The two histograms overlap by {}. The reference is fullest {reference}, current {current}.",
                percent(overlap.min(1.0))
            )
        }
        (Some(reference), None) => {
            format!("The reference is fullest {reference}. Current has no usable value.")
        }
        (None, Some(current)) => format!("Current is fullest {current}. The reference has no usable value."),
        (None, None) => "There is no usable value on either side.".to_owned(),
    };
    if pair.reference_outside > 0 || pair.current_outside > 0 {
        caption.push_str(&format!(
            " Not drawn: {} and {} beyond the ends of the axis.",
            rows(pair.reference_outside, "reference"),
            rows(pair.current_outside, "current")
        ));
    }
    caption
}

/// One row a bin.
pub fn histogram_table(pair: &HistogramPair) -> Table {
    let totals = Totals::of(pair);
    let header = ["from", "to", "reference rows", "current rows", "reference share", "current share"];
    let mut rows: Vec<Vec<String>> = pair
        .edges
        .windows(2)
        .enumerate()
        .map(|(i, edge)| {
            let shares = totals.shares(pair, i);
            vec![
                significant(edge[0]),
                significant(edge[1]),
                count(pair.reference.get(i).copied().unwrap_or(0)),
                count(pair.current.get(i).copied().unwrap_or(0)),
                percent(shares.reference),
                percent(shares.current),
            ]
        })
        .collect();
    if pair.reference_outside > 0 || pair.current_outside > 0 {
        let share =
            |outside: u64, total: f64| percent(if total > 0.0 { outside as f64 / total } else { 0.0 });
        rows.push(vec![
            "outside".to_owned(),
            String::new(),
            count(pair.reference_outside),
            count(pair.current_outside),
            share(pair.reference_outside, totals.reference),
            share(pair.current_outside, totals.current),
        ]);
    }
    Table { header: header.map(str::to_owned).to_vec(), rows }
}

/// What the cursor says on one bin.
pub(super) fn bin_text(pair: &HistogramPair, index: usize) -> String {
    let shares = Totals::of(pair).shares(pair, index);
    let rows = |counts: &[u64]| count(counts.get(index).copied().unwrap_or(0));
    format!(
        "{}: reference {} ({} rows), current {} ({} rows), {}",
        sentence_case(&between(pair, index)),
        percent(shares.reference),
        rows(&pair.reference),
        percent(shares.current),
        rows(&pair.current),
        points(shares.current - shares.reference)
    )
}

fn between(pair: &HistogramPair, index: usize) -> String {
    match pair.edges.get(index..index + 2) {
        Some([low, high]) if low < high => {
            format!("between {} and {}", significant(*low), significant(*high))
        }
        Some([value, ..]) => format!("at {}", significant(*value)),
        _ => String::new(),
    }
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn rows(rows: u64, side: &str) -> String {
    format!("{} {side} {}", count(rows), if rows == 1 { "row" } else { "rows" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> HistogramPair {
        HistogramPair {
            edges: vec![0.0, 10.0, 20.0, 30.0],
            reference: vec![20, 60, 20],
            current: vec![10, 10, 19],
            reference_outside: 0,
            current_outside: 1,
        }
    }

    #[test]
    fn the_caption_says_what_to_see() {
        // Overlap by hand: min(.2, .25) + min(.6, .25) + min(.2, .475) = .65.
        assert_eq!(
            histogram_caption(&pair()).replace('\u{a0}', " "),
            "The two histograms overlap by 65 %. The reference is fullest between 10 and 20 (60 % of its rows), \
             current between 20 and 30 (47.5 % of its rows). Not drawn: 0 reference rows and 1 current row beyond \
             the ends of the axis."
        );
    }

    #[test]
    fn an_empty_side_is_named() {
        let caption = histogram_caption(&HistogramPair { current: vec![0; 3], current_outside: 0, ..pair() });
        assert!(caption.ends_with("Current has no usable value."), "{caption}");
        let none = HistogramPair {
            edges: vec![],
            reference: vec![],
            current: vec![],
            reference_outside: 0,
            current_outside: 0,
        };
        assert_eq!(histogram_caption(&none), "There is no usable value on either side.");
    }

    #[test]
    fn the_table_has_a_row_a_bin_and_one_for_the_outside() {
        let table = histogram_table(&pair());
        assert_eq!(table.rows.len(), 4);
        assert_eq!(table.rows[3][3], "1");
        assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
    }

    #[test]
    fn the_cursor_says_shares_and_rows() {
        assert_eq!(
            bin_text(&pair(), 1).replace('\u{a0}', " "),
            "Between 10 and 20: reference 60 % (60 rows), current 25 % (10 rows), −35 points"
        );
    }
}
