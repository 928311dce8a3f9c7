//! What is told of the prediction log: totals a model, the newest rows, the groups that one CSV
//! file can hold.

use super::LoggedBatch;

/// The predictions of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelTotal {
    /// Name of the model.
    pub model: String,
    /// Batches.
    pub batches: u64,
    /// Predictions.
    pub rows: u64,
    /// Time of the first, as ISO 8601.
    pub first: String,
    /// Time of the last.
    pub last: String,
}

/// Batches that fit into one CSV file: of one model, under one header.
#[derive(Debug, Clone, PartialEq)]
pub struct CsvGroup {
    /// Name of the model.
    pub model: String,
    /// Header of the file, with its line end.
    pub header: String,
    /// Rows of all.
    pub rows: u64,
    /// Keys of the batches, oldest first.
    pub ids: Vec<f64>,
}

/// One line a model, in the order of their first predictions.
pub fn totals(batches: &[LoggedBatch]) -> Vec<ModelTotal> {
    let mut found: Vec<ModelTotal> = Vec::new();
    for batch in batches {
        match found.iter_mut().find(|total| total.model == batch.model) {
            Some(total) => {
                total.batches += 1;
                total.rows += batch.rows;
                // ISO 8601 of one zone orders as text.
                if batch.time < total.first {
                    total.first.clone_from(&batch.time);
                }
                if batch.time > total.last {
                    total.last.clone_from(&batch.time);
                }
            }
            None => found.push(ModelTotal {
                model: batch.model.clone(),
                batches: 1,
                rows: batch.rows,
                first: batch.time.clone(),
                last: batch.time.clone(),
            }),
        }
    }
    found
}

/// The files that an export makes, in the order of their first predictions.
pub fn groups(batches: &[LoggedBatch]) -> Vec<CsvGroup> {
    let mut found: Vec<CsvGroup> = Vec::new();
    for batch in batches {
        match found.iter_mut().find(|group| group.model == batch.model && group.header == batch.header) {
            Some(group) => {
                group.rows += batch.rows;
                group.ids.push(batch.id);
            }
            None => found.push(CsvGroup {
                model: batch.model.clone(),
                header: batch.header.clone(),
                rows: batch.rows,
                ids: vec![batch.id],
            }),
        }
    }
    found
}

/// The last `most` records of a CSV body as cells, the newest first. The body is read from its end,
/// so that a long one costs no more than a short one.
pub fn newest_records(body: &[u8], most: usize) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut end = without_line_end(body);
    while found.len() < most && !end.is_empty() {
        let start = record_start(end);
        found.push(cells(&String::from_utf8_lossy(&end[start..])));
        end = without_line_end(&end[..start]);
    }
    found
}

/// Where the last record begins. Quotes come in pairs, so that a line end with an even number of
/// them behind it stands between records.
fn record_start(body: &[u8]) -> usize {
    let mut inside = false;
    for (at, &byte) in body.iter().enumerate().rev() {
        match byte {
            b'"' => inside = !inside,
            b'\n' if !inside => return at + 1,
            _ => {}
        }
    }
    0
}

fn without_line_end(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body.strip_suffix(b"\r").unwrap_or(body)
}

/// The cells of one record: RFC 4180, commas.
pub(super) fn cells(record: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut inside = false;
    let mut chars = record.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if inside && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut found, '"');
            }
            '"' => inside = !inside,
            ',' if !inside => found.push(String::new()),
            c => push(&mut found, c),
        }
    }
    found
}

fn push(cells: &mut [String], c: char) {
    if let Some(last) = cells.last_mut() {
        last.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn batch(id: f64, time: &str, model: &str, header: &str, rows: u64) -> LoggedBatch {
        let text = str::to_owned;
        LoggedBatch { id, time: text(time), model: text(model), header: text(header), rows }
    }

    #[test]
    fn totals_are_of_each_model() {
        let log = [
            batch(1.0, "2026-02-01T00:00:00Z", "tree 1", "a\n", 1),
            batch(2.0, "2026-01-01T00:00:00Z", "tree 1", "b\n", 10),
            batch(3.0, "2026-03-01T00:00:00Z", "forest 2", "a\n", 5),
        ];
        let found = totals(&log);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].batches, found[0].rows), (2, 11));
        assert_eq!(
            (found[0].first.as_str(), found[0].last.as_str()),
            ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")
        );
        let files = groups(&log);
        assert_eq!(files.len(), 3, "one a model and header");
        assert_eq!(files[2].ids, [3.0]);
    }

    #[test]
    fn the_newest_records_come_first_and_keep_their_quotes() {
        let body = b"t,m,1\r\nt,m,\"a \"\"b\"\"\nc, d\"\r\nt,m,\r\n";
        assert_eq!(newest_records(body, 2), [vec!["t", "m", ""], vec!["t", "m", "a \"b\"\nc, d"]]);
        assert_eq!(newest_records(body, 9).len(), 3);
        assert_eq!(newest_records(b"", 9), Vec::<Vec<String>>::new());
        assert_eq!(newest_records(b"no end", 9), [vec!["no end"]]);
    }

    proptest! {
        #[test]
        fn records_are_found_whatever_their_cells_hold(
            rows in proptest::collection::vec(proptest::collection::vec("[a-z\",\n ]{0,6}", 2..4), 1..6)
        ) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
            let body: String = rows.iter().map(line).collect();
            let mut found = newest_records(body.as_bytes(), 100);
            found.reverse();
            prop_assert_eq!(found, rows);
        }
    }
}
