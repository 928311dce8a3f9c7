//! A worker's whole behaviour, with no browser in it.
//!
//! A worker is a *reader* (turns one file into a profile), the *judge* (holds the profiles and
//! compares them) or an *analyst* (computes on sampled rows); all run this code and differ only in
//! what the page asks.

use std::collections::BTreeMap;

use postcard::ser_flavors::Size;

use super::analysis;
use super::protocol::{JobError, JobId, Origin, Request, Response, Slot, Stage, TableInfo};
use super::source::Source;
use crate::data::{ReadOptions, TableReader};
use crate::drift::{self, CheckReport, Condition, DatasetProfile, PickedRows, Policy};
use crate::report;

/// Bytes asked for at a time while reading.
const CHUNK: usize = 4 << 20;
/// Most rows of a side that are picked.
const PICKED_ROWS: usize = 50;
/// A saved profile is recognised by its first bytes.
const HEAD: usize = 512;

/// What is posted beside a message.
pub enum Attachment {
    /// A file to read.
    Source(Box<dyn Source>),
    /// Several files to read, in the order that the task names them.
    Sources(Vec<Box<dyn Source>>),
    /// Bytes: a profile on its way between workers.
    Bytes(Vec<u8>),
}

/// What a worker gives back: the response and, for some, bytes beside it.
pub type Emit<'a> = &'a mut dyn FnMut(Response, Option<Vec<u8>>);

/// The state of one worker.
#[derive(Debug, Default)]
pub struct Session {
    profiles: BTreeMap<Slot, DatasetProfile>,
    last: Option<Comparison>,
}

#[derive(Debug)]
struct Comparison {
    slot: Slot,
    report: CheckReport,
}

impl Session {
    /// A worker that holds nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers one request, calling `emit` any number of times with
    /// [`Response::Progress`] and then at most once with a final response
    /// (`Install` and `Remove` have none).
    pub fn handle(&mut self, request: Request, attachment: Option<Attachment>, emit: Emit<'_>) {
        match request {
            Request::Read { job, name, options } => match read(job, &name, &options, attachment, emit) {
                Ok((table, profile)) => emit(Response::Read { job, table }, Some(profile)),
                Err(error) => emit(Response::Failed { job, error }, None),
            },
            Request::Install { slot } => self.install(slot, attachment, emit),
            Request::Remove { slot } => {
                self.profiles.remove(&slot);
                self.last = self.last.take().filter(|last| last.slot != slot && slot != Slot::Reference);
            }
            Request::Simulate { job, slot, settings } => {
                let simulated = self.profile(Slot::Reference).and_then(|reference| {
                    drift::simulate(reference, &settings).map_err(|error| JobError::Drift(error.to_string()))
                });
                match simulated {
                    Ok(profile) => {
                        let table = TableInfo::of(&profile, &[], Origin::Simulation);
                        self.profiles.insert(slot, profile);
                        emit(Response::Simulated { job, table }, None);
                    }
                    Err(error) => emit(Response::Failed { job, error }, None),
                }
            }
            Request::Judge { job, slot, policy } => match self.judge(slot, &policy) {
                Ok(report) => emit(Response::Judged { job, slot, report: Box::new(report) }, None),
                Err(error) => emit(Response::Failed { job, error }, None),
            },
            Request::JudgeAgain { policy } => {
                if let Some(last) = &mut self.last {
                    last.report.judge_again(&policy);
                }
            }
            Request::Rows { job, conditions } => match self.rows(&conditions) {
                Ok(rows) => emit(Response::Rows { job, rows }, None),
                Err(error) => emit(Response::Failed { job, error }, None),
            },
            Request::Samples { job } => match self.samples() {
                Ok(rows) => emit(Response::Samples { job }, Some(rows)),
                Err(error) => emit(Response::Failed { job, error }, None),
            },
            Request::Analyse { job, analysis } => {
                let rows = match attachment {
                    Some(Attachment::Bytes(bytes)) => bytes,
                    _ => Vec::new(),
                };
                match analysis::analyse(job, &analysis, &rows, emit) {
                    Ok(result) => emit(Response::Analysed { job, result: Box::new(result) }, None),
                    Err(error) => emit(Response::Failed { job, error }, None),
                }
            }
            Request::Model { job, .. } => {
                // The page asks trainers only; this keeps all learning out of readers and judge.
                let reason = "a model was asked of a worker that knows none".to_owned();
                emit(Response::Failed { job, error: JobError::Crashed { reason } }, None);
            }
            Request::Detail { job, column } => {
                let detail = self.detail(&column).map(Box::new);
                emit(Response::Detail { job, detail }, None);
            }
            Request::ReportJson { job } => match &self.last {
                Some(last) => {
                    let name = "evenkeel-check.json".to_owned();
                    let text = report::check_json(&last.report);
                    emit(Response::File { job, name }, Some(text.into_bytes()));
                }
                None => {
                    let what = "a comparison".to_owned();
                    emit(Response::Failed { job, error: JobError::NotLoaded { what } }, None);
                }
            },
            Request::ProfileFile { job, slot } => match self.profile(slot) {
                Ok(profile) => {
                    let name = format!("{}.profile.json", stem(&profile.name));
                    let text = report::write_profile(profile);
                    emit(Response::File { job, name }, Some(text.into_bytes()));
                }
                Err(error) => emit(Response::Failed { job, error }, None),
            },
        }
    }

