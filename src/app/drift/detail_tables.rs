//! The tables of the detail panel: quantiles, both sides, findings.

use leptos::prelude::*;

use super::detail_words::{Figure, SummaryRow, quantile_figures};
use crate::app::components::badge::Badge;
use crate::app::components::words::Words;
use crate::app::labels;
use crate::drift::{Finding, QuantileRow};

/// Quantiles of both sides and their difference.
#[component]
pub fn QuantileTable(
    /// From the minimum to the maximum.
    rows: Vec<QuantileRow>,
) -> impl IntoView {
    let rows = quantile_figures(&rows);
    view! {
        <table class="detail-table">
            <thead><tr>
                <th scope="col">"quantile"</th>
                <th scope="col" class="is-number is-reference">"reference"</th>
                <th scope="col" class="is-number is-current">"current"</th>
                <th scope="col" class="is-number">"difference"</th>
            </tr></thead>
            <tbody>
                {rows.into_iter().map(|row| view! {
                    <tr>
                        <th scope="row">{row.name}</th>
                        {row.figures.map(|figure| view! { <NumberCell figure /> }).into_iter().collect_view()}
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
    }
}

/// Counts and moments of both sides.
#[component]
pub fn SideTable(
    /// What of both sides is compared.
    rows: Vec<SummaryRow>,
) -> impl IntoView {
    view! {
        <table class="detail-table">
            <thead><tr>
                <th scope="col"><span class="visually-hidden">"what"</span></th>
                <th scope="col" class="is-number is-reference">"reference"</th>
                <th scope="col" class="is-number is-current">"current"</th>
            </tr></thead>
            <tbody>
                {rows.into_iter().map(|row| view! {
                    <tr>
                        <th scope="row">{row.name}</th>
                        <NumberCell figure=row.reference />
                        <NumberCell figure=row.current />
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
    }
}

/// What is worth saying beside the verdict.
#[component]
pub fn FindingList(
    /// In the order of the report.
    findings: Vec<Finding>,
) -> impl IntoView {
    view! {
        <ul class="detail-findings">
            {findings.into_iter().map(|finding| view! {
                <li>
                    <Badge severity=Some(finding.severity) word=labels::finding_severity(finding.severity) />
                    <span><Words text=finding.message /></span>
                </li>
            }).collect_view()}
        </ul>
    }
}

/// A number, right-aligned, with all its digits in its title.
#[component]
pub fn NumberCell(
    /// As written, and in full.
    figure: Figure,
) -> impl IntoView {
    let title = (!figure.full.is_empty()).then_some(figure.full);
    view! { <td class="is-number" title=title>{figure.text}</td> }
}
