//! The columns of both sides in one table, with kind and role to be put right.

use leptos::prelude::*;
use web_sys::Event;

use super::column_rows::{ColumnRow, SideFacts, column_rows};
use crate::app::components::badge::SeverityShape;
use crate::app::components::scroller::{Scroller, Spacer};
use crate::app::components::words::Words;
use crate::app::format;
use crate::app::labels;
use crate::app::state::AppState;
use crate::data::{Kind, Role};
use crate::worker::protocol::Slot;

/// Height of a row in pixels; the same stands in `style/tokens.css`.
const ROW_HEIGHT: f64 = 36.0;

/// The editable table; a change of kind or role judges anew without reading anew.
#[component]
pub fn ColumnTable() -> impl IntoView {
    let state = AppState::expect();
    let rows = Memo::new(move |_| {
        let reference = state.table(Slot::Reference);
        let current = state.current.get().and_then(|slot| state.table(slot));
        state.report.with(|report| {
            state.policy.with(|policy| {
                column_rows(reference.as_deref(), current.as_deref(), report.as_deref(), policy)
            })
        })
    });
    let total = Signal::derive(move || rows.with(Vec::len));
    let scroller = Scroller::new(ROW_HEIGHT, total);
    let changes = move || state.policy.with(|policy| policy.kinds.len() + policy.roles.len());
    let reset = move |_| {
        state.change_policy(None, |policy| {
            policy.kinds.clear();
            policy.roles.clear();
        });
    };
    let drawn = move || {
        let window = scroller.window.get();
        rows.with(|rows| {
            (window.first..window.end)
                .filter_map(|at| rows.get(at).map(|row| (at, row.clone())))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <section class="panel columns-panel" aria-labelledby="columns-title">
            <div class="panel-head">
                <h2 id="columns-title">
                    "Columns " <span class="quiet">{move || format::count(total.get() as u64)}</span>
                </h2>
                <Show when=move || { changes() > 0 }>
                    <button type="button" class="link-button" on:click=reset>
                        {move || format!("Undo {}", format::counted(changes() as u64, "change", "changes"))}
                    </button>
                </Show>
            </div>
            <div
                class="table-scroll columns-scroll"
                node_ref=scroller.element
                on:scroll=move |_| scroller.scrolled()
            >
                <table
                    class="table columns-table"
                    class:has-none-found=move || rows.with(|rows| rows.iter().all(|row| row.findings.is_empty()))
                    aria-labelledby="columns-title"
                    aria-rowcount=move || (total.get() + 1).to_string()
                >
                    <thead>
                        <tr aria-rowindex="1">
                            <th scope="col" class="cell-name">"Column"</th>
                            <th scope="col" class="cell-menu">"Kind"</th>
                            <th scope="col" class="cell-menu">"Role"</th>
                            <th scope="col" class="cell-pair" title="Share of missing cells, reference and current">
                                "Missing" <Sides />
                            </th>
                            <th scope="col" class="cell-pair" title="Distinct values, reference and current">
                                "Distinct" <Sides />
                            </th>
                            <th scope="col" class="cell-samples">"Values"</th>
                            <th scope="col" class="cell-found">"Findings"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <Spacer height=Signal::derive(move || scroller.window.get().above(ROW_HEIGHT)) />
                        <For each=drawn key=|(at, row)| (*at, format!("{row:?}")) let:item>
                            <Row at=item.0 row=item.1 />
                        </For>
                        <Spacer height=Signal::derive(move || scroller.window.get().below(ROW_HEIGHT)) />
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// Which number stands left and which right.
#[component]
fn Sides() -> impl IntoView {
    view! {
        <span class="pair-head">
            <span class="pair-reference">"ref."</span>
            <span class="pair-current">"cur."</span>
        </span>
    }
}

#[component]
fn Row(at: usize, row: ColumnRow) -> impl IntoView {
    let missing = |side: SideFacts| format::share_of(side.missing, side.rows);
    let distinct = |side: SideFacts| format::count(side.distinct);
    let samples = row.samples.iter().map(|text| format::sample(text)).collect::<Vec<_>>().join(" · ");
    let found = row.findings.iter().max_by_key(|finding| finding.severity).map(|worst| {
        let all: Vec<_> = row.findings.iter().map(|finding| finding.message.as_str()).collect();
        view! {
            <span class="found" title=all.join("\n")>
                <SeverityShape severity=Some(worst.severity) />
                <span class="visually-hidden">{labels::finding_severity(worst.severity)} ": "</span>
                <span class="found-words"><Words text=worst.message.clone() /></span>
            </span>
        }
    });
    view! {
        <tr aria-rowindex=(at + 2).to_string()>
            <th scope="row" class="cell-name" title=row.name.clone()>
                {row.name.clone()}
            </th>
            <td class="cell-menu">
                <KindMenu row=row.clone() />
            </td>
            <td class="cell-menu">
                <RoleMenu row=row.clone() />
            </td>
            <td class="cell-pair">{pair(row.reference.map(missing), row.current.map(missing))}</td>
            <td class="cell-pair">{pair(row.reference.map(distinct), row.current.map(distinct))}</td>
            <td class="cell-samples" title=samples.clone()>
                {samples.clone()}
            </td>
            <td class="cell-found">{found}</td>
        </tr>
    }
}

fn pair(reference: Option<String>, current: Option<String>) -> impl IntoView {
    let none = || "–".to_owned();
    view! {
        <span class="pair">
            <span class="pair-reference">{reference.unwrap_or_else(none)}</span>
            <span class="pair-current">{current.unwrap_or_else(none)}</span>
        </span>
    }
}

#[component]
fn KindMenu(row: ColumnRow) -> impl IntoView {
    let state = AppState::expect();
    let name = row.name.clone();
    let change = move |event: Event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|at: usize| Kind::ALL.get(at).copied());
        state.change_policy(None, |policy| {
            match chosen {
                Some(kind) => policy.kinds.insert(name.clone(), kind),
                None => policy.kinds.remove(&name),
            };
        });
    };
    let chosen = row.set_kind.and_then(|kind| Kind::ALL.iter().position(|known| *known == kind));
    view! {
        <Menu
            label=format!("Kind of {}", row.name)
            detected=labels::kind(row.detected_kind)
            words=Kind::ALL.map(labels::kind).to_vec()
            chosen
            on_change=Callback::new(change)
        />
    }
}

#[component]
fn RoleMenu(row: ColumnRow) -> impl IntoView {
    let state = AppState::expect();
    let name = row.name.clone();
    let change = move |event: Event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|at: usize| Role::ALL.get(at).copied());
        state.change_policy(None, |policy| {
            match chosen {
                Some(role) => policy.roles.insert(name.clone(), role),
                None => policy.roles.remove(&name),
            };
        });
    };
    let chosen = row.set_role.and_then(|role| Role::ALL.iter().position(|known| *known == role));
    view! {
        <Menu
            label=format!("Role of {}", row.name)
            detected=labels::role(row.detected_role)
            words=Role::ALL.map(labels::role).to_vec()
            chosen
            on_change=Callback::new(change)
        />
    }
}

/// A menu whose first entry is what was detected.
#[component]
fn Menu(
    label: String,
    detected: &'static str,
    words: Vec<&'static str>,
    chosen: Option<usize>,
    on_change: Callback<Event>,
) -> impl IntoView {
    let first = if chosen.is_some() { "detect".to_owned() } else { detected.to_owned() };
    let options = words
        .into_iter()
        .enumerate()
        .filter(|(at, word)| chosen == Some(*at) || chosen.is_some() || *word != detected)
        .map(|(at, word)| {
            view! {
                <option value=at.to_string() selected=chosen == Some(at)>
                    {word}
                </option>
            }
        })
        .collect_view();
    view! {
        <select
            class="select is-quiet"
            class:is-changed=chosen.is_some()
            aria-label=label
            on:change=move |event| on_change.run(event)
        >
            <option value="" selected=chosen.is_none()>
                {first}
            </option>
            {options}
        </select>
    }
}
