//! The sample of whole rows: what is kept, whatever the order, and what is written of it.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use evenkeel::data::{
    BlockParser, Cell, Part, ReadOptions, RowSample, SAMPLE_ROWS, Splitter, Table, TableReader,
};
use evenkeel::drift::DatasetProfile;
use evenkeel::report::{read_profile, write_profile, write_profile_with_rows};
use proptest::prelude::*;

fn read_with(csv: &str, options: &ReadOptions) -> Table {
    let mut reader = TableReader::new("r.csv", options);
    reader.push(csv.as_bytes()).unwrap();
    reader.finish().unwrap()
}

fn sample(csv: &str) -> RowSample {
    read_with(csv, &ReadOptions::default()).sample.unwrap()
}

fn profile(csv: &str) -> DatasetProfile {
    DatasetProfile::from_table(read_with(csv, &ReadOptions::default()))
}

/// Cells as text with how often their row occurred.
fn rows(sample: &RowSample) -> BTreeMap<Vec<String>, u64> {
    let cell = |cell: Cell<'_>| match cell {
        Cell::Missing => "-".to_owned(),
        Cell::Number(x) => format!("{x}"),
        Cell::Text(text) => format!("'{text}'"),
    };
    (0..sample.len())
        .map(|row| (sample.columns.iter().map(|column| cell(column.cell(row))).collect(), sample.counts[row]))
        .collect()
}

#[test]
fn cells_follow_the_rules_of_the_columns() {
    let options = ReadOptions { missing_tokens: vec!["-999".to_owned()], ..ReadOptions::default() };
    let table =
        read_with("a;b;c\n1,5;\"x;\"\"y\"\"\";\n-999;NA;inf\n1,5;\"x;\"\"y\"\"\";\n7\n1;2;3;4\n", &options);
    assert!(table.dialect.decimal_comma);
    let expected = [
        (vec!["1.5", "'x;\"y\"'", "-"], 2),
        (vec!["-", "-", "inf"], 1),
        (vec!["7", "-", "-"], 1),
        (vec!["1", "2", "3"], 1),
    ];
    let expected: BTreeMap<Vec<String>, u64> =
        expected.into_iter().map(|(row, n)| (row.into_iter().map(str::to_owned).collect(), n)).collect();
    let sample = table.sample.unwrap();
    assert_eq!(rows(&sample), expected);
    assert_eq!((sample.rows, sample.limit), (5, None));
}

/// `rows` rows of which every third repeats an earlier one.
fn many(rows: usize) -> String {
    let row = |at: usize| if at % 3 == 2 { at / 2 } else { at };
    let mut csv = "n,x,t\n".to_owned();
    (0..rows).map(row).for_each(|at| csv.push_str(&format!("{at},{}.5,level {}\n", at * 7 % 1000, at % 5)));
    csv
}

fn in_blocks(csv: &str, size: usize, threads: usize) -> RowSample {
    let options = ReadOptions::default();
    let mut splitter = Splitter::new("r.csv", &options).with_block_size(size);
    splitter.push(csv.as_bytes()).unwrap();
    splitter.finish().unwrap();
    let layout = splitter.layout().unwrap().clone();
    let mut parsers: Vec<_> = (0..threads).map(|_| BlockParser::new(layout.clone(), &options)).collect();
    let blocks: Vec<_> = std::iter::from_fn(|| splitter.next_block()).collect();
    for (at, block) in blocks.iter().rev().enumerate() {
        parsers[at % threads].parse(block);
    }
    let mut all = Part::default();
    parsers.into_iter().rev().for_each(|parser| all.append(parser.finish()));
    all.into_table(&layout, splitter.dialect(&layout), splitter.bytes()).unwrap().sample.unwrap()
}

