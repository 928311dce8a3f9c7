//! Any bytes: the reader answers with a table or an error, the same for any chunking,
//! and the table adds up.
//!
//! On stable Rust: `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none read_csv -- -max_total_time=60`.

#![no_main]

use evenkeel::data::{DataError, ReadOptions, Table, TableReader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    // The first byte picks the chunk size and the options, the rest is the file.
    let Some((&choice, bytes)) = input.split_first() else { return };
    let options = ReadOptions {
        delimiter: (choice & 1 == 1).then_some(';'),
        decimal_comma: (choice & 2 == 2).then_some(true),
        thousands: (choice & 4 == 4).then_some('.'),
        missing_tokens: if choice & 8 == 8 { vec!["?".to_owned(), "-9".to_owned()] } else { Vec::new() },
        ..ReadOptions::default()
    };
    let whole = read(bytes, bytes.len().max(1), &options);
    assert_eq!(whole, read(bytes, usize::from(choice >> 4) + 1, &options));
    match whole {
        Ok(table) => {
            assert_eq!(table.bytes, bytes.len() as u64);
            assert!(table.columns.iter().all(|column| column.rows() == table.rows));
            assert!(table.columns.iter().all(|column| column.numbers.iter().all(|number| number.is_finite())));
        }
        Err(error) => assert!(error.to_string().starts_with("fuzz.csv")),
    }
});

fn read(bytes: &[u8], chunk: usize, options: &ReadOptions) -> Result<Table, DataError> {
    let mut reader = TableReader::new("fuzz.csv", options);
    for part in bytes.chunks(chunk) {
        reader.push(part)?;
    }
    reader.finish()
}
