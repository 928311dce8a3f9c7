//! One run: what went in, what came out, and the evidence of its gate.

use std::sync::Arc;

use leptos::prelude::*;

use super::deeds::{Ask, Deeds, RUN_TITLE};
use super::gate::GateView;
use super::log_words;
use super::pairs::{PairWords, Pairs};
use super::runs_words::{self, ARTIFACTS, DATA, METRICS, PARAMS};
use super::table::TextRow;
use super::table_view::{RowPart, TableParts, fixed_table, text_table};
use super::versions::button;
use crate::app::monitor::entry_field::EntryField;
use crate::lifecycle::{Action, Run};
use crate::report::words::times;

const TAGS: PairWords = PairWords { id: "run-tag", title: "Tags", one: "tag", value: "Value" };

/// A run that there is.
#[component]
pub fn RunDetail(
    /// Its identifier.
    id: String,
) -> impl IntoView {
    let deeds = Deeds::expect();
    let id = StoredValue::new(id);
    // All but name and tags stay as they are.
    let run = deeds.peek(|kept| id.with_value(|id| kept.runs.get(id).cloned()));
    let Some(run) = run else { return ().into_any() };
    let name = Memo::new(move |_| look(deeds, id, |run| run.name.clone()));
    let tags = move || {
        look(deeds, id, |run| {
            run.tags.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>()
        })
    };
    let tag = Callback::new(move |(key, value): (String, Option<String>)| {
        let said = if value.is_some() { "The tag is set." } else { "The tag is gone." };
        deeds.act(Action::TagRun { run: id.get_value(), key, value }, said);
    });
    let rename = Callback::new(move |typed: String| {
        let typed = typed.trim().to_owned();
        if typed.is_empty() {
            return Err("A run needs a name: write one.".to_owned());
        }
        deeds.act(Action::RenameRun { run: id.get_value(), name: typed }, "The run has another name.");
        Ok(())
    });
    let delete = move |_| {
        let (name, lost) =
            deeds.peek(|kept| id.with_value(|id| kept.runs.get(id).map(named)).unwrap_or_default());
        deeds.ask(Ask {
            question: format!("Delete the run {name}?"),
            lost,
            button: "Delete the run",
            said: format!("{name} is deleted."),
            action: Some(Action::DeleteRun { run: id.get_value() }),
        });
    };
    let decision = run.decision.and_then(|number| {
        deeds.peek(|kept| kept.decisions.iter().find(|d| d.number == number).map(log_words::decision_line))
    });
    view! {
        <section class="registered" aria-labelledby=RUN_TITLE>
            <h2 id=RUN_TITLE tabindex="-1">{move || name.get()}</h2>
            <p class="quiet">
                {format!(
                    "{} · {} · {} · {} · seed {}",
                    runs_words::kind(run.kind),
                    runs_words::status(&run),
                    times::minute(run.started_ms),
                    times::took(run.started_ms, run.ended_ms),
                    run.seed,
                )}
            </p>
            <p class="quiet">{format!("Run {}", run.id)}</p>
            {decision.map(|line| view! { <p>{line}</p> })}
            <div class="rename">
                <label for="run-name">"Name"</label>
                <EntryField id=Signal::stored("run-name".to_owned()) label=Signal::stored("Name of the run".to_owned()) value=name set=rename is_text=true />
            </div>
            <div class="run-tables">
                {part("Metrics", METRICS.to_vec(), runs_words::metric_rows(&run))}
                {part("Parameters", PARAMS.to_vec(), runs_words::pair_rows(&run.params))}
            </div>
            {part("Data", DATA.to_vec(), runs_words::data_rows(&run))}
            <h3>"Artifacts"</h3>
            {artifacts(deeds, &run)}
            {run.gate.clone().map(|gate| view! { <GateView report=Arc::new(gate) /> })}
            <Pairs words=TAGS pairs=Signal::derive(tags) set=tag />
            <p><button type="button" class="button" on:click=delete>"Delete the run…"</button></p>
        </section>
    }
    .into_any()
}

fn look<T: Default>(deeds: Deeds, id: StoredValue<String>, look: fn(&Run) -> T) -> T {
    deeds.look(|kept| id.try_with_value(|id| kept.runs.get(id).map(look)).flatten().unwrap_or_default())
}

fn named(run: &Run) -> (String, String) {
    (run.name.clone(), runs_words::run_lost(run))
}

fn part(title: &'static str, columns: Vec<super::table::TextColumn>, rows: Vec<TextRow>) -> Option<AnyView> {
    (!rows.is_empty())
        .then(|| view! { <div><h3>{title}</h3>{fixed_table(title, columns, rows)}</div> }.into_any())
}

fn artifacts(deeds: Deeds, run: &Run) -> AnyView {
    let files = run.artifacts.clone();
    let tail: RowPart = Arc::new(move |path| {
        let Some(file) = files.iter().find(|file| file.path == path).cloned() else { return ().into_any() };
        let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
        let label = format!("Download {path}");
        button("Download".to_owned(), Some(label), move || {
            deeds.state.download_artifact(deeds.engine, file.digest.clone(), name.clone());
        })
    });
    let rows = Signal::stored(runs_words::artifact_rows(run));
    let parts = TableParts { tail: Some(tail), ..TableParts::default() };
    text_table("Artifacts", ARTIFACTS.to_vec(), rows, parts)
}
