//! The table of columns: sortable, and with only the rows in view in the document.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::row::DriftRow;
use super::rows::{self, SortKey};
use crate::app::browser;
use crate::app::components::scroller::{Scroller, Spacer};
use crate::app::state::AppState;

/// Height of a row in pixels; the same stands in `style/tokens.css`.
const ROW_HEIGHT: f64 = 36.0;

/// Headers: what they are ordered by, their words, their class, their explanation.
const HEADERS: [(Option<SortKey>, &str, &str, &str); 9] = [
    (Some(SortKey::Name), "Column", "cell-name", "Name of the column"),
    (None, "Kind", "cell-kind", "Its kind and role; both can be changed on the Data tab"),
    (None, "Shape", "cell-shape", "Both distributions on one scale: the reference filled, current outlined"),
    (
        Some(SortKey::Effect),
        "Effect",
        "cell-effect",
        "How much it moved. Numbers: Wasserstein distance in reference standard deviations (σ). Categories: total variation distance of the shares (TV)",
    ),
    (
        Some(SortKey::Score),
        "Score",
        "cell-score",
        "The p-value where the method has one, else its statistic. Ordered by how far what was judged is past its line",
    ),
    (
        None,
        "p adj.",
        "cell-adjusted",
        "The p-value after the correction for many columns; this is what is judged",
    ),
    (
        Some(SortKey::Method),
        "Judged by",
        "cell-method",
        "Method, the line that drift is beyond, and who said so: the column's rule, its kind's, the one for all columns, or the preset",
    ),
    (Some(SortKey::Verdict), "Verdict", "cell-verdict", "Worst first, then by effect"),
    (Some(SortKey::Findings), "Findings", "cell-findings", "What else there is to say about the column"),
];

/// The table; arrows move, Enter opens.
#[component]
pub fn DriftTable() -> impl IntoView {
    let state = AppState::expect();
    let order = Memo::new(move |_| state.route.with(|route| route.order));
    let filter = Memo::new(move |_| state.route.with(|route| (route.query.clone(), route.show)));
    let visible = Memo::new(move |_| {
        let (query, show) = filter.get();
        state.report.with(|report| {
            report.as_ref().map(|report| rows::visible(report, &query, show, order.get())).unwrap_or_default()
        })
    });
    let total = Signal::derive(move || visible.with(Vec::len));
    let scroller = Scroller::new(ROW_HEIGHT, total);
    let active = RwSignal::new(0_usize);
    // Another filter or order starts at its first row, or at the open column.
    Effect::new(move |_| {
        let open = state.open_column.get_untracked();
        let at = visible.with(|rows| {
            state.report.with_untracked(|report| {
                let report = report.as_ref()?;
                rows.iter().position(|row| report.columns.get(*row).map(|c| &c.name) == open.as_ref())
            })
        });
        active.set(at.unwrap_or(0));
        scroller.show(at.unwrap_or(0));
    });

    let name_at = move |at: usize| {
        let row = visible.with_untracked(|rows| rows.get(at).copied())?;
        state.report.with_untracked(|report| Some(report.as_ref()?.columns.get(row)?.name.clone()))
    };
    let open = Callback::new(move |at: usize| {
        active.set(at);
        if let Some(name) = name_at(at) {
            state.change(true, |route| route.column = Some(name));
            // The sheet of a narrow page covers the table, so the focus goes with it.
            if browser::is_narrow() {
                browser::focus("drift-detail");
            }
        }
    });
    let go = move |at: usize| {
        active.set(at);
        scroller.show(at);
        browser::focus("drift-active-row");
        if state.open_column.get_untracked().is_some()
            && let Some(name) = name_at(at)
        {
            state.change(false, |route| route.column = Some(name));
        }
    };
    let keyed = move |event: KeyboardEvent| {
        let last = total.get_untracked().saturating_sub(1);
        let at = active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "PageDown" => (at + 10).min(last),
            "PageUp" => at.saturating_sub(10),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        go(next);
    };
    let drawn = move || {
        let report = state.report.get();
        let judgement = state.judgement.get();
        let window = scroller.window.get();
        visible.with(|rows| {
            (window.first..window.end)
                .filter_map(|at| {
                    let row = *rows.get(at)?;
                    Some(Drawn { at, row, judgement, report: report.clone()? })
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div
            class="table-scroll drift-scroll"
            node_ref=scroller.element
            on:scroll=move |_| scroller.scrolled()
            on:keydown=keyed
        >
            <table
                class="table drift-table"
                aria-rowcount=move || (total.get() + 1).to_string()
                aria-label="Columns and their verdicts"
            >
                <thead>
                    <tr aria-rowindex="1">
                        {HEADERS
                            .map(|(key, word, class, title)| view! { <HeaderCell key word class title order /> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <Spacer height=Signal::derive(move || scroller.window.get().above(ROW_HEIGHT)) />
                    <For each=drawn key=Drawn::key let:drawn>
                        <DriftRow report=drawn.report at=drawn.at row=drawn.row active open />
                    </For>
                    <Spacer height=Signal::derive(move || scroller.window.get().below(ROW_HEIGHT)) />
                </tbody>
            </table>
            <Show when=move || total.get() == 0>
                <p class="table-empty">
                    "No column matches. "
                    <button
                        type="button"
                        class="link-button"
                        on:click=move |_| {
                            state.change(false, |route| {
                                route.query.clear();
                                route.show = Default::default();
                            });
                        }
                    >
                        "Clear the filters"
                    </button>
                </p>
            </Show>
        </div>
    }
}

/// One row that stands in the document.
#[derive(Clone)]
struct Drawn {
    at: usize,
    row: usize,
    judgement: u32,
    report: Arc<crate::drift::CheckReport>,
}

impl Drawn {
    /// A row is drawn anew when it moves, or when there is another judgement.
    fn key(&self) -> (usize, usize, u32) {
        (self.at, self.row, self.judgement)
    }
}

#[component]
fn HeaderCell(
    key: Option<SortKey>,
    word: &'static str,
    class: &'static str,
    title: &'static str,
    order: Memo<rows::Order>,
) -> impl IntoView {
    let state = AppState::expect();
    let Some(key) = key else {
        return view! {
            <th scope="col" class=class title=title>
                {word}
            </th>
        }
        .into_any();
    };
    let sorted = move || {
        let order = order.get();
        (order.key == key).then(|| order.reversed != key.ascends())
    };
    view! {
        <th
            scope="col"
            class=class
            title=title
            aria-sort=move || sorted().map(|up| if up { "ascending" } else { "descending" })
        >
            <button
                type="button"
                class="sort-button"
                on:click=move |_| state.change(false, |route| *route = route.clone().sorted_by(key))
            >
                {word}
                <span class="sort-mark" aria-hidden="true">
                    {move || match sorted() {
                        Some(true) => "▲",
                        Some(false) => "▼",
                        None => "",
                    }}
                </span>
            </button>
        </th>
    }
    .into_any()
}
