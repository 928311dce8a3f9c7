//! One row of the drift table. Draws; decides nothing.

use std::sync::Arc;

use leptos::prelude::*;

use super::verdict_words;
use crate::app::components::badge::Badge;
use crate::app::components::number::Number;
use crate::app::components::words::Words;
use crate::app::policy::words;
use crate::app::state::AppState;
use crate::app::{format, labels};
use crate::chart::spark_paths;
use crate::drift::{CheckReport, ColumnReport, Outcome};

/// A row of fixed height; its name is the button that opens the detail.
#[component]
pub fn DriftRow(
    /// The comparison that the row is of.
    report: Arc<CheckReport>,
    /// Position in the table as ordered and filtered.
    at: usize,
    /// Position in the report.
    row: usize,
    /// The row that the keyboard is on.
    active: RwSignal<usize>,
    /// Called with the position when the row is opened.
    open: Callback<usize>,
) -> impl IntoView {
    let state = AppState::expect();
    let column = report.columns.get(row)?;
    let name = column.name.clone();
    let opened = Memo::new({
        let name = name.clone();
        move |_| state.open_column.with(|open| open.as_ref() == Some(&name))
    });
    let is_active = move || active.get() == at;
    let drift_slug = column.verdict.map_or("unjudged", |verdict| labels::severity_slug(verdict.severity));
    Some(view! {
        <tr
            class="drift-row"
            class:is-open=move || opened.get()
            data-severity=drift_slug
            aria-rowindex=(at + 2).to_string()
            on:click=move |_| open.run(at)
        >
            <th scope="row" class="cell-name">
                <button
                    type="button"
                    class="row-button"
                    id=move || is_active().then_some("drift-active-row")
                    tabindex=move || if is_active() { "0" } else { "-1" }
                    aria-expanded=move || opened.get().to_string()
                    title=name.clone()
                    on:focus=move |_| active.set(at)
                    on:click=move |event| {
                        event.stop_propagation();
                        open.run(at);
                    }
                >
                    <span class="row-name">{name.clone()}</span>
                </button>
            </th>
            <td class="cell-kind">
                {format!("{} · {}", labels::kind(column.kind), labels::role(column.role))}
            </td>
            <td class="cell-shape">{shape(column)}</td>
            <td class="cell-effect">{effect(column)}</td>
            {verdict(column)}
            <td class="cell-findings">{findings(column)}</td>
        </tr>
    })
}

fn shape(column: &ColumnReport) -> impl IntoView + use<> {
    let drawn = &column.sparkline;
    let apart = !labels::is_numeric(column.kind);
    let paths = spark_paths(&drawn.reference, &drawn.current, apart);
    if paths.is_empty() {
        return view! { <span class="quiet">"nothing to draw"</span> }.into_any();
    }
    view! {
        <svg
            class="spark"
            viewBox=format!("0 0 {} {}", paths.width, paths.height)
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <path class="spark-reference" d=paths.reference />
            <path class="spark-current" d=paths.current />
        </svg>
    }
    .into_any()
}

fn effect(column: &ColumnReport) -> impl IntoView + use<> {
    column.effect.map(|effect| {
        let unit = format::effect_unit(column.kind);
        view! { <Number text=format::number(effect.size) full=format::full(effect.size) unit /> }
    })
}

fn verdict(column: &ColumnReport) -> impl IntoView + use<> {
    match column.verdict {
        Some(verdict) => {
            let outcome = verdict.outcome();
            let word = verdict_words::of_column(Some(&verdict));
            let title = match verdict.rows_needed {
                Some(rows) => {
                    format!("About {} on each side are needed", format::counted(rows, "row", "rows"))
                }
                None => String::new(),
            };
            let adjusted = verdict.p_adjusted.map(|p| {
                view! { <Number text=format::p_value(p) full=format::full(p) /> }
            });
            view! {
                <td class="cell-score">
                    <Number
                        text=format::score(verdict.score, verdict.score_is_p)
                        full=format::full(verdict.score)
                    />
                </td>
                <td class="cell-adjusted">{adjusted}</td>
                <td class="cell-method" title=words::judged_by_in_full(&verdict)>
                    {words::judged_by(&verdict)}
                </td>
                <td class="cell-verdict" title=title>
                    {match outcome {
                        Outcome::TooFewRows => view! { <Badge severity=None word /> }.into_any(),
                        _ => view! { <Badge severity=Some(verdict.severity) word /> }.into_any(),
                    }}
                </td>
            }
            .into_any()
        }
        None => {
            let severity = verdict_words::severity_of_column(column);
            view! {
                <td class="cell-score"></td>
                <td class="cell-adjusted"></td>
                <td class="cell-method"></td>
                <td class="cell-verdict">
                    <Badge severity word=verdict_words::of_column(None) />
                </td>
            }
            .into_any()
        }
    }
}

fn findings(column: &ColumnReport) -> impl IntoView + use<> {
    let worst = column.findings.iter().map(|finding| finding.severity).max()?;
    let all: Vec<_> = column.findings.iter().map(|finding| finding.message.as_str()).collect();
    Some(view! {
        <span class="row-findings" title=all.join("\n")>
            <span class="finding-count" data-severity=labels::severity_slug(worst)>
                {format::count(all.len() as u64)}
            </span>
            <span class="finding-words"><Words text=all.join(" ") /></span>
        </span>
    })
}
