//! What keys do on charts over time: move the shared cursor, zoom, open a window.
//!
//! Plain arithmetic on slots, which compiles and is tested natively.

/// How many slots Page Up and Page Down move the cursor.
const PAGE: usize = 10;

/// The cursor and the zoom that all charts over time share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SlotView {
    /// The slot under the cursor.
    pub hover: Option<usize>,
    /// First and last slot that are shown; `None` for all.
    pub zoom: Option<(usize, usize)>,
}

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKey {
    /// Another cursor or zoom.
    View(SlotView),
    /// To open a slot.
    Open(usize),
}

/// What a key asks for over `total` slots; `None` where it is none of ours.
pub fn slot_key(key: &str, view: SlotView, total: usize) -> Option<SlotKey> {
    let end = total.checked_sub(1)?;
    let (first, last) = view.zoom.map_or((0, end), |(first, last)| (first.min(end), last.min(end)));
    let to = |slot: usize| Some(SlotKey::View(seen(view, slot.min(end), end)));
    match (key, view.hover) {
        ("Enter", Some(slot)) => Some(SlotKey::Open(slot.min(end))),
        // Of a zoom first, and without either the key belongs to what is around.
        ("0" | "Escape", _) if view.zoom.is_some() => Some(SlotKey::View(SlotView { zoom: None, ..view })),
        ("Escape", Some(_)) => Some(SlotKey::View(SlotView { hover: None, ..view })),
        ("+" | "=", _) => Some(SlotKey::View(SlotView { zoom: closer((first, last), view.hover), ..view })),
        ("-" | "_", _) if view.zoom.is_some() => {
            Some(SlotKey::View(SlotView { zoom: wider((first, last), view.hover, total), ..view }))
        }
        ("Home", _) => to(0),
        ("End", _) => to(end),
        ("ArrowRight" | "PageDown", None) => to(first),
        ("ArrowLeft" | "PageUp", None) => to(last),
        ("ArrowRight", Some(at)) => to(at.saturating_add(1)),
        ("ArrowLeft", Some(at)) => to(at.saturating_sub(1)),
        ("PageDown", Some(at)) => to(at.saturating_add(PAGE)),
        ("PageUp", Some(at)) => to(at.saturating_sub(PAGE)),
        _ => None,
    }
}

/// The cursor on a slot, and the zoom moved as little as possible so that it is seen.
fn seen(view: SlotView, slot: usize, end: usize) -> SlotView {
    let zoom = view.zoom.map(|(first, last)| {
        let length = last.min(end).saturating_sub(first);
        if slot < first {
            (slot, slot + length)
        } else if slot > last {
            (slot.saturating_sub(length), slot)
        } else {
            (first, last)
        }
    });
    SlotView { hover: Some(slot), zoom }
}

/// Half of what is shown, around the cursor or the middle.
fn closer((first, last): (usize, usize), hover: Option<usize>) -> Option<(usize, usize)> {
    let half = (last - first + 1).div_ceil(2);
    let middle = hover.filter(|at| (first..=last).contains(at)).unwrap_or(first + (last - first) / 2);
    let from = middle.saturating_sub(half / 2).clamp(first, last + 1 - half);
    Some((from, from + half - 1))
}

/// Twice of what is shown; `None` where that is all.
fn wider((first, last): (usize, usize), hover: Option<usize>, total: usize) -> Option<(usize, usize)> {
    let twice = 2 * (last - first + 1);
    if twice >= total {
        return None;
    }
    let middle = hover.unwrap_or(first + (last - first) / 2);
    let from = middle.saturating_sub(twice / 2).min(total - twice);
    Some((from, from + twice - 1))
}

