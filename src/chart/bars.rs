//! Shares of categories as horizontal bars: the reference filled, current outlined below it.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::bars_words::{bar_text, named_bars};
use super::chart_kind::{Cursor, Mark, nearest};
use super::format::percent;
use super::pen::{Anchor, Pen, tint};
use super::text::{text_width, truncate};
use super::{ChartTheme, DrawResult, Frame, LinearScale, Size};
use crate::drift::BarPair;

/// Height of one category in CSS pixels, where the height is free.
const ROW: u32 = 34;
/// Height of the key in CSS pixels.
const KEY: u32 = 26;

/// Draws the shares of each category on both sides.
///
/// # Errors
///
/// Whatever the backend says.
pub fn category_bars<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    pair: &BarPair,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    let (width, height) = area.dim_in_pixel();
    let Some(layout) = BarLayout::new(pair, Size { width, height }, theme) else {
        return pen.nothing("No category on either side.");
    };
    pen.key(0, layout.right, "share of rows")?;
    let base = Frame {
        left: layout.left - theme.px(1.0),
        right: layout.left,
        top: layout.rows.first().map_or(0, |row| row.top),
        bottom: layout.rows.last().map_or(0, |row| row.bottom),
    };
    pen.fill(base, theme.muted)?;
    for row in &layout.rows {
        let middle = (row.reference.top + row.current.bottom) / 2;
        pen.text(&row.name, layout.left - theme.px(8.0), middle, Anchor::Right, theme.text)?;
        pen.fill(row.reference, tint(theme.reference, theme.background, 0.5))?;
        let edge = (row.reference.right - theme.px(2.0)).max(row.reference.left);
        pen.fill(Frame { left: edge, ..row.reference }, theme.reference)?;
        if row.current.right > row.current.left {
            pen.outline(row.current, theme.px(2.0), theme.current)?;
        }
        for (bar, label) in [(row.reference, &row.reference_label), (row.current, &row.current_label)] {
            let y = (bar.top + bar.bottom) / 2;
            pen.text(label, bar.right + theme.px(5.0), y, Anchor::Left, theme.muted)?;
        }
    }
    Ok(())
}

/// Where everything in a category chart stands.
#[derive(Debug, Clone, PartialEq)]
pub struct BarLayout {
    left: i32,
    right: i32,
    rows: Vec<BarRow>,
}

/// One category in device pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// Its name, cut to the room there is.
    pub name: String,
    /// Top of the category.
    pub top: i32,
    /// Bottom of the category.
    pub bottom: i32,
    /// The reference's bar.
    pub reference: Frame,
    /// Current's bar.
    pub current: Frame,
    /// Written at the end of the reference's bar.
    pub reference_label: String,
    /// Written at the end of current's bar.
    pub current_label: String,
}

impl BarLayout {
    /// Lays the chart out; `None` where there are no categories or no room.
    pub fn new(pair: &BarPair, size: Size, theme: &ChartTheme) -> Option<Self> {
        let bars = named_bars(pair);
        let (width, height) = (i32::try_from(size.width).ok()?, i32::try_from(size.height).ok()?);
        let (key, count) = (theme.px(f64::from(KEY)), i32::try_from(bars.len()).ok().filter(|&n| n > 0)?);
        let row_height = ((height - key) / count).min(theme.px(f64::from(ROW)));
        let label_room = text_width("> 99.9 %", theme.measure_px()).ceil() as i32 + theme.px(6.0);
        let name_room = f64::from(width) * 0.36;
        let longest = bars.iter().map(|bar| text_width(&bar.name, theme.measure_px())).fold(0.0, f64::max);
        let left = longest.min(name_room).ceil() as i32 + theme.px(10.0);
        let right = width - label_room;
        if right - left < theme.px(20.0) || row_height < theme.px(4.0) {
            return None;
        }
        let largest = bars
            .iter()
            .flat_map(|bar| [bar.reference_share, bar.current_share])
            .filter(|share| share.is_finite())
            .fold(0.0_f64, f64::max);
        let top_share = if largest > 0.0 { largest } else { 1.0 };
        let scale = LinearScale::new(0.0, top_share, f64::from(left), f64::from(right));
        let end = |share: f64| {
            let shown = if share > 0.0 { scale.pixel(share).round() as i32 } else { left };
            if share > 0.0 { shown.max(left + theme.px(1.0)) } else { shown }
        };
        let (pad, split) = (row_height / 7, row_height / 2);
        let rows = bars
            .into_iter()
            .zip(0..count)
            .map(|(bar, i)| {
                let top = key + i * row_height;
                let frame =
                    |top: i32, bottom: i32, share: f64| Frame { left, right: end(share), top, bottom };
                BarRow {
                    name: truncate(&bar.name, name_room, theme.measure_px()),
                    top,
                    bottom: top + row_height,
                    reference: frame(top + pad, top + split, bar.reference_share),
                    current: frame(top + split + 1, top + row_height - pad, bar.current_share),
                    reference_label: percent(bar.reference_share),
                    current_label: percent(bar.current_share),
                }
            })
            .collect();
        Some(Self { left, right: width, rows })
    }

