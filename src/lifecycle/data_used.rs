//! The fingerprint of a table that a run read.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::DataUsed;
use crate::data::{Cell, RowTable};

impl DataUsed {
    /// Name, shape and digest of a table.
    ///
    /// The digest is over the cells as they were read, so that another spelling of the same values, such
    /// as other line ends or quotes, is the same data. Of each column its name, then each cell in order:
    /// a tag, and of a number its eight bytes, little-endian, of a text its length in eight bytes and
    /// its bytes. Both zeros are one value.
    pub fn of(table: &RowTable, role: &str) -> Self {
        let mut hash = Sha256::new();
        for column in &table.columns {
            text(&mut hash, &column.name);
            for row in 0..table.rows {
                match column.cell(row) {
                    Cell::Missing => hash.update([0]),
                    Cell::Number(value) => {
                        hash.update([1]);
                        hash.update((value + 0.0).to_bits().to_le_bytes());
                    }
                    Cell::Text(cell) => text(&mut hash, cell),
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

fn text(hash: &mut Sha256, text: &str) {
    hash.update([2]);
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::CellColumn;

    fn digest(cells: &[Cell<'_>]) -> String {
        let columns = vec![CellColumn::from_cells("a", cells.iter().copied())];
        DataUsed::of(&RowTable { rows: cells.len(), columns, ..RowTable::default() }, "training").digest
    }

    /// Expected: `hashlib.sha256(b"\x02" + struct.pack("<Q", 1) + b"a" + b"\x01" + struct.pack("<d", 1.5)
    /// + b"\x00" + b"\x02" + struct.pack("<Q", 1) + b"x").hexdigest()` of Python 3.
    #[test]
    fn the_digest_is_that_of_the_documented_bytes() {
        let cells = [Cell::Number(1.5), Cell::Missing, Cell::Text("x")];
        assert_eq!(digest(&cells), "442d94e5bc03dc30cd20df2d5ca5220ff095bfe710178ffc94b57d0a1d7c91aa");
    }

    #[test]
    fn other_cells_are_other_data() {
        let one = digest(&[Cell::Text("ab"), Cell::Text("c")]);
        assert_ne!(one, digest(&[Cell::Text("a"), Cell::Text("bc")]));
        assert_ne!(digest(&[Cell::Number(1.0)]), digest(&[Cell::Text("1")]));
        assert_eq!(digest(&[Cell::Number(0.0)]), digest(&[Cell::Number(-0.0)]));
    }
}
