//! What happened since: checks that were kept, decisions about retraining, versions.

use super::ModelCardFacts;
use super::details::{aliases, status};
use crate::lifecycle::{Decision, KeptReport, ModelVersion};
use crate::report::document::{Badge, Block, Cell, Table, TableColumn, Text, Tone};
use crate::report::tones;
use crate::report::words::gates::capital;
use crate::report::words::{decisions, format, labels, times, verdict_words};

/// Most lines of a list; the newest are listed.
const MOST: usize = 50;
/// Drifted columns that are named in a line.
const NAMED: usize = 4;

/// Blocks of what happened.
pub(super) fn happened(facts: &ModelCardFacts<'_>) -> Vec<Block> {
    let part = |title: &str, blocks: Vec<Block>| Block::Part { title: title.to_owned(), blocks };
    vec![
        part("Drift", reports(&facts.reports)),
        part("Decisions about retraining", decided(&facts.decisions)),
    ]
}

fn reports(reports: &[&KeptReport]) -> Vec<Block> {
    if reports.is_empty() {
        let text = Text::from("No check of this model is kept. ")
            .and(Text::code("evenkeel check --workspace"))
            .and(" keeps one, and so does Keep on the Drift tab.");
        return vec![Block::Paragraph(text)];
    }
    let row = |kept: &&KeptReport| {
        let dataset = &kept.dataset;
        let drifted = format!("{} of {}", format::count(dataset.drifted), format::count(dataset.columns));
        let badge = Badge {
            tone: tones::of_severity(dataset.severity),
            word: labels::severity(dataset.severity).to_owned(),
        };
        vec![
            number(kept.number),
            Cell { sort: Some(kept.time_ms as f64), ..Cell::of(times::minute(kept.time_ms)) },
            Cell::of(
                Text::code(kept.current.name.clone())
                    .and(" against ")
                    .and(Text::code(kept.reference.name.clone())),
            ),
            Cell { sort: Some(dataset.drifted as f64), ..Cell::of(drifted) },
            Cell { badge: Some(badge), ..Cell::of(verdict_words::headline(dataset)) },
            Cell::of(named(&kept.drifted)),
        ]
    };
    let table = Table {
        caption: "Kept checks, the newest first".to_owned(),
        sortable: true,
        columns: vec![
            TableColumn::numbers("Report"),
            TableColumn::words("When"),
            TableColumn::words("What was compared"),
            TableColumn::numbers("Drifted"),
            TableColumn::words("Verdict"),
            TableColumn::words("Columns, the worst first"),
        ],
        rows: reports.iter().rev().take(MOST).map(row).collect(),
    };
    with_rest(table, reports.len())
}

fn named(columns: &[String]) -> Text {
    let mut text = Text::default();
    for (at, name) in columns.iter().take(NAMED).enumerate() {
        text = if at > 0 { text.and(", ") } else { text };
        text = text.and(Text::code(name.clone()));
    }
    match columns.len().saturating_sub(NAMED) {
        0 => text,
        more => text.and(format!(" and {more} more")),
    }
}

fn decided(all: &[&Decision]) -> Vec<Block> {
    if all.is_empty() {
        let text = Text::from("None was made: ").and(Text::code("evenkeel retrain")).and(" makes one.");
        return vec![Block::Paragraph(text)];
    }
    let row = |decision: &&Decision| {
        let told = decision.headline.strip_prefix("retrain: ").unwrap_or(&decision.headline);
        let by_hand = if decision.by_hand { ", by hand" } else { "" };
        vec![
            number(decision.number),
            Cell { sort: Some(decision.time_ms as f64), ..Cell::of(times::minute(decision.time_ms)) },
            Cell {
                badge: Some(Badge {
                    tone: tones::of_decision(decision),
                    word: format!("{}{by_hand}", decisions::outcome(decision.outcome)),
                }),
                ..Cell::default()
            },
            Cell::of(Text::sentence(&capital(told))),
            Cell::of(decision.newest.as_ref().map_or("–", |newest| newest.name.as_str())),
        ]
    };
    let table = Table {
        caption: "Decisions, the newest first".to_owned(),
        sortable: true,
        columns: vec![
            TableColumn::numbers("Decision"),
            TableColumn::words("When"),
            TableColumn::words("Outcome"),
            TableColumn::words("Why"),
            TableColumn::words("Newest window"),
        ],
        rows: all.iter().rev().take(MOST).map(row).collect(),
    };
    with_rest(table, all.len())
}

/// Blocks of the versions.
pub(super) fn versions(facts: &ModelCardFacts<'_>) -> Vec<Block> {
    if facts.versions.is_empty() {
        return vec![Block::Paragraph(Text::from("No version is registered yet."))];
    }
    let row = |version: &&ModelVersion| {
        let this = facts.version.is_some_and(|this| this.version == version.version);
        let number = Cell { badge: this.then(this_card), ..number(u64::from(version.version)) };
        let aliases = aliases(facts, version.version);
        vec![
            number,
            Cell { sort: Some(version.created_ms as f64), ..Cell::of(times::minute(version.created_ms)) },
            Cell::of(if aliases.is_empty() { "–".to_owned() } else { aliases.join(", ") }),
            Cell::of(status(version.status)),
            Cell::of(Text::sentence(&capital(&version.description))),
        ]
    };
    let table = Table {
        caption: "Versions, the newest first".to_owned(),
        sortable: true,
        columns: vec![
            TableColumn::numbers("Version"),
            TableColumn::words("Registered"),
            TableColumn::words("Aliases"),
            TableColumn::words("Gate"),
            TableColumn::words("Description"),
        ],
        rows: facts.versions.iter().rev().take(MOST).map(row).collect(),
    };
    with_rest(table, facts.versions.len())
}

fn this_card() -> Badge {
    Badge { tone: Tone::Plain, word: "this card".to_owned() }
}

fn number(number: u64) -> Cell {
    Cell { sort: Some(number as f64), ..Cell::of(number.to_string()) }
}

fn with_rest(table: Table, all: usize) -> Vec<Block> {
    let mut blocks = vec![Block::Table(table)];
    if all > MOST {
        let rest = format::count((all - MOST) as u64);
        blocks.push(Block::Paragraph(Text::from(format!("{rest} earlier ones are in the workspace."))));
    }
    blocks
}
