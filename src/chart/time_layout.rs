//! Where everything in a time chart stands.

use super::chart_kind::{Cursor, Mark};
use super::slot_axis::{SlotAxis, SlotLabel};
use super::text::{text_width, truncate};
use super::thinned::value;
use super::ticks::ticks;
use super::time_words::{limit_words, time_text};
use super::{ChartTheme, Frame, LinearScale, MarkKind, Size, TimeChart};
use crate::monitor::Unit;

/// Height of the plain chart, and of each row of words above it, in CSS pixels.
const HEIGHT: (u32, u32) = (168, 18);
/// Half the height of a line of text in CSS pixels.
const HALF_LINE: f64 = 8.0;
/// The widest cursor in CSS pixels.
const CURSOR: f64 = 12.0;

/// Where everything in a time chart stands, in device pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeLayout {
    /// From slots to pixel columns; a heat map of the same width has the same.
    pub axis: SlotAxis,
    pub(super) frame: Frame,
    pub(super) y: LinearScale,
    pub(super) y_ticks: Vec<YTick>,
    pub(super) names: Vec<SlotLabel>,
    pub(super) limits: Vec<LimitLabel>,
    pub(super) key: Vec<KeyEntry>,
    pub(super) marks: Vec<PlacedMark>,
    pub(super) key_row: i32,
    pub(super) mark_row: i32,
}

/// A tick of the value axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct YTick {
    pub(super) value: f64,
    pub(super) label: String,
    /// Whether the label is too wide for the margin and stands on its line.
    pub(super) is_inside: bool,
}

/// A limit's line and its label, which ends at the right edge.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LimitLabel {
    pub(super) line: i32,
    pub(super) text: String,
    /// Middle of the label.
    pub(super) y: i32,
}

/// A line's swatch and name above the chart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeyEntry {
    /// Which line.
    pub(super) line: usize,
    pub(super) left: i32,
    pub(super) text: String,
}

/// Something that happened, at its pixel column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacedMark {
    pub(super) kind: MarkKind,
    pub(super) x: i32,
    /// The label, with its left end; `None` where it has no room.
    pub(super) label: Option<(i32, String)>,
}

impl TimeLayout {
    /// Lays the chart out; `None` where there is nothing to draw or no room.
    pub fn new(chart: &TimeChart, size: Size, theme: &ChartTheme) -> Option<Self> {
        let axis = SlotAxis::new(&chart.slots, chart.range, chart.reference.len(), size.width, theme)?;
        let (has_key, has_marks) = (chart.lines.len() > 1, !chart.marks.is_empty());
        let row = |at: usize| theme.px(10.0 + f64::from(HEIGHT.1) * at as f64);
        let mark_row = row(1 + usize::from(has_key));
        let top = row(1 + usize::from(has_key) + usize::from(has_marks)) + theme.px(HALF_LINE - 4.0);
        let bottom = i32::try_from(size.height).ok()? - theme.px(22.0);
        let frame = Frame { left: axis.left, right: axis.right, top, bottom };
        if bottom - top < theme.px(40.0) {
            return None;
        }
        let y = scale(chart, &axis, frame, theme);
        let limits = limit_labels(chart, &y, frame, theme);
        let key = if has_key { key(chart, axis.right, theme) } else { Vec::new() };
        let names = axis.labels(&chart.slots, theme);
        let (y_ticks, marks) = (y_ticks(chart.unit, &y, frame, theme), marks(chart, &axis, theme));
        Some(Self { axis, frame, y, y_ticks, names, limits, key, marks, key_row: row(1), mark_row })
    }

    /// The height that suits a chart, in CSS pixels.
    pub fn css_height(chart: &TimeChart) -> u32 {
        HEIGHT.0 + HEIGHT.1 * (u32::from(chart.lines.len() > 1) + u32::from(!chart.marks.is_empty()))
    }

    /// Pixel row of a value.
    pub(super) fn row(&self, value: f64) -> i32 {
        self.y.pixel(value).round() as i32
    }

    /// The slot at a device pixel; `None` left of the slots.
    pub fn slot_at(&self, x: f64) -> Option<usize> {
        self.axis.slot_at(x)
    }

    /// First and last slot between two device pixels; `None` left of the slots.
    pub fn slots_between(&self, a: f64, b: f64) -> Option<(usize, usize)> {
        self.axis.slots_between(a, b)
    }

