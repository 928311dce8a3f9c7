//! The columns by harm, beside their drift.

use std::rc::Rc;

use leptos::prelude::*;

use super::words::{self, Effect};
use crate::app::components::badge::Badge;
use crate::app::components::column_link::ColumnLink;
use crate::app::components::words::Words;
use crate::app::models::bar_cell::BarCell;
use crate::app::models::bars::BarScale;
use crate::app::policy::words as policy_words;
use crate::app::state::AppState;
use crate::app::{format, labels};
use crate::drift::ColumnReport;
use crate::model::evaluation::{ColumnHarm, HarmReport};

/// Columns whose effect is said in a sentence.
const SAID: usize = 3;

/// Sentences on the first columns, and the table of all.
#[component]
pub fn HarmTable(
    /// What was found.
    found: Rc<HarmReport>,
) -> impl IntoView {
    let said: Vec<_> = found
        .columns
        .iter()
        .take(SAID)
        .map(|column| {
            let text = words::sentence(column, &found.class);
            view! { <li><Words text /></li> }
        })
        .collect();
    let labelled = found.labelled && found.columns.iter().any(|column| column.loss.is_some());
    let scale = if labelled {
        let ends = |column: &ColumnHarm| [column.loss, column.loss_low, column.loss_high];
        BarScale::of(found.columns.iter().flat_map(ends).flatten())
    } else {
        BarScale::of(found.columns.iter().map(|column| column.mean_change))
    };
    let rows: Vec<_> = found.columns.iter().map(|column| row(column.clone(), labelled, scale)).collect();
    let shift = format!("shift of {}", found.class);
    let measure = if labelled { "log loss that the drift adds" } else { "change of the predictions" };
    view! {
        <p>{words::summary(&found)}</p>
        <ul class="harm-said">{said}</ul>
        <div class="rank-scroll" role="region" tabindex="0" aria-label="Columns by harm">
            <table class="rank-table">
                <thead>
                    <tr>
                        <th scope="col">"column"</th>
                        <th scope="col" class="cell-bar"><span class="visually-hidden">"bar"</span></th>
                        <th scope="col" class="cell-number">{measure}</th>
                        {labelled.then(|| view! {
                            <th scope="col" class="cell-number" title="Mean change of a row's probabilities, 0 to 100 %">
                                "change"
                            </th>
                        })}
                        <th scope="col" class="cell-number" title="Mean probability as it is, less that with the column swapped back">
                            {shift}
                        </th>
                        <th scope="col" class="cell-number" title="Share of rows whose label changes">"flipped"</th>
                        <th scope="col">"drift"</th>
                        <th scope="col" class="cell-number">"effect"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(column: ColumnHarm, labelled: bool, scale: BarScale) -> impl IntoView {
    let state = AppState::expect();
    let name = StoredValue::new(column.name.clone());
    let report = Memo::new(move |_| {
        state.report.with(|report| {
            let columns = &report.as_ref()?.columns;
            name.with_value(|name| columns.iter().find(|column| column.name == *name).cloned())
        })
    });
    let change = format::share(column.mean_change);
    let (shape, tone, measured, title) = match column.loss.filter(|_| labelled) {
        Some(loss) => {
            let (low, high) = (column.loss_low.unwrap_or(loss), column.loss_high.unwrap_or(loss));
            let tone = match words::effect(&column) {
                Effect::Harms => "harm",
                Effect::Helps => "gain",
                Effect::Unclear => "",
            };
            (scale.bar(loss, low, high), tone, words::loss(&column).unwrap_or_default(), format::full(loss))
        }
        None => {
            let size = column.mean_change;
            (scale.bar(size, size, size), "", change.clone(), format::full(size))
        }
    };
    view! {
        <tr>
            <th scope="row">
                {move || match report.with(Option::is_some) {
                    true => view! { <ColumnLink name=name.get_value() /> }.into_any(),
                    false => view! { <span>{name.get_value()}</span> }.into_any(),
                }}
            </th>
            <td class="cell-bar"><BarCell shape tone /></td>
            <td class="cell-number" title=title>{measured}</td>
            {labelled.then(|| view! { <td class="cell-number">{change}</td> })}
            <td class="cell-number">{format::share_change(column.mean_shift)}</td>
            <td class="cell-number">{format::share(column.flipped)}</td>
            <td>{move || report.get().as_ref().map(verdict)}</td>
            <td class="cell-number">{move || report.get().as_ref().map(effect)}</td>
        </tr>
    }
}

fn verdict(column: &ColumnReport) -> impl IntoView + use<> {
    match &column.verdict {
        Some(verdict) => {
            let word = if verdict.drifted {
                labels::severity(verdict.severity)
            } else {
                policy_words::outcome(verdict.outcome())
            };
            view! { <Badge severity=Some(verdict.severity) word /> }
        }
        None => view! { <Badge severity=None word="not judged" /> },
    }
}

fn effect(column: &ColumnReport) -> String {
    column.effect.map_or_else(
        || "–".to_owned(),
        |effect| format!("{}\u{a0}{}", format::number(effect.size), format::effect_unit(column.kind)),
    )
}
