//! A menu with its label.

use leptos::prelude::*;

/// One line of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub value: String,
    /// What it says.
    pub label: String,
}

impl Choice {
    /// A line that says something other than it stands for.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }

    /// Lines that say what they stand for.
    pub fn same(all: impl IntoIterator<Item = String>) -> Vec<Self> {
        all.into_iter().map(|name| Self::new(name.clone(), name)).collect()
    }
}

/// A labelled menu.
#[component]
pub fn SelectField(
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what the user chooses.
    set: Callback<String>,
) -> impl IntoView {
    let lines = move || {
        let line = |Choice { value: own, label }: Choice| {
            let is = own.clone();
            view! { <option value=own prop:selected=move || value.get() == is>{label}</option> }
        };
        options.get().into_iter().map(line).collect_view()
    };
    view! {
        <div class="model-field">
            <label for=id.clone()>{label}</label>
            <select class="select" id=id on:change=move |event| set.run(event_target_value(&event))>
                {lines}
            </select>
        </div>
    }
}
