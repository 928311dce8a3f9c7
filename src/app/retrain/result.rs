//! What came of a training, in short.

use leptos::prelude::*;

use super::words;
use crate::app::components::words::Words;
use crate::app::format;
use crate::app::models::state::{ModelEntry, ModelsState};
use crate::app::models::view::ModelView;
use crate::app::state::AppState;
use crate::model::Algorithm;
use crate::model::metrics::Metric;
use crate::worker::model_tasks::TrainingCard;

/// How good the model is, what it learned from, what it left out, and where to go.
#[component]
pub fn TrainedCard(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let app = AppState::expect();
    let models = ModelsState::expect();
    let id = entry.id;
    let open = move |_| models.show(app, id, ModelView::Evaluation);
    let another = move |_| models.retrain.trained.set(None);
    let training = entry.card.training.clone();
    view! {
        <section class="retrain-result" aria-labelledby="trained-title">
            <h2 id="trained-title">{format!("{} is trained", entry.name)}</h2>
            {training.map(|training| view! { <Facts training /> })}
            <p class="dialog-actions">
                <button type="button" class="button is-primary" on:click=open>"Open in Models"</button>
                <button type="button" class="button" on:click=another>"Train another"</button>
            </p>
        </section>
    }
}

#[component]
fn Facts(training: TrainingCard) -> impl IntoView {
    let part = words::headline_part(&training);
    let metrics = [Metric::RocAuc, Metric::LogLoss, Metric::Accuracy];
    let figures: Vec<(String, String)> = metrics
        .into_iter()
        .filter_map(|metric| Some((metric.label().to_owned(), words::headline(&training, metric)?)))
        .collect();
    view! {
        <dl class="figures">
            {figures
                .into_iter()
                .map(|(name, value)| view! { <div><dt>{format!("{name}, {part}")}</dt><dd>{value}</dd></div> })
                .collect_view()}
            <div><dt>"Rows"</dt><dd class="is-words">{words::parts(training.rows)}</dd></div>
        </dl>
        <Tried tried=training.tried.clone() />
        <LeftOut columns=training.left_out.clone() />
    }
}

/// Log loss of each algorithm in cross-validation.
#[component]
pub fn Tried(
    /// Each algorithm and its mean log loss.
    tried: Vec<(Algorithm, f64)>,
) -> impl IntoView {
    let mut tried = tried;
    tried.sort_by(|a, b| a.1.total_cmp(&b.1));
    (!tried.is_empty()).then(|| {
        view! {
            <h3>"What Auto tried"</h3>
            <table class="plain-table">
                <thead><tr><th scope="col">"algorithm"</th><th scope="col" class="is-number">"log loss"</th></tr></thead>
                <tbody>
                    {tried
                        .into_iter()
                        .map(|(algorithm, loss)| view! {
                            <tr>
                                <th scope="row">{algorithm.label()}</th>
                                <td class="is-number" title=format::full(loss)>{format::number(loss)}</td>
                            </tr>
                        })
                        .collect_view()}
                </tbody>
            </table>
        }
    })
}

/// Columns that were left out, and why.
#[component]
pub fn LeftOut(
    /// Name and reason of each.
    columns: Vec<(String, String)>,
) -> impl IntoView {
    (!columns.is_empty()).then(|| {
        view! {
            <h3>"Left out"</h3>
            <ul class="left-out">
                {columns
                    .into_iter()
                    .map(|(name, reason)| view! {
                        <li><span class="name">{name}</span> ": " <Words text=reason /></li>
                    })
                    .collect_view()}
            </ul>
        }
    })
}
