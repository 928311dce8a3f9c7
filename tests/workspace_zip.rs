//! A workspace as one zip file: out and in again, and files that nobody should take in.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/sample_runs.rs"]
#[allow(dead_code, reason = "shared by several tests, which use a part each")]
mod sample_runs;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use evenkeel::lifecycle::{Action, Workspace, digest};
use evenkeel::store::archive::{self, Archive, Limits};
use evenkeel::store::{StoreError, record_json};
use sample_runs::{decide, keep_report, log, model_bytes, register, report_bytes, stamp};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Two runs, two versions, a decision, a report, a policy.
fn sample() -> Archive {
    let mut workspace = Workspace::default();
    let actions = [
        decide(Some(1)),
        log(1),
        log(2),
        register("a-b ü", 1, Some("champion")),
        register("loan", 2, None),
        keep_report(7, Some("loan")),
        Action::SetPolicy { text: "[retrain]\n".to_owned() },
    ];
    let change = workspace.plan(&actions, &stamp(1)).expect("it can be done");
    workspace.apply(&change);
    let bytes = [model_bytes(1), model_bytes(2), report_bytes(7)];
    let artifacts = bytes.into_iter().map(|bytes| (digest(&bytes), bytes)).collect();
    Archive { workspace, artifacts }
}

fn written(archive: &Archive) -> Vec<u8> {
    archive::write(&archive.workspace, &archive.artifacts).expect("all is there")
}

fn read(bytes: &[u8]) -> Result<Archive, StoreError> {
    archive::read("w.zip", bytes, &Limits::default())
}

/// The files of a zip file.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("it is sound");
        files.insert(entry.name().to_owned(), content);
    }
    files
}

fn packed(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        zip.start_file(path.as_str(), SimpleFileOptions::default()).expect("a new entry");
        zip.write_all(content).expect("written to memory");
    }
    zip.finish().expect("written to memory").into_inner()
}

/// What is said of the sample after its files were changed.
fn refused(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> String {
    let mut files = unpacked(&written(&sample()));
    change(&mut files);
    match read(&packed(&files)) {
        Err(error) => error.to_string(),
        Ok(archive) => panic!("{archive:?}"),
    }
}

#[test]
fn what_goes_out_comes_in_and_gives_the_same_bytes() {
    let bytes = written(&sample());
    assert_eq!(read(&bytes), Ok(sample()));
    assert_eq!(written(&read(&bytes).expect("it is sound")), bytes);
    let paths: Vec<String> = unpacked(&bytes).into_keys().collect();
    assert!(
        paths.contains(&"workspace.json".to_owned())
            && paths.contains(&"versions/a-b%20%C3%BC/000001.json".to_owned()),
        "{paths:?}"
    );
    let empty = Archive { workspace: Workspace::default(), artifacts: BTreeMap::new() };
    assert_eq!(read(&written(&empty)), Ok(empty));
}

#[test]
fn a_folder_packed_by_hand_is_taken() {
    let mut files = unpacked(&written(&sample()));
    files.insert("workspace.lock".to_owned(), Vec::new());
    assert_eq!(read(&packed(&files)), Ok(sample()));
}

#[test]
fn any_cut_or_changed_byte_is_refused_or_changes_nothing() {
    let bytes = written(&sample());
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "cut at {length}");
    }
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xff;
        // Times, attributes and the like of an entry mean nothing to us.
        if let Ok(archive) = read(&damaged) {
            assert_eq!(archive, sample(), "byte {at}");
        }
    }
}

#[test]
fn what_is_no_file_of_a_workspace_is_refused_by_name() {
    for path in [
        "../evil.json",
        "/etc/passwd",
        "models/../../evil.json",
        "runs/a/b.json",
        "readme.txt",
        "workspace.journal",
    ] {
        let said = refused(|files| {
            files.insert(path.to_owned(), b"{}".to_vec());
        });
        assert!(said.contains("is no file of a workspace"), "{path}: {said}");
    }
    assert!(refused(|files| drop(files.remove("workspace.json"))).contains("there is no `workspace.json`"));
    assert!(
        read(b"id,income\n1,2\n").expect_err("a CSV").to_string().starts_with("w.zip: it is no zip file")
    );
}

#[test]
fn artifacts_that_are_not_what_they_say_are_refused() {
    let path = format!("artifacts/{}/{}", &digest(&model_bytes(1))[..2], digest(&model_bytes(1)));
    assert!(
        refused(|files| drop(files.insert(path.clone(), b"other".to_vec())))
            .contains("not those of its digest")
    );
    assert!(refused(|files| drop(files.remove(&path))).contains("is missing in it"));
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let mut files = unpacked(&written(&sample()));
    let bomb = vec![b' '; 3_000_000];
    files.insert("policy.json".to_owned(), bomb);
    let bytes = packed(&files);
    assert!(bytes.len() < 100_000, "{} bytes unpack to 3 million", bytes.len());
    let limits = Limits { record: 1_000_000, ..Limits::default() };
    let said = archive::read("w.zip", &bytes, &limits).expect_err("too large").to_string();
    assert_eq!(said, "w.zip: `policy.json` in it unpacks to more than 1000000 bytes, which is too much");
    let limits = Limits { total: 2_000_000, ..Limits::default() };
    assert!(archive::read("w.zip", &bytes, &limits).is_err());
    let limits = Limits { files: 3, ..Limits::default() };
    let said = archive::read("w.zip", &bytes, &limits).expect_err("too many").to_string();
    assert!(said.contains("up to 3 are taken"), "{said}");
}

#[test]
fn one_of_a_later_version_is_refused() {
    let mut files = unpacked(&written(&sample()));
    let head = r#"{"format": "evenkeel.workspace", "format_version": 3, "revision": 1}"#;
    files.insert("workspace.json".to_owned(), head.as_bytes().to_vec());
    assert_eq!(read(&packed(&files)), Err(StoreError::NewerWorkspace { found: 3, known: 2 }));
    let head = record_json::encode_head(&sample().workspace.head);
    files.insert("workspace.json".to_owned(), head);
    assert_eq!(read(&packed(&files)), Ok(sample()));
}
