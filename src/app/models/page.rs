//! The Models tab.

use leptos::prelude::*;

use super::columns_page::ColumnsPage;
use super::compare::ComparePanel;
use super::evaluation::EvaluationPanel;
use super::explain::ExplainPanel;
use super::file_columns;
use super::harm::HarmPanel;
use super::list::ModelList;
use super::overview::OverviewPanel;
use super::predict::{LogPanel, PredictPanel};
use super::state::{ModelEntry, ModelId, ModelsState};
use super::view::{ModelChoice, ModelView};
use crate::app::registry::page::{SectionLinks, WorkspacePage};
use crate::app::registry::section::Section;
use crate::app::route::{Route, Tab};
use crate::app::state::AppState;

/// The parts of the tab, one at a time.
#[component]
pub fn ModelsPage() -> impl IntoView {
    let app = AppState::expect();
    let section = Memo::new(move |_| app.route.with(|route| route.section));
    view! {
        <div class="models-tab">
            <SectionLinks />
            {move || match section.get() {
                Section::AtHand => view! { <AtHand /> }.into_any(),
                section => view! { <WorkspacePage section /> }.into_any(),
            }}
        </div>
    }
}

/// Models at left, the chosen one at right.
#[component]
fn AtHand() -> impl IntoView {
    let app = AppState::expect();
    let models = ModelsState::expect();
    let open = Memo::new(move |_| open_choice(app, models));
    Effect::new(move |_| {
        let shown = match open.get() {
            Some(ModelChoice::Model(id)) => Some(ModelId(id)),
            _ => None,
        };
        models.chosen.set(shown);
    });
    let entry = move || match open.get() {
        Some(ModelChoice::Model(id)) => {
            models.entries.with_untracked(|all| all.iter().find(|entry| entry.id.0 == id).cloned())
        }
        _ => None,
    };
    view! {
        <div class="models-page">
            <ModelList open />
            <div class="model-side">
                {move || match (open.get(), entry()) {
                    (_, Some(entry)) => view! { <ModelSide entry /> }.into_any(),
                    (Some(ModelChoice::Columns), _) => view! { <ColumnsPage /> }.into_any(),
                    _ => view! { <NoModel /> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// What the address names if it is there, else the model that was shown last, else the first, else
/// the predictions of a file that has some.
fn open_choice(app: AppState, models: ModelsState) -> Option<ModelChoice> {
    let wanted = app.route.with(|route| route.model);
    if wanted == Some(ModelChoice::Columns) {
        return wanted;
    }
    let ids: Vec<u32> = models.entries.with(|all| all.iter().map(|entry| entry.id.0).collect());
    let is_there = |choice: &ModelChoice| matches!(choice, ModelChoice::Model(id) if ids.contains(id));
    let last = models.chosen.get_untracked().map(|id| ModelChoice::Model(id.0));
    let of_model = wanted.filter(is_there).or(last.filter(is_there));
    of_model.or_else(|| ids.first().map(|id| ModelChoice::Model(*id))).or_else(|| {
        let scored = app.datasets.with(|all| {
            all.iter().filter_map(|set| set.table.as_ref()).any(|table| file_columns::has_predictions(table))
        });
        scored.then_some(ModelChoice::Columns)
    })
}

/// A model under its name, one side at a time.
#[component]
fn ModelSide(entry: ModelEntry) -> impl IntoView {
    let app = AppState::expect();
    let view = Memo::new(move |_| app.route.with(|route| route.view));
    let name = entry.name.clone();
    let id = entry.id;
    let entry = StoredValue::new(entry);
    view! {
        <h1 class="model-title">{name}</h1>
        <nav class="model-tabs" aria-label="Sides of the model">
            {ModelView::ALL
                .map(|side| {
                    let address = move || {
                        app.route.with(|route| {
                            let model = Some(ModelChoice::Model(id.0));
                            Route { tab: Tab::Models, model, view: side, ..route.clone() }.print()
                        })
                    };
                    view! {
                        <a
                            class="model-tab"
                            href=address
                            aria-current=move || (view.get() == side).then_some("page")
                        >
                            {side.label()}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
        <div class="model-panel">
            {move || {
                let entry = entry.get_value();
                match view.get() {
                    ModelView::Overview => view! { <OverviewPanel entry /> }.into_any(),
                    ModelView::Evaluation => view! { <EvaluationPanel entry /> }.into_any(),
                    ModelView::Explain => view! { <ExplainPanel entry /> }.into_any(),
                    ModelView::Harm => view! { <HarmPanel entry /> }.into_any(),
                    ModelView::Predict => view! { <PredictPanel entry /> }.into_any(),
                    ModelView::Compare => view! { <ComparePanel entry /> }.into_any(),
                }
            }}
        </div>
    }
}

/// Says where models come from.
#[component]
fn NoModel() -> impl IntoView {
    let app = AppState::expect();
    view! {
        <section class="model-none">
            <h1 class="empty-sentence">"Train a model, load one, or evaluate the predictions of a file."</h1>
            <p class="empty-actions">
                <button
                    type="button"
                    class="button is-primary"
                    on:click=move |_| app.change(true, |route| route.tab = Tab::Retrain)
                >
                    "Go to Retrain"
                </button>
            </p>
            <p class="quiet">
                "A model is a JSON file of this tool or an ONNX classifier, such as skl2onnx writes. It is read and "
                "used in this browser."
            </p>
        </section>
        <LogPanel />
    }
}
