//! What stands on and below every chart: the mark of its cursor, what it says, and the table.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::plot::Plot;
use crate::chart::{Mark, Table};

/// A rectangle over the canvas.
#[component]
pub fn PlotMark(
    /// The chart that it lies on.
    plot: Plot,
    /// Where; `None` for nowhere.
    #[prop(into)]
    mark: Signal<Option<Mark>>,
    /// Its class.
    #[prop(default = "chart-cursor")]
    class: &'static str,
) -> impl IntoView {
    move || {
        mark.get().map(|mark| {
            // Set one by one: the page's policy refuses a style attribute.
            let css = |device: i32| format!("{}px", f64::from(device) / plot.ratio.get());
            view! {
                <div
                    class=class
                    style:left=css(mark.left)
                    style:top=css(mark.top)
                    style:width=css(mark.width)
                    style:height=css(mark.height)
                ></div>
            }
        })
    }
}

/// The exact values under the cursor.
#[component]
pub fn PlotReadout(
    /// What the cursor says; `None` without a cursor.
    #[prop(into)]
    text: Signal<Option<String>>,
    /// What stands there instead.
    hint: &'static str,
    /// Whether the words are read out as they change: of several charts that share a cursor, one.
    #[prop(into)]
    is_spoken: Signal<bool>,
) -> impl IntoView {
    view! {
        <p
            class="chart-readout"
            aria-live=move || if is_spoken.get() { "polite" } else { "off" }
            class:is-hint=move || text.with(Option::is_none)
        >
            {move || text.get().unwrap_or_else(|| hint.to_owned())}
        </p>
    }
}

/// The chart's numbers, written only while they are shown.
#[component]
pub fn PlotTable(
    /// Makes the table.
    table: Callback<(), Table>,
    /// Name of the chart.
    label: Signal<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let toggle = move |event: web_sys::Event| {
        let element: HtmlElement = event_target(&event);
        open.set(element.has_attribute("open"));
    };
    view! {
        <details class="chart-table" on:toggle=toggle>
            <summary>"Show as table"</summary>
            {move || open.get().then(|| {
                let table = table.run(());
                view! {
                    <div class="chart-table-scroll" role="region" tabindex="0" aria-label=move || format!("{}, table", label.get())>
                        <table>
                            <thead><tr>
                                {table.header.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                            </tr></thead>
                            <tbody>
                                {table.rows.into_iter().map(|row| {
                                    let mut cells = row.into_iter();
                                    let head = cells.next();
                                    view! {
                                        <tr>
                                            <th scope="row">{head}</th>
                                            {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
                                        </tr>
                                    }
                                }).collect_view()}
                            </tbody>
                        </table>
                    </div>
                }
            })}
        </details>
    }
}
