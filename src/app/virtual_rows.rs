//! Which rows of a long table stand in the document.
//!
//! All rows have one height, so the window is plain arithmetic: a spacer above,
//! the rows in view and a few around them, a spacer below.

/// Rows drawn beyond either edge of the view, so that a quick scroll shows no gap.
const OVERSCAN: usize = 8;

/// The rows that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// First row drawn.
    pub first: usize,
    /// One past the last row drawn.
    pub end: usize,
    /// All rows.
    pub total: usize,
}

impl Window {
    /// Height of the spacer above, in pixels.
    pub fn above(&self, row_height: f64) -> f64 {
        self.first as f64 * row_height
    }

    /// Height of the spacer below, in pixels.
    pub fn below(&self, row_height: f64) -> f64 {
        self.total.saturating_sub(self.end) as f64 * row_height
    }
}

/// The window for a scroll position and the height of the view, all in pixels.
pub fn window(scroll_top: f64, view_height: f64, row_height: f64, total: usize) -> Window {
    if total == 0 || row_height <= 0.0 {
        return Window { first: 0, end: 0, total };
    }
    let top = (scroll_top.max(0.0) / row_height).floor() as usize;
    let visible = (view_height.max(0.0) / row_height).ceil() as usize + 1;
    let end = top.saturating_add(visible).saturating_add(OVERSCAN).min(total);
    let first = top.saturating_sub(OVERSCAN).min(end.saturating_sub(1));
    Window { first, end, total }
}

/// Scroll position that brings `row` into view, moved as little as possible;
/// `covered` is the height of the sticky header.
pub fn scroll_to_show(row: usize, scroll_top: f64, view_height: f64, row_height: f64, covered: f64) -> f64 {
    let top = row as f64 * row_height;
    let bottom = top + row_height;
    let room = (view_height - covered).max(row_height);
    if top < scroll_top {
        top
    } else if bottom > scroll_top + room {
        bottom - room
    } else {
        scroll_top
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_table_is_drawn_whole() {
        let shown = window(0.0, 600.0, 36.0, 5);
        assert_eq!(shown, Window { first: 0, end: 5, total: 5 });
        assert_eq!(shown.above(36.0), 0.0);
        assert_eq!(shown.below(36.0), 0.0);
    }

    #[test]
    fn an_empty_table_has_no_rows() {
        assert_eq!(window(0.0, 600.0, 36.0, 0), Window::default());
    }

    #[test]
    fn moving_to_a_row_scrolls_no_more_than_needed() {
        assert_eq!(scroll_to_show(3, 0.0, 360.0, 36.0, 0.0), 0.0);
        assert_eq!(scroll_to_show(10, 0.0, 360.0, 36.0, 0.0), 36.0);
        assert_eq!(scroll_to_show(10, 0.0, 360.0, 36.0, 36.0), 72.0);
        assert_eq!(scroll_to_show(2, 360.0, 360.0, 36.0, 0.0), 72.0);
    }

    proptest! {
        #[test]
        fn every_visible_row_is_drawn_and_the_height_stays(
            total in 1_usize..5_000,
            share in 0.0_f64..1.0,
            view in 100.0_f64..2_000.0,
        ) {
            let height = 36.0;
            let scroll = share * (total as f64 * height - view).max(0.0);
            let shown = window(scroll, view, height, total);
            prop_assert!(shown.above(height) <= scroll);
            let drawn_to = shown.end as f64 * height;
            prop_assert!(drawn_to >= (scroll + view).min(total as f64 * height));
            let rows = (shown.end - shown.first) as f64 * height;
            let whole = shown.above(height) + rows + shown.below(height);
            prop_assert!((whole - total as f64 * height).abs() < 1e-6);
        }
    }
}
