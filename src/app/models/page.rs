//! The Models tab.

use leptos::prelude::*;

/// Models at left, the chosen one at right.
#[component]
pub fn ModelsPage() -> impl IntoView {
    view! { <section class="models-page"><h1>"Models"</h1></section> }
}
