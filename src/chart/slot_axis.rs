//! Where slots stand from left to right. Time charts and heat maps share it, so that they line up
//! below each other: the edges depend on the width and on how many slots there are, on no label.

use super::text::{text_width, truncate};
use super::ticks::{label_centre, ticks};
use super::{ChartTheme, Slots};

/// Share of the width that is kept at the left for names and tick labels, and its bounds in CSS pixels.
const MARGIN: (f64, f64, f64) = (0.22, 72.0, 150.0);
/// The largest share of the rest that the reference's own windows take.
const REFERENCE: f64 = 0.25;
/// The longest name below a slot, and what counts as long enough to be read, in CSS pixels.
const NAME: (f64, f64) = (120.0, 60.0);
/// Room between two names in CSS pixels.
const BETWEEN: f64 = 8.0;

/// From slots to device pixels and back.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotAxis {
    /// Left edge: there the reference's own windows begin.
    pub left: i32,
    /// Where the slots begin; `left` without windows of the reference.
    pub divider: i32,
    /// Right edge.
    pub right: i32,
    width: i32,
    first: usize,
    last: usize,
    reference: usize,
}

/// The name below a slot, in device pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotLabel {
    /// The slot; `None` for the name below the reference's windows.
    pub slot: Option<usize>,
    /// The name, cut to its room.
    pub text: String,
    /// Middle.
    pub centre: f64,
    /// Left end.
    pub left: f64,
    /// Right end.
    pub right: f64,
}

impl SlotAxis {
    /// The axis of the visible slots beside `reference` windows of the reference; `None` without a slot
    /// or without room.
    pub fn new(
        slots: &Slots,
        range: Option<(usize, usize)>,
        reference: usize,
        width: u32,
        theme: &ChartTheme,
    ) -> Option<Self> {
        let (first, last) = slots.visible(range)?;
        let width = i32::try_from(width).ok()?;
        let px = |css: f64| f64::from(theme.px(css));
        let left = (f64::from(width) * MARGIN.0).clamp(px(MARGIN.1), px(MARGIN.2)).round() as i32;
        let right = width - theme.px(12.0);
        if right - left < theme.px(48.0) {
            return None;
        }
        let share = reference as f64 / (reference + last - first + 1) as f64;
        let room = f64::from(right - left) * share.min(REFERENCE);
        let divider = if reference > 0 { left + room.max(px(12.0)).round() as i32 } else { left };
        Some(Self { left, divider, right, width, first, last, reference })
    }

    /// The first and the last slot that are visible.
    pub fn visible(&self) -> (usize, usize) {
        (self.first, self.last)
    }

    /// Width of a slot in device pixels.
    pub fn step(&self) -> f64 {
        f64::from(self.right - self.divider) / (self.last - self.first + 1) as f64
    }

    /// Left edge of a slot; that of the next one is its right edge.
    pub fn edge(&self, slot: usize) -> f64 {
        f64::from(self.divider) + (slot as f64 - self.first as f64) * self.step()
    }

    /// Middle of a slot.
    pub fn centre(&self, slot: usize) -> f64 {
        f64::from(self.divider) + (slot as f64 - self.first as f64 + 0.5) * self.step()
    }

    /// Pixel column of a slot's middle.
    pub(super) fn column(&self, slot: usize) -> i32 {
        self.centre(slot).floor() as i32
    }

    /// Middle of one of the reference's windows.
    pub fn reference_centre(&self, at: usize) -> f64 {
        let room = f64::from(self.divider - self.left);
        f64::from(self.left) + (at as f64 + 0.5) * room / self.reference.max(1) as f64
    }

    /// The slot at a device pixel; `None` left of the slots.
    pub fn slot_at(&self, x: f64) -> Option<usize> {
        let from = x - f64::from(self.divider);
        // Not a number is no place either.
        (from >= 0.0).then(|| self.first.saturating_add((from / self.step()) as usize).min(self.last))
    }

    /// First and last slot that the stretch between two device pixels touches; `None` left of the slots.
    pub fn slots_between(&self, a: f64, b: f64) -> Option<(usize, usize)> {
        let last = self.slot_at(a.max(b))?;
        let first = self.slot_at(a.min(b).max(f64::from(self.divider)))?;
        Some((first.min(last), last))
    }

    /// Whether a slot is visible.
    pub fn holds(&self, slot: usize) -> bool {
        (self.first..=self.last).contains(&slot)
    }

