//! A stream of bytes to blocks of whole records.
//!
//! The only sequential part of reading: it decodes, learns the layout from the first
//! part, and follows quotes just closely enough to know where records end. The blocks
//! can be parsed on any thread in any order. Blocks are cut where the content says, not
//! where the chunks end, so the same bytes always give the same blocks.

use std::collections::VecDeque;
use std::sync::Arc;

use super::encoding::{Detected, Transcoder, detect};
use super::header::name_columns;
use super::scan::{EndFinder, Records, after_line_end, count_lines};
use super::{DataError, Dialect, Encoding, ReadNote, ReadOptions, sniff};

/// What the beginning of a file says about the rest of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Name of the file.
    pub file: String,
    /// The header's cells as in the file.
    pub header: Vec<String>,
    /// Unique, non-blank column names.
    pub names: Vec<String>,
    /// Which names differ from the header.
    pub notes: Vec<ReadNote>,
    /// How the file is spelled; the encoding may still turn out to be Windows-1252.
    pub dialect: Dialect,
}

/// Whole records, as UTF-8, ending with a line end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// 0, 1, 2, … in file order.
    pub index: u64,
    /// 1-based line on which the first record starts.
    pub first_line: u64,
    /// The records.
    pub text: Vec<u8>,
}

/// Cuts a stream of bytes into [`Block`]s.
pub struct Splitter {
    file: String,
    options: ReadOptions,
    block_size: usize,
    bytes: u64,
    /// Raw bytes until the encoding is known.
    sample: Vec<u8>,
    coder: Option<Transcoder>,
    delimiter: u8,
    decimal_comma: bool,
    layout: Option<Arc<Layout>>,
    /// Decoded, starting at the start of a record.
    text: Vec<u8>,
    /// 1-based line of the start of `text`.
    line: u64,
    scan: EndFinder,
    next_index: u64,
    ready: VecDeque<Block>,
    spare: Vec<Vec<u8>>,
}

impl Splitter {
    /// A splitter for the file `name`.
    pub fn new(name: &str, options: &ReadOptions) -> Self {
        Self {
            file: name.to_owned(),
            options: options.clone(),
            block_size: BLOCK,
            bytes: 0,
            sample: Vec::new(),
            coder: None,
            delimiter: b',',
            decimal_comma: false,
            layout: None,
            text: Vec::new(),
            line: 1,
            scan: EndFinder::default(),
            next_index: 0,
            ready: VecDeque::new(),
            spare: Vec::new(),
        }
    }

    /// Cuts blocks at the first record end after this many bytes, for testing the cuts.
    #[doc(hidden)]
    #[must_use]
    pub fn with_block_size(self, block_size: usize) -> Self {
        Self { block_size, ..self }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    ///
    /// [`DataError`] when the bytes cannot be part of a readable CSV file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), DataError> {
        for piece in bytes.chunks(PIECE) {
            self.bytes += piece.len() as u64;
            if let Some(coder) = &mut self.coder {
                coder.push(piece, &mut self.text, false);
                self.cut(false)?;
            } else {
                self.sample.extend_from_slice(piece);
                if self.sample.len() >= SAMPLE {
                    self.start(false)?;
                    self.cut(false)?;
                }
            }
        }
        Ok(())
    }

    /// Ends the file. The last blocks are then ready.
    ///
    /// # Errors
    ///
    /// [`DataError::Empty`], [`DataError::UnterminatedQuote`], or as [`push`](Self::push).
    pub fn finish(&mut self) -> Result<(), DataError> {
        if self.coder.is_none() {
            self.start(true)?;
        }
        if let Some(coder) = &mut self.coder {
            coder.push(&[], &mut self.text, true);
        }
        if self.text.last() == Some(&0x1A) {
            self.text.pop();
        }
        if self.text.last().is_some_and(|last| !matches!(last, b'\n' | b'\r')) && !self.scan.quoted {
            self.text.push(b'\n');
        }
        self.cut(true)?;
        if self.layout.is_none() && !self.scan.quoted {
            return Err(DataError::Empty { file: self.file.clone() });
        }
        if self.scan.find_end(&self.text, usize::MAX, self.delimiter, true).is_none() && self.scan.quoted {
            let place = self.place(self.scan.quote_at);
            return Err(DataError::UnterminatedQuote {
                file: self.file.clone(),
                line: place.line,
                column: place.column,
            });
        }
        if !self.text.is_empty() {
            self.emit(self.text.len());
        }
        Ok(())
    }

