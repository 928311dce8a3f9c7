//! Blocks of records to columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::{memchr, memmem};

use super::cell_rules::{CellRules, ReadCell};
use super::missing::ExtraTokens;
use super::number::{self, Number, NumberFormat};
use super::row_sampler::RowSampler;
use super::scan::{self, Records, after_line_end};
use super::text_counts::kept_text;
use super::{
    Block, Cell, Column, DataError, Dialect, Layout, PREVIEW_ROWS, ReadNote, ReadOptions, RowSample,
    SampleBuilder, Table,
};

/// Parses blocks of one file, in any order. One per thread.
pub struct BlockParser {
    layout: Arc<Layout>,
    rules: CellRules,
    /// Whether a cell that starts like a short decimal may be read in one go.
    fused: bool,
    part: Part,
    scratch: Vec<u8>,
    expected_bytes: u64, // 0: not known
    parsed_bytes: u64,
}

impl BlockParser {
    /// A parser for a file of this layout.
    pub fn new(layout: Arc<Layout>, options: &ReadOptions) -> Self {
        let decimal = if layout.dialect.decimal_comma { b',' } else { b'.' };
        let extra = ExtraTokens::new(&options.missing_tokens);
        // The fast path stops at the delimiter only if that cannot belong to a number.
        let fused = matches!(layout.dialect.delimiter, ',' | ';' | '\t' | '|')
            && layout.dialect.delimiter != char::from(decimal)
            && !extra.may_be_numbers();
        let columns: Vec<Column> = layout.names.iter().map(Column::named).collect();
        let rules =
            CellRules { format: NumberFormat { decimal, thousands: layout.dialect.thousands }, extra };
        let sampler = RowSampler::new(columns.len());
        Self {
            fused,
            part: Part { columns, sampler, rules: Some(rules.clone()), ..Part::default() },
            rules,
            layout,
            scratch: Vec::new(),
            expected_bytes: 0,
            parsed_bytes: 0,
        }
    }

    /// Makes room for a file of this size from its second block on, so that the columns need not
    /// grow step by step. For a parser that is given all blocks.
    pub fn expect(&mut self, bytes: u64) {
        self.expected_bytes = bytes;
    }

    /// Rows parsed so far.
    pub fn rows(&self) -> u64 {
        self.part.rows
    }

    /// Parses one block.
    pub fn parse(&mut self, block: &Block) {
        let text = block.text.as_slice();
        let delimiter = self.layout.dialect.delimiter as u8;
        if block.index < PREVIEW_BLOCKS {
            let rows = preview(text, delimiter, self.part.columns.len());
            self.part.preview.insert(block.index, rows);
        }
        let has_nul = memchr(0, text).is_some();
        let has_replacement = memmem::find(text, REPLACEMENT).is_some();
        if has_nul || has_replacement {
            self.count_odd_cells(text, delimiter);
        }
        self.reserve(memchr::memchr_iter(b'\n', text).count());
        self.parsed_bytes += text.len() as u64;

        let width = self.part.columns.len();
        let mut line = block.first_line;
        let mut at = 0;
        while at < text.len() {
            if let Some(next) = after_line_end(text, at) {
                line += 1;
                at = next;
                continue;
            }
            let first_line = line;
            let start = at;
            let mut cells = 0;
            let mut extra_filled = false;
            let record_end = loop {
                let end = if cells < width {
                    self.cell(text, at, delimiter, cells, &mut line)
                } else {
                    let cell = scan::cell(text, at, delimiter, &mut self.scratch);
                    line += cell.lines;
                    extra_filled |= !cell.text.is_empty();
                    cell.end
                };
                cells += 1;
                at = end + 1;
                match text.get(end) {
                    Some(b'\n') | None => break end,
                    Some(b'\r') => {
                        at = after_line_end(text, end).unwrap_or(at);
                        break end;
                    }
                    Some(_) => {}
                }
            };
            self.part.sampler.add(&text[start..record_end]);
            line += 1;
            self.part.rows += 1;
            if cells < width {
                for column in &mut self.part.columns[cells..] {
                    column.missing += 1;
                }
                self.part.short.add(first_line);
            } else if extra_filled {
                self.part.long.add(first_line);
            }
        }
    }

    /// What was parsed.
    pub fn finish(mut self) -> Part {
        for column in &mut self.part.columns {
            column.numbers.shrink_to_fit();
            column.texts.settle();
        }
        self.part.sampler.settle();
        self.part
    }

    /// Reads the cell at `at` into a column and returns where it ends.
    #[inline]
    fn cell(&mut self, text: &[u8], at: usize, delimiter: u8, position: usize, line: &mut u64) -> usize {
        let column = &mut self.part.columns[position];
        if self.fused
            && let Some(found) = number::prefix(&text[at..], self.rules.format.decimal)
        {
            let end = at + found.length;
            if text.get(end).is_none_or(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r') {
                column.integers += u64::from(found.number.integer);
                column.numbers.push(found.number.value);
                return end;
            }
        }
        let cell = scan::cell(text, at, delimiter, &mut self.scratch);
        *line += cell.lines;
        add_cell(column, cell.text, &self.rules);
        cell.end
    }

    /// Makes room a quarter at a time: doubling would waste up to half of the memory.
    fn reserve(&mut self, rows: usize) {
        let remaining = self.expected_bytes.saturating_sub(self.parsed_bytes) as f64;
        let growth = if remaining > 0.0 && self.parsed_bytes > 0 {
            remaining / self.parsed_bytes as f64 * 1.02
        } else {
            0.25
        };
        for column in &mut self.part.columns {
            let numbers = &mut column.numbers;
            if !numbers.is_empty() && numbers.capacity() - numbers.len() < rows {
                numbers.reserve_exact(rows.max((numbers.len() as f64 * growth) as usize));
            }
        }
    }

