//! Models as ONNX: writing ours, reading those of others.
//!
//! [`write`] gives a file that onnxruntime and its like score with as we do. [`OnnxModel`] reads a
//! classifier that was made elsewhere and computes it with an evaluator of its own, of the
//! operators that such files are made of. No other format is known here.

mod graph;
mod proto;
#[cfg(test)]
pub(crate) mod samples;
mod write;
mod write_calibration;
mod write_inputs;
mod write_trees;

pub use write::write;
