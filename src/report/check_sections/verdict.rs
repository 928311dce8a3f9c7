//! The verdict on the whole: how bad, which columns moved most, what was compared.

use super::drift_table::anchor;
use super::judging;
use crate::drift::{CheckReport, DatasetSummary, Finding, Severity};
use crate::report::document::{Block, Text, Tone};
use crate::report::words::{format, order, verdict_words};

/// Columns named as those that moved most.
const MOST_MOVED: usize = 5;

/// Blocks of the section.
pub(super) fn blocks(report: &CheckReport) -> Vec<Block> {
    let mut blocks = vec![Block::Verdict {
        tone: tone_of(report.dataset.severity),
        headline: verdict_words::headline(&report.dataset).to_owned(),
        facts: Text::from(verdict_words::facts(report)),
    }];
    let mut facts = vec![
        ("Reference".to_owned(), side(&report.reference)),
        ("Current".to_owned(), side(&report.current)),
        ("Judged by".to_owned(), Text::from(judging::sentence(&report.policy))),
    ];
    facts.extend(most_moved(report).map(|text| ("Most moved".to_owned(), text)));
    blocks.push(Block::Facts(facts));
    blocks.extend(report.findings.iter().map(note));
    blocks
}

/// How bad a severity looks.
pub(super) fn tone_of(severity: Severity) -> Tone {
    match severity {
        Severity::None => Tone::Stable,
        Severity::Warning => Tone::Warning,
        Severity::Critical => Tone::Critical,
    }
}

fn note(finding: &Finding) -> Block {
    let tone = match finding.severity {
        Severity::None => Tone::Plain,
        severity => tone_of(severity),
    };
    Block::Note { tone, text: Text::sentence(&finding.message) }
}

fn side(side: &DatasetSummary) -> Text {
    Text::code(side.name.clone()).and(format!(
        " {}, {}",
        format::counted(side.rows, "row", "rows"),
        format::counted(side.columns, "column", "columns")
    ))
}

fn most_moved(report: &CheckReport) -> Option<Text> {
    let columns = order::most_moved(report, MOST_MOVED);
    if columns.is_empty() {
        return None;
    }
    let mut text = Text::default();
    for (at, column) in columns.into_iter().enumerate() {
        let position = report.columns.iter().position(|other| std::ptr::eq(other, column))?;
        let by = column.effect.map_or_else(String::new, |effect| {
            format!("\u{a0}{}", format::moved(effect.size, effect.shift, column.kind))
        });
        text = text
            .and(if at > 0 { "; " } else { "" })
            .and(Text::link(anchor(position), column.name.clone()))
            .and(by);
    }
    Some(text)
}
