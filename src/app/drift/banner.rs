//! The verdict in words, what was compared, and what to do with it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{rows, verdict_words};
use crate::app::components::badge::SeverityShape;
use crate::app::components::column_link::ColumnLink;
use crate::app::components::words::Words;
use crate::app::models::running::JobLine;
use crate::app::policy::bar::PolicyBar;
use crate::app::reports::desk::ReportDesk;
use crate::app::reports::history::HistoryLink;
use crate::app::reports::keep::KeepReport;
use crate::app::reports::menu::DownloadMenu;
use crate::app::state::AppState;
use crate::app::{format, labels};
use crate::drift::CheckReport;
use crate::worker::protocol::Slot;

/// Redrawn with every comparison.
#[component]
pub fn Banner() -> impl IntoView {
    let state = AppState::expect();
    let writing = ReportDesk::expect().shown_job();
    view! {
        <section
            class="banner"
            aria-label="Verdict"
            data-severity=move || {
                state.report.with(|report| {
                    report.as_ref().map_or("none", |report| labels::severity_slug(report.dataset.severity))
                })
            }
            aria-busy=move || state.judging.get().is_busy().to_string()
        >
            {move || state.report.get().map(verdict)}
            <div class="banner-sides">
                {move || state.report.get().map(|report| sides(&report, state))}
            </div>
            {move || state.report.get().map(|report| moved(&report))}
            <PolicyBar />
            <div class="banner-actions">
                <DownloadMenu />
                <KeepReport />
                <HistoryLink label="History" to_history=true />
                <JobLine job=writing label="Writing the report" />
            </div>
            {move || state.report.get().map(|report| findings(&report))}
        </section>
    }
}

fn verdict(report: Arc<CheckReport>) -> impl IntoView {
    let dataset = &report.dataset;
    view! {
        <div class="banner-verdict">
            <h1>
                <SeverityShape severity=Some(dataset.severity) />
                {verdict_words::headline(dataset)}
            </h1>
            <p class="banner-facts">{verdict_words::facts(&report)}</p>
        </div>
    }
}

fn sides(report: &CheckReport, state: AppState) -> impl IntoView + use<> {
    let rows_of = |rows| format::counted(rows, "row", "rows");
    let reference = report.reference.clone();
    let current = report.current.clone();
    let batches = state.datasets.with(|all| {
        all.iter()
            .filter(|set| set.slot != Slot::Reference)
            .map(|set| (set.slot, set.name.clone()))
            .collect::<Vec<_>>()
    });
    let chosen = state.current.get();
    let current_name = if batches.len() > 1 {
        let slots: Vec<Slot> = batches.iter().map(|(slot, _)| *slot).collect();
        let choose = move |event: web_sys::Event| {
            let at: Option<usize> = event_target_value(&event).parse().ok();
            state.chosen.set(at.and_then(|at| slots.get(at).copied()));
        };
        let options = batches
            .into_iter()
            .enumerate()
            .map(|(at, (slot, name))| {
                view! {
                    <option value=at.to_string() selected=Some(slot) == chosen>
                        {name}
                    </option>
                }
            })
            .collect_view();
        view! {
            <select class="select" aria-label="Current data set" on:change=choose>
                {options}
            </select>
        }
        .into_any()
    } else {
        view! { <span class="side-name">{current.name.clone()}</span> }.into_any()
    };
    view! {
        <span class="side" data-side="reference">
            <span class="side-key" aria-hidden="true"></span>
            <span class="visually-hidden">"Reference: "</span>
            <span class="side-name">{reference.name}</span>
            <span class="side-rows">{rows_of(reference.rows)}</span>
        </span>
        <span class="side-arrow" aria-hidden="true">"→"</span>
        <span class="side" data-side="current">
            <span class="side-key" aria-hidden="true"></span>
            <span class="visually-hidden">"Current: "</span>
            {current_name}
            <span class="side-rows">{rows_of(current.rows)}</span>
        </span>
    }
}

fn moved(report: &CheckReport) -> Option<impl IntoView + use<>> {
    let top: Vec<_> = rows::most_moved(report, 3)
        .into_iter()
        .map(|column| {
            let name = column.name.clone();
            let by = column.effect.map(|effect| format::moved(effect.size, effect.shift, column.kind));
            view! {
                <li>
                    <ColumnLink name />
                    " "
                    <span class="moved-by">{by}</span>
                </li>
            }
        })
        .collect();
    (!top.is_empty()).then(|| {
        view! {
            <div class="banner-moved">
                <span id="most-moved">"Most moved:"</span>
                <ul aria-labelledby="most-moved">{top}</ul>
            </div>
        }
    })
}

fn findings(report: &CheckReport) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            view! {
                <li>
                    <SeverityShape severity=Some(finding.severity) />
                    <span class="visually-hidden">{labels::finding_severity(finding.severity)} ": "</span>
                    <Words text=finding.message.clone() />
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <ul class="banner-findings" aria-label="Findings about the files">
                {lines}
            </ul>
        }
    })
}