    /// The cursor on a slot; `None` where it is not visible.
    pub fn cursor(&self, chart: &TimeChart, slot: usize, theme: &ChartTheme) -> Option<Cursor> {
        if !self.axis.holds(slot) {
            return None;
        }
        let width = (self.axis.step().round() as i32).clamp(1, theme.px(CURSOR));
        let mark = Mark {
            left: self.axis.column(slot) - width / 2,
            top: self.frame.top,
            width,
            height: self.frame.bottom - self.frame.top,
        };
        Some(Cursor { index: slot, mark, text: time_text(chart, slot) })
    }

    /// A rectangle over the slots that a drag has passed.
    pub fn drag_mark(&self, a: f64, b: f64) -> Option<Mark> {
        drag_mark(&self.axis, self.frame.top, self.frame.bottom, a, b)
    }
}

/// A rectangle over all slots between two device pixels.
pub(super) fn drag_mark(axis: &SlotAxis, top: i32, bottom: i32, a: f64, b: f64) -> Option<Mark> {
    let (first, last) = axis.slots_between(a, b)?;
    let (left, right) = (axis.edge(first).round() as i32, axis.edge(last + 1).round() as i32);
    Some(Mark { left, top, width: (right - left).max(1), height: (bottom - top).max(1) })
}

/// The axis over what is visible, the reference and the limits, with room for the limits' labels.
fn scale(chart: &TimeChart, axis: &SlotAxis, frame: Frame, theme: &ChartTheme) -> LinearScale {
    let (first, last) = axis.visible();
    let mut ends: Option<(f64, f64)> = None;
    let mut take = |value: f64| {
        if value.is_finite() {
            let (low, high) = ends.unwrap_or((value, value));
            ends = Some((low.min(value), high.max(value)));
        }
    };
    for line in &chart.lines {
        (first..=last).filter_map(|slot| value(&line.values, slot)).for_each(&mut take);
    }
    for (low, high) in (first..=last).filter_map(|slot| chart.interval(slot)) {
        take(low);
        take(high);
    }
    chart.reference.iter().flatten().copied().for_each(&mut take);
    chart.finite_limits().into_iter().flatten().for_each(&mut take);
    let (low, high) = ends.unwrap_or((0.0, 1.0));
    let (low, high) =
        if chart.unit == Unit::Share { (low.clamp(0.0, 1.0), high.clamp(0.0, 1.0)) } else { (low, high) };
    let span = high - low;
    let height = f64::from(frame.bottom - frame.top);
    let [lower, upper] = chart.finite_limits();
    let room = |limit: Option<f64>| {
        if limit.is_some() { f64::from(theme.px(2.0 * HALF_LINE)) / height } else { 0.05 }
    };
    let (mut from, mut to) = if span > 0.0 && span.is_finite() {
        (low - span * room(lower).min(0.2), high + span * room(upper).min(0.2))
    } else {
        // One value, or all there are: the scale widens the one and holds the other.
        let alone = LinearScale::new(low, high, 0.0, 1.0);
        (alone.min(), alone.max())
    };
    if chart.unit == Unit::Share {
        (from, to) = (from.max(0.0), to.min(1.0));
    }
    // What never is negative does not look so.
    if low >= 0.0 {
        from = from.max(0.0);
    }
    LinearScale::new(from.max(f64::MIN), to.min(f64::MAX), f64::from(frame.bottom), f64::from(frame.top))
}

fn y_ticks(unit: Unit, y: &LinearScale, frame: Frame, theme: &ChartTheme) -> Vec<YTick> {
    let wanted = ((frame.bottom - frame.top) / theme.px(36.0)).clamp(1, 5) as usize;
    let factor = if unit == Unit::Share { 100.0 } else { 1.0 };
    let room = f64::from(frame.left - theme.px(8.0));
    let round = |wanted: usize| ticks(y.min() * factor, y.max() * factor, wanted);
    // Steps of 1, 2 and 5 can leave one tick where three have room.
    let found =
        (wanted..=2 * wanted + 1).map(round).find(|found| found.len() >= 3).unwrap_or_else(|| round(wanted));
    let tick = |tick: super::Tick| {
        let label = if unit == Unit::Share { format!("{}\u{a0}%", tick.label) } else { tick.label };
        let is_inside = text_width(&label, theme.measure_px()) > room;
        YTick { value: tick.value / factor, label, is_inside }
    };
    found.into_iter().map(tick).collect()
}

