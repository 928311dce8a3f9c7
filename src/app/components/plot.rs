//! A canvas that follows its data, its size, the screen's pixel ratio and the theme: what all charts share.
//!
//! Draws and points, decides nothing: geometry and words come from [`crate::chart`].

use leptos::html;
use leptos::prelude::*;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, MediaQueryList, ResizeObserver};

use crate::app::theme::Theme;
use crate::chart::{ChartTheme, DrawResult, Size, text_width};

/// What a chart draws on.
pub type Canvas = DrawingArea<CanvasBackend, Shift>;

/// A canvas and the element around it.
#[derive(Clone, Copy)]
pub struct Plot {
    /// The element around the canvas, as wide as there is room.
    pub element: NodeRef<html::Div>,
    /// The canvas.
    pub canvas: NodeRef<html::Canvas>,
    /// Height in CSS pixels.
    pub height: Memo<f64>,
    /// Size in device pixels.
    pub size: Memo<Size>,
    /// Device pixels of the canvas per CSS pixel.
    pub ratio: Memo<f64>,
    /// The theme that was last drawn with: the cursor must be laid out like the drawing.
    pub drawn: RwSignal<ChartTheme>,
}

impl Plot {
    /// A canvas of so many CSS pixels in height.
    pub fn new(height: Memo<f64>) -> Self {
        let element = NodeRef::<html::Div>::new();
        let width = RwSignal::new(0.0_f64);
        let screen = RwSignal::new(window().device_pixel_ratio());
        let fitted = Memo::new(move |_| Size::of_canvas(width.get(), height.get(), screen.get()));
        Effect::new(move |_| {
            let Some(element) = element.get() else { return };
            width.set(f64::from(element.client_width()));
            // Dropped, and so disconnected, when the component goes.
            StoredValue::new_local(SizeWatch::on(element, width));
        });
        Effect::new(move |_| {
            let watch = RatioWatch::on(screen.get(), screen);
            StoredValue::new_local(watch);
        });
        Self {
            element,
            canvas: NodeRef::new(),
            height,
            size: Memo::new(move |_| fitted.get().0),
            ratio: Memo::new(move |_| fitted.get().1),
            drawn: RwSignal::new(ChartTheme::light()),
        }
    }

    /// Draws whenever what `follow` reads, the size or the theme has changed, at most once a frame.
    pub fn draw(
        self,
        theme: Signal<Theme>,
        follow: impl Fn() + 'static,
        draw: impl Fn(&Canvas, &ChartTheme) -> DrawResult<CanvasBackend> + Copy + 'static,
    ) {
        let is_due = StoredValue::new(false);
        Effect::new(move |_| {
            follow();
            self.size.track();
            self.ratio.track();
            theme.track();
            let Some(canvas) = self.canvas.get() else { return };
            if is_due.get_value() {
                return;
            }
            is_due.set_value(true);
            // A frame later the style sheet of a new theme has been applied, so its tokens can be read.
            request_animation_frame(move || {
                // All of these are gone together, with the component.
                if is_due.try_set_value(false).is_some() {
                    return;
                }
                let now = (
                    self.size.try_get_untracked(),
                    self.ratio.try_get_untracked(),
                    theme.try_get_untracked(),
                );
                let (Some(size), Some(ratio), Some(theme)) = now else { return };
                if let Some(theme) = paint(&canvas, size, ratio, theme, draw) {
                    self.drawn.try_maybe_update(|last| {
                        let is_new = *last != theme;
                        if is_new {
                            *last = theme;
                        }
                        (is_new, ())
                    });
                }
            });
        });
    }

    /// CSS pixels of the element in device pixels.
    pub fn device(self, css: i32) -> f64 {
        f64::from(css) * self.ratio.get_untracked()
    }
}

/// Draws, and gives the theme that was drawn with; `None` where there was nothing to draw on.
fn paint(
    canvas: &HtmlCanvasElement,
    size: Size,
    ratio: f64,
    theme: Theme,
    draw: impl Fn(&Canvas, &ChartTheme) -> DrawResult<CanvasBackend>,
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
    if let Err(error) = draw(&backend.into_drawing_area(), &chart_theme) {
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
