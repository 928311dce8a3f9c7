//! Pointer and keys on charts over time, which share one cursor and one zoom: a drag zooms, a click opens.

use leptos::prelude::*;

use super::plot::Plot;
use crate::app::slot_keys::{SlotKey, SlotView, slot_key};
use crate::chart::SlotAxis;

/// From here on a press that moves is a drag, in CSS pixels.
const DRAG: i32 = 6;

/// The cursor and the zoom that several charts share.
#[derive(Clone, Copy)]
pub struct SharedSlots {
    /// The slot under the cursor.
    pub hover: RwSignal<Option<usize>>,
    /// First and last slot that are shown; `None` for all.
    pub zoom: RwSignal<Option<(usize, usize)>>,
}

/// What pointer and keys do on one of the charts.
#[derive(Clone, Copy)]
pub struct SlotPlot {
    plot: Plot,
    shared: SharedSlots,
    axis: Signal<Option<SlotAxis>>,
    total: Signal<usize>,
    on_open: Callback<usize>,
    /// Whether the chart has the keyboard or the pointer, so that its words are the ones to read out.
    pub is_active: RwSignal<bool>,
    /// The pixel columns between which a drag goes, in device pixels.
    pub drag: RwSignal<Option<(f64, f64)>>,
    /// Where the pointer was pressed, in CSS pixels.
    pressed: RwSignal<Option<i32>>,
}

impl SlotPlot {
    /// Follows the pointer over `total` slots that stand along `axis`.
    pub fn new(
        plot: Plot,
        shared: SharedSlots,
        axis: Signal<Option<SlotAxis>>,
        total: Signal<usize>,
        on_open: Callback<usize>,
    ) -> Self {
        let (drag, pressed) = (RwSignal::new(None), RwSignal::new(None));
        Self { plot, shared, axis, total, on_open, is_active: RwSignal::new(false), drag, pressed }
    }

    fn slot_at(self, x: i32) -> Option<usize> {
        let x = self.plot.device(x);
        self.axis.with_untracked(|axis| axis.as_ref()?.slot_at(x))
    }

    /// The pointer moved to a pixel column of the element.
    pub fn moved(self, event: &web_sys::PointerEvent) {
        let x = event.offset_x();
        if let Some(from) = self.pressed.get_untracked() {
            let is_drag = self.drag.with_untracked(Option::is_some) || (x - from).abs() >= DRAG;
            if is_drag {
                self.drag.set(Some((self.plot.device(from), self.plot.device(x))));
            }
        }
        self.hover(self.slot_at(x));
    }

    /// The pointer was pressed.
    pub fn pressed(self, event: &web_sys::PointerEvent) {
        self.is_active.set(true);
        self.hover(self.slot_at(event.offset_x()));
        if event.button() != 0 {
            return;
        }
        self.pressed.set(Some(event.offset_x()));
        if let Some(element) = self.plot.element.get_untracked() {
            // So that a drag that leaves the chart still ends here.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
    }

    /// The pointer was released: says which slot was clicked, where it was no drag.
    pub fn released(self, event: &web_sys::PointerEvent) -> Option<usize> {
        let pressed = self.pressed.get_untracked();
        let drag = self.drag.get_untracked();
        self.let_go();
        pressed?;
        let Some((from, to)) = drag else { return self.slot_at(event.offset_x()) };
        let range = self.axis.with_untracked(|axis| axis.as_ref()?.slots_between(from, to));
        if let Some(range) = range {
            self.shared.zoom.set(Some(range));
        }
        None
    }

    /// The press ended elsewhere, as when the page scrolls.
    pub fn let_go(self) {
        self.pressed.set(None);
        if self.drag.with_untracked(Option::is_some) {
            self.drag.set(None);
        }
    }

    /// The pointer left the chart.
    pub fn left(self) {
        if self.pressed.with_untracked(Option::is_none) {
            self.hover(None);
        }
    }

    /// The chart lost the keyboard.
    pub fn blurred(self) {
        self.is_active.set(false);
        self.hover(None);
    }

    /// To be called where a slot was clicked.
    pub fn open(self, slot: usize) {
        self.on_open.run(slot);
    }

    /// What a key asks for, if it is one of ours.
    pub fn key(self, event: &web_sys::KeyboardEvent) -> Option<SlotKey> {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        let view =
            SlotView { hover: self.shared.hover.get_untracked(), zoom: self.shared.zoom.get_untracked() };
        let asked = slot_key(&event.key(), view, self.total.get_untracked())?;
        if let SlotKey::View(next) = asked {
            if next.zoom != view.zoom {
                self.shared.zoom.set(next.zoom);
            }
            self.hover(next.hover);
        }
        Some(asked)
    }

    fn hover(self, slot: Option<usize>) {
        if self.shared.hover.get_untracked() != slot {
            self.shared.hover.set(slot);
        }
    }
}

/// Ends the zoom; there only while there is one.
#[component]
pub fn ShowAll(
    /// The shared zoom.
    zoom: RwSignal<Option<(usize, usize)>>,
) -> impl IntoView {
    view! {
        <Show when=move || zoom.with(Option::is_some)>
            <button type="button" class="chart-show-all" on:click=move |_| zoom.set(None)>"Show all"</button>
        </Show>
    }
}
