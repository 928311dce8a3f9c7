//! What the page says to a reader or the judge, and what every worker says to the page.
//!
//! What a trainer is asked and answers stands in [`trainer_protocol`](super::trainer_protocol): the
//! program of reader and judge is part of the first load and knows nothing of it.
//!
//! Both ends compile this file. Plain derives only: no `tag`, `untagged`, `flatten`,
//! `skip…`, because the wire format (postcard) is not self-describing. A file's contents
//! never travel in a message: the browser's `File` is posted beside it and read inside
//! the worker. Profiles travel between workers as bytes beside the message.

use serde::{Deserialize, Serialize};

pub use super::preview::Preview;
use crate::data::{DataError, Dialect, Kind, ReadNote, ReadOptions, Role};
use crate::drift::{CheckReport, ColumnDetail, Condition, PickedRows, Policy};
use crate::store::StoreError;

/// Pairs an answer with its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// Where a data set stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Slot {
    /// What the model was made on.
    Reference,
    /// The n-th current file (a batch).
    Current(u32),
}

/// From the page to a reader or the judge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// To a reader: read the attached `File` (CSV or saved profile) and answer `Read`.
    Read {
        /// Job.
        job: JobId,
        /// Name of the file.
        name: String,
        /// What the user decided about reading.
        options: ReadOptions,
    },
    /// To the judge: keep the attached profile in `slot`.
    Install {
        /// Where.
        slot: Slot,
    },
    /// To the judge: forget `slot`.
    Remove {
        /// Where.
        slot: Slot,
    },
    /// To the judge: fill `slot` with a simulated drift of the reference.
    Simulate {
        /// Job.
        job: JobId,
        /// Where the simulated data goes.
        slot: Slot,
        /// What to simulate.
        settings: crate::drift::Simulation,
    },
    /// To the judge: compare the reference with `slot`.
    Judge {
        /// Job.
        job: JobId,
        /// Which current data.
        slot: Slot,
        /// By what.
        policy: Policy,
    },
    /// To the judge: judge the last comparison again; sent when the page has done so by itself, so
    /// that both know the same. No answer.
    JudgeAgain {
        /// By what.
        policy: Policy,
    },
    /// To the judge: what the detail panel draws of one column of the last comparison.
    Detail {
        /// Job.
        job: JobId,
        /// Name of the column.
        column: String,
    },
    /// To the judge: sampled rows of the last comparison that meet every condition.
    Rows {
        /// Job.
        job: JobId,
        /// Which rows; of different columns.
        conditions: Vec<Condition>,
    },
    /// To the judge: the sampled rows of the last comparison, attached as bytes, for a trainer.
    Samples {
        /// Job.
        job: JobId,
    },
    /// To the judge: all of the last comparison that reports are written of, attached as bytes, for a
    /// trainer.
    Parts {
        /// Job.
        job: JobId,
    },
    /// To the judge: the profile in `slot` as the file that `evenkeel profile` writes.
    ProfileFile {
        /// Job.
        job: JobId,
        /// Which data set.
        slot: Slot,
    },
}

/// From a worker to the page; `A` is what the worker's program answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response<A> {
    /// Sent once, first. The page compares `build` with its own, since the browser may
    /// hold a worker of an earlier deploy in its cache.
    Ready {
        /// Version and content hash of the build.
        build: String,
    },
    /// Any number of times per job.
    Progress {
        /// Job.
        job: JobId,
        /// What is being done.
        stage: Stage,
        /// Done so far, `0 ≤ done ≤ total`; bytes while reading.
        done: u64,
        /// Total; bytes while reading.
        total: u64,
        /// Rows read so far.
        rows: u64,
    },
    /// Last message of a job that was done.
    Done {
        /// Job.
        job: JobId,
        /// What came of it; some answers have bytes attached.
        answer: A,
    },
    /// Last message of a job that could not be done.
    Failed {
        /// Job.
        job: JobId,
        /// Why.
        error: JobError,
    },
}

