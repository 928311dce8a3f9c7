//! The panel: form, chart of both, totals, snapshot.

use leptos::prelude::*;

use super::form::{OnlineForm, Start};
use super::state::OnlineDesk;
use super::words;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::components::time_canvas::TimeCanvas;
use crate::app::models::running::{JobLine, StartButton};
use crate::app::monitor::stream_form::reads;
use crate::app::state::Job;
use crate::chart::{Slots, TimeChart};
use crate::monitor::Unit;
use crate::stream::DetectorKind;

/// Champion beside learner.
#[component]
pub fn OnlinePanel() -> impl IntoView {
    let desk = OnlineDesk::expect();
    let state = desk.state;
    let job = Memo::new(move |_| state.follow.get());
    let has_found = Memo::new(move |_| state.found.with(Option::is_some));
    let disabled = Memo::new(move |_| {
        state.form.with(|form| form.start == Start::Champion) && desk.champion().is_none()
    });
    let cancel = move |()| {
        if let Some(job) = state.job.get_untracked().filter(|_| state.follow.with_untracked(Job::is_busy)) {
            desk.engine.cancel_model_task(job);
        }
    };
    view! {
        <section class="watch-panel stream-panel" aria-labelledby="online-title">
            <h2 id="online-title">"Learning online"</h2>
            <p class="quiet stream-intro">
                "A learner predicts each mini-batch of the current files, and then learns it; the champion stays as it is. "
                "Both are measured on the same labelled rows, before the learner saw them. A live replay shows them as rows arrive."
            </p>
            <div class="param-fields">
                {menus(desk)}
                {number(desk, "Rows a mini-batch", "online-batch", |form| &mut form.batch)}
                {number(desk, "Rows of the moving average", "online-average", |form| &mut form.average)}
                {number(desk, "Labels come so many rows later", "online-delay", |form| &mut form.delay)}
            </div>
            <div class="retrain-go">
                <StartButton
                    job
                    label=Signal::stored("Learn online".to_owned())
                    disabled=Signal::derive(move || disabled.get())
                    on_start=Callback::new(move |()| desk.learn())
                    on_cancel=Callback::new(cancel)
                />
                <p class="quiet" role="status">
                    {move || disabled.get().then_some("Train or load a model first, or begin with a fresh learner.")}
                </p>
                <JobLine job label="Learning online" />
            </div>
            <Show when=move || has_found.get()>{found(desk)}</Show>
        </section>
    }
}

fn found(desk: OnlineDesk) -> AnyView {
    let state = desk.state;
    let chart = Signal::derive(move || {
        let rows = desk.stream.replay.get().is_on().then(|| desk.stream.row.get());
        state.found.with(|found| match found {
            Some(found) => words::chart(found, rows),
            None => TimeChart::new("", Unit::Share, Slots::Rows { first: 1, count: 0 }),
        })
    });
    let name = RwSignal::new(String::new());
    let first = move || {
        desk.workspace.workspace.with(|workspace| {
            workspace.as_ref().and_then(|workspace| workspace.models.keys().next().cloned())
        })
    };
    let model = move || {
        let typed = name.get().trim().to_owned();
        if typed.is_empty() { first().unwrap_or_else(|| "model".to_owned()) } else { typed }
    };
    let snapshot = Memo::new(move |_| state.snapshot.get());
    view! {
        <div class="stream-chart">
            <TimeCanvas
                chart
                theme=desk.app.theme
                label=Signal::stored("Accuracy of champion and learner".to_owned())
                hover=state.hover
                zoom=state.zoom
                on_open=Callback::new(|_| ())
            />
        </div>
        <p role="status">{move || state.found.with(|found| found.as_deref().map(words::summary))}</p>
        <div class="retrain-go">
            <div class="model-field">
                <label for="online-model">"Registered model"</label>
                <input
                    class="input"
                    id="online-model"
                    type="text"
                    autocomplete="off"
                    prop:value=model
                    on:change=move |event| name.set(event_target_value(&event))
                />
            </div>
            <button
                type="button"
                class="button"
                disabled=move || snapshot.with(Job::is_busy)
                on:click=move |_| desk.keep_snapshot(untrack(model))
            >
                "Keep a snapshot as a version"
            </button>
            <span class="quiet">"As it is at the row of the replay, or at the end."</span>
            <JobLine job=snapshot label="Snapshot" />
        </div>
    }
    .into_any()
}

fn menus(desk: OnlineDesk) -> AnyView {
    let form = desk.state.form;
    let starts: Vec<Choice> =
        Start::ALL.into_iter().map(|start| Choice::new(start.id(), start.label())).collect();
    let champions = Signal::derive(move || {
        let all = desk.models.entries.get().into_iter();
        let all = all.map(|entry| Choice::new(entry.id.0.to_string(), entry.name));
        std::iter::once(Choice::new("", "the one that is watched")).chain(all).collect::<Vec<_>>()
    });
    let kinds = DetectorKind::ALL.into_iter().filter(|kind| reads(*kind, true));
    let detectors: Vec<Choice> = std::iter::once(Choice::new("", "never"))
        .chain(kinds.map(|kind| Choice::new(kind.id(), format!("when {} finds drift", kind.label()))))
        .collect();
    let resets = vec![
        Choice::new("anew", "anew, on the rows since the warning"),
        Choice::new("start", "as it started"),
    ];
    view! {
        <SelectField
            label="Learner"
            id="online-start"
            options=Signal::stored(starts)
            value=Signal::derive(move || form.with(|form| form.start.id().to_owned()))
            set=Callback::new(move |id: String| form.update(|form| form.start = Start::of(&id)))
        />
        <SelectField
            label="Frozen champion"
            id="online-champion"
            options=champions
            value=Signal::derive(move || form.with(|form| form.champion.map_or_else(String::new, |id| id.to_string())))
            set=Callback::new(move |id: String| form.update(|form| form.champion = id.parse().ok()))
        />
        <SelectField
            label="Begins again"
            id="online-detector"
            options=Signal::stored(detectors)
            value=Signal::derive(move || form.with(|form| form.detector.map_or("", DetectorKind::id).to_owned()))
            set=Callback::new(move |id: String| form.update(|form| form.detector = id.parse().ok()))
        />
        <SelectField
            label="Then begins"
            id="online-reset"
            options=Signal::stored(resets)
            value=Signal::derive(move || form.with(|form| if form.is_back_to_start { "start" } else { "anew" }.to_owned()))
            set=Callback::new(move |id: String| form.update(|form| form.is_back_to_start = id == "start"))
        />
    }
    .into_any()
}

fn number(
    desk: OnlineDesk,
    label: &'static str,
    id: &'static str,
    of: fn(&mut OnlineForm) -> &mut u64,
) -> AnyView {
    let form = desk.state.form;
    let value = move || {
        let mut now = form.get();
        of(&mut now).to_string()
    };
    let changed = move |event: web_sys::Event| {
        if let Ok(number) = event_target_value(&event).trim().parse::<u64>() {
            form.update(|form| *of(form) = number.max(u64::from(id != "online-delay")));
        }
    };
    view! {
        <div class="model-field">
            <label for=id>{label}</label>
            <input class="input" id=id type="number" min="0" prop:value=value on:change=changed />
        </div>
    }
    .into_any()
}
