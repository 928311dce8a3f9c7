//! What a comparison found: metrics, McNemar's test, segments.

use leptos::prelude::*;

use super::state::Compared;
use crate::app::format;
use crate::model::evaluation::{MetricDifference, SegmentDifference};
use crate::report::words::evaluations::{self as words, Favours};

/// All tables of a comparison.
#[component]
pub fn ComparisonView(
    /// The comparison and what it is of.
    compared: Compared,
) -> impl IntoView {
    let Compared { first_name, second_name, data, result, .. } = compared;
    let rows = format::counted(result.rows, "row", "rows");
    let mcnemar = words::mcnemar(&result.mcnemar, &first_name, &second_name);
    let segments = result.segments.clone();
    view! {
        <p class="quiet">
            {format!("{first_name} (first) and {second_name} (second) on {rows} of {data}. A difference is the second less the first.")}
        </p>
        <p>{mcnemar}</p>
        <div class="table-box" role="region" tabindex="0" aria-label="Metrics of both">
            <table class="plain-table" aria-label="Metrics of both">
                <thead>
                    <tr>
                        <th scope="col">"metric"</th>
                        <th scope="col" class="is-number">{first_name.clone()}</th>
                        <th scope="col" class="is-number">{second_name.clone()}</th>
                        <th scope="col" class="is-number">"difference (95 % interval)"</th>
                        <th scope="col">"which"</th>
                    </tr>
                </thead>
                <tbody>{result.metrics.iter().map(metric_row).collect_view()}</tbody>
            </table>
        </div>
        {(!segments.is_empty()).then(|| view! { <Segments segments /> })}
    }
}

fn metric_row(row: &MetricDifference) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{row.metric.label()}</th>
            <td class="is-number" title=format::full(row.first)>{format::number(row.first)}</td>
            <td class="is-number" title=format::full(row.second)>{format::number(row.second)}</td>
            <td class="is-number">{words::difference(row)}</td>
            <td>{Favours::of(row).label()}</td>
        </tr>
    }
}

#[component]
fn Segments(segments: Vec<SegmentDifference>) -> impl IntoView {
    let metric = segments.first().map_or("", |segment| segment.metric.metric.label());
    let is_clear = |segment: &SegmentDifference| Favours::of(&segment.metric) != Favours::Neither;
    let (clear, rest): (Vec<_>, Vec<_>) = segments.into_iter().partition(is_clear);
    let others = format::counted(rest.len() as u64, "segment", "segments");
    view! {
        <h3>{format!("By segment: {metric}")}</h3>
        {if clear.is_empty() {
            view! { <p>"In no segment is there a clear difference."</p> }.into_any()
        } else {
            view! { <SegmentTable segments=clear label="Segments with a clear difference" /> }.into_any()
        }}
        {(!rest.is_empty()).then(|| view! {
            <details>
                <summary>{format!("{others} without a clear difference")}</summary>
                <SegmentTable segments=rest label="Segments without a clear difference" />
            </details>
        })}
    }
}

#[component]
fn SegmentTable(segments: Vec<SegmentDifference>, label: &'static str) -> impl IntoView {
    view! {
        <div class="table-box" role="region" tabindex="0" aria-label=label>
            <table class="plain-table" aria-label=label>
                <thead>
                    <tr>
                        <th scope="col">"column"</th>
                        <th scope="col">"segment"</th>
                        <th scope="col" class="is-number">"rows"</th>
                        <th scope="col" class="is-number">"first"</th>
                        <th scope="col" class="is-number">"second"</th>
                        <th scope="col" class="is-number">"difference (95 % interval)"</th>
                        <th scope="col">"which"</th>
                    </tr>
                </thead>
                <tbody>
                    {segments
                        .into_iter()
                        .map(|segment| view! {
                            <tr>
                                <th scope="row">{segment.column}</th>
                                <td>{segment.segment}</td>
                                <td class="is-number">{format::count(segment.rows)}</td>
                                <td class="is-number">{format::number(segment.metric.first)}</td>
                                <td class="is-number">{format::number(segment.metric.second)}</td>
                                <td class="is-number">{words::difference(&segment.metric)}</td>
                                <td>{Favours::of(&segment.metric).label()}</td>
                            </tr>
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}
