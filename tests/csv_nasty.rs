//! Files that people really have: each reads as expected or is refused in one sentence.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::PathBuf;

use evenkeel::data::{DataError, Encoding, ReadNote, ReadOptions, Table, TableReader, records};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/nasty")
}

fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Table, DataError> {
    let mut reader = TableReader::new(name, options);
    reader.push(bytes)?;
    reader.finish()
}

fn table(bytes: &[u8]) -> Table {
    read("t.csv", bytes, &ReadOptions::default()).unwrap()
}

fn texts(table: &Table, column: usize) -> Vec<(&str, u64)> {
    table.columns[column].texts.sorted().into_iter().map(|entry| (entry.text, entry.count)).collect()
}

#[test]
fn every_case_reads_as_expected_or_is_refused_in_one_sentence() {
    let mut cases = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        cases += 1;
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        let expected = path.with_extension("expected.json");
        if expected.exists() {
            let expected: Vec<Vec<String>> = serde_json::from_slice(&fs::read(expected).unwrap()).unwrap();
            for chunk in [1, 2, 3, 7, usize::MAX] {
                assert_eq!(records(&bytes, chunk, &ReadOptions::default()).as_ref(), Ok(&expected), "{name}");
            }
            assert_eq!(
                read(&name, &bytes, &ReadOptions::default()).unwrap().rows,
                expected.len() as u64 - 1,
                "{name}"
            );
        } else {
            let expected = fs::read_to_string(path.with_extension("error.txt")).unwrap();
            let error = read(&name, &bytes, &ReadOptions::default()).unwrap_err();
            assert_eq!(error.to_string(), expected.trim_end(), "{name}");
        }
    }
    assert!(cases >= 25, "only {cases} cases found");
}

#[test]
fn a_ten_megabyte_cell_reads() {
    let long = "x".repeat(10 << 20);
    for text in [format!("a,b\n1,{long}\n2,y\n"), format!("a,b\n1,\"{long}\"\n2,y\n")] {
        let rows = records(text.as_bytes(), 64 << 10, &ReadOptions::default()).unwrap();
        assert_eq!(rows.len(), 3);
        assert!(rows[1][1] == long);
        let table = table(text.as_bytes());
        assert_eq!((table.rows, table.columns[1].texts.distinct().count), (2, 2));
        assert!(table.preview[0][1].len() < 2_000);
    }
}

#[test]
fn five_thousand_columns_read() {
    let header: Vec<String> = (0..5_000).map(|i| format!("c{i}")).collect();
    let row: Vec<String> = (0..5_000).map(|i| i.to_string()).collect();
    let table = table(format!("{}\n{}\n", header.join(","), row.join(",")).as_bytes());
    assert_eq!((table.columns.len(), table.rows), (5_000, 1));
    assert_eq!(table.columns[4_999].numbers, [4_999.0]);
}

#[test]
fn more_than_a_hundred_thousand_columns_are_refused() {
    let error = read("wide.csv", ",".repeat(100_000).as_bytes(), &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "wide.csv line 1: a header of 100001 columns is more than the limit of 100000; keep the columns that matter"
    );
}

#[test]
fn a_stray_quote_in_a_large_file_is_found_before_memory_is_full() {
    let mut reader = TableReader::new("big.csv", &ReadOptions::default());
    reader.push(b"a,b\n1,2\n3,\"oops\n").unwrap();
    let rows = "5,6\n".repeat(1 << 16);
    let error = (0..1_000).find_map(|_| reader.push(rows.as_bytes()).err()).unwrap();
    assert_eq!(
        error,
        DataError::CellTooLarge { file: "big.csv".into(), line: 3, column: "b".into(), limit_mb: 64 }
    );
    assert!(reader.bytes() < 66 << 20);
}

#[test]
fn a_quote_left_open_late_in_a_file_is_placed() {
    let mut text = "a,b,c\n".to_owned();
    (0..300_000).for_each(|i| text.push_str(&format!("{i},\"x\ny\",z\n")));
    text.push_str("1,2,\"open\n3,4,5\n");
    let error = read("q.csv", text.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error,
        DataError::UnterminatedQuote { file: "q.csv".into(), line: 600_002, column: "c".into() }
    );
}

