//! The tables of the detail panel: quantiles, both sides, tests, findings.

use leptos::prelude::*;

use super::detail_words::{Figure, SummaryRow, explanation, quantile_figures, test_figures};
use crate::app::components::badge::Badge;
use crate::app::components::words::Words;
use crate::app::labels;
use crate::drift::{Finding, Method, QuantileRow, TestResult};

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

/// Every test that was made, the one that gave the verdict marked. A test keeps its row while its
/// figures change, so that an open explanation stays open.
#[component]
pub fn TestTable(
    /// Every test that was made.
    #[prop(into)]
    tests: Signal<Vec<(Method, TestResult)>>,
    /// The one that gave the verdict.
    #[prop(into)]
    judge: Signal<Option<Method>>,
) -> impl IntoView {
    let figures = Memo::new(move |_| tests.with(|tests| test_figures(tests)));
    let methods = move || tests.with(|tests| tests.iter().map(|(method, _)| *method).collect::<Vec<_>>());
    view! {
        <table class="detail-table">
            <thead><tr>
                <th scope="col">"test"</th>
                <th scope="col" class="is-number">"statistic"</th>
                <th scope="col" class="is-number">"p"</th>
            </tr></thead>
            <tbody>
                <For each=methods key=|method| *method let:method>
                    <TestRow method figures judge />
                </For>
            </tbody>
        </table>
    }
}

#[component]
fn TestRow(
    method: Method,
    figures: Memo<Vec<(Method, [Figure; 2])>>,
    judge: Signal<Option<Method>>,
) -> impl IntoView {
    let is_judge = Memo::new(move |_| judge.get() == Some(method));
    let own = Memo::new(move |_| {
        figures.with(|all| all.iter().find(|(known, _)| *known == method).map(|(_, figures)| figures.clone()))
    });
    view! {
        <tr class:is-judge=move || is_judge.get()>
            <th scope="row">
                <details class="detail-explain">
                    <summary>
                        <span title=labels::method_in_full(method)>{labels::method(method)}</span>
                        <Show when=move || is_judge.get()><span class="detail-judge">"verdict"</span></Show>
                        <span class="detail-question" aria-hidden="true">"?"</span>
                        <span class="visually-hidden">" explained"</span>
                    </summary>
                    <p>{explanation(method)}</p>
                </details>
            </th>
            {move || own.get().map(|own| {
                own.map(|figure| view! { <NumberCell figure /> }).into_iter().collect_view()
            })}
        </tr>
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

#[component]
fn NumberCell(figure: Figure) -> impl IntoView {
    let title = (!figure.full.is_empty()).then_some(figure.full);
    view! { <td class="is-number" title=title>{figure.text}</td> }
}
