//! One registered model: who is champion, who waits, what is said of it, and its versions.

use std::sync::Arc;

use leptos::prelude::*;

use super::deeds::{Ask, Deeds, MODEL_TITLE};
use super::gate::GateView;
use super::pairs::{PairWords, Pairs};
use super::registry_words;
use super::versions::Versions;
use crate::app::models::running::JobLine;
use crate::app::models::state::ModelsState;
use crate::app::reports::card::CardButton;
use crate::lifecycle::{Action, GateReport, RegisteredModel, Run, Workspace};
use crate::worker::report_tasks::ReportModel;

const TAGS: PairWords = PairWords { id: "model-tag", title: "Tags", one: "tag", value: "Value" };
const ALIASES: PairWords = PairWords { id: "model-alias", title: "Aliases", one: "alias", value: "Version" };

/// A registered model that there is.
#[component]
pub fn Registered(
    /// Its name.
    name: String,
) -> impl IntoView {
    let deeds = Deeds::expect();
    let opening = ModelsState::expect().opening;
    let job = Memo::new(move |_| opening.get());
    let title = name.clone();
    let name = StoredValue::new(name);
    let tags = move || {
        of(deeds, name, |_, model| {
            model.tags.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>()
        })
    };
    let aliases = move || {
        of(deeds, name, |_, model| {
            model.aliases.iter().map(|(name, of)| (name.clone(), of.to_string())).collect::<Vec<_>>()
        })
    };
    let tag = Callback::new(move |(key, value): (String, Option<String>)| {
        let said = if value.is_some() { "The tag is set." } else { "The tag is gone." };
        deeds.act(Action::Tag { model: name.get_value(), version: None, key, value }, said);
    });
    let alias = Callback::new(move |(alias, value): (String, Option<String>)| {
        let version = value.as_deref().map(str::parse).transpose();
        match version {
            Ok(version) => {
                let said = if version.is_some() { "The alias is set." } else { "The alias is gone." };
                deeds.act(Action::SetAlias { model: name.get_value(), alias, version }, said);
            }
            Err(_) => deeds.app.notify("An alias names a version by its number: write a number such as 3."),
        }
    });
    let delete = move |_| {
        let model = name.get_value();
        deeds.ask(Ask {
            question: format!("Delete {model}?"),
            lost: deeds.peek(|kept| registry_words::model_lost(kept, &model)),
            button: "Delete the model",
            said: format!("{model} is deleted."),
            action: Some(Action::DeleteModel { model }),
        });
    };
    view! {
        <section class="registered" aria-labelledby=MODEL_TITLE>
            <h2 id=MODEL_TITLE tabindex="-1">{title}</h2>
            <Waiting name />
            <Champion name />
            <Versions name />
            <JobLine job label="Opening the model" />
            <TextOfModel name words=DESCRIPTION />
            <TextOfModel name words=INTENDED_USE />
            <div class="registered-pairs">
                <div><Pairs words=TAGS pairs=Signal::derive(tags) set=tag /></div>
                <div><Pairs words=ALIASES pairs=Signal::derive(aliases) set=alias /></div>
            </div>
            <div class="dialog-actions">
                <CardButton model=Callback::new(move |()| {
                    ReportModel::Registered { name: name.get_value(), version: None }
                }) />
                <button type="button" class="button" on:click=delete>"Delete the model…"</button>
            </div>
        </section>
    }
}

/// Something of a registered model; the default once it is gone.
pub fn of<T: Default>(
    deeds: Deeds,
    name: StoredValue<String>,
    look: impl FnOnce(&Workspace, &RegisteredModel) -> T,
) -> T {
    deeds.look(|kept| {
        let model = name.try_with_value(|name| kept.models.get(name)).flatten();
        model.map(|model| look(kept, model)).unwrap_or_default()
    })
}

fn run_of(kept: &Workspace, model: &RegisteredModel, version: Option<u32>) -> Option<Run> {
    let version = kept.versions.get(&(model.name.clone(), version?))?;
    kept.runs.get(&version.run).cloned()
}