#[test]
fn a_large_file_keeps_the_same_rows_however_it_is_read() {
    let csv = many(120_000);
    let whole = sample(&csv);
    assert_eq!((whole.len(), whole.rows), (SAMPLE_ROWS, 120_000));
    assert_eq!(whole.limit, whole.ranks.last().copied());
    for (size, threads) in [(1 << 16, 1), (1 << 18, 2), (1 << 20, 3)] {
        assert!(in_blocks(&csv, size, threads) == whole, "{size} bytes, {threads} threads");
    }
    // A kept row has its exact count: how often its first cell occurs in the file.
    let mut times = vec![0_u64; 120_000];
    (0..120_000).for_each(|at: usize| times[if at % 3 == 2 { at / 2 } else { at }] += 1);
    for row in 0..whole.len() {
        let Cell::Number(n) = whole.columns[0].cell(row) else { panic!("a number") };
        assert_eq!(whole.counts[row], times[n as usize], "row {n}");
    }
}

#[test]
fn profiles_of_parts_merge_to_the_sample_of_the_whole() {
    let csv = many(90_000);
    let lines: Vec<&str> = csv.lines().skip(1).collect();
    let part = |lines: &[&str]| profile(&format!("n,x,t\n{}\n", lines.join("\n")));
    let (a, b, c) = (part(&lines[..10_000]), part(&lines[10_000..50_000]), part(&lines[50_000..]));
    let merged = c.merge(&a).unwrap().merge(&b).unwrap();
    assert!(merged.sample == profile(&csv).sample);
    let without = DatasetProfile { sample: None, ..a.clone() };
    assert_eq!(without.merge(&b).unwrap().sample, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn small_files_keep_every_row_and_merge(
        cells in proptest::collection::vec(("[ab]{0,2}", -3_i32..3), 1..60), at in 0_usize..60, size in 1_usize..80, threads in 1_usize..4,
    ) {
        let csv = |rows: &[(String, i32)]| {
            let lines: String = rows.iter().map(|(text, number)| format!("{text},{number}\n")).collect();
            format!("t,n\n{lines}")
        };
        let whole = sample(&csv(&cells));
        prop_assert_eq!((whole.weight(), whole.limit), (cells.len() as u64, None));
        prop_assert!(in_blocks(&csv(&cells), size, threads) == whole);
        let at = at.min(cells.len() - 1).max(1);
        if at < cells.len() {
            let merged = sample(&csv(&cells[at..])).merge(&sample(&csv(&cells[..at])));
            prop_assert!(merged == whole);
        }
    }
}

#[test]
fn a_saved_profile_holds_rows_only_when_told_to() {
    let profile = profile("a,b\n1,x\n2.5,\n-inf,y\ninf,x\n1,x\n");
    let plain = write_profile(&profile);
    assert!(!plain.contains("sample") && !plain.contains("ranks"), "{plain}");
    assert_eq!(read_profile("p.json", plain.as_bytes()).unwrap().sample, None);
    let with_rows = write_profile_with_rows(&profile);
    let back = read_profile("p.json", with_rows.as_bytes()).unwrap();
    assert_eq!(back, profile);
    assert_eq!(rows(back.sample.as_ref().unwrap()), rows(profile.sample.as_ref().unwrap()));
}

#[test]
fn a_damaged_sample_is_refused_in_one_sentence() {
    let good = write_profile_with_rows(&profile("a,b\n1,x\n2.5,\n3,y\n"));
    type Damage = fn(&mut serde_json::Value);
    let damages: [(&str, Damage); 8] = [
        ("counts do not add up", |s| s["counts"][0] = 7.into()),
        ("never occurred", |s| s["counts"][0] = 0.into()),
        ("same number of rows", |s| s["ranks"].as_array_mut().unwrap().truncate(1)),
        ("ranks do not ascend", |s| s["ranks"].as_array_mut().unwrap().reverse()),
        ("points nowhere", |s| s["columns"][1]["cells"][0] = 9.into()),
        ("fewer numbers", |s| s["columns"][1]["cells"][0] = 0.into()),
        ("cells for 3 rows", |s| s["columns"][0]["numbers"].as_array_mut().unwrap().truncate(2)),
        ("other rows or columns", |s| s["columns"][0]["name"] = "z".into()),
    ];
    for (expected, damage) in damages {
        let mut file: serde_json::Value = serde_json::from_str(&good).unwrap();
        damage(&mut file["profile"]["sample"]);
        let error = read_profile("p.json", file.to_string().as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}
