//! What came of a turn: the decision and its reasons, and of a retraining the evidence before and after.

use std::sync::Arc;

use leptos::prelude::*;

use super::start::LoopDesk;
use super::state::Turned;
use super::words;
use crate::app::components::words::Words;
use crate::app::format;
use crate::app::models::running::JobLine;
use crate::app::registry::gate::GateView;
use crate::app::registry::gate_words::{CHECKS, check_rows};
use crate::app::registry::table_view::fixed_table;
use crate::lifecycle::{Action, CHALLENGER, DecisionOutcome};
use crate::report::words::decisions;
use crate::report::words::gates::{NEED, TRIGGER};

/// The last turn; nothing before there was one.
#[component]
pub fn TurnAnswer() -> impl IntoView {
    let desk = LoopDesk::expect();
    move || desk.state.outcome.get().map(|turned| answer(desk, &turned))
}

fn answer(desk: LoopDesk, turned: &Arc<Turned>) -> AnyView {
    let decision = &turned.outcome.decision;
    let class = format!("verdict health {}", words::class(decision));
    let alerts: Vec<AnyView> = decision
        .alerts
        .iter()
        .map(|alert| view! { <li><Words text=alert.clone() /></li> }.into_any())
        .collect();
    let alerts = (!alerts.is_empty()).then(|| {
        let title = format!("{} open", format::counted(alerts.len() as u64, "alert", "alerts"));
        view! { <details class="loop-alerts"><summary>{title}</summary><ul>{alerts}</ul></details> }
    });
    let triggers = check_rows(&decision.triggers, TRIGGER, |holds| holds);
    let needs = check_rows(&decision.needs, NEED, |holds| !holds);
    let window = decision.newest.as_ref().map(|mark| format!("Newest window: {}.", mark.name));
    view! {
        <section class=class aria-label="Decision">
            <h2 class="verdict-headline">
                {decisions::headline(decision)}
            </h2>
            <p class="quiet">{window}</p>
            {alerts}
        </section>
        <section class="watch-panel" aria-labelledby="reasons-title">
            <h2 id="reasons-title">"Why"</h2>
            <div class="loop-reasons">
                {fixed_table("What asks for a retraining", CHECKS.to_vec(), triggers)}
                {fixed_table("What it needs", CHECKS.to_vec(), needs)}
            </div>
            {(decision.outcome == DecisionOutcome::Deferred).then(|| to_label(desk, turned))}
        </section>
        {turned.outcome.gate.as_ref().map(|gate| {
            let fate = decisions::fate(gate, turned.policy.promotion, turned.version);
            view! {
                <section class="watch-panel" aria-labelledby="gate-title">
                    <h2 id="gate-title">"Before and after"</h2>
                    <p>{fate}</p>
                    {waiting(desk, turned)}
                    <GateView report=Arc::new(gate.as_ref().clone()) />
                </section>
            }
        })}
    }
    .into_any()
}

/// Promote or decline, while the version waits as challenger.
fn waiting(desk: LoopDesk, turned: &Turned) -> Option<AnyView> {
    let version = turned.version?;
    let model = StoredValue::new(turned.model.clone());
    let waits = Memo::new(move |_| {
        desk.workspace.workspace.with(|workspace| {
            let models = workspace.as_ref().map(|workspace| &workspace.models);
            let kept = models.and_then(|models| models.get(&model.get_value()));
            kept.and_then(|kept| kept.aliases.get(CHALLENGER)) == Some(&version)
        })
    });
    let act = move |is_promoted: bool| {
        let (model, note) = (model.get_value(), String::new());
        let words = if is_promoted { "promoted" } else { "declined" };
        let sentence = format!("{model} version {version} is {words}.");
        let action = if is_promoted {
            Action::Promote { model, version, note }
        } else {
            Action::Decline { model, note }
        };
        desk.workspace.act(desk.engine, vec![action], Vec::new(), move || desk.app.announce(sentence));
    };
    let view = view! {
        <p class="retrain-go" hidden=move || !waits.get()>
            <button type="button" class="button is-primary" on:click=move |_| act(true)>
                {format!("Promote version {version}")}
            </button>
            <button type="button" class="button" on:click=move |_| act(false)>"Decline"</button>
        </p>
    };
    Some(view.into_any())
}

/// The rows most worth a label, as many as are missing unless told otherwise.
fn to_label(desk: LoopDesk, turned: &Turned) -> Option<AnyView> {
    let missing = decisions::missing_labels(&turned.outcome.decision)?;
    let most = RwSignal::new(missing.max(1));
    let job = Memo::new(move |_| desk.state.labelling.get());
    let typed = move |event: web_sys::Event| {
        if let Some(number) = event_target_value(&event).trim().parse::<u64>().ok().filter(|n| *n > 0) {
            most.set(number);
        }
    };
    let view = view! {
        <div class="loop-label">
            <p>
                {format!(
                    "{} missing. These rows say most when they are labelled: those on which the champion is least sure.",
                    format::counted(missing, "labelled row is", "labelled rows are"),
                )}
            </p>
            <div class="retrain-go">
                <div class="model-field">
                    <label for="rows-to-label">"Most rows"</label>
                    <input class="input" id="rows-to-label" type="number" min="1" prop:value=move || most.get().to_string() on:change=typed />
                </div>
                <button type="button" class="button" on:click=move |_| desk.rows_to_label(most.get_untracked())>
                    "Download the rows to label"
                </button>
                <JobLine job label="Looking for rows to label" />
            </div>
        </div>
    };
    Some(view.into_any())
}
