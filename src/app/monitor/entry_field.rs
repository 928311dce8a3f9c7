//! A field in a table: what is typed holds once it is left, or a sentence says why not.

use leptos::prelude::*;

use crate::app::components::words::Words;

/// A field without a label of its own beside it.
#[component]
pub fn EntryField(
    /// Unique on the page.
    #[prop(into)]
    id: Signal<String>,
    /// Its accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// What holds.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what was typed once the field is left; gives a sentence where it cannot hold.
    set: Callback<String, Result<(), String>>,
    /// Whether it is of words, not of a number.
    #[prop(optional)]
    is_text: bool,
    /// What it shows while it is empty.
    #[prop(optional)]
    placeholder: &'static str,
) -> impl IntoView {
    let text = RwSignal::new(value.get_untracked());
    let problem = RwSignal::new(None::<String>);
    // What was changed elsewhere, as by undo, is shown.
    Effect::new(move |_| {
        text.set(value.get());
        problem.set(None);
    });
    let changed = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        match set.run(typed.clone()) {
            Ok(()) => {
                problem.set(None);
                text.set(value.get_untracked());
            }
            Err(sentence) => {
                text.set(typed);
                problem.set(Some(sentence));
            }
        }
    };
    let problem_id = move || format!("{}-problem", id.get());
    view! {
        <div class="entry-field" class:is-text=is_text>
            <input
                type="text"
                inputmode=if is_text { "text" } else { "decimal" }
                autocomplete="off"
                class="input"
                id=move || id.get()
                placeholder=placeholder
                aria-label=move || label.get()
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=move || problem.with(Option::is_some).then(problem_id)
                prop:value=move || text.get()
                on:change=changed
            />
            <p class="line-problem" id=problem_id role="alert" hidden=move || problem.with(Option::is_none)>
                {move || problem.get().map(|text| view! { <Words text /> })}
            </p>
        </div>
    }
}
