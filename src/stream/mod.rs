//! Online change detectors: they read a stream one value at a time and say when it has changed.
//!
//! A [`Detector`] takes a number and answers with a [`Signal`]. [`DetectorSettings`] name a detector and
//! its parameters and build it; [`Watch`] feeds it rows, some of which may be missing, and keeps the rows
//! at which it spoke; [`detect`] does so for a whole series. [`MovingAverage`] draws the line that a
//! person looks at beside them. Nothing here knows of files or columns.
//!
//! Algorithms, defaults and the row at which each speaks are those of River 0.26.1; the papers are named
//! with each detector. Checked in `tests/golden_stream.rs`.

mod adwin;
mod ddm;
mod detect;
mod detector;
mod eddm;
mod error;
mod hddm_a;
mod hddm_w;
mod kind;
mod kswin;
mod moving_average;
mod page_hinkley;
mod parameter;
mod running_mean;
mod settings;

pub use adwin::{Adwin, AdwinSettings};
pub use ddm::{Ddm, DdmSettings};
pub use detect::{Detections, RowRun, Watch, detect};
pub use detector::{Detector, Signal, Status};
pub use eddm::{Eddm, EddmSettings};
pub use error::StreamError;
pub use hddm_a::{HddmA, HddmASettings};
pub use hddm_w::{HddmW, HddmWSettings};
pub use kind::{DetectorKind, Domain};
pub use kswin::{Kswin, KswinSettings};
pub use moving_average::{MovingAverage, Smoothing};
pub use page_hinkley::{Direction, PageHinkley, PageHinkleySettings};
pub use parameter::{Parameter, ParameterRange, ParameterValue};
pub use settings::DetectorSettings;
