//! Curves of a model in the unit square: ROC, precision over recall, calibration.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::chart_kind::{Cursor, Mark};
use super::frame::Axes;
use super::model_curve_words::stop_text;
use super::pen::{Anchor, Pen, tint};
use super::text::text_width;
use super::{ChartTheme, DrawResult, Frame, Size};
use crate::model::evaluation::Curves;

/// Which curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurveKind {
    /// True-positive rate over false-positive rate.
    Roc,
    /// Precision over recall.
    PrecisionRecall,
    /// Share of the class over mean probability, one point a bin.
    Calibration,
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurveStop {
    /// Abscissa, 0 to 1.
    pub x: f64,
    /// Ordinate, 0 to 1.
    pub y: f64,
    /// Rows of the bin; 0 where a point is not a bin's.
    pub rows: u64,
}

/// A curve of one class against the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelCurve {
    /// Which curve.
    pub kind: CurveKind,
    /// The class.
    pub class: String,
    /// Its points, in order.
    pub stops: Vec<CurveStop>,
    /// ROC AUC, average precision, or expected calibration error; `None` where it is not defined.
    pub summary: Option<f64>,
    /// Share of rows that are of the class.
    pub prevalence: f64,
}

impl ModelCurve {
    /// The ROC curve.
    pub fn roc(curves: &Curves, auc: Option<f64>) -> Self {
        let stops = curves.roc.iter().map(|p| CurveStop { x: p.x, y: p.y, rows: 0 }).collect();
        Self::of(CurveKind::Roc, curves, stops, auc)
    }

    /// Precision over recall.
    pub fn precision_recall(curves: &Curves, average_precision: Option<f64>) -> Self {
        let stops = curves.precision_recall.iter().map(|p| CurveStop { x: p.x, y: p.y, rows: 0 }).collect();
        Self::of(CurveKind::PrecisionRecall, curves, stops, average_precision)
    }

    /// The calibration curve; empty bins are left out. Its summary is the mean distance from the
    /// diagonal, weighted by rows.
    pub fn calibration(curves: &Curves) -> Self {
        let filled = curves.calibration.iter().filter(|bin| bin.rows > 0);
        let stops: Vec<CurveStop> =
            filled.map(|bin| CurveStop { x: bin.mean_probability, y: bin.share, rows: bin.rows }).collect();
        let rows: u64 = stops.iter().map(|stop| stop.rows).sum();
        let off = stops.iter().map(|stop| stop.rows as f64 * (stop.x - stop.y).abs()).sum::<f64>();
        let summary = (rows > 0).then(|| off / rows as f64);
        Self::of(CurveKind::Calibration, curves, stops, summary)
    }

    fn of(kind: CurveKind, curves: &Curves, stops: Vec<CurveStop>, summary: Option<f64>) -> Self {
        let positives: u64 = curves.histogram.iter().map(|bin| bin.positives).sum();
        let rows = positives + curves.histogram.iter().map(|bin| bin.negatives).sum::<u64>();
        let prevalence = if rows > 0 { positives as f64 / rows as f64 } else { 0.0 };
        Self { kind, class: curves.class.clone(), stops, summary, prevalence }
    }
}

/// Draws a curve with the line that a model which knows nothing, or is perfectly calibrated, has.
///
/// # Errors
///
/// Whatever the backend says.
pub fn model_curve<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    curve: &ModelCurve,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    let (width, height) = area.dim_in_pixel();
    if curve.stops.is_empty() {
        return pen.nothing("There is no curve without probabilities.");
    }
    let Some(layout) = ModelCurveLayout::new(curve, Size { width, height }, theme) else { return Ok(()) };
    let frame = layout.axes.frame;
    let (left, right) = axis_titles(curve.kind);
    pen.text(left, frame.left, theme.px(10.0), Anchor::Left, theme.muted)?;
    let taken = text_width(left, theme.measure_px()) + text_width(right, theme.measure_px());
    if taken + f64::from(theme.px(16.0)) < f64::from(frame.right - frame.left) {
        pen.text(right, frame.right, theme.px(10.0), Anchor::Right, theme.muted)?;
    }
    pen.axes(&layout.axes)?;
    for bar in layout.row_bars(curve, theme) {
        pen.fill(bar, tint(theme.muted, theme.background, 0.25))?;
    }
    pen.path(layout.base_line(curve), 1.0, theme.muted)?;
    pen.path(layout.places.clone(), 2.0, theme.accent)?;
    if curve.kind == CurveKind::Calibration {
        let half = theme.px(3.5);
        for &(x, y) in &layout.places {
            let dot = Frame { left: x - half, right: x + half, top: y - half, bottom: y + half };
            pen.fill(dot, theme.accent)?;
        }
    }
    Ok(())
}

/// What the axes count: the ordinate above the frame at left, the abscissa at right.
fn axis_titles(kind: CurveKind) -> (&'static str, &'static str) {
    match kind {
        CurveKind::Roc => ("↑ true-positive rate", "false-positive rate →"),
        CurveKind::PrecisionRecall => ("↑ precision", "recall →"),
        CurveKind::Calibration => ("↑ share of the class", "mean probability →"),
    }
}

/// Where everything in a model's curve stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelCurveLayout {
    axes: Axes,
    places: Vec<(i32, i32)>,
}

impl ModelCurveLayout {
    /// Lays the chart out; `None` where there is no room.
    pub fn new(curve: &ModelCurve, size: Size, theme: &ChartTheme) -> Option<Self> {
        let axes = Axes::new(size, 0.0, 1.0, 1.0, theme)?;
        let places = curve.stops.iter().map(|stop| (axes.column(stop.x), axes.row(stop.y))).collect();
        Some(Self { axes, places })
    }

