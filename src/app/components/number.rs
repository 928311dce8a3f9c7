//! Numbers that line up on their decimal point.

use leptos::prelude::*;

use crate::app::format;

/// A written number, cut at its point so that a column lines up.
#[component]
pub fn Number(
    /// As written for people.
    #[prop(into)]
    text: String,
    /// All digits, shown on hover.
    #[prop(into, optional)]
    full: String,
    /// Unit, right after the number.
    #[prop(into, optional)]
    unit: String,
) -> impl IntoView {
    let cut = format::aligned(&text);
    let title = (!full.is_empty()).then_some(full);
    let unit = (!unit.is_empty()).then(|| view! { <span class="number-unit">"\u{a0}" {unit}</span> });
    view! {
        <span class="number" title=title>
            <span class="number-whole">{cut.whole}</span>
            <span class="number-fraction">{cut.fraction} {unit}</span>
        </span>
    }
}
