//! A whole file on one thread: for the browser's workers and for tests.

use super::{BlockParser, DataError, ReadOptions, Splitter, Table};

/// Reads a file pushed to it in chunks of any size.
///
/// ```
/// use evenkeel::data::{ReadOptions, TableReader};
///
/// let mut reader = TableReader::new("cars.csv", &ReadOptions::default());
/// reader.push(b"make;price\nLada;1,")?;
/// reader.push(b"5\nSkoda;NA\n")?;
/// let table = reader.finish()?;
/// assert_eq!((table.rows, table.dialect.delimiter), (2, ';'));
/// assert_eq!((table.columns[1].numbers.as_slice(), table.columns[1].missing), (&[1.5][..], 1));
/// # Ok::<(), evenkeel::data::DataError>(())
/// ```
pub struct TableReader {
    splitter: Splitter,
    parser: Option<BlockParser>,
    options: ReadOptions,
    expected_bytes: u64,
}

impl TableReader {
    /// A reader for the file `name`.
    pub fn new(name: &str, options: &ReadOptions) -> Self {
        Self {
            splitter: Splitter::new(name, options),
            parser: None,
            options: options.clone(),
            expected_bytes: 0,
        }
    }

    /// The same reader, told how large the file is: it then makes room once instead of growing.
    #[must_use]
    pub fn expecting(mut self, bytes: u64) -> Self {
        self.expected_bytes = bytes;
        self
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    ///
    /// [`DataError`] when the bytes cannot be part of a readable CSV file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), DataError> {
        self.splitter.push(bytes)?;
        self.parse_ready();
        Ok(())
    }

    /// Ends the file and gives the table.
    ///
    /// # Errors
    ///
    /// [`DataError`] when there is no table in the file.
    pub fn finish(mut self) -> Result<Table, DataError> {
        self.splitter.finish()?;
        self.parse_ready();
        let name = self.splitter.name().to_owned();
        let Some(layout) = self.splitter.layout().cloned() else {
            return Err(DataError::Empty { file: name });
        };
        let parser = self.parser.unwrap_or_else(|| BlockParser::new(layout.clone(), &self.options));
        parser.finish().into_table(&layout, self.splitter.dialect(&layout), self.splitter.bytes())
    }

    /// Bytes taken so far.
    pub fn bytes(&self) -> u64 {
        self.splitter.bytes()
    }

    /// Rows parsed so far.
    pub fn rows(&self) -> u64 {
        self.parser.as_ref().map_or(0, BlockParser::rows)
    }

    fn parse_ready(&mut self) {
        while let Some(block) = self.splitter.next_block() {
            let Some(layout) = self.splitter.layout() else { return };
            let parser = self.parser.get_or_insert_with(|| {
                let mut parser = BlockParser::new(layout.clone(), &self.options);
                parser.expect(self.expected_bytes);
                parser
            });
            parser.parse(&block);
            self.splitter.recycle(block);
        }
    }
}

/// All records of a file, header first, cells as in the file. For checking the reader
/// against other parsers; a table never needs it.
///
/// # Errors
///
/// As [`TableReader::push`] and [`Splitter::finish`].
#[doc(hidden)]
pub fn records(bytes: &[u8], chunk: usize, options: &ReadOptions) -> Result<Vec<Vec<String>>, DataError> {
    let mut splitter = Splitter::new("records", options);
    for part in bytes.chunks(chunk.max(1)) {
        splitter.push(part)?;
    }
    splitter.finish()?;
    let Some(layout) = splitter.layout().cloned() else { return Ok(Vec::new()) };
    let mut all = vec![layout.header.clone()];
    while let Some(block) = splitter.next_block() {
        let mut scan = super::scan::Records::new(&block.text, layout.dialect.delimiter as u8);
        loop {
            let mut record = Vec::new();
            if scan.next(|cell| record.push(String::from_utf8_lossy(cell.text).into_owned())).is_none() {
                break;
            }
            all.push(record);
        }
    }
    Ok(all)
}

/// Cells in a text, for the speed comparison in `benches/read.rs`.
#[doc(hidden)]
pub fn count_cells(text: &[u8], delimiter: u8) -> u64 {
    let mut records = super::scan::Records::new(text, delimiter);
    let mut cells = 0;
    while records.next(|_| cells += 1).is_some() {}
    cells
}
