//! A document: what is said, without how it looks.
//!
//! Sections are written once, as blocks of text, tables and drawings, and come out as one HTML file or as
//! Markdown. No block holds markup: whoever writes the document escapes every text, so that a name out of
//! the data cannot become anything else than text.

mod anchors;
mod figure;
mod html;
mod markdown;
mod markdown_text;
mod page;
mod text;

pub use figure::{Drawing, Figure};
pub use html::html;
pub use markdown::markdown;
pub use text::{Span, Text};

/// A document of sections.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// What it is, such as `Drift report`.
    pub title: String,
    /// One line below the title: what was compared.
    pub subtitle: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A part of a document with a heading of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Its anchor: letters, digits and hyphens.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// The verdict in large letters, and the facts below it.
    Verdict {
        /// How bad.
        tone: Tone,
        /// In a few words: `Critical drift`.
        headline: String,
        /// `11 of 31 columns drifted (35 %), 4 critical`.
        facts: Text,
    },
    /// A sentence that should not be overlooked.
    Note {
        /// How bad.
        tone: Tone,
        /// It.
        text: Text,
    },
    /// Names and what stands for each.
    Facts(Vec<(String, Text)>),
    /// A list.
    List(Vec<Text>),
    /// A table.
    Table(Table),
    /// A drawing with its caption.
    Figure(Figure),
    /// Text as it is, such as a command or a policy file.
    Code(String),
    /// A part with a smaller heading.
    Part {
        /// Its heading.
        title: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// What is shown when it is opened; on paper and in Markdown always.
    Folded {
        /// Its anchor, where something links to it.
        id: Option<String>,
        /// What stands there while it is closed.
        summary: Text,
        /// A small verdict at the end of the summary.
        badge: Option<Badge>,
        /// Whether it is open at first.
        open: bool,
        /// What it says.
        blocks: Vec<Block>,
    },
}

/// How bad something is. Never shown by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Nothing to do.
    Stable,
    /// Look at it.
    Warning,
    /// Act on it.
    Critical,
}

/// A word with a tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// How bad.
    pub tone: Tone,
    /// The word.
    pub word: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it holds, for those who cannot see it.
    pub caption: String,
    /// Whether a click on a heading sorts it (by the cells' `sort`).
    pub sortable: bool,
    /// Headings.
    pub columns: Vec<TableColumn>,
    /// One cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// A heading of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableColumn {
    /// Its words.
    pub title: String,
    /// Whether its cells are numbers, which stand at the right.
    pub is_number: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What it says.
    pub text: Text,
    /// What it is sorted by where that is not its text: larger is further down.
    pub sort: Option<f64>,
    /// The full value, on hover.
    pub full: Option<String>,
    /// A word with a tone, after the text.
    pub badge: Option<Badge>,
    /// A small drawing, after the text.
    pub drawing: Option<Drawing>,
}

impl Block {
    /// A table that is shown when it is opened.
    pub fn folded_table(summary: impl Into<Text>, table: Table) -> Self {
        let (summary, blocks) = (summary.into(), vec![Self::Table(table)]);
        Self::Folded { id: None, summary, badge: None, open: false, blocks }
    }
}

impl Cell {
    /// A cell that only says something.
    pub fn of(text: impl Into<Text>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl TableColumn {
    /// A heading over words.
    pub fn words(title: &str) -> Self {
        Self { title: title.to_owned(), is_number: false }
    }

    /// A heading over numbers.
    pub fn numbers(title: &str) -> Self {
        Self { title: title.to_owned(), is_number: true }
    }
}
