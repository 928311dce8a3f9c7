//! What must hold for every table and every sequence of bytes.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{BlockParser, Part, ReadOptions, Splitter, Table, TableReader, records};
use proptest::collection::vec;
use proptest::prelude::*;

/// Written as RFC 4180 says, each cell quoted where it must be or where `quote` says so.
fn write(rows: &[Vec<String>], delimiter: char, line_end: &str, quote: bool) -> String {
    let mut text = String::new();
    for row in rows {
        for (position, cell) in row.iter().enumerate() {
            if position > 0 {
                text.push(delimiter);
            }
            let alone = row.len() == 1 && cell.is_empty();
            if quote || alone || cell.contains([delimiter, '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str(line_end);
    }
    text
}

fn chunked(bytes: &[u8], chunk: usize) -> Result<Table, evenkeel::data::DataError> {
    let mut reader = TableReader::new("p.csv", &ReadOptions::default());
    for part in bytes.chunks(chunk) {
        reader.push(part)?;
    }
    reader.finish()
}

/// Numbers in order of size, since only their order depends on who parsed what.
fn sorted(mut table: Table) -> Table {
    table.columns.iter_mut().for_each(|column| column.numbers.sort_by(f64::total_cmp));
    table
}

fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1_usize..5).prop_flat_map(|width| vec(vec("[ -~éß€😀\n\r\"',;|\t]{0,8}", width), 1..12))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_written_table_reads_back(
        rows in tables(),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        quote in any::<bool>(),
        chunk in 1_usize..40,
    ) {
        let text = write(&rows, delimiter, line_end, quote);
        // What starts like another file type, a byte order mark or a `sep=` line is no table.
        prop_assume!(!rows[0][0].trim_start().starts_with(['{', '[', '<']) && !text.to_lowercase().contains("sep="));
        let options = ReadOptions { delimiter: Some(delimiter), ..ReadOptions::default() };
        prop_assert_eq!(records(text.as_bytes(), chunk, &options), Ok(rows));
    }

    #[test]
    fn any_bytes_give_a_table_or_an_error_and_chunks_change_nothing(
        bytes in vec(prop_oneof![any::<u8>(), prop::sample::select(b"\",;\n\r\t\0ab1.-\xC3\xA9\xFF\x1A".to_vec())], 0..400),
        chunk in 1_usize..50,
    ) {
        prop_assert_eq!(chunked(&bytes, chunk), chunked(&bytes, usize::MAX));
    }

    #[test]
    fn text_like_bytes_read_the_same_for_any_chunk(
        bytes in "(a|b|c)([,;\"\n\r0-9.é ]|NA|\"\"){0,120}", chunk in 1_usize..20,
    ) {
        prop_assert_eq!(chunked(bytes.as_bytes(), chunk), chunked(bytes.as_bytes(), usize::MAX));
    }
}

/// Cut into blocks of about `size` bytes, parsed last to first by `threads` parsers.
fn in_blocks(bytes: &[u8], size: usize, threads: usize) -> Result<Table, evenkeel::data::DataError> {
    let options = ReadOptions::default();
    let mut splitter = Splitter::new("p.csv", &options).with_block_size(size);
    splitter.push(bytes)?;
    splitter.finish()?;
    let layout = splitter.layout().unwrap().clone();
    let mut blocks: Vec<_> = std::iter::from_fn(|| splitter.next_block()).collect();
    blocks.reverse();
    let mut parsers: Vec<_> = (0..threads).map(|_| BlockParser::new(layout.clone(), &options)).collect();
    for (position, block) in blocks.iter().enumerate() {
        parsers[position % threads].parse(block);
    }
    let mut all = Part::default();
    parsers.into_iter().for_each(|parser| all.append(parser.finish()));
    all.into_table(&layout, splitter.dialect(&layout), splitter.bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn cutting_into_blocks_anywhere_changes_nothing(
        bytes in "(a|b|c)([,;\"\n\r0-9.é\0 ]|NA|\"\"|,\"|\",|\"\n){0,120}", size in 1_usize..60, threads in 1_usize..4,
    ) {
        // Only the first blocks keep rows for the preview, and these are smaller than any.
        let plain = |table: Table| Table { preview: Vec::new(), ..sorted(table) };
        let whole = chunked(bytes.as_bytes(), usize::MAX).map(plain);
        prop_assert_eq!(in_blocks(bytes.as_bytes(), size, threads).map(plain), whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn blocks_parsed_apart_in_any_order_give_the_same_table(seed in any::<u64>(), threads in 1_usize..4) {
        let text = large(seed);
        let whole = chunked(text.as_bytes(), usize::MAX).unwrap();
        let merged = in_blocks(text.as_bytes(), 1 << 20, threads).unwrap();
        prop_assert_eq!(sorted(merged), sorted(whole));
    }
}

/// About 4 MB of numbers, texts, missing cells, quoted line ends and ragged rows.
fn large(mut seed: u64) -> String {
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    let mut text = "id,x,t,q\n".to_owned();
    while text.len() < 4 << 20 {
        let x = next() as f64 / 1e4 - 1e5;
        let row = match next() % 50 {
            0 => format!("{},{x},short\n", next()),
            1 => format!("{},{x},long,\"a\nb\",extra\n", next()),
            2 => format!("{},NA,,\"\"\"q\"\"\"\r\n", next()),
            3 => format!("{},inf,5\" pipe,\"x,\ny\"\n", next()),
            kind => format!("{},{x},level {},plain\n", next(), kind % 7),
        };
        text.push_str(&row);
    }
    text
}
