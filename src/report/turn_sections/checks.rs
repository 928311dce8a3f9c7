//! Triggers, needs and rules as a table: words, both numbers, whether each holds.

use crate::lifecycle::Check;
use crate::report::document::{Badge, Block, Cell, Table, TableColumn, Text, Tone};
use crate::report::evaluation_blocks::number_or_dash;
use crate::report::words::gates::{Marks, capital};

/// How checks look: the words beside them, and which outcome is to be seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The words.
    pub(super) marks: Marks,
    /// How one that holds looks.
    pub(super) holds: Tone,
    /// How one that does not looks.
    pub(super) fails: Tone,
}

/// A table of checks; `None` without any.
pub(super) fn table(caption: &str, what: &str, checks: &[Check], look: Look) -> Option<Block> {
    let row = |check: &Check| {
        let (tone, word) = match check.holds {
            true => (look.holds, look.marks.holds),
            false => (look.fails, look.marks.fails),
        };
        // The shape that stands before the word is the badge's own.
        let word = word.trim_start_matches(|letter: char| !letter.is_alphabetic()).to_owned();
        vec![
            Cell::of(Text::sentence(&capital(&check.words))),
            number_or_dash(check.have),
            number_or_dash(check.want),
            Cell { badge: Some(Badge { tone, word }), ..Cell::default() },
        ]
    };
    let table = Table {
        caption: caption.to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words(what),
            TableColumn::numbers("Found"),
            TableColumn::numbers("Line"),
            TableColumn::words("Holds"),
        ],
        rows: checks.iter().map(row).collect(),
    };
    (!checks.is_empty()).then_some(Block::Table(table))
}
