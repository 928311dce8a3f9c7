//! What the first part of a file says about its spelling.

use super::number::{self, NumberFormat};
use super::scan::{Records, after_line_end};

/// A file type that is not CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Foreign {
    pub(crate) found: &'static str,
    pub(crate) way_out: &'static str,
}

/// Recognises the beginnings of files that are often dropped in place of a CSV.
pub(crate) fn foreign(bytes: &[u8]) -> Option<Foreign> {
    const IMAGE: &str = "use the file with the data, saved as CSV";
    const SHEET: &str = "save the sheet as CSV and use that file";
    const UNPACK: &str = "unpack it and use the CSV inside";
    const CONVERT: &str = "export the table as CSV and use that file";
    // A protocol buffer that begins with the version of ONNX's format and the name of its producer.
    if matches!(bytes, [0x08, 3..=15, 0x12, ..]) {
        let way_out = "load it as a model, and use the CSV with the data here";
        return Some(Foreign { found: "an ONNX model", way_out });
    }
    let known: [(&[u8], &str, &str); 19] = [
        (b"\x89PNG\r\n", "a PNG image", IMAGE),
        (b"\xFF\xD8\xFF", "a JPEG image", IMAGE),
        (b"GIF8", "a GIF image", IMAGE),
        (
            b"PK\x03\x04",
            "an Excel workbook or ZIP archive",
            "save the sheet as CSV, or unpack the archive, and use that file",
        ),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook", SHEET),
        (b"\x1F\x8B", "gzip-compressed data", UNPACK),
        (b"\x28\xB5\x2F\xFD", "Zstandard-compressed data", UNPACK),
        (b"BZh9", "bzip2-compressed data", UNPACK),
        (b"\xFD7zXZ\0", "xz-compressed data", UNPACK),
        (b"%PDF", "a PDF document", CONVERT),
        (b"PAR1", "a Parquet file", CONVERT),
        (b"ARROW1", "an Arrow file", CONVERT),
        (b"\x93NUMPY", "a NumPy array", CONVERT),
        (b"\x80\x04\x95", "a Python pickle", CONVERT),
        (b"\x80\x05\x95", "a Python pickle", CONVERT),
        (b"SQLite format 3", "an SQLite database", CONVERT),
        (b"\x89HDF", "an HDF5 file", CONVERT),
        (b"{\\rtf", "a rich text document", CONVERT),
        (b"\x7FELF", "a program", IMAGE),
    ];
    if let Some(&(_, found, way_out)) = known.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Some(Foreign { found, way_out });
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let starts =
        |with: &str| text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()));
    if starts("<!doctype html") || starts("<html") {
        let way_out = "the download gave a web page (often an error or log-in page); download the data again";
        return Some(Foreign { found: "an HTML page", way_out });
    }
    if starts("<?xml") {
        return Some(Foreign { found: "an XML file", way_out: CONVERT });
    }
    if let Some((b'{' | b'[', rest)) = text.split_first()
        && rest.trim_ascii_start().first().is_some_and(|byte| b"\"{[]}".contains(byte))
    {
        return Some(Foreign { found: "a JSON file", way_out: CONVERT });
    }
    None
}

/// A first line `sep=;` as Excel writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SepLine {
    pub(crate) delimiter: u8,
    /// Bytes of the line with its end.
    pub(crate) length: usize,
}

/// Recognises a `sep=` line.
pub(crate) fn sep_line(text: &[u8]) -> Option<SepLine> {
    let (quoted, rest) = match text.strip_prefix(b"\"") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, ..] = *rest else { return None };
    if !can_delimit(char::from(delimiter)) {
        return None;
    }
    let end = if quoted { 7 } else { 5 };
    if quoted && text.get(6) != Some(&b'"') {
        return None;
    }
    after_line_end(text, end).map(|length| SepLine { delimiter, length })
}

/// Whether a character can be a delimiter at all.
pub(crate) fn can_delimit(delimiter: char) -> bool {
    delimiter == '\t'
        || delimiter == ' '
        || (delimiter.is_ascii_punctuation() && delimiter != '"')
        || ('\u{1}'..='\u{8}').contains(&delimiter)
        || ('\u{1C}'..='\u{1F}').contains(&delimiter)
}