/// A version that waits for a person, with its evidence.
#[component]
fn Waiting(name: StoredValue<String>) -> impl IntoView {
    let deeds = Deeds::expect();
    let found = Memo::new(move |_| {
        of(deeds, name, |kept, model| {
            let words = registry_words::waiting(kept, model)?;
            let gate = run_of(kept, model, model.challenger()).and_then(|run| run.gate);
            Some((words, model.challenger()?, gate))
        })
    });
    let promote = move |version: u32| {
        let (model, note) = (name.get_value(), String::new());
        let said = format!("Version {version} of {model} is the champion.");
        deeds.act(Action::Promote { model, version, note }, said);
    };
    let decline = move |_| {
        let (model, note) = (name.get_value(), String::new());
        deeds.act(Action::Decline { model, note }, "The challenger was turned down.");
    };
    let evidence = |gate: GateReport| {
        let report = Arc::new(gate);
        view! { <details><summary>"See the evidence"</summary><GateView report /></details> }
    };
    view! {
        {move || found.get().map(|(words, version, gate)| view! {
            <section class="verdict waiting" aria-label="Waiting challenger">
                <p class="waiting-words">{words}</p>
                <p class="dialog-actions">
                    <button type="button" class="button is-primary" on:click=move |_| promote(version)>"Promote"</button>
                    <button type="button" class="button" on:click=decline>"Decline"</button>
                </p>
                {gate.map(evidence)}
            </section>
        })}
    }
}

/// The champion and the figures that it is known by.
#[component]
fn Champion(name: StoredValue<String>) -> impl IntoView {
    let deeds = Deeds::expect();
    let words = Memo::new(move |_| {
        of(deeds, name, |kept, model| {
            let run = run_of(kept, model, model.champion());
            let line = match (model.champion(), &run) {
                (Some(version), Some(run)) => {
                    format!("Version {version} is the champion: {}.", super::runs_words::algorithm(run))
                }
                (Some(version), None) => format!("Version {version} is the champion."),
                (None, _) => "There is no champion yet: promote a version.".to_owned(),
            };
            (line, run.as_ref().map(registry_words::figures).unwrap_or_default())
        })
    });
    let figure = |(name, value): (String, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! {
        <p>{move || words.with(|words| words.0.clone())}</p>
        {move || {
            let figures = words.with(|words| words.1.clone());
            (!figures.is_empty())
                .then(|| view! { <dl class="figures">{figures.into_iter().map(figure).collect_view()}</dl> })
        }}
    }
}

/// A text about the model that the user writes.
#[derive(Clone, Copy)]
struct TextWords {
    title: &'static str,
    label: &'static str,
    button: &'static str,
    said: &'static str,
    of: fn(&RegisteredModel) -> String,
    action: fn(String, String) -> Action,
}

const DESCRIPTION: TextWords = TextWords {
    title: "Description",
    label: "Description of the model",
    button: "Save the description",
    said: "The description is kept.",
    of: |model| model.description.clone(),
    action: |model, text| Action::Describe { model, version: None, text },
};

const INTENDED_USE: TextWords = TextWords {
    title: "Intended use",
    label: "Intended use of the model",
    button: "Save the intended use",
    said: "The intended use is kept.",
    of: |model| model.intended_use.clone(),
    action: |model, text| Action::IntendUse { model, text },
};

/// What is said of the model, and a field to say it otherwise.
#[component]
fn TextOfModel(name: StoredValue<String>, words: TextWords) -> impl IntoView {
    let deeds = Deeds::expect();
    let kept = Memo::new(move |_| of(deeds, name, |_, model| (words.of)(model)));
    let typed = RwSignal::new(kept.get_untracked());
    // What another tab wrote is shown.
    Effect::new(move |_| typed.set(kept.get()));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        deeds.act((words.action)(name.get_value(), typed.get_untracked()), words.said);
    };
    view! {
        <h3>{words.title}</h3>
        <p class="description" hidden=move || kept.with(String::is_empty)>{move || kept.get()}</p>
        <form class="description-form" on:submit=save>
            <textarea
                class="input"
                rows="3"
                aria-label=words.label
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            ></textarea>
            <button type="submit" class="button">{words.button}</button>
        </form>
    }
}
