//! The side *Loop* of the Retrain tab: for which model, on what, by which policy; the button; the answer.

use leptos::prelude::*;

use super::answer::TurnAnswer;
use super::past::PastDecisions;
use super::policy_form::PolicyForm;
use super::schedule::Schedule;
use super::start::LoopDesk;
use super::words;
use crate::app::models::data_choice::with_rows;
use crate::app::models::running::{JobLine, StartButton};
use crate::app::route::Tab;
use crate::app::watch::setup::LabelFile;
use crate::worker::protocol::Slot;

/// The names of the files that a turn reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileNames {
    /// The reference.
    pub reference: Option<String>,
    /// Current files, in order.
    pub current: Vec<String>,
    /// The file of labels.
    pub labels: Option<String>,
}

impl FileNames {
    /// What the page holds, followed.
    pub fn of(desk: LoopDesk) -> Self {
        let sets = with_rows(desk.app, desk.engine);
        let name = |set: &crate::app::state::Dataset| set.name.clone();
        Self {
            reference: sets.iter().find(|set| set.slot == Slot::Reference).map(name),
            current: sets.iter().filter(|set| set.slot != Slot::Reference).map(name).collect(),
            labels: desk.watch.labels.with(|file| file.as_ref().map(web_sys::File::name)),
        }
    }
}

/// Everything about the loop.
#[component]
pub fn LoopSide() -> impl IntoView {
    let desk = LoopDesk::expect();
    let names = Memo::new(move |_| FileNames::of(desk));
    let job = Memo::new(move |_| desk.state.follow.get());
    let obstacle = Memo::new(move |_| {
        names.with(|names| match (&names.reference, names.current.is_empty()) {
            (None, _) => Some("Drop a reference with rows on the Data tab."),
            (_, true) => Some("Drop one or more current files on the Data tab."),
            _ if desk.workspace.workspace.with(Option::is_none) => Some("The workspace is being read."),
            _ => None,
        })
    });
    let champion = Memo::new(move |_| {
        let model = desk.model();
        desk.workspace.workspace.with(|workspace| {
            let model = workspace.as_ref()?.models.get(&model)?;
            Some((model.champion(), model.challenger()))
        })
    });
    let standing = move || match champion.get() {
        None => {
            "Not registered yet: the first turn trains its first champion on the reference, as By hand says."
                .to_owned()
        }
        Some((None, _)) => "No champion yet: the next turn trains one on the reference.".to_owned(),
        Some((Some(version), None)) => format!("Champion: version {version}."),
        Some((Some(version), Some(waits))) => {
            format!("Champion: version {version}. Version {waits} passed the gate and waits for you.")
        }
    };
    let known = move || {
        desk.workspace.workspace.with(|workspace| {
            let names = workspace.iter().flat_map(|workspace| workspace.models.keys().cloned());
            names.map(|name| view! { <option value=name></option> }).collect::<Vec<_>>()
        })
    };
    let looked_at = move || {
        names.with(|names| {
            let reference = names.reference.as_deref().unwrap_or("none");
            words::looked_at(reference, &names.current, names.labels.as_deref())
        })
    };
    let disabled = Signal::derive(move || obstacle.get().is_some());
    view! {
        <section class="watch-panel loop-form" aria-labelledby="loop-title">
            <h2 id="loop-title">"Check, and retrain where the policy says so"</h2>
            <div class="param-fields">
                <div class="model-field">
                    <label for="loop-model">"Registered model"</label>
                    <input
                        class="input"
                        id="loop-model"
                        type="text"
                        list="loop-models"
                        autocomplete="off"
                        prop:value=move || desk.model()
                        on:change=move |event| desk.state.model.set(event_target_value(&event))
                    />
                    <datalist id="loop-models">{known}</datalist>
                </div>
                <LabelFile id="loop-labels" />
            </div>
            <p>{standing}</p>
            <p class="quiet">
                {looked_at}
                ". Windows, labels and columns are those of the "
                <button
                    type="button"
                    class="link-button"
                    on:click=move |_| desk.app.change(true, |route| route.tab = Tab::Performance)
                >
                    "Performance tab"
                </button>
                "."
            </p>
            <PolicyForm />
            <div class="retrain-go">
                <StartButton
                    job
                    label=Signal::stored("Check now".to_owned())
                    disabled
                    on_start=Callback::new(move |()| desk.turn(false, None, |_| ()))
                    on_cancel=Callback::new(move |()| desk.cancel())
                />
                <button
                    type="button"
                    class="button"
                    disabled=move || disabled.get() || job.with(crate::app::state::Job::is_busy)
                    on:click=move |_| desk.turn(true, None, |_| ())
                >
                    "Retrain now"
                </button>
                <p class="quiet" role="status">{move || obstacle.get()}</p>
                <JobLine job label="The loop" />
            </div>
            <Schedule names />
        </section>
        <TurnAnswer />
        <PastDecisions />
    }
}
