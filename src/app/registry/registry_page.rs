//! Registered models, the chosen one, and what is kept in all.

use std::sync::Arc;

use leptos::prelude::*;

use super::deeds::{Ask, Deeds};
use super::registered::Registered;
use super::registry_words::{self, MODELS};
use super::section::Section;
use super::table_view::{RowPart, TableParts, text_table};
use crate::app::browser;

/// The registry.
#[component]
pub fn RegistryPage() -> impl IntoView {
    let deeds = Deeds::expect();
    let wanted = Memo::new(move |_| deeds.app.route.with(|route| route.item.clone()));
    let chosen = Memo::new(move |_| {
        let wanted = wanted.get();
        deeds.look(|kept| {
            let there = wanted.filter(|name| kept.models.contains_key(name));
            there.or_else(|| kept.models.keys().next().cloned())
        })
    });
    let rows = Memo::new(move |_| deeds.look(registry_words::model_rows));
    let head: RowPart = Arc::new(move |name| {
        let (name, is) = (name.to_owned(), name.to_owned());
        let shown = name.clone();
        let pick = move |_| {
            let name = name.clone();
            deeds.app.change(true, |route| {
                route.section = Section::Registry;
                route.item = Some(name);
            });
        };
        view! {
            <button
                type="button"
                class="link-button"
                aria-current=move || (chosen.get().as_deref() == Some(is.as_str())).then_some("true")
                on:click=pick
            >
                {shown}
            </button>
        }
        .into_any()
    });
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        {move || if is_empty.get() {
            view! {
                <p>
                    "No model is registered yet. Train or load one, open it under At hand and choose Register, or import a "
                    "workspace."
                </p>
            }
            .into_any()
        } else {
            let parts = TableParts { head: Some(head.clone()), ..TableParts::default() };
            text_table("Registered models", MODELS.to_vec(), rows.into(), parts)
        }}
        {move || chosen.get().map(|name| view! { <Registered name /> })}
        <Strip />
    }
}

/// What is kept and how much room it takes, and the workspace as a file.
#[component]
fn Strip() -> impl IntoView {
    let deeds = Deeds::expect();
    let state = deeds.state;
    let kept = move || deeds.look(registry_words::kept);
    let room = move || {
        registry_words::room(state.room.get().map(|room| (room.used, room.quota)), state.persisted.get())
    };
    let notes = move || state.notes.get().into_iter().map(|note| view! { <p>{note}</p> }).collect_view();
    let import = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let files = input.files().map(|list| browser::files(&list)).unwrap_or_default();
        // The same file can be chosen again.
        input.set_value("");
        for file in files {
            state.import_zip(deeds.engine, file);
        }
    };
    let clear = move |_| {
        deeds.ask(Ask {
            question: "Clear the workspace of this browser?".to_owned(),
            lost: deeds.peek(registry_words::all_lost),
            button: "Clear it",
            said: String::new(),
            action: None,
        });
    };
    view! {
        <section class="workspace-strip" aria-labelledby="strip-title">
            <h2 id="strip-title">"Workspace"</h2>
            <p>{kept}</p>
            <p class="quiet">{room}</p>
            <div role="status">{notes}</div>
            <p class="dialog-actions">
                <button type="button" class="button" on:click=move |_| state.export_zip(deeds.engine)>
                    "Export (zip)"
                </button>
                <label class="button file-button">
                    <input type="file" class="visually-hidden" accept=".zip" on:change=import />
                    "Import a workspace (zip)…"
                </label>
                <button type="button" class="button" on:click=move |_| state.export_mlflow(deeds.engine)>
                    "Export for MLflow (zip)"
                </button>
                <button type="button" class="button" on:click=clear>"Clear…"</button>
            </p>
        </section>
    }
}
