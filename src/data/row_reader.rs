//! A file as rows, on one thread: all of it, or block by block.
//!
//! A model is trained on whole rows, in order, so nothing is counted together here. Scoring needs
//! one block at a time, and the cells as they stand in the file.

use super::cell_column::{Cell, ColumnBuilder};
use super::cell_rules::{CellRules, ReadCell};
use super::missing::ExtraTokens;
use super::number::NumberFormat;
use super::scan::Records;
use super::text_counts::kept_text;
use super::{Block, DataError, Layout, ReadNote, ReadOptions, RowTable, Splitter};

/// Reads a file that is pushed to it in chunks into one [`RowTable`].
///
/// ```
/// use evenkeel::data::{Cell, ReadOptions, RowReader};
///
/// let mut reader = RowReader::new("cars.csv", &ReadOptions::default());
/// reader.push(b"make;price\nLada;1,5\nSkoda;NA\n")?;
/// let table = reader.finish()?;
/// assert_eq!(table.columns[0].cell(1), Cell::Text("Skoda"));
/// assert_eq!(table.columns[1].cell(1), Cell::Missing);
/// # Ok::<(), evenkeel::data::DataError>(())
/// ```
pub struct RowReader {
    stream: RowStream,
    columns: Vec<ColumnBuilder>,
    rows: usize,
    ragged: Ragged,
}

impl RowReader {
    /// A reader for the file `name`.
    pub fn new(name: &str, options: &ReadOptions) -> Self {
        Self {
            stream: RowStream::new(name, options),
            columns: Vec::new(),
            rows: 0,
            ragged: Ragged::default(),
        }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    ///
    /// [`DataError`] when the bytes cannot be part of a readable CSV file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), DataError> {
        self.stream.push(bytes)?;
        self.parse_ready();
        Ok(())
    }

    /// Rows so far.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Ends the file and gives its rows.
    ///
    /// # Errors
    ///
    /// [`DataError`] when there is no table in the file.
    pub fn finish(mut self) -> Result<RowTable, DataError> {
        self.stream.end()?;
        self.parse_ready();
        let splitter = &self.stream.splitter;
        let Some(layout) = splitter.layout() else {
            return Err(DataError::Empty { file: splitter.name().to_owned() });
        };
        if self.rows == 0 {
            return Err(DataError::NoRows { file: layout.file.clone() });
        }
        let mut notes = layout.notes.clone();
        self.ragged.add_to(&mut notes);
        Ok(RowTable {
            name: layout.file.clone(),
            rows: self.rows,
            notes,
            columns: self.columns.into_iter().map(ColumnBuilder::finish).collect(),
        })
    }

    fn parse_ready(&mut self) {
        while let Some(block) = self.stream.splitter.next_block() {
            let Some(rules) = self.stream.rules() else { return };
            let Some(layout) = self.stream.splitter.layout() else { return };
            if self.columns.is_empty() {
                self.columns = builders(layout);
            }
            let delimiter = layout.dialect.delimiter as u8;
            let parsed = parse(&block, delimiter, &rules, &mut self.columns, self.rows);
            self.rows += parsed.rows;
            self.ragged.append(parsed.ragged);
            self.stream.splitter.recycle(block);
        }
    }
}

/// Reads a file block by block: what a file of any size is scored through.
pub struct RowStream {
    splitter: Splitter,
    options: ReadOptions,
    rules: Option<CellRules>,
}

/// Some rows of a file, and their text.
pub struct RowBlock {
    /// The rows.
    pub table: RowTable,
    text: Vec<u8>,
    delimiter: u8,
}

impl RowBlock {
    /// Calls `visit` with the cells of each record, as many as the file has columns, texts as in
    /// the file without their quotes.
    pub fn records(&self, mut visit: impl FnMut(&[String])) {
        let mut records = Records::new(&self.text, self.delimiter);
        let mut cells: Vec<String> = Vec::new();
        let width = self.table.columns.len();
        loop {
            cells.clear();
            if records.next(|cell| cells.push(String::from_utf8_lossy(cell.text).into_owned())).is_none() {
                return;
            }
            cells.resize(width, String::new());
            visit(&cells);
        }
    }
}

impl RowStream {
    /// A stream for the file `name`.
    pub fn new(name: &str, options: &ReadOptions) -> Self {
        Self { splitter: Splitter::new(name, options), options: options.clone(), rules: None }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    ///
    /// [`DataError`] when the bytes cannot be part of a readable CSV file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), DataError> {
        self.splitter.push(bytes)
    }

    /// Ends the file; the last blocks are then ready.
    ///
    /// # Errors
    ///
    /// [`DataError`] when there is no table in the file.
    pub fn end(&mut self) -> Result<(), DataError> {
        self.splitter.finish()
    }

    /// Names of the columns, once the beginning of the file is known.
    pub fn names(&self) -> Option<&[String]> {
        self.splitter.layout().map(|layout| layout.names.as_slice())
    }

    /// The next whole block of rows, if one is ready.
    pub fn next_block(&mut self) -> Option<RowBlock> {
        let block = self.splitter.next_block()?;
        let rules = self.rules()?;
        let layout = self.splitter.layout()?;
        let mut columns = builders(layout);
        let delimiter = layout.dialect.delimiter as u8;
        let parsed = parse(&block, delimiter, &rules, &mut columns, 0);
        let mut notes = Vec::new();
        parsed.ragged.add_to(&mut notes);
        let table = RowTable {
            name: layout.file.clone(),
            rows: parsed.rows,
            notes,
            columns: columns.into_iter().map(ColumnBuilder::finish).collect(),
        };
        Some(RowBlock { table, text: block.text, delimiter })
    }