#[test]
fn ragged_rows_are_noted_and_trailing_delimiters_are_not() {
    let ragged = table(&fs::read(folder().join("ragged.csv")).unwrap());
    assert_eq!(
        ragged.notes,
        [ReadNote::ShortRows { rows: 1, first_line: 2 }, ReadNote::LongRows { rows: 1, first_line: 3 }]
    );
    assert_eq!((ragged.columns[2].numbers.as_slice(), ragged.columns[2].missing), (&[3.0, 3.0][..], 1));
    assert_eq!(table(b"a,b\n1,2,,\n3,4,,\n").notes, []);
}

#[test]
fn headers_are_made_unique_and_every_change_is_noted() {
    let table = table(b"a,a,,b,\n1,2,3,4,5\n");
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "a.1", "Unnamed: 2", "b", "Unnamed: 4"]);
    assert_eq!(table.notes.len(), 3);
}

#[test]
fn odd_numbers_are_told_from_texts() {
    let table = table(&fs::read(folder().join("numbers_odd.csv")).unwrap());
    let column = &table.columns[0];
    assert_eq!(column.numbers, [1e5, 1e-3, 0.5, 5.0, 123.0, 12_345_678_901_234_567_890.0, 0.0]);
    assert_eq!((column.positive_infinite, column.negative_infinite, column.missing), (1, 1, 1));
    assert_eq!(column.integers, 3);
    assert_eq!(texts(&table, 0), [("0x10", 1), ("1 234", 1), ("1_000", 1), ("−5", 1)]);
}

#[test]
fn missing_tokens_are_pandas_own_and_the_users() {
    let bytes = fs::read(folder().join("missing_tokens.csv")).unwrap();
    let plain = table(&bytes);
    assert_eq!(texts(&plain, 1), [("-", 1), ("?", 1), ("Namibia", 1)]);
    assert_eq!(plain.columns[1].missing, 8);
    let options =
        ReadOptions { missing_tokens: vec!["?".into(), "-".into(), "10".into()], ..ReadOptions::default() };
    let more = read("m.csv", &bytes, &options).unwrap();
    assert_eq!(
        (texts(&more, 1), more.columns[1].missing, more.columns[0].missing),
        (vec![("Namibia", 1)], 10, 1)
    );
}

#[test]
fn the_dialect_is_detected_and_can_be_overridden() {
    let bytes = fs::read(folder().join("windows1252_semicolon.csv")).unwrap();
    let read_as = table(&bytes).dialect;
    assert_eq!((read_as.encoding, read_as.delimiter), (Encoding::Windows1252, ';'));
    let commas = table(b"a;b\n1,5;2\n-0,25;3\n");
    assert!(commas.dialect.decimal_comma);
    assert_eq!(commas.columns[0].numbers, [1.5, -0.25]);
    let options = ReadOptions { decimal_comma: Some(false), thousands: Some(','), ..ReadOptions::default() };
    let thousands = read("t.csv", b"a;b\n1,500;2\n12,345;3\n", &options).unwrap();
    assert_eq!(thousands.columns[0].numbers, [1_500.0, 12_345.0]);
    let options = ReadOptions { delimiter: Some(':'), ..ReadOptions::default() };
    assert_eq!(read("t.csv", b"a:b,c\n1:2\n", &options).unwrap().columns[1].name, "b,c");
}

#[test]
fn a_header_alone_is_an_error_of_its_own() {
    for text in ["a,b\n", "a,b", "a,b\n\n\r\n"] {
        assert_eq!(
            read("h.csv", text.as_bytes(), &ReadOptions::default()),
            Err(DataError::NoRows { file: "h.csv".into() })
        );
    }
    assert_eq!(read("e.csv", b"", &ReadOptions::default()), Err(DataError::Empty { file: "e.csv".into() }));
}

#[test]
fn nul_and_undecodable_characters_are_kept_and_noted() {
    let nul = table(b"a,b\n1,x\0y\n");
    assert_eq!(
        (texts(&nul, 1), &nul.notes[..]),
        (vec![("x\0y", 1)], &[ReadNote::NulCharacters { cells: 1 }][..])
    );
    let bad = table(b"a,b\n\xC3\xA9,\xC3\xA9\n1,x\xFF\n");
    assert_eq!(bad.notes, [ReadNote::InvalidText { cells: 1 }]);
    assert_eq!(bad.dialect.encoding, Encoding::Utf8);
}

#[test]
fn blank_lines_are_no_rows_even_in_one_column() {
    let table = table(b"v\n1\n\n2\r\n\r\n\"\"\n");
    assert_eq!((table.rows, table.columns[0].missing), (3, 1));
}
