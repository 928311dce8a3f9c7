//! How much is told of a column: all of it, unless there are very many.

use crate::report::document::{Block, Text};
use crate::report::words::format;

/// Columns, the worst verdict first, of which all is told.
const WHOLE: usize = 24;
/// Columns that are drawn.
const DRAWN: usize = 300;

/// How much is told of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// The reasons for its verdict, and its findings.
    Words,
    /// These, a drawing, and both sides in numbers.
    Drawing,
    /// All: two drawings, where it moved, tests, quantiles.
    Whole,
}

impl Depth {
    /// Of the column of that rank, 0 being the worst verdict.
    pub(super) fn of(rank: usize) -> Self {
        match rank {
            rank if rank < WHOLE => Self::Whole,
            rank if rank < DRAWN => Self::Drawing,
            _ => Self::Words,
        }
    }

    /// What was left out, and why; `None` where nothing was.
    pub(super) fn sentence(columns: usize) -> Option<Block> {
        if columns <= WHOLE {
            return None;
        }
        let mut words = format!(
            "So that this file stays small, tests, quantiles and cumulative distributions are told of the {} columns \
             with the worst verdicts, out of {}",
            format::count(WHOLE as u64),
            format::count(columns as u64)
        );
        if columns > DRAWN {
            words.push_str(&format!(
                ", and {} columns are drawn; of the others the reasons are told",
                format::count(DRAWN as u64)
            ));
        }
        let words = format!("{words}. The JSON report holds the tests of every column.");
        Some(Block::Paragraph(Text::from(words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_said() {
        let said = |columns| match Depth::sentence(columns) {
            Some(Block::Paragraph(text)) => text.words(),
            _ => String::new(),
        };
        assert_eq!(said(24), "");
        assert!(said(25).contains("the 24 columns with the worst verdicts, out of 25."));
        assert!(said(1_000).contains("out of 1,000, and 300 columns are drawn"));
        let depths = [23, 24, 299, 300].map(Depth::of);
        assert_eq!(depths, [Depth::Whole, Depth::Drawing, Depth::Drawing, Depth::Words]);
    }
}
