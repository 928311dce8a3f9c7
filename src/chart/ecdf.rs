//! Two empirical distribution functions as step curves, with the Kolmogorov-Smirnov gap as a bracket.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::chart_kind::{Cursor, Mark, nearest};
use super::ecdf_words::{gap_label, level_text};
use super::frame::Axes;
use super::pen::{Anchor, Pen};
use super::text::text_width;
use super::{ChartTheme, DrawResult, Frame, Size};
use crate::drift::{CurvePoint, EcdfPair};

/// Draws both distribution functions of one column and marks where they are farthest apart.
///
/// # Errors
///
/// Whatever the backend says.
pub fn ecdf_pair<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    pair: &EcdfPair,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    let (width, height) = area.dim_in_pixel();
    if pair.reference.is_empty() && pair.current.is_empty() {
        return pen.nothing("No usable value on either side.");
    }
    let Some(layout) = EcdfLayout::new(pair, Size { width, height }, theme) else { return Ok(()) };
    let axes = &layout.axes;
    pen.key(axes.frame.left, axes.frame.right, "share of rows at or below the value")?;
    pen.axes(axes)?;
    pen.path(layout.steps(&pair.reference), 2.0, theme.reference)?;
    pen.path(layout.steps(&pair.current), 2.0, theme.current)?;
    draw_gap(&pen, pair, axes, theme)
}

/// The bracket between the curves and its label.
fn draw_gap<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    pair: &EcdfPair,
    axes: &Axes,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let (low, high) = (axes.row(pair.gap.reference), axes.row(pair.gap.current));
    let (top, bottom) = (low.min(high), low.max(high));
    if !pair.gap.x.is_finite() || bottom - top < theme.px(2.0) {
        return Ok(());
    }
    let (x, arm, line) = (axes.column(pair.gap.x), theme.px(4.0), theme.px(1.5));
    let left = x - line / 2;
    pen.fill(Frame { left, right: left + line, top, bottom }, theme.gap)?;
    for y in [top, bottom - line] {
        pen.fill(Frame { left: left - arm, right: left + line + arm, top: y, bottom: y + line }, theme.gap)?;
    }
    let label = gap_label(pair);
    let label_width = text_width(&label, theme.measure_px()).ceil() as i32;
    let place = label_place(axes.frame, x, top, bottom, label_width, theme);
    pen.text(&label, place.left, place.middle, Anchor::Left, theme.text)
}

/// Where a label stands: its left edge and its middle line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LabelPlace {
    left: i32,
    middle: i32,
}

/// Both curves rise from left to right, so right of and below the bracket, and left of and above
/// it, there is no curve to cover. Where neither corner has room, the label stands beside the middle.
fn label_place(frame: Frame, x: i32, top: i32, bottom: i32, width: i32, theme: &ChartTheme) -> LabelPlace {
    let (away, half) = (theme.px(9.0), theme.px(9.0));
    let (right, left) = (x + away, x - away - width);
    let has_right = right + width <= frame.right;
    let has_left = left >= frame.left;
    if has_right && bottom + 2 * half <= frame.bottom {
        LabelPlace { left: right, middle: bottom + half }
    } else if has_left && top - 2 * half >= frame.top {
        LabelPlace { left, middle: top - half }
    } else {
        LabelPlace { left: if has_right { right } else { left.max(frame.left) }, middle: (top + bottom) / 2 }
    }
}

/// Where everything in an ECDF chart stands.
#[derive(Debug, Clone, PartialEq)]
pub struct EcdfLayout {
    axes: Axes,
    values: Vec<f64>,
}

/// The ends of the value axis, and whether values lie beyond them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Domain {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) is_cut: bool,
}

impl EcdfLayout {
    /// Lays the chart out; `None` where there are no points or no room.
    pub fn new(pair: &EcdfPair, size: Size, theme: &ChartTheme) -> Option<Self> {
        let domain = domain(pair)?;
        let axes = Axes::new(size, domain.min, domain.max, 1.0, theme)?;
        let mut values = levels(pair);
        values.retain(|v| (domain.min..=domain.max).contains(v));
        Some(Self { axes, values })
    }

    /// The step at a device pixel's column.
    pub fn index_at(&self, x: f64) -> Option<usize> {
        nearest(self.values.iter().map(|&v| self.axes.x.pixel(v)), x)
    }

    /// The cursor on step `index`.
    pub fn cursor(&self, pair: &EcdfPair, index: usize, theme: &ChartTheme) -> Option<Cursor> {
        let index = index.min(self.values.len().checked_sub(1)?);
        let value = *self.values.get(index)?;
        let (frame, width) = (self.axes.frame, theme.px(1.0));
        let mark = Mark {
            left: self.axes.column(value) - width / 2,
            top: frame.top,
            width,
            height: frame.bottom - frame.top,
        };
        Some(Cursor { index, mark, text: level_text(pair, value) })
    }

