//! A document as one HTML file that needs nothing else.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::anchors::Anchors;
use super::page::{SCRIPT, content_security_policy, style};
use super::{Badge, Block, Cell, Document, Drawing, Figure, Section, Span, Table, TableColumn, Text, Tone};
use crate::chart::{escaped, full};

/// The deepest heading that HTML has.
const DEEPEST: u8 = 6;

/// The document as one HTML file: style sheet, drawings and a small script are in it, and nothing is fetched.
///
/// Every text is escaped, and the content security policy runs no script but the one that sorts tables.
/// Without it the document reads the same.
pub fn html(document: &Document) -> String {
    let mut writer = Writer { out: String::new(), anchors: Anchors::of(document), given: HashSet::new() };
    writer.document(document);
    writer.out
}

struct Writer {
    out: String,
    anchors: Anchors,
    /// Anchors that an element has already.
    given: HashSet<String>,
}

impl Writer {
    fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn document(&mut self, document: &Document) {
        let Document { title, subtitle, sections } = document;
        let name = if subtitle.is_empty() { title.clone() } else { format!("{title}: {subtitle}") };
        let _ = write!(
            self.out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<header><h1>{}</h1>",
            content_security_policy(),
            escaped(&name),
            style(),
            escaped(title),
        );
        if !subtitle.is_empty() {
            let _ = write!(self.out, "<p class=\"subtitle\">{}</p>", escaped(subtitle));
        }
        self.push("</header>\n<div class=\"page\">\n");
        if sections.len() > 1 {
            self.push("<nav class=\"contents\" aria-label=\"Contents\"><ol>");
            for section in sections {
                self.push("<li>");
                self.link(&section.id, &section.title);
                self.push("</li>");
            }
            self.push("</ol></nav>\n");
        }
        self.push("<main>\n");
        for section in sections {
            self.section(section);
        }
        let _ = writeln!(self.out, "</main>\n</div>\n<script>{SCRIPT}</script>\n</body>\n</html>");
    }

    fn section(&mut self, section: &Section) {
        self.push("<section");
        self.id(&section.id);
        let _ = writeln!(self.out, "><h2>{}</h2>", escaped(&section.title));
        self.blocks(&section.blocks, 3);
        self.push("</section>\n");
    }

    /// An `id`, unless another element has it.
    fn id(&mut self, wanted: &str) {
        let Some(id) = self.anchors.written(wanted).map(str::to_owned) else { return };
        if self.given.insert(id.clone()) {
            let _ = write!(self.out, " id=\"{id}\"");
        }
    }

    /// A link, or its words alone where nothing is called so.
    fn link(&mut self, to: &str, words: &str) {
        let _ = match self.anchors.written(to) {
            Some(id) => write!(self.out, "<a href=\"#{id}\">{}</a>", escaped(words)),
            None => write!(self.out, "{}", escaped(words)),
        };
    }

    /// Blocks below a heading; a part's own heading has that level. Figures that follow each other stand side
    /// by side, and so do tables, where there is room.
    fn blocks(&mut self, blocks: &[Block], level: u8) {
        let mut open = None;
        for (at, block) in blocks.iter().enumerate() {
            let next = blocks.get(at + 1);
            let wanted = match block {
                Block::Figure(_) => Some("figures"),
                Block::Table(_) if open == Some("tables") || matches!(next, Some(Block::Table(_))) => {
                    Some("tables")
                }
                _ => None,
            };
            if open != wanted {
                if open.is_some() {
                    self.push("</div>\n");
                }
                if let Some(class) = wanted {
                    let _ = write!(self.out, "<div class=\"{class}\">");
                }
                open = wanted;
            }
            self.block(block, level);
        }
        if open.is_some() {
            self.push("</div>\n");
        }
    }

