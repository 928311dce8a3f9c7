//! The drift simulator: what each kind of drift looks like, on the loaded reference.

use std::collections::BTreeSet;

use leptos::prelude::*;
use web_sys::{Event, SubmitEvent};

use crate::app::engine::Engine;
use crate::app::state::{AppState, Job};
use crate::app::{format, labels};
use crate::data::{Kind, Role};
use crate::drift::{SimulatedDrift, Simulation};
use crate::worker::protocol::Slot;

/// Most columns that the list shows; the rest is reached by the filter.
const LISTED: usize = 60;

/// The settings, and the button that fills a current slot with them.
#[component]
pub fn Simulator() -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let drift = RwSignal::new(SimulatedDrift::Shift);
    let amount = RwSignal::new(0.5_f64);
    let rows = RwSignal::new(None::<u64>);
    let seed = RwSignal::new(1_u64);
    let chosen = RwSignal::new(BTreeSet::<String>::new());

    let reference = move || state.table(Slot::Reference);
    let ready = Memo::new(move |_| {
        state.datasets.with(|all| all.iter().any(|s| s.slot == Slot::Reference && s.job == Job::Done))
    });
    let features = Memo::new(move |_| {
        let overridden = state.policy.with(|policy| policy.kinds.clone());
        let table = reference();
        let columns = table.iter().flat_map(|table| &table.columns);
        columns
            .filter(|info| info.role == Role::Feature)
            .map(|info| (info.name.clone(), overridden.get(&info.name).copied().unwrap_or(info.kind)))
            .collect::<Vec<(String, Kind)>>()
    });
    let row_count = move || rows.get().or(reference().map(|table| table.rows)).unwrap_or(1000);
    let top = move || match drift.get() {
        SimulatedDrift::Shift | SimulatedDrift::Scale => 3.0,
        SimulatedDrift::Drop | SimulatedDrift::Relabel => 1.0,
    };
    let set_drift = move |event: Event| {
        let at: Option<usize> = event_target_value(&event).parse().ok();
        if let Some(to) = at.and_then(|at| SimulatedDrift::ALL.get(at).copied()) {
            drift.set(to);
            amount.update(|amount| *amount = amount.min(top()));
        }
    };
    let set_amount = move |event: Event| {
        if let Ok(value) = event_target_value(&event).parse::<f64>()
            && value.is_finite()
        {
            amount.set(value.clamp(0.0, top()));
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let columns: Vec<String> = chosen.get_untracked().into_iter().collect();
        if columns.is_empty() {
            state.notify("Choose at least one column to drift.");
            return;
        }
        let settings = Simulation {
            drift: drift.get_untracked(),
            amount: amount.get_untracked(),
            columns,
            rows: row_count(),
            seed: seed.get_untracked(),
        };
        let name = describe(&settings);
        engine.simulate(settings, name);
    };
    view! {
        <section class="panel simulator" aria-labelledby="simulator-title">
            <div class="panel-head">
                <h2 id="simulator-title">"Drift simulator"</h2>
            </div>
            <form on:submit=submit>
                <p class="quiet">
                    "Draws rows from the reference and drifts the chosen columns, so that you see what each kind of drift looks like."
                </p>
                <label class="option">
                    <span>"Drift"</span>
                    <select class="select" on:change=set_drift>
                        {SimulatedDrift::ALL
                            .into_iter()
                            .enumerate()
                            .map(|(at, kind)| view! {
                                <option value=at.to_string() selected=kind == SimulatedDrift::Shift>
                                    {labels::simulated(kind)}
                                </option>
                            })
                            .collect_view()}
                    </select>
                </label>
                <div class="option">
                    <label for="sim-amount">
                        "Amount, " {move || labels::simulated_unit(drift.get())}
                    </label>
                    <span class="amount">
                        <input
                            type="range"
                            min="0"
                            step="0.05"
                            max=move || top().to_string()
                            prop:value=move || amount.get().to_string()
                            aria-label="Amount"
                            on:input=set_amount
                        />
                        <input
                            id="sim-amount"
                            type="number"
                            class="input"
                            min="0"
                            step="any"
                            max=move || top().to_string()
                            prop:value=move || amount.get().to_string()
                            on:change=set_amount
                        />
                    </span>
                </div>
                <ColumnPicker features chosen />
                <div class="option-pair">
                    <label class="option">
                        <span>"Rows"</span>
                        <input
                            type="number"
                            class="input"
                            min="1"
                            max="10000000"
                            prop:value=move || row_count().to_string()
                            on:change=move |event| {
                                rows.set(event_target_value(&event).parse().ok().filter(|n| *n > 0));
                            }
                        />
                    </label>
                    <label class="option">
                        <span>"Seed"</span>
                        <input
                            type="number"
                            class="input"
                            min="0"
                            prop:value=move || seed.get().to_string()
                            on:change=move |event| {
                                seed.set(event_target_value(&event).parse().unwrap_or(1));
                            }
                        />
                    </label>
                </div>
                <button type="submit" class="button is-primary" disabled=move || !ready.get()>
                    "Simulate"
                </button>
                <Show when=move || !ready.get()>
                    <p class="quiet">"Load a reference first."</p>
                </Show>
            </form>
        </section>
    }
}