    /// The next block that is ready, in file order. The [`layout`](Self::layout) is known
    /// as soon as there is one.
    pub fn next_block(&mut self) -> Option<Block> {
        self.ready.pop_front()
    }

    /// Gives a parsed block's memory back for reuse.
    pub fn recycle(&mut self, block: Block) {
        if self.spare.len() < 8 && block.text.capacity() <= BLOCK * 4 {
            self.spare.push(block.text);
        }
    }

    /// Header, names and spelling, once known.
    pub fn layout(&self) -> Option<&Arc<Layout>> {
        self.layout.as_ref()
    }

    /// Name of the file.
    pub fn name(&self) -> &str {
        &self.file
    }

    /// How the file is spelled, with the encoding as decided so far.
    pub fn dialect(&self, layout: &Layout) -> Dialect {
        Dialect { encoding: self.encoding(), ..layout.dialect.clone() }
    }

    /// Bytes taken so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The encoding as decided so far.
    pub fn encoding(&self) -> Encoding {
        self.coder.as_ref().map_or(Encoding::Utf8, Transcoder::encoding)
    }

    /// Decides encoding, delimiter and decimal comma from the sample.
    fn start(&mut self, whole: bool) -> Result<(), DataError> {
        let raw = std::mem::take(&mut self.sample);
        let (head, rest) = raw.split_at(raw.len().min(SAMPLE));
        if let Some(foreign) = sniff::foreign(head) {
            return Err(DataError::NotCsv {
                file: self.file.clone(),
                found: foreign.found.to_owned(),
                way_out: foreign.way_out.to_owned(),
            });
        }
        let (encoding, mark) = match detect(head, self.options.encoding) {
            Detected::Read { encoding, mark } => (encoding, mark),
            Detected::Utf32 => {
                return Err(DataError::Encoding { file: self.file.clone(), encoding: "UTF-32".to_owned() });
            }
        };
        let mut coder = Transcoder::new(encoding, mark > 0 || self.options.encoding.is_some());
        coder.push(&head[mark..], &mut self.text, false);
        let separated = sniff::sep_line(&self.text);
        if let Some(sep) = separated {
            self.text.drain(..sep.length);
            self.line += 1;
        }
        let chosen = self.options.delimiter.filter(|&delimiter| sniff::can_delimit(delimiter));
        self.delimiter = match (chosen, separated) {
            (Some(chosen), _) => chosen as u8,
            (None, Some(sep)) => sep.delimiter,
            (None, None) => sniff::delimiter(&self.text, whole),
        };
        self.decimal_comma = self.options.decimal_comma.unwrap_or_else(|| {
            matches!(self.delimiter, b';' | b'\t') && sniff::decimal_comma(&self.text, self.delimiter)
        });
        if !rest.is_empty() {
            coder.push(rest, &mut self.text, false);
        }
        self.coder = Some(coder);
        Ok(())
    }

    /// Cuts off the header and every full block.
    fn cut(&mut self, last: bool) -> Result<(), DataError> {
        while self.layout.is_none() {
            let Some(end) = self.scan.find_end(&self.text, 0, self.delimiter, last) else {
                return self.check_size();
            };
            if after_line_end(&self.text, 0) != Some(end) {
                self.read_header(end)?;
            }
            self.line += count_lines(&self.text[..end]);
            self.text.drain(..end);
            self.scan = EndFinder::default();
        }
        while let Some(end) = self.scan.find_end(&self.text, self.block_size, self.delimiter, last) {
            self.emit(end);
        }
        self.check_size()
    }

