//! What is written is read back the same; malformed files are refused, not crashed on.

use proptest::prelude::*;

use super::samples::{columns, samples};
use super::{OnnxModel, write};
use crate::data::RowView;
use crate::model::{ModelError, Scorer};

/// Probabilities are 32-bit floats in ONNX.
const AGREEMENT: f64 = 1e-6;

#[test]
fn every_model_scores_the_same_after_writing_and_reading() {
    let cells = columns(300, 5);
    let view = RowView { rows: 300, columns: cells.iter().collect() };
    for sample in samples() {
        let read = OnnxModel::read("m.onnx", &write(&sample.model)).expect(&sample.name);
        assert_eq!(read.schema().classes, sample.model.schema.classes);
        assert_eq!(read.needs_columns(), None);
        let ours = sample.model.score(&view, "t.csv").expect(&sample.name);
        let theirs = read.score(&view, "t.csv").expect(&sample.name);
        assert_eq!(ours.labels, theirs.labels, "{}", sample.name);
        for (a, b) in ours.probabilities.iter().zip(&theirs.probabilities) {
            assert!((a - b).abs() < AGREEMENT, "{}: {a} and {b}", sample.name);
        }
    }
}

#[test]
fn the_same_model_gives_the_same_bytes() {
    for sample in samples() {
        assert_eq!(write(&sample.model), write(&sample.model), "{}", sample.name);
    }
}

#[test]
fn what_is_no_onnx_is_refused_in_words() {
    for bytes in [&b"date;price\n2024;1\n"[..], b"", b"{\"format_version\": 1}"] {
        let error = OnnxModel::read("x.onnx", bytes).expect_err("it is no model");
        assert!(matches!(error, ModelError::Unreadable { .. }), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn damaged_files_do_not_panic(
        which in 0_usize..48,
        cut in 0.0_f64..1.2,
        changes in prop::collection::vec((0.0_f64..1.0, any::<u8>()), 0..6),
    ) {
        let samples = samples();
        let mut bytes = write(&samples[which % samples.len()].model);
        let places = bytes.len() as f64;
        for (place, byte) in changes {
            bytes[(place * places) as usize] = byte;
        }
        bytes.truncate((cut * places) as usize);
        let cells = columns(3, 1);
        let view = RowView { rows: 3, columns: cells.iter().collect() };
        if let Ok(model) = OnnxModel::read("m.onnx", &bytes) {
            let _ = model.score(&view, "t.csv");
        }
    }
}
