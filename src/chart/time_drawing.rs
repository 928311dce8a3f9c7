//! Draws a time chart.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend, RGBColor};

use super::pen::{Anchor, Pen, tint};
use super::strokes::Dash;
use super::text::{text_width, truncate};
use super::thinned::thinned;
use super::time_layout::{PlacedMark, TimeLayout};
use super::{ChartTheme, DrawResult, Frame, LineStyle, MarkKind, Place, Size, TimeChart, TimeLine};
use crate::monitor::AlertSeverity;

/// Width of a slot, in CSS pixels, from which its value is a dot of its own.
const DOTS: f64 = 7.0;
/// Distance below which marks out of bounds are one, in CSS pixels.
const APART: f64 = 5.0;

const LIMIT: Dash = Dash { on: 6.0, off: 4.0 };
const DIVIDER: Dash = Dash { on: 2.0, off: 3.0 };

/// Draws the quantity over time.
///
/// # Errors
///
/// Whatever the backend says.
pub fn time_chart<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    chart: &TimeChart,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    let (width, height) = area.dim_in_pixel();
    if chart.is_empty() {
        return pen.nothing(nothing(chart));
    }
    let Some(layout) = TimeLayout::new(chart, Size { width, height }, theme) else { return Ok(()) };
    let sketch = Sketch { pen, chart, layout: &layout, theme };
    sketch.header(width)?;
    sketch.grid()?;
    sketch.bands()?;
    sketch.limits()?;
    sketch.marks()?;
    sketch.reference()?;
    for (at, line) in chart.lines.iter().enumerate() {
        sketch.line(at, line)?;
    }
    sketch.limit_labels()
}

/// Why there is nothing to draw.
pub(super) fn nothing(chart: &TimeChart) -> &'static str {
    match (chart.is_loading, chart.slots.is_empty()) {
        (true, _) => "The first values are being computed.",
        (false, true) => "There is no window yet.",
        (false, false) => "No window has a value.",
    }
}

struct Sketch<'a, DB: DrawingBackend> {
    pen: Pen<'a, DB>,
    chart: &'a TimeChart,
    layout: &'a TimeLayout,
    theme: &'a ChartTheme,
}

