//! All runs: searched, sorted, chosen; one in detail, or several side by side.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::compare_view::CompareRuns;
use super::deeds::{COMPARE_TITLE, Deeds, RUN_TITLE};
use super::more::{first_rows, search_field};
use super::run_detail::RunDetail;
use super::runs_words::{self, RUNS, STARTED};
use super::section::Section;
use super::table_view::{RowPart, TableParts, TableSort, text_table};
use super::versions::button;
use crate::app::format;

/// The runs, and what is open of them.
#[component]
pub fn RunsPage() -> impl IntoView {
    let deeds = Deeds::expect();
    let open = Memo::new(move |_| {
        let item = deeds.app.route.with(|route| route.item.clone()).unwrap_or_default();
        deeds.look(|kept| {
            item.split(',').filter(|id| kept.runs.contains_key(*id)).map(str::to_owned).collect::<Vec<_>>()
        })
    });
    let opened = move || match open.get() {
        runs if runs.is_empty() => ().into_any(),
        runs if runs.len() == 1 => runs.into_iter().next().map(|id| view! { <RunDetail id /> }).into_any(),
        runs => view! { <CompareRuns runs /> }.into_any(),
    };
    let is_empty = Memo::new(move |_| deeds.look(|kept| kept.runs.is_empty()));
    view! {
        {move || if is_empty.get() {
            view! { <p>"There is no run yet. Each training on the Retrain tab is kept here with its settings and metrics."</p> }
                .into_any()
        } else {
            view! { <RunTable /> }.into_any()
        }}
        {opened}
    }
}

#[component]
fn RunTable() -> impl IntoView {
    let deeds = Deeds::expect();
    let query = RwSignal::new(String::new());
    let by = RwSignal::new((STARTED, true));
    let ticked = RwSignal::new(BTreeSet::<String>::new());
    let rows = Memo::new(move |_| {
        let (column, falls) = by.get();
        deeds.look(|kept| query.with(|query| runs_words::run_rows(kept, query, column, falls)))
    });
    let (shown, more) = first_rows(rows);
    // A run that is deleted elsewhere is compared no more.
    let compared = Memo::new(move |_| {
        ticked.with(|ticked| {
            deeds.look(|kept| {
                ticked.iter().filter(|id| kept.runs.contains_key(*id)).cloned().collect::<Vec<_>>()
            })
        })
    });
    let lead: RowPart = Arc::new(move |id| {
        let (id, is) = (id.to_owned(), id.to_owned());
        let label = deeds.peek(|kept| kept.runs.get(&id).map(|run| format!("Compare {}", run.name)));
        let tick = move |event: web_sys::Event| {
            let input: web_sys::HtmlInputElement = event_target(&event);
            ticked.update(|all| {
                if input.checked() {
                    all.insert(id.clone())
                } else {
                    all.remove(&id)
                };
            });
        };
        view! {
            <input
                type="checkbox"
                aria-label=label
                prop:checked=move || ticked.with(|all| all.contains(&is))
                on:change=tick
            />
        }
        .into_any()
    });
    let head: RowPart = Arc::new(move |id| {
        let id = id.to_owned();
        let name = deeds.peek(|kept| kept.runs.get(&id).map(|run| run.name.clone()).unwrap_or_default());
        button(name, None, move || deeds.go(Section::Runs, id.clone(), RUN_TITLE))
    });
    let sort = TableSort {
        by: by.into(),
        set: Callback::new(move |column| by.update(|by| *by = (column, by.0 == column && !by.1))),
    };
    let parts = TableParts { lead: Some(lead), head: Some(head), tail: None, sort: Some(sort) };
    let count = move || format::counted(rows.with(Vec::len) as u64, "run", "runs");
    let is_too_few = move || compared.with(Vec::len) < 2;
    let compare = move |_| {
        let runs = compared.get_untracked();
        if runs.len() > 1 {
            deeds.go(Section::Runs, runs.join(","), COMPARE_TITLE);
        }
    };
    let compare_words = move || match compared.with(Vec::len) {
        0 | 1 => "Compare: tick two or more".to_owned(),
        count => format!("Compare {count} runs"),
    };
    view! {
        <div class="alert-filters">
            {search_field("runs-search", "Search name, tag, parameter, algorithm", query)}
            // Not `disabled`: the button would lose the focus with a tick that is taken back.
            <button type="button" class="button" aria-disabled=move || is_too_few().to_string() on:click=compare>
                {compare_words}
            </button>
            <p class="quiet" role="status">{count}</p>
        </div>
        {text_table("Runs", RUNS.to_vec(), shown, parts)}
        {more}
    }
}
