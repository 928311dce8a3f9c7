//! The Retrain tab.

use leptos::prelude::*;

use super::form::TrainForm;
use super::result::TrainedCard;
use crate::app::engine::Engine;
use crate::app::models::data_choice;
use crate::app::models::state::ModelsState;
use crate::app::route::{RetrainSide, Route, Tab};
use crate::app::state::AppState;
use crate::app::turn::side::LoopSide;

/// The form of training and its outcome.
#[component]
pub fn RetrainPage() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let state = models.retrain;
    let used = Memo::new(move |_| {
        data_choice::used(app, engine, state.picked.get().or_else(|| first_reference(app, engine)), "")
    });
    let side = Memo::new(move |_| app.route.with(|route| route.side));
    let has_data = Memo::new(move |_| used.with(Option::is_some));
    let trained = move || {
        let id = state.trained.get()?;
        models.entries.with(|all| all.iter().find(|entry| entry.id == id).cloned())
    };
    view! {
        <div class="retrain-page">
            <h1 class="visually-hidden">"Retrain"</h1>
            <nav class="model-tabs" aria-label="Ways to retrain">
                {[RetrainSide::ByHand, RetrainSide::Loop].map(|side| side_link(app, side)).into_iter().collect_view()}
            </nav>
            {move || match side.get() {
                RetrainSide::Loop => view! { <LoopSide /> }.into_any(),
                RetrainSide::ByHand => view! {
                    <Show when=move || has_data.get() fallback=|| view! { <NoData /> }>
                        {move || trained().map(|entry| view! { <TrainedCard entry /> })}
                        <TrainForm used />
                    </Show>
                }
                .into_any(),
            }}
        </div>
    }
}

/// A link to a side, which the address names.
fn side_link(app: AppState, side: RetrainSide) -> AnyView {
    let address = move || app.route.with(|route| Route { tab: Tab::Retrain, side, ..route.clone() }.print());
    let current = move || app.route.with(|route| route.side == side).then_some("page");
    view! { <a class="model-tab" href=address aria-current=current>{side.label()}</a> }.into_any()
}

/// A model is learned from the reference where there is one.
fn first_reference(app: AppState, engine: Engine) -> Option<crate::worker::protocol::Slot> {
    data_choice::with_rows(app, engine).first().map(|set| set.slot)
}

/// Says what is missing before there is anything to learn from.
#[component]
fn NoData() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let reading = move || app.datasets.with(|all| all.iter().any(|set| set.job.is_busy()));
    view! {
        <section class="empty" aria-busy=move || reading().to_string()>
            <p class="empty-sentence">
                {move || if reading() {
                    "Reading …"
                } else {
                    "Drop a CSV with a column of true labels, and train a classifier here."
                }}
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
            <p class="quiet">"The rows stay in this browser: the model is learned here."</p>
        </section>
    }
}