/// Above the upper limit and below the lower one, where the frame has room there.
fn limit_labels(chart: &TimeChart, y: &LinearScale, frame: Frame, theme: &ChartTheme) -> Vec<LimitLabel> {
    let half = theme.px(HALF_LINE);
    let (top, bottom) = (frame.top + half, frame.bottom - half);
    let place = |limit: f64, name: &str, side: i32| {
        let line = y.pixel(limit).round() as i32;
        let text = limit_words(name, limit, chart.unit);
        LimitLabel { line, text, y: (line + side * half).clamp(top, bottom) }
    };
    let [lower, upper] = chart.finite_limits();
    let mut found: Vec<_> = upper.map(|limit| place(limit, "upper", -1)).into_iter().collect();
    found.extend(lower.map(|limit| place(limit, "lower", 1)));
    if let [above, below] = found.as_mut_slice() {
        let missing = above.y + 2 * half - below.y;
        let down = missing.clamp(0, (bottom - below.y).max(0));
        below.y += down;
        above.y -= (missing - down).max(0);
    }
    found
}

/// Names of the lines, as many as have room.
fn key(chart: &TimeChart, right: i32, theme: &ChartTheme) -> Vec<KeyEntry> {
    let swatch = theme.px(24.0);
    let mut left = 0;
    let mut entries = Vec::new();
    for (line, named) in chart.lines.iter().enumerate() {
        let text = truncate(&named.label, f64::from(theme.px(150.0)), theme.measure_px());
        let end = left + swatch + text_width(&text, theme.measure_px()).ceil() as i32;
        if end > right {
            break;
        }
        entries.push(KeyEntry { line, left, text });
        left = end + theme.px(14.0);
    }
    entries
}

