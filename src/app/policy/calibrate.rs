//! Calibration: the false alarms of the policy on splits of the reference, and thresholds for a
//! wanted rate.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Event;

use super::line_field::LineField;
use super::lines::Allowed;
use crate::app::engine::Engine;
use crate::app::state::{AnalysisKind, AppState, Calibrated, Job};
use crate::app::{format, labels};
use crate::drift::{CalibrationSettings, RateOf};
use crate::worker::trainer_protocol::Analysis;

/// Splits that can be chosen.
const ROUNDS: [u32; 4] = [50, 200, 500, 1_000];

/// Settings, progress with a way to end it, and the result.
#[component]
pub fn CalibratePanel() -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let settings = RwSignal::new(CalibrationSettings::default());
    let job = Memo::new(move |_| state.analysis.with(|all| all.job_of(AnalysisKind::Calibration)));
    let result = Memo::new(move |_| state.analysis.with(|all| all.calibrated.clone()));
    let start = move |_| {
        let policy = state.policy.get_untracked();
        engine.analyse(Analysis::Calibrate { policy, settings: settings.get_untracked() });
    };
    let wanted = Signal::derive(move || Some(settings.get().wanted));
    let set_wanted = Callback::new(move |wanted: Option<f64>| {
        settings.update(|settings| {
            settings.wanted = wanted.unwrap_or(CalibrationSettings::default().wanted);
        });
    });
    view! {
        <p class="quiet">
            "The reference is split against itself, so every alarm is a false one. "
            "How many would the present policy raise, and which thresholds give the rate you want?"
        </p>
        <div class="policy-fields">
            <div class="policy-menu">
                <label for="calibrate-rounds">"Splits"</label>
                <select
                    class="select"
                    id="calibrate-rounds"
                    on:change=move |event: Event| {
                        if let Ok(rounds) = event_target_value(&event).parse() {
                            settings.update(|settings| settings.rounds = rounds);
                        }
                    }
                >
                    {ROUNDS
                        .map(|rounds| view! {
                            <option value=rounds.to_string() prop:selected=move || settings.get().rounds == rounds>
                                {format::count(u64::from(rounds))}
                            </option>
                        })
                        .collect_view()}
                </select>
            </div>
            <LineField
                label="Wanted rate"
                name="Wanted false-alarm rate"
                id="calibrate-wanted"
                value=wanted
                allowed=Signal::stored(Allowed::ZeroToOne)
                hint=Signal::stored("0.05".to_owned())
                set=set_wanted
            />
            <div class="policy-menu">
                <label for="calibrate-of">"Counted per"</label>
                <select
                    class="select"
                    id="calibrate-of"
                    on:change=move |event: Event| {
                        let of = if event_target_value(&event) == "column" { RateOf::Column } else { RateOf::Check };
                        settings.update(|settings| settings.of = of);
                    }
                >
                    <option value="check" prop:selected=move || settings.get().of == RateOf::Check>"check"</option>
                    <option value="column" prop:selected=move || settings.get().of == RateOf::Column>"column"</option>
                </select>
            </div>
            <button type="button" class="button is-primary" disabled=move || job.get().is_busy() on:click=start>
                "Calibrate"
            </button>
        </div>
        <Progress job />
        {move || result.get().map(|result| view! { <Result result /> })}
    }
}

/// How far it is, and a way to end it.
#[component]
fn Progress(job: Memo<Job>) -> impl IntoView {
    let engine = Engine::expect();
    let busy = Memo::new(move |_| job.with(Job::is_busy));
    let share = move || match job.get() {
        Job::Running(at) if at.total > 0 => at.done as f64 / at.total as f64,
        _ => 0.0,
    };
    let words = move || match job.get() {
        Job::Running(at) => format!(
            "{}: {} of {}, {}",
            labels::stage(at.stage),
            format::count(at.done),
            format::count(at.total),
            format::seconds(at.elapsed)
        ),
        _ => "Fetching the rows…".to_owned(),
    };
    view! {
        <Show when=move || busy.get()>
            <div class="calibrate-progress">
                <progress max="1" prop:value=share aria-label="Calibration"></progress>
                <span>{words}</span>
                <button type="button" class="button" on:click=move |_| engine.cancel_analysis()>
                    "Cancel"
                </button>
            </div>
        </Show>
        {move || match job.get() {
            Job::Failed(error) => {
                Some(view! { <p class="line-problem" role="alert">{labels::sentence(&error.to_string())}</p> })
            }
            _ => None,
        }}
    }
}

#[component]
fn Result(result: Arc<Calibrated>) -> impl IntoView {
    let state = AppState::expect();
    let Calibrated { policy, settings, result } = Arc::unwrap_or_clone(result);
    let is_old = Memo::new(move |_| state.policy.with(|now| *now != policy));
    let thresholds = StoredValue::new(
        result.thresholds().into_iter().map(|(name, line)| (name.to_owned(), line)).collect::<Vec<_>>(),
    );
    let found = thresholds.with_value(Vec::len);
    let set = move |_| {
        // One change: the methods that the thresholds were found for are written with them.
        let methods = state.report.with_untracked(|report| {
            let columns = report.as_ref().map(|report| report.columns.as_slice()).unwrap_or_default();
            let judged = columns.iter().filter_map(|c| Some((c.name.clone(), c.verdict?.method)));
            judged.collect::<std::collections::HashMap<_, _>>()
        });
        let done = state.change_policy(None, |policy| {
            thresholds.with_value(|all| {
                for (name, line) in all {
                    let rule = policy.column_rules.entry(name.clone()).or_default();
                    rule.method = rule.method.or_else(|| methods.get(name).copied());
                    rule.threshold = Some(*line);
                }
            });
        });
        if done {
            state.announce("The thresholds are set. They can be undone.");
        }
    };
    let noisy = {
        let mut columns: Vec<_> = result.columns.iter().filter(|column| column.rate > 0.0).collect();
        columns.sort_by(|a, b| b.rate.total_cmp(&a.rate));
        columns.truncate(5);
        columns
            .into_iter()
            .map(|c| format!("{} {}", c.name, format::share(c.rate)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let per = match settings.of {
        RateOf::Check => "of checks",
        RateOf::Column => "of columns",
    };
    view! {
        <section class="calibrate-result" aria-label="Result of the calibration">
            <Show when=move || is_old.get()>
                <p class="quiet">"The policy has changed since; calibrate again to see its own rates."</p>
            </Show>
            <dl class="calibrate-rates">
                <div><dt>"False alarms per column"</dt><dd>{format::share(result.per_column)}</dd></div>
                <div><dt>"Checks with any false alarm"</dt><dd>{format::share(result.per_check)}</dd></div>
                <div><dt>"Checks with data set drift"</dt><dd>{format::share(result.dataset)}</dd></div>
            </dl>
            <p>
                {format!(
                    "{} of the reference: {} against {}.",
                    format::counted(u64::from(result.rounds), "split", "splits"),
                    format::counted(result.reference_rows, "row", "rows"),
                    format::count(result.current_rows),
                )}
            </p>
            {(!noisy.is_empty()).then(|| view! { <p class="quiet">{format!("Most often: {noisy}.")}</p> })}
            <p class="dialog-actions">
                <button type="button" class="button" disabled=found == 0 on:click=set>
                    "Set thresholds for this rate"
                </button>
                <span class="quiet">
                    {format!(
                        "{} for {} {per}; on these splits they give {}.",
                        format::counted(found as u64, "threshold", "thresholds"),
                        format::share(settings.wanted),
                        format::share(result.achieved),
                    )}
                </span>
            </p>
        </section>
    }
}