/// What a reader or the judge answers; each variant belongs to the [`Request`] of its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// What was read; the profile is attached as bytes.
    Read(TableInfo),
    /// What was made.
    Simulated(TableInfo),
    /// The comparison.
    Judged(Box<CheckReport>),
    /// What to draw; `None` when no such column was compared.
    Detail(Option<Box<ColumnDetail>>),
    /// The rows.
    Rows(PickedRows),
    /// A [`Frame`](crate::drift::Frame) is attached as bytes.
    Samples,
    /// [`CheckParts`](super::report_tasks::CheckParts) are attached as bytes.
    Parts,
    /// Of a `ProfileFile`: the file's suggested name; the file is attached as bytes.
    File(String),
}

/// What a long job is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Reading and parsing bytes.
    Reading,
    /// Sorting and counting.
    Profiling,
    /// Splitting the reference against itself.
    Calibrating,
    /// Telling the sides apart by a classifier.
    Classifying,
    /// Reconstruction from principal components.
    Projecting,
    /// Maximum mean discrepancy and its permutations.
    Permuting,
    /// Cross-validation of every algorithm.
    Choosing,
    /// Fitting a classifier.
    Fitting,
    /// Metrics and their intervals.
    Evaluating,
    /// Predictions of rows, as they are or changed.
    Scoring,
    /// Windows of time, one after the other.
    Watching,
    /// Mini-batches of a stream, predicted and then learned.
    Learning,
}

/// Why a job could not be done.
///
/// Errors of rooms that the page does not tell apart travel as their sentence, so that neither end
/// carries their types.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum JobError {
    /// The file could not be read.
    #[error("{0}")]
    Data(DataError),
    /// The saved profile or the model's file could not be read.
    #[error("{0}")]
    Report(String),
    /// The model could not be trained or used.
    #[error("{0}")]
    Model(String),
    /// The history could not be watched as asked.
    #[error("{0}")]
    Monitor(String),
    /// The workspace could not be read or changed.
    #[error("{0}")]
    Store(StoreError),
    /// What was asked of the loop or of the workspace cannot be done.
    #[error("{0}")]
    Lifecycle(String),
    /// The comparison or simulation was asked for in a way that cannot be done.
    #[error("{0}")]
    Drift(String),
    /// There is nothing in the slot that the job needs.
    #[error("{what} is not loaded: drop a file for it first")]
    NotLoaded {
        /// `the reference` or `current data`.
        what: String,
    },
    /// The worker stopped, e.g. because it ran out of memory.
    #[error(
        "the worker stopped: {reason}; the file may be too large for this browser, use the command instead"
    )]
    Crashed {
        /// What the browser says.
        reason: String,
    },
    /// The worker never ran: its script is not there, or the browser refuses it.
    #[error("the part of the page that reads files could not be started ({reason}): reload the page")]
    NotStarted {
        /// What the browser says.
        reason: String,
    },
    /// Worker and page are of different builds.
    #[error("the page is newer than its worker: reload the page")]
    BuildMismatch,
}

/// What the page shows of one data set. No rows but the preview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableInfo {
    /// Name of the file.
    pub name: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
    /// How it was spelled.
    pub dialect: Dialect,
    /// What the reader did that the user should know.
    pub notes: Vec<ReadNote>,
    /// Columns in file order.
    pub columns: Vec<ColumnInfo>,
    /// The first rows; empty for a saved profile and a simulation.
    pub preview: Preview,
    /// Whether it came from a saved profile, or was simulated, rather than read from a CSV.
    pub origin: Origin,
}

/// Where a data set comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A CSV file.
    Csv,
    /// A saved profile.
    Profile,
    /// The drift simulator.
    Simulation,
}

/// What the page shows of one column before anything is compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnInfo {
    /// Name.
    pub name: String,
    /// Kind as inferred from this file alone.
    pub kind: Kind,
    /// Role as detected from this file alone.
    pub role: Role,
    /// Missing cells.
    pub missing: u64,
    /// Distinct usable values.
    pub distinct: u64,
    /// A few values as text, the most frequent or, for numbers, minimum, median, maximum.
    pub samples: Vec<String>,
}
