//! Thresholds of single series: those that follow from the reference, and those that are set here.

use leptos::prelude::*;

use super::entry_field::EntryField;
use super::rules_words::{self, Side};
use crate::app::watch::state::WatchState;
use crate::monitor::{Limits, MonitorPolicy, Series, SeriesGroup};
use crate::report::words::series as values;

/// One row a series; the fields hold numbers, shares from 0 to 1.
#[component]
pub(super) fn LimitsTable() -> impl IntoView {
    let watch = WatchState::expect();
    let is_open = RwSignal::new(false);
    let toggle = move |event: web_sys::Event| {
        let element: web_sys::HtmlElement = event_target(&event);
        is_open.set(element.has_attribute("open"));
    };
    let ids = Memo::new(move |_| {
        watch.timeline.with(|timeline| {
            let all = timeline.iter().flat_map(|timeline| &timeline.series);
            let shown = all.filter(|series| series.group != SeriesGroup::Columns);
            shown.map(|series| series.id.clone()).collect::<Vec<_>>()
        })
    });
    let set = Memo::new(move |_| watch.policy.with(|policy| policy.limits.len()));
    view! {
        <details on:toggle=toggle>
            <summary>
                {move || match set.get() {
                    0 => "Thresholds of single series".to_owned(),
                    n => format!("Thresholds of single series ({n} set)"),
                }}
            </summary>
            <Show when=move || is_open.get()>
                <p class="quiet">"An empty field is no threshold on that side. Shares are written as 0.8 or 80 %."</p>
                <div class="table-box limits-table" role="region" tabindex="0" aria-label="Thresholds of single series">
                    <table class="plain-table" aria-label="Thresholds of single series">
                        <thead>
                            <tr>
                                <th scope="col">"series"</th>
                                <th scope="col" class="is-number">"reference"</th>
                                <th scope="col">"lower"</th>
                                <th scope="col">"upper"</th>
                                <th scope="col">"from"</th>
                                <th scope="col"><span class="visually-hidden">"reset"</span></th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || ids.get() key=Clone::clone let:id>
                                <LimitRow id />
                            </For>
                        </tbody>
                    </table>
                </div>
            </Show>
        </details>
    }
}

#[component]
fn LimitRow(id: String) -> impl IntoView {
    let watch = WatchState::expect();
    let id = StoredValue::new(id);
    let of = move |then: &dyn Fn(&MonitorPolicy, &Series) -> String| {
        let timeline = watch.timeline.read();
        let series = id.with_value(|id| timeline.as_ref().and_then(|timeline| timeline.series(id)));
        series.map_or_else(String::new, |series| then(&watch.policy.read(), series))
    };
    let is_set =
        Memo::new(move |_| id.with_value(|id| watch.policy.with(|policy| policy.limits.contains_key(id))));
    let reset = move |_| {
        // Fewer limits than before are valid as those were.
        let _ = watch.change_policy(|policy| {
            id.with_value(|id| policy.limits.remove(id));
        });
    };
    let label = of(&|_, series| series.label.clone());
    let reset_name = format!("Reset the thresholds of {label}");
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td class="is-number">
                {move || of(&|_, series| values::or_dash(series.unit, series.band.map(|band| band.mean)))}
            </td>
            <td><LimitField id side=Side::Lower /></td>
            <td><LimitField id side=Side::Upper /></td>
            <td>{move || of(&|policy, series| rules_words::limits_from(policy, series).to_owned())}</td>
            <td>
                <button
                    type="button"
                    class="link-button"
                    aria-label=reset_name
                    aria-disabled=move || (!is_set.get()).to_string()
                    on:click=reset
                >
                    "reset"
                </button>
            </td>
        </tr>
    }
}

#[component]
fn LimitField(id: StoredValue<String>, side: Side) -> impl IntoView {
    let watch = WatchState::expect();
    let limits = Memo::new(move |_| {
        let timeline = watch.timeline.read();
        let series = id.with_value(|id| timeline.as_ref().and_then(|timeline| timeline.series(id)));
        series.map_or_else(Limits::default, |series| watch.policy.read().limits(series))
    });
    let value = Signal::derive(move || rules_words::limit_text(side.of(limits.get())));
    let set = Callback::new(move |text: String| {
        let after = side.put(limits.get_untracked(), &text)?;
        watch.change_policy(|policy| {
            policy.limits.insert(id.get_value(), after);
        })
    });
    let name = id.with_value(|id| format!("{} of {}", side.label(), id.replace('_', " ")));
    let field = id.with_value(|id| format!("limit-{}-{}", side.id(), id.replace(char::is_whitespace, "-")));
    view! { <EntryField id=Signal::stored(field) label=Signal::stored(name) value set /> }
}
