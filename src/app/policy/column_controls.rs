//! What judges one column, and the fields that change it.

use leptos::prelude::*;

use super::rule_fields::RuleFields;
use super::rule_of::{RuleOf, methods_for_column};
use super::words;
use crate::app::state::AppState;
use crate::app::{format, labels};
use crate::drift::{ColumnReport, ColumnVerdict, Level, Rule};

/// Method, threshold and least effect of the open column, with who set them, and a way back.
#[component]
pub fn ColumnControls(
    /// Name of the column.
    name: String,
    /// Its part of the report.
    #[prop(into)]
    report: Signal<Option<ColumnReport>>,
) -> impl IntoView {
    let state = AppState::expect();
    let place = StoredValue::new(RuleOf::Column(name.clone()));
    let verdict = Memo::new(move |_| report.with(|report| report.as_ref().and_then(|report| report.verdict)));
    let rule = Memo::new(move |_| state.policy.with(|policy| place.with_value(|place| place.get(policy))));
    let fixed = report.with_untracked(|report| {
        let report = report.as_ref()?;
        let evidence = report.evidence.as_ref().filter(|evidence| !evidence.is_empty_side())?;
        Some((methods_for_column(evidence), report.reference.clone()))
    })?;
    let wide = move |from: fn(&ColumnVerdict) -> Level,
                     own: fn(&Rule) -> bool,
                     says: fn(&ColumnVerdict) -> String| {
        Signal::derive(move || match verdict.get() {
            // What would hold without the column's rule is not known while it holds.
            Some(verdict) if !own(&rule.get()) && from(&verdict) != Level::Column => {
                format!("{}, from: {}", says(&verdict), words::level(from(&verdict)))
            }
            _ => "without a rule".to_owned(),
        })
    };
    let no_method =
        wide(|v| v.method_from, |rule| rule.method.is_some(), |v| labels::method(v.method).to_owned());
    let line_hint =
        wide(|v| v.threshold_from, |rule| rule.threshold.is_some(), |v| format::number(v.threshold));
    let effect_hint = wide(
        |v| v.effect.map_or(Level::Preset, |effect| effect.threshold_from),
        |rule| rule.min_effect.is_some(),
        |v| v.effect.map_or("none".to_owned(), |effect| format::number(effect.threshold)),
    );
    let (methods, reference) = fixed;
    Some(view! {
        <section class="column-controls" aria-label="What judges this column">
            <p class="judged-by" title=move || verdict.get().map(|verdict| words::judged_by_in_full(&verdict))>
                <span class="quiet">"Judged by "</span>
                <strong>{move || verdict.get().map(|verdict| words::judged_by(&verdict))}</strong>
            </p>
            <div class="policy-fields">
                {match reference {
                    Some(reference) => view! {
                        <RuleFields
                            of=place.get_value()
                            whose=format!("of {name}")
                            methods
                            no_method
                            line_hint
                            effect_hint
                            reference
                        />
                    }
                    .into_any(),
                    None => ().into_any(),
                }}
                <button
                    type="button"
                    class="button"
                    disabled=move || rule.get().is_empty()
                    on:click=move |_| {
                        state.change_policy(None, |policy| {
                            place.with_value(|place| place.set(policy, Rule::default()));
                        });
                    }
                >
                    "Reset"
                </button>
            </div>
        </section>
    })
}
