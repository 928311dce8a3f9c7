//! The few strokes that all charts are made of, in device pixels.
//!
//! Straight lines are filled rectangles: on a canvas they stay crisp at every device pixel ratio.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::frame::Axes;
use super::text::text_width;
use super::ticks::label_centre;
use super::{ChartTheme, Frame};

/// What every drawing function returns: nothing, or the backend's own error.
pub type DrawResult<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// How a text hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Centre,
    Right,
}

pub(super) struct Pen<'a, DB: DrawingBackend> {
    pub(super) area: &'a DrawingArea<DB, Shift>,
    pub(super) theme: &'a ChartTheme,
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    /// Clears the area and takes up the pen.
    pub(super) fn on(
        area: &'a DrawingArea<DB, Shift>,
        theme: &'a ChartTheme,
    ) -> Result<Self, DrawingAreaErrorKind<DB::ErrorType>> {
        area.fill(&theme.background)?;
        Ok(Self { area, theme })
    }

    pub(super) fn fill(&self, frame: Frame, color: RGBColor) -> DrawResult<DB> {
        if frame.right <= frame.left || frame.bottom <= frame.top {
            return Ok(());
        }
        let corners = [(frame.left, frame.top), (frame.right, frame.bottom)];
        self.area.draw(&Rectangle::new(corners, color.filled()))
    }

    /// A frame of `width` device pixels, inside the given rectangle.
    pub(super) fn outline(&self, frame: Frame, width: i32, color: RGBColor) -> DrawResult<DB> {
        let Frame { left, top, right, bottom } = frame;
        let inner =
            Frame { left: left + width, top: top + width, right: right - width, bottom: bottom - width };
        if inner.right <= inner.left || inner.bottom <= inner.top {
            return self.fill(frame, color);
        }
        self.fill(Frame { bottom: inner.top, ..frame }, color)?;
        self.fill(Frame { top: inner.bottom, ..frame }, color)?;
        self.fill(Frame { left, top: inner.top, right: inner.left, bottom: inner.bottom }, color)?;
        self.fill(Frame { left: inner.right, top: inner.top, right, bottom: inner.bottom }, color)
    }

    pub(super) fn path(&self, points: Vec<(i32, i32)>, css_width: f64, color: RGBColor) -> DrawResult<DB> {
        if points.len() < 2 {
            return Ok(());
        }
        let width = u32::try_from(self.theme.px(css_width)).unwrap_or(1);
        self.area.draw(&PathElement::new(points, color.stroke_width(width)))
    }

    /// A text whose middle line stands at `y`.
    pub(super) fn text(&self, text: &str, x: i32, y: i32, anchor: Anchor, color: RGBColor) -> DrawResult<DB> {
        let h_pos = match anchor {
            Anchor::Left => HPos::Left,
            Anchor::Centre => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let size = self.theme.font_px() * self.theme.font_units;
        let style = TextStyle::from((self.theme.font_family.as_str(), size).into_font())
            .color(&color)
            .pos(Pos::new(h_pos, VPos::Center));
        self.area.draw(&Text::new(text.to_owned(), (x, y), style))
    }

    /// Grid lines, base line and tick labels.
    pub(super) fn axes(&self, axes: &Axes) -> DrawResult<DB> {
        let (theme, frame) = (self.theme, axes.frame);
        let hairline = theme.px(1.0);
        for tick in &axes.y_ticks {
            let y = axes.row(tick.value / 100.0);
            let color = if tick.value == 0.0 { theme.muted } else { theme.grid };
            self.fill(Frame { top: y, bottom: y + hairline, ..frame }, color)?;
            self.text(&tick.label, frame.left - theme.px(6.0), y, Anchor::Right, theme.muted)?;
        }
        let (width, _) = self.area.dim_in_pixel();
        for tick in &axes.x_ticks {
            let x = axes.column(tick.value);
            let foot = Frame {
                left: x,
                right: x + hairline,
                top: frame.bottom,
                bottom: frame.bottom + theme.px(4.0),
            };
            self.fill(foot, theme.muted)?;
            let half = text_width(&tick.label, theme.measure_px()) / 2.0;
            let centre = label_centre(axes.x.pixel(tick.value), half, 0.0, f64::from(width)).round() as i32;
            self.text(&tick.label, centre, frame.bottom + theme.px(13.0), Anchor::Centre, theme.muted)?;
        }
        Ok(())
    }

    /// The key above a frame: a filled swatch for the reference, an outlined one for current,
    /// and at the right what the axis of shares counts.
    pub(super) fn key(&self, left: i32, right: i32, counts: &str) -> DrawResult<DB> {
        let theme = self.theme;
        let (y, box_px) = (theme.px(10.0), theme.px(10.0));
        let mut x = left;
        for (name, color, filled) in [("reference", theme.reference, true), ("current", theme.current, false)]
        {
            let swatch =
                Frame { left: x, right: x + box_px, top: y - box_px / 2, bottom: y - box_px / 2 + box_px };
            if filled {
                self.fill(swatch, tint(color, theme.background, 0.5))?;
                self.fill(Frame { bottom: swatch.top + theme.px(2.0), ..swatch }, color)?;
            } else {
                self.outline(swatch, theme.px(2.0), color)?;
            }
            x = swatch.right + theme.px(5.0);
            self.text(name, x, y, Anchor::Left, theme.text)?;
            x += text_width(name, theme.measure_px()).ceil() as i32 + theme.px(14.0);
        }
        if f64::from(x) + text_width(counts, theme.measure_px()) < f64::from(right) {
            self.text(counts, right, y, Anchor::Right, theme.muted)?;
        }
        Ok(())
    }

    /// One muted sentence in the middle, for a chart with nothing to draw.
    pub(super) fn nothing(&self, sentence: &str) -> DrawResult<DB> {
        let (width, height) = self.area.dim_in_pixel();
        let shown = super::truncate(sentence, f64::from(width), self.theme.measure_px());
        self.text(&shown, width as i32 / 2, height as i32 / 2, Anchor::Centre, self.theme.muted)
    }
}

/// `share` of `color` on `background`, as an opaque colour, so that neighbours may overlap.
pub(super) fn tint(color: RGBColor, background: RGBColor, share: f64) -> RGBColor {
    let mix = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
    RGBColor(mix(color.0, background.0), mix(color.1, background.1), mix(color.2, background.2))
}