    /// Names below the slots, thinned so that they do not touch, and below the reference's windows.
    pub fn labels(&self, slots: &Slots, theme: &ChartTheme) -> Vec<SlotLabel> {
        let mut row = LabelRow::new(f64::from(self.width - theme.px(2.0)), theme);
        let room = f64::from(self.divider - self.left) - row.between;
        let word = ["reference", "ref."].into_iter().find(|word| row.width_of(word) <= room);
        if let Some(word) = word.filter(|_| self.reference > 0) {
            row.push(None, word.to_owned(), f64::from(self.left + self.divider) / 2.0);
        }
        if self.reference > 0 {
            row.end = row.end.max(f64::from(self.divider) - row.between);
        }
        match slots {
            Slots::Windows(_) => self.names(slots, &mut row, theme),
            Slots::Rows { first, .. } => self.row_numbers(*first, 1, &mut row),
            Slots::Stretches { length, .. } => self.row_numbers(1, *length, &mut row),
        }
        row.labels
    }

    /// Every n-th name, n the smallest round number that leaves names long enough to be read.
    fn names(&self, slots: &Slots, row: &mut LabelRow, theme: &ChartTheme) {
        let (most, enough) = (f64::from(theme.px(NAME.0)), f64::from(theme.px(NAME.1)));
        let visible = self.first..=self.last;
        let longest = visible.clone().map(|slot| row.width_of(&slots.name(slot))).fold(0.0, f64::max);
        let room = |stride: usize| stride as f64 * self.step() - row.between;
        let wanted = longest.min(enough);
        let count = self.last - self.first + 1;
        let strides = [1, 2, 5].into_iter().map(|n| [n, n * 10, n * 100, n * 1_000]);
        let mut strides: Vec<usize> = strides.flatten().collect();
        strides.sort_unstable();
        let stride = strides.into_iter().find(|&n| room(n) >= wanted || n >= count).unwrap_or(count);
        let free = (row.width - row.end - row.between).min(most);
        let room = if stride >= count { free } else { room(stride).min(most) };
        for slot in visible.step_by(stride) {
            let text = truncate(&slots.name(slot), room, row.font);
            row.push(Some(slot), text, self.centre(slot));
        }
    }

    /// Round numbers of rows, as many as fit; `length` of them stand in a slot.
    fn row_numbers(&self, first: u64, length: u64, row: &mut LabelRow) {
        let length = length.max(1);
        let number = |slot: usize| first.saturating_add((slot as u64).saturating_mul(length)) as f64;
        let at = |value: f64| self.first + ((value - number(self.first)).max(0.0) / length as f64) as usize;
        for wanted in (1..=8).rev() {
            let mut found = ticks(number(self.first), number(self.last), wanted);
            found.retain(|tick| tick.value.fract() == 0.0);
            let before = (row.labels.len(), row.end);
            let count = found.len();
            let all = found.into_iter().all(|tick| {
                let slot = at(tick.value).min(self.last);
                let text = tick.label.split_once('.').map_or(tick.label.as_str(), |parts| {
                    // Decimals of a whole number are noughts, unless a prefix follows.
                    if parts.1.bytes().all(|b| b == b'0') { parts.0 } else { tick.label.as_str() }
                });
                row.push(Some(slot), text.to_owned(), self.centre(slot))
            });
            if (all && count > 0) || wanted == 1 {
                return;
            }
            row.labels.truncate(before.0);
            row.end = before.1;
        }
    }
}

/// Labels from left to right that do not touch.
struct LabelRow {
    labels: Vec<SlotLabel>,
    /// Right end of the last one.
    end: f64,
    width: f64,
    between: f64,
    font: f64,
}

impl LabelRow {
    fn new(width: f64, theme: &ChartTheme) -> Self {
        let between = f64::from(theme.px(BETWEEN));
        Self { labels: Vec::new(), end: -between, width, between, font: theme.measure_px() }
    }

    fn width_of(&self, text: &str) -> f64 {
        text_width(text, self.font)
    }

