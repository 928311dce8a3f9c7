//! Thresholds and rules: what raises alerts. Every change acts at once and can be undone.

use leptos::prelude::*;

use super::entry_field::EntryField;
use super::limits_table::LimitsTable;
use super::rule_row::RuleRow;
use super::rules_words;
use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::policy::lines;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::monitor::MonitorPolicy;

/// Id of the button that adds a rule.
pub(super) const ADD: &str = "rules-add";

/// Standard deviations, rules, thresholds of single series.
#[component]
pub fn RulesPanel() -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let engine = Engine::expect();
    let deviations =
        Signal::derive(move || lines::print(Some(watch.policy.with(|policy| policy.standard_deviations))));
    let set_deviations = Callback::new(move |text: String| {
        let typed = rules_words::number(&text)?.unwrap_or(crate::monitor::STANDARD_DEVIATIONS);
        watch.change_policy(|policy| policy.standard_deviations = typed)
    });
    let count = Memo::new(move |_| watch.policy.with(|policy| policy.rules.len()));
    let add = move |_| {
        let at = count.get_untracked();
        if watch.change_policy(|policy| policy.rules.push(rules_words::new_rule(policy))).is_ok() {
            browser::focus(format!("rule-{at}-name"));
        }
    };
    let is_default = Memo::new(move |_| watch.policy.with(|policy| *policy == MonitorPolicy::default()));
    view! {
        <section class="watch-panel rules" aria-labelledby="rules-title">
            <div class="panel-title">
                <h2 id="rules-title">"Thresholds and rules"</h2>
                <UndoButtons />
            </div>
            <p class="quiet">
                "A rule raises an alert in a window where its condition holds, and held in so many of the last windows. "
                "A change acts at once."
            </p>
            <div class="rules-deviations">
                <span aria-hidden="true">"Thresholds: mean of the reference’s windows ±"</span>
                <EntryField
                    id=Signal::stored("rules-deviations".to_owned())
                    label=Signal::stored("Standard deviations around the reference’s mean".to_owned())
                    value=deviations
                    set=set_deviations
                />
                <span aria-hidden="true">"standard deviations"</span>
            </div>
            <div class="table-box" role="region" tabindex="0" aria-label="Rules, table">
                <table class="plain-table rules-table" aria-label="Rules">
                    <thead>
                        <tr>
                            <th scope="col">"on"</th>
                            <th scope="col">"name"</th>
                            <th scope="col">"watches"</th>
                            <th scope="col">"condition"</th>
                            <th scope="col">"in k of n windows"</th>
                            <th scope="col">"fewest rows"</th>
                            <th scope="col">"silence, windows"</th>
                            <th scope="col">"severity"</th>
                            <th scope="col"><span class="visually-hidden">"remove"</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || 0..count.get() key=|at| *at let:at>
                            <RuleRow at />
                        </For>
                    </tbody>
                </table>
            </div>
            <Show when=move || count.get() == 0>
                <p>"There is no rule, so no alert is raised."</p>
            </Show>
            <p class="rules-buttons">
                <button type="button" class="button" id=ADD on:click=add>"Add a rule"</button>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || is_default.get().to_string()
                    on:click=move |_| {
                        watch.put_policy(MonitorPolicy::default());
                        app.announce("The default rules and thresholds hold.");
                    }
                >
                    "Restore the default"
                </button>
                <button
                    type="button"
                    class="button"
                    title="Write evenkeel.toml with the rules, which the command reads too"
                    on:click=move |_| engine.export_policy()
                >
                    "Export policy"
                </button>
            </p>
            <LimitsTable />
        </section>
    }
}

#[component]
fn UndoButtons() -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let can_undo = Memo::new(move |_| watch.history.with(|history| history.can_undo()));
    let can_redo = Memo::new(move |_| watch.history.with(|history| history.can_redo()));
    // Not `disabled`: a button that has the focus would then swallow the keys for redo.
    view! {
        <span class="policy-undo">
            <button
                type="button"
                class="icon-button"
                title="Undo the last change of the rules (Ctrl+Z)"
                aria-label="Undo the last change of the rules"
                aria-disabled=move || (!can_undo.get()).to_string()
                on:click=move |_| watch.undo(app)
            >
                "↶"
            </button>
            <button
                type="button"
                class="icon-button"
                title="Redo (Ctrl+Shift+Z)"
                aria-label="Redo the change of the rules"
                aria-disabled=move || (!can_redo.get()).to_string()
                on:click=move |_| watch.redo(app)
            >
                "↷"
            </button>
        </span>
    }
}
