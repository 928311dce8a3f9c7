//! The section "All columns together": asks for the comparison of whole rows and shows it.

use leptos::prelude::*;

use super::multivariate_words::{self, Card};
use crate::app::browser;
use crate::app::components::badge::SeverityShape;
use crate::app::components::column_link::ColumnLink;
use crate::app::engine::Engine;
use crate::app::state::{AnalysisKind, AppState, Job, Progress};
use crate::app::{format, labels};
use crate::drift::Severity;
use crate::drift::multivariate::{MultivariateReport, MultivariateSettings};
use crate::worker::trainer_protocol::Analysis;

/// The button that takes the focus back when its place on the page was another's.
const START: &str = "multivariate-start";
const CANCEL: &str = "multivariate-cancel";

/// Button, progress and results.
#[component]
pub fn MultivariatePanel() -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let job = Memo::new(move |_| state.analysis.with(|all| all.job_of(AnalysisKind::Multivariate)));
    let busy = Memo::new(move |_| job.with(Job::is_busy));
    let found = Memo::new(move |_| state.analysis.with(|all| all.multivariate.clone()));
    let start = move |_| {
        engine.analyse(Analysis::Multivariate(MultivariateSettings::default()));
        browser::focus(CANCEL);
    };
    Effect::new(move |was_busy: Option<bool>| {
        let is_busy = busy.get();
        if was_busy == Some(true) && !is_busy && browser::focus_went_with(CANCEL) {
            browser::focus(START);
        }
        is_busy
    });
    view! {
        <section class="multivariate" aria-labelledby="multivariate-title" aria-busy=move || busy.get().to_string()>
            <div class="multivariate-head">
                <h2 id="multivariate-title">"All columns together"</h2>
                <Show when=move || !busy.get()>
                    <button type="button" class="button" id=START on:click=start>
                        {move || if found.with(Option::is_some) { "Compare again" } else { "Compare whole rows" }}
                    </button>
                </Show>
            </div>
            <Show when=move || !busy.get() && found.with(Option::is_none)>
                <p class="quiet">
                    "Finds drift that no single column shows: whether a model can tell the files apart, and whether columns still go together as they did."
                </p>
            </Show>
            <Show when=move || busy.get()>
                <Running job />
            </Show>
            {move || match job.get() {
                Job::Failed(error) => {
                    Some(view! { <p class="card-error">{labels::sentence(&error.to_string())}</p> })
                }
                _ => None,
            }}
            <div role="status">
                {move || found.get().filter(|_| !busy.get()).map(|report| results(&report))}
            </div>
        </section>
    }
}

/// Stage, share, elapsed, and the way out. Stays as it is while its words change, so that the
/// button keeps the focus.
#[component]
fn Running(job: Memo<Job>) -> impl IntoView {
    let engine = Engine::expect();
    let progress = move || match job.get() {
        Job::Running(progress) => Some(progress),
        _ => None,
    };
    let words = move || match progress() {
        None => "Drawing rows".to_owned(),
        Some(Progress { stage, done, total, rows, elapsed }) => format!(
            "{} · {} · {} · {}",
            labels::stage(stage),
            format::share_of(done, total.max(1)),
            format::counted(rows, "row", "rows"),
            format::seconds(elapsed)
        ),
    };
    view! {
        <div class="reading">
            <progress
                value=move || progress().map(|progress| progress.done.to_string())
                max=move || progress().map_or(1, |progress| progress.total.max(1)).to_string()
                aria-label="Comparing whole rows"
            ></progress>
            <span class="reading-words">{words}</span>
            <button type="button" class="button" id=CANCEL on:click=move |_| engine.cancel_analysis()>
                "Cancel"
            </button>
        </div>
    }
}

fn results(report: &MultivariateReport) -> impl IntoView + use<> {
    let cards: Vec<_> = multivariate_words::cards(report).into_iter().map(card).collect();
    let skipped: Vec<_> =
        multivariate_words::skipped(report).into_iter().map(|why| view! { <li>{why}</li> }).collect();
    let skipped = (!skipped.is_empty())
        .then(|| view! { <ul class="multivariate-skipped" aria-label="What was left out">{skipped}</ul> });
    view! {
        <div class="multivariate-cards">{cards}</div>
        {skipped}
    }
}

fn card(found: Card) -> impl IntoView {
    let severity = if found.drifted { Severity::Warning } else { Severity::None };
    let columns: Vec<_> = found
        .columns
        .into_iter()
        .map(|name| {
            view! {
                <li>
                    <ColumnLink name />
                </li>
            }
        })
        .collect();
    let columns = (!columns.is_empty()).then(|| {
        view! {
            <div class="multivariate-columns">
                <span>{found.columns_label} ":"</span>
                <ul aria-label=found.columns_label>{columns}</ul>
            </div>
        }
    });
    view! {
        <article class="multivariate-card" data-severity=labels::severity_slug(severity)>
            <h3>
                <SeverityShape severity=Some(severity) />
                {found.title}
            </h3>
            <p>{found.sentence}</p>
            {columns}
            <p class="quiet">{found.facts}</p>
        </article>
    }
}
