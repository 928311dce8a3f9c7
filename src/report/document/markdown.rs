//! A document as GitHub-flavoured Markdown.

use super::markdown_text::{code_block, code_span, line_start, one_line, plain};
use super::{Badge, Block, Cell, Document, Span, Table, Text, Tone};

/// The deepest heading that Markdown has.
const DEEPEST: usize = 6;

/// The document as GitHub-flavoured Markdown: tables are tables, a figure is its caption, and what is
/// folded in HTML stands open below a heading.
///
/// Every text is escaped; links within the document are their words.
pub fn markdown(document: &Document) -> String {
    let mut writer = Writer { paragraphs: Vec::new() };
    writer.heading(1, &document.title);
    if !document.subtitle.is_empty() {
        writer.add(line_start(&plain(&document.subtitle)));
    }
    for section in &document.sections {
        writer.heading(2, &section.title);
        writer.blocks(&section.blocks, 3);
    }
    writer.paragraphs.join("\n\n") + "\n"
}

/// Paragraphs, with a blank line between.
struct Writer {
    paragraphs: Vec<String>,
}

impl Writer {
    fn add(&mut self, paragraph: String) {
        if !paragraph.trim().is_empty() {
            self.paragraphs.push(paragraph);
        }
    }

    fn heading(&mut self, level: usize, title: &str) {
        if !title.trim().is_empty() {
            self.add(format!("{} {}", "#".repeat(level.min(DEEPEST)), plain(title).trim()));
        }
    }

    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            self.block(block, level);
        }
    }

    fn block(&mut self, block: &Block, level: usize) {
        match block {
            Block::Paragraph(text) => self.add(line_start(&spans(text, false))),
            Block::Verdict { tone, headline, facts } => {
                self.add(format!("**{} {}**", mark(*tone), plain(headline).trim()));
                self.add(line_start(&spans(facts, false)));
            }
            Block::Note { tone, text } => {
                let mark = match tone {
                    Tone::Plain | Tone::Stable => String::new(),
                    Tone::Warning | Tone::Critical => format!("{} ", mark(*tone)),
                };
                self.add(format!("> {mark}{}", line_start(&spans(text, false))));
            }
            Block::Facts(facts) => {
                let line = |(name, text): &(String, Text)| {
                    format!("- {}: {}", line_start(&plain(name)), spans(text, false))
                };
                self.add(facts.iter().map(line).collect::<Vec<_>>().join("\n"));
            }
            Block::List(items) => {
                let line = |item: &Text| format!("- {}", line_start(&spans(item, false)));
                self.add(items.iter().map(line).collect::<Vec<_>>().join("\n"));
            }
            Block::Table(table) => {
                self.add(line_start(&plain(&table.caption)));
                self.add(rows(table));
            }
            Block::Figure(figure) => {
                self.add(format!("*{}*: {}", plain(&figure.name).trim(), plain(&figure.caption)));
            }
            Block::Code(code) => self.add(code_block(code)),
            Block::Part { title, blocks } => {
                self.heading(level, title);
                self.blocks(blocks, level + 1);
            }
            Block::Folded { summary, badge, blocks, .. } => {
                let title = format!("{}{}", spans(summary, false), worded(badge.as_ref()));
                self.add(format!("{} {}", "#".repeat(level.min(DEEPEST)), title.trim()));
                self.blocks(blocks, level + 1);
            }
        }
    }
}

/// A table without those columns that hold drawings alone.
fn rows(table: &Table) -> String {
    let has_words = |cell: &Cell| !cell.text.is_empty() || cell.badge.is_some();
    let is_kept = |at: usize| {
        let cells = || table.rows.iter().filter_map(|row| row.get(at));
        !cells().any(|cell| cell.drawing.is_some()) || cells().any(has_words)
    };
    let columns: Vec<usize> = (0..table.columns.len()).filter(|&at| is_kept(at)).collect();
    if columns.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let heads = columns.iter().filter_map(|&at| table.columns.get(at));
    let mut lines = vec![
        line(heads.clone().map(|column| plain(&column.title)).collect()),
        line(heads.map(|column| if column.is_number { "---:" } else { "---" }.to_owned()).collect()),
    ];
    for row in &table.rows {
        let cell = |cell: &Cell| {
            format!("{}{}", spans(&cell.text, true), worded(cell.badge.as_ref())).trim().to_owned()
        };
        lines.push(line(columns.iter().map(|&at| row.get(at).map(cell).unwrap_or_default()).collect()));
    }
    lines.join("\n")
}

fn worded(badge: Option<&Badge>) -> String {
    badge.map(|badge| format!(" {} {}", mark(badge.tone), plain(&badge.word))).unwrap_or_default()
}

/// The shape that stands for a tone, as in the HTML file.
fn mark(tone: Tone) -> char {
    match tone {
        Tone::Plain => '○',
        Tone::Stable => '●',
        Tone::Warning => '▲',
        Tone::Critical => '■',
    }
}

fn spans(text: &Text, is_in_table: bool) -> String {
    let span = |span: &Span| match span {
        Span::Plain(words) => plain(words),
        Span::Link { text, .. } => plain(text),
        Span::Strong(words) => strong(words),
        Span::Code(words) => code_span(words, is_in_table),
    };
    text.0.iter().map(span).collect()
}

/// Blanks at the ends stand outside: asterisks beside a blank would be asterisks.
fn strong(words: &str) -> String {
    let words = one_line(words);
    let inner = words.trim();
    if inner.is_empty() {
        return words;
    }
    let (before, after) =
        (&words[..words.len() - words.trim_start().len()], &words[words.trim_end().len()..]);
    format!("{before}**{}**{after}", plain(inner))
}
