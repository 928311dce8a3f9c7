//! Shapes that carry a meaning beside their colour, and broken lines, in device pixels.

use plotters::prelude::*;

use super::pen::Pen;
use super::{DrawResult, Frame};

/// How a line is broken: length of the strokes and of the gaps between, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dash {
    pub(super) on: f64,
    pub(super) off: f64,
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    pub(super) fn polygon(&self, points: Vec<(i32, i32)>, color: RGBColor) -> DrawResult<DB> {
        if points.len() < 3 {
            return Ok(());
        }
        self.area.draw(&Polygon::new(points, color.filled()))
    }

    pub(super) fn disc(&self, (x, y): (i32, i32), css_radius: f64, color: RGBColor) -> DrawResult<DB> {
        self.area.draw(&Circle::new((x, y), self.theme.px(css_radius), color.filled()))
    }

    pub(super) fn diamond(&self, (x, y): (i32, i32), css_half: f64, color: RGBColor) -> DrawResult<DB> {
        let half = self.theme.px(css_half);
        self.polygon(vec![(x, y - half), (x + half, y), (x, y + half), (x - half, y)], color)
    }

    pub(super) fn square(&self, (x, y): (i32, i32), css_half: f64, color: RGBColor) -> DrawResult<DB> {
        let half = self.theme.px(css_half);
        self.fill(Frame { left: x - half, right: x + half, top: y - half, bottom: y + half }, color)
    }

    /// Points up, or down.
    pub(super) fn triangle(
        &self,
        (x, y): (i32, i32),
        css_half: f64,
        is_up: bool,
        color: RGBColor,
    ) -> DrawResult<DB> {
        let half = self.theme.px(css_half);
        let (tip, base) = if is_up { (y - half, y + half) } else { (y + half, y - half) };
        self.polygon(vec![(x, tip), (x + half, base), (x - half, base)], color)
    }

    /// A path that is broken, or not.
    pub(super) fn line(
        &self,
        points: Vec<(i32, i32)>,
        css_width: f64,
        dash: Option<Dash>,
        color: RGBColor,
    ) -> DrawResult<DB> {
        let Some(dash) = dash else { return self.path(points, css_width, color) };
        let px = |css: f64| f64::from(self.theme.px(css));
        dashes(&points, px(dash.on), px(dash.off))
            .into_iter()
            .try_for_each(|p| self.path(p, css_width, color))
    }

    /// A broken straight line as filled rectangles, which stay crisp: across at `y`.
    pub(super) fn dashed_row(
        &self,
        left: i32,
        right: i32,
        y: i32,
        dash: Dash,
        color: RGBColor,
    ) -> DrawResult<DB> {
        let (on, off) = (self.theme.px(dash.on), self.theme.px(dash.off));
        let bottom = y + self.theme.px(1.0);
        starts(left, right, on + off).try_for_each(|from| {
            self.fill(Frame { left: from, right: (from + on).min(right), top: y, bottom }, color)
        })
    }

    /// The same, down at `x`.
    pub(super) fn dashed_column(
        &self,
        x: i32,
        top: i32,
        bottom: i32,
        dash: Dash,
        color: RGBColor,
    ) -> DrawResult<DB> {
        let (on, off) = (self.theme.px(dash.on), self.theme.px(dash.off));
        let right = x + self.theme.px(1.0);
        starts(top, bottom, on + off).try_for_each(|from| {
            self.fill(Frame { left: x, right, top: from, bottom: (from + on).min(bottom) }, color)
        })
    }
}

fn starts(from: i32, to: i32, step: i32) -> impl Iterator<Item = i32> {
    let step = usize::try_from(step).unwrap_or(1).max(1);
    (from..to).step_by(step)
}

/// The strokes of a broken path, each `on` long with `off` between, measured along the path.
fn dashes(points: &[(i32, i32)], on: f64, off: f64) -> Vec<Vec<(i32, i32)>> {
    let mut strokes = Vec::new();
    let mut stroke: Vec<(i32, i32)> = points.first().copied().into_iter().collect();
    let (mut is_on, mut left) = (true, on.max(1.0));
    for pair in points.windows(2) {
        let &[(x0, y0), (x1, y1)] = pair else { continue };
        let (dx, dy) = (f64::from(x1 - x0), f64::from(y1 - y0));
        let length = dx.hypot(dy);
        let at = |way: f64| {
            let t = if length > 0.0 { way / length } else { 0.0 };
            ((f64::from(x0) + t * dx).round() as i32, (f64::from(y0) + t * dy).round() as i32)
        };
        let mut gone = 0.0;
        while length - gone > left {
            gone += left;
            if is_on {
                stroke.push(at(gone));
                strokes.push(std::mem::take(&mut stroke));
                left = off.max(1.0);
            } else {
                stroke = vec![at(gone)];
                left = on.max(1.0);
            }
            is_on = !is_on;
        }
        left -= length - gone;
        if is_on {
            stroke.push((x1, y1));
        }
    }
    if is_on {
        strokes.push(stroke);
    }
    strokes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_broken_line_is_strokes_and_gaps() {
        assert_eq!(dashes(&[(0, 0), (10, 0)], 4.0, 2.0), [vec![(0, 0), (4, 0)], vec![(6, 0), (10, 0)]]);
        // Around a corner a stroke goes on.
        assert_eq!(dashes(&[(0, 0), (2, 0), (2, 9)], 4.0, 20.0), [vec![(0, 0), (2, 0), (2, 2)]]);
        assert_eq!(dashes(&[], 4.0, 2.0), [Vec::new()]);
    }

    proptest! {
        #[test]
        fn strokes_have_the_share_of_the_length_that_they_should(length in 60_i32..4_000) {
            let inked: i32 = dashes(&[(0, 0), (length, 0)], 6.0, 4.0)
                .iter()
                .filter_map(|stroke| Some(stroke.last()?.0 - stroke.first()?.0))
                .sum();
            prop_assert!((f64::from(inked) - 0.6 * f64::from(length)).abs() <= 6.0);
        }
    }
}
