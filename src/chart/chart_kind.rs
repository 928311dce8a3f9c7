//! Any chart, so that one component can show, describe and walk through all of them.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::model_curve::{ModelCurve, ModelCurveLayout, model_curve};
use super::model_curve_words::{model_curve_caption, model_curve_table};
use super::scores::{ScoreHistogram, score_histogram, score_text, scores_caption, scores_table};
use super::{
    BarLayout, ChartTheme, DependenceChart, DependenceLayout, DrawResult, EcdfLayout, HistogramLayout, Size,
    bars_caption, bars_table, category_bars, dependence, dependence_caption, dependence_table, ecdf_caption,
    ecdf_pair, ecdf_table, histogram_caption, histogram_pair, histogram_table,
};
use crate::drift::{BarPair, EcdfPair, HistogramPair};

/// Any chart, with the data that it draws.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Two histograms on shared bins.
    Histogram(HistogramPair),
    /// Two distribution functions and the gap between them.
    Ecdf(EcdfPair),
    /// Shares of categories.
    Bars(BarPair),
    /// ROC, precision-recall or calibration curve of a model.
    Model(ModelCurve),
    /// A model's probabilities by true label.
    Scores(ScoreHistogram),
    /// Mean probability over the values of a column.
    Dependence(DependenceChart),
}

/// A rectangle to lay over the chart, in device pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Left edge.
    pub left: i32,
    /// Top edge.
    pub top: i32,
    /// At least 1.
    pub width: i32,
    /// At least 1.
    pub height: i32,
}

/// One position of the cursor: where it stands and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// Which bin, point or bar.
    pub index: usize,
    /// What to highlight.
    pub mark: Mark,
    /// The exact values there.
    pub text: String,
}

/// A chart as a table of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns; the first names the rows.
    pub header: Vec<String>,
    /// One text a column.
    pub rows: Vec<Vec<String>>,
}

impl Chart {
    /// Draws the chart over the whole of `area`.
    ///
    /// # Errors
    ///
    /// Whatever the backend says.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: &ChartTheme,
    ) -> DrawResult<DB> {
        match self {
            Self::Histogram(pair) => histogram_pair(area, pair, theme),
            Self::Ecdf(pair) => ecdf_pair(area, pair, theme),
            Self::Bars(pair) => category_bars(area, pair, theme),
            Self::Model(curve) => model_curve(area, curve, theme),
            Self::Scores(scores) => score_histogram(area, scores, theme),
            Self::Dependence(chart) => dependence(area, chart, theme),
        }
    }

    /// The height that suits the chart, in CSS pixels.
    pub fn css_height(&self) -> u32 {
        match self {
            Self::Histogram(_) => 200,
            Self::Ecdf(_) => 220,
            Self::Bars(pair) => BarLayout::css_height(pair),
            Self::Model(_) => 260,
            Self::Scores(_) => 220,
            Self::Dependence(chart) => DependenceLayout::css_height(chart),
        }
    }

    /// What to see, in a sentence or two.
    pub fn caption(&self) -> String {
        match self {
            Self::Histogram(pair) => histogram_caption(pair),
            Self::Ecdf(pair) => ecdf_caption(pair),
            Self::Bars(pair) => bars_caption(pair),
            Self::Model(curve) => model_curve_caption(curve),
            Self::Scores(scores) => scores_caption(scores),
            Self::Dependence(chart) => dependence_caption(chart),
        }
    }

    /// The same facts as a table.
    pub fn table(&self) -> Table {
        match self {
            Self::Histogram(pair) => histogram_table(pair),
            Self::Ecdf(pair) => ecdf_table(pair),
            Self::Bars(pair) => bars_table(pair),
            Self::Model(curve) => model_curve_table(curve),
            Self::Scores(scores) => scores_table(scores),
            Self::Dependence(chart) => dependence_table(chart),
        }
    }

    /// Which bin, point or bar stands at a device pixel; `None` where there is nothing to stand on.
    pub fn index_at(&self, x: f64, y: f64, size: Size, theme: &ChartTheme) -> Option<usize> {
        match self {
            Self::Histogram(pair) => HistogramLayout::new(pair, size, theme)?.index_at(x),
            Self::Ecdf(pair) => EcdfLayout::new(pair, size, theme)?.index_at(x),
            Self::Bars(pair) => BarLayout::new(pair, size, theme)?.index_at(y),
            Self::Model(curve) => ModelCurveLayout::new(curve, size, theme)?.index_at(x, y),
            Self::Scores(scores) => HistogramLayout::new(&scores.pair, size, theme)?.index_at(x),
            Self::Dependence(chart) => DependenceLayout::new(chart, size, theme)?.index_at(x, y),
        }
    }

    /// The cursor on a bin, point or bar; an index past the end stands on the last.
    pub fn cursor(&self, index: usize, size: Size, theme: &ChartTheme) -> Option<Cursor> {
        match self {
            Self::Histogram(pair) => HistogramLayout::new(pair, size, theme)?.cursor(pair, index, theme),
            Self::Ecdf(pair) => EcdfLayout::new(pair, size, theme)?.cursor(pair, index, theme),
            Self::Bars(pair) => BarLayout::new(pair, size, theme)?.cursor(pair, index),
            Self::Model(curve) => ModelCurveLayout::new(curve, size, theme)?.cursor(curve, index, theme),
            Self::Scores(scores) => {
                let cursor =
                    HistogramLayout::new(&scores.pair, size, theme)?.cursor(&scores.pair, index, theme)?;
                Some(Cursor { text: score_text(scores, cursor.index), ..cursor })
            }
            Self::Dependence(chart) => DependenceLayout::new(chart, size, theme)?.cursor(chart, index, theme),
        }
    }
}

/// The index of the item of `positions` (ascending) that is nearest to `wanted`.
pub(super) fn nearest(positions: impl Iterator<Item = f64>, wanted: f64) -> Option<usize> {
    positions
        .enumerate()
        .map(|(index, position)| (index, (position - wanted).abs()))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(index, _)| index)
}