    fn block(&mut self, block: &Block, level: u8) {
        match block {
            Block::Paragraph(text) => {
                self.push("<p>");
                self.text(text);
                self.push("</p>\n");
            }
            Block::Verdict { tone, headline, facts } => {
                let tone = tone_class(*tone);
                let _ = write!(
                    self.out,
                    "<div class=\"verdict\"><p class=\"headline shape {tone}\">{}</p><p class=\"facts-line\">",
                    escaped(headline)
                );
                self.text(facts);
                self.push("</p></div>\n");
            }
            Block::Note { tone, text } => {
                let shape = if matches!(tone, Tone::Warning | Tone::Critical) { " shape" } else { "" };
                let _ = write!(self.out, "<p class=\"note {}{shape}\">", tone_class(*tone));
                self.text(text);
                self.push("</p>\n");
            }
            Block::Facts(facts) => self.facts(facts),
            Block::List(items) => {
                self.push("<ul class=\"list\">");
                for item in items {
                    self.push("<li>");
                    self.text(item);
                    self.push("</li>");
                }
                self.push("</ul>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Code(code) => {
                let _ = writeln!(self.out, "<pre><code>{}</code></pre>", escaped(code));
            }
            Block::Part { title, blocks } => {
                let _ = writeln!(self.out, "<div class=\"part\"><h{level}>{}</h{level}>", escaped(title));
                self.blocks(blocks, (level + 1).min(DEEPEST));
                self.push("</div>\n");
            }
            Block::Folded { id, summary, badge, open, blocks } => {
                self.push("<details");
                if let Some(id) = id {
                    self.id(id);
                }
                self.push(if *open { " open><summary>" } else { "><summary>" });
                self.text(summary);
                self.badge(badge.as_ref());
                self.push("</summary><div class=\"inside\">\n");
                self.blocks(blocks, level);
                self.push("</div></details>\n");
            }
        }
    }

    fn text(&mut self, text: &Text) {
        for span in &text.0 {
            let _ = match span {
                Span::Plain(words) => write!(self.out, "{}", escaped(words)),
                Span::Strong(words) => write!(self.out, "<strong>{}</strong>", escaped(words)),
                Span::Code(words) => write!(self.out, "<code>{}</code>", escaped(words)),
                Span::Link { to, text } => {
                    self.link(to, text);
                    Ok(())
                }
            };
        }
    }

    fn badge(&mut self, badge: Option<&Badge>) {
        if let Some(Badge { tone, word }) = badge {
            let tone = tone_class(*tone);
            let _ = write!(self.out, "<span class=\"badge shape {tone}\">{}</span>", escaped(word));
        }
    }

    fn facts(&mut self, facts: &[(String, Text)]) {
        self.push("<dl class=\"facts\">");
        for (name, text) in facts {
            let _ = write!(self.out, "<div><dt>{}</dt><dd>", escaped(name));
            self.text(text);
            self.push("</dd></div>");
        }
        self.push("</dl>\n");
    }

    fn figure(&mut self, figure: &Figure) {
        let name = escaped(&figure.name);
        self.push("<figure>");
        if figure.drawing.is_wide {
            let _ = write!(
                self.out,
                "<div class=\"scroll wide\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">"
            );
        }
        self.drawing(&figure.drawing, &format!(" role=\"img\" aria-label=\"{name}\""));
        if figure.drawing.is_wide {
            self.push("</div>");
        }
        let _ = write!(self.out, "<figcaption>{}</figcaption></figure>", escaped(&figure.caption));
    }

    /// The `<svg>` element with further attributes.
    fn drawing(&mut self, drawing: &Drawing, attributes: &str) {
        let rest = drawing.svg().strip_prefix("<svg").unwrap_or_default();
        let _ = write!(self.out, "<svg{attributes}{rest}");
    }

    fn table(&mut self, table: &Table) {
        let caption = escaped(&table.caption);
        let _ = write!(
            self.out,
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{caption}\">\n<table{}><caption>{caption}</caption>\n<thead><tr>",
            if table.sortable { " class=\"sortable\"" } else { "" },
        );
        for column in &table.columns {
            let class = number_class(Some(column));
            let tag = if column.title.trim().is_empty() { "td" } else { "th scope=\"col\"" };
            let end = tag.get(..2).unwrap_or_default();
            let _ = write!(self.out, "<{tag}{class}>{}</{end}>", escaped(&column.title));
        }
        self.push("</tr></thead>\n<tbody>\n");
        let all_named = table.rows.iter().all(|row| row.first().is_some_and(is_named));
        for row in &table.rows {
            self.push("<tr>");
            for (at, cell) in row.iter().enumerate() {
                self.cell(cell, at == 0, all_named, table.columns.get(at));
            }
            for _ in row.len()..table.columns.len() {
                self.push("<td>");
            }
            self.push("\n");
        }
        self.push("</table></div>\n");
    }

    /// A cell; the first of a row names it. End tags of cells and rows may be left out (HTML, 13.1.2.4), and
    /// where every row has a name, names need no scope (4.9.12.2): there are many cells.
    fn cell(&mut self, cell: &Cell, is_first: bool, all_named: bool, column: Option<&TableColumn>) {
        let is_heading = is_first && is_named(cell);
        let tag = if is_heading { "th" } else { "td" };
        let scope = if is_heading && !all_named { " scope=\"row\"" } else { "" };
        let _ = write!(self.out, "<{tag}{scope}{}", number_class(column));
        if let Some(sort) = cell.sort.filter(|sort| sort.is_finite()) {
            let _ = write!(self.out, " data-s=\"{}\"", full(sort));
        }
        if let Some(full) = &cell.full {
            let _ = write!(self.out, " title=\"{}\"", escaped(full));
        }
        self.push(">");
        self.text(&cell.text);
        self.badge(cell.badge.as_ref());
        if let Some(drawing) = &cell.drawing {
            self.drawing(drawing, " aria-hidden=\"true\"");
        }
    }
}

/// Whether a cell says something, so that it can name its row.
fn is_named(cell: &Cell) -> bool {
    !cell.text.words().trim().is_empty()
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Stable => "stable",
        Tone::Warning => "warning",
        Tone::Critical => "critical",
    }
}

fn number_class(column: Option<&TableColumn>) -> &'static str {
    if column.is_some_and(|column| column.is_number) { " class=\"n\"" } else { "" }
}
