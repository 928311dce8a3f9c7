//! The window that was clicked: its rows, its series against their thresholds, its columns.

use leptos::html;
use leptos::prelude::*;

use super::open_words::{ColumnKey, ColumnLine, SeriesLine, column_lines, series_lines};
use super::state::WatchState;
use crate::app::components::badge::Badge;
use crate::app::format;
use crate::app::state::AppState;
use crate::drift::Severity;
use crate::monitor::Window;
use crate::report::words::series as values;

/// Columns that are listed before all are asked for.
const FIRST: usize = 50;

/// The window of [`WatchState::open`]; nothing while none is.
#[component]
pub fn OpenWindow(
    /// Whether its columns are listed too.
    #[prop(optional)]
    with_columns: bool,
) -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let place = Memo::new(move |_| {
        let known = watch.shown().map_or(0, |timeline| timeline.windows.len());
        watch.open.get().filter(|place| *place < known)
    });
    let window = Memo::new(move |_| {
        let place = place.get()?;
        watch.timeline.with(|timeline| timeline.as_ref()?.windows.get(place).cloned())
    });
    let panel = NodeRef::<html::Section>::new();
    Effect::new(move |before: Option<Option<usize>>| {
        let now = place.get();
        // Not where the tab was changed with a window open.
        if before.is_some_and(|before| before != now)
            && let Some(name) = window.with_untracked(|window| window.as_ref().map(|w| w.name.clone()))
        {
            app.announce(format!("Window {name} is open."));
            request_animation_frame(move || bring_into_view(panel, with_columns));
        }
        now
    });
    let lines = Memo::new(move |_| {
        let place = place.get()?;
        watch.timeline.with(|timeline| Some(series_lines(timeline.as_ref()?, &watch.policy.read(), place)))
    });
    view! {
        <Show when=move || window.with(Option::is_some)>
            <section class="watch-panel open-window" aria-labelledby="open-window-title" node_ref=panel>
                <div class="panel-title">
                    <h2 id="open-window-title">
                        {move || window.with(|window| window.as_ref().map(|w| format!("Window {}", w.name)))}
                    </h2>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Close the window"
                        title="Close"
                        on:click=move |_| watch.open.set(None)
                    >
                        "×"
                    </button>
                </div>
                {move || window.get().map(|window| facts(&window))}
                {move || lines.get().map(series_table)}
                {with_columns.then(|| view! { <ColumnTable place /> })}
            </section>
        </Show>
    }
}

/// Scrolls to the panel where it stands above what is seen, as when a chart below it was clicked, and,
/// where `also_below`, under it too.
fn bring_into_view(panel: NodeRef<html::Section>, also_below: bool) {
    let Some(panel) = panel.get_untracked() else { return };
    let place = panel.get_bounding_client_rect();
    let height =
        web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(f64::MAX);
    if place.top() < 0.0 || (also_below && place.top() > 0.8 * height) {
        panel.scroll_into_view();
    }
}

fn facts(window: &Window) -> impl IntoView + use<> {
    let places = format!("{} to {}", format::count(window.first_row + 1), format::count(window.last_row + 1));
    let days = values::days(window);
    view! {
        <dl class="facts">
            <div><dt>"Rows"</dt><dd>{format::count(window.rows)}</dd></div>
            <div><dt>"With a label"</dt><dd>{format::count(window.labelled)}</dd></div>
            <div><dt>"Which rows"</dt><dd>{places}</dd></div>
            {days.map(|days| view! { <div><dt>"Time (UTC)"</dt><dd>{days}</dd></div> })}
        </dl>
    }
}

fn series_table(lines: Vec<SeriesLine>) -> impl IntoView {
    let row = |line: SeriesLine| {
        let outside = match line.outside {
            None => view! { <td></td> }.into_any(),
            Some(outside) => {
                let severity = outside.is_worse.then_some(Severity::Warning);
                let good = if outside.is_worse { "" } else { ", the better side" };
                view! { <td><Badge severity word=format!("{}{good}", outside.words) /></td> }.into_any()
            }
        };
        view! {
            <tr>
                <th scope="row">{line.label}</th>
                <td class="is-number">{line.value}</td>
                <td class="is-number">{line.usual}</td>
                <td class="is-number">{line.limits}</td>
                {outside}
            </tr>
        }
    };
    view! {
        <div class="table-box" role="region" tabindex="0" aria-label="Series of the window">
            <table class="plain-table" aria-label="Series of the window">
                <thead>
                    <tr>
                        <th scope="col">"series"</th>
                        <th scope="col" class="is-number">"value"</th>
                        <th scope="col" class="is-number">"reference"</th>
                        <th scope="col" class="is-number">"thresholds"</th>
                        <th scope="col">"outside by"</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn ColumnTable(place: Memo<Option<usize>>) -> impl IntoView {
    let watch = WatchState::expect();
    let order = RwSignal::new((ColumnKey::default(), false));
    let is_all = RwSignal::new(false);
    let lines = Memo::new(move |_| {
        let ((key, reversed), place) = (order.get(), place.get());
        let lines =
            watch.timeline.with(|timeline| Some(column_lines(timeline.as_ref()?, place?, key, reversed)));
        lines.unwrap_or_default()
    });
    let total = Memo::new(move |_| lines.with(Vec::len));
    let body = move || {
        let most = if is_all.get() { usize::MAX } else { FIRST };
        lines.with(|lines| lines.iter().take(most).cloned().map(column_row).collect_view())
    };
    view! {
        <h3>"Columns"</h3>
        <div class="table-box open-columns" role="region" tabindex="0" aria-label="Columns of the window">
            <table class="plain-table" aria-label="Columns of the window">
                <thead>
                    <tr>
                        <SortHead word="column" key=ColumnKey::Name order />
                        <th scope="col">"kind"</th>
                        <th scope="col">"method"</th>
                        <th scope="col" class="is-number">"score"</th>
                        <th scope="col" class="is-number">"drift if"</th>
                        <SortHead word="effect" key=ColumnKey::Effect order class="is-number" />
                        <SortHead word="missing" key=ColumnKey::Missing order class="is-number" />
                        <SortHead word="verdict" key=ColumnKey::Verdict order />
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <Show when=move || total.get() == 0>
            <p class="quiet">"No column was compared in this window."</p>
        </Show>
        <Show when=move || { total.get() > FIRST && !is_all.get() }>
            <button type="button" class="link-button" on:click=move |_| is_all.set(true)>
                {move || format!("Show all {}", format::counted(total.get() as u64, "column", "columns"))}
            </button>
        </Show>
    }
}

fn column_row(line: ColumnLine) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{line.name}</th>
            <td>{line.kind}</td>
            <td>{line.method}</td>
            <td class="is-number">{line.score}</td>
            <td class="is-number">{line.line}</td>
            <td class="is-number">{line.effect}</td>
            <td class="is-number">{line.missing}</td>
            <td><Badge severity=line.severity word=line.verdict /></td>
        </tr>
    }
}

#[component]
fn SortHead(
    word: &'static str,
    key: ColumnKey,
    order: RwSignal<(ColumnKey, bool)>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let sorted = move || {
        let (now, reversed) = order.get();
        (now == key).then(|| reversed != key.ascends())
    };
    let choose = move |_| order.update(|order| *order = (key, order.0 == key && !order.1));
    view! {
        <th
            scope="col"
            class=class
            aria-sort=move || sorted().map(|up| if up { "ascending" } else { "descending" })
        >
            <button type="button" class="sort-button" on:click=choose>
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
}
