//! Rules for kinds and for columns: all of them in one list, each with a way to take it away.

use leptos::prelude::*;

use super::rule_fields::RuleFields;
use super::rule_of::{KINDS, RuleOf, methods_for_kind};
use super::words;
use crate::app::components::column_link::ColumnLink;
use crate::app::labels;
use crate::app::state::AppState;
use crate::drift::Rule;

/// Fields for every kind, then the columns that have a rule of their own.
#[component]
pub fn OverrideList() -> impl IntoView {
    let state = AppState::expect();
    let columns = Memo::new(move |_| {
        state.policy.with(|policy| {
            policy.column_rules.iter().map(|(name, rule)| (name.clone(), *rule)).collect::<Vec<_>>()
        })
    });
    let any = Memo::new(move |_| state.policy.with(|policy| words::overrides(policy) > 0));
    let clear = move |_| {
        state.change_policy(None, |policy| {
            policy.kind_rules.clear();
            policy.column_rules.clear();
        });
    };
    view! {
        <p class="quiet">
            "A column's own rule goes before its kind's, that before the one for all columns, that before the preset's."
        </p>
        <h3>"By kind"</h3>
        {KINDS
            .map(|kind| {
                let of = RuleOf::Kind(kind);
                let word = labels::kind(kind);
                view! {
                    <fieldset class="override-kind">
                        <legend>{word}</legend>
                        <RuleFields
                            of=of.clone()
                            whose=format!("for {word} columns")
                            methods=methods_for_kind(kind)
                            no_method=Signal::stored("as for all columns".to_owned())
                            line_hint=Signal::stored("as for all".to_owned())
                            effect_hint=Signal::stored("as for all".to_owned())
                        />
                        <RemoveButton of whose=format!("the rule for {word} columns") />
                    </fieldset>
                }
            })
            .collect_view()}
        <h3>"By column"</h3>
        <Show
            when=move || columns.with(|all| !all.is_empty())
            fallback=|| view! {
                <p class="quiet">"No column has a rule of its own. Open a column to give it one."</p>
            }
        >
            <ul class="override-columns">
                <For each=move || columns.get() key=|(name, rule)| (name.clone(), words::rule(rule)) let:item>
                    <ColumnRule name=item.0 rule=item.1 />
                </For>
            </ul>
        </Show>
        <p class="dialog-actions">
            <button type="button" class="button" disabled=move || !any.get() on:click=clear>
                "Remove all"
            </button>
        </p>
    }
}

#[component]
fn ColumnRule(name: String, rule: Rule) -> impl IntoView {
    view! {
        <li>
            <ColumnLink name=name.clone() />
            <span>{words::rule(&rule)}</span>
            <RemoveButton of=RuleOf::Column(name.clone()) whose=format!("the rule for {name}") />
        </li>
    }
}

/// Takes a rule away; there only where there is one.
#[component]
fn RemoveButton(
    of: RuleOf,
    /// What is removed, in words.
    whose: String,
) -> impl IntoView {
    let state = AppState::expect();
    let place = StoredValue::new(of);
    let is_set = Memo::new(move |_| {
        state.policy.with(|policy| place.with_value(|place| !place.get(policy).is_empty()))
    });
    let remove = move |_| {
        state.change_policy(None, |policy| place.with_value(|place| place.set(policy, Rule::default())));
    };
    view! {
        <button
            type="button"
            class="button"
            aria-label=format!("Remove {whose}")
            disabled=move || !is_set.get()
            on:click=remove
        >
            "Remove"
        </button>
    }
}
