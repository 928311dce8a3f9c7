//! The fingerprint of data that went into a run. Its rows are never kept.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::DataUsed;
use crate::data::{Cell, RowTable};

impl DataUsed {
    /// What is told of a table. `role` says what it was: `reference`, `current`, `labels`, `training`.
    ///
    /// The digest is SHA-256 over the columns in order: the length of the name in bytes and the name, then cell
    /// by cell the byte 0 where it is missing, 1 and the bits of its number (both zeros are one), or 2, the
    /// length of its text and the text. Lengths are 8 bytes, all numbers little-endian. So it tells values
    /// and their order, whatever their spelling in the file.
    pub fn of(table: &RowTable, role: &str) -> Self {
        let mut hash = Sha256::new();
        let text = |hash: &mut Sha256, text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        for column in &table.columns {
            text(&mut hash, &column.name);
            for row in 0..column.len() {
                match column.cell(row) {
                    Cell::Missing => hash.update([0]),
                    Cell::Number(value) => {
                        hash.update([1]);
                        // −0 + 0 is 0.
                        hash.update((value + 0.0).to_bits().to_le_bytes());
                    }
                    Cell::Text(cell) => {
                        hash.update([2]);
                        text(&mut hash, cell);
                    }
                }
            }
        }
        let mut digest = String::with_capacity(64);
        for byte in hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(digest, "{byte:02x}");
        }
        Self {
            name: table.name.clone(),
            role: role.to_owned(),
            rows: table.rows as u64,
            columns: table.columns.iter().map(|column| column.name.clone()).collect(),
            digest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::CellColumn;

    fn of(cells: [Cell<'_>; 3]) -> DataUsed {
        let column = CellColumn::from_cells("x", cells);
        DataUsed::of(&RowTable { rows: 3, columns: vec![column], ..RowTable::default() }, "reference")
    }

    #[test]
    fn the_digest_is_of_the_cells_as_described() {
        let found = of([Cell::Number(1.0), Cell::Missing, Cell::Text("a")]);
        // printf '\x01\0\0\0\0\0\0\0x\x01\0\0\0\0\0\0\xf0\x3f\0\x02\x01\0\0\0\0\0\0\0a' | sha256sum
        assert_eq!(found.digest, "54bf1f23458096ad390eae51abb8b1d4eaf70eea890225505428ad4d3ac80473");
        assert_eq!((found.rows, found.columns), (3, vec!["x".to_owned()]));
        assert_eq!(of([Cell::Number(0.0); 3]).digest, of([Cell::Number(-0.0); 3]).digest);
        assert_ne!(of([Cell::Number(0.0); 3]).digest, of([Cell::Missing; 3]).digest);
    }
}
