//! The decisions about a model before this one, the newest first.

use leptos::prelude::*;

use super::start::LoopDesk;
use super::words::{self, PastDecision};
use crate::app::components::words::Words;
use crate::app::format;
use crate::report::words::times;

/// Decisions shown at once.
const SHOWN: usize = 20;

/// Each in a line; its reasons unfold.
#[component]
pub fn PastDecisions() -> impl IntoView {
    let desk = LoopDesk::expect();
    let shown = RwSignal::new(SHOWN);
    let all = Memo::new(move |_| {
        let model = desk.model();
        desk.workspace.workspace.with(|workspace| {
            workspace
                .as_ref()
                .map(|workspace| words::past(workspace, &model, times::minute))
                .unwrap_or_default()
        })
    });
    let rest = move || all.with(Vec::len).saturating_sub(shown.get());
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="watch-panel" aria-labelledby="past-title">
                <h2 id="past-title">"Decisions"</h2>
                <ul class="past-decisions">
                    {move || all.with(|all| all.iter().take(shown.get()).map(line).collect::<Vec<_>>())}
                </ul>
                <Show when=move || { rest() > 0 }>
                    <button type="button" class="button" on:click=move |_| shown.update(|shown| *shown += SHOWN)>
                        {move || format!("Show more ({} left)", format::count(rest() as u64))}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

fn line(decision: &PastDecision) -> AnyView {
    let reasons: Vec<AnyView> = decision
        .reasons
        .iter()
        .map(|reason| view! { <li><Words text=reason.clone() /></li> }.into_any())
        .collect();
    view! {
        <li>
            <details>
                <summary>
                    <span class="past-time">{decision.time.clone()}</span>
                    " "
                    <strong class=format!("past-outcome {}", decision.class)>{decision.outcome}</strong>
                    " "
                    <span>{decision.headline.clone()}</span>
                </summary>
                <ul class="past-reasons">{reasons}</ul>
            </details>
        </li>
    }
    .into_any()
}