    /// A step curve from the left to the right end of the frame, without repeated pixels.
    fn steps(&self, points: &[CurvePoint]) -> Vec<(i32, i32)> {
        let frame = self.axes.frame;
        let mut path: Vec<(i32, i32)> = Vec::with_capacity(2 * points.len() + 2);
        if points.is_empty() {
            return path;
        }
        path.push((frame.left, frame.bottom));
        let mut y = frame.bottom;
        let mut push = |point: (i32, i32)| {
            if path.last() != Some(&point) {
                path.push(point);
            }
        };
        for point in points {
            let x = self.axes.column(point.x);
            push((x, y));
            y = self.axes.row(point.y);
            push((x, y));
        }
        push((frame.right, y));
        path
    }
}

/// The finite values at which either curve steps, ascending.
pub(super) fn levels(pair: &EcdfPair) -> Vec<f64> {
    let mut values: Vec<f64> =
        pair.reference.iter().chain(&pair.current).map(|p| p.x).filter(|x| x.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// The whole range, or the central 99 % of either side where the tails would squeeze it to less
/// than a tenth of the axis.
pub(super) fn domain(pair: &EcdfPair) -> Option<Domain> {
    let values = levels(pair);
    let whole = Domain { min: *values.first()?, max: *values.last()?, is_cut: false };
    let at = |points: &[CurvePoint], share: f64| {
        points.iter().find(|p| p.y >= share).or(points.last()).map(|p| p.x).filter(|x| x.is_finite())
    };
    let sides = [&pair.reference, &pair.current];
    let gap = Some(pair.gap.x).filter(|x| x.is_finite());
    let min = sides.iter().filter_map(|side| at(side, 0.005)).chain(gap).fold(f64::INFINITY, f64::min);
    let max = sides.iter().filter_map(|side| at(side, 0.995)).chain(gap).fold(f64::NEG_INFINITY, f64::max);
    let squeezed = min < max && max / 10.0 - min / 10.0 < whole.max / 100.0 - whole.min / 100.0;
    Some(if squeezed { Domain { min, max, is_cut: true } } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::KsGap;

    fn curve(points: &[(f64, f64)]) -> Vec<CurvePoint> {
        points.iter().map(|&(x, y)| CurvePoint { x, y }).collect()
    }

    fn pair() -> EcdfPair {
        EcdfPair {
            reference: curve(&[(1.0, 0.5), (2.0, 1.0)]),
            current: curve(&[(2.0, 0.25), (3.0, 1.0)]),
            gap: KsGap { x: 2.0, reference: 1.0, current: 0.25 },
        }
    }

    #[test]
    fn curves_step_across_the_whole_frame() {
        let layout =
            EcdfLayout::new(&pair(), Size { width: 300, height: 200 }, &ChartTheme::light()).unwrap();
        let steps = layout.steps(&pair().reference);
        let frame = layout.axes.frame;
        assert_eq!(steps.first(), Some(&(frame.left, frame.bottom)));
        assert_eq!(steps.last(), Some(&(frame.right, frame.top)));
        assert!(steps.windows(2).all(|w| w[0].0 == w[1].0 || w[0].1 == w[1].1), "{steps:?}");
    }

    #[test]
    fn the_cursor_walks_over_the_steps_of_both() {
        let theme = ChartTheme::light();
        let layout = EcdfLayout::new(&pair(), Size { width: 300, height: 200 }, &theme).unwrap();
        assert_eq!(layout.values, [1.0, 2.0, 3.0]);
        assert_eq!(layout.index_at(layout.axes.x.pixel(2.1)), Some(1));
        assert_eq!(layout.cursor(&pair(), 99, &theme).unwrap().index, 2);
    }

    #[test]
    fn the_label_stands_where_no_curve_can_be() {
        let theme = ChartTheme::light();
        let frame = Frame { left: 40, top: 26, right: 400, bottom: 200 };
        let below = label_place(frame, 150, 80, 140, 60, &theme);
        assert!(below.left > 150 && below.middle > 140 && below.middle < frame.bottom, "{below:?}");
        let above = label_place(frame, 390, 80, 140, 60, &theme);
        assert!(above.left + 60 < 390 && above.middle < 80 && above.middle > frame.top, "{above:?}");
        // A gap from bottom to top leaves no free corner.
        let beside = label_place(frame, 150, 26, 200, 60, &theme);
        assert_eq!(beside.middle, 113);
    }

    #[test]
    fn far_tails_are_cut_but_never_the_gap() {
        let mut far = pair();
        far.reference = curve(&[(0.0, 0.2), (1.0, 0.998), (1e12, 1.0)]);
        far.current = curve(&[(0.5, 0.2), (2.0, 1.0)]);
        let cut = domain(&far).unwrap();
        assert_eq!((cut.min, cut.max, cut.is_cut), (0.0, 2.0, true));
        far.gap.x = 1e12;
        assert!(!domain(&far).unwrap().is_cut);
    }
}
