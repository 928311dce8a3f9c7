//! A plotters backend that writes compact SVG.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::ink::{Ink, coded_theme};
use super::layers::{Anchor, Layers, Stroke};
use super::path::Point;
use super::simplified::simplified;
use super::tiles::Bounds;
use crate::chart::{ChartTheme, DrawResult, Size, text_width};

/// Draws with `draw` and gives the `<svg>` element, whose classes [`CHART_CSS`](super::CHART_CSS) explains.
///
/// `draw` is handed the theme to draw with. The element says nothing of what it shows: whoever puts it
/// into a document adds the name.
pub fn compact_svg(
    size: Size,
    draw: impl FnOnce(&DrawingArea<CompactSvg<'_>, Shift>, &ChartTheme) -> DrawResult<CompactSvg<'static>>,
) -> String {
    let (width, height) = (size.width, size.height);
    let mut layers = Layers::new(halves(px(width)), halves(px(height)));
    {
        let area = CompactSvg { size, layers: &mut layers }.into_drawing_area();
        // The backend refuses nothing; what a chart has drawn before it stopped is shown.
        let _ = draw(&area, &coded_theme());
    }
    let mut svg = format!("<svg class=\"chart\" width=\"{width}\" viewBox=\"0 0 {width} {height}\">");
    layers.write(&mut svg);
    svg.push_str("</svg>");
    svg
}

/// The backend. It holds nothing itself: what is drawn goes into layers that outlive it.
#[derive(Debug)]
pub struct CompactSvg<'a> {
    size: Size,
    layers: &'a mut Layers,
}

impl CompactSvg<'_> {
    fn line(&mut self, points: Vec<Point>, color: BackendColor, width: u32, is_closed: bool) {
        let Some(ink) = Ink::of(color).filter(|_| width > 0) else { return };
        self.layers.shape(ink, Stroke::Line { width }, &simplified(points), is_closed);
    }

    /// A filled rectangle; one that is as thin as a line is a line.
    fn bar(&mut self, bounds: Bounds, color: BackendColor) {
        let Some(ink) = Ink::of(color) else { return };
        let Bounds { left, top, right, bottom } = bounds;
        let (width, height) = (right.saturating_sub(left), bottom.saturating_sub(top));
        let covers_all = left <= 0
            && top <= 0
            && right >= halves(px(self.size.width))
            && bottom >= halves(px(self.size.height));
        // The page behind the drawing is the background.
        if width <= 0 || height <= 0 || (covers_all && self.layers.is_empty()) {
            return;
        }
        let is_thin = |side: i32| side <= 4 && side % 2 == 0;
        let pixels = |side: i32| side.unsigned_abs() / 2;
        if is_thin(height) && height <= width {
            let y = top + height / 2;
            let ends = [Point { x: left, y }, Point { x: right, y }];
            self.layers.thin_bar(ink, pixels(height), ends, bounds);
        } else if is_thin(width) {
            let x = left + width / 2;
            let ends = [Point { x, y: top }, Point { x, y: bottom }];
            self.layers.thin_bar(ink, pixels(width), ends, bounds);
        } else {
            self.layers.rectangle(ink, bounds);
        }
    }
}

impl DrawingBackend for CompactSvg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.width, self.size.height)
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        (x, y): BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_rect((x, y), (x.saturating_add(1), y.saturating_add(1)), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let (a, b) = (point(upper_left), point(bottom_right));
        let (left, right, top, bottom) = (a.x.min(b.x), a.x.max(b.x), a.y.min(b.y), a.y.max(b.y));
        if fill {
            self.bar(Bounds { left, top, right, bottom }, style.color());
        } else {
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
            let corners = corners.map(|(x, y)| Point { x, y }).to_vec();
            self.line(corners, style.color(), style.stroke_width(), true);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.line(path.into_iter().map(point).collect(), style.color(), style.stroke_width(), false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let Some(ink) = Ink::of(style.color()).filter(|_| radius > 0) {
            let stroke = Stroke::Dot { width: radius.saturating_mul(2) };
            self.layers.shape(ink, stroke, &[point(center)], false);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let Some(ink) = Ink::of(style.color()) {
            let points = simplified(vert.into_iter().map(point).collect());
            self.layers.shape(ink, Stroke::Fill, &points, true);
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let Some(ink) = Ink::of(style.color()).filter(|_| !text.trim().is_empty()) else { return Ok(()) };
        let (size, at) = (style.size(), point(at));
        // From the line that the text hangs on to its base line, for digits and capitals.
        let down = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.36,
            VPos::Bottom => -0.24,
        };
        let base = at.y.saturating_add(2 * (down * size).round() as i32);
        let width = halves((text_width(text, size) * 1.2).ceil() as i32);
        let (anchor, left) = match style.anchor().h_pos {
            HPos::Left => (Anchor::Start, at.x),
            HPos::Center => (Anchor::Middle, at.x.saturating_sub(width / 2)),
            HPos::Right => (Anchor::End, at.x.saturating_sub(width)),
        };
        let height = halves(size.ceil() as i32);
        let bounds = Bounds {
            left,
            top: base.saturating_sub(height),
            right: left.saturating_add(width),
            bottom: base.saturating_add(height / 3),
        };
        self.layers.text(ink, anchor, Point { x: at.x, y: base }, text, bounds);
        Ok(())
    }

    /// By the same estimate as everywhere in charts: plotters' own measures through the page, which a
    /// worker does not have.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((text_width(text, style.size()).ceil() as u32, style.size().ceil() as u32))
    }

    /// Nothing: no chart holds a picture.
    fn blit_bitmap(
        &mut self,
        _at: BackendCoord,
        _size: (u32, u32),
        _bytes: &[u8],
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }
}

fn point((x, y): BackendCoord) -> Point {
    Point { x: halves(x), y: halves(y) }
}

fn halves(pixels: i32) -> i32 {
    pixels.saturating_mul(2)
}

fn px(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}
