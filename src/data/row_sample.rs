//! A sample of whole rows: what profiles, which know one column at a time, cannot tell.
//!
//! A bottom-k sketch over rows, like [`TextCounts`](super::TextCounts) over texts: the distinct
//! rows whose texts have the smallest 64-bit hashes are kept, each with how often it occurred,
//! whatever the order in which rows come. So every distinct row is as likely to be kept as any
//! other, samples of parts of a file merge to the sample of the file, and the count of repeated
//! rows is exact while all distinct rows are kept. Rows are told apart by that hash.
//!
//! As many of the lowest ranks are kept as stay within [`RowSample::capacity`] rows and
//! [`SAMPLE_BYTES`] of text, and always one: a file of huge rows keeps fewer of them. What is
//! within these bounds in the whole is so in every part, hence merging loses nothing.

use serde::{Deserialize, Serialize};

use super::CellColumn;
use super::cell_column::{Cell, ColumnBuilder};

/// Most rows that are kept.
pub const SAMPLE_ROWS: usize = 20_000;
/// Most cells that are kept: files with many columns keep fewer rows.
pub const SAMPLE_CELLS: usize = 2_000_000;
/// Most bytes of row text that are kept.
pub const SAMPLE_BYTES: u64 = 32 << 20;

/// A uniform sample of the distinct rows of a file, in order of rank. What is read back is checked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct RowSample {
    /// Rows of the file.
    pub rows: u64,
    /// The rank up to which distinct rows are kept; `None` while all are.
    pub limit: Option<u64>,
    /// Rank (hash of the row's text) of each sampled row, ascending.
    pub ranks: Vec<u64>,
    /// How often each sampled row occurred in the file.
    pub counts: Vec<u64>,
    /// Bytes of each sampled row's text.
    pub sizes: Vec<u32>,
    /// The cells, one entry a column of the file.
    pub columns: Vec<CellColumn>,
}

/// What is known of a sampled row beside its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampledRow {
    /// Hash of its text.
    pub rank: u64,
    /// How often it occurred.
    pub count: u64,
    /// Bytes of its text.
    pub size: u32,
}

/// Puts a [`RowSample`] together, row by row in order of rank.
pub struct SampleBuilder {
    sample: RowSample,
    columns: Vec<ColumnBuilder>,
}

impl RowSample {
    /// How many rows are kept at most of a file with that many columns.
    pub fn capacity(columns: usize) -> usize {
        (SAMPLE_CELLS / columns.max(1)).clamp(1, SAMPLE_ROWS)
    }

    /// Rows that are at hand, as a sample of themselves: each once, in the order given.
    pub fn of_rows(columns: Vec<CellColumn>, rows: usize) -> Self {
        Self {
            rows: rows as u64,
            limit: None,
            ranks: (0..rows as u64).collect(),
            counts: vec![1; rows],
            sizes: vec![0; rows],
            columns,
        }
    }

    /// Sampled rows.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether no row was sampled.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Rows of the file that the sampled rows stand for by themselves: repeated ones count each.
    pub fn weight(&self) -> u64 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&CellColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// One row without its cells; `None` beyond the last.
    pub fn row(&self, at: usize) -> Option<SampledRow> {
        Some(SampledRow {
            rank: *self.ranks.get(at)?,
            count: *self.counts.get(at)?,
            size: *self.sizes.get(at)?,
        })
    }