/// Columns to choose from, with a filter and two shortcuts.
#[component]
fn ColumnPicker(features: Memo<Vec<(String, Kind)>>, chosen: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let matching = Memo::new(move |_| {
        let query = query.get().to_lowercase();
        features.with(|all| {
            let matching = all.iter().filter(|(name, _)| name.to_lowercase().contains(&query));
            matching.cloned().collect::<Vec<_>>()
        })
    });
    let listed = move || matching.with(|all| all.iter().take(LISTED).cloned().collect::<Vec<_>>());
    let left_out = Memo::new(move |_| matching.with(|all| all.len().saturating_sub(LISTED)));
    let choose_all = move |numeric: bool| {
        let names = features.with_untracked(|all| {
            all.iter()
                .filter(|(_, kind)| labels::is_numeric(*kind) == numeric)
                .map(|(name, _)| name.clone())
                .collect()
        });
        chosen.set(names);
    };
    // What is no longer there cannot be chosen.
    Effect::new(move |_| {
        let known: BTreeSet<String> = features.get().into_iter().map(|(name, _)| name).collect();
        chosen.update(|chosen| chosen.retain(|name| known.contains(name)));
    });
    view! {
        <fieldset class="picker">
            <legend>
                "Columns " <span class="quiet">{move || format!("{} chosen", chosen.get().len())}</span>
            </legend>
            <div class="picker-bar">
                <input
                    type="search"
                    class="input"
                    placeholder="Find a column"
                    aria-label="Find a column to drift"
                    prop:value=move || query.get()
                    on:input=move |event| query.set(event_target_value(&event))
                />
                <button type="button" class="link-button" on:click=move |_| choose_all(true)>
                    "all numeric"
                </button>
                <button type="button" class="link-button" on:click=move |_| choose_all(false)>
                    "all categorical"
                </button>
                <button type="button" class="link-button" on:click=move |_| chosen.update(BTreeSet::clear)>
                    "none"
                </button>
            </div>
            <ul class="picker-list">
                <For each=listed key=|item| item.clone() let:item>
                    <li>
                        <PickerItem name=item.0 kind=item.1 chosen />
                    </li>
                </For>
                <Show when=move || { left_out.get() > 0 }>
                    <li class="picker-more quiet">
                        {move || format!("and {} more: find them by name", format::count(left_out.get() as u64))}
                    </li>
                </Show>
            </ul>
        </fieldset>
    }
}

#[component]
fn PickerItem(name: String, kind: Kind, chosen: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let (shown, known) = (name.clone(), name.clone());
    let change = move |event: Event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            if on {
                chosen.insert(name.clone());
            } else {
                chosen.remove(&name);
            }
        });
    };
    view! {
        <label class="picker-item">
            <input
                type="checkbox"
                prop:checked=move || chosen.with(|chosen| chosen.contains(&known))
                on:change=change
            />
            <span class="picker-name">{shown}</span>
            <span class="quiet">{labels::kind(kind)}</span>
        </label>
    }
}

/// The name of the simulated data set, e.g. `simulated shift 0.5 of 3 columns`.
fn describe(settings: &Simulation) -> String {
    let what = match settings.drift {
        SimulatedDrift::Shift => "shift",
        SimulatedDrift::Scale => "spread",
        SimulatedDrift::Drop => "drop",
        SimulatedDrift::Relabel => "relabel",
    };
    match settings.columns.as_slice() {
        [one] => format!("simulated {what} {} of {one}", settings.amount),
        many => format!("simulated {what} {} of {} columns", settings.amount, many.len()),
    }
}
