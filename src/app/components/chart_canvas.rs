//! A chart on a canvas, with its caption, its cursor and its table.
//!
//! Draws and points, decides nothing: geometry and words come from [`crate::chart`].

use leptos::html;
use leptos::prelude::*;
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, MediaQueryList, ResizeObserver};

use crate::app::theme::Theme;
use crate::chart::{Chart, ChartTheme, Size, text_width};

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
    let plot = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let width = RwSignal::new(0.0_f64);
    let ratio = RwSignal::new(window().device_pixel_ratio());
    let cursor = RwSignal::new(None::<usize>);
    let height = Memo::new(move |_| f64::from(chart.with(Chart::css_height)));
    let size = Memo::new(move |_| device_size(width.get(), height.get(), ratio.get()));
    let caption = Memo::new(move |_| chart.with(Chart::caption));
    // The theme that was last drawn with: the cursor must be laid out like the drawing.
    let drawn = RwSignal::new(ChartTheme::light());

    Effect::new(move |_| {
        let Some(element) = plot.get() else { return };
        width.set(f64::from(element.client_width()));
        // Dropped, and so disconnected, when the component goes.
        StoredValue::new_local(SizeWatch::on(element, width));
    });
    Effect::new(move |_| {
        let watch = RatioWatch::on(ratio.get(), ratio);
        StoredValue::new_local(watch);
    });
    Effect::new(move |_| {
        let (chart, size, ratio, theme) = (chart.get(), size.get(), ratio.get(), theme.get());
        let Some(canvas) = canvas.get() else { return };
        // A frame later the style sheet of a new theme has been applied, so its tokens can be read.
        request_animation_frame(move || {
            if let Some(theme) = paint(&canvas, &chart, size, ratio, theme) {
                drawn.try_update(|last| *last = theme);
            }
        });
    });
    Effect::new(move |_| {
        chart.track();
        cursor.set(None);
    });

    let shown = Memo::new(move |_| {
        let index = cursor.get()?;
        drawn.with(|theme| chart.with(|chart| chart.cursor(index, size.get(), theme)))
    });
    let point = move |x: i32, y: i32| {
        let ratio = ratio.get_untracked();
        let (x, y) = (f64::from(x) * ratio, f64::from(y) * ratio);
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
                node_ref=plot
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
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                {move || shown.get().map(|shown| {
                    // Set one by one: the page's policy refuses a style attribute.
                    let css = |device: i32| format!("{}px", f64::from(device) / ratio.get());
                    let mark = shown.mark;
                    view! {
                        <div
                            class="chart-cursor"
                            style:left=css(mark.left)
                            style:top=css(mark.top)
                            style:width=css(mark.width)
                            style:height=css(mark.height)
                        ></div>
                    }
                })}
            </div>
            <p class="chart-readout" aria-live="polite" class:is-hint=move || shown.with(Option::is_none)>
                {move || shown.get().map_or_else(
                    || "Point at the chart, or use the arrow keys, for exact values.".to_owned(),
                    |shown| shown.text,
                )}
            </p>
            <figcaption>{move || caption.get()}</figcaption>
            <ChartTable chart label />
        </figure>
    }
}

/// The chart's numbers, written only while they are shown.
#[component]
fn ChartTable(chart: Signal<Chart>, label: Signal<String>) -> impl IntoView {
    let open = RwSignal::new(false);
    let toggle = move |event: web_sys::Event| {
        let element: HtmlElement = event_target(&event);
        open.set(element.has_attribute("open"));
    };
    view! {
        <details class="chart-table" on:toggle=toggle>
            <summary>"Show as table"</summary>
            {move || open.get().then(|| {
                let table = chart.with(Chart::table);
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

fn device_size(width: f64, height: f64, ratio: f64) -> Size {
    Size { width: (width * ratio).round() as u32, height: (height * ratio).round() as u32 }
}

/// Draws, and gives the theme that was drawn with; `None` where there was nothing to draw on.
fn paint(
    canvas: &HtmlCanvasElement,
    chart: &Chart,
    size: Size,
    ratio: f64,
    theme: Theme,
) -> Option<ChartTheme> {
    if size.width == 0 || size.height == 0 {
        return None;
    }
    canvas.set_width(size.width);
    canvas.set_height(size.height);
    let style = HtmlElement::style(canvas); // Not the method of the same name of `leptos`.
    // The exact CSS size of these pixels: anything else would be resampled and blurred.
    for (name, device) in [("width", size.width), ("height", size.height)] {
        let _ = style.set_property(name, &format!("{}px", f64::from(device) / ratio));
    }
    let mut chart_theme = match theme {
        Theme::Light => ChartTheme::light(),
        Theme::Dark => ChartTheme::dark(),
    }
    .with_tokens(token)
    .with_scale(ratio);
    chart_theme.text_width_factor = width_factor(canvas, &chart_theme).unwrap_or(1.0);
    let backend = CanvasBackend::with_canvas_object(canvas.clone())?;
    if let Err(error) = chart.draw(&backend.into_drawing_area(), &chart_theme) {
        leptos::logging::warn!("a chart could not be drawn: {error}");
    }
    Some(chart_theme)
}

/// A design token of the page.
fn token(name: &str) -> Option<String> {
    let style = window().get_computed_style(&document().document_element()?).ok()??;
    style.get_property_value(name).ok().filter(|value| !value.is_empty())
}

/// Width of a text in the page's font over the estimate.
fn width_factor(canvas: &HtmlCanvasElement, theme: &ChartTheme) -> Option<f64> {
    const SAMPLE: &str = "reference share of rows 0123456789 Education";
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_font(&format!("{}px {}", theme.font_px(), theme.font_family));
    let width = context.measure_text(SAMPLE).ok()?.width();
    let factor = width / text_width(SAMPLE, theme.font_px());
    (0.5..2.0).contains(&factor).then_some(factor)
}

/// Follows the width of an element until it is dropped.
struct SizeWatch {
    observer: Option<ResizeObserver>,
    _heard: Closure<dyn FnMut()>,
}

impl SizeWatch {
    fn on(element: web_sys::HtmlDivElement, width: RwSignal<f64>) -> Self {
        let watched = element.clone();
        let heard = Closure::<dyn FnMut()>::new(move || {
            let now = f64::from(watched.client_width());
            if width.try_get_untracked().is_some_and(|before| before != now) {
                width.set(now);
            }
        });
        let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(&element);
        }
        Self { observer, _heard: heard }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Waits until the screen's pixel ratio is no longer `at`, until it is dropped.
struct RatioWatch {
    query: Option<MediaQueryList>,
    heard: Closure<dyn FnMut()>,
}

impl RatioWatch {
    fn on(at: f64, ratio: RwSignal<f64>) -> Self {
        let heard = Closure::<dyn FnMut()>::new(move || {
            ratio.try_set(window().device_pixel_ratio());
        });
        let query = window().match_media(&format!("(resolution: {at}dppx)")).ok().flatten();
        if let Some(query) = &query {
            let _ = query.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
        }
        Self { query, heard }
    }
}

impl Drop for RatioWatch {
    fn drop(&mut self) {
        if let Some(query) = &self.query {
            let _ = query.remove_event_listener_with_callback("change", self.heard.as_ref().unchecked_ref());
        }
    }
}
