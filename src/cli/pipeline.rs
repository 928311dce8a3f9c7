//! From paths to profiles to a comparison, on several threads.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

use super::CliError;
use crate::data::{DataError, ReadOptions, Table};
use crate::drift::{self, CheckReport, ColumnProfile, DatasetProfile, Policy};
use crate::report;
use crate::worker::native::{self, Progress, Source};

/// Both sides of a check.
pub(super) struct ProfilePair {
    pub(super) reference: DatasetProfile,
    pub(super) current: DatasetProfile,
}

/// Reads one file, CSV or saved profile.
pub(super) fn load(
    path: &Path,
    options: &ReadOptions,
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<DatasetProfile, CliError> {
    if let Some(profile) = saved_profile(path)? {
        return Ok(profile);
    }
    let table = native::read_file(path, options, threads, progress)?;
    Ok(profile_of(table, threads))
}

/// Reads both files; two CSVs share the threads.
pub(super) fn load_pair(
    reference: &Path,
    current: &Path,
    options: &ReadOptions,
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<ProfilePair, CliError> {
    match (saved_profile(reference)?, saved_profile(current)?) {
        (None, None) => {
            let tables = native::read_pair(
                Source { path: reference, options },
                Source { path: current, options },
                threads,
                progress,
            )?;
            let reference = profile_of(tables.reference, threads);
            Ok(ProfilePair { reference, current: profile_of(tables.current, threads) })
        }
        (saved_reference, saved_current) => {
            let mut or_read = |saved: Option<DatasetProfile>, path: &Path| match saved {
                Some(profile) => Ok(profile),
                None => load(path, options, threads, progress),
            };
            let reference = or_read(saved_reference, reference)?;
            Ok(ProfilePair { reference, current: or_read(saved_current, current)? })
        }
    }
}

/// Compares the two profiles, the columns spread over the threads.
pub(super) fn compare(pair: &ProfilePair, policy: &Policy, threads: usize) -> Result<CheckReport, CliError> {
    let plan = drift::plan(&pair.reference, &pair.current, policy)?;
    let columns = spread(plan.pairs().to_vec(), threads, |column| plan.compare(&column));
    Ok(plan.assemble(columns))
}

/// A saved profile, or `None` when the file is something else.
fn saved_profile(path: &Path) -> Result<Option<DatasetProfile>, CliError> {
    let name = native::file_name(path);
    let io =
        |error: std::io::Error| DataError::Io { file: path.display().to_string(), reason: error.to_string() };
    let mut file = File::open(path).map_err(io)?;
    let mut bytes = Vec::new();
    file.by_ref().take(512).read_to_end(&mut bytes).map_err(io)?;
    if !report::is_profile(&bytes) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes).map_err(io)?;
    Ok(Some(report::read_profile(&name, &bytes)?))
}

/// Sorts and counts, the columns spread over the threads.
fn profile_of(mut table: Table, threads: usize) -> DatasetProfile {
    let columns = spread(std::mem::take(&mut table.columns), threads, ColumnProfile::from_column);
    DatasetProfile::from_columns(table, columns)
}

/// Applies `work` to every item on up to `threads` threads; results keep the items' order.
fn spread<T: Send, R: Send>(items: Vec<T>, threads: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads.min(items.len()).max(1);
    let total = items.len();
    let queue = Mutex::new(items.into_iter().enumerate());
    let mut slots: Vec<Option<R>> = std::iter::repeat_with(|| None).take(total).collect();
    let finished = Mutex::new(&mut slots);
    // A poisoned lock means that `work` panicked; the scope hands that panic on.
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((index, item)) = queue.lock().ok().and_then(|mut items| items.next()) {
                    let result = work(item);
                    if let Ok(mut slots) = finished.lock() {
                        slots[index] = Some(result);
                    }
                }
            });
        }
    });
    slots.into_iter().flatten().collect()
}
