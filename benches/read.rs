//! Reading speed, and what the record scan costs beside csv-core's.
//!
//! `cargo bench --bench read -- FILE [FILE]` prints MB/s of each stage on one thread, and
//! of the whole read on two. Figures are only comparable within one run.

use std::path::Path;
use std::time::Instant;

use evenkeel::data::{BlockParser, ReadOptions, Splitter};
use evenkeel::worker::native::{Source, read_all, read_file};

fn main() {
    let files: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let Some(first) = files.first() else {
        eprintln!("usage: cargo bench --bench read -- FILE [FILE]");
        return;
    };
    let bytes = std::fs::read(first).expect("a readable file");
    let megabytes = bytes.len() as f64 / 1e6;
    let rate = |what: &str, start: Instant| {
        println!("{what:<36} {:>7.0} MB/s", megabytes / start.elapsed().as_secs_f64());
    };
    let options = ReadOptions::default();

    let start = Instant::now();
    println!("csv-core cells: {}", csv_core_cells(&bytes));
    rate("csv-core, cells only", start);

    let start = Instant::now();
    println!("our cells:      {}", evenkeel::data::count_cells(&bytes, b','));
    rate("memchr scan, cells only", start);

    let start = Instant::now();
    let mut splitter = Splitter::new(first, &options);
    splitter.push(&bytes).expect("a CSV file");
    splitter.finish().expect("a CSV file");
    rate("split into blocks", start);

    let start = Instant::now();
    let layout = splitter.layout().expect("a header").clone();
    let mut parser = BlockParser::new(layout, &options);
    while let Some(block) = splitter.next_block() {
        parser.parse(&block);
    }
    println!("rows: {}", parser.rows());
    rate("parse blocks into columns", start);
    drop((parser.finish(), bytes));

    let start = Instant::now();
    let table = read_file(Path::new(first), &options, 2, &mut |_| {}).expect("a CSV file");
    println!("rows: {}", table.rows);
    rate("read_file, 2 threads", start);

    if let Some(second) = files.get(1) {
        let size = std::fs::metadata(second).map_or(0, |data| data.len()) as f64 / 1e6 + megabytes;
        let start = Instant::now();
        let source = |path| Source { path: Path::new(path), options: &options };
        let tables = read_all([source(first), source(second)], 2, &mut |_| {});
        let seconds = start.elapsed().as_secs_f64();
        println!("rows: {:?}", tables.map(|table| table.map(|table| table.rows)));
        println!("read_pair, 2 threads                 {:>7.0} MB/s, {seconds:.2} s", size / seconds);
    }
}

fn csv_core_cells(mut bytes: &[u8]) -> u64 {
    let mut reader = csv_core::Reader::new();
    let mut cell = vec![0; 1 << 16];
    let mut cells = 0;
    loop {
        let (result, read, _) = reader.read_field(bytes, &mut cell);
        bytes = &bytes[read..];
        match result {
            csv_core::ReadFieldResult::Field { .. } => cells += 1,
            csv_core::ReadFieldResult::End => return cells,
            csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => {}
        }
    }
}
