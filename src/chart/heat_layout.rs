//! Where everything in a heat map stands.

use super::chart_kind::{Cursor, Mark};
use super::heat_words::heat_text;
use super::slot_axis::{SlotAxis, SlotLabel};
use super::text::truncate;
use super::time_layout::drag_mark;
use super::{ChartTheme, Frame, HeatMap, Size};

/// Height of a row, and of the names above and the room below all rows, in CSS pixels.
const ROW: u32 = 18;
const HEAD: u32 = 24;
const FOOT: u32 = 4;

/// Where everything in a heat map stands, in device pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatLayout {
    /// From slots to pixel columns; a time chart of the same width has the same.
    pub axis: SlotAxis,
    pub(super) frame: Frame,
    pub(super) names: Vec<SlotLabel>,
    pub(super) rows: Vec<HeatRowPlace>,
}

/// Where one column stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeatRowPlace {
    /// Its name, cut to the room there is.
    pub(super) name: String,
    pub(super) top: i32,
    pub(super) bottom: i32,
}

impl HeatLayout {
    /// Lays the map out; `None` where there is nothing to draw or no room.
    pub fn new(map: &HeatMap, size: Size, theme: &ChartTheme) -> Option<Self> {
        let axis = SlotAxis::new(&map.slots, map.range, map.reference, size.width, theme)?;
        let count = i32::try_from(map.rows.len()).ok().filter(|&count| count > 0)?;
        let (top, bottom) =
            (theme.px(f64::from(HEAD)), i32::try_from(size.height).ok()? - theme.px(f64::from(FOOT)));
        if bottom - top < count {
            return None;
        }
        // Edges are rounded one by one, so that rows fill the height at every pixel ratio.
        let row =
            f64::from(bottom - top).min(f64::from(count) * f64::from(ROW) * theme.scale) / f64::from(count);
        let edge = |at: i32| top + (f64::from(at) * row).round() as i32;
        // The room that time charts give to the reference is the names'.
        let room = f64::from(axis.divider - theme.px(8.0));
        let rows: Vec<_> = (0..count)
            .zip(&map.rows)
            .map(|(at, named)| HeatRowPlace {
                name: truncate(&named.name, room, theme.measure_px()),
                top: edge(at),
                bottom: edge(at + 1),
            })
            .collect();
        let frame = Frame { left: axis.left, right: axis.right, top, bottom: edge(count) };
        let names = axis.labels(&map.slots, theme).into_iter().filter(|label| label.slot.is_some()).collect();
        Some(Self { axis, frame, names, rows })
    }

    /// The height that gives every column its room, in CSS pixels.
    pub fn css_height(map: &HeatMap) -> u32 {
        HEAD + FOOT + ROW * u32::try_from(map.rows.len()).unwrap_or(u32::MAX).clamp(3, 10_000)
    }

    /// The slot at a device pixel; `None` left of the slots.
    pub fn slot_at(&self, x: f64) -> Option<usize> {
        self.axis.slot_at(x)
    }

    /// The row at a device pixel; `None` above and below all rows.
    pub fn row_at(&self, y: f64) -> Option<usize> {
        let at = self.rows.partition_point(|row| f64::from(row.bottom) <= y);
        self.rows.get(at).filter(|row| f64::from(row.top) <= y).map(|_| at)
    }

    /// First and last slot between two device pixels; `None` left of the slots.
    pub fn slots_between(&self, a: f64, b: f64) -> Option<(usize, usize)> {
        self.axis.slots_between(a, b)
    }

    /// A slot's left and right edge; neighbours share theirs.
    pub(super) fn across(&self, slot: usize) -> (i32, i32) {
        let (left, right) = (self.axis.edge(slot).round() as i32, self.axis.edge(slot + 1).round() as i32);
        (left, right.max(left + 1).min(self.axis.right.max(left + 1)))
    }

    /// The cursor on a slot, and on a row of it or on all; `None` where the slot is not visible.
    pub fn cursor(&self, map: &HeatMap, row: Option<usize>, slot: usize) -> Option<Cursor> {
        if !self.axis.holds(slot) {
            return None;
        }
        let (left, right) = self.across(slot);
        let place = row.and_then(|row| self.rows.get(row));
        let (top, bottom) = place.map_or((self.frame.top, self.frame.bottom), |row| (row.top, row.bottom));
        let mark = Mark { left, top, width: (right - left).max(1), height: (bottom - top).max(1) };
        Some(Cursor { index: slot, mark, text: heat_text(map, row, slot) })
    }

