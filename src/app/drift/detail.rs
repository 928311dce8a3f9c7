//! The detail panel of one column: reasons, verdict, charts, tables.

use leptos::prelude::*;

use super::contributions::ContributionList;
use super::detail_tables::{FindingList, QuantileTable, SideTable};
use super::detail_words::{kind_and_role, reasons, summary_rows};
use super::test_lines::test_lines;
use super::test_table::TestTable;
use super::verdict_words;
use crate::app::components::badge::Badge;
use crate::app::components::chart_canvas::ChartCanvas;
use crate::app::components::words::Words;
use crate::app::policy::column_controls::ColumnControls;
use crate::app::state::AppState;
use crate::app::theme::Theme;
use crate::chart::Chart;
use crate::data::{Kind, Role};
use crate::drift::{ColumnDetail, ColumnReport, ColumnVerdict, Outcome};

/// The detail panel of one column. Draws; decides nothing.
#[component]
pub fn DetailPanel(
    /// The column's part of the report; `None` while no column is chosen.
    #[prop(into)]
    report: Signal<Option<ColumnReport>>,
    /// What is drawn of it; `None` while the profile is read.
    #[prop(into)]
    detail: Signal<Option<ColumnDetail>>,
    /// Light or dark.
    #[prop(into)]
    theme: Signal<Theme>,
    /// Called when the panel is closed.
    on_close: Callback<()>,
) -> impl IntoView {
    // A detail that arrives late must not be shown under another column's name.
    let own = Memo::new(move |_| {
        let name = report.with(|r| r.as_ref().map(|r| r.name.clone()))?;
        detail.get().filter(|detail| detail.name == name)
    });
    // A part is drawn anew only when it changed, so that what the user opened stays open.
    let head =
        Memo::new(move |_| report.with(|r| r.as_ref().map(|r| (r.name.clone(), r.kind, r.role, r.verdict))));
    let findings =
        Memo::new(move |_| report.with(|r| r.as_ref().map(|r| r.findings.clone())).unwrap_or_default());
    let reasons = Memo::new(move |_| {
        let messages = findings.get();
        own.with(|own| own.as_ref().map(|own| reasons(&own.sentences, &messages))).unwrap_or_default()
    });
    // Where a finding is the main thing to say, it stands below, and nothing else leads.
    let leads = Memo::new(move |_| {
        own.with(|own| own.as_ref().and_then(|own| own.sentences.first().cloned()))
            .is_some_and(|first| reasons.with(|all| all.first() == Some(&first)))
    });
    let is_there = Memo::new(move |_| head.with(Option::is_some));
    // Another column or kind has other methods to choose from; another verdict has not.
    let judged = Memo::new(move |_| head.with(|head| head.as_ref().map(|head| (head.0.clone(), head.1))));
    view! {
        <div class="detail">
            {move || match head.get() {
                None => view! { <p class="detail-empty">"Choose a column to see how it changed."</p> }.into_any(),
                Some((name, kind, role, verdict)) => view! { <Head name kind role verdict on_close /> }.into_any(),
            }}
            <Show when=move || is_there.get()>
                <div class="detail-body">
                    {move || reasons.with(|all| !all.is_empty()).then(|| view! { <Reasons sentences=reasons.get() leads=leads.get() /> })}
                    {move || findings.with(|all| !all.is_empty()).then(|| view! {
                        <section><h3>"Findings"</h3><FindingList findings=findings.get() /></section>
                    })}
                    {move || judged.get().map(|(name, _)| view! { <ColumnControls name report /> })}
                    <Where detail=own />
                    <Charts detail=own theme />
                    <Numbers report detail=own />
                </div>
            </Show>
        </div>
    }
}

/// Name, kind, role, verdict, and the way out.
#[component]
fn Head(
    name: String,
    kind: Kind,
    role: Role,
    verdict: Option<ColumnVerdict>,
    on_close: Callback<()>,
) -> impl IntoView {
    let word = verdict_words::of_column(verdict.as_ref());
    let judged = verdict.filter(|verdict| verdict.outcome() != Outcome::TooFewRows);
    let severity = judged.map(|verdict| verdict.severity);
    view! {
        <header class="detail-head">
            <div class="detail-title">
                <h2>{name}</h2>
                <p><span>{kind_and_role(kind, role)}</span><Badge severity word /></p>
            </div>
            <button type="button" class="icon-button" aria-label="Close the detail" on:click=move |_| on_close.run(())>
                "×"
            </button>
        </header>
    }
}

