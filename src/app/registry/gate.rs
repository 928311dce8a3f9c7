//! The evidence of a gate: rules, champion and challenger part by part, segments.

use std::sync::Arc;

use leptos::prelude::*;

use super::gate_words::{self, ALONE, BESIDE, CHECKS, RULE, SEGMENTS};
use super::table_view::fixed_table;
use crate::app::components::badge::Badge;
use crate::drift::Severity;
use crate::lifecycle::{GatePart, GateReport};
use crate::model::metrics::Metric;

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
            <p><Badge severity=Some(severity) word=gate_words::verdict(&report) /></p>
            {names.map(|names| view! { <p class="quiet">{names}</p> })}
            {fixed_table("Rules of the gate", CHECKS.to_vec(), rules)}
            {report.parts.iter().map(|part| part_view(part, metric)).collect_view()}
            {report.notes.iter().map(|note| view! { <p class="quiet">{note.clone()}</p> }).collect_view()}
        </section>
    }
}

fn part_view(part: &GatePart, metric: Metric) -> AnyView {
    let heading = gate_words::part_heading(part);
    let label = format!("Metrics: {heading}");
    let columns = if part.comparison.is_some() { BESIDE.to_vec() } else { ALONE.to_vec() };
    let segments = part.comparison.as_ref().map(|found| found.segments.as_slice()).unwrap_or_default();
    let segments = (!segments.is_empty()).then(|| {
        let table = fixed_table(
            format!("Segments: {heading}"),
            SEGMENTS.to_vec(),
            gate_words::segment_rows(segments),
        );
        view! { <details><summary>{gate_words::segments_summary(segments)}</summary>{table}</details> }
    });
    view! {
        <h3>{heading}</h3>
        {fixed_table(label, columns, gate_words::part_rows(part, metric))}
        {segments}
    }
    .into_any()
}