    /// The sample of both parts of a file together, with this part's columns in this part's
    /// order; a column that the other part does not have is missing there. A row that both
    /// parts have is one row.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let places: Vec<Option<usize>> = self
            .columns
            .iter()
            .map(|column| other.columns.iter().position(|theirs| theirs.name == column.name))
            .collect();
        let mut builder = SampleBuilder::new(self.columns.iter().map(|column| column.name.as_str()));
        let limit = self.limit.into_iter().chain(other.limit).min();
        let within =
            |sample: &Self| limit.map_or(sample.len(), |l| sample.ranks.partition_point(|&r| r <= l));
        let (ends, capacity) = ((within(self), within(other)), Self::capacity(self.columns.len()));
        let (mut i, mut j, mut bytes) = (0, 0, 0_u64);
        while i < ends.0 || j < ends.1 {
            let ours = self.row(i).filter(|_| i < ends.0);
            let theirs = other.row(j).filter(|_| j < ends.1);
            let first = match (ours, theirs) {
                (Some(a), Some(b)) if a.rank == b.rank => {
                    SampledRow { count: a.count.saturating_add(b.count), ..a }
                }
                (Some(a), Some(b)) => {
                    if a.rank < b.rank {
                        a
                    } else {
                        b
                    }
                }
                (a, b) => match a.or(b) {
                    Some(row) => row,
                    None => break,
                },
            };
            bytes += u64::from(first.size);
            if !within_bounds(builder.len(), bytes, capacity) {
                break;
            }
            let is_ours = ours.is_some_and(|row| row.rank == first.rank);
            let is_theirs = theirs.is_some_and(|row| row.rank == first.rank);
            for (at, column) in self.columns.iter().enumerate() {
                let cell = if is_ours {
                    column.cell(i)
                } else {
                    places[at].and_then(|place| other.columns.get(place)).map_or(Cell::Missing, |c| c.cell(j))
                };
                builder.push_cell(at, cell);
            }
            builder.end_row(first);
            i += usize::from(is_ours);
            j += usize::from(is_theirs);
        }
        let whole = limit.is_none() && i == self.len() && j == other.len();
        builder.finish(self.rows.saturating_add(other.rows), whole)
    }
}

/// Whether one more row may be kept beside `kept`, when the texts then have `bytes` bytes.
pub(super) fn within_bounds(kept: usize, bytes: u64, capacity: usize) -> bool {
    kept == 0 || (kept < capacity && bytes <= SAMPLE_BYTES)
}

impl SampleBuilder {
    /// A sample without rows.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { sample: RowSample::default(), columns: names.into_iter().map(ColumnBuilder::named).collect() }
    }

    /// Rows so far.
    pub fn len(&self) -> usize {
        self.sample.len()
    }

    /// Whether there is no row yet.
    pub fn is_empty(&self) -> bool {
        self.sample.is_empty()
    }

    /// Adds a cell of the next row to the column at `at`.
    pub fn push_cell(&mut self, at: usize, cell: Cell<'_>) {
        if let Some(column) = self.columns.get_mut(at) {
            column.push(cell);
        }
    }

    /// Ends the row; columns that it has no cell of are missing in it. Ranks must ascend.
    pub fn end_row(&mut self, row: SampledRow) {
        self.sample.ranks.push(row.rank);
        self.sample.counts.push(row.count);
        self.sample.sizes.push(row.size);
        let rows = self.sample.len();
        self.columns.iter_mut().for_each(|column| column.pad(rows));
    }

    /// The sample, of a file of `rows` rows; `whole` when it holds every distinct row of it.
    pub fn finish(self, rows: u64, whole: bool) -> RowSample {
        let limit = if whole { None } else { Some(self.sample.ranks.last().copied().unwrap_or(0)) };
        let columns = self.columns.into_iter().map(ColumnBuilder::finish).collect();
        RowSample { rows, limit, columns, ..self.sample }
    }
}

/// A sample as written, before its parts are checked against each other.
#[derive(Deserialize)]
struct Stored {
    rows: u64,
    limit: Option<u64>,
    ranks: Vec<u64>,
    counts: Vec<u64>,
    sizes: Vec<u32>,
    columns: Vec<CellColumn>,
}

impl TryFrom<Stored> for RowSample {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { rows, limit, ranks, counts, sizes, columns } = stored;
        let damaged = |what: &str| Err(format!("the sample of rows is damaged: {what}"));
        if counts.len() != ranks.len() || sizes.len() != ranks.len() {
            return damaged("ranks, counts and sizes are not of the same number of rows");
        }
        if let Some(column) = columns.iter().find(|column| column.len() != ranks.len()) {
            return Err(format!(
                "the sample of rows is damaged: column `{}` has {} cells for {} rows",
                column.name,
                column.len(),
                ranks.len()
            ));
        }
        if !ranks.is_sorted_by(|a, b| a < b) || limit.is_some_and(|l| ranks.last().is_some_and(|&r| r > l)) {
            return damaged("its ranks do not ascend up to its limit");
        }
        if ranks.len() > SAMPLE_ROWS || counts.contains(&0) {
            return damaged("it has too many rows, or rows that never occurred");
        }
        let sample = Self { rows, limit, ranks, counts, sizes, columns };
        let kept = sample.weight();
        if kept > rows || (limit.is_none() && kept < rows) {
            return damaged("its counts do not add up to the rows of the file");
        }
        Ok(sample)
    }
}
