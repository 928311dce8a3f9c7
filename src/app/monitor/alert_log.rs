//! The alerts of the history, and what the user made of them.

use leptos::prelude::*;

use super::alert_rows::{self, AlertLine, LogFilter};
use crate::app::components::badge::Badge;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::format;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::monitor::{AlertSeverity, AlertState};

/// Alerts that are listed before all are asked for.
const FIRST: usize = 8;

/// Filters and the log.
#[component]
pub fn AlertLog() -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let filter = RwSignal::new(LogFilter::default());
    let is_all = RwSignal::new(false);
    let lines = Memo::new(move |_| {
        let filter = filter.get();
        let timeline = watch.timeline.read();
        let Some(timeline) = timeline.as_ref() else { return Vec::new() };
        alert_rows::lines(timeline, &watch.alerts.read(), &watch.states.read(), filter)
    });
    let counts = Memo::new(move |_| alert_rows::counts(&watch.alerts.read(), &watch.states.read()));
    let total = Memo::new(move |_| lines.with(Vec::len));
    let has_new =
        Memo::new(move |_| lines.with(|lines| lines.iter().any(|line| line.state == AlertState::New)));
    let acknowledge = move |_| {
        let keys: Vec<String> = lines.with_untracked(|lines| {
            let new = lines.iter().filter(|line| line.state == AlertState::New);
            new.map(|line| line.key.clone()).collect()
        });
        let told = format::counted(keys.len() as u64, "alert", "alerts");
        watch.states.update(|states| {
            for key in &keys {
                alert_rows::noted(states, key, AlertState::Acknowledged);
            }
        });
        app.announce(format!("{told} acknowledged."));
    };
    let shown = Memo::new(move |_| {
        let most = if is_all.get() { usize::MAX } else { FIRST };
        lines.with(|lines| lines.iter().take(most).cloned().collect::<Vec<_>>())
    });
    view! {
        <section class="watch-panel alert-log" aria-labelledby="alert-log-title">
            <h2 id="alert-log-title">"Alerts"</h2>
            <p class="quiet">{move || counts.get()}</p>
            <div class="alert-filters">
                <Filters filter />
                // Not `disabled`: the button would lose the focus with its last click.
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || (!has_new.get()).to_string()
                    on:click=acknowledge
                >
                    "Acknowledge all shown"
                </button>
            </div>
            <Show when=move || total.get() == 0>
                <p>{move || alert_rows::nothing(watch.alerts.with(|alerts| alerts.len()))}</p>
            </Show>
            <ul class="alert-list" aria-label="Alerts, open and worst first">
                <For each=move || 0..shown.with(Vec::len) key=|at| *at let:at>
                    <Line line=Memo::new(move |_| shown.with(|lines| lines.get(at).cloned())) />
                </For>
            </ul>
            <Show when=move || { total.get() > FIRST && !is_all.get() }>
                <button type="button" class="link-button" on:click=move |_| is_all.set(true)>
                    {move || format!("Show all {}", format::counted(total.get() as u64, "alert", "alerts"))}
                </button>
            </Show>
        </section>
    }
}

#[component]
fn Filters(filter: RwSignal<LogFilter>) -> impl IntoView {
    let all = |label| Choice::new("", label);
    let states: Vec<Choice> = std::iter::once(all("all states"))
        .chain(AlertState::ALL.map(|state| Choice::new(state.id(), state.label())))
        .collect();
    let severities: Vec<Choice> = std::iter::once(all("all severities"))
        .chain(AlertSeverity::ALL.into_iter().rev().map(|s| Choice::new(s.id(), s.label())))
        .collect();
    view! {
        <SelectField
            label="State"
            id="alert-filter-state"
            options=Signal::stored(states)
            value=Signal::derive(move || filter.get().state.map_or("", AlertState::id).to_owned())
            set=Callback::new(move |id: String| filter.update(|filter| filter.state = id.parse().ok()))
        />
        <SelectField
            label="Severity"
            id="alert-filter-severity"
            options=Signal::stored(severities)
            value=Signal::derive(move || filter.get().severity.map_or("", AlertSeverity::id).to_owned())
            set=Callback::new(move |id: String| filter.update(|filter| filter.severity = id.parse().ok()))
        />
    }
}

/// One alert. Its place stays when what stands there changes, so that the menu keeps the focus.
#[component]
fn Line(line: Memo<Option<AlertLine>>) -> impl IntoView {
    let watch = WatchState::expect();
    let state =
        Memo::new(move |_| line.with(|line| line.as_ref().map_or(AlertState::New, |line| line.state)));
    let choose = move |event: web_sys::Event| {
        let key = line.with_untracked(|line| line.as_ref().map(|line| line.key.clone()));
        if let (Some(key), Ok(state)) = (key, event_target_value(&event).parse()) {
            watch.states.update(|states| alert_rows::noted(states, &key, state));
        }
    };
    let open = move |_| {
        if let Some(window) = line.with_untracked(|line| line.as_ref().map(|line| line.window)) {
            watch.open.set(Some(window));
        }
    };
    let text = move |of: fn(&AlertLine) -> String| {
        move || line.with(|line| line.as_ref().map_or_else(String::new, of))
    };
    let options = AlertState::ALL.map(|each| {
        view! {
            <option value=each.id() prop:selected=move || state.get() == each>
                {each.label()}
            </option>
        }
    });
    view! {
        <li class="alert-line" data-state=move || state.get().id()>
            {move || line.with(|line| line.as_ref().map(|line| line.severity)).map(|severity| view! {
                <Badge severity=alert_rows::shape(severity) word=severity.label() />
            })}
            <div class="alert-what">
                <p>{text(|line| line.message.clone())}</p>
                <p class="quiet">
                    <span>{text(|line| line.rule.clone())}</span>
                    " · "
                    <span>{text(|line| line.lasting.clone())}</span>
                    " · "
                    <button type="button" class="link-button" on:click=open>
                        {text(|line| format!("Open {}", line.window_name))}
                    </button>
                </p>
            </div>
            <select
                class="select"
                aria-label=text(|line| format!("State of {} in {}", line.rule, line.window_name))
                on:change=choose
            >
                {options.into_iter().collect_view()}
            </select>
        </li>
    }
}
