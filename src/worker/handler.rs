//! A worker's whole behaviour, with no browser in it.
//!
//! A worker is a *reader* (turns one file into a profile) or the *judge* (holds the profiles and
//! compares them); both run this code and differ only in what the page asks. What takes long on
//! sampled rows, and all of models, is a [`trainer`](super::trainer)'s.

use std::collections::BTreeMap;

use postcard::ser_flavors::Size;
use serde::Serialize;

use super::analysis;
use super::protocol::{Answer, JobError, JobId, Origin, Request, Response, Slot, Stage, TableInfo};
use super::report_tasks::CheckParts;
use super::source::Source;
use crate::data::{ReadOptions, TableReader};
use crate::drift::{self, CheckReport, Condition, DatasetProfile, Policy, Simulation};
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
pub type Emit<'a, A> = &'a mut dyn FnMut(Response<A>, Option<Vec<u8>>);

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

/// An answer, and bytes beside it.
struct Outcome {
    answer: Answer,
    bytes: Option<Vec<u8>>,
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self { answer, bytes: None }
    }
}

impl Session {
    /// A worker that holds nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers one request, calling `emit` any number of times with
    /// [`Response::Progress`] and then at most once with a final response
    /// (`Install`, `Remove` and `JudgeAgain` have none).
    pub fn handle(&mut self, request: Request, attachment: Option<Attachment>, emit: Emit<'_, Answer>) {
        let (job, outcome) = match request {
            Request::Install { slot } => return self.install(slot, attachment, emit),
            Request::Remove { slot } => return self.remove(slot),
            Request::JudgeAgain { policy } => return self.judge_again(&policy),
            Request::Read { job, name, options } => (job, read(job, &name, &options, attachment, emit)),
            Request::Simulate { job, slot, settings } => (job, self.simulate(slot, &settings)),
            Request::Judge { job, slot, policy } => (job, self.judge(slot, &policy)),
            Request::Rows { job, conditions } => (job, self.rows(&conditions)),
            Request::Samples { job } => (job, self.samples()),
            Request::Detail { job, column } => {
                (job, Ok(Answer::Detail(self.detail(&column).map(Box::new)).into()))
            }
            Request::Parts { job } => (job, self.parts()),
            Request::ProfileFile { job, slot } => (job, self.profile_file(slot)),
        };
        match outcome {
            Ok(Outcome { answer, bytes }) => emit(Response::Done { job, answer }, bytes),
            Err(error) => emit(Response::Failed { job, error }, None),
        }
    }

    fn install(&mut self, slot: Slot, attachment: Option<Attachment>, emit: Emit<'_, Answer>) {
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

    fn remove(&mut self, slot: Slot) {
        self.profiles.remove(&slot);
        self.last = self.last.take().filter(|last| last.slot != slot && slot != Slot::Reference);
    }

    fn profile(&self, slot: Slot) -> Result<&DatasetProfile, JobError> {
        let what = match slot {
            Slot::Reference => "the reference",
            Slot::Current(_) => "the current file",
        };
        self.profiles.get(&slot).ok_or_else(|| JobError::NotLoaded { what: what.to_owned() })
    }

    fn last(&self) -> Result<&Comparison, JobError> {
        self.last.as_ref().ok_or_else(|| JobError::NotLoaded { what: "a comparison".to_owned() })
    }

    fn simulate(&mut self, slot: Slot, settings: &Simulation) -> Result<Outcome, JobError> {
        let profile = drift::simulate(self.profile(Slot::Reference)?, settings)
            .map_err(|error| JobError::Drift(error.to_string()))?;
        let table = TableInfo::of(&profile, &[], Origin::Simulation);
        self.profiles.insert(slot, profile);
        Ok(Answer::Simulated(table).into())
    }

    fn judge(&mut self, slot: Slot, policy: &Policy) -> Result<Outcome, JobError> {
        let (reference, current) = (self.profile(Slot::Reference)?, self.profile(slot)?);
        let report =
            drift::check(reference, current, policy).map_err(|error| JobError::Drift(error.to_string()))?;
        self.last = Some(Comparison { slot, report: report.clone() });
        Ok(Answer::Judged(Box::new(report)).into())
    }

    fn judge_again(&mut self, policy: &Policy) {
        if let Some(last) = &mut self.last {
            last.report.judge_again(policy);
        }
    }

    fn rows(&self, conditions: &[Condition]) -> Result<Outcome, JobError> {
        let last = self.last()?;
        let (reference, current) = (self.profile(Slot::Reference)?, self.profile(last.slot)?);
        let rows = drift::picked_rows(reference, current, &last.report, conditions, PICKED_ROWS);
        Ok(Answer::Rows(rows).into())
    }

    fn samples(&self) -> Result<Outcome, JobError> {
        let last = self.last()?;
        let (reference, current) = (self.profile(Slot::Reference)?, self.profile(last.slot)?);
        let rows = analysis::samples(reference, current, &last.report.policy)?;
        Ok(Outcome { answer: Answer::Samples, bytes: Some(rows) })
    }

    fn parts(&self) -> Result<Outcome, JobError> {
        let last = self.last()?;
        let (reference, current) = (self.profile(Slot::Reference)?, self.profile(last.slot)?);
        let report = last.report.clone();
        let details = drift::details(reference, current, &report);
        let histograms = drift::own_histograms(reference, current, &report);
        let parts = CheckParts { report, details, histograms };
        Ok(Outcome { answer: Answer::Parts, bytes: Some(wire(&parts)?) })
    }

    fn profile_file(&self, slot: Slot) -> Result<Outcome, JobError> {
        let profile = self.profile(slot)?;
        Ok(file(format!("{}.profile.json", stem(&profile.name)), report::write_profile(profile)))
    }

    fn detail(&self, column: &str) -> Option<drift::ColumnDetail> {
        let last = self.last.as_ref()?;
        let (reference, current) = (self.profiles.get(&Slot::Reference)?, self.profiles.get(&last.slot)?);
        drift::detail(reference, current, &last.report, column)
    }
}

fn file(name: String, text: String) -> Outcome {
    Outcome { answer: Answer::File(name), bytes: Some(text.into_bytes()) }
}

/// Reads a CSV or a saved profile; gives what the page shows, and the profile's bytes.
fn read(
    job: JobId,
    name: &str,
    options: &ReadOptions,
    attachment: Option<Attachment>,
    emit: Emit<'_, Answer>,
) -> Result<Outcome, JobError> {
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
        let profile =
            report::read_profile(name, &bytes).map_err(|error| JobError::Report(error.to_string()))?;
        (profile, Vec::new(), Origin::Profile)
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
    Ok(Outcome { answer: Answer::Read(table), bytes: Some(wire(&profile)?) })
}

/// The bytes of a profile, or of the parts of a report. They are counted first: a vector that grew to
/// hundreds of megabytes by doubling would have held up to three times as much, and a worker's memory
/// never shrinks.
fn wire<T: Serialize>(value: &T) -> Result<Vec<u8>, JobError> {
    let size = postcard::serialize_with_flavor(value, Size::default());
    let bytes = size.and_then(|size| postcard::to_extend(value, Vec::with_capacity(size)));
    // Plain numbers and strings always encode.
    bytes.map_err(|error| JobError::Crashed { reason: error.to_string() })
}

/// A file's name without `.csv`, `.json` and the like.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}
