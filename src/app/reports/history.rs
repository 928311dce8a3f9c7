//! The kept reports: a table of them, two of them side by side, what can be done with each.

use std::sync::Arc;

use leptos::prelude::*;

use super::history_compare::Since;
use super::history_words::{self, KEPT};
use crate::app::models::running::JobLine;
use crate::app::registry::deeds::{Ask, Deeds, Question, TITLE};
use crate::app::registry::more::first_rows;
use crate::app::registry::table_view::{RowPart, TableParts, text_table};
use crate::app::registry::versions::button;
use crate::app::route::{Route, Tab};
use crate::app::state::{AppState, Job};
use crate::lifecycle::{Action, KeptReport};

/// A link from the comparison to the kept reports, or back.
#[component]
pub fn HistoryLink(
    /// What it says.
    label: &'static str,
    /// Whether it goes to the kept reports.
    to_history: bool,
) -> impl IntoView {
    let app = AppState::expect();
    let address = move || {
        app.route.with(|route| {
            Route { tab: Tab::Drift, is_history: to_history, item: None, ..route.clone() }.print()
        })
    };
    view! { <a class="history-link" href=address>{label}</a> }
}

/// The kept reports, once the workspace was read.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let deeds = Deeds::of_page();
    provide_context(deeds);
    let is_read = Memo::new(move |_| deeds.state.workspace.with(Option::is_some));
    let reading = Memo::new(move |_| if is_read.get() { Job::Idle } else { deeds.state.follow.get() });
    view! {
        <section class="workspace" aria-label="History">
            <HistoryLink label="Back to the comparison" to_history=false />
            <h1 id=TITLE tabindex="-1">"Kept reports"</h1>
            <JobLine job=reading label="Reading the workspace" />
            {move || is_read.get().then(|| view! { <Kept /> })}
            <Question />
        </section>
    }
}

#[component]
fn Kept() -> impl IntoView {
    let deeds = Deeds::expect();
    let item = Memo::new(move |_| deeds.app.route.with(|route| route.item.clone().unwrap_or_default()));
    let chosen = Memo::new(move |_| deeds.look(|kept| history_words::chosen(kept, &item.read())));
    let rows = Memo::new(move |_| deeds.look(|kept| history_words::kept_rows(kept, &chosen.read())));
    let (shown, more) = first_rows(rows);
    let lead: RowPart = Arc::new(move |key| {
        let number = key.parse::<u64>().unwrap_or_default();
        let label = format!("Compare {}", untrack(|| name_of(deeds, number)));
        let tick = move |_| {
            let item = chosen.with_untracked(|chosen| history_words::toggled(chosen, number));
            deeds.app.change(false, |route| route.item = (!item.is_empty()).then_some(item));
        };
        view! {
            <input
                type="checkbox"
                aria-label=label
                prop:checked=move || chosen.with(|chosen| chosen.contains(&number))
                on:change=tick
            />
        }
        .into_any()
    });
    let tail: RowPart = Arc::new(move |key| {
        let number = key.parse::<u64>().unwrap_or_default();
        untrack(|| actions(deeds, number))
    });
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let pair = Memo::new(move |_| match chosen.get().as_slice() {
        [earlier, later] => Some((*earlier, *later)),
        _ => None,
    });
    view! {
        {move || if is_empty.get() {
            view! {
                <p>
                    "No report is kept yet. Compare two files and choose Keep report: it can then be compared with a \
                     later one."
                </p>
            }
            .into_any()
        } else {
            let parts =
                TableParts { lead: Some(lead.clone()), tail: Some(tail.clone()), ..TableParts::default() };
            text_table("Kept reports", KEPT.to_vec(), shown, parts)
        }}
        {more}
        {move || match pair.get() {
            Some((earlier, later)) => view! { <Since earlier later /> }.into_any(),
            None if is_empty.get() => ().into_any(),
            None => view! { <p class="quiet">"Tick two reports to see what drifted since."</p> }.into_any(),
        }}
    }
}

fn of(deeds: Deeds, number: u64) -> Option<KeptReport> {
    deeds.look(|kept| kept.reports.iter().find(|report| report.number == number).cloned())
}

fn name_of(deeds: Deeds, number: u64) -> String {
    of(deeds, number).map(|report| history_words::title(number, &report.name)).unwrap_or_default()
}

/// What can be done with a kept report, as buttons.
fn actions(deeds: Deeds, number: u64) -> AnyView {
    let Some(report) = of(deeds, number) else { return ().into_any() };
    let name = history_words::title(number, &report.name);
    let (digest, file) = (report.file.digest.clone(), history_words::file_name(&report));
    let download = move || deeds.state.download_artifact(deeds.engine, digest.clone(), file.clone());
    let ask = Ask {
        question: format!("Delete {name}?"),
        lost: "The report is gone then, and cannot be compared with any more.".to_owned(),
        button: "Delete the report",
        said: format!("{name} is deleted."),
        action: Some(Action::DeleteReport { number }),
    };
    view! {
        <span class="row-buttons">
            {button("Download".to_owned(), Some(format!("Download {name}")), download)}
            {button("Delete…".to_owned(), Some(format!("Delete {name}")), move || deeds.ask(ask.clone()))}
        </span>
    }
    .into_any()
}
