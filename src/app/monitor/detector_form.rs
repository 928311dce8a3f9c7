//! Which detectors run, their parameters, and the moving averages.

use leptos::prelude::*;

use super::stream_form::{Source, Weighing, reads};
use super::stream_state::StreamState;
use super::stream_words;
use crate::app::components::select_field::{Choice, SelectField};
use crate::stream::{DetectorKind, Direction, Parameter, ParameterRange};

/// All of the form. While a replay is on it is closed: rows that have arrived cannot be judged anew.
#[component]
pub fn DetectorForm() -> impl IntoView {
    let stream = StreamState::expect();
    let is_on = Memo::new(move |_| stream.replay.get().is_on());
    view! {
        <fieldset class="stream-fields" disabled=move || is_on.get()>
            <legend class="visually-hidden">"Detectors and averages"</legend>
            <div class="stream-kinds" role="group" aria-label="Detectors">
                {DetectorKind::ALL.into_iter().map(|kind| view! { <KindBox kind /> }).collect_view()}
            </div>
            <Averages />
            <details class="watch-more">
                <summary>"Parameters of the detectors"</summary>
                <div class="stream-parameters">
                    {DetectorKind::ALL.into_iter().map(|kind| view! { <Parameters kind /> }).collect_view()}
                </div>
            </details>
        </fieldset>
        <Show when=move || is_on.get()>
            <p class="quiet">"Stop the replay to choose other detectors."</p>
        </Show>
    }
}

/// A detector's box, and why it cannot be chosen where it cannot.
#[component]
fn KindBox(kind: DetectorKind) -> impl IntoView {
    let stream = StreamState::expect();
    let is_read = Memo::new(move |_| stream.form.with(|form| reads(kind, form.source == Source::Errors)));
    let tick = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        stream.form.update(|form| {
            if on {
                form.detectors.insert(kind)
            } else {
                form.detectors.remove(&kind)
            };
        });
    };
    let why = move || match stream_words::domain(kind).filter(|_| !is_read.get()) {
        Some(why) => Some(why),
        None => stream_words::note(kind),
    };
    view! {
        <label class="stream-kind" class:is-off=move || !is_read.get()>
            <input
                type="checkbox"
                prop:checked=move || is_read.get() && stream.form.with(|form| form.detectors.contains(&kind))
                disabled=move || !is_read.get()
                on:change=tick
            />
            <span>{kind.label()}</span>
            {move || why().map(|why| view! { <span class="quiet stream-note">{why}</span> })}
        </label>
    }
}

#[component]
fn Averages() -> impl IntoView {
    let stream = StreamState::expect();
    let problem = Memo::new(move |_| stream.form.with(|form| form.averages().err()));
    let weighings = Weighing::ALL.into_iter().map(|w| Choice::new(w.id(), w.label())).collect::<Vec<_>>();
    view! {
        <div class="param-fields">
            <div class="model-field">
                <label for="stream-averages">"Moving averages, in rows"</label>
                <input
                    class="input"
                    id="stream-averages"
                    type="text"
                    autocomplete="off"
                    placeholder="none"
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby="stream-averages-problem"
                    prop:value=move || stream.form.with(|form| form.averages.clone())
                    on:change=move |event| stream.form.update(|form| form.averages = event_target_value(&event))
                />
                <p
                    class="line-problem"
                    id="stream-averages-problem"
                    role="alert"
                    hidden=move || problem.with(Option::is_none)
                >
                    {move || problem.get()}
                </p>
            </div>
            <SelectField
                label="Which weigh"
                id="stream-weighing"
                options=Signal::stored(weighings)
                value=Signal::derive(move || stream.form.with(|form| form.weighing.id().to_owned()))
                set=Callback::new(move |id: String| stream.form.update(|form| form.weighing = Weighing::of(&id)))
            />
        </div>
    }
}

/// The parameters of a chosen detector.
#[component]
fn Parameters(kind: DetectorKind) -> impl IntoView {
    let stream = StreamState::expect();
    let is_shown = Memo::new(move |_| {
        stream.form.with(|form| form.detectors.contains(&kind) && reads(kind, form.source == Source::Errors))
    });
    let has_changes =
        Memo::new(move |_| stream.form.with(|form| form.texts.keys().any(|(of, _)| *of == kind)));
    let reset = move |_| stream.form.update(|form| form.texts.retain(|(of, _), _| *of != kind));
    view! {
        <Show when=move || is_shown.get()>
            <section class="stream-kind-parameters" aria-label=format!("Parameters of {}", kind.label())>
                <h3>{kind.label()}</h3>
                <div class="param-fields">
                    {kind.parameters().iter().map(|parameter| view! { <Field kind parameter /> }).collect_view()}
                </div>
                <Show when=move || has_changes.get()>
                    <button type="button" class="link-button" on:click=reset>
                        {format!("Defaults of {}", kind.label())}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Field(kind: DetectorKind, parameter: &'static Parameter) -> impl IntoView {
    let stream = StreamState::expect();
    let name = parameter.name;
    let id = format!("stream-{}-{name}", kind.id());
    let (problem_id, help_id) = (format!("{id}-problem"), format!("{id}-help"));
    let described = format!("{problem_id} {help_id}");
    let problem = Memo::new(move |_| stream.form.with(|form| form.problem(kind, name)));
    let value = Memo::new(move |_| stream.form.with(|form| form.text(kind, name)));
    let set = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        stream.form.update(|form| {
            if text == parameter.default.to_string() {
                form.texts.remove(&(kind, name));
            } else {
                form.texts.insert((kind, name), text);
            }
        });
    };
    let options = match parameter.range {
        ParameterRange::Flag => vec!["true", "false"],
        ParameterRange::Direction => Direction::ALL.map(Direction::id).to_vec(),
        _ => Vec::new(),
    };
    let field = if options.is_empty() {
        view! {
            <input
                class="input"
                id=id.clone()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=described
                prop:value=move || value.get()
                on:change=set
            />
        }
        .into_any()
    } else {
        view! {
            <select class="select" id=id.clone() aria-describedby=described on:change=set>
                {options
                    .into_iter()
                    .map(|own| view! { <option value=own prop:selected=move || value.get() == own>{own}</option> })
                    .collect_view()}
            </select>
        }
        .into_any()
    };
    view! {
        <div class="model-field param-field">
            <label for=id>{name}</label>
            {field}
            <p class="line-problem" id=problem_id role="alert" hidden=move || problem.with(Option::is_none)>
                {move || problem.get()}
            </p>
            <p class="field-help" id=help_id>{parameter.meaning}</p>
        </div>
    }
}
