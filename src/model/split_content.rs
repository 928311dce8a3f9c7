//! The part of a row by what stands in it.
//!
//! A number in [0, 1) is made of a row's cells and the seed, and shares of that range are the parts. So a
//! row stays in its part when others come, go or change places, and rows that say the same share one.
//!
//! ```text
//! h ← FNV-1a (64 bits) of the seed's 8 bytes, then of each cell; mixed by the finaliser of MurmurHash3
//! u = ⌊h / 2¹¹⌋ / 2⁵³
//! test if u < test share, validation if u < test share + validation share, else training
//! ```
//!
//! A cell is the byte 1, the length of its column's name and the name; then the byte 1 and the bits of its
//! number (both zeros are one), or the byte 2, the length of its text and the text. Lengths are 8 bytes, all
//! numbers little-endian. Columns go in order of their names, and a missing cell is passed over: neither the
//! order of columns nor an added column that is empty moves a row. A row's id is one cell of which the name
//! does not count.
//!
//! Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, *The FNV Non-Cryptographic Hash Algorithm*, IETF
//! draft; A. Appleby, *MurmurHash3*, `fmix64`. Their last bits alone are poor at telling similar rows apart,
//! and `fmix64` spreads them over all.

use super::split::{Parts, rows_of};
use super::target::{Labels, column_of};
use super::{ModelError, SplitSettings};
use crate::data::{Cell, CellColumn, RowTable};

/// Divides the rows that have a label by their content.
pub(super) fn by_content(
    table: &RowTable,
    labels: &Labels,
    target: &str,
    id: Option<&str>,
    settings: &SplitSettings,
    seed: u64,
) -> Result<Parts, ModelError> {
    let id = match id {
        Some(id) if id == target => {
            return Err(ModelError::Setting {
                name: "the column that names the rows".to_owned(),
                value: format!("the target `{target}`"),
                allowed: "another column".to_owned(),
            });
        }
        Some(id) => Some(column_of(&table.view(), id, &table.name)?),
        None => None,
    };
    let mut columns: Vec<&CellColumn> = table.columns.iter().filter(|column| column.name != target).collect();
    columns.sort_by(|a, b| a.name.cmp(&b.name));
    let mut parts = Parts::default();
    for row in rows_of(labels, |_| true) {
        let of_row = place(&columns, id, row as usize, seed);
        let part = if of_row < settings.test {
            &mut parts.test
        } else if of_row < settings.test + settings.validation {
            &mut parts.validation
        } else {
            &mut parts.training
        };
        part.push(row);
    }
    Ok(parts)
}

/// A row's place in [0, 1): by its id, or by all its cells where it has none.
fn place(columns: &[&CellColumn], id: Option<&CellColumn>, row: usize, seed: u64) -> f64 {
    let mut hash = Hash::of_seed(seed);
    match id.map(|id| id.cell(row)) {
        Some(cell) if cell != Cell::Missing => hash.cell("", cell),
        _ => columns.iter().for_each(|column| hash.cell(&column.name, column.cell(row))),
    }
    hash.share()
}

/// FNV-1a.
struct Hash(u64);

