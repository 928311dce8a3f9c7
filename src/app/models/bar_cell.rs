//! A bar in a table cell; the number beside it says the same.

use leptos::prelude::*;

use super::bars::{BarShape, css};

/// A bar with a whisker, for eyes only.
#[component]
pub fn BarCell(
    /// Its lengths.
    shape: BarShape,
    /// What it is of, as the style sheet knows it: `harm`, `gain` or nothing.
    #[prop(optional)]
    tone: &'static str,
) -> impl IntoView {
    let whisker = (shape.whisker_width > 0.0).then(|| {
        view! {
            <span
                class="bar-whisker"
                style:left=css(shape.whisker_left)
                style:width=css(shape.whisker_width)
            ></span>
        }
    });
    view! {
        <span class="bar-room" aria-hidden="true">
            <span
                class="bar-fill"
                data-tone=tone
                style:left=css(shape.left)
                style:width=css(shape.width)
            ></span>
            {whisker}
        </span>
    }
}