    fn emit(&mut self, end: usize) {
        let mut rest = self.spare.pop().unwrap_or_default();
        rest.clear();
        rest.extend_from_slice(&self.text[end..]);
        self.text.truncate(end);
        let text = std::mem::replace(&mut self.text, rest);
        let first_line = self.line;
        self.line += count_lines(&text);
        self.scan = EndFinder::default();
        self.ready.push_back(Block { index: self.next_index, first_line, text });
        self.next_index += 1;
    }

    fn read_header(&mut self, end: usize) -> Result<(), DataError> {
        let mut header = Vec::new();
        Records::new(&self.text[..end], self.delimiter)
            .next(|cell| header.push(String::from_utf8_lossy(cell.text).into_owned()));
        if header.len() > COLUMN_LIMIT {
            return Err(DataError::TooLarge {
                file: self.file.clone(),
                line: self.line,
                what: format!("a header of {} columns", header.len()),
                limit: COLUMN_LIMIT as u64,
                way_out: "keep the columns that matter".to_owned(),
            });
        }
        let named = name_columns(&header);
        let dialect = Dialect {
            encoding: self.encoding(),
            delimiter: char::from(self.delimiter),
            decimal_comma: self.decimal_comma,
            thousands: self.options.thousands,
        };
        let file = self.file.clone();
        self.layout =
            Some(Arc::new(Layout { file, header, names: named.names, notes: named.notes, dialect }));
        Ok(())
    }

    /// Keeps a stray quote or a file without line ends from filling the memory.
    fn check_size(&self) -> Result<(), DataError> {
        if self.text.len() <= CELL_LIMIT {
            return Ok(());
        }
        let cell_start = if self.scan.quoted {
            self.scan.quote_at
        } else {
            memchr::memrchr(self.delimiter, &self.text).map_or(0, |at| at + 1)
        };
        if self.text.len() - cell_start > CELL_LIMIT {
            let place = self.place(cell_start);
            return Err(DataError::CellTooLarge {
                file: self.file.clone(),
                line: place.line,
                column: place.column,
                limit_mb: (CELL_LIMIT >> 20) as u32,
            });
        }
        if self.text.len() > RECORD_LIMIT {
            return Err(DataError::TooLarge {
                file: self.file.clone(),
                line: self.line,
                what: format!("a record of {} MB", self.text.len() >> 20),
                limit: (RECORD_LIMIT >> 20) as u64,
                way_out: "check for a quote that is not closed".to_owned(),
            });
        }
        Ok(())
    }

    /// Line and column of a cell that starts at `at` in `text`.
    fn place(&self, at: usize) -> Place {
        let start = self.record_start(at);
        let mut cells = 0_usize;
        Records::new(&self.text[start..at], self.delimiter).next(|_| cells += 1);
        // What stands before `at` ends with a delimiter, after which comes one more cell.
        let column = cells.saturating_sub(1);
        let name = self.layout.as_ref().and_then(|layout| layout.names.get(column).cloned());
        Place {
            line: self.line + count_lines(&self.text[..at]),
            column: name.unwrap_or_else(|| (column + 1).to_string()),
        }
    }

    /// Start of the record that `at` is in.
    fn record_start(&self, at: usize) -> usize {
        let mut scan = EndFinder::default();
        let mut start = 0;
        while let Some(end) = scan.find_end(&self.text[..at], start, self.delimiter, true) {
            start = end;
            scan = EndFinder::starting_at(end);
        }
        start
    }
}

struct Place {
    line: u64,
    column: String,
}

/// Bytes looked at before anything is decided.
const SAMPLE: usize = 256 << 10;
/// Input is taken in pieces of this size.
const PIECE: usize = 256 << 10;
/// A block is cut at the first record end after this many bytes.
const BLOCK: usize = 1 << 20;
const CELL_LIMIT: usize = 64 << 20;
const RECORD_LIMIT: usize = 256 << 20;
const COLUMN_LIMIT: usize = 100_000;
