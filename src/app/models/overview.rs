//! What a model is: where it comes from, what it learned, what goes in.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;

use super::removal::RemoveModel;
use super::running::JobLine;
use super::state::ModelEntry;
use crate::app::engine::Engine;
use crate::app::format;
use crate::app::registry::register::RegisterModel;
use crate::app::reports::card::CardButton;
use crate::app::reports::desk::ReportDesk;
use crate::app::retrain::result::{LeftOut, Tried};
use crate::app::retrain::words::{headline, headline_part, parts, settings_rows};
use crate::app::state::{AppState, Job};
use crate::model::metrics::Metric;
use crate::model::{Feature, Input, Schema};
use crate::report::words::evaluations::metric_rows;
use crate::worker::model_tasks::{ModelOrigin, ModelResult, ModelTask, TrainingCard};

/// The card of a model and its downloads.
#[component]
pub fn OverviewPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let card = entry.card.clone();
    let origin = match &card.origin {
        ModelOrigin::Evenkeel => None,
        ModelOrigin::Onnx { producer, operators } => Some((producer.clone(), operators.join(", "))),
    };
    view! {
        <div class="model-overview">
            <Downloads entry />
            {card.training.clone().map(|training| view! { <Training training /> })}
            {origin.map(|(producer, operators)| view! {
                <dl class="facts">
                    <div><dt>"Written by"</dt><dd>{if producer.is_empty() { "not said".to_owned() } else { producer }}</dd></div>
                    <div><dt>"Operators"</dt><dd>{operators}</dd></div>
                </dl>
            })}
            <Inputs schema=card.schema.clone() />
        </div>
    }
}

#[component]
fn Downloads(entry: ModelEntry) -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let desk = ReportDesk::expect();
    let (removable, of_card) = (entry.clone(), entry.clone());
    let follow = RwSignal::new(Job::Idle);
    let job = Memo::new(move |_| follow.get());
    let is_own = entry.card.origin == ModelOrigin::Evenkeel;
    let stem = entry.name.replace(' ', "_");
    let (file, model) = (entry.file.clone(), entry.file.clone());
    let (json, onnx) = (format!("{stem}.json"), format!("{stem}.onnx"));
    let own_name = if is_own { json } else { onnx.clone() };
    let save = move |_| app.offer(&own_name, &Uint8Array::from(file.as_slice()).buffer());
    let export = move |_| {
        let name = onnx.clone();
        let task = ModelTask::ExportOnnx { model: model.as_ref().clone() };
        engine.model_task(task, Vec::new(), follow, move |result, bytes: Option<ArrayBuffer>| {
            if let (ModelResult::Onnx, Some(bytes)) = (result, bytes) {
                app.offer(&name, &bytes);
            }
        });
    };
    view! {
        <div class="dialog-actions model-downloads">
            <button type="button" class="button" on:click=save>
                {if is_own { "Download JSON" } else { "Download ONNX" }}
            </button>
            {is_own.then(|| view! {
                <button type="button" class="button" disabled=move || job.get().is_busy() on:click=export>
                    "Download ONNX"
                </button>
            })}
            <RegisterModel entry=entry.clone() />
            <CardButton model=Callback::new(move |()| desk.model_of(&of_card)) />
            <span class="quiet">{format::bytes(entry.card.bytes)}</span>
            <RemoveModel entry=removable />
        </div>
        <JobLine job label="Writing ONNX" />
    }
}

#[component]
fn Training(training: TrainingCard) -> impl IntoView {
    let part = headline_part(&training);
    let figure = |metric: Metric| {
        headline(&training, metric).map(|value| {
            view! { <div><dt>{format!("{}, {part}", metric.label())}</dt><dd>{value}</dd></div> }
        })
    };
    let has_metrics = training.test.as_ref().or(training.validation.as_ref()).map(|e| metric_rows(e).len());
    let rows = settings_rows(&training);
    view! {
        {has_metrics.map(|_| view! {
            <dl class="figures">{figure(Metric::RocAuc)} {figure(Metric::LogLoss)} {figure(Metric::Accuracy)}</dl>
        })}
        <dl class="facts">
            <div><dt>"Algorithm"</dt><dd>{training.algorithm.label()}</dd></div>
            <div><dt>"Data"</dt><dd>{training.data.clone()}</dd></div>
            <div><dt>"Rows"</dt><dd>{parts(training.rows)}</dd></div>
            <div><dt>"Decision threshold"</dt><dd>{format::number(training.threshold)}</dd></div>
            <div><dt>"Trained by"</dt><dd>{format!("Evenkeel {}", training.tool)}</dd></div>
            {rows
                .into_iter()
                .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                .collect_view()}
        </dl>
        <Tried tried=training.tried.clone() />
        <LeftOut columns=training.left_out.clone() />
    }
}

/// What goes in, column by column.
#[component]
fn Inputs(schema: Schema) -> impl IntoView {
    let classes = schema.classes.join(", ");
    let target = if schema.target.is_empty() { "not said".to_owned() } else { schema.target.clone() };
    let count = format::counted(schema.features.len() as u64, "input", "inputs");
    view! {
        <h3>{format!("Target {target}, classes {classes}")}</h3>
        <details class="model-inputs">
            <summary>{count}</summary>
            <div class="table-box" role="region" tabindex="0" aria-label="Inputs">
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">"input"</th>
                            <th scope="col">"kind"</th>
                            <th scope="col">"in the training part"</th>
                            <th scope="col" class="is-number">"missing"</th>
                        </tr>
                    </thead>
                    <tbody>{schema.features.into_iter().map(input_row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

fn input_row(feature: Feature) -> impl IntoView {
    let (kind, learned, missing) = match &feature.input {
        Input::Numeric(numbers) => (
            "numeric",
            format!(
                "{} to {}, median {}",
                format::number(numbers.min),
                format::number(numbers.max),
                format::number(numbers.median)
            ),
            numbers.missing,
        ),
        Input::Categorical(texts) => {
            const MOST: usize = 4;
            let mut words = texts.levels.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
            if texts.levels.len() > MOST {
                words.push_str(&format!(" and {} more", texts.levels.len() - MOST));
            }
            (if texts.boolean { "boolean" } else { "categorical" }, words, texts.missing)
        }
    };
    view! {
        <tr>
            <th scope="row">{feature.name}</th>
            <td>{kind}</td>
            <td>{learned}</td>
            <td class="is-number">{format::count(missing)}</td>
        </tr>
    }
}
