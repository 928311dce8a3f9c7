//! The slider of the threshold and what decisions cost.

use leptos::prelude::*;

use super::decisions::{self, Costs, Decision};
use crate::app::format;
use crate::app::retrain::params::{self, Range};
use crate::model::evaluation::ThresholdCounts;

/// What a cost may be.
const COST: Range = Range::between(-1e12, 1e12);

/// Slider, costs, and what follows at the threshold.
#[component]
pub fn ThresholdPanel(
    /// Decisions at each threshold.
    #[prop(into)]
    thresholds: Signal<Vec<ThresholdCounts>>,
    /// The class that is decided for.
    #[prop(into)]
    class: Signal<String>,
    /// The threshold.
    threshold: RwSignal<f64>,
) -> impl IntoView {
    let costs = RwSignal::new(Costs::default());
    let now = Memo::new(move |_| thresholds.with(|all| decisions::at(all, threshold.get(), costs.get())));
    let best = Memo::new(move |_| thresholds.with(|all| decisions::cheapest(all, costs.get())));
    let slid = move |event: web_sys::Event| {
        if let Ok(value) = event_target_value(&event).parse() {
            threshold.set(value);
        }
    };
    let use_best = move |_| {
        if let Some(best) = best.get_untracked() {
            threshold.set(best.counts.threshold);
        }
    };
    view! {
        <section class="threshold" aria-labelledby="threshold-title">
            <h3 id="threshold-title">"Threshold and costs"</h3>
            <p class="quiet">
                {move || format!("Class {} is predicted where its probability is above the threshold.", class.get())}
            </p>
            <div class="threshold-slider">
                <label for="threshold-slider">"Threshold"</label>
                <input
                    type="range"
                    id="threshold-slider"
                    min="0"
                    max="1"
                    step="0.01"
                    prop:value=move || threshold.get().to_string()
                    on:input=slid
                />
                <output for="threshold-slider">{move || format!("{:.2}", threshold.get())}</output>
            </div>
            {move || now.get().map(|decision| view! { <Facts decision /> })}
            <div class="param-fields">
                <CostField
                    label="False positive costs"
                    id="cost-fp"
                    costs
                    get=|costs| costs.fp
                    set=|costs, value| costs.fp = value
                />
                <CostField
                    label="False negative costs"
                    id="cost-fn"
                    costs
                    get=|costs| costs.fn_
                    set=|costs, value| costs.fn_ = value
                />
                <CostField
                    label="True positive gains"
                    id="gain-tp"
                    costs
                    get=|costs| 0.0 - costs.tp
                    set=|costs, value| costs.tp = 0.0 - value
                />
                <CostField
                    label="True negative gains"
                    id="gain-tn"
                    costs
                    get=|costs| 0.0 - costs.tn
                    set=|costs, value| costs.tn = 0.0 - value
                />
            </div>
            {move || best.get().map(|best| view! {
                <p class="dialog-actions">
                    <span>
                        {format!(
                            "The cheapest threshold is {:.2}, at a cost of {}.",
                            best.counts.threshold,
                            format::number(best.cost),
                        )}
                    </span>
                    <button type="button" class="button" on:click=use_best>"Use the cheapest"</button>
                </p>
            })}
        </section>
    }
}

#[component]
fn Facts(decision: Decision) -> impl IntoView {
    let share = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), format::share);
    let counts = decision.counts;
    let rows = [
        ("Precision", share(decision.precision)),
        ("Recall", share(decision.recall)),
        ("Accuracy", share(decision.accuracy)),
        ("Cost", format::number(decision.cost)),
        ("True positives", format::count(counts.tp)),
        ("False positives", format::count(counts.fp)),
        ("False negatives", format::count(counts.fn_)),
        ("True negatives", format::count(counts.tn)),
    ];
    view! {
        <dl class="figures is-small">
            {rows.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
        </dl>
    }
}

#[component]
fn CostField(
    label: &'static str,
    id: &'static str,
    costs: RwSignal<Costs>,
    get: fn(&Costs) -> f64,
    set: fn(&mut Costs, f64),
) -> impl IntoView {
    let text = RwSignal::new(params::print(Some(get(&costs.get_untracked()))));
    let problem = RwSignal::new(None::<String>);
    let typed = move |event: web_sys::Event| {
        let now = event_target_value(&event);
        match COST.parse(&now) {
            Ok(value) => {
                problem.set(None);
                costs.update(|costs| set(costs, value.unwrap_or(0.0)));
            }
            Err(sentence) => problem.set(Some(sentence)),
        }
        text.set(now);
    };
    let described = format!("{id}-problem");
    view! {
        <div class="model-field param-field">
            <label for=id>{label}</label>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                class="input"
                id=id
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=described.clone()
                prop:value=move || text.get()
                on:input=typed
            />
            <p class="line-problem" id=described role="alert" hidden=move || problem.with(Option::is_none)>
                {move || problem.get()}
            </p>
        </div>
    }
}
