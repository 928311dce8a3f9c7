//! The versions of a registered model, and what can be done with each.

use std::sync::Arc;

use leptos::prelude::*;

use super::deeds::{Ask, Deeds, RUN_TITLE};
use super::registered::of;
use super::registry_words::{self, VERSIONS};
use super::section::Section;
use super::table_view::{RowPart, TableParts, text_table};
use crate::app::browser;
use crate::app::models::state::ModelsState;
use crate::app::models::view::ModelView;
use crate::lifecycle::{Action, ModelVersion, VersionStatus};
use crate::worker::model_tasks::{ModelResult, ModelTask};

/// The table of versions.
#[component]
pub fn Versions(
    /// The registered model.
    name: StoredValue<String>,
) -> impl IntoView {
    let deeds = Deeds::expect();
    let models = ModelsState::expect();
    let rows = Memo::new(move |_| of(deeds, name, registry_words::version_rows));
    let tail: RowPart = Arc::new(move |key| {
        let version = key.parse::<u32>().unwrap_or_default();
        untrack(|| actions(deeds, models, name, version))
    });
    let parts = TableParts { tail: Some(tail), ..TableParts::default() };
    view! {
        <h3>"Versions"</h3>
        {text_table("Versions", VERSIONS.to_vec(), rows.into(), parts)}
    }
}

/// What can be done with a version, as buttons.
fn actions(deeds: Deeds, models: ModelsState, name: StoredValue<String>, version: u32) -> AnyView {
    let model = name.get_value();
    let facts = of(deeds, name, |kept, model| {
        let found = kept.versions.get(&(model.name.clone(), version))?;
        let has_alias = model.aliases.values().any(|of| *of == version);
        Some((found.clone(), model.champion(), has_alias, registry_words::roll_back_to(kept, model)))
    });
    let Some((found, champion, has_alias, back_to)) = facts else { return ().into_any() };
    let place = match champion {
        Some(champion) if champion == version => back_to.map(|target| {
            let action = Action::RollBack { model: model.clone(), version: None };
            let said = format!("Version {target} of {model} is the champion again.");
            button(format!("Roll back to version {target}"), None, move || {
                deeds.act(action.clone(), said.clone())
            })
        }),
        Some(champion) if version < champion => {
            let action = Action::RollBack { model: model.clone(), version: Some(version) };
            let said = format!("Version {version} of {model} is the champion again.");
            let label = format!("Roll back to version {version}");
            Some(button("Roll back".to_owned(), Some(label), move || deeds.act(action.clone(), said.clone())))
        }
        _ => Some(promote(deeds, &model, &found)),
    };
    let (file, run) = (found.file.clone(), found.run.clone());
    let saved = format!("{}_{version}.{}", model.replace(' ', "_"), extension(&found));
    let download = move || deeds.state.download_artifact(deeds.engine, file.digest.clone(), saved.clone());
    let delete = (!has_alias).then(|| {
        let ask = Ask {
            question: format!("Delete version {version} of {model}?"),
            lost: registry_words::version_lost(&model, version),
            button: "Delete the version",
            said: format!("Version {version} of {model} is deleted."),
            action: Some(Action::DeleteVersion { model: model.clone(), version }),
        };
        button("Delete…".to_owned(), Some(format!("Delete version {version}")), move || {
            deeds.ask(ask.clone())
        })
    });
    let labelled = |what: &str| Some(format!("{what} version {version}"));
    view! {
        <span class="row-buttons">
            {place}
            {button("Open".to_owned(), labelled("Open"), move || open(deeds, models, &found))}
            {button("Download".to_owned(), labelled("Download"), download)}
            {button(
                "Run".to_owned(),
                Some(format!("Run of version {version}")),
                move || deeds.go(Section::Runs, run.clone(), RUN_TITLE),
            )}
            {delete}
        </span>
    }
    .into_any()
}

/// A button in a table, with a name that says of which row.
pub fn button(says: String, label: Option<String>, pressed: impl Fn() + 'static) -> AnyView {
    view! {
        <button type="button" class="link-button" aria-label=label on:click=move |_| pressed()>
            {says}
        </button>
    }
    .into_any()
}

fn promote(deeds: Deeds, model: &str, found: &ModelVersion) -> AnyView {
    let version = found.version;
    let action = Action::Promote { model: model.to_owned(), version, note: String::new() };
    let label = format!("Promote version {version}");
    if found.status == VersionStatus::Rejected {
        let ask = Ask {
            question: format!("Promote version {version} of {model} all the same?"),
            lost: "The gate rejected it. The audit log will say that it was promoted by hand.".to_owned(),
            button: "Promote it",
            said: format!("Version {version} of {model} is the champion."),
            action: Some(action),
        };
        return button("Promote…".to_owned(), Some(label), move || deeds.ask(ask.clone()));
    }
    let said = format!("Version {version} of {model} is the champion.");
    button("Promote".to_owned(), Some(label), move || deeds.act(action.clone(), said.clone()))
}

fn extension(version: &ModelVersion) -> &str {
    version.file.path.rsplit_once('.').map_or("json", |(_, extension)| extension)
}

/// Brings a version to the models at hand, or shows it where it is there already.
fn open(deeds: Deeds, models: ModelsState, version: &ModelVersion) {
    let name = format!("{} version {}", version.model, version.version);
    let there = models.entries.with_untracked(|all| {
        let is_it = |size: u64, of: &str| of == name && size == version.file.bytes;
        all.iter().find(|entry| is_it(entry.card.bytes, &entry.name)).map(|entry| entry.id)
    });
    if let Some(id) = there {
        return models.show(deeds.app, id, ModelView::Overview);
    }
    let file_name = format!("{}.{}", name.replace(' ', "_"), extension(version));
    deeds.state.artifact(deeds.engine, version.file.digest.clone(), move |bytes| {
        let file = match browser::made_file(&file_name, &[&bytes]) {
            Ok(file) => file,
            Err(sentence) => return deeds.app.notify(sentence),
        };
        let task = ModelTask::Load { name: file_name };
        deeds.engine.model_task(task, vec![file], models.opening, move |result, _| {
            if let ModelResult::Model(card) = result {
                deeds.app.announce(format!("{name} is at hand."));
                let id = models.add(name, *card, bytes);
                models.show(deeds.app, id, ModelView::Overview);
            }
        });
    });
}