    #[cold]
    fn count_odd_cells(&mut self, text: &[u8], delimiter: u8) {
        let mut records = Records::new(text, delimiter);
        let part = &mut self.part;
        while records
            .next(|cell| {
                part.nul_cells += u64::from(memchr(0, cell.text).is_some());
                part.invalid_cells += u64::from(memmem::find(cell.text, REPLACEMENT).is_some());
            })
            .is_some()
        {}
    }
}

/// What was parsed of some blocks of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    columns: Vec<Column>,
    rows: u64,
    short: Ragged,
    long: Ragged,
    nul_cells: u64,
    invalid_cells: u64,
    /// First rows by the index of their block.
    preview: BTreeMap<u64, Vec<Vec<String>>>,
    sampler: RowSampler,
    /// How its cells were read; `None` while there are none.
    rules: Option<CellRules>,
}

impl Part {
    /// Adds what was parsed of other blocks of the same file.
    pub fn append(&mut self, other: Part) {
        if self.columns.is_empty() {
            self.columns = other.columns;
        } else {
            for (column, more) in self.columns.iter_mut().zip(other.columns) {
                column.append(more);
            }
        }
        self.rows += other.rows;
        self.short.append(other.short);
        self.long.append(other.long);
        self.nul_cells += other.nul_cells;
        self.invalid_cells += other.invalid_cells;
        self.preview.extend(other.preview);
        self.sampler.append(other.sampler);
        self.rules = self.rules.take().or(other.rules);
    }

    /// The table, once all blocks are in.
    ///
    /// # Errors
    ///
    /// [`DataError::NoRows`].
    pub fn into_table(self, layout: &Layout, dialect: Dialect, bytes: u64) -> Result<Table, DataError> {
        if self.rows == 0 {
            return Err(DataError::NoRows { file: layout.file.clone() });
        }
        let mut notes = layout.notes.clone();
        if let Ragged { rows: rows @ 1.., first_line } = self.short {
            notes.push(ReadNote::ShortRows { rows, first_line });
        }
        if let Ragged { rows: rows @ 1.., first_line } = self.long {
            notes.push(ReadNote::LongRows { rows, first_line });
        }
        if self.invalid_cells > 0 {
            notes.push(ReadNote::InvalidText { cells: self.invalid_cells });
        }
        if self.nul_cells > 0 {
            notes.push(ReadNote::NulCharacters { cells: self.nul_cells });
        }
        let sample = self.rules.as_ref().map(|rules| sampled(self.sampler, layout, rules));
        Ok(Table {
            name: layout.file.clone(),
            bytes,
            rows: self.rows,
            dialect,
            notes,
            columns: self.columns,
            preview: self.preview.into_values().flatten().take(PREVIEW_ROWS).collect(),
            sample,
        })
    }
}

/// Rows of the wrong length.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Ragged {
    rows: u64,
    first_line: u64,
}

impl Ragged {
    fn add(&mut self, line: u64) {
        self.append(Ragged { rows: 1, first_line: line });
    }

    fn append(&mut self, other: Ragged) {
        if other.rows > 0 {
            self.first_line =
                if self.rows == 0 { other.first_line } else { self.first_line.min(other.first_line) };
            self.rows += other.rows;
        }
    }
}

/// Blocks that keep rows for the preview; one is enough unless rows are very long.
const PREVIEW_BLOCKS: u64 = 8;
/// Longest preview cell in bytes; the rest is left out with an ellipsis.
const PREVIEW_CELL: usize = 1_000;
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

fn add_cell(column: &mut Column, cell: &[u8], rules: &CellRules) {
    match rules.read(cell) {
        ReadCell::Missing => column.missing += 1,
        ReadCell::Number(Number { value, .. }) if value == f64::INFINITY => column.positive_infinite += 1,
        ReadCell::Number(Number { value, .. }) if value == f64::NEG_INFINITY => column.negative_infinite += 1,
        ReadCell::Number(Number { value, integer }) => {
            column.integers += u64::from(integer);
            column.numbers.push(value);
        }
        ReadCell::Text(text) => column.texts.add(text),
    }
}

/// The cells of the kept rows.
fn sampled(mut sampler: RowSampler, layout: &Layout, rules: &CellRules) -> RowSample {
    sampler.settle();
    let mut builder = SampleBuilder::new(layout.names.iter().map(String::as_str));
    for (row, text) in sampler.kept() {
        let mut records = Records::new(text, layout.dialect.delimiter as u8);
        let mut at = 0;
        records.next(|cell| {
            match rules.read(cell.text) {
                ReadCell::Missing => builder.push_cell(at, Cell::Missing),
                ReadCell::Number(number) => builder.push_cell(at, Cell::Number(number.value)),
                ReadCell::Text(text) => builder.push_cell(at, Cell::Text(&kept_text(text))),
            }
            at += 1;
        });
        builder.end_row(row);
    }
    builder.finish(sampler.rows(), sampler.is_whole())
}

fn preview(text: &[u8], delimiter: u8, width: usize) -> Vec<Vec<String>> {
    let mut records = Records::new(text, delimiter);
    let mut rows = Vec::new();
    while rows.len() < PREVIEW_ROWS {
        let mut row = Vec::with_capacity(width);
        let read = records.next(|cell| {
            if row.len() < width {
                row.push(clip(cell.text));
            }
        });
        if read.is_none() {
            break;
        }
        row.resize(width, String::new());
        rows.push(row);
    }
    rows
}

fn clip(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(&cell[..cell.len().min(PREVIEW_CELL + 4)]);
    if cell.len() <= PREVIEW_CELL {
        return text.into_owned();
    }
    let mut end = PREVIEW_CELL;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}
