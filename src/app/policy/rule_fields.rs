//! Method, threshold and least effect of one rule, wherever it stands in the policy.

use leptos::prelude::*;
use web_sys::Event;

use super::line_field::LineField;
use super::lines::Allowed;
use super::rule_of::{RuleOf, with_method};
use super::words;
use crate::app::labels;
use crate::app::state::AppState;
use crate::drift::{Method, Rule, SideSummary};

/// The three fields of a rule. What is empty is decided at the next wider level.
#[component]
pub fn RuleFields(
    /// Which rule.
    of: RuleOf,
    /// Whose rule it is, in words, for accessible names; e.g. `of mean radius`.
    #[prop(into)]
    whose: String,
    /// Methods to choose from.
    methods: Vec<Method>,
    /// The word for no method of its own.
    #[prop(into)]
    no_method: Signal<String>,
    /// What holds where no threshold is set; by default the method's own.
    #[prop(into, optional)]
    line_hint: Option<Signal<String>>,
    /// What holds where no least effect is set.
    #[prop(into)]
    effect_hint: Signal<String>,
    /// The reference's side of the column, for lines in its unit.
    #[prop(optional)]
    reference: Option<SideSummary>,
) -> impl IntoView {
    let state = AppState::expect();
    let place = StoredValue::new(of.clone());
    let slug = of.slug();
    let rule = Memo::new(move |_| state.policy.with(|policy| place.with_value(|place| place.get(policy))));
    let change = move |step: Option<String>, change: &dyn Fn(&mut Rule)| {
        state.change_policy(step.as_deref(), |policy| {
            place.with_value(|place| {
                let mut rule = place.get(policy);
                change(&mut rule);
                place.set(policy, rule);
            });
        });
    };
    let choose = move |event: Event| {
        let method = event_target_value(&event).parse::<Method>().ok();
        change(None, &|rule| *rule = with_method(*rule, method, reference.as_ref()));
    };
    let threshold = Signal::derive(move || rule.get().threshold);
    let min_effect = Signal::derive(move || rule.get().min_effect);
    let allowed = Signal::derive(move || match rule.get().method {
        Some(method) if method.is_p_value() => Allowed::ZeroToOne,
        _ => Allowed::ZeroOrMore,
    });
    let own_hint = Signal::derive(move || words::default_line(rule.get().method));
    let hint = Signal::derive(move || match line_hint {
        Some(hint) if rule.get().method.is_none() => hint.get(),
        _ => own_hint.get(),
    });
    let (threshold_step, effect_step) = (format!("{slug}-threshold"), format!("{slug}-effect"));
    let ids = [format!("{slug}-method"), format!("{slug}-line"), format!("{slug}-least")];
    let [method_id, line_id, effect_id] = ids;
    view! {
        <div class="rule-method">
            <label for=method_id.clone()>"Method"</label>
            <select class="select" id=method_id aria-label=format!("Method {whose}") on:change=choose>
                <option value="" prop:selected=move || rule.get().method.is_none()>
                    {move || no_method.get()}
                </option>
                <MethodGroup label="Tests, drift at a small p" methods=methods.clone() rule is_p=true />
                <MethodGroup label="Distances, drift when large" methods rule is_p=false />
            </select>
        </div>
        <LineField
            label="Threshold"
            name=format!("Threshold {whose}")
            id=line_id
            value=threshold
            allowed
            hint
            set=Callback::new(move |line| {
                change(Some(threshold_step.clone()), &|rule| rule.threshold = line);
            })
        />
        <LineField
            label="Min. effect"
            name=format!("Minimum effect {whose}")
            id=effect_id
            value=min_effect
            allowed=Signal::stored(Allowed::ZeroOrMore)
            hint=effect_hint
            set=Callback::new(move |least| {
                change(Some(effect_step.clone()), &|rule| rule.min_effect = least);
            })
        />
    }
}

#[component]
fn MethodGroup(label: &'static str, methods: Vec<Method>, rule: Memo<Rule>, is_p: bool) -> impl IntoView {
    let options: Vec<_> = methods
        .into_iter()
        .filter(|method| method.is_p_value() == is_p)
        .map(|method| {
            view! {
                <option value=method.id() prop:selected=move || rule.get().method == Some(method)>
                    {labels::method_in_full(method)}
                </option>
            }
        })
        .collect();
    (!options.is_empty()).then(|| view! { <optgroup label=label>{options}</optgroup> })
}
