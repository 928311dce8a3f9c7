//! Drift of many columns over time on a canvas, with the cursor and the zoom of the time charts beside it.

use leptos::prelude::*;

use super::plot::Plot;
use super::plot_parts::{PlotMark, PlotReadout, PlotTable};
use super::slot_plot::{SharedSlots, ShowAll, SlotPlot};
use crate::app::slot_keys::{SlotKey, row_key};
use crate::app::theme::Theme;
use crate::chart::{HeatLayout, HeatMap, heat_caption, heat_map, heat_table};

/// A heat map of columns and windows. A drag zooms, a click or Enter opens a window.
#[component]
pub fn HeatCanvas(
    /// What to draw; its own `range` is not looked at.
    #[prop(into)]
    map: Signal<HeatMap>,
    /// Light or dark.
    #[prop(into)]
    theme: Signal<Theme>,
    /// Short accessible name; the caption is added to it.
    #[prop(into)]
    label: Signal<String>,
    /// The slot under the cursor, shared by all charts.
    hover: RwSignal<Option<usize>>,
    /// First and last slot that are shown, shared likewise; `None` for all.
    zoom: RwSignal<Option<(usize, usize)>>,
    /// A slot was clicked, or Enter pressed on it.
    #[prop(into)]
    on_open: Callback<usize>,
    /// A cell was clicked, or Enter pressed on it: row and slot. Without it, its window is opened.
    #[prop(into, optional)]
    on_open_cell: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let map = Memo::new(move |_| HeatMap { range: zoom.get(), ..map.get() });
    let plot = Plot::new(Memo::new(move |_| f64::from(map.with(HeatLayout::css_height))));
    let layout = Memo::new(move |_| {
        plot.drawn.with(|theme| map.with(|map| HeatLayout::new(map, plot.size.get(), theme)))
    });
    let caption = Memo::new(move |_| map.with(heat_caption));
    plot.draw(
        theme,
        move || map.track(),
        move |area, theme| map.try_with_untracked(|map| heat_map(area, map, theme)).unwrap_or(Ok(())),
    );
    let axis = Signal::derive(move || layout.with(|layout| Some(layout.as_ref()?.axis.clone())));
    let total = Signal::derive(move || map.with(|map| map.slots.len()));
    let slots = SlotPlot::new(plot, SharedSlots { hover, zoom }, axis, total, on_open);
    let row = RwSignal::new(None::<usize>);
    let shown = Memo::new(move |_| {
        let (slot, row) = (hover.get()?, row.get());
        layout.with(|layout| map.with(|map| layout.as_ref()?.cursor(map, row, slot)))
    });
    let dragged = Signal::derive(move || {
        let (from, to) = slots.drag.get()?;
        layout.with(|layout| layout.as_ref()?.drag_mark(from, to))
    });
    let point = move |event: &web_sys::PointerEvent| {
        let y = plot.device(event.offset_y());
        row.set(layout.with_untracked(|layout| layout.as_ref()?.row_at(y)));
    };
    let open = move |slot: usize| match (on_open_cell, row.get_untracked()) {
        (Some(on_open_cell), Some(row)) => on_open_cell.run((row, slot)),
        _ => slots.open(slot),
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if let Some(next) =
            row_key(&event.key(), row.get_untracked(), map.with_untracked(|map| map.rows.len()))
        {
            row.set(Some(next));
            if hover.get_untracked().is_none() {
                hover.set(axis.with_untracked(|axis| Some(axis.as_ref()?.visible().0)));
            }
        } else if let Some(asked) = slots.key(&event) {
            if let SlotKey::Open(slot) = asked {
                open(slot);
            }
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    };

    view! {
        <figure class="chart">
            <div
                class="chart-plot is-time"
                node_ref=plot.element
                role="application"
                aria-roledescription="heat map"
                tabindex="0"
                aria-label=move || format!("{}. {}", label.get(), caption.get())
                style:height=move || format!("{}px", plot.height.get())
                on:pointermove=move |event| { point(&event); slots.moved(&event) }
                on:pointerdown=move |event| { point(&event); slots.pressed(&event) }
                on:pointerup=move |event| if let Some(slot) = slots.released(&event) { open(slot) }
                on:pointercancel=move |_| slots.let_go()
                on:pointerleave=move |_| { row.set(None); slots.left() }
                on:keydown=on_key
                on:focus=move |_| slots.is_active.set(true)
                on:blur=move |_| { row.set(None); slots.blurred() }
            >
                <canvas node_ref=plot.canvas aria-hidden="true"></canvas>
                <PlotMark plot mark=Signal::derive(move || shown.get().map(|shown| shown.mark)) />
                <PlotMark plot mark=dragged class="chart-drag" />
            </div>
            <div class="chart-foot">
                <PlotReadout
                    text=Signal::derive(move || shown.get().map(|shown| shown.text))
                    hint="Point or arrow keys: exact values. Drag or +: zoom."
                    is_spoken=slots.is_active
                />
                <ShowAll zoom />
            </div>
            <figcaption>{move || caption.get()}</figcaption>
            <PlotTable table=Callback::new(move |()| map.with(heat_table)) label />
        </figure>
    }
}
