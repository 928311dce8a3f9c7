//! Bytes to typed columns.
//!
//! Dialect and encoding detection, the streaming CSV reader, kinds and roles.
//! Nothing here compares two data sets; nothing here opens a file.
//!
//! [`Splitter`] turns chunks of bytes into [`Block`]s of whole records, one after the
//! other; a [`BlockParser`] per thread turns blocks into a [`Part`], in any order; parts
//! add up to a [`Table`]. [`TableReader`] is all three on one thread. What depends on
//! which thread parsed what is the order of [`Column::numbers`], nothing else.

mod block;
mod cell_column;
mod cell_rules;
mod column;
pub mod datetime;
mod decoder;
mod dialect;
mod encoding;
mod error;
mod facts;
mod header;
pub mod kind;
mod missing;
mod number;
mod reader;
pub mod role;
mod row_reader;
mod row_sample;
mod row_sampler;
mod row_table;
mod scan;
mod sniff;
mod split;
mod table;
mod text_counts;

pub use block::{BlockParser, Part};
pub use cell_column::{Cell, CellColumn, CellPlace};
pub use column::Column;
pub use dialect::{Dialect, Encoding, ReadOptions};
pub use error::DataError;
pub use facts::{ColumnFacts, Range};
pub use kind::{Kind, KindRule};
pub use number::number_name;
pub use reader::TableReader;
#[doc(hidden)]
pub use reader::{count_cells, records};
pub use role::Role;
pub use row_reader::{RowBlock, RowReader, RowStream};
pub use row_sample::{RowSample, SAMPLE_BYTES, SAMPLE_CELLS, SAMPLE_ROWS, SampleBuilder, SampledRow};
pub use row_table::{RowTable, RowView};
pub use split::{Block, Layout, Splitter};
pub use table::{PREVIEW_ROWS, ReadNote, Table};
pub use text_counts::{
    Distinct, KEPT_TEXTS, LONGEST_TEXT, TextCount, TextCounts, estimated_distinct, text_rank,
};
