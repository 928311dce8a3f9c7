//! Alerts that are open, and those that are over.

use crate::monitor::{Alert, Timeline};
use crate::report::document::{Badge, Block, Cell, Table, TableColumn, Text};
use crate::report::tones;
use crate::report::words::alerts::{lasting, worst_first};
use crate::report::words::format;

/// Most alerts that are listed of each sort.
const MOST: usize = 50;

/// Blocks of the section.
pub(super) fn blocks(timeline: &Timeline, raised: &[Alert]) -> Vec<Block> {
    if raised.is_empty() {
        return vec![Block::Paragraph(Text::from("No rule was broken in these windows."))];
    }
    let (open, over): (Vec<&Alert>, Vec<&Alert>) =
        worst_first(raised).into_iter().partition(|alert| alert.over.is_none());
    let mut blocks = Vec::new();
    if open.is_empty() {
        blocks.push(Block::Paragraph(Text::from("No alert is open in the newest window.")));
    } else {
        blocks.extend(table(timeline, &open, "Alerts that are open in the newest window"));
    }
    if !over.is_empty() {
        let summary =
            format!("{} over", format::counted(over.len() as u64, "alert that is", "alerts that are"));
        blocks.push(Block::Folded {
            id: None,
            summary: Text::from(summary),
            badge: None,
            open: false,
            blocks: table(timeline, &over, "Alerts that are over"),
        });
    }
    blocks
}

fn table(timeline: &Timeline, alerts: &[&Alert], caption: &str) -> Vec<Block> {
    let row = |alert: &&Alert| {
        let badge =
            Badge { tone: tones::of_alert(alert.severity), word: alert.severity.label().to_lowercase() };
        vec![
            Cell { badge: Some(badge), sort: Some(alert.severity as u8 as f64), ..Cell::default() },
            Cell::of(Text::sentence(&alert.message)),
            Cell { sort: Some(alert.window as f64), ..Cell::of(lasting(timeline, alert)) },
            Cell::of(Text::code(alert.rule.clone())),
        ]
    };
    let table = Table {
        caption: caption.to_owned(),
        sortable: true,
        columns: vec![
            TableColumn::words("Severity"),
            TableColumn::words("What happened"),
            TableColumn::words("When"),
            TableColumn::words("Rule"),
        ],
        rows: alerts.iter().take(MOST).map(row).collect(),
    };
    let mut blocks = vec![Block::Table(table)];
    if alerts.len() > MOST {
        let rest = format::counted((alerts.len() - MOST) as u64, "more is", "more are");
        blocks.push(Block::Paragraph(Text::from(format!("{rest} in the history as JSON."))));
    }
    blocks
}