impl Hash {
    fn of_seed(seed: u64) -> Self {
        let mut hash = Self(0xcbf2_9ce4_8422_2325);
        hash.bytes(&seed.to_le_bytes());
        hash
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn text(&mut self, text: &str) {
        self.bytes(&(text.len() as u64).to_le_bytes());
        self.bytes(text.as_bytes());
    }

    fn cell(&mut self, name: &str, cell: Cell<'_>) {
        if cell == Cell::Missing {
            return;
        }
        self.bytes(&[1]);
        self.text(name);
        match cell {
            Cell::Missing => {}
            Cell::Number(value) => {
                self.bytes(&[1]);
                // −0 + 0 is 0.
                self.bytes(&(value + 0.0).to_bits().to_le_bytes());
            }
            Cell::Text(text) => {
                self.bytes(&[2]);
                self.text(text);
            }
        }
    }

    /// In [0, 1), from the upper 53 bits of the mixed hash.
    fn share(&self) -> f64 {
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^= mixed >> 33;
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader};
    use crate::model::SplitBy;

    fn table(csv: &str) -> RowTable {
        let mut reader = RowReader::new("t.csv", &ReadOptions::default());
        reader.push(csv.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn rows(range: std::ops::Range<usize>) -> String {
        let line = |row: usize| format!("c{row},{},{},{}\n", row % 37, ["n", "s", ""][row % 3], row % 2);
        range.map(line).collect()
    }

    fn split(table: &RowTable, id: Option<&str>, seed: u64) -> Parts {
        let labels = Labels::of(&table.view(), "y", "t.csv").unwrap();
        let by = SplitBy::Content { id: id.map(str::to_owned) };
        let settings = SplitSettings { validation: 0.2, test: 0.3, by };
        Parts::of(table, &labels, "y", &settings, seed).unwrap()
    }

    /// The part of each row: training, validation, test.
    fn part_of(parts: &Parts, row: u32) -> usize {
        let all = [&parts.training, &parts.validation, &parts.test];
        all.iter().position(|rows| rows.contains(&row)).unwrap()
    }

    /// Python 3:
    ///
    /// ```python
    /// cells = b"\1" + pack("<Q", 1) + b"a" + b"\1" + pack("<d", 7.0)
    /// cells += b"\1" + pack("<Q", 1) + b"b" + b"\2" + pack("<Q", 2) + "é".encode()
    /// h = 14695981039346656037
    /// for b in (1).to_bytes(8, "little") + cells: h = (h ^ b) * 1099511628211 % 2**64
    /// h = (h ^ h >> 33) * 0xff51afd7ed558ccd % 2**64; h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53 % 2**64
    /// h ^= h >> 33; print((h >> 11) / 2**53)
    /// ```
    #[test]
    fn the_hash_is_as_it_is_described() {
        let a = CellColumn::from_numbers("a", vec![7.0]);
        let b = CellColumn::from_cells("b", [Cell::Text("é")]);
        let empty = CellColumn::from_cells("aa", [Cell::Missing]);
        assert_eq!(place(&[&a, &empty, &b], None, 0, 1), 0.8536986050548286);
        assert_ne!(place(&[&a, &b], None, 0, 2), 0.8536986050548286);
        // FNV-1a's published value of "foobar".
        let mut hash = Hash(0xcbf2_9ce4_8422_2325);
        hash.bytes(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }

    #[test]
    fn shares_hold_about() {
        let parts = split(&table(&format!("id,x,k,y\n{}", rows(0..10_000))), None, 1);
        // Binomial: three standard deviations of 10,000 draws are 137 and 120 rows.
        assert!((2_863..=3_137).contains(&parts.test.len()), "{}", parts.test.len());
        assert!((1_880..=2_120).contains(&parts.validation.len()), "{}", parts.validation.len());
        assert_eq!(parts.training.len() + parts.validation.len() + parts.test.len(), 10_000);
    }

    #[test]
    fn a_row_stays_in_its_part_whatever_comes_beside_it() {
        for id in [None, Some("id")] {
            let before = split(&table(&format!("id,x,k,y\n{}", rows(0..300))), id, 5);
            // Other rows before it, and a column of which the old rows have nothing.
            let later: String = rows(300..500).lines().map(|line| format!("{line},9\n")).collect();
            let older: String = rows(0..300).lines().map(|line| format!("{line},\n")).collect();
            let after = split(&table(&format!("id,x,k,y,z\n{later}{older}")), id, 5);
            for row in 0..300 {
                assert_eq!(part_of(&before, row), part_of(&after, row + 200), "{id:?}, row {row}");
            }
            assert_ne!(before, split(&table(&format!("id,x,k,y\n{}", rows(0..300))), id, 6));
        }
    }

    #[test]
    fn the_order_of_columns_the_spelling_of_numbers_and_the_target_do_not_count() {
        let one: String = (0..200).map(|row| format!("{row}.0,a{},{}\n", row % 9, row % 2)).collect();
        let other: String = (0..200).map(|row| format!("a{},{row},{}\n", row % 9, row % 3)).collect();
        let one = split(&table(&format!("x,k,y\n{one}")), None, 1);
        let other = split(&table(&format!("k,x,y\n{other}")), None, 1);
        assert_eq!(one, other);
    }

    #[test]
    fn repeated_rows_share_a_part_and_rows_without_an_id_go_by_their_cells() {
        let csv = format!("id,x,k,y\n{}{}", rows(0..300), rows(0..300));
        let parts = split(&table(&csv), None, 1);
        (0..300).for_each(|row| assert_eq!(part_of(&parts, row), part_of(&parts, row + 300)));
        // The same cases with other cells: only the id counts.
        let changed = rows(0..300).replace(",n,", ",west,");
        let parts = split(&table(&format!("id,x,k,y\n{}{changed}", rows(0..300))), Some("id"), 1);
        (0..300).for_each(|row| assert_eq!(part_of(&parts, row), part_of(&parts, row + 300)));
        let nameless: String = (0..300).map(|row| format!(",{row},n,{}\n", row % 2)).collect();
        let parts = split(&table(&format!("id,x,k,y\n{nameless}")), Some("id"), 1);
        assert!(parts.training.len() > 100 && parts.test.len() > 50, "{parts:?}");
    }

    #[test]
    fn an_id_that_is_no_column_or_the_target_is_named() {
        let table = table(&format!("id,x,k,y\n{}", rows(0..40)));
        let labels = Labels::of(&table.view(), "y", "t.csv").unwrap();
        let parts = |id: &str| {
            let by = SplitBy::Content { id: Some(id.to_owned()) };
            Parts::of(&table, &labels, "y", &SplitSettings { by, ..Default::default() }, 1).unwrap_err()
        };
        assert!(matches!(parts("nr"), ModelError::UnknownColumn { ref column, .. } if column == "nr"));
        assert_eq!(
            parts("y").to_string(),
            "`the column that names the rows` is the target `y`, allowed is another column"
        );
    }
}
