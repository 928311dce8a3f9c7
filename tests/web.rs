//! The engine inside a real browser: same parser, same verdicts, same numbers as natively.
//!
//! Run by `cargo xtask test` through `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]

use evenkeel::data::ReadOptions;
use evenkeel::drift::{CheckReport, Policy, Preset};
use evenkeel::worker::handler::{Attachment, Session};
use evenkeel::worker::protocol::{Answer, JobId, Request, Response, Slot};
use evenkeel::worker::source::MemorySource;
use serde_json::Value;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const JOB: JobId = JobId(1);

/// Relative agreement asked of a score, as the golden files state it for exact KS.
const SCORE: f64 = 1e-6;

fn load(session: &mut Session, slot: Slot, name: &str, text: &str) {
    let request = Request::Read { job: JOB, name: name.to_owned(), options: ReadOptions::default() };
    let source = Attachment::Source(Box::new(MemorySource::new(text.as_bytes().to_vec())));
    let mut profile = None;
    Session::new().handle(request, Some(source), &mut |response, bytes| {
        assert!(!matches!(response, Response::Failed { .. }), "{response:?}");
        profile = bytes.or(profile.take());
    });
    let profile = profile.expect("a read gives a profile");
    session.handle(Request::Install { slot }, Some(Attachment::Bytes(profile)), &mut |response, _| {
        panic!("unexpected {response:?}");
    });
}

fn judge(reference: &str, current: &str) -> CheckReport {
    let mut session = Session::new();
    load(&mut session, Slot::Reference, "reference.csv", reference);
    load(&mut session, Slot::Current(0), "current.csv", current);
    let mut result = None;
    let request = Request::Judge { job: JOB, slot: Slot::Current(0), policy: Policy::of(Preset::Evidently) };
    session.handle(request, None, &mut |response, _| {
        if let Response::Done { answer: Answer::Judged(report), .. } = response {
            result = Some(*report);
        }
    });
    result.expect("the two were compared")
}

/// What Evidently says of the same pair, see `tests/golden/README.md`.
fn agrees(reference: &str, current: &str, golden: &str) {
    let golden: Value = serde_json::from_str(golden).expect("the golden file is JSON");
    let expected = golden["evidently"]["auto_types"]["columns"].as_object().expect("columns by name");
    let report = judge(reference, current);
    assert!(!expected.is_empty());
    for (name, column) in expected {
        let ours = report.columns.iter().find(|c| &c.name == name).expect("the column was compared");
        let verdict = ours.verdict.expect("the column was judged");
        let score = column["score"].as_f64().expect("a score");
        assert_eq!(Some(verdict.drifted), column["drifted"].as_bool(), "{name}");
        assert!(
            (verdict.score - score).abs() <= SCORE * score.abs() + 1e-13,
            "{name}: {} is not {score}",
            verdict.score
        );
    }
}

#[wasm_bindgen_test]
fn small_samples_agree_with_evidently() {
    agrees(
        include_str!("golden/b_small_ties/reference.csv"),
        include_str!("golden/b_small_ties/current.csv"),
        include_str!("golden/b_small_ties/golden.json"),
    );
}

#[wasm_bindgen_test]
fn categories_agree_with_evidently() {
    agrees(
        include_str!("golden/d_categorical_small/reference.csv"),
        include_str!("golden/d_categorical_small/current.csv"),
        include_str!("golden/d_categorical_small/golden.json"),
    );
}

#[wasm_bindgen_test]
fn large_samples_agree_with_evidently() {
    agrees(
        include_str!("golden/c_large_numeric/reference.csv"),
        include_str!("golden/c_large_numeric/current.csv"),
        include_str!("golden/c_large_numeric/golden.json"),
    );
}

#[wasm_bindgen_test]
fn a_bad_file_is_refused_with_its_line() {
    let request = Request::Read { job: JOB, name: "quote.csv".to_owned(), options: ReadOptions::default() };
    let source = Attachment::Source(Box::new(MemorySource::new(b"a,b\n1,\"abc\n2,def\n".to_vec())));
    let mut message = String::new();
    Session::new().handle(request, Some(source), &mut |response, _| {
        if let Response::Failed { error, .. } = response {
            message = error.to_string();
        }
    });
    assert!(message.contains("quote.csv line 2, column b"), "{message}");
}
