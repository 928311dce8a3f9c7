//! Names with values that can be set and taken away: tags, aliases.

use leptos::prelude::*;

/// What the pairs are, in words.
#[derive(Debug, Clone, Copy)]
pub struct PairWords {
    /// Begin of every id, unique on the page.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// What one is, such as `tag`.
    pub one: &'static str,
    /// What its value is, such as `value`.
    pub value: &'static str,
}

/// The pairs, each with a button that takes it away, and a form for another.
#[component]
pub fn Pairs(
    /// What they are.
    words: PairWords,
    /// Names and values.
    #[prop(into)]
    pairs: Signal<Vec<(String, String)>>,
    /// Called with a name and its value, or `None` to take it away.
    set: Callback<(String, Option<String>)>,
) -> impl IntoView {
    let PairWords { id, title, one, value } = words;
    let (name, text) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = name.get_untracked().trim().to_owned();
        if !typed.is_empty() {
            set.run((typed, Some(text.get_untracked().trim().to_owned())));
            name.set(String::new());
            text.set(String::new());
        }
    };
    let line = move |(name, value): (String, String)| {
        let label = format!("Remove the {one} {name}");
        let words = if value.is_empty() { name.clone() } else { format!("{name} = {value}") };
        view! {
            <li class="set-pair">
                <span>{words}</span>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=label
                    on:click=move |_| set.run((name.clone(), None))
                >
                    "×"
                </button>
            </li>
        }
    };
    let field = move |part: &'static str, says: String, signal: RwSignal<String>| {
        let id = format!("{id}-{part}");
        view! {
            <div class="model-field">
                <label for=id.clone()>{says}</label>
                <input
                    type="text"
                    class="input"
                    autocomplete="off"
                    id=id
                    prop:value=move || signal.get()
                    on:input=move |event| signal.set(event_target_value(&event))
                />
            </div>
        }
    };
    view! {
        <h3>{title}</h3>
        <ul class="pairs" aria-label=title>{move || pairs.get().into_iter().map(line).collect_view()}</ul>
        <form class="pair-form" on:submit=add>
            {field("name", format!("Name of the {one}"), name)}
            {field("value", format!("{value} of the {one}"), text)}
            <button type="submit" class="button">{format!("Set the {one}")}</button>
        </form>
    }
}