    /// A rectangle over the slots that a drag has passed.
    pub fn drag_mark(&self, a: f64, b: f64) -> Option<Mark> {
        drag_mark(&self.axis, self.frame.top, self.frame.bottom, a, b)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::heat_map::tests::map;
    use super::super::{HeatState, TimeChart, TimeLayout, TimeLine};
    use super::*;
    use crate::monitor::Unit;

    fn many(rows: usize, windows: usize) -> HeatMap {
        let states = vec![HeatState::Stable; windows];
        let names: Vec<String> = (0..rows).map(|at| format!("a column of a rather long name {at}")).collect();
        let rows: Vec<_> = names.iter().map(|name| (name.as_str(), states.as_slice())).collect();
        map(&rows)
    }

    fn layout(map: &HeatMap, width: u32, scale: f64) -> HeatLayout {
        let height = (f64::from(HeatLayout::css_height(map)) * scale).round() as u32;
        let width = (f64::from(width) * scale).round() as u32;
        HeatLayout::new(map, Size { width, height }, &ChartTheme::light().with_scale(scale)).unwrap()
    }

    #[test]
    fn rows_are_eighteen_pixels_high_however_many_there_are() {
        for rows in [1, 5, 300] {
            let layout = layout(&many(rows, 8), 390, 1.0);
            assert!(layout.rows.iter().all(|row| row.bottom - row.top == 18));
            assert_eq!(layout.rows.len(), rows);
        }
        assert_eq!(HeatLayout::css_height(&many(300, 8)), 24 + 4 + 5_400);
    }

    #[test]
    fn cells_stand_below_the_points_of_a_time_chart() {
        let mut map = many(3, 24);
        map.reference = 10;
        map.range = Some((2, 9));
        let mut chart = TimeChart::new("x", Unit::Number, map.slots.clone());
        chart.reference = vec![Some(1.0); 10];
        chart.range = map.range;
        // A label as wide as they get moves nothing.
        let values = vec![Some(1.23e200); 24];
        chart.lines =
            vec![TimeLine { label: "x".to_owned(), style: super::super::LineStyle::Measured, values }];
        let theme = ChartTheme::light();
        for width in [390, 900] {
            let chart = TimeLayout::new(&chart, Size { width, height: 200 }, &theme).unwrap();
            assert_eq!(chart.axis, layout(&map, width, 1.0).axis);
        }
    }

    #[test]
    fn no_column_and_no_room_are_no_layout() {
        let theme = ChartTheme::light();
        let size = Size { width: 390, height: 200 };
        assert!(HeatLayout::new(&map(&[]), size, &theme).is_none());
        assert!(HeatLayout::new(&many(1, 0), size, &theme).is_none());
        assert!(HeatLayout::new(&many(1, 1), Size { width: 40, height: 200 }, &theme).is_none());
        assert!(HeatLayout::new(&many(1, 1), size, &theme).is_some());
    }

    proptest! {
        #[test]
        fn a_cell_is_found_where_it_stands(
            rows in 1_usize..300,
            windows in 1_usize..500,
            width in 320_u32..1_600,
            scale in prop_oneof![Just(1.0), Just(1.25), Just(2.0), Just(3.0)],
            at in (0.0..1.0_f64, 0.0..1.0_f64),
        ) {
            let map = many(rows, windows);
            let layout = layout(&map, width, scale);
            let (row, slot) = ((at.0 * rows as f64) as usize, (at.1 * windows as f64) as usize);
            let place = &layout.rows[row];
            prop_assert_eq!(layout.row_at(f64::from(place.top + place.bottom) / 2.0), Some(row));
            prop_assert_eq!(layout.slot_at(layout.axis.centre(slot)), Some(slot));
            let cursor = layout.cursor(&map, Some(row), slot).unwrap();
            prop_assert_eq!((cursor.index, cursor.mark.top), (slot, place.top));
            prop_assert_eq!(layout.row_at(f64::from(layout.frame.bottom)), None);
            prop_assert_eq!(layout.row_at(0.0), None);
        }
    }
}
