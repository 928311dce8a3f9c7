//! The button that registers a model of the page, and what it asks.

use leptos::prelude::*;

use super::deeds::TITLE;
use super::recorder;
use super::registering::Wish;
use crate::app::browser;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::models::running::JobLine;
use crate::app::models::state::{ModelEntry, ModelsState};
use crate::app::policy::dialog::Dialog;
use crate::app::registry::section::Section;
use crate::app::state::{AppState, Job};
use crate::app::workspace::state::WorkspaceState;

/// Opens the form.
#[component]
pub fn RegisterModel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let title = format!("Register {}", entry.name);
    let entry = StoredValue::new(entry);
    view! {
        <button type="button" class="button" on:click=move |_| open.set(true)>"Register…"</button>
        <Dialog open title id="register-title">
            <RegisterForm entry open />
        </Dialog>
    }
}

/// Which registered model, and whether the version becomes its champion.
#[component]
fn RegisterForm(entry: StoredValue<ModelEntry>, open: RwSignal<bool>) -> impl IntoView {
    let (app, engine) = (AppState::expect(), Engine::expect());
    let (models, state) = (ModelsState::expect(), WorkspaceState::expect());
    let names = Memo::new(move |_| {
        state
            .workspace
            .with(|kept| kept.iter().flat_map(|kept| kept.models.keys().cloned()).collect::<Vec<_>>())
    });
    // Empty for a new one.
    let chosen = RwSignal::new(names.with_untracked(|names| names.first().cloned().unwrap_or_default()));
    let typed = RwSignal::new(String::new());
    let says = RwSignal::new(String::new());
    let model = Memo::new(move |_| match chosen.get() {
        chosen if chosen.is_empty() => typed.with(|typed| typed.trim().to_owned()),
        chosen => chosen,
    });
    let has_champion = move || {
        state.workspace.with(|kept| {
            let model = kept.as_ref().and_then(|kept| model.with(|name| kept.models.get(name)));
            model.is_some_and(|model| model.champion().is_some())
        })
    };
    // Ticked by itself where there is none to replace, until the user decides.
    let decided = RwSignal::new(None::<bool>);
    let is_champion = Memo::new(move |_| decided.get().unwrap_or_else(|| !has_champion()));
    let options = Signal::derive(move || {
        let known = names.get().into_iter().map(|name| Choice::new(name.clone(), name));
        known.chain([Choice::new("", "a new one")]).collect::<Vec<_>>()
    });
    // What failed before is not told again.
    let is_asked = RwSignal::new(false);
    let job = Memo::new(move |_| match (is_asked.get(), models.recording.get()) {
        (false, _) => Job::Idle,
        (true, Job::Done) => state.follow.get(),
        (true, recording) => recording,
    });
    let obstacle = move || match state.workspace.with(Option::is_some) {
        false => Some("The workspace is not read yet."),
        true => model.with(String::is_empty).then_some("Write the name of the registered model."),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if untrack(obstacle).is_some() {
            return;
        }
        is_asked.set(true);
        let wish = Wish {
            model: model.get_untracked(),
            description: says.get_untracked().trim().to_owned(),
            is_champion: is_champion.get_untracked(),
        };
        let name = wish.model.clone();
        recorder::register(engine, models, state, &entry.get_value(), wish, move || {
            app.announce(format!("It is registered as a version of {name}."));
            open.try_set(false);
            app.change(true, |route| {
                route.section = Section::Registry;
                route.item = Some(name);
            });
            browser::focus(TITLE);
        });
    };
    let field = move |id: &'static str, label: &'static str, signal: RwSignal<String>| {
        view! {
            <div class="model-field">
                <label for=id>{label}</label>
                <input
                    type="text"
                    class="input"
                    id=id
                    autocomplete="off"
                    prop:value=move || signal.get()
                    on:input=move |event| signal.set(event_target_value(&event))
                />
            </div>
        }
        .into_any()
    };
    let tick = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        decided.set(Some(input.checked()));
    };
    view! {
        <form class="register-form" on:submit=submit>
            <SelectField
                label="Registered model"
                id="register-model"
                options
                value=chosen
                set=Callback::new(move |name| chosen.set(name))
            />
            {move || chosen.with(String::is_empty).then(|| field("register-name", "Name of the new model", typed))}
            {field("register-words", "Description of the version", says)}
            <label>
                <input type="checkbox" prop:checked=move || is_champion.get() on:change=tick />
                " Make it the champion"
            </label>
            <p class="dialog-actions">
                <button type="submit" class="button is-primary" aria-disabled=move || obstacle().is_some().to_string()>
                    "Register"
                </button>
                <span class="quiet" role="status">{obstacle}</span>
            </p>
            <JobLine job label="Registering" />
        </form>
    }
}
