//! The first rows of a file, packed for the way to the page.

use serde::{Deserialize, Serialize};

/// The first rows of a file as one text with the ends of its cells, so that a wide preview is a
/// single copy for the page and not a hundred thousand small ones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Preview {
    /// All cells, row by row.
    text: String,
    /// End of each cell in `text`, in bytes.
    ends: Vec<u32>,
    /// How many cells stand in each row.
    widths: Vec<u32>,
}

impl Preview {
    /// Packs rows of cells.
    pub fn of(rows: &[Vec<String>]) -> Self {
        let mut preview = Self::default();
        for row in rows {
            for cell in row {
                preview.text.push_str(cell);
                preview.ends.push(preview.text.len() as u32); // A hundred rows of short cells.
            }
            preview.widths.push(row.len() as u32);
        }
        preview
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.widths.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.widths.is_empty()
    }

    /// The cells `columns` of one row; short rows give fewer.
    pub fn cells(&self, row: usize, columns: std::ops::Range<usize>) -> Vec<&str> {
        let Some(width) = self.widths.get(row).map(|width| *width as usize) else { return Vec::new() };
        let before: usize = self.widths[..row].iter().map(|width| *width as usize).sum();
        (columns.start..columns.end.min(width)).map(|column| self.cell(before + column)).collect()
    }

    fn cell(&self, at: usize) -> &str {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        self.text.get(start..end(at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_preview_gives_its_cells_back() {
        let rows = [["a", "", "ä"].map(str::to_owned).to_vec(), vec!["b".to_owned()]];
        let preview = Preview::of(&rows);
        assert_eq!((preview.rows(), preview.is_empty()), (2, false));
        assert_eq!(preview.cells(0, 0..3), ["a", "", "ä"]);
        assert_eq!(preview.cells(0, 1..9), ["", "ä"]);
        assert_eq!(preview.cells(1, 0..2), ["b"]);
        assert!(preview.cells(2, 0..2).is_empty() && preview.cells(1, 1..2).is_empty());
        assert!(Preview::of(&[]).is_empty());
    }
}
