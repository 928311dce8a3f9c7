//! The Retrain tab.

use leptos::prelude::*;

/// The form of training and its outcome.
#[component]
pub fn RetrainPage() -> impl IntoView {
    view! { <section class="retrain-page"><h1>"Retrain"</h1></section> }
}
