//! The form: what predicts, how data is cut, which columns are what; and the button that watches.

use leptos::html;
use leptos::prelude::*;
use web_sys::File;

use super::form::{Cut, WatchForm, targets, times};
use super::state::WatchState;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::models::data_choice::{data_file, with_rows};
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::{ModelId, ModelsState};
use crate::app::state::{AppState, Dataset};
use crate::app::{browser, format, labels};
use crate::data::ReadOptions;
use crate::monitor::WatchSettings;
use crate::worker::model_tasks::{DataFile, ModelResult, ModelTask};
use crate::worker::protocol::Slot;
use crate::worker::watching::WatchTask;

/// Everything that is asked before a model is watched.
#[component]
pub fn WatchSetup() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let watch = WatchState::expect();
    let sets = Memo::new(move |_| with_rows(app, engine));
    let files = Memo::new(move |_| sets.with(|sets| current_of(sets).len()));
    let columns = move |of: fn(&crate::worker::protocol::TableInfo) -> Vec<String>, first: &'static str| {
        Signal::derive(move || {
            let names = sets.with(|sets| {
                let table = sets.iter().find(|set| set.slot == Slot::Reference)?.table.clone()?;
                Some(of(&table))
            });
            let all = Choice::same(names.unwrap_or_default());
            std::iter::once(Choice::new("", first)).chain(all).collect::<Vec<_>>()
        })
    };
    let field = move |read: fn(&WatchForm) -> &String| {
        Signal::derive(move || watch.form.with(|form| read(form).clone()))
    };
    let predictors = Signal::derive(move || {
        let of_models = models.entries.with(|all| {
            all.iter()
                .map(|entry| Choice::new(entry.id.0.to_string(), format!("model {}", entry.name)))
                .collect::<Vec<_>>()
        });
        std::iter::once(Choice::new("", "columns of the files")).chain(of_models).collect::<Vec<_>>()
    });
    let cuts = Choice::new;
    let cuts: Vec<Choice> = Cut::ALL.into_iter().map(|cut| cuts(cut.id(), cut.label())).collect();
    let cut = Memo::new(move |_| watch.form.with(|form| form.cut_of(files.get())));
    let job = Memo::new(move |_| watch.follow.get());
    let obstacle = Memo::new(move |_| sets.with(|sets| obstacle(sets)));
    let start = Callback::new(move |()| start(app, engine, models, watch));
    view! {
        <form class="watch-form" aria-label="What is watched" on:submit=|event| event.prevent_default()>
            <div class="param-fields">
                <SelectField
                    label="Predictions"
                    id="watch-model"
                    options=predictors
                    value=Signal::derive(move || watch.form.with(|form| form.model.map_or_else(String::new, |id| id.to_string())))
                    set=Callback::new(move |id: String| watch.form.update(|form| form.model = id.parse().ok()))
                />
                <SelectField
                    label="Windows"
                    id="watch-cut"
                    options=Signal::stored(cuts)
                    value=Signal::derive(move || cut.get().id().to_owned())
                    set=Callback::new(move |id: String| watch.form.update(|form| form.cut = Some(Cut::of(&id))))
                />
                <Show when=move || cut.get().has_size()>
                    <CountField
                        label=Signal::derive(move || if cut.get() == Cut::Rows { "Rows a window" } else { "Windows in all" })
                        id="watch-size"
                        value=Signal::derive(move || watch.form.with(|form| form.size_of(files.get())))
                        set=Callback::new(move |size: u64| {
                            watch.form.update(|form| {
                                form.cut = Some(form.cut_of(files.get_untracked()));
                                form.size = size;
                            });
                        })
                    />
                </Show>
                <CountField
                    label=Signal::stored("Pieces a window, sliding")
                    id="watch-panes"
                    value=Signal::derive(move || u64::from(watch.form.with(|form| form.panes)))
                    set=Callback::new(move |panes: u64| {
                        watch.form.update(|form| form.panes = u32::try_from(panes).unwrap_or(1).clamp(1, 1000));
                    })
                />
                <SelectField
                    label="True labels"
                    id="watch-target"
                    options=columns(targets, "automatic")
                    value=field(|form| &form.target)
                    set=Callback::new(move |name: String| watch.form.update(|form| form.target = name))
                />
                <Show when=move || cut.get().is_calendar()>
                    <SelectField
                        label="Time"
                        id="watch-time"
                        options=columns(times, "automatic")
                        value=field(|form| &form.timestamp)
                        set=Callback::new(move |name: String| watch.form.update(|form| form.timestamp = name))
                    />
                </Show>
            </div>
            <details class="watch-more">
                <summary>"Late labels, a slice, groups"</summary>
                <div class="param-fields">
                    <LabelFile id="watch-labels" />
                    <TextField
                        label="Only rows with"
                        id="watch-slice"
                        placeholder="column=value or age=30..40"
                        value=field(|form| &form.slice)
                        set=Callback::new(move |text: String| watch.form.update(|form| form.slice = text))
                    />
                    <SelectField
                        label="Compare groups of"
                        id="watch-sensitive"
                        options=columns(targets, "no groups")
                        value=field(|form| &form.sensitive)
                        set=Callback::new(move |name: String| watch.form.update(|form| form.sensitive = name))
                    />
                    <Show when=move || !watch.form.with(|form| form.sensitive.is_empty())>
                        <TextField
                            label="Selected for"
                            id="watch-positive"
                            placeholder="the last class"
                            value=field(|form| &form.positive)
                            set=Callback::new(move |text: String| watch.form.update(|form| form.positive = text))
                        />
                    </Show>
                </div>
            </details>
            <div class="retrain-go">
                <StartButton
                    job
                    label=Signal::stored("Watch".to_owned())
                    disabled=Signal::derive(move || obstacle.with(Option::is_some))
                    on_start=start
                    on_cancel=Callback::new(move |()| watch.cancel(engine))
                />
                <p class="quiet" role="status">{move || obstacle.get()}</p>
                <JobLine job label="Watching" />
            </div>
        </form>
    }
}

