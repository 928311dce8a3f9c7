//! An evaluation: metrics with intervals, confusion matrix, curves, threshold.

use std::sync::Arc;

use leptos::prelude::*;

use super::threshold::ThresholdPanel;
use crate::app::components::chart_canvas::ChartCanvas;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::format;
use crate::app::state::AppState;
use crate::chart::{Chart, ModelCurve, ScoreHistogram};
use crate::model::evaluation::{Curves, Evaluation};
use crate::model::metrics::ClassificationMetrics;
use crate::report::words::evaluations::{self as words, MetricRow};

/// Everything that is known of predictions on rows with labels.
#[component]
pub fn EvaluationView(
    /// The evaluation.
    evaluation: Arc<Evaluation>,
    /// Where the slider of the threshold starts.
    #[prop(default = 0.5)]
    threshold: f64,
) -> impl IntoView {
    let rows = words::metric_rows(&evaluation);
    let has_curves = !evaluation.curves.is_empty();
    view! {
        <p class="quiet">{words::rows_sentence(&evaluation)}</p>
        <div class="evaluation-tables">
            <Metrics rows />
            <Confusion metrics=evaluation.metrics.clone() />
        </div>
        {if has_curves {
            view! { <CurvesView evaluation threshold /> }.into_any()
        } else {
            view! {
                <p class="quiet">"Curves, calibration and thresholds need probabilities, and there are none."</p>
            }
            .into_any()
        }}
    }
}

#[component]
fn Metrics(rows: Vec<MetricRow>) -> impl IntoView {
    view! {
        <section aria-labelledby="metrics-title">
            <h3 id="metrics-title">"Metrics"</h3>
            <table class="plain-table metrics-table" aria-labelledby="metrics-title">
                <thead>
                    <tr>
                        <th scope="col">"metric"</th>
                        <th scope="col" class="is-number">"value"</th>
                        <th scope="col" class="is-number">"95 % interval"</th>
                        <th scope="col">"better"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| view! {
                            <tr>
                                <th scope="row">{row.name}</th>
                                <td class="is-number" title=row.full>{row.value}</td>
                                <td class="is-number">{row.interval}</td>
                                <td class="quiet">{row.better}</td>
                            </tr>
                        })
                        .collect_view()}
                </tbody>
            </table>
        </section>
    }
}

/// True classes down, predicted ones across; a cell is the darker the larger its share of the row.
#[component]
fn Confusion(metrics: ClassificationMetrics) -> impl IntoView {
    let labels = metrics.labels.clone();
    let head = labels.clone();
    let per_class = metrics.per_class.clone();
    view! {
        <section aria-labelledby="confusion-title">
            <h3 id="confusion-title">"Confusion matrix"</h3>
            <div class="table-box" role="region" tabindex="0" aria-labelledby="confusion-title">
                <table class="plain-table confusion" aria-labelledby="confusion-title">
                    <thead>
                        <tr>
                            <th scope="col">"true ↓ predicted →"</th>
                            {head
                                .into_iter()
                                .map(|label| view! { <th scope="col" class="is-number">{label}</th> })
                                .collect_view()}
                            <th scope="col" class="is-number">"recall"</th>
                            <th scope="col" class="is-number">"precision"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {labels
                            .into_iter()
                            .zip(metrics.confusion_matrix)
                            .enumerate()
                            .map(|(at, (label, row))| {
                                let own = per_class.get(at);
                                let recall = own.map_or(f64::NAN, |class| class.recall);
                                let precision = own.map_or(f64::NAN, |class| class.precision);
                                let tenths: Vec<u64> =
                                    (0..row.len()).map(|cell| words::confusion_tenths(&row, cell)).collect();
                                view! {
                                    <tr>
                                        <th scope="row">{label}</th>
                                        {row
                                            .into_iter()
                                            .zip(tenths)
                                            .map(|(rows, tenths)| view! {
                                                <td class="is-number" data-tenths=tenths.to_string()>
                                                    {format::count(rows)}
                                                </td>
                                            })
                                            .collect_view()}
                                        <td class="is-number">{format::share(recall)}</td>
                                        <td class="is-number">{format::share(precision)}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn CurvesView(evaluation: Arc<Evaluation>, threshold: f64) -> impl IntoView {
    let app = AppState::expect();
    let classes: Vec<String> = evaluation.curves.iter().map(|curves| curves.class.clone()).collect();
    let is_one = classes.len() == 1;
    let class = RwSignal::new(classes.first().cloned().unwrap_or_default());
    let threshold = RwSignal::new(threshold);
    let kept = StoredValue::new(evaluation);
    let curves = Memo::new(move |_| {
        let class = class.get();
        kept.with_value(|all| all.curves.iter().find(|curves| curves.class == class).cloned())
            .unwrap_or_default()
    });
    let areas = Memo::new(move |_| kept.with_value(|all| words::areas(all, &class.get())));
    let chart = |draw: fn(&Curves, words::ClassAreas) -> ModelCurve| {
        Signal::derive(move || Chart::Model(curves.with(|curves| draw(curves, areas.get()))))
    };
    let roc = chart(|curves, areas| ModelCurve::roc(curves, areas.roc_auc));
    let precision_recall =
        chart(|curves, areas| ModelCurve::precision_recall(curves, areas.average_precision));
    let calibration = chart(|curves, _| ModelCurve::calibration(curves));
    let scores = Signal::derive(move || {
        Chart::Scores(curves.with(|curves| ScoreHistogram::of(curves, Some(threshold.get()))))
    });
    let label = move |what: &'static str| Signal::derive(move || format!("{what}, class {}", class.get()));
    view! {
        {(!is_one).then(|| view! {
            <SelectField
                label="Class"
                id="evaluation-class"
                options=Signal::stored(Choice::same(classes))
                value=class
                set=Callback::new(move |chosen| class.set(chosen))
            />
        })}
        <div class="model-charts">
            <section><h3>"ROC curve"</h3><ChartCanvas chart=roc theme=app.theme label=label("ROC curve") /></section>
            <section>
                <h3>"Precision and recall"</h3>
                <ChartCanvas chart=precision_recall theme=app.theme label=label("Precision-recall curve") />
            </section>
            <section>
                <h3>"Calibration"</h3>
                <ChartCanvas chart=calibration theme=app.theme label=label("Calibration curve") />
            </section>
            <section>
                <h3>"Scores by true label"</h3>
                <ChartCanvas chart=scores theme=app.theme label=label("Score histogram") />
            </section>
        </div>
        <ThresholdPanel
            thresholds=Signal::derive(move || curves.with(|curves| curves.thresholds.clone()))
            class
            threshold
        />
    }
}
