//! A field for a number that holds as a line: valid as typed, or a sentence that says why not.

use leptos::prelude::*;

use super::lines::{self, Allowed};
use crate::app::state::AppState;

/// A labelled field. What is not allowed stays in the field with its sentence, and the last valid
/// number holds.
#[component]
pub fn LineField(
    /// What stands before it.
    #[prop(into)]
    label: String,
    /// Its accessible name where the label is short.
    #[prop(into, optional)]
    name: String,
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// The number that holds; `None` where none is set.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// What may be typed.
    #[prop(into)]
    allowed: Signal<Allowed>,
    /// What holds where the field is empty.
    #[prop(into)]
    hint: Signal<String>,
    /// Called with every valid number while it is typed.
    set: Callback<Option<f64>>,
) -> impl IntoView {
    let state = AppState::expect();
    let text = RwSignal::new(lines::print(value.get_untracked()));
    let problem = RwSignal::new(None::<String>);
    // A number that was changed elsewhere, as by undo, is shown; one that was typed stays as typed.
    Effect::new(move |_| {
        let value = value.get();
        if lines::parse(&text.read_untracked(), allowed.get_untracked()) != Ok(value) {
            text.set(lines::print(value));
            problem.set(None);
        }
    });
    let typed = move |event: web_sys::Event| {
        let now = event_target_value(&event);
        match lines::parse(&now, allowed.get_untracked()) {
            Ok(value) => {
                problem.set(None);
                text.set(now);
                set.run(value);
            }
            Err(sentence) => {
                text.set(now);
                problem.set(Some(sentence));
            }
        }
    };
    let full_name = if name.is_empty() { label.clone() } else { name };
    let problem_id = format!("{id}-problem");
    let described = problem_id.clone();
    view! {
        <div class="line-field">
            <label for=id.clone()>{label}</label>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                class="input"
                id=id
                aria-label=full_name
                placeholder=move || hint.get()
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=move || problem.with(Option::is_some).then(|| described.clone())
                prop:value=move || text.get()
                on:input=typed
                on:blur=move |_| state.history.update(|history| history.settle())
            />
            <p class="line-problem" id=problem_id role="alert" hidden=move || problem.with(Option::is_none)>
                {move || problem.get()}
            </p>
        </div>
    }
}