/// What happened stands first and largest; why it was judged so follows.
#[component]
fn Reasons(sentences: Vec<String>, leads: bool) -> impl IntoView {
    view! {
        <div class="detail-reasons" class:has-lead=leads>
            {sentences.into_iter().map(|sentence| view! { <p><Words text=sentence /></p> }).collect_view()}
        </div>
    }
}

/// Where it moved, once that is here.
#[component]
fn Where(#[prop(into)] detail: Signal<Option<ColumnDetail>>) -> impl IntoView {
    let parts = Memo::new(move |_| {
        let parts = detail.with(|d| d.as_ref().map(|d| (d.name.clone(), d.contributions.clone())))?;
        (!parts.1.is_empty()).then_some(parts)
    });
    move || {
        parts.get().map(|(column, parts)| {
            view! { <section><h3>"Where it moved"</h3><ContributionList column parts /></section> }
        })
    }
}

/// Histogram and distribution functions, or category bars; a quiet place holder until they are there.
#[component]
fn Charts(#[prop(into)] detail: Signal<Option<ColumnDetail>>, theme: Signal<Theme>) -> impl IntoView {
    let chart = move |of: fn(&ColumnDetail) -> Option<Chart>| {
        Memo::new(move |_| detail.with(|detail| detail.as_ref().and_then(of)))
    };
    let histogram = chart(|d| d.histogram.clone().map(Chart::Histogram));
    let ecdf = chart(|d| d.ecdf.clone().map(Chart::Ecdf));
    let bars = chart(|d| d.bars.clone().map(Chart::Bars));
    view! {
        {move || detail.with(Option::is_none).then(|| view! {
            <section class="detail-loading" aria-busy="true">
                <p>"Reading the profile…"</p>
                <div class="detail-skeleton"></div>
                <div class="detail-skeleton"></div>
            </section>
        })}
        <ChartSection title="Histogram" chart=histogram theme />
        <ChartSection title="Cumulative distribution" chart=ecdf theme />
        <ChartSection title="Categories" chart=bars theme />
    }
}

/// One chart under its heading, kept in place while its data changes.
#[component]
fn ChartSection(title: &'static str, chart: Memo<Option<Chart>>, theme: Signal<Theme>) -> impl IntoView {
    let is_there = Memo::new(move |_| chart.with(Option::is_some));
    move || {
        is_there.get().then(|| {
            // Keeps the last chart while the section is on its way out.
            let last = StoredValue::new(chart.get_untracked());
            let shown = Memo::new(move |_| {
                if let Some(now) = chart.get() {
                    last.set_value(Some(now));
                }
                last.get_value()
            });
            shown.get_untracked().map(|first| {
                let chart = Signal::derive(move || shown.get().unwrap_or_else(|| first.clone()));
                view! { <section><h3>{title}</h3><ChartCanvas chart theme label=title.to_owned() /></section> }
            })
        })
    }
}

/// Tests, quantiles, both sides.
#[component]
fn Numbers(
    report: Signal<Option<ColumnReport>>,
    #[prop(into)] detail: Signal<Option<ColumnDetail>>,
) -> impl IntoView {
    let quantiles =
        Memo::new(move |_| detail.with(|d| d.as_ref().map(|d| d.quantiles.clone())).unwrap_or_default());
    let sides = Memo::new(move |_| {
        report
            .with(|r| r.as_ref().map(|r| summary_rows(r.reference.as_ref(), r.current.as_ref())))
            .unwrap_or_default()
    });
    let state = AppState::expect();
    let tests = Memo::new(move |_| {
        let costly =
            detail.with(|d| d.as_ref().map(|d| d.costly.iter().map(|(m, r)| (*m, *r)).collect::<Vec<_>>()));
        report
            .with(|report| {
                let report = report.as_ref()?;
                Some(state.policy.with(|policy| test_lines(report, &costly.unwrap_or_default(), policy)))
            })
            .unwrap_or_default()
    });
    view! {
        <Show when=move || tests.with(|tests| !tests.is_empty())>
            <section><h3>"Tests"</h3><TestTable lines=tests /></section>
        </Show>
        {move || quantiles.with(|rows| !rows.is_empty()).then(|| view! {
            <section><h3>"Quantiles"</h3><QuantileTable rows=quantiles.get() /></section>
        })}
        <section><h3>"Both sides"</h3>{move || view! { <SideTable rows=sides.get() /> }}</section>
    }
}
