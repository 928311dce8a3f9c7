//! Turns by themselves while the page is open: every so many minutes or at a time of day, on the files
//! of the page or of a folder that the user granted.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::folder_files::FolderFiles;
use super::granted::{self, Folder};
use super::schedule_times::Pace;
use super::side::FileNames;
use super::start::{GivenFiles, LoopDesk};
use super::words;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::monitor::entry_field::EntryField;
use crate::report::words::times;

/// The longest wait of a browser's timer that does not overflow; longer ones are made of several.
const LONGEST_MS: f64 = 2_000_000_000.0;

/// What the schedule needs to go on while other tabs of the page are shown.
#[derive(Clone, Copy)]
pub struct Clock {
    desk: LoopDesk,
    timer: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    folder: StoredValue<Option<Folder>, LocalStorage>,
}

impl Clock {
    /// Off. To be made where it stays.
    pub fn start(desk: LoopDesk) -> Self {
        let clock = Self { desk, timer: StoredValue::new_local(None), folder: StoredValue::new_local(None) };
        Effect::new(move |_| {
            desk.state.pace.track();
            clock.wait();
        });
        clock
    }

    /// The clock that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    fn wait(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let now = js_sys::Date::new_0();
        let since_midnight =
            f64::from(now.get_hours() * 3600 + now.get_minutes() * 60 + now.get_seconds()) * 1e3;
        let Some(wait) = self.desk.state.pace.get_untracked().wait_ms(since_midnight) else {
            return self.desk.state.next.set(String::new());
        };
        let due = times::minute((now.get_time() + wait) as i64);
        self.desk.state.next.set(format!("Next turn: {due}."));
        let is_whole = wait <= LONGEST_MS;
        let elapsed = move || if is_whole { self.tick() } else { self.wait() };
        let timer = set_timeout_with_handle(elapsed, Duration::from_millis(wait.min(LONGEST_MS) as u64));
        self.timer.set_value(timer.ok());
    }

    /// Makes a turn, and waits for the next.
    fn tick(self) {
        self.wait();
        let desk = self.desk;
        let told = move |text: String| {
            desk.state.last.set(format!("Last turn: {}, {text}.", times::minute(js_sys::Date::now() as i64)));
        };
        if desk.is_busy() {
            return told("left out, since another was still running".to_owned());
        }
        let folder = self.folder.with_value(Clone::clone);
        told("begun".to_owned());
        spawn_local(async move {
            let given = match folder {
                None => None,
                Some(folder) => match read(&folder, &reference(desk)).await {
                    Ok(given) => Some(given),
                    Err(sentence) => return told(sentence),
                },
            };
            desk.turn(false, given, told);
        });
    }

    fn choose(self) {
        spawn_local(async move {
            if let Some(folder) = granted::choose().await {
                self.desk.state.folder.set(folder.name());
                self.folder.set_value(Some(folder));
            }
        });
    }

    fn leave(self) {
        self.folder.set_value(None);
        self.desk.state.folder.set(String::new());
    }
}

fn reference(desk: LoopDesk) -> String {
    untrack(|| FileNames::of(desk)).reference.unwrap_or_default()
}

async fn read(folder: &Folder, reference: &str) -> Result<GivenFiles, String> {
    if !folder.may_be_read().await {
        return Err("the browser no longer lets the folder be read: choose it again".to_owned());
    }
    let files = folder.files().await.ok_or("the folder could not be read: choose it again")?;
    let names: Vec<String> = files.iter().map(web_sys::File::name).collect();
    let found = FolderFiles::of(&names, reference);
    if found.current.is_empty() {
        return Err("the folder holds no CSV of current data".to_owned());
    }
    let file = |at: usize| files.get(at).cloned();
    Ok(GivenFiles {
        current: found.current.into_iter().filter_map(file).collect(),
        labels: found.labels.and_then(file),
    })
}

/// The schedule, folded away.
#[component]
pub fn Schedule(
    /// The files of the page.
    names: Memo<FileNames>,
) -> impl IntoView {
    let clock = Clock::expect();
    let desk = clock.desk;
    let state = desk.state;
    let choices = [("off", "not by itself"), ("minutes", "every so many minutes"), ("daily", "every day at")];
    let choices: Vec<Choice> = choices.into_iter().map(|(value, label)| Choice::new(value, label)).collect();
    let put = Callback::new(move |text: String| {
        let after = state.pace.get_untracked().put(&text)?;
        state.pace.set(after);
        Ok(())
    });
    let command = move || {
        names.with(|names| {
            let reference = names.reference.as_deref().unwrap_or("reference.csv");
            words::command(&desk.model(), reference, &names.current, names.labels.as_deref())
        })
    };
    view! {
        <details class="loop-schedule">
            <summary>
                {move || match state.pace.get() {
                    Pace::Off => "Schedule (off)",
                    _ => "Schedule (on)",
                }}
            </summary>
            <div class="param-fields">
                <SelectField
                    label="Turns by itself"
                    id="loop-pace"
                    options=Signal::stored(choices)
                    value=Signal::derive(move || state.pace.get().id().to_owned())
                    set=Callback::new(move |id: String| state.pace.set(Pace::of(&id)))
                />
                <div class="model-field" hidden=move || state.pace.get() == Pace::Off>
                    <label for="loop-pace-value">
                        {move || if matches!(state.pace.get(), Pace::Daily(_)) { "Time of day" } else { "Minutes" }}
                    </label>
                    <EntryField
                        id=Signal::stored("loop-pace-value".to_owned())
                        label=Signal::stored("Minutes, or time of day".to_owned())
                        value=Signal::derive(move || state.pace.get().text())
                        set=put
                    />
                </div>
            </div>
            <p class="retrain-go">
                {if granted::is_possible() {
                    view! {
                        <button type="button" class="button" on:click=move |_| clock.choose()>"Read a folder…"</button>
                        <span>
                            {move || match state.folder.get() {
                                name if name.is_empty() => "Reads the files of the page.".to_owned(),
                                name => format!("Reads every CSV of {name}, in order of their names; labels*.csv holds labels."),
                            }}
                        </span>
                        <button
                            type="button"
                            class="link-button"
                            hidden=move || state.folder.with(String::is_empty)
                            on:click=move |_| clock.leave()
                        >
                            "use the files of the page"
                        </button>
                    }
                    .into_any()
                } else {
                    "This browser grants no folders: the files of the page are read each time.".into_any()
                }}
            </p>
            <p role="status">{move || state.next.get()} " " {move || state.last.get()}</p>
            <p class="quiet">
                "Runs while this page is open. Unattended, the command does the same, with the policy and the workspace "
                "exported from here:"
            </p>
            <pre class="loop-command" tabindex="0"><code>{command}</code></pre>
        </details>
    }
}
