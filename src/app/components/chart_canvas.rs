//! A chart of one comparison or model on a canvas, with its caption, its cursor and its table.

use leptos::prelude::*;

use super::plot::Plot;
use super::plot_parts::{PlotMark, PlotReadout, PlotTable};
use crate::app::theme::Theme;
use crate::chart::Chart;

/// How many positions Page Up and Page Down move the cursor.
const PAGE: usize = 10;

/// A chart that follows its data, its size, the screen's pixel ratio and the theme.
#[component]
pub fn ChartCanvas(
    /// What to draw.
    #[prop(into)]
    chart: Signal<Chart>,
    /// Light or dark.
    #[prop(into)]
    theme: Signal<Theme>,
    /// Short accessible name; the caption is added to it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let height = Memo::new(move |_| f64::from(chart.with(Chart::css_height)));
    let plot = Plot::new(height);
    let (size, drawn) = (plot.size, plot.drawn);
    let cursor = RwSignal::new(None::<usize>);
    let caption = Memo::new(move |_| chart.with(Chart::caption));
    plot.draw(
        theme,
        move || chart.track(),
        move |area, theme| chart.try_with_untracked(|chart| chart.draw(area, theme)).unwrap_or(Ok(())),
    );
    Effect::new(move |_| {
        chart.track();
        cursor.set(None);
    });

    let shown = Memo::new(move |_| {
        let index = cursor.get()?;
        drawn.with(|theme| chart.with(|chart| chart.cursor(index, size.get(), theme)))
    });
    let point = move |x: i32, y: i32| {
        let (x, y) = (plot.device(x), plot.device(y));
        let at = drawn.with_untracked(|theme| {
            chart.with_untracked(|chart| chart.index_at(x, y, size.get_untracked(), theme))
        });
        cursor.set(at);
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && cursor.get_untracked().is_none() {
            return; // Not ours: it closes the panel.
        }
        if let Some(wanted) = moved(&event.key(), cursor.get_untracked()) {
            event.prevent_default();
            event.stop_propagation();
            let stand = |index| {
                drawn.with_untracked(|theme| {
                    let shown =
                        chart.with_untracked(|chart| chart.cursor(index, size.get_untracked(), theme));
                    shown.map(|c| c.index)
                })
            };
            cursor.set(wanted.and_then(stand));
        }
    };

    view! {
        <figure class="chart">
            <div
                class="chart-plot"
                node_ref=plot.element
                role="img"
                tabindex="0"
                aria-label=move || format!("{}. {}", label.get(), caption.get())
                style:height=move || format!("{}px", height.get())
                on:pointermove=move |event| point(event.offset_x(), event.offset_y())
                on:pointerdown=move |event| point(event.offset_x(), event.offset_y())
                on:pointerleave=move |_| cursor.set(None)
                on:keydown=on_key
                on:blur=move |_| cursor.set(None)
            >
                <canvas node_ref=plot.canvas aria-hidden="true"></canvas>
                <PlotMark plot mark=Signal::derive(move || shown.get().map(|shown| shown.mark)) />
            </div>
            <PlotReadout
                text=Signal::derive(move || shown.get().map(|shown| shown.text))
                hint="Point at the chart, or use the arrow keys, for exact values."
                is_spoken=Signal::stored(true)
            />
            <figcaption>{move || caption.get()}</figcaption>
            <PlotTable table=Callback::new(move |()| chart.with(Chart::table)) label />
        </figure>
    }
}

/// Where a key leads: `None` where it is none of ours, `Some(None)` to no cursor.
fn moved(key: &str, from: Option<usize>) -> Option<Option<usize>> {
    let to = match (key, from) {
        ("Escape", _) => return Some(None),
        ("Home", _) | ("ArrowRight" | "ArrowDown" | "PageDown", None) => 0,
        ("End", _) | ("ArrowLeft" | "ArrowUp" | "PageUp", None) => usize::MAX,
        ("ArrowRight" | "ArrowDown", Some(at)) => at.saturating_add(1),
        ("ArrowLeft" | "ArrowUp", Some(at)) => at.saturating_sub(1),
        ("PageDown", Some(at)) => at.saturating_add(PAGE),
        ("PageUp", Some(at)) => at.saturating_sub(PAGE),
        _ => return None,
    };
    Some(Some(to))
}
