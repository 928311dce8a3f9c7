//! Reading files on several threads, natively.
//!
//! One thread per file reads and splits; any number of threads parse the blocks of
//! whichever file is ahead, so two files of different size keep all of them busy. The
//! queue between them is bounded and buffers go round, so memory holds a few blocks and
//! the columns.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::data::{Block, BlockParser, DataError, Layout, Part, ReadOptions, Splitter, Table};

/// A file to read and how.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// What the user decided about reading it.
    pub options: &'a ReadOptions,
}

/// How far reading has come, over all files together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes of all files.
    pub total: u64,
    /// Rows parsed.
    pub rows: u64,
}

/// Two files as read.
#[derive(Debug, Clone, PartialEq)]
pub struct TablePair {
    /// The first.
    pub reference: Table,
    /// The second.
    pub current: Table,
}

/// Reads one file with `threads` parsing threads.
///
/// # Errors
///
/// [`DataError`] of the file.
pub fn read_file(
    path: &Path,
    options: &ReadOptions,
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Table, DataError> {
    let [table] = read_all([Source { path, options }], threads, progress);
    table
}

/// Reads two files at once, the parsing threads shared.
///
/// # Errors
///
/// [`DataError`] of the reference if it has one, else of the current file.
pub fn read_pair(
    reference: Source<'_>,
    current: Source<'_>,
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<TablePair, DataError> {
    let [reference, current] = read_all([reference, current], threads, progress);
    Ok(TablePair { reference: reference?, current: current? })
}

/// Reads any number of files at once, the parsing threads shared.
pub fn read_all<const N: usize>(
    sources: [Source<'_>; N],
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> [Result<Table, DataError>; N] {
    let threads = threads.max(1);
    let counters = Counters::default();
    let total =
        sources.iter().filter_map(|source| std::fs::metadata(source.path).ok()).map(|data| data.len()).sum();
    let (work, queue) = sync_channel::<Work>(threads * 2);
    let queue = Mutex::new(queue);
    let (news, events) = channel::<()>();
    let mut outcomes: [Option<Result<Ending, DataError>>; N] = std::array::from_fn(|_| None);
    let mut parts: [Option<Part>; N] = std::array::from_fn(|_| None);

    thread::scope(|scope| {
        let readers: Vec<_> = sources
            .iter()
            .enumerate()
            .map(|(file, &source)| {
                let (work, counters, news) = (work.clone(), &counters, news.clone());
                scope.spawn(move || {
                    let _alive = news;
                    split_file(file, source, &work, counters)
                })
            })
            .collect();
        let parsers: Vec<_> = (0..threads)
            .map(|_| {
                let (queue, counters, news) = (&queue, &counters, news.clone());
                scope.spawn(move || {
                    let _alive = news;
                    parse_blocks::<N>(&sources, queue, counters)
                })
            })
            .collect();
        drop((work, news));
        while events.recv_timeout(REPORT_EVERY) == Err(RecvTimeoutError::Timeout) {
            progress(counters.progress(total));
        }
        for (outcome, reader) in outcomes.iter_mut().zip(readers) {
            *outcome = reader.join().ok();
        }
        for parser in parsers {
            let Ok(parsed) = parser.join() else { continue };
            for (whole, part) in parts.iter_mut().zip(parsed) {
                match (whole.as_mut(), part) {
                    (Some(whole), Some(part)) => whole.append(part),
                    (None, part) => *whole = part,
                    (Some(_), None) => {}
                }
            }
        }
    });
    progress(counters.progress(total));

    let mut finished = outcomes.into_iter().zip(parts).zip(sources).map(|((outcome, part), source)| {
        let ending = outcome.unwrap_or_else(|| Err(stopped(source.path)))?;
        let part = part.unwrap_or_default();
        part.into_table(&ending.layout, ending.dialect, ending.bytes)
    });
    std::array::from_fn(|file| finished.next().unwrap_or_else(|| Err(stopped(sources[file].path))))
}

const REPORT_EVERY: Duration = Duration::from_millis(50);
const CHUNK: usize = 256 << 10;

/// A block to parse.
struct Work {
    file: usize,
    layout: Arc<Layout>,
    block: Block,
    /// Where the emptied block goes.
    back: Sender<Block>,
}

/// What is known when a file has been split to its end.
struct Ending {
    layout: Arc<Layout>,
    dialect: crate::data::Dialect,
    bytes: u64,
}

#[derive(Default)]
struct Counters {
    bytes: AtomicU64,
    rows: AtomicU64,
}

impl Counters {
    fn progress(&self, total: u64) -> Progress {
        let bytes = self.bytes.load(Ordering::Relaxed);
        Progress { bytes, total: total.max(bytes), rows: self.rows.load(Ordering::Relaxed) }
    }
}

fn split_file(
    file: usize,
    source: Source<'_>,
    work: &SyncSender<Work>,
    counters: &Counters,
) -> Result<Ending, DataError> {
    let name = file_name(source.path);
    let io = |error: std::io::Error| DataError::Io { file: name.clone(), reason: error.to_string() };
    let mut input = File::open(source.path).map_err(io)?;
    let mut splitter = Splitter::new(&name, source.options);
    let (back, returned) = channel();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = match input.read(&mut chunk) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(io(error)),
        };
        if read == 0 {
            break;
        }
        splitter.push(&chunk[..read])?;
        counters.bytes.fetch_add(read as u64, Ordering::Relaxed);
        hand_over(file, &mut splitter, work, &back, &returned);
    }
    splitter.finish()?;
    hand_over(file, &mut splitter, work, &back, &returned);
    let layout = splitter.layout().cloned().ok_or(DataError::Empty { file: name })?;
    Ok(Ending { dialect: splitter.dialect(&layout), bytes: splitter.bytes(), layout })
}

fn hand_over(
    file: usize,
    splitter: &mut Splitter,
    work: &SyncSender<Work>,
    back: &Sender<Block>,
    returned: &Receiver<Block>,
) {
    while let Some(block) = splitter.next_block() {
        let Some(layout) = splitter.layout().cloned() else { return };
        // Fails only when no parser is left, and then the join says so.
        let _ = work.send(Work { file, layout, block, back: back.clone() });
        while let Ok(block) = returned.try_recv() {
            splitter.recycle(block);
        }
    }
}

fn parse_blocks<const N: usize>(
    sources: &[Source<'_>; N],
    queue: &Mutex<Receiver<Work>>,
    counters: &Counters,
) -> [Option<Part>; N] {
    let mut parsers: [Option<BlockParser>; N] = std::array::from_fn(|_| None);
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Work { file, layout, block, back }) = next else { break };
        let parser = parsers[file].get_or_insert_with(|| BlockParser::new(layout, sources[file].options));
        let before = parser.rows();
        parser.parse(&block);
        counters.rows.fetch_add(parser.rows() - before, Ordering::Relaxed);
        // The reader may have ended, and then the memory is not needed any more.
        let _ = back.send(block);
    }
    parsers.map(|parser| parser.map(BlockParser::finish))
}

/// The last part of a path, as it stands in reports and messages.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn stopped(path: &Path) -> DataError {
    DataError::Io { file: file_name(path), reason: "a reading thread stopped".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::TableReader;

    /// About 3 MB, so that there are several blocks.
    fn text(rows: u32) -> String {
        let mut text = "x,level\n".to_owned();
        (0..rows).for_each(|row| {
            text.push_str(&format!("{}.{:03},level {}\n", row * 7 % 1_000, row % 999, row % 5))
        });
        text
    }

    fn file(name: &str, text: &str) -> std::path::PathBuf {
        let path = std::env::temp_dir().join(format!("evenkeel-native-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path
    }

    fn sorted(mut table: Table) -> Table {
        table.columns.iter_mut().for_each(|column| column.numbers.sort_by(f64::total_cmp));
        table
    }

    #[test]
    fn several_threads_read_what_one_reads() {
        let options = ReadOptions::default();
        let (long, short) = (text(200_000), text(10));
        let (first, second) = (file("long.csv", &long), file("short.csv", &short));
        let mut last = Progress { bytes: 0, total: 0, rows: 0 };
        let source = |path| Source { path, options: &options };
        let pair = read_pair(source(&first), source(&second), 3, &mut |now| last = now).unwrap();
        assert_eq!(last.bytes, (long.len() + short.len()) as u64);
        assert_eq!((last.rows, last.total), (200_010, last.bytes));
        for (table, text) in [(pair.reference, &long), (pair.current, &short)] {
            let mut reader = TableReader::new(&table.name, &options);
            reader.push(text.as_bytes()).unwrap();
            assert!(sorted(table) == sorted(reader.finish().unwrap()));
        }
        [first, second].into_iter().for_each(|path| std::fs::remove_file(path).unwrap());
    }

    #[test]
    fn each_file_has_its_own_error() {
        let options = ReadOptions::default();
        let (good, open) = (file("good.csv", "a\n1\n"), file("open.csv", "a,b\n1,\"x\n"));
        let missing = std::env::temp_dir().join("evenkeel-native-no-such-file.csv");
        let source = |path| Source { path, options: &options };
        let [first, second, third] =
            read_all([source(&good), source(&open), source(&missing)], 2, &mut |_| {});
        assert_eq!(first.map(|table| table.rows), Ok(1));
        assert!(matches!(second, Err(DataError::UnterminatedQuote { line: 2, column, .. }) if column == "b"));
        assert!(matches!(third, Err(DataError::Io { .. })));
        [good, open].into_iter().for_each(|path| std::fs::remove_file(path).unwrap());
    }
}
