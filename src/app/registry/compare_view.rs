//! Runs side by side in a table, and a metric over them as bars.

use leptos::prelude::*;

use super::compare_words;
use super::deeds::{COMPARE_TITLE, Deeds};
use super::runs_words::metric_label;
use super::table_view::fixed_table;
use crate::app::components::select_field::{Choice, SelectField};
use crate::lifecycle::Run;

/// The metric that bars begin with, where the runs have it.
const FIRST: &str = "test_roc_auc";

/// Two or more runs that there are.
#[component]
pub fn CompareRuns(
    /// Their identifiers.
    runs: Vec<String>,
) -> impl IntoView {
    let deeds = Deeds::expect();
    let runs: Vec<Run> = deeds.peek(|kept| runs.iter().filter_map(|id| kept.runs.get(id).cloned()).collect());
    let all: Vec<&Run> = runs.iter().collect();
    let title = format!("{} runs compared", all.len());
    let table =
        fixed_table("Runs side by side", compare_words::columns(&all), compare_words::compare_rows(&all));
    let names = compare_words::metric_names(&all);
    let first = names.iter().find(|name| *name == FIRST).or(names.first()).cloned().unwrap_or_default();
    let metric = RwSignal::new(first);
    let options: Vec<Choice> =
        names.into_iter().map(|name| Choice::new(name.clone(), metric_label(&name))).collect();
    let has_metrics = !options.is_empty();
    let runs = StoredValue::new(runs);
    let bars = move || {
        let metric = metric.get();
        runs.with_value(|runs| {
            let all: Vec<&Run> = runs.iter().collect();
            let rows = compare_words::bar_rows(&all, &metric);
            fixed_table("Metric over the runs", compare_words::bar_columns(&metric), rows)
        })
    };
    view! {
        <section class="registered" aria-labelledby=COMPARE_TITLE>
            <h2 id=COMPARE_TITLE tabindex="-1">{title}</h2>
            {table}
            {has_metrics.then(|| view! {
                <SelectField
                    label="Metric as bars"
                    id="compare-metric"
                    options=Signal::stored(options)
                    value=metric
                    set=Callback::new(move |chosen| metric.set(chosen))
                />
                <div class="metric-bars">{bars}</div>
            })}
        </section>
    }
}