/// Where a key leads among `total` rows from the row `from`; `None` where it is none of ours.
pub fn row_key(key: &str, from: Option<usize>, total: usize) -> Option<usize> {
    let end = total.checked_sub(1)?;
    match (key, from) {
        ("ArrowDown", None) => Some(0),
        ("ArrowUp", None) => Some(end),
        ("ArrowDown", Some(at)) => Some(at.saturating_add(1).min(end)),
        ("ArrowUp", Some(at)) => Some(at.saturating_sub(1).min(end)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(hover: Option<usize>, zoom: Option<(usize, usize)>) -> SlotView {
        SlotView { hover, zoom }
    }

    fn after(key: &str, from: SlotView) -> Option<SlotView> {
        match slot_key(key, from, 100) {
            Some(SlotKey::View(view)) => Some(view),
            _ => None,
        }
    }

    #[test]
    fn arrows_move_the_cursor_and_take_the_zoom_along() {
        assert_eq!(after("ArrowRight", view(Some(5), None)), Some(view(Some(6), None)));
        assert_eq!(after("ArrowRight", view(None, Some((10, 19)))), Some(view(Some(10), Some((10, 19)))));
        assert_eq!(after("ArrowRight", view(Some(19), Some((10, 19)))), Some(view(Some(20), Some((11, 20)))));
        assert_eq!(after("Home", view(Some(15), Some((10, 19)))), Some(view(Some(0), Some((0, 9)))));
        assert_eq!(after("End", view(None, None)), Some(view(Some(99), None)));
        assert_eq!(after("PageDown", view(Some(95), None)), Some(view(Some(99), None)));
        assert_eq!(after("ArrowLeft", view(Some(0), None)), Some(view(Some(0), None)));
    }

    #[test]
    fn plus_and_minus_zoom_around_the_cursor() {
        assert_eq!(after("+", view(Some(50), None)), Some(view(Some(50), Some((25, 74)))));
        assert_eq!(after("+", view(Some(99), None)), Some(view(Some(99), Some((50, 99)))));
        assert_eq!(after("+", view(Some(3), Some((3, 3)))), Some(view(Some(3), Some((3, 3)))));
        assert_eq!(after("-", view(Some(50), Some((40, 59)))), Some(view(Some(50), Some((30, 69)))));
        assert_eq!(after("-", view(None, Some((10, 69)))), Some(view(None, None)));
        assert_eq!(after("-", view(Some(50), None)), None);
    }

    #[test]
    fn a_zoom_holds_its_cursor_and_stays_within_what_there_is() {
        for at in 0..100 {
            let mut now = view(Some(at), None);
            for key in ["+", "+", "+", "+", "+", "+", "+", "-", "-", "-"] {
                now = after(key, now).unwrap_or(now);
                let (first, last) = now.zoom.unwrap_or((0, 99));
                assert!(first <= at && at <= last && last < 100, "{key} at {at}: {now:?}");
            }
        }
    }

    #[test]
    fn escape_ends_the_zoom_then_the_cursor_and_then_is_not_ours() {
        assert_eq!(after("Escape", view(Some(5), Some((2, 8)))), Some(view(Some(5), None)));
        assert_eq!(after("Escape", view(Some(5), None)), Some(view(None, None)));
        assert_eq!(after("Escape", view(None, None)), None);
        assert_eq!(after("0", view(None, Some((2, 8)))), Some(view(None, None)));
        assert_eq!(after("0", view(Some(5), None)), None);
    }

    #[test]
    fn enter_opens_what_the_cursor_is_on() {
        assert_eq!(slot_key("Enter", view(Some(5), None), 100), Some(SlotKey::Open(5)));
        assert_eq!(slot_key("Enter", view(None, None), 100), None);
        assert_eq!(slot_key("Home", view(None, None), 0), None);
    }

    #[test]
    fn rows_are_walked_up_and_down() {
        assert_eq!((row_key("ArrowDown", None, 3), row_key("ArrowUp", None, 3)), (Some(0), Some(2)));
        assert_eq!((row_key("ArrowDown", Some(2), 3), row_key("ArrowUp", Some(0), 3)), (Some(2), Some(0)));
        assert_eq!((row_key("ArrowDown", None, 0), row_key("Enter", Some(1), 3)), (None, None));
    }
}
