//! The evidence of a gate: rules, champion and challenger part by part, segments.

use std::sync::Arc;

use leptos::prelude::*;

use super::gate_words::{self, ALONE, BESIDE, CHECKS, SEGMENTS};
use super::table_view::fixed_table;
use crate::app::components::badge::Badge;
use crate::app::components::chart_canvas::ChartCanvas;
use crate::app::state::AppState;
use crate::chart::{Chart, ModelCurve};
use crate::drift::Severity;
use crate::lifecycle::{GatePart, GateReport};
use crate::model::metrics::Metric;
use crate::report::words::gates::{RULE, part_heading, segments_summary, verdict};

/// All of the evidence, under headings of the third level.
#[component]
pub fn GateView(
    /// What the gate found.
    report: Arc<GateReport>,
) -> impl IntoView {
    let severity = if report.passed { Severity::None } else { Severity::Critical };
    let rules = gate_words::check_rows(&report.rules, RULE, |holds| !holds);
    let metric = report.metric;
    let names = report.parts.iter().any(|part| part.comparison.is_some()).then(|| {
        let [champion, challenger] = &report.names;
        format!("Champion is {champion}, challenger is {challenger}. A difference is the challenger’s value less the champion’s.")
    });
    view! {
        <section class="gate" aria-label="Evidence of the gate">
            <p><Badge severity=Some(severity) word=verdict(&report) /></p>
            {names.map(|names| view! { <p class="quiet">{names}</p> })}
            {fixed_table("Rules of the gate", CHECKS.to_vec(), rules)}
            <div class="gate-parts">{report.parts.iter().map(|part| part_view(part, metric)).collect_view()}</div>
            {report.notes.iter().map(|note| view! { <p class="quiet">{note.clone()}</p> }).collect_view()}
        </section>
    }
}

fn part_view(part: &GatePart, metric: Metric) -> AnyView {
    let heading = part_heading(part);
    let label = format!("Metrics: {heading}");
    let columns = if part.comparison.is_some() { BESIDE.to_vec() } else { ALONE.to_vec() };
    let segments = part.comparison.as_ref().map(|found| found.segments.as_slice()).unwrap_or_default();
    let segments = (!segments.is_empty()).then(|| {
        let table = fixed_table(
            format!("Segments: {heading}"),
            SEGMENTS.to_vec(),
            gate_words::segment_rows(segments),
        );
        view! { <details><summary>{segments_summary(segments)}</summary>{table}</details> }
    });
    view! {
        <div class="gate-part">
            <h3>{heading}</h3>
            {fixed_table(label, columns, gate_words::part_rows(part, metric))}
            {curves(part)}
            {segments}
        </div>
    }
    .into_any()
}

/// ROC and calibration curves of both, drawn once they are unfolded; nothing without probabilities.
fn curves(part: &GatePart) -> Option<AnyView> {
    let both = [("Champion", part.champion.as_ref()), ("Challenger", Some(&part.challenger))];
    let drawn: Vec<(String, Chart)> = both
        .into_iter()
        .filter_map(|(who, evaluation)| Some((who, evaluation?)))
        .flat_map(|(who, evaluation)| {
            // Of two classes there is one set of curves, of more the first class's stands for all.
            let auc = evaluation.metrics.value(Metric::RocAuc).filter(|_| evaluation.curves.len() == 1);
            evaluation.curves.first().into_iter().flat_map(move |curves| {
                let roc = Chart::Model(ModelCurve::roc(curves, auc));
                let calibration = Chart::Model(ModelCurve::calibration(curves));
                [(format!("{who}: ROC curve"), roc), (format!("{who}: calibration"), calibration)]
            })
        })
        .collect();
    if drawn.is_empty() {
        return None;
    }
    let theme = AppState::expect().theme;
    let is_open = RwSignal::new(false);
    let toggle = move |event: web_sys::Event| {
        let element: web_sys::HtmlElement = event_target(&event);
        is_open.set(element.has_attribute("open"));
    };
    let drawn = StoredValue::new(drawn);
    let charts = move || {
        let all = drawn.get_value().into_iter().filter(|_| is_open.get());
        all.map(|(title, chart)| {
            let label = Signal::stored(title.clone());
            view! { <section><h4>{title}</h4><ChartCanvas chart=Signal::stored(chart) theme label /></section> }
                .into_any()
        })
        .collect::<Vec<_>>()
    };
    let view = view! {
        <details on:toggle=toggle>
            <summary>"Curves before and after"</summary>
            <div class="model-charts">{charts}</div>
        </details>
    };
    Some(view.into_any())
}
