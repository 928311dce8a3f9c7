//! Tables as plain rows of text: what is shown, apart from how.

use std::borrow::Cow;

use crate::app::models::bars::BarShape;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextColumn {
    /// Its head.
    pub label: Cow<'static, str>,
    /// Whether it is of numbers, which stand at the right.
    pub is_number: bool,
}

/// A row; the first cell is its head.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextRow {
    /// What the row is of, for buttons in it.
    pub key: String,
    /// One cell a column.
    pub cells: Vec<TextCell>,
    /// Whether it is set apart.
    pub is_marked: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextCell {
    /// What it says.
    pub text: String,
    /// All digits, or all of a text that is cut; shown on hover.
    pub full: String,
    /// A bar that shows the same, for eyes only.
    pub bar: Option<CellBar>,
}

/// A bar in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellBar {
    /// Its lengths.
    pub shape: BarShape,
    /// `harm`, `gain` or nothing.
    pub tone: &'static str,
}

/// A column of words.
pub const fn words(label: &'static str) -> TextColumn {
    TextColumn { label: Cow::Borrowed(label), is_number: false }
}

/// A column of numbers.
pub const fn numbers(label: &'static str) -> TextColumn {
    TextColumn { label: Cow::Borrowed(label), is_number: true }
}

impl TextCell {
    /// A cell that says something.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A cell that says all of it on hover.
    pub fn with_full(text: impl Into<String>, full: impl Into<String>) -> Self {
        Self { full: full.into(), ..Self::new(text) }
    }
}

impl TextRow {
    /// A row of texts.
    pub fn new(key: impl Into<String>, texts: impl IntoIterator<Item = String>) -> Self {
        Self { key: key.into(), cells: texts.into_iter().map(TextCell::new).collect(), is_marked: false }
    }
}
