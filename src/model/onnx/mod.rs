//! Models as ONNX: writing ours, reading those of others.
//!
//! [`write()`] gives a file that onnxruntime and its like score with as we do. [`OnnxModel`] reads a
//! classifier that was made elsewhere and computes it with an evaluator of its own, of the
//! operators that such files are made of. No other format is known here.

mod evaluate;
mod graph;
mod node;
mod operators_math;
mod operators_ml;
mod operators_shape;
mod proto;
mod read;
#[cfg(test)]
pub(crate) mod samples;
mod tensor;
#[cfg(test)]
mod tests;
mod tree_operator;
mod write;
mod write_calibration;
mod write_inputs;
mod write_trees;

pub use read::OnnxModel;
pub use write::write;
