//! The policy bar of the Drift tab: what judges, in one line of controls.

use leptos::html;
use leptos::prelude::*;
use web_sys::Event;

use super::calibrate::CalibratePanel;
use super::dialog::Dialog;
use super::line_field::LineField;
use super::lines::Allowed;
use super::overrides::OverrideList;
use super::rule_fields::RuleFields;
use super::rule_of::{RuleOf, methods_for_all};
use super::words;
use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::state::AppState;
use crate::drift::{Correction, MATERIAL_CRAMERS_V, MATERIAL_WASSERSTEIN, Preset};

/// Every control acts at once and can be undone.
#[component]
pub fn PolicyBar() -> impl IntoView {
    let state = AppState::expect();
    let more = RwSignal::new(false);
    let (overrides_open, calibrate_open) = (RwSignal::new(false), RwSignal::new(false));
    let overrides = Memo::new(move |_| state.policy.with(words::overrides));
    let share = Signal::derive(move || state.policy.with(|policy| Some(policy.share_threshold)));
    let preset = Memo::new(move |_| state.policy.with(|policy| policy.preset));
    let effect_hint = Signal::derive(move || effect_hint(preset.get()).to_owned());
    let set_share = Callback::new(move |share: Option<f64>| {
        state.change_policy(Some("share"), |policy| {
            policy.share_threshold = share.unwrap_or(crate::drift::Policy::default().share_threshold);
        });
    });
    view! {
        <div class="policy-bar" role="group" aria-label="Policy: what judges the columns">
            <div class="policy-fields">
                <PresetMenu />
                <CorrectionMenu />
                <button
                    type="button"
                    class="button policy-toggle"
                    aria-expanded=move || more.get().to_string()
                    aria-controls="policy-more"
                    on:click=move |_| more.update(|more| *more = !*more)
                >
                    "More"
                </button>
                <UndoButtons />
            </div>
            <div class="policy-fields policy-more" id="policy-more" class:is-open=move || more.get()>
                <RuleFields
                    of=RuleOf::All
                    whose="for all columns"
                    methods=methods_for_all()
                    no_method=Signal::stored("by preset".to_owned())
                    effect_hint
                />
                <LineField
                    label="Alarm share"
                    name="Share of drifted columns from which the data set has drifted"
                    id="policy-share"
                    value=share
                    allowed=Signal::stored(Allowed::ZeroToOne)
                    hint=Signal::stored("0.5".to_owned())
                    set=set_share
                />
                <span class="policy-buttons">
                    <button type="button" class="button" on:click=move |_| overrides_open.set(true)>
                        "Overrides "
                        <span class="chip-count">{move || overrides.get().to_string()}</span>
                    </button>
                    <button type="button" class="button" on:click=move |_| calibrate_open.set(true)>
                        "Calibrate…"
                    </button>
                    <PolicyFile />
                </span>
            </div>
        </div>
        <Dialog open=overrides_open title="Rules for kinds and columns" id="overrides-title">
            <OverrideList />
        </Dialog>
        <Dialog open=calibrate_open title="Calibrate on the reference" id="calibrate-title">
            <CalibratePanel />
        </Dialog>
    }
}

fn effect_hint(preset: Preset) -> &'static str {
    // The same two numbers as the engine's, checked below.
    match preset {
        Preset::Robust => "0.1 σ, V 0.05",
        Preset::Evidently | Preset::Nannyml => "none",
    }
}

const _: () = assert!(MATERIAL_WASSERSTEIN == 0.1 && MATERIAL_CRAMERS_V == 0.05);

#[component]
fn PresetMenu() -> impl IntoView {
    let state = AppState::expect();
    let preset = Memo::new(move |_| state.policy.with(|policy| policy.preset));
    let choose = move |event: Event| {
        if let Ok(preset) = event_target_value(&event).parse::<Preset>() {
            state.change_policy(None, |policy| policy.preset = preset);
        }
    };
    view! {
        <div class="policy-menu">
            <label for="policy-preset">"Preset"</label>
            <select class="select" id="policy-preset" on:change=choose>
                {Preset::ALL
                    .map(|each| {
                        view! {
                            <option value=each.id() prop:selected=move || preset.get() == each>
                                {each.label()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn CorrectionMenu() -> impl IntoView {
    let state = AppState::expect();
    let chosen = Memo::new(move |_| state.policy.with(|policy| policy.correction));
    let own = Memo::new(move |_| state.policy.with(|policy| policy.preset.correction()));
    let choose = move |event: Event| {
        let correction = event_target_value(&event).parse::<Correction>().ok();
        state.change_policy(None, |policy| policy.correction = correction);
    };
    view! {
        <div class="policy-menu">
            <label for="policy-correction">"Correction"</label>
            <select
                class="select"
                id="policy-correction"
                aria-label="Correction for testing many columns"
                on:change=choose
            >
                <option value="" prop:selected=move || chosen.get().is_none()>
                    {move || format!("by preset: {}", own.get().label())}
                </option>
                {Correction::ALL
                    .map(|each| {
                        view! {
                            <option value=each.id() prop:selected=move || chosen.get() == Some(each)>
                                {each.label()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn UndoButtons() -> impl IntoView {
    let state = AppState::expect();
    let can_undo = Memo::new(move |_| state.history.with(|history| history.can_undo()));
    let can_redo = Memo::new(move |_| state.history.with(|history| history.can_redo()));
    // Not `disabled`: a button that has the focus would then swallow the keys for redo.
    view! {
        <span class="policy-undo">
            <button
                type="button"
                class="icon-button"
                title="Undo the last change of the policy (Ctrl+Z)"
                aria-label="Undo the last change of the policy"
                aria-disabled=move || (!can_undo.get()).to_string()
                on:click=move |_| state.undo()
            >
                "↶"
            </button>
            <button
                type="button"
                class="icon-button"
                title="Redo (Ctrl+Shift+Z)"
                aria-label="Redo the change of the policy"
                aria-disabled=move || (!can_redo.get()).to_string()
                on:click=move |_| state.redo()
            >
                "↷"
            </button>
        </span>
    }
}

/// Import and export of `evenkeel.toml`.
#[component]
fn PolicyFile() -> impl IntoView {
    let engine = Engine::expect();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let files = input.files().map(|list| browser::files(&list)).unwrap_or_default();
        // The same file can be chosen again after it was changed.
        input.set_value("");
        if let Some(file) = files.into_iter().next() {
            engine.import_policy(file);
        }
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <input
            type="file"
            class="visually-hidden"
            accept=".toml"
            aria-label="Policy file"
            tabindex="-1"
            node_ref=input
            on:change=chosen
        />
        <button type="button" class="button" title="Read evenkeel.toml; it can be dropped too" on:click=open>
            "Import policy"
        </button>
        <button
            type="button"
            class="button"
            title="Write evenkeel.toml, which the command reads too"
            on:click=move |_| engine.export_policy()
        >
            "Export policy"
        </button>
    }
}
