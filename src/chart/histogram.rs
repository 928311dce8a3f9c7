//! Two histograms on shared bins: the reference filled, current outlined, as shares of each side.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::chart_kind::{Cursor, Mark};
use super::frame::Axes;
use super::histogram_words::bin_text;
use super::pen::{Pen, tint};
use super::{ChartTheme, DrawResult, Frame, Size};
use crate::drift::HistogramPair;

/// Draws reference and current histograms of one column on shared bins.
///
/// Generic over the backend: canvas in the page, SVG text in tests.
///
/// # Errors
///
/// Whatever the backend says.
pub fn histogram_pair<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    pair: &HistogramPair,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    let (width, height) = area.dim_in_pixel();
    let totals = Totals::of(pair);
    if pair.edges.len() < 2 || (totals.reference == 0.0 && totals.current == 0.0) {
        return pen.nothing("No usable value on either side.");
    }
    let Some(layout) = HistogramLayout::new(pair, Size { width, height }, theme) else { return Ok(()) };
    let frame = layout.axes.frame;
    pen.key(frame.left, frame.right, "share of rows in each bin")?;
    pen.axes(&layout.axes)?;
    for bin in layout.bins.iter().filter(|bin| bin.reference_top < frame.bottom) {
        let bar = Frame { left: bin.left, right: bin.right, top: bin.reference_top, bottom: frame.bottom };
        pen.fill(bar, tint(theme.reference, theme.background, 0.5))?;
        let edge = (bar.top + theme.px(1.5)).min(bar.bottom);
        pen.fill(Frame { bottom: edge, ..bar }, theme.reference)?;
    }
    for run in layout.current_runs() {
        pen.path(run, 2.0, theme.current)?;
    }
    Ok(())
}

/// Where everything in a histogram stands.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramLayout {
    pub(super) axes: Axes,
    pub(super) bins: Vec<Bin>,
}

/// One bin in device pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bin {
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) reference_top: i32,
    pub(super) current_top: i32,
}

/// Usable rows of each side, those outside the edges included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Totals {
    pub(super) reference: f64,
    pub(super) current: f64,
}

/// Share of each side's rows in one bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shares {
    pub(super) reference: f64,
    pub(super) current: f64,
}

impl Totals {
    pub(super) fn of(pair: &HistogramPair) -> Self {
        let sum =
            |counts: &[u64], outside: u64| counts.iter().map(|&c| c as f64).sum::<f64>() + outside as f64;
        Self {
            reference: sum(&pair.reference, pair.reference_outside),
            current: sum(&pair.current, pair.current_outside),
        }
    }

    /// The shares of bin `index`; 0 for a side without rows.
    pub(super) fn shares(self, pair: &HistogramPair, index: usize) -> Shares {
        let share = |counts: &[u64], total: f64| {
            counts.get(index).map_or(0.0, |&c| if total > 0.0 { c as f64 / total } else { 0.0 })
        };
        Shares {
            reference: share(&pair.reference, self.reference),
            current: share(&pair.current, self.current),
        }
    }
}

impl HistogramLayout {
    /// Lays the chart out; `None` where there are no bins or no room.
    pub fn new(pair: &HistogramPair, size: Size, theme: &ChartTheme) -> Option<Self> {
        let (&first, &last) = (pair.edges.first()?, pair.edges.last()?);
        let totals = Totals::of(pair);
        let shares: Vec<Shares> = (0..pair.edges.len() - 1).map(|i| totals.shares(pair, i)).collect();
        let top = shares.iter().fold(0.0_f64, |top, s| top.max(s.reference).max(s.current));
        let axes = Axes::new(size, first, last, top * 1.04, theme)?;
        let height = |share: f64| {
            // A rare bin is drawn at least one CSS pixel high: none and few must look different.
            let row = axes.row(share);
            if share > 0.0 { row.min(axes.frame.bottom - theme.px(1.0)) } else { axes.frame.bottom }
        };
        let bins = shares
            .iter()
            .zip(pair.edges.windows(2))
            .map(|(share, edge)| {
                let (a, b) = (axes.column(edge[0]), axes.column(edge[1]));
                let (mut left, mut right) = (a.min(b), a.max(b));
                if edge[0] == edge[1] {
                    (left, right) = (left - theme.px(8.0), right + theme.px(8.0));
                }
                right = right.max(left + 1);
                Bin {
                    left,
                    right,
                    reference_top: height(share.reference),
                    current_top: height(share.current),
                }
            })
            .collect::<Vec<_>>();
        (!bins.is_empty()).then_some(Self { axes, bins })
    }