/// A whole number from 1 on.
#[component]
fn CountField(
    #[prop(into)] label: Signal<&'static str>,
    id: &'static str,
    #[prop(into)] value: Signal<u64>,
    set: Callback<u64>,
) -> impl IntoView {
    let changed = move |event: web_sys::Event| {
        if let Some(number) = event_target_value(&event).trim().parse::<u64>().ok().filter(|n| *n > 0) {
            set.run(number);
        }
    };
    view! {
        <div class="model-field">
            <label for=id>{move || label.get()}</label>
            <input class="input" id=id type="number" min="1" prop:value=move || value.get().to_string() on:change=changed />
        </div>
    }
}

/// A text that may be empty.
#[component]
fn TextField(
    label: &'static str,
    id: &'static str,
    placeholder: &'static str,
    #[prop(into)] value: Signal<String>,
    set: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="model-field">
            <label for=id>{label}</label>
            <input
                class="input"
                id=id
                type="text"
                placeholder=placeholder
                prop:value=move || value.get()
                on:change=move |event| set.run(event_target_value(&event))
            />
        </div>
    }
}

/// A file of labels that arrived later.
#[component]
pub fn LabelFile(
    /// Unique on the page.
    id: &'static str,
) -> impl IntoView {
    let watch = WatchState::expect();
    let input = NodeRef::<html::Input>::new();
    let taken = move |_| {
        if let Some(input) = input.get_untracked() {
            let files = input.files().map(|list| browser::files(&list)).unwrap_or_default();
            watch.labels.set(files.into_iter().next());
        }
    };
    view! {
        <div class="model-field">
            <label for=id>"File of labels"</label>
            <input class="input" id=id type="file" accept=".csv,.tsv,.txt" node_ref=input on:change=taken />
        </div>
    }
}

