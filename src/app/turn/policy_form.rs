//! The policy of retraining as a form; every field holds once it is left.

use leptos::prelude::*;

use super::policy_fields::{FieldGroup, GROUPS, PolicyField};
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::monitor::entry_field::EntryField;
use crate::app::state::AppState;
use crate::lifecycle::RetrainPolicy;

/// All settings, folded away until they are wanted.
#[component]
pub fn PolicyForm() -> impl IntoView {
    let app = AppState::expect();
    let is_open = RwSignal::new(false);
    let toggle = move |event: web_sys::Event| {
        let element: web_sys::HtmlElement = event_target(&event);
        is_open.set(element.has_attribute("open"));
    };
    let is_default = Memo::new(move |_| app.retrain.with(|policy| *policy == RetrainPolicy::default()));
    view! {
        <details class="loop-policy" on:toggle=toggle>
            <summary>
                {move || if is_default.get() { "Policy (as it comes)" } else { "Policy (changed)" }}
            </summary>
            <Show when=move || is_open.get()>
                {GROUPS.into_iter().map(|group| fields(app, group)).collect::<Vec<_>>()}
                <p class="retrain-go">
                    <button
                        type="button"
                        class="button"
                        disabled=move || is_default.get()
                        on:click=move |_| app.retrain.set(RetrainPolicy::default())
                    >
                        "Back to the defaults"
                    </button>
                    <span class="quiet">
                        "The policy is part of evenkeel.toml, which the policy menu of the Drift tab exports and imports."
                    </span>
                </p>
            </Show>
        </details>
    }
}

fn fields(app: AppState, group: FieldGroup) -> AnyView {
    let all: Vec<AnyView> = group.fields.iter().map(|field| one(app, *field)).collect();
    view! {
        <fieldset class="loop-fields">
            <legend>{group.title}</legend>
            <p class="quiet">{group.hint}</p>
            <div class="param-fields">{all}</div>
        </fieldset>
    }
    .into_any()
}

fn one(app: AppState, field: PolicyField) -> AnyView {
    let value = Signal::derive(move || app.retrain.with(|policy| field.text(policy)));
    let id = format!("retrain-{}", field.id());
    let choices: Vec<Choice> =
        field.choices().into_iter().map(|(value, label)| Choice::new(value, label)).collect();
    let put = move |text: String| {
        let after = app.retrain.with_untracked(|policy| field.put(policy, &text))?;
        if app.retrain.with_untracked(|policy| *policy != after) {
            app.retrain.set(after);
        }
        Ok(())
    };
    if choices.is_empty() {
        let label = field.label();
        view! {
            <div class="model-field" class:is-wide=field.is_text() hidden=move || !app.retrain.with(|p| field.is_shown(p))>
                <label for=id.clone()>{label}</label>
                <EntryField
                    id=Signal::stored(id)
                    label=Signal::stored(label.to_owned())
                    value
                    set=Callback::new(put)
                    is_text=field.is_text()
                    placeholder=field.placeholder()
                />
            </div>
        }
        .into_any()
    } else {
        let set = Callback::new(move |text: String| {
            // A line of the menu is always allowed.
            let _ = put(text);
        });
        view! { <SelectField label=field.label() id options=Signal::stored(choices) value set /> }.into_any()
    }
}