    /// The bin at a device pixel's column.
    pub fn index_at(&self, x: f64) -> Option<usize> {
        let inside = self.bins.iter().position(|bin| f64::from(bin.left) <= x && x < f64::from(bin.right));
        let middles = self.bins.iter().map(|bin| f64::from(bin.left + bin.right) / 2.0);
        inside.or_else(|| super::chart_kind::nearest(middles, x))
    }

    /// The cursor on bin `index`.
    pub fn cursor(&self, pair: &HistogramPair, index: usize, _theme: &ChartTheme) -> Option<Cursor> {
        let index = index.min(self.bins.len().checked_sub(1)?);
        let bin = self.bins.get(index)?;
        let frame = self.axes.frame;
        let mark = Mark {
            left: bin.left,
            top: frame.top,
            width: (bin.right - bin.left).max(1),
            height: frame.bottom - frame.top,
        };
        Some(Cursor { index, mark, text: bin_text(pair, index) })
    }

    /// The outline of current: one path for every run of bins that are not empty.
    pub(super) fn current_runs(&self) -> Vec<Vec<(i32, i32)>> {
        let base = self.axes.frame.bottom;
        let mut runs: Vec<Vec<(i32, i32)>> = Vec::new();
        let mut open = false;
        for bin in &self.bins {
            if bin.current_top >= base {
                open = false;
                continue;
            }
            if open && let Some(run) = runs.last_mut() {
                run.pop();
                run.extend([(bin.left, bin.current_top), (bin.right, bin.current_top), (bin.right, base)]);
                continue;
            }
            runs.push(vec![
                (bin.left, base),
                (bin.left, bin.current_top),
                (bin.right, bin.current_top),
                (bin.right, base),
            ]);
            open = true;
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> HistogramPair {
        HistogramPair {
            edges: vec![0.0, 1.0, 2.0, 3.0, 4.0],
            reference: vec![10, 30, 0, 0],
            current: vec![0, 5, 0, 15],
            reference_outside: 0,
            current_outside: 0,
        }
    }

    #[test]
    fn heights_are_shares_of_each_side() {
        let layout =
            HistogramLayout::new(&pair(), Size { width: 400, height: 200 }, &ChartTheme::light()).unwrap();
        // Three quarters of either side stand in their fullest bin, whatever the number of rows.
        assert_eq!(layout.bins[1].reference_top, layout.bins[3].current_top);
        assert_eq!(layout.bins[2].reference_top, layout.axes.frame.bottom);
    }

    #[test]
    fn bins_touch_and_empty_ones_break_the_outline() {
        let layout =
            HistogramLayout::new(&pair(), Size { width: 400, height: 200 }, &ChartTheme::light()).unwrap();
        assert!(layout.bins.windows(2).all(|w| w[0].right == w[1].left));
        assert_eq!(layout.current_runs().len(), 2);
    }

    #[test]
    fn a_pixel_finds_its_bin_at_every_scale() {
        for scale in [1.0, 1.5, 2.0] {
            let theme = ChartTheme::light().with_scale(scale);
            let size = Size { width: (400.0 * scale) as u32, height: (200.0 * scale) as u32 };
            let layout = HistogramLayout::new(&pair(), size, &theme).unwrap();
            for (index, bin) in layout.bins.iter().enumerate() {
                assert_eq!(layout.index_at(f64::from(bin.left + bin.right) / 2.0), Some(index));
            }
            assert_eq!(layout.index_at(-50.0), Some(0));
            assert_eq!(layout.index_at(1e9), Some(3));
        }
    }
}
