//! The rectangle that values are drawn in, with its two axes.

use super::text::text_width;
use super::ticks::{Tick, fitting_ticks, ticks};
use super::{ChartTheme, LinearScale};

/// The most pixels that a canvas may have, a little below the 4,096 × 4,096 of Safari on iOS, and its longest
/// side: larger ones stay blank.
const MOST_PIXELS: f64 = 16_000_000.0;
const LONGEST_SIDE: f64 = 16_384.0;

/// Size of a drawing in device pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Device pixels from left to right.
    pub width: u32,
    /// Device pixels from top to bottom.
    pub height: u32,
}

impl Size {
    /// The size of so many CSS pixels on a screen of `ratio` device pixels per CSS pixel, and the ratio that
    /// was taken: a smaller one where browsers would refuse so large a canvas.
    pub fn of_canvas(css_width: f64, css_height: f64, ratio: f64) -> (Self, f64) {
        let by_area = (MOST_PIXELS / (css_width * css_height).max(1.0)).sqrt();
        let by_side = LONGEST_SIDE / css_width.max(css_height).max(1.0);
        let ratio = ratio.min(by_area).min(by_side);
        let device = |css: f64| (css * ratio).round() as u32;
        (Self { width: device(css_width), height: device(css_height) }, ratio)
    }
}

/// A rectangle in device pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Left edge.
    pub left: i32,
    /// Top edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Bottom edge.
    pub bottom: i32,
}

/// A frame with a value axis below and an axis of shares at its left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axes {
    /// Where the marks are drawn.
    pub(super) frame: Frame,
    /// Values to pixels.
    pub(super) x: LinearScale,
    /// Shares, 0 to 1, to pixels.
    pub(super) y: LinearScale,
    pub(super) x_ticks: Vec<Tick>,
    /// Ticks in percent.
    pub(super) y_ticks: Vec<Tick>,
}

impl Axes {
    /// Axes for values from `min` to `max` and shares from 0 to `top_share`.
    /// `None` where there is no room to draw anything.
    pub(super) fn new(size: Size, min: f64, max: f64, top_share: f64, theme: &ChartTheme) -> Option<Self> {
        let (width, height) = (i32::try_from(size.width).ok()?, i32::try_from(size.height).ok()?);
        let top_share = if top_share > 0.0 { top_share } else { 1.0 };
        let room = (f64::from(height) / theme.px(44.0) as f64).round();
        let mut y_ticks = ticks(0.0, top_share * 100.0, (room as usize).clamp(1, 5));
        for tick in &mut y_ticks {
            tick.label.push_str("\u{a0}%");
        }
        // At least as wide as the widest share, so that charts below each other share their left edge.
        let widest = y_ticks
            .iter()
            .map(|tick| text_width(&tick.label, theme.measure_px()))
            .fold(text_width("100\u{a0}%", theme.measure_px()), f64::max);
        let frame = Frame {
            left: widest.ceil() as i32 + theme.px(8.0),
            top: theme.px(26.0),
            right: width - theme.px(10.0),
            bottom: height - theme.px(22.0),
        };
        if frame.right - frame.left < theme.px(40.0) || frame.bottom - frame.top < theme.px(20.0) {
            return None;
        }
        let x = LinearScale::new(min, max, f64::from(frame.left), f64::from(frame.right));
        let y = LinearScale::new(0.0, top_share, f64::from(frame.bottom), f64::from(frame.top));
        let wanted = (f64::from(frame.right - frame.left) / f64::from(theme.px(48.0))) as usize;
        let x_ticks = fitting_ticks(&x, 0.0, f64::from(width), theme.measure_px(), wanted.clamp(1, 10));
        Some(Self { frame, x, y, x_ticks, y_ticks })
    }

    /// Pixel column of a value.
    pub(super) fn column(&self, value: f64) -> i32 {
        self.x.pixel(value).round() as i32
    }

    /// Pixel row of a share.
    pub(super) fn row(&self, share: f64) -> i32 {
        self.y.pixel(share).round() as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canvas_is_as_sharp_as_browsers_allow() {
        assert_eq!(Size::of_canvas(390.0, 200.0, 3.0), (Size { width: 1_170, height: 600 }, 3.0));
        // 300 rows of a heat map on a phone.
        let (size, ratio) = Size::of_canvas(390.0, 5_428.0, 3.0);
        assert!(ratio > 2.0 && size.height <= 16_384 && size.width * size.height <= 16_010_000, "{size:?}");
        let (size, _) = Size::of_canvas(6_000.0, 6_000.0, 2.0);
        assert!(size.width * size.height <= 16_010_000, "{size:?}");
        assert_eq!(Size::of_canvas(0.0, 0.0, 2.0), (Size { width: 0, height: 0 }, 2.0));
    }
}
