//! A scrolling table body that holds only the rows in view.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::ResizeObserver;

use crate::app::virtual_rows::{self, Window};

/// Height that is taken for the view until it is measured, in pixels: a few rows are quickly drawn.
const FIRST_VIEW: f64 = 200.0;

/// The scroll position of one element, and the rows that it shows.
#[derive(Clone, Copy)]
pub struct Scroller {
    /// The element that scrolls.
    pub element: NodeRef<html::Div>,
    /// The rows in view and a few around them.
    pub window: Memo<Window>,
    row_height: f64,
    top: RwSignal<f64>,
}

impl Scroller {
    /// Follows an element with `total` rows of `row_height` pixels.
    pub fn new(row_height: f64, total: Signal<usize>) -> Self {
        let element = NodeRef::<html::Div>::new();
        let top = RwSignal::new(0.0);
        let height = RwSignal::new(FIRST_VIEW);
        let window =
            Memo::new(move |_| virtual_rows::window(top.get(), height.get(), row_height, total.get()));
        let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
        Effect::new(move |_| {
            let Some(div) = element.get() else { return };
            let measured = div.clone();
            let measure = Closure::<dyn FnMut()>::new(move || {
                let now = f64::from(measured.client_height());
                // A frame later: the rows that are missing must not lengthen the frame that asks.
                request_animation_frame(move || {
                    height.try_set(now);
                });
            });
            if let Ok(watch) = ResizeObserver::new(measure.as_ref().unchecked_ref()) {
                watch.observe(&div);
                observer.set_value(Some((watch, measure)));
            }
        });
        on_cleanup(move || {
            if let Some(Some((watch, _))) = observer.try_update_value(Option::take) {
                watch.disconnect();
            }
        });
        Self { element, window, row_height, top }
    }

    /// To be called on every scroll event of the element.
    pub fn scrolled(&self) {
        if let Some(element) = self.element.get_untracked() {
            self.top.set(f64::from(element.scroll_top()));
        }
    }

    /// Scrolls as little as needed to bring a row into view, below a header of one row's height.
    pub fn show(&self, row: usize) {
        let Some(element) = self.element.get_untracked() else { return };
        // Asking where it stands makes the browser lay the page out; at the start it is known.
        if row == 0 && self.top.get_untracked() == 0.0 {
            return;
        }
        let top = f64::from(element.scroll_top());
        let height = f64::from(element.client_height());
        let wanted = virtual_rows::scroll_to_show(row, top, height, self.row_height, self.row_height);
        if (wanted - top).abs() > 0.5 {
            element.set_scroll_top(wanted as i32);
            self.top.set(wanted);
        }
    }
}

/// A row that takes the place of the rows that are not drawn.
#[component]
pub fn Spacer(
    /// Height in pixels.
    #[prop(into)]
    height: Signal<f64>,
) -> impl IntoView {
    view! {
        <tr
            class="spacer"
            aria-hidden="true"
            style:height=move || format!("{}px", height.get())
            hidden=move || height.get() <= 0.0
        >
            <td></td>
        </tr>
    }
}
