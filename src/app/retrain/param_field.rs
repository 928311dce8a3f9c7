//! A field for one number of the settings.

use leptos::prelude::*;

use super::params::{self, Param};
use super::state::RetrainState;

/// A labelled field. What is not allowed stays in it with a sentence, and training has to wait.
#[component]
pub fn ParamField(
    /// The number.
    param: Param,
    /// The form.
    state: RetrainState,
) -> impl IntoView {
    let value = move || (param.get)(&state.settings.read());
    let text = RwSignal::new(untrack(|| params::print(value())));
    let problem = RwSignal::new(None::<String>);
    // A number that was changed elsewhere is shown; one that was typed stays as typed.
    Effect::new(move |_| {
        let value = value();
        if problem.with_untracked(Option::is_none) && param.range.parse(&text.read_untracked()) != Ok(value) {
            text.set(params::print(value));
        }
    });
    let typed = move |event: web_sys::Event| {
        let now = event_target_value(&event);
        let read = param.range.parse(&now);
        text.set(now);
        match read {
            Ok(value) => {
                problem.set(None);
                state.problems.update(|all| {
                    all.remove(param.id);
                });
                state.settings.update(|settings| (param.set)(settings, value));
            }
            Err(sentence) => {
                problem.set(Some(sentence));
                state.problems.update(|all| {
                    all.insert(param.id.to_owned());
                });
            }
        }
    };
    on_cleanup(move || {
        state.problems.try_update(|all| all.remove(param.id));
    });
    let id = format!("train-{}", param.id);
    let (problem_id, help_id) = (format!("{id}-problem"), format!("{id}-help"));
    let described = format!("{problem_id} {help_id}");
    view! {
        <div class="model-field param-field">
            <label for=id.clone()>{param.label}</label>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                class="input"
                id=id
                placeholder=if param.range.optional { "none" } else { "" }
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=described
                prop:value=move || text.get()
                on:input=typed
            />
            <p class="line-problem" id=problem_id role="alert" hidden=move || problem.with(Option::is_none)>
                {move || problem.get()}
            </p>
            <p class="field-help" id=help_id>{param.help}</p>
        </div>
    }
}