/// The marks that are visible; of one kind, those that would lie on each other are one.
fn marks(chart: &TimeChart, axis: &SlotAxis, theme: &ChartTheme) -> Vec<PlacedMark> {
    let mut placed: Vec<PlacedMark> = Vec::new();
    let (near, gap) = (theme.px(3.0), theme.px(8.0));
    for mark in chart.marks.iter().filter(|mark| axis.holds(mark.slot)) {
        let x = axis.column(mark.slot);
        let is_taken = |other: &PlacedMark| other.kind == mark.kind && (other.x - x).abs() < near;
        if !placed.iter().rev().take(8).any(is_taken) {
            placed.push(PlacedMark { kind: mark.kind, x, label: Some((x + gap, mark.label.clone())) });
        }
    }
    placed.sort_by_key(|mark| mark.x);
    let nexts: Vec<i32> = placed.iter().skip(1).map(|next| next.x - gap).chain([axis.right]).collect();
    for (mark, next) in placed.iter_mut().zip(nexts) {
        mark.label = mark.label.take().and_then(|(left, label)| {
            let (room, font) = (f64::from(next - left), theme.measure_px());
            let enough = text_width(&label, font).min(f64::from(theme.px(40.0)));
            (room >= enough && !label.is_empty()).then(|| (left, truncate(&label, room, font)))
        });
    }
    placed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{LineStyle, Slots, TimeLine, TimeMark};
    use super::*;
    use crate::monitor::{AlertSeverity, Limits};

    fn chart(unit: Unit, values: &[Option<f64>]) -> TimeChart {
        let line =
            TimeLine { label: "value".to_owned(), style: LineStyle::Measured, values: values.to_vec() };
        TimeChart {
            lines: vec![line],
            ..TimeChart::new("Value", unit, Slots::Rows { first: 1, count: values.len() })
        }
    }

    fn layout(chart: &TimeChart) -> TimeLayout {
        let size = Size { width: 700, height: TimeLayout::css_height(chart) };
        TimeLayout::new(chart, size, &ChartTheme::light()).unwrap()
    }

    #[test]
    fn up_is_more_and_shares_stay_below_one() {
        let layout = layout(&chart(Unit::Share, &[Some(0.9), Some(1.0), None]));
        assert!(layout.row(1.0) < layout.row(0.9));
        assert!(layout.y.max() <= 1.0);
        assert!(layout.y_ticks.iter().all(|tick| tick.label.ends_with("\u{a0}%")), "{:?}", layout.y_ticks);
        assert!(layout.y_ticks.len() >= 3, "{:?}", layout.y_ticks);
    }

    #[test]
    fn one_value_stands_in_the_middle_of_its_axis() {
        let layout = layout(&chart(Unit::Number, &[Some(7.0)]));
        let middle = (layout.frame.top + layout.frame.bottom) / 2;
        assert!((layout.row(7.0) - middle).abs() <= 1);
        assert_eq!(layout.slot_at(f64::from(layout.axis.right)), Some(0));
    }

    #[test]
    fn the_axis_is_that_of_what_is_zoomed_to() {
        let mut chart = chart(Unit::Number, &[Some(1e9), Some(1.0), Some(2.0), Some(3.0), None]);
        assert!(layout(&chart).y.max() >= 1e9);
        chart.range = Some((1, 3));
        let zoomed = layout(&chart);
        assert!(zoomed.y.max() < 4.0 && zoomed.y.min() >= 0.0);
        assert_eq!(zoomed.axis.visible(), (1, 3));
        assert!(zoomed.cursor(&chart, 0, &ChartTheme::light()).is_none());
        assert_eq!(zoomed.cursor(&chart, 2, &ChartTheme::light()).map(|cursor| cursor.index), Some(2));
        // Where nothing has a value, the limits still have their place.
        chart.range = Some((4, 4));
        chart.limits = Limits { lower: Some(5.0), upper: Some(6.0) };
        let none = layout(&chart);
        assert!(none.y.min() < 5.0 && none.y.max() > 6.0);
    }

    #[test]
    fn a_drag_covers_whole_slots() {
        let chart = chart(Unit::Number, &[Some(1.0); 10]);
        let layout = layout(&chart);
        let (a, b) = (layout.axis.centre(6), layout.axis.centre(3));
        assert_eq!(layout.slots_between(a, b), Some((3, 6)));
        let mark = layout.drag_mark(a, b).unwrap();
        assert!((f64::from(mark.width) - 4.0 * layout.axis.step()).abs() <= 1.0);
    }

    #[test]
    fn crowded_marks_of_one_kind_are_one_and_their_labels_do_not_touch() {
        let mut chart = chart(Unit::Number, &vec![Some(1.0); 20_000]);
        let kinds = [MarkKind::DetectorDrift, MarkKind::Alert(AlertSeverity::Critical)];
        chart.marks = (0..20_000)
            .map(|slot| TimeMark { slot, kind: kinds[slot / 1_000 % 2], label: format!("ADWIN {slot}") })
            .collect();
        let layout = layout(&chart);
        assert!(layout.marks.len() < 400, "{}", layout.marks.len());
        let theme = ChartTheme::light();
        for pair in layout.marks.windows(2) {
            if let Some((left, label)) = &pair[0].label {
                let end = f64::from(*left) + text_width(label, theme.measure_px());
                assert!(end <= f64::from(pair[1].x), "{pair:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn labels_of_limits_neither_touch_nor_leave_the_frame(
            lower in -1.0..1.0_f64,
            span in prop_oneof![Just(0.0), 0.0..1e-6_f64, 0.0..1.0_f64],
            value in -2.0..2.0_f64,
            is_share in any::<bool>(),
        ) {
            let unit = if is_share { Unit::Share } else { Unit::Number };
            let mut chart = chart(unit, &[Some(value)]);
            chart.limits = Limits { lower: Some(lower), upper: Some(lower + span) };
            let layout = layout(&chart);
            let half = ChartTheme::light().px(HALF_LINE);
            prop_assert!(layout.limits[1].y - layout.limits[0].y >= 2 * half, "{:?}", layout.limits);
            prop_assert!(layout.limits.iter().all(|l| {
                l.y - half >= layout.frame.top && l.y + half <= layout.frame.bottom
            }), "{:?}", layout.limits);
        }

        #[test]
        fn every_value_stands_within_the_frame(values in proptest::collection::vec(any::<f64>(), 1..40)) {
            let chart = chart(Unit::Number, &values.iter().copied().map(Some).collect::<Vec<_>>());
            let layout = layout(&chart);
            let rows = values.iter().filter(|value| value.is_finite()).map(|&value| layout.row(value));
            let frame = layout.frame;
            prop_assert!(rows.into_iter().all(|row| (frame.top..=frame.bottom).contains(&row)));
        }
    }
}