/// The current files, in order.
fn current_of(sets: &[Dataset]) -> Vec<Dataset> {
    sets.iter().filter(|set| set.slot != Slot::Reference).cloned().collect()
}

/// What is missing before anything can be watched.
fn obstacle(sets: &[Dataset]) -> Option<String> {
    let has_reference = sets.iter().any(|set| set.slot == Slot::Reference);
    match (has_reference, current_of(sets).is_empty()) {
        (true, false) => None,
        (false, _) => {
            Some("Watching needs the rows of a reference: drop its CSV on the Data tab.".to_owned())
        }
        (true, true) => Some("Drop one or more files of current data on the Data tab.".to_owned()),
    }
}

/// What a task on the files of the page names, and the files in its order.
pub struct Prepared {
    /// The reference.
    pub reference: DataFile,
    /// Current files, in order.
    pub current: Vec<DataFile>,
    /// Labels that arrived later.
    pub labels: Option<DataFile>,
    /// All of them, in this order.
    pub files: Vec<File>,
    /// How to watch, as the form says.
    pub settings: WatchSettings,
}

/// Puts files and form together; `None` where a file is missing, and where the form holds what cannot be,
/// which is said.
pub fn prepared(app: AppState, engine: Engine, watch: WatchState) -> Option<Prepared> {
    let sets = untrack(|| with_rows(app, engine));
    let current = current_of(&sets);
    let reference = sets.iter().find(|set| set.slot == Slot::Reference)?;
    let form = watch.form.get_untracked();
    let policy = app.policy.get_untracked();
    let mut settings = match form.settings(current.len(), &policy) {
        Ok(settings) => settings,
        Err(error) => {
            app.notify(labels::sentence(&error.to_string()));
            return None;
        }
    };
    // A role that was set on the Data tab says which column holds the labels.
    if settings.target.is_none() {
        let set = policy.roles.iter().find(|(_, role)| **role == crate::data::Role::Target);
        settings.target = set.map(|(name, _)| name.clone());
    }
    let labels = watch.labels.get_untracked();
    let of_labels =
        labels.as_ref().map(|file: &File| DataFile { name: file.name(), options: ReadOptions::default() });
    let files: Option<Vec<File>> = std::iter::once(reference)
        .chain(&current)
        .map(|set| engine.file(set.slot))
        .chain(labels.into_iter().map(Some))
        .collect();
    Some(Prepared {
        reference: data_file(reference),
        current: current.iter().map(data_file).collect(),
        labels: of_labels,
        files: files?,
        settings,
    })
}

/// Asks for the history.
pub fn start(app: AppState, engine: Engine, models: ModelsState, watch: WatchState) {
    let Some(Prepared { reference, current, labels, files, settings }) = prepared(app, engine, watch) else {
        return;
    };
    let entry = watch.form.with_untracked(|form| form.model).and_then(|id| {
        models.entries.with_untracked(|all| all.iter().find(|entry| entry.id == ModelId(id)).cloned())
    });
    watch.watched.set(watched_words(entry.as_ref().map(|entry| entry.name.as_str()), &current));
    let model = entry.map(|entry| entry.file.as_ref().clone());
    let task = WatchTask { reference, current, labels, model, settings };
    let done = move |result: ModelResult, _| {
        if let ModelResult::Watched(timeline) = result {
            app.announce(format!(
                "{} watched.",
                format::counted(timeline.windows.len() as u64, "window", "windows")
            ));
            watch.take(*timeline);
        }
    };
    watch.cancel(engine);
    let job = engine.model_task(ModelTask::Watch(Box::new(task)), files, watch.follow, done);
    watch.job.set(Some(job));
}

fn watched_words(model: Option<&str>, current: &[DataFile]) -> String {
    let by =
        model.map_or_else(|| "predictions in the files".to_owned(), |name| format!("predictions of {name}"));
    match current {
        [only] => format!("{} · {by}", only.name),
        all => format!("{} · {by}", format::counted(all.len() as u64, "file", "files")),
    }
}
