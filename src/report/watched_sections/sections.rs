//! The sections, and the first of them: the state in words.

use super::{alert_log, charts, kinds, windows};
use crate::monitor::{Alert, LabelMatch, alerts};
use crate::report::document::{Block, Section, Text};
use crate::report::words::format;
use crate::report::words::health::health;
use crate::report::{WatchedPart, tones};

/// What a report tells of a history. Alerts are worked out of the history by the policy.
pub fn watched_sections(watched: &WatchedPart<'_>) -> Vec<Section> {
    let raised = alerts(watched.timeline, watched.policy);
    let section = |id: &str, title: &str, blocks: Vec<Block>| Section {
        id: id.to_owned(),
        title: title.to_owned(),
        blocks,
    };
    let all = [
        section("over-time", "Over time", state(watched, &raised)),
        section("alerts", "Alerts", alert_log::blocks(watched.timeline, &raised)),
        section("kinds-of-drift", "Kinds of drift", kinds::blocks(watched.timeline)),
        section("performance-over-time", "Performance over time", charts::performance(watched, &raised)),
        section("columns-over-time", "Columns over time", charts::columns(watched.timeline)),
        section("windows", "Windows", windows::blocks(watched, &raised)),
    ];
    all.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}

fn state(watched: &WatchedPart<'_>, raised: &[Alert]) -> Vec<Block> {
    let timeline = watched.timeline;
    let words = health(timeline, raised);
    let mut facts = vec![
        (
            "Reference".to_owned(),
            Text::code(timeline.reference.clone())
                .and(format!(", {}", format::counted(timeline.reference_rows, "row", "rows"))),
        ),
        ("Windows".to_owned(), Text::from(span(watched))),
    ];
    if let Some(target) = &timeline.target {
        facts.push(("True labels".to_owned(), Text::code(target.clone())));
    }
    facts.extend(timeline.labels.iter().map(|labels| ("Labels of another file".to_owned(), joined(labels))));
    let verdict = Block::Verdict {
        tone: tones::of_health(words.health),
        headline: words.headline,
        facts: Text::sentence(&words.sentences.join(" ")),
    };
    let mut blocks = vec![verdict, Block::Facts(facts)];
    let notes: Vec<Text> = timeline.notes.iter().map(|note| Text::sentence(note)).collect();
    if !notes.is_empty() {
        blocks.push(Block::List(notes));
    }
    blocks
}

/// How many windows there are, and from which to which.
fn span(watched: &WatchedPart<'_>) -> String {
    let windows = &watched.timeline.windows;
    let rows = windows.iter().map(|window| window.rows).sum();
    let count = format::counted(windows.len() as u64, "window", "windows");
    let rows = format::counted(rows, "row", "rows");
    match (windows.first(), windows.last()) {
        (Some(first), Some(last)) if windows.len() > 1 => {
            format!("{count} of {rows}, {} to {}", first.name, last.name)
        }
        (Some(only), _) => format!("{count} of {rows}, {}", only.name),
        _ => "none yet".to_owned(),
    }
}

fn joined(labels: &LabelMatch) -> Text {
    Text::code(labels.file.clone()).and(": ").and(Text::sentence(&labels.words()))
}
