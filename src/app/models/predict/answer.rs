//! The answer for one row: label, probabilities, what drove it.

use std::rc::Rc;

use leptos::prelude::*;

use super::words;
use crate::app::components::words::Words;
use crate::app::format;
use crate::app::models::bar_cell::BarCell;
use crate::app::models::bars::BarScale;
use crate::model::evaluation::RowAnswer;

/// Inputs whose effect is shown.
const MOST_DRIVERS: usize = 10;

/// What is shown as no change at all is no row.
const LEAST_EFFECT: f64 = 0.0005;

/// Label, probabilities as bars, drivers as a table.
#[component]
pub fn Answer(
    /// What was found.
    found: Rc<RowAnswer>,
) -> impl IntoView {
    let whole = BarScale::of([1.0]);
    let probabilities: Vec<_> = found
        .classes
        .iter()
        .zip(&found.probabilities)
        .map(|(class, &p)| {
            let is_label = *class == found.label;
            view! {
                <tr class:is-chosen=is_label>
                    <th scope="row">{class.clone()}</th>
                    <td class="cell-bar"><BarCell shape=whole.bar(p, p, p) /></td>
                    <td class="cell-number" title=format::full(p)>{format::share(p)}</td>
                </tr>
            }
        })
        .collect();
    let counted = found.drivers.iter().filter(|driver| driver.effect.abs() >= LEAST_EFFECT);
    let shown = counted.take(MOST_DRIVERS);
    let scale = BarScale::of(shown.clone().map(|driver| driver.effect));
    let drivers: Vec<_> = shown
        .map(|driver| {
            let effect = driver.effect;
            let tone = if effect < 0.0 { "against" } else { "for" };
            view! {
                <tr>
                    <th scope="row">{driver.name.clone()}</th>
                    <td>{words::shown(&driver.value)}</td>
                    <td class="quiet">{words::shown(&driver.typical)}</td>
                    <td class="cell-bar"><BarCell shape=scale.bar(effect, effect, effect) tone /></td>
                    <td class="cell-number" title=format::full(effect)>{format::share_change(effect)}</td>
                </tr>
            }
        })
        .collect();
    let has_drivers = !drivers.is_empty();
    let rest = (found.drivers.len() - drivers.len()) as u64;
    let rest = (rest > 0).then(|| {
        view! { <p class="quiet">{format!("{} with less effect not shown.", format::counted(rest, "input", "inputs"))}</p> }
    });
    view! {
        <div class="answer">
            <p class="answer-label">{words::answer(&found)}</p>
            <table class="rank-table">
                <caption class="visually-hidden">"Probability of each class"</caption>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">"class"</th>
                        <th scope="col">"bar"</th>
                        <th scope="col">"probability"</th>
                    </tr>
                </thead>
                <tbody>{probabilities}</tbody>
            </table>
            <h4>"What drove it"</h4>
            <p><Words text=words::drivers_caption(&found) /></p>
            {has_drivers.then(|| view! {
                <div class="rank-scroll" role="region" tabindex="0" aria-label="What drove the answer">
                    <table class="rank-table">
                        <thead>
                            <tr>
                                <th scope="col">"input"</th>
                                <th scope="col">"value"</th>
                                <th scope="col">"typical"</th>
                                <th scope="col" class="cell-bar"><span class="visually-hidden">"bar"</span></th>
                                <th scope="col" class="cell-number">{format!("effect on {}", found.label)}</th>
                            </tr>
                        </thead>
                        <tbody>{drivers}</tbody>
                    </table>
                </div>
            })}
            {rest}
        </div>
    }
}
