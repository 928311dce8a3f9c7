//! A model's probabilities by true label: rows of the class outlined over the other rows filled.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::chart_kind::Table;
use super::format::{count, percent, significant};
use super::histogram::Totals;
use super::pen::{Anchor, Pen, tint};
use super::text::{text_width, truncate};
use super::{ChartTheme, DrawResult, Frame, HistogramLayout, Size};
use crate::drift::HistogramPair;
use crate::model::evaluation::Curves;

/// Rows in bins of the probability, by whether they are of the class.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreHistogram {
    /// The class.
    pub class: String,
    /// The other rows stand where a pair has its reference, those of the class where it has current.
    pub(super) pair: HistogramPair,
    /// The probability above which the class is predicted, drawn as a line.
    pub threshold: Option<f64>,
}

impl ScoreHistogram {
    /// The bins of one class.
    pub fn of(curves: &Curves, threshold: Option<f64>) -> Self {
        let bins = curves.histogram.len();
        let pair = HistogramPair {
            edges: (0..=bins).map(|at| at as f64 / bins.max(1) as f64).collect(),
            reference: curves.histogram.iter().map(|bin| bin.negatives).collect(),
            current: curves.histogram.iter().map(|bin| bin.positives).collect(),
            reference_outside: 0,
            current_outside: 0,
        };
        Self { class: curves.class.clone(), pair, threshold }
    }

    /// Rows that are not of the class, and those that are, in a bin.
    fn rows(&self, index: usize) -> [u64; 2] {
        [&self.pair.reference, &self.pair.current].map(|side| side.get(index).copied().unwrap_or(0))
    }
}

/// Draws the two histograms as shares of their rows, and the threshold.
///
/// # Errors
///
/// Whatever the backend says.
pub fn score_histogram<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scores: &ScoreHistogram,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    let (width, height) = area.dim_in_pixel();
    let totals = Totals::of(&scores.pair);
    if totals.reference + totals.current == 0.0 {
        return pen.nothing("There are no probabilities to draw.");
    }
    let Some(layout) = HistogramLayout::new(&scores.pair, Size { width, height }, theme) else {
        return Ok(());
    };
    let frame = layout.axes.frame;
    key(&pen, scores, frame, theme)?;
    pen.axes(&layout.axes)?;
    for bin in layout.bins.iter().filter(|bin| bin.reference_top < frame.bottom) {
        let bar = Frame { left: bin.left, right: bin.right, top: bin.reference_top, bottom: frame.bottom };
        pen.fill(bar, tint(theme.muted, theme.background, 0.35))?;
        pen.fill(Frame { bottom: (bar.top + theme.px(1.5)).min(bar.bottom), ..bar }, theme.muted)?;
    }
    for run in layout.current_runs() {
        pen.path(run, 2.0, theme.accent)?;
    }
    if let Some(threshold) = scores.threshold {
        let left = layout.axes.column(threshold);
        let line = Frame { left, right: left + theme.px(1.5), top: frame.top, bottom: frame.bottom };
        pen.fill(line, theme.text)?;
    }
    Ok(())
}

fn key<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    scores: &ScoreHistogram,
    frame: Frame,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let (y, side) = (theme.px(10.0), theme.px(10.0));
    let own = truncate(&format!("class {}", scores.class), f64::from(theme.px(140.0)), theme.measure_px());
    let mut x = frame.left;
    for (name, filled) in [("other rows", true), (own.as_str(), false)] {
        let swatch = Frame { left: x, right: x + side, top: y - side / 2, bottom: y - side / 2 + side };
        if filled {
            pen.fill(swatch, tint(theme.muted, theme.background, 0.35))?;
            pen.fill(Frame { bottom: swatch.top + theme.px(2.0), ..swatch }, theme.muted)?;
        } else {
            pen.outline(swatch, theme.px(2.0), theme.accent)?;
        }
        x = swatch.right + theme.px(5.0);
        pen.text(name, x, y, Anchor::Left, theme.text)?;
        x += text_width(name, theme.measure_px()).ceil() as i32 + theme.px(14.0);
    }
    let title = "probability →";
    if f64::from(x) + text_width(title, theme.measure_px()) < f64::from(frame.right) {
        pen.text(title, frame.right, y, Anchor::Right, theme.muted)?;
    }
    Ok(())
}

/// What to see: which share of either group stands above one half.
pub fn scores_caption(scores: &ScoreHistogram) -> String {
    let totals = Totals::of(&scores.pair);
    let half = scores.pair.edges.len() / 2;
    let above = |side: &[u64], total: f64| {
        let rows: u64 = side.iter().skip(half).sum();
        if total > 0.0 { percent(rows as f64 / total) } else { "–".to_owned() }
    };
    format!(
        "A probability of one half or more: {} of the {} of class {}, {} of the {} others. Shares are of each group.",
        above(&scores.pair.current, totals.current),
        count(totals.current as u64),
        scores.class,
        above(&scores.pair.reference, totals.reference),
        count(totals.reference as u64)
    )
}

/// One row a bin.
pub fn scores_table(scores: &ScoreHistogram) -> Table {
    let header =
        vec!["from".to_owned(), "to".to_owned(), format!("class {}", scores.class), "other rows".to_owned()];
    let rows = scores
        .pair
        .edges
        .windows(2)
        .enumerate()
        .map(|(at, edge)| {
            let [others, own] = scores.rows(at);
            vec![significant(edge[0]), significant(edge[1]), count(own), count(others)]
        })
        .collect();
    Table { header, rows }
}

/// What the cursor says on one bin.
pub(super) fn score_text(scores: &ScoreHistogram, index: usize) -> String {
    let [others, own] = scores.rows(index);
    let (low, high) = (scores.pair.edges.get(index), scores.pair.edges.get(index + 1));
    let edge = |edge: Option<&f64>| significant(edge.copied().unwrap_or(0.0));
    let share = (own + others > 0).then(|| own as f64 / (own + others) as f64);
    let told = share.map_or_else(String::new, |share| format!(", {} of them of the class", percent(share)));
    format!(
        "Probability {} to {}: {} rows of class {}, {} others{told}",
        edge(low),
        edge(high),
        count(own),
        scores.class,
        count(others)
    )
}

#[cfg(test)]
mod tests {
    use super::super::model_curve::tests::curves;
    use super::*;

    #[test]
    fn both_groups_are_counted_apart() {
        let scores = ScoreHistogram::of(&curves(), Some(0.5));
        assert_eq!(scores.pair.edges, [0.0, 0.5, 1.0]);
        assert_eq!(scores_table(&scores).rows, [["0", "0.5", "0", "6"], ["0.5", "1", "2", "0"]]);
        let caption = scores_caption(&scores);
        assert!(caption.contains("100\u{a0}% of the 2 of class yes, 0\u{a0}% of the 6 others"), "{caption}");
        assert!(score_text(&scores, 1).starts_with("Probability 0.5 to 1: 2 rows of class yes, 0 others"));
    }

    #[test]
    fn the_key_names_both_groups() {
        use plotters::drawing::IntoDrawingArea;
        use plotters::prelude::SVGBackend;
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (500, 220)).into_drawing_area();
            let scores = ScoreHistogram::of(&curves(), Some(0.5));
            score_histogram(&area, &scores, &ChartTheme::light().for_svg()).unwrap();
            area.present().unwrap();
        }
        assert!(svg.contains("class yes") && svg.contains("other rows"), "{svg}");
    }
}
