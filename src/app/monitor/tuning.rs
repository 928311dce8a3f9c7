//! "What would each setting have raised?": alerts on the history and false alarms, side by side.

use leptos::prelude::*;

use super::entry_field::EntryField;
use super::rules_words;
use super::tuning_words::{self, AT_MOST, TuneLine, Tuned};
use crate::app::browser;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::format;
use crate::app::policy::lines;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::monitor::TuneSetting;

/// Id of the row that holds now.
const NOW: &str = "tuning-now";

/// A section that computes once it is opened.
#[component]
pub fn TuningPanel() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let toggle = move |event: web_sys::Event| {
        let element: web_sys::HtmlElement = event_target(&event);
        is_open.set(element.has_attribute("open"));
    };
    view! {
        <section class="watch-panel tuning" aria-labelledby="tuning-title">
            <h2 id="tuning-title">"Tuning"</h2>
            <details on:toggle=toggle>
                <summary>"What would each setting have raised?"</summary>
                <Show when=move || is_open.get()>
                    <Settings />
                </Show>
            </details>
        </section>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    // Name of a rule; empty for all that are on.
    let rule = RwSignal::new(String::new());
    let at_most = RwSignal::new(AT_MOST);
    let options = Signal::derive(move || {
        let rules = watch.policy.with(|policy| {
            policy
                .rules
                .iter()
                .map(|rule| Choice::new(rule.name.clone(), rule.name.clone()))
                .collect::<Vec<_>>()
        });
        std::iter::once(Choice::new("", "all rules that are on")).chain(rules).collect()
    });
    // A rule that was removed or renamed is no longer chosen.
    let chosen = Memo::new(move |_| {
        let name = rule.get();
        watch.policy.with(|policy| policy.rules.iter().find(|rule| rule.name == name).cloned())
    });
    let tuned = Memo::new(move |_| {
        let timeline = watch.timeline.read();
        let chosen = chosen.read();
        let policy = watch.policy.read();
        Some(tuning_words::tuned(timeline.as_ref()?, &policy, chosen.as_ref(), at_most.get()))
    });
    let use_setting = Callback::new(move |setting: TuneSetting| {
        let name = chosen.with_untracked(|rule| rule.as_ref().map(|rule| rule.name.clone()));
        let after = watch.policy.with_untracked(|policy| policy.with_setting(setting, name.as_deref()));
        // Settings are tried within their range.
        watch.put_policy(after);
        browser::focus(NOW);
        let whose = name.map_or_else(|| "every rule".to_owned(), |name| format!("the rule {name}"));
        app.announce(format!(
            "{} standard deviations hold for all thresholds, {} of {} windows for {whose}.",
            format::number(setting.standard_deviations),
            setting.k,
            setting.of
        ));
    });
    let set_at_most = Callback::new(move |text: String| {
        let typed = rules_words::number(&text)?.unwrap_or(AT_MOST);
        if typed < 0.0 {
            return Err(format!("{typed} is out of range: write a number of 0 or more."));
        }
        at_most.set(typed);
        Ok(())
    });
    view! {
        <p class="quiet">
            "Each setting is tried on this history, and on windows drawn from the reference at random, where every alert "
            "is a false one. Thresholds and lines that are set are not moved."
        </p>
        <div class="tuning-fields">
            <SelectField
                label="For"
                id="tuning-rule"
                options
                value=Signal::derive(move || chosen.with(|rule| rule.as_ref().map_or_else(String::new, |r| r.name.clone())))
                set=Callback::new(move |name: String| rule.set(name))
            />
            <div class="model-field">
                <label for="tuning-at-most">"False alarms per 100 windows, at most"</label>
                <EntryField
                    id=Signal::stored("tuning-at-most".to_owned())
                    label=Signal::stored("False alarms per 100 windows, at most".to_owned())
                    value=Signal::derive(move || lines::print(Some(at_most.get())))
                    set=set_at_most
                />
            </div>
        </div>
        {move || tuned.get().map(|tuned| view! { <Table tuned use_setting /> })}
    }
}

#[component]
fn Table(tuned: Tuned, use_setting: Callback<TuneSetting>) -> impl IntoView {
    let rows: Vec<_> = tuned.lines.into_iter().map(|line| row(line, use_setting)).collect();
    view! {
        <p role="status">{tuned.words}</p>
        {tuned.recommended.map(|setting| view! {
            <button type="button" class="button tuning-use" id="tuning-use" on:click=move |_| use_setting.run(setting)>
                "Use the recommended setting"
            </button>
        })}
        <div class="table-box" role="region" tabindex="0" aria-label="Settings and what they would have raised">
            <table class="plain-table" aria-label="Settings and what they would have raised">
                <thead>
                    <tr>
                        <th scope="col" class="is-number">"standard deviations"</th>
                        <th scope="col">"k of n windows"</th>
                        <th scope="col" class="is-number">"alerts"</th>
                        <th scope="col" class="is-number">"windows under alert"</th>
                        <th scope="col" class="is-number">"false alarms per 100 windows"</th>
                        <th scope="col" class="is-number">"drawn windows"</th>
                        <th scope="col"><span class="visually-hidden">"note"</span></th>
                        <th scope="col"><span class="visually-hidden">"use"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {tuned.left_out.map(|words| view! { <p class="quiet">{words}</p> })}
    }
}

fn row(line: TuneLine, use_setting: Callback<TuneSetting>) -> impl IntoView {
    let said = match (line.is_now, line.is_recommended) {
        (true, true) => "● now, recommended",
        (true, false) => "● now",
        (false, true) => "▶ recommended",
        (false, false) => "",
    };
    // Takes the focus when a setting is used: the table, and the button in it, are drawn anew.
    let id = line.is_now.then_some(NOW);
    let name = format!("Use {} standard deviations, {} windows", line.deviations, line.k_of);
    let setting = line.setting.filter(|_| !line.is_now);
    let button = setting.map(|setting| view! {
        <button type="button" class="link-button" aria-label=name on:click=move |_| use_setting.run(setting)>
            "Use"
        </button>
    });
    view! {
        <tr class:is-now=line.is_now class:is-recommended=line.is_recommended>
            <th scope="row" class="is-number" id=id tabindex=id.map(|_| "-1")>{line.deviations}</th>
            <td>{line.k_of}</td>
            <td class="is-number">{line.alerts}</td>
            <td class="is-number">{line.windows}</td>
            <td class="is-number">{line.false_alarms}</td>
            <td class="is-number">{line.rests_on}</td>
            <td>{said}</td>
            <td>{button}</td>
        </tr>
    }
}