    fn rules(&mut self) -> Option<CellRules> {
        if self.rules.is_none() {
            let dialect = &self.splitter.layout()?.dialect;
            let decimal = if dialect.decimal_comma { b',' } else { b'.' };
            let format = NumberFormat { decimal, thousands: dialect.thousands };
            let extra = ExtraTokens::new(&self.options.missing_tokens);
            self.rules = Some(CellRules { format, extra });
        }
        self.rules.clone()
    }
}

fn builders(layout: &Layout) -> Vec<ColumnBuilder> {
    layout.names.iter().map(|name| ColumnBuilder::named(name)).collect()
}

struct Parsed {
    rows: usize,
    ragged: Ragged,
}

/// Rows of the wrong length.
#[derive(Debug, Clone, Copy, Default)]
struct Ragged {
    short: u64,
    first_short: u64,
    long: u64,
    first_long: u64,
}

impl Ragged {
    fn append(&mut self, other: Self) {
        // Blocks come in file order, so the first of the first block stands.
        if self.short == 0 {
            self.first_short = other.first_short;
        }
        if self.long == 0 {
            self.first_long = other.first_long;
        }
        self.short += other.short;
        self.long += other.long;
    }

    fn add_to(&self, notes: &mut Vec<ReadNote>) {
        if self.short > 0 {
            notes.push(ReadNote::ShortRows { rows: self.short, first_line: self.first_short });
        }
        if self.long > 0 {
            notes.push(ReadNote::LongRows { rows: self.long, first_line: self.first_long });
        }
    }
}

/// Adds the cells of a block to the columns, which hold `before` rows.
fn parse(
    block: &Block,
    delimiter: u8,
    rules: &CellRules,
    columns: &mut [ColumnBuilder],
    before: usize,
) -> Parsed {
    let mut records = Records::new(&block.text, delimiter);
    let mut parsed = Parsed { rows: 0, ragged: Ragged::default() };
    let mut line = block.first_line;
    loop {
        let (mut at, mut filled_beyond, mut inside) = (0, false, 0);
        let read = records.next(|cell| {
            inside += cell.lines;
            match columns.get_mut(at) {
                Some(column) => match rules.read(cell.text) {
                    ReadCell::Missing => column.push(Cell::Missing),
                    ReadCell::Number(number) => column.push(Cell::Number(number.value)),
                    ReadCell::Text(text) => column.push(Cell::Text(&kept_text(text))),
                },
                None => filled_beyond |= !cell.text.is_empty(),
            }
            at += 1;
        });
        if read.is_none() {
            return parsed;
        }
        parsed.rows += 1;
        if at < columns.len() {
            columns[at..].iter_mut().for_each(|column| column.pad(before + parsed.rows));
            parsed.ragged.append(Ragged { short: 1, first_short: line, ..Ragged::default() });
        } else if filled_beyond {
            parsed.ragged.append(Ragged { long: 1, first_long: line, ..Ragged::default() });
        }
        line += 1 + inside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> RowTable {
        let mut reader = RowReader::new("t.csv", &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    #[test]
    fn rows_keep_their_order_and_short_ones_are_missing() {
        let table = read("a,b,c\n1,x,2\n,\"y, z\"\ninf,x,5,6\n");
        assert_eq!(table.rows, 3);
        let cells = |at: usize| (0..3).map(|row| table.columns[at].cell(row)).collect::<Vec<_>>();
        assert_eq!(cells(0), [Cell::Number(1.0), Cell::Missing, Cell::Number(f64::INFINITY)]);
        assert_eq!(cells(1), [Cell::Text("x"), Cell::Text("y, z"), Cell::Text("x")]);
        assert_eq!(cells(2), [Cell::Number(2.0), Cell::Missing, Cell::Number(5.0)]);
        assert_eq!(
            table.notes,
            [ReadNote::ShortRows { rows: 1, first_line: 3 }, ReadNote::LongRows { rows: 1, first_line: 4 }]
        );
        let picked = table.gather(&[2, 0]);
        assert_eq!(picked.columns[1].cell(1), Cell::Text("x"));
        assert_eq!((picked.rows, picked.columns[0].cell(1)), (2, Cell::Number(1.0)));
    }

    #[test]
    fn a_stream_gives_rows_and_the_text_of_their_cells() {
        let mut stream = RowStream::new("t.csv", &ReadOptions::default());
        stream.push(b"n;t\n1,50;\"a \"\"b\"\"\"\n2;\n").unwrap();
        stream.end().unwrap();
        assert_eq!(stream.names().unwrap(), ["n", "t"]);
        let block = stream.next_block().unwrap();
        assert_eq!(block.table.columns[0].numbers(), [1.5, 2.0]);
        let mut records = Vec::new();
        block.records(|cells| records.push(cells.join("|")));
        assert_eq!(records, ["1,50|a \"b\"", "2|"]);
        assert!(stream.next_block().is_none());
    }

    #[test]
    fn facts_say_what_kind_a_column_is() {
        let table = read("n,t,m\n1,a,1\n2,b,x\n3,a,\n");
        let facts: Vec<_> = table.columns.iter().map(CellColumn::facts).collect();
        assert_eq!((facts[0].integers, facts[0].distinct_numbers, facts[0].texts), (3, 3, 0));
        assert_eq!((facts[1].texts, facts[1].distinct_texts), (3, 2));
        assert_eq!((facts[2].numbers, facts[2].texts, facts[2].missing), (1, 1, 1));
    }

    use crate::data::CellColumn;
}