    /// The height that gives every category its room, in CSS pixels.
    pub fn css_height(pair: &BarPair) -> u32 {
        KEY + ROW * u32::try_from(named_bars(pair).len()).unwrap_or(1).clamp(1, 40) + 4
    }

    /// The categories from top to bottom.
    pub fn rows(&self) -> &[BarRow] {
        &self.rows
    }

    /// The category at a device pixel's row.
    pub fn index_at(&self, y: f64) -> Option<usize> {
        nearest(self.rows.iter().map(|row| f64::from(row.top + row.bottom) / 2.0), y)
    }

    /// The cursor on category `index`.
    pub fn cursor(&self, pair: &BarPair, index: usize) -> Option<Cursor> {
        let index = index.min(self.rows.len().checked_sub(1)?);
        let row = self.rows.get(index)?;
        let mark =
            Mark { left: 0, top: row.top, width: self.right.max(1), height: (row.bottom - row.top).max(1) };
        Some(Cursor { index, mark, text: bar_text(named_bars(pair).get(index)?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::CategoryBar;

    fn bar(name: &str, reference_share: f64, current_share: f64) -> CategoryBar {
        let rows = |share: f64| (share * 1000.0) as u64;
        CategoryBar {
            name: name.to_owned(),
            reference: rows(reference_share),
            current: rows(current_share),
            reference_share,
            current_share,
        }
    }

    #[test]
    fn lengths_are_proportional_and_none_is_no_bar() {
        let pair =
            BarPair { bars: vec![bar("a", 0.8, 0.4), bar("b", 0.2, 0.0)], other: None, other_categories: 0 };
        let layout = BarLayout::new(&pair, Size { width: 500, height: 120 }, &ChartTheme::light()).unwrap();
        let length = |frame: Frame| f64::from(frame.right - frame.left);
        let rows = layout.rows();
        assert!((length(rows[0].reference) / length(rows[0].current) - 2.0).abs() < 0.02);
        assert_eq!(length(rows[1].current), 0.0);
        assert_eq!(rows[1].current_label, "0\u{a0}%");
    }

    #[test]
    fn long_names_leave_room_for_the_bars() {
        let name = "a very long category name that nobody would want to read in full on a chart";
        let pair = BarPair { bars: vec![bar(name, 0.5, 0.6)], other: None, other_categories: 0 };
        let layout = BarLayout::new(&pair, Size { width: 320, height: 80 }, &ChartTheme::light()).unwrap();
        assert!(layout.rows()[0].name.ends_with('…'));
        assert!(layout.left < 320 / 2, "{}", layout.left);
    }

    #[test]
    fn a_pixel_finds_its_category() {
        let pair = BarPair {
            bars: vec![bar("a", 0.5, 0.5), bar("b", 0.3, 0.3)],
            other: Some(bar("other", 0.2, 0.2)),
            other_categories: 7,
        };
        let theme = ChartTheme::light().with_scale(2.0);
        let layout = BarLayout::new(&pair, Size { width: 800, height: 260 }, &theme).unwrap();
        for (index, row) in layout.rows().iter().enumerate() {
            assert_eq!(layout.index_at(f64::from(row.top + 3)), Some(index));
        }
        assert!(layout.cursor(&pair, 2).unwrap().text.starts_with("7 other categories"));
    }
}
