//! What stands on both tabs: a word where there is no data, the form, the verdict.

use leptos::prelude::*;

use super::banner::HealthBanner;
use super::setup::WatchSetup;
use super::state::WatchState;
use crate::app::engine::Engine;
use crate::app::models::data_choice::with_rows;
use crate::app::route::Tab;
use crate::app::state::AppState;

/// The form until there is a history, then the verdict and what the tab shows.
#[component]
pub fn WatchFrame(
    /// Name of the tab.
    title: &'static str,
    /// What the tab shows of a history.
    children: ChildrenFn,
) -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let watch = WatchState::expect();
    let children = StoredValue::new(children);
    let has_rows = Memo::new(move |_| !with_rows(app, engine).is_empty());
    let has_history = Memo::new(move |_| watch.timeline.with(Option::is_some));
    let is_form_shown = Memo::new(move |_| !has_history.get() || watch.is_form_open.get());
    view! {
        <div class="watch-page">
            <h1 class="visually-hidden">{title}</h1>
            <Show when=move || has_rows.get() || has_history.get() fallback=|| view! { <NoData /> }>
                <Show when=move || has_history.get()>
                    <HealthBanner />
                </Show>
                <Show when=move || is_form_shown.get()>
                    <section class="watch-setup" aria-label="Watch over time">
                        <Show when=move || !has_history.get()>
                            <h2>"Watch the model over time"</h2>
                            <p class="quiet">
                                "Current data is cut into windows; each is compared with the reference: drift, predictions, "
                                "performance measured where there are labels and estimated where there are none."
                            </p>
                        </Show>
                        <WatchSetup />
                    </section>
                </Show>
                <Show when=move || has_history.get()>{children.with_value(|children| children())}</Show>
            </Show>
        </div>
    }
}

/// Says what is missing before there is anything to watch.
#[component]
fn NoData() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    view! {
        <section class="empty">
            <p class="empty-sentence">
                "Drop a reference and the files that came after it, and see when and why the model moved."
            </p>
            <p class="empty-actions">
                <button
                    type="button"
                    class="button is-primary"
                    on:click=move |_| app.change(true, |route| route.tab = Tab::Data)
                >
                    "Go to Data"
                </button>
                <button type="button" class="button" on:click=move |_| engine.demo()>"Try the demo"</button>
            </p>
            <p class="quiet">"The rows stay in this browser: the history is made here."</p>
        </section>
    }
}