impl<DB: DrawingBackend> Sketch<'_, DB> {
    fn header(&self, width: u32) -> DrawResult<DB> {
        let (theme, layout) = (self.theme, self.layout);
        let title = truncate(&self.chart.title, f64::from(width), theme.measure_px());
        self.pen.text(&title, 0, theme.px(10.0), Anchor::Left, theme.text)?;
        for entry in &layout.key {
            let Some(line) = self.chart.lines.get(entry.line) else { continue };
            let (y, right) = (layout.key_row, entry.left + theme.px(18.0));
            let (width, dash, color) = self.style(entry.line, line);
            self.pen.line(vec![(entry.left, y), (right, y)], width, dash, color)?;
            self.pen.text(&entry.text, entry.left + theme.px(24.0), y, Anchor::Left, theme.muted)?;
        }
        Ok(())
    }

    fn grid(&self) -> DrawResult<DB> {
        let (theme, layout, frame) = (self.theme, self.layout, self.layout.frame);
        let hairline = theme.px(1.0);
        for tick in &layout.y_ticks {
            let y = layout.row(tick.value);
            let color = if tick.value == 0.0 { theme.muted } else { theme.grid };
            self.pen.fill(Frame { top: y, bottom: y + hairline, ..frame }, color)?;
            let (x, y, anchor) = if tick.is_inside {
                (frame.left, (y - theme.px(8.0)).max(frame.top), Anchor::Left)
            } else {
                (frame.left - theme.px(6.0), y, Anchor::Right)
            };
            self.pen.text(&tick.label, x, y, anchor, theme.muted)?;
        }
        for label in &layout.names {
            let color = if label.slot.is_some() { theme.muted } else { theme.reference };
            if let Some(slot) = label.slot {
                let left = layout.axis.column(slot);
                let (top, bottom) = (frame.bottom, frame.bottom + theme.px(4.0));
                self.pen.fill(Frame { left, right: left + hairline, top, bottom }, theme.muted)?;
            }
            let (x, y) = (label.centre.round() as i32, frame.bottom + theme.px(13.0));
            self.pen.text(&label.text, x, y, Anchor::Centre, color)?;
        }
        if layout.axis.divider > layout.axis.left {
            self.pen.dashed_column(layout.axis.divider, frame.top, frame.bottom, DIVIDER, theme.muted)?;
        }
        Ok(())
    }

    /// The reference's mean and standard deviation, and the band around the first line.
    fn bands(&self) -> DrawResult<DB> {
        let (theme, layout, frame) = (self.theme, self.layout, self.layout.frame);
        if let Some((mean, std)) = self.chart.band.filter(|(mean, std)| mean.is_finite() && std.is_finite()) {
            let (top, bottom) = (layout.row(mean + std), layout.row(mean - std));
            self.pen.fill(Frame { top, bottom, ..frame }, tint(theme.reference, theme.background, 0.12))?;
            let y = layout.row(mean);
            let line = Frame { top: y, bottom: y + theme.px(1.0), ..frame };
            self.pen.fill(line, tint(theme.reference, theme.background, 0.6))?;
        }
        let (first, last) = layout.axis.visible();
        let color = self.chart.lines.first().map_or(theme.muted, |line| self.style(0, line).2);
        let color = tint(color, theme.background, 0.22);
        let band = |slot: usize| self.chart.interval(slot);
        let side = |pick: fn((f64, f64)) -> f64| -> Vec<Option<f64>> {
            (first..=last).map(|slot| band(slot).map(pick)).collect()
        };
        let runs =
            |values: &[Option<f64>]| thinned(values, (0, last - first), |at| layout.axis.column(first + at));
        // Both sides are `None` in the same slots, so their runs are of the same columns.
        for (low, high) in runs(&side(|band| band.0)).into_iter().zip(runs(&side(|band| band.1))) {
            let edge = |(x, value): (i32, f64)| (x, layout.row(value));
            let outline: Vec<_> =
                high.iter().copied().map(edge).chain(low.iter().rev().copied().map(edge)).collect();
            if let (Some(left), Some(right)) = (low.first(), low.last())
                && left.0 == right.0
            {
                let half = ((layout.axis.step() / 2.0) as i32).clamp(1, theme.px(6.0));
                let (top, bottom) =
                    outline.iter().fold((i32::MAX, i32::MIN), |(t, b), p| (t.min(p.1), b.max(p.1)));
                self.pen.fill(Frame { left: left.0 - half, right: left.0 + half, top, bottom }, color)?;
            } else {
                self.pen.polygon(outline, color)?;
            }
        }
        Ok(())
    }

    fn limits(&self) -> DrawResult<DB> {
        let frame = self.layout.frame;
        self.layout.limits.iter().try_for_each(|limit| {
            self.pen.dashed_row(frame.left, frame.right, limit.line, LIMIT, self.theme.text)
        })
    }

    /// On a ground of their own, for lines pass below; at the left, where the reference lies between the
    /// limits and the newest windows are not covered.
    fn limit_labels(&self) -> DrawResult<DB> {
        let (theme, left) = (self.theme, self.layout.frame.left);
        for limit in &self.layout.limits {
            let width = text_width(&limit.text, theme.measure_px()).ceil() as i32;
            let half = theme.px(6.0);
            let ground = Frame {
                left,
                right: left + width + theme.px(4.0),
                top: limit.y - half,
                bottom: limit.y + half,
            };
            self.pen.fill(ground, theme.background)?;
            self.pen.text(&limit.text, left + theme.px(2.0), limit.y, Anchor::Left, theme.muted)?;
        }
        Ok(())
    }

    fn marks(&self) -> DrawResult<DB> {
        let (theme, layout) = (self.theme, self.layout);
        for PlacedMark { kind, x, label } in &layout.marks {
            let (at, color) = ((*x, layout.mark_row), self.mark_color(*kind));
            let (top, bottom) = (layout.mark_row + theme.px(7.0), layout.frame.bottom);
            match kind {
                MarkKind::Retrain => {
                    self.pen.dashed_column(*x, top, bottom, LIMIT, color)?;
                    self.pen.square(at, 4.0, color)?;
                    self.pen.square(at, 2.0, theme.background)?;
                }
                MarkKind::Alert(severity) => {
                    let line = Frame { left: *x, right: x + theme.px(1.0), top, bottom };
                    self.pen.fill(line, tint(color, theme.background, 0.6))?;
                    match severity {
                        AlertSeverity::Critical => self.pen.square(at, 4.0, color)?,
                        AlertSeverity::Warning => self.pen.triangle(at, 5.0, true, color)?,
                        AlertSeverity::Info => self.pen.disc(at, 4.0, color)?,
                    }
                }
                MarkKind::DetectorWarning | MarkKind::DetectorDrift => {
                    self.pen.dashed_column(*x, top, bottom, DIVIDER, color)?;
                    self.pen.triangle(at, 5.0, false, color)?;
                    if *kind == MarkKind::DetectorWarning {
                        self.pen.triangle((at.0, at.1 - theme.px(1.0)), 2.0, false, theme.background)?;
                    }
                }
            }
            if let Some((left, text)) = label {
                self.pen.text(text, *left, layout.mark_row, Anchor::Left, theme.muted)?;
            }
        }
        Ok(())
    }

    fn mark_color(&self, kind: MarkKind) -> RGBColor {
        match kind {
            MarkKind::Alert(AlertSeverity::Critical) | MarkKind::DetectorDrift => self.theme.critical,
            MarkKind::Alert(AlertSeverity::Warning) | MarkKind::DetectorWarning => self.theme.warning,
            MarkKind::Alert(AlertSeverity::Info) => self.theme.muted,
            MarkKind::Retrain => self.theme.accent,
        }
    }

    fn reference(&self) -> DrawResult<DB> {
        let (layout, theme) = (self.layout, self.theme);
        let end = self.chart.reference.len().saturating_sub(1);
        let column = |at: usize| layout.axis.reference_centre(at).floor() as i32;
        for run in thinned(&self.chart.reference, (0, end), column) {
            let points: Vec<_> = run.into_iter().map(|(x, value)| (x, layout.row(value))).collect();
            if points.len() <= (layout.axis.divider - layout.axis.left).unsigned_abs() as usize / 4 {
                points.iter().try_for_each(|&point| self.pen.disc(point, 2.0, theme.reference))?;
            }
            self.pen.path(points, 1.5, theme.reference)?;
        }
        Ok(())
    }

    fn line(&self, at: usize, line: &TimeLine) -> DrawResult<DB> {
        let (layout, theme) = (self.layout, self.theme);
        let (width, dash, color) = self.style(at, line);
        let has_dots = layout.axis.step() >= f64::from(theme.px(DOTS)) && line.style != LineStyle::Average;
        // Many values a pixel fill an area, which must not outshine the lines on it.
        let is_dense = at == 0 && layout.axis.step() < 1.0 && self.chart.lines.len() > 1;
        let ink = if is_dense { tint(color, theme.background, 0.5) } else { color };
        let mut last_outside = i32::MIN;
        for run in thinned(&line.values, layout.axis.visible(), |slot| layout.axis.column(slot)) {
            let place = |&(x, value): &(i32, f64)| (x, layout.row(value));
            self.pen.line(run.iter().map(place).collect(), width, dash, ink)?;
            let is_alone = run.iter().all(|point| Some(point.0) == run.first().map(|first| first.0));
            for point in &run {
                let is_outside = at == 0 && self.chart.place(point.1) != Place::Within;
                if is_outside && (has_dots || point.0.saturating_sub(last_outside) >= theme.px(APART)) {
                    last_outside = point.0;
                    self.pen.diamond(place(point), if has_dots { 5.0 } else { 3.5 }, theme.critical)?;
                } else if !is_outside && (has_dots || is_alone) {
                    self.pen.disc(place(point), if has_dots { 2.5 } else { 1.0 }, color)?;
                }
            }
        }
        Ok(())
    }

    /// Width in CSS pixels, breaks and colour of a line.
    fn style(&self, at: usize, line: &TimeLine) -> (f64, Option<Dash>, RGBColor) {
        let theme = self.theme;
        match line.style {
            LineStyle::Measured => (2.0, None, theme.current),
            LineStyle::Estimated => (2.0, Some(Dash { on: 6.0, off: 3.0 }), theme.accent),
            LineStyle::Average => {
                let before = self.chart.lines.iter().take(at).filter(|line| line.style == LineStyle::Average);
                match before.count() % 3 {
                    0 => (1.5, None, theme.text),
                    1 => (1.5, Some(Dash { on: 10.0, off: 3.0 }), theme.text),
                    _ => (1.5, Some(Dash { on: 2.0, off: 2.0 }), theme.text),
                }
            }
        }
    }
}
