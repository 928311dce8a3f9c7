//! Decisions with their reasons, and the audit log.

use leptos::prelude::*;

use super::deeds::Deeds;
use super::gate_words::{CHECKS, check_rows};
use super::log_words::{self, AUDIT};
use super::more::{first_rows, search_field};
use super::table_view::{TableParts, fixed_table, text_table};
use crate::lifecycle::Decision;
use crate::report::words::gates::{NEED, TRIGGER};

/// Decisions that are listed before more are asked for.
const STEP: usize = 20;

/// What was decided and what was done.
#[component]
pub fn LogPage() -> impl IntoView {
    let deeds = Deeds::expect();
    let query = RwSignal::new(String::new());
    let rows = Memo::new(move |_| deeds.look(|kept| query.with(|query| log_words::audit_rows(kept, query))));
    let (shown, more) = first_rows(rows);
    let decisions = Memo::new(move |_| deeds.look(|kept| kept.decisions.clone()));
    view! {
        <h2>"Decisions"</h2>
        {decision_list(decisions.into())}
        <h2>"Audit log"</h2>
        <p class="quiet">"Everything that was done to the workspace, the newest first. Entries are only ever added."</p>
        {search_field("log-search", "Search the log", query)}
        {text_table("Audit log", AUDIT.to_vec(), shown, TableParts::default())}
        {more}
    }
}

/// Decisions, the last first; each unfolds its reasons.
pub fn decision_list(decisions: Signal<Vec<Decision>>) -> AnyView {
    let most = RwSignal::new(STEP);
    let hidden = move || decisions.with(Vec::len).saturating_sub(most.get());
    let listed =
        move || decisions.with(|all| all.iter().rev().take(most.get()).map(one_decision).collect_view());
    view! {
        <Show when=move || decisions.with(Vec::is_empty)>
            <p>"Nothing was decided yet. Check on the Retrain tab whether a model is due."</p>
        </Show>
        <ul class="decisions" aria-label="Decisions">{listed}</ul>
        <Show when=move || { hidden() > 0 }>
            <button type="button" class="button" on:click=move |_| most.update(|most| *most += STEP)>
                {move || format!("Show more decisions, {} left", hidden())}
            </button>
        </Show>
    }
    .into_any()
}

fn one_decision(decision: &Decision) -> AnyView {
    let label = |what: &str| format!("{what} of decision {}", decision.number);
    let triggers = check_rows(&decision.triggers, TRIGGER, |holds| holds);
    let needs = check_rows(&decision.needs, NEED, |holds| !holds);
    let alerts = decision.alerts.iter().map(|alert| view! { <li>{alert.clone()}</li> }).collect_view();
    let table =
        |label: String, rows: Vec<_>| (!rows.is_empty()).then(|| fixed_table(label, CHECKS.to_vec(), rows));
    view! {
        <li>
            <details>
                <summary>{log_words::decision_line(decision)}</summary>
                {table(label("What asks"), triggers)}
                {table(label("Needs"), needs)}
                <ul class="left-out">{alerts}</ul>
            </details>
        </li>
    }
    .into_any()
}