    /// Takes a label in if it has room right of the last one; says whether it had.
    fn push(&mut self, slot: Option<usize>, text: String, centre: f64) -> bool {
        let half = self.width_of(&text) / 2.0;
        let (from, to) = (self.end + self.between, self.width);
        if to - from < 2.0 * half {
            return false;
        }
        let placed = label_centre(centre, half, from, to);
        // A name that had to be moved away from its slot would be read as that of another one.
        if (placed - centre).abs() > half + self.between {
            return false;
        }
        let (left, right) = (placed - half, placed + half);
        self.labels.push(SlotLabel { slot, text, centre: placed, left, right });
        self.end = right;
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::TimeSlot;
    use super::*;

    fn windows(names: impl Iterator<Item = String>) -> Slots {
        Slots::Windows(names.map(|name| TimeSlot { name, times: None }).collect())
    }

    fn axis(slots: &Slots, range: Option<(usize, usize)>, reference: usize, width: u32) -> SlotAxis {
        SlotAxis::new(slots, range, reference, width, &ChartTheme::light()).unwrap()
    }

    #[test]
    fn the_reference_stands_left_of_its_divider_and_takes_no_more_than_a_quarter() {
        let slots = windows((0..8).map(|i| i.to_string()));
        let with = axis(&slots, None, 10, 900);
        assert!(with.divider - with.left <= (with.right - with.left) / 4 + 1);
        assert!((0..10).all(|at| {
            let x = with.reference_centre(at);
            f64::from(with.left) < x && x < f64::from(with.divider) && with.slot_at(x).is_none()
        }));
        let without = axis(&slots, None, 0, 900);
        assert_eq!((without.left, without.divider), (with.left, with.left));
    }

    #[test]
    fn eight_windows_have_their_names_in_full() {
        let slots = windows((0..8).map(|i| format!("0{i}_concept")));
        let axis = axis(&slots, None, 0, 1_000);
        let labels = axis.labels(&slots, &ChartTheme::light());
        let names: Vec<_> = labels.iter().map(|label| label.text.as_str()).collect();
        assert_eq!(names.first().copied(), Some("00_concept"));
        assert_eq!(names.len(), 8);
    }

    #[test]
    fn rows_of_a_stream_are_labelled_at_round_numbers() {
        let slots = Slots::Rows { first: 1, count: 1_000_000 };
        let axis = axis(&slots, None, 0, 900);
        let labels = axis.labels(&slots, &ChartTheme::light());
        let names: Vec<_> = labels.iter().map(|label| label.text.as_str()).collect();
        assert!(names.contains(&"0.4M") && names.len() >= 4, "{names:?}");
        let at = |labels: &[SlotLabel], text: &str| {
            labels.iter().find(|label| label.text == text).and_then(|label| label.slot)
        };
        assert_eq!(at(&labels, "0.4M"), Some(399_999));
        // Row 400,000 is the last of the 8,000th stretch of 50.
        let slots = Slots::Stretches { rows: 1_000_000, length: 50 };
        let axis = self::axis(&slots, None, 0, 900);
        assert_eq!(at(&axis.labels(&slots, &ChartTheme::light()), "400k"), Some(7_999));
    }

    proptest! {
        #[test]
        fn a_slot_is_found_where_it_stands(
            count in 1_usize..1_200,
            reference in 0_usize..30,
            width in 200_u32..2_400,
            at in 0.0..1.0_f64,
            zoom in (0.0..1.0_f64, 0.0..1.0_f64),
        ) {
            let slots = Slots::Rows { first: 1, count };
            let pick = |share: f64| ((share * count as f64) as usize).min(count - 1);
            for range in [None, Some((pick(zoom.0), pick(zoom.1)))] {
                let axis = axis(&slots, range, reference, width);
                let (first, last) = axis.visible();
                let slot = first + (at * (last - first) as f64) as usize;
                prop_assert_eq!(axis.slot_at(axis.centre(slot)), Some(slot));
                prop_assert_eq!(axis.slots_between(axis.centre(last), axis.centre(first)), Some((first, last)));
                prop_assert_eq!(axis.slots_between(-50.0, 1e9), Some((first, last)));
                prop_assert_eq!(axis.slot_at(f64::from(axis.divider) - 0.5), None);
                prop_assert_eq!(axis.slots_between(-50.0, f64::from(axis.left) - 1.0), None);
                prop_assert!(axis.edge(last + 1) <= f64::from(axis.right) + 1e-6);
            }
        }

        #[test]
        fn names_neither_touch_nor_leave_the_drawing(
            names in proptest::collection::vec(".{0,40}", 1..500),
            reference in 0_usize..20,
            width in 200_u32..2_400,
            is_stream in any::<bool>(),
        ) {
            let count = names.len() * 1_999;
            let slots = if is_stream { Slots::Rows { first: 1, count } } else { windows(names.into_iter()) };
            let theme = ChartTheme::light();
            let axis = axis(&slots, None, reference, width);
            let labels = axis.labels(&slots, &theme);
            prop_assert!(labels.iter().any(|label| label.slot.is_some()) || is_stream);
            prop_assert!(labels.iter().all(|label| label.left >= 0.0 && label.right <= f64::from(width)));
            prop_assert!(labels.windows(2).all(|pair| pair[0].right < pair[1].left), "{labels:?}");
            let widths = labels.iter().map(|label| text_width(&label.text, theme.measure_px()));
            prop_assert!(labels.iter().zip(widths).all(|(label, w)| (label.right - label.left - w).abs() < 1e-9));
        }
    }
}
