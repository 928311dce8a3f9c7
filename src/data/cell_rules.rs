//! What a cell's text is: missing, a number or a text.

use super::missing::{ExtraTokens, is_missing};
use super::number::{self, Number, NumberFormat};

/// How the cells of a file are read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CellRules {
    pub(super) format: NumberFormat,
    pub(super) extra: ExtraTokens,
}

/// A cell as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ReadCell<'a> {
    Missing,
    Number(Number),
    Text(&'a [u8]),
}

impl CellRules {
    /// What an unquoted cell text is.
    #[inline]
    pub(super) fn read<'a>(&self, cell: &'a [u8]) -> ReadCell<'a> {
        if is_missing(cell) || self.extra.contain(cell) {
            return ReadCell::Missing;
        }
        number::parse(cell, self.format).map_or(ReadCell::Text(cell), ReadCell::Number)
    }
}