    /// The point that is nearest to a device pixel.
    pub fn index_at(&self, x: f64, y: f64) -> Option<usize> {
        let distance = |&(left, top): &(i32, i32)| (f64::from(left) - x).hypot(f64::from(top) - y);
        let all = self.places.iter().enumerate().map(|(index, place)| (index, distance(place)));
        all.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
    }

    /// The cursor on point `index`.
    pub fn cursor(&self, curve: &ModelCurve, index: usize, theme: &ChartTheme) -> Option<Cursor> {
        let index = index.min(self.places.len().checked_sub(1)?);
        let &(x, y) = self.places.get(index)?;
        let half = theme.px(6.0);
        let mark = Mark { left: x - half, top: y - half, width: 2 * half, height: 2 * half };
        Some(Cursor { index, mark, text: stop_text(curve, index) })
    }

    /// The line to compare with: the diagonal, or the precision of guessing.
    fn base_line(&self, curve: &ModelCurve) -> Vec<(i32, i32)> {
        let frame = self.axes.frame;
        if curve.kind == CurveKind::PrecisionRecall {
            let y = self.axes.row(curve.prevalence);
            return vec![(frame.left, y), (frame.right, y)];
        }
        vec![(frame.left, frame.bottom), (frame.right, frame.top)]
    }

    /// How many rows stand behind each point of a calibration curve, as bars at the foot.
    fn row_bars(&self, curve: &ModelCurve, theme: &ChartTheme) -> Vec<Frame> {
        let most = curve.stops.iter().map(|stop| stop.rows).max().unwrap_or(0);
        if most == 0 {
            return Vec::new();
        }
        let (frame, half) = (self.axes.frame, theme.px(5.0));
        let tallest = f64::from(frame.bottom - frame.top) * 0.2;
        let bar = |(stop, &(x, _)): (&CurveStop, &(i32, i32))| {
            let height = (stop.rows as f64 / most as f64 * tallest).ceil() as i32;
            Frame { left: x - half, right: x + half, top: frame.bottom - height, bottom: frame.bottom }
        };
        curve.stops.iter().zip(&self.places).map(bar).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::evaluation::{CalibrationBin, CurvePoint, ScoreBin};

    pub(in crate::chart) fn curves() -> Curves {
        let points = |all: &[(f64, f64)]| all.iter().map(|&(x, y)| CurvePoint { x, y }).collect();
        Curves {
            class: "yes".to_owned(),
            roc: points(&[(0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.0)]),
            precision_recall: points(&[(1.0, 0.25), (0.5, 1.0), (0.0, 1.0)]),
            calibration: vec![
                CalibrationBin { rows: 6, mean_probability: 0.1, share: 0.0 },
                CalibrationBin { rows: 0, mean_probability: 0.0, share: 0.0 },
                CalibrationBin { rows: 2, mean_probability: 0.9, share: 1.0 },
            ],
            histogram: vec![ScoreBin { negatives: 6, positives: 0 }, ScoreBin { negatives: 0, positives: 2 }],
            thresholds: Vec::new(),
        }
    }

    const SIZE: Size = Size { width: 400, height: 260 };

    #[test]
    fn the_corners_of_the_unit_square_are_the_corners_of_the_frame() {
        let curve = ModelCurve::roc(&curves(), Some(0.875));
        let layout = ModelCurveLayout::new(&curve, SIZE, &ChartTheme::light()).unwrap();
        let frame = layout.axes.frame;
        assert_eq!(layout.places.first(), Some(&(frame.left, frame.bottom)));
        assert_eq!(layout.places.last(), Some(&(frame.right, frame.top)));
        assert_eq!(layout.base_line(&curve), [(frame.left, frame.bottom), (frame.right, frame.top)]);
    }

    #[test]
    fn points_above_each_other_are_told_apart_by_their_height() {
        let curve = ModelCurve::roc(&curves(), None);
        let layout = ModelCurveLayout::new(&curve, SIZE, &ChartTheme::light()).unwrap();
        for (index, &(x, y)) in layout.places.iter().enumerate() {
            assert_eq!(layout.index_at(f64::from(x), f64::from(y)), Some(index));
        }
    }

    #[test]
    fn empty_bins_have_no_point_and_the_summary_weighs_by_rows() {
        let curve = ModelCurve::calibration(&curves());
        assert_eq!(curve.stops.len(), 2);
        // (6 · |0.1 − 0| + 2 · |0.9 − 1|) / 8 = 0.1.
        assert!((curve.summary.unwrap() - 0.1).abs() < 1e-12);
        assert_eq!(curve.prevalence, 0.25);
    }

    #[test]
    fn the_line_of_guessing_is_the_share_of_the_class() {
        let curve = ModelCurve::precision_recall(&curves(), None);
        let layout = ModelCurveLayout::new(&curve, SIZE, &ChartTheme::light()).unwrap();
        let y = layout.axes.row(0.25);
        assert!(layout.base_line(&curve).iter().all(|place| place.1 == y));
    }

    #[test]
    fn every_curve_is_drawn_as_svg_with_its_titles() {
        use plotters::drawing::IntoDrawingArea;
        use plotters::prelude::SVGBackend;
        let all = [
            (ModelCurve::roc(&curves(), None), "false-positive rate"),
            (ModelCurve::precision_recall(&curves(), None), "recall"),
            (ModelCurve::calibration(&curves()), "mean probability"),
        ];
        for (curve, title) in all {
            let mut svg = String::new();
            {
                let area = SVGBackend::with_string(&mut svg, (400, 260)).into_drawing_area();
                model_curve(&area, &curve, &ChartTheme::light().for_svg()).unwrap();
                area.present().unwrap();
            }
            assert!(svg.contains(title) && svg.contains("<polyline"), "{svg}");
        }
    }
}
