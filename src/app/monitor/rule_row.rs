//! A rule as a row of fields.

use leptos::prelude::*;

use super::entry_field::EntryField;
use super::rules::ADD;
use super::rules_words::{self, RuleField};
use crate::app::browser;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::monitor::{AlertRule, AlertSeverity, Condition, SeriesGroup};

/// The rule at a place. The row stays when another rule moves there.
#[component]
pub(super) fn RuleRow(
    /// Its place among the rules.
    at: usize,
) -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let rule = Memo::new(move |_| watch.policy.with(|policy| policy.rules.get(at).cloned()));
    let name = Signal::derive(move || {
        rule.with(|rule| rule.as_ref().map_or_else(String::new, |rule| rule.name.clone()))
    });
    let remove = move |_| {
        let name = name.get_untracked();
        let removed = watch.change_policy(|policy| {
            if at < policy.rules.len() {
                policy.rules.remove(at);
            }
        });
        if removed.is_ok() {
            app.announce(format!("The rule {name} is removed. Undo brings it back."));
            browser::focus(ADD);
        }
    };
    let has_value = Memo::new(move |_| {
        rule.with(|rule| rule.as_ref().is_some_and(|rule| rule.condition.value().is_some()))
    });
    let is_enabled = Memo::new(move |_| rule.with(|rule| rule.as_ref().is_some_and(|rule| rule.enabled)));
    let enable = move |event: web_sys::Event| {
        let enabled = event_target_checked(&event);
        change(watch, at, |rule| rule.enabled = enabled);
    };
    view! {
        <tr class:is-off=move || !is_enabled.get()>
            <td>
                <input
                    type="checkbox"
                    aria-label=move || format!("{} is applied", name.get())
                    prop:checked=move || is_enabled.get()
                    on:change=enable
                />
            </td>
            <td><Entry rule at field=RuleField::Name /></td>
            <td><WatchMenu rule at name /></td>
            <td>
                <div class="rule-condition">
                    <ConditionMenu rule at name />
                    <Show when=move || has_value.get()>
                        <Entry rule at field=RuleField::Value />
                    </Show>
                </div>
            </td>
            <td>
                <div class="rule-condition">
                    <Entry rule at field=RuleField::K />
                    <span aria-hidden="true">"of"</span>
                    <Entry rule at field=RuleField::Of />
                </div>
            </td>
            <td><Entry rule at field=RuleField::MinRows /></td>
            <td><Entry rule at field=RuleField::CoolDown /></td>
            <td><SeverityMenu rule at name /></td>
            <td>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove the rule {}", name.get())
                    title="Remove"
                    on:click=remove
                >
                    "×"
                </button>
            </td>
        </tr>
    }
}

/// A change that is valid whatever the rule is.
fn change(watch: WatchState, at: usize, change: impl FnOnce(&mut AlertRule)) {
    // Refused only where another rule could not be applied, which none can.
    let _ = watch.change_policy(|policy| {
        if let Some(rule) = policy.rules.get_mut(at) {
            change(rule);
        }
    });
}

#[component]
fn Entry(rule: Memo<Option<AlertRule>>, at: usize, field: RuleField) -> impl IntoView {
    let watch = WatchState::expect();
    let value = Signal::derive(move || {
        rule.with(|rule| rule.as_ref().map_or_else(String::new, |rule| field.text(rule)))
    });
    let label = Signal::derive(move || {
        let name = rule.with(|rule| rule.as_ref().map_or_else(String::new, |rule| rule.name.clone()));
        format!("{} of the rule {name}", field.label())
    });
    let set = Callback::new(move |text: String| {
        let Some(mut after) = rule.get_untracked() else { return Ok(()) };
        field.put(&mut after, &text)?;
        watch.change_policy(|policy| {
            if let Some(rule) = policy.rules.get_mut(at) {
                *rule = after;
            }
        })
    });
    let id = Signal::stored(format!("rule-{at}-{}", field.id()));
    view! { <EntryField id label value set is_text=field == RuleField::Name /> }
}

#[component]
fn WatchMenu(rule: Memo<Option<AlertRule>>, at: usize, name: Signal<String>) -> impl IntoView {
    let watch = WatchState::expect();
    let own = Memo::new(move |_| rule.with(|rule| rule.as_ref().map(|rule| rule.watch.clone())));
    let chosen =
        Memo::new(move |_| own.with(|own| own.as_ref().map_or_else(String::new, rules_words::watched_id)));
    let choices = Memo::new(move |_| {
        let own = own.get()?;
        Some(watch.timeline.with(|timeline| rules_words::series_choices(timeline.as_deref(), &own)))
    });
    let choose = move |event: web_sys::Event| {
        if let Some(watched) = rules_words::watched_of(&event_target_value(&event)) {
            change(watch, at, |rule| rule.watch = watched);
        }
    };
    let line = move |(value, label): (String, String)| {
        let own = value.clone();
        view! {
            <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>
                {label}
            </option>
        }
    };
    let groups = SeriesGroup::ALL
        .map(|group| (format!("group:{}", group.id()), rules_words::group_label(group).to_owned()));
    view! {
        <select class="select" aria-label=move || format!("What the rule {} watches", name.get()) on:change=choose>
            <optgroup label="A group">{groups.map(line).into_iter().collect_view()}</optgroup>
            <optgroup label="One series">
                {move || choices.get().unwrap_or_default().into_iter().map(line).collect_view()}
            </optgroup>
        </select>
    }
}

#[component]
fn ConditionMenu(rule: Memo<Option<AlertRule>>, at: usize, name: Signal<String>) -> impl IntoView {
    let watch = WatchState::expect();
    let chosen = Memo::new(move |_| rule.with(|rule| rule.as_ref().map_or("", |rule| rule.condition.id())));
    let choose = move |event: web_sys::Event| {
        let id = event_target_value(&event);
        change(watch, at, |rule| {
            // A change is a size: the sign of a line that it was goes.
            let value = rule.condition.value();
            let value = if id.starts_with("change") { value.map(f64::abs) } else { value };
            rule.condition = rules_words::condition(&id, value).unwrap_or(rule.condition);
        });
    };
    let options = Condition::IDS.into_iter().filter_map(|id| rules_words::condition(id, None)).map(|each| {
        let label = match each {
            Condition::ChangeByShare(_) => "Changed by more than this share",
            each => each.label(),
        };
        view! {
            <option value=each.id() prop:selected=move || chosen.get() == each.id()>
                {label}
            </option>
        }
    });
    view! {
        <select class="select" aria-label=move || format!("Condition of the rule {}", name.get()) on:change=choose>
            {options.collect_view()}
        </select>
    }
}

#[component]
fn SeverityMenu(rule: Memo<Option<AlertRule>>, at: usize, name: Signal<String>) -> impl IntoView {
    let watch = WatchState::expect();
    let chosen = Memo::new(move |_| rule.with(|rule| rule.as_ref().map(|rule| rule.severity)));
    let choose = move |event: web_sys::Event| {
        if let Ok(severity) = event_target_value(&event).parse() {
            change(watch, at, |rule| rule.severity = severity);
        }
    };
    let options = AlertSeverity::ALL.map(|each| {
        view! {
            <option value=each.id() prop:selected=move || chosen.get() == Some(each)>
                {each.label()}
            </option>
        }
    });
    view! {
        <select class="select" aria-label=move || format!("Severity of the rule {}", name.get()) on:change=choose>
            {options.into_iter().collect_view()}
        </select>
    }
}
