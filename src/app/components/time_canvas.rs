//! A quantity over time on a canvas, with the cursor and the zoom that all such charts of a page share.

use leptos::prelude::*;

use super::plot::Plot;
use super::plot_parts::{PlotMark, PlotReadout, PlotTable};
use super::slot_plot::{SharedSlots, ShowAll, SlotPlot};
use crate::app::slot_keys::SlotKey;
use crate::app::theme::Theme;
use crate::chart::{TimeChart, TimeLayout, time_caption, time_chart, time_table};

/// A chart over windows or rows. A drag zooms, a click or Enter opens a window.
#[component]
pub fn TimeCanvas(
    /// What to draw; its own `range` is not looked at.
    #[prop(into)]
    chart: Signal<TimeChart>,
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
) -> impl IntoView {
    let chart = Memo::new(move |_| TimeChart { range: zoom.get(), ..chart.get() });
    let plot = Plot::new(Memo::new(move |_| f64::from(chart.with(TimeLayout::css_height))));
    let layout = Memo::new(move |_| {
        plot.drawn.with(|theme| chart.with(|chart| TimeLayout::new(chart, plot.size.get(), theme)))
    });
    let caption = Memo::new(move |_| chart.with(time_caption));
    plot.draw(
        theme,
        move || chart.track(),
        move |area, theme| chart.try_with_untracked(|chart| time_chart(area, chart, theme)).unwrap_or(Ok(())),
    );
    let axis = Signal::derive(move || layout.with(|layout| Some(layout.as_ref()?.axis.clone())));
    let total = Signal::derive(move || chart.with(|chart| chart.slots.len()));
    let slots = SlotPlot::new(plot, SharedSlots { hover, zoom }, axis, total, on_open);
    let shown = Memo::new(move |_| {
        let slot = hover.get()?;
        plot.drawn.with(|theme| {
            layout.with(|layout| chart.with(|chart| layout.as_ref()?.cursor(chart, slot, theme)))
        })
    });
    let dragged = Signal::derive(move || {
        let (from, to) = slots.drag.get()?;
        layout.with(|layout| layout.as_ref()?.drag_mark(from, to))
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        let Some(asked) = slots.key(&event) else { return };
        event.prevent_default();
        event.stop_propagation();
        if let SlotKey::Open(slot) = asked {
            slots.open(slot);
        }
    };

    view! {
        <figure class="chart">
            <div
                class="chart-plot is-time"
                node_ref=plot.element
                role="application"
                aria-roledescription="chart"
                tabindex="0"
                aria-label=move || format!("{}. {}", label.get(), caption.get())
                style:height=move || format!("{}px", plot.height.get())
                on:pointermove=move |event| slots.moved(&event)
                on:pointerdown=move |event| slots.pressed(&event)
                on:pointerup=move |event| if let Some(slot) = slots.released(&event) { slots.open(slot) }
                on:pointercancel=move |_| slots.let_go()
                on:pointerleave=move |_| slots.left()
                on:keydown=on_key
                on:focus=move |_| slots.is_active.set(true)
                on:blur=move |_| slots.blurred()
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
            <PlotTable table=Callback::new(move |()| chart.with(time_table)) label />
        </figure>
    }
}