/// The delimiter under which most records have as many cells as the header.
///
/// A candidate that does not occur in the header is out, so decimal commas below a
/// header with semicolons do not count. Ties go to more cells, then to the order comma,
/// semicolon, tab, pipe. A file of one column reads as comma-delimited.
pub(crate) fn delimiter(sample: &[u8], whole: bool) -> u8 {
    let mut best = (0.0, 0, b',');
    for candidate in *b",;\t|" {
        let counts = cell_counts(sample, candidate, whole);
        let Some((&header, rows)) = counts.split_first() else { continue };
        if header < 2 {
            continue;
        }
        let agreeing = rows.iter().filter(|&&cells| cells == header).count();
        let share = if rows.is_empty() { 1.0 } else { agreeing as f64 / rows.len() as f64 };
        if share > best.0 || (share == best.0 && header > best.1) {
            best = (share, header, candidate);
        }
    }
    if best.1 == 0 {
        // No row agrees with the header in length; take what the header has most of.
        for candidate in *b",;\t|" {
            let header = cell_counts(sample, candidate, whole).first().copied().unwrap_or(0);
            if header >= 2 && header > best.1 {
                best = (0.0, header, candidate);
            }
        }
    }
    best.2
}

/// Whether the sample's numbers are written with a decimal comma.
pub(crate) fn decimal_comma(sample: &[u8], delimiter: u8) -> bool {
    let is_decimal = |cell: &[u8], decimal| {
        number::parse(cell, NumberFormat { decimal, thousands: None }).is_some_and(|found| !found.integer)
            && cell.contains(&decimal)
    };
    let (mut commas, mut points) = (0_u64, 0_u64);
    let mut records = Records::new(sample, delimiter);
    for _ in 0..SAMPLE_RECORDS {
        let read = records.next(|cell| {
            commas += u64::from(is_decimal(cell.text, b','));
            points += u64::from(is_decimal(cell.text, b'.'));
        });
        if read.is_none() {
            break;
        }
    }
    commas > points
}

const SAMPLE_RECORDS: usize = 1_000;

/// Cells of each record in the sample; the last record only if it is complete, unless
/// it is the only one.
fn cell_counts(sample: &[u8], delimiter: u8, whole: bool) -> Vec<usize> {
    let mut records = Records::new(sample, delimiter);
    let mut counts = Vec::new();
    while counts.len() < SAMPLE_RECORDS {
        let mut cells = 0;
        match records.next(|_| cells += 1) {
            Some(complete) if complete || whole || counts.is_empty() => counts.push(cells),
            _ => break,
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_told_by_agreement_with_the_header() {
        for (text, expected) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n", b';'),
            ("a\tb\n1\t2\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("x\n1;2\n", b','),
            ("\"p, q\";r\n1;2\n", b';'),
            ("a,b,c\n1,2\n1,2,3,4\n1,2,3\n", b','),
            ("a|b,c\n1|2,3\n4,5\n", b','),
            ("a,b,c\n1,2\n", b','),
            ("a;b", b';'),
        ] {
            assert_eq!(char::from(delimiter(text.as_bytes(), true)), char::from(expected), "{text:?}");
        }
    }

    #[test]
    fn decimal_commas_are_told_by_the_numbers() {
        assert!(decimal_comma(b"a;b\n1,5;x\n2;0,25\n", b';'));
        assert!(!decimal_comma(b"a;b\n1.5;x\n2;3\n", b';'));
        assert!(!decimal_comma(b"a;b\n1;2\n", b';'));
    }

    #[test]
    fn sep_lines() {
        assert_eq!(sep_line(b"sep=;\r\na;b"), Some(SepLine { delimiter: b';', length: 7 }));
        assert_eq!(sep_line(b"\"sep=\t\"\na"), Some(SepLine { delimiter: b'\t', length: 8 }));
        assert_eq!(sep_line(b"sep=a\n"), None);
        assert_eq!(sep_line(b"separator,b\n"), None);
    }

    #[test]
    fn other_file_types_are_named() {
        for (bytes, found) in [
            (&b"\x89PNG\r\n\x1a\n"[..], "a PNG image"),
            (b"PK\x03\x04\x14", "an Excel workbook or ZIP archive"),
            (b"\x08\x08\x12\x08skl2onnx", "an ONNX model"),
            (b" <!DOCTYPE html>", "an HTML page"),
            (b"{\n \"a\": 1}", "a JSON file"),
            (b"[[1,2]]", "a JSON file"),
        ] {
            assert_eq!(foreign(bytes).map(|it| it.found), Some(found));
        }
        assert_eq!(foreign(b"[a],b\n1,2\n"), None);
        assert_eq!(foreign(b"a,b\n1,2\n"), None);
    }
}