    fn install(&mut self, slot: Slot, attachment: Option<Attachment>, emit: Emit<'_>) {
        let Some(Attachment::Bytes(bytes)) = attachment else { return };
        match postcard::from_bytes(&bytes) {
            Ok(profile) => {
                self.profiles.insert(slot, profile);
                self.last = None;
            }
            // Only a page of another build can send what this build does not decode.
            Err(_) => emit(Response::Failed { job: JobId(0), error: JobError::BuildMismatch }, None),
        }
    }

    fn profile(&self, slot: Slot) -> Result<&DatasetProfile, JobError> {
        let what = match slot {
            Slot::Reference => "the reference",
            Slot::Current(_) => "the current file",
        };
        self.profiles.get(&slot).ok_or_else(|| JobError::NotLoaded { what: what.to_owned() })
    }

    fn judge(&mut self, slot: Slot, policy: &Policy) -> Result<CheckReport, JobError> {
        let (reference, current) = (self.profile(Slot::Reference)?, self.profile(slot)?);
        let report =
            drift::check(reference, current, policy).map_err(|error| JobError::Drift(error.to_string()))?;
        self.last = Some(Comparison { slot, report: report.clone() });
        Ok(report)
    }

    fn rows(&self, conditions: &[Condition]) -> Result<PickedRows, JobError> {
        let none = || JobError::NotLoaded { what: "a comparison".to_owned() };
        let last = self.last.as_ref().ok_or_else(none)?;
        let (reference, current) = (self.profile(Slot::Reference)?, self.profile(last.slot)?);
        Ok(drift::picked_rows(reference, current, &last.report, conditions, PICKED_ROWS))
    }

    fn samples(&self) -> Result<Vec<u8>, JobError> {
        let missing = || JobError::NotLoaded { what: "a comparison".to_owned() };
        let last = self.last.as_ref().ok_or_else(missing)?;
        let (reference, current) = (self.profile(Slot::Reference)?, self.profile(last.slot)?);
        analysis::samples(reference, current, &last.report.policy)
    }

    fn detail(&self, column: &str) -> Option<drift::ColumnDetail> {
        let last = self.last.as_ref()?;
        let (reference, current) = (self.profiles.get(&Slot::Reference)?, self.profiles.get(&last.slot)?);
        drift::detail(reference, current, &last.report, column)
    }
}

/// Reads a CSV or a saved profile; gives what the page shows, and the profile's bytes.
fn read(
    job: JobId,
    name: &str,
    options: &ReadOptions,
    attachment: Option<Attachment>,
    emit: Emit<'_>,
) -> Result<(TableInfo, Vec<u8>), JobError> {
    let Some(Attachment::Source(mut source)) = attachment else {
        return Err(JobError::NotLoaded { what: name.to_owned() });
    };
    let total = source.size();
    let io = |reason: String| JobError::Data(crate::data::DataError::Io { file: name.to_owned(), reason });
    let mut chunk = source.next_chunk(CHUNK).map_err(io)?;
    let mut done = 0;
    let mut progress = |stage, done, rows| emit(Response::Progress { job, stage, done, total, rows }, None);

    let (profile, preview, origin) = if report::is_profile(&chunk[..chunk.len().min(HEAD)]) {
        let mut bytes = Vec::with_capacity(usize::try_from(total).unwrap_or(0));
        while !chunk.is_empty() {
            bytes.extend_from_slice(&chunk);
            progress(Stage::Reading, bytes.len() as u64, 0);
            chunk = source.next_chunk(CHUNK).map_err(io)?;
        }
        (report::read_profile(name, &bytes).map_err(JobError::Report)?, Vec::new(), Origin::Profile)
    } else {
        let mut reader = TableReader::new(name, options).expecting(total);
        while !chunk.is_empty() {
            reader.push(&chunk).map_err(JobError::Data)?;
            done += chunk.len() as u64;
            progress(Stage::Reading, done, reader.rows());
            chunk = source.next_chunk(CHUNK).map_err(io)?;
        }
        progress(Stage::Profiling, done, reader.rows());
        let mut table = reader.finish().map_err(JobError::Data)?;
        let preview = std::mem::take(&mut table.preview);
        (DatasetProfile::from_table(table), preview, Origin::Csv)
    };
    let table = TableInfo::of(&profile, &preview, origin);
    // A profile of plain numbers and strings always encodes.
    let bytes = encoded(&profile).map_err(|error| JobError::Crashed { reason: error.to_string() })?;
    Ok((table, bytes))
}

/// The bytes of a profile. They are counted first: a vector that grew to hundreds of megabytes by
/// doubling would have held up to three times as much, and a worker's memory never shrinks.
fn encoded(profile: &DatasetProfile) -> Result<Vec<u8>, postcard::Error> {
    let size = postcard::serialize_with_flavor(profile, Size::default())?;
    postcard::to_extend(profile, Vec::with_capacity(size))
}

/// A file's name without `.csv`, `.json` and the like.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}
