//! The layering of the project, as `ARCHITECTURE.md` draws it, held against the source.
//!
//! Reads every path that begins at the crate's top and fails on one that the table
//! forbids; keeps the browser, the learning library and the outside world in the
//! rooms that may know them; and keeps files small.
#![cfg(not(target_arch = "wasm32"))]

#[path = "layers/tokens.rs"]
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use tokens::{Token, block_length, without_tests};

/// A folder of `src/` and what it may import beside itself.
struct Room {
    name: &'static str,
    may_import: &'static [&'static str],
}

/// The table of `ARCHITECTURE.md`, from the bottom up.
const ROOMS: [Room; 14] = [
    Room { name: "stats", may_import: &[] },
    Room { name: "data", may_import: &[] },
    Room { name: "drift", may_import: &["stats", "data"] },
    Room { name: "model", may_import: &["stats", "data"] },
    Room { name: "stream", may_import: &["stats"] },
    Room { name: "monitor", may_import: &["stats", "data", "drift", "stream", "model"] },
    Room { name: "lifecycle", may_import: &["stats", "data", "drift", "stream", "model", "monitor"] },
    Room { name: "chart", may_import: &["stats", "drift", "model", "monitor", "lifecycle"] },
    Room { name: "report", may_import: &["data", "drift", "model", "monitor", "lifecycle", "chart"] },
    Room { name: "store", may_import: &["model", "monitor", "lifecycle"] },
    Room {
        name: "worker",
        may_import: &["data", "drift", "stream", "model", "monitor", "lifecycle", "chart", "report", "store"],
    },
    Room {
        name: "app",
        may_import: &[
            "data",
            "drift",
            "stream",
            "model",
            "monitor",
            "lifecycle",
            "chart",
            "report",
            "worker",
            "store",
        ],
    },
    Room {
        name: "cli",
        may_import: &[
            "stats",
            "data",
            "drift",
            "model",
            "stream",
            "monitor",
            "lifecycle",
            "chart",
            "report",
            "worker",
            "store",
        ],
    },
    Room { name: "bin", may_import: &["app", "worker", "cli"] },
];

/// Words that only some places may use.
struct Reserved {
    /// A word, or with a star at its end all words that begin so, or a path's first two words.
    words: &'static [&'static str],
    /// Folders or files below `src/`; with a star at its end all whose name begins so.
    places: &'static [&'static str],
    why: &'static str,
}

const WEB: &[&str] = &["app/", "bin/", "worker/client*", "worker/pool*", "worker/web*", "store/"];
const OUTSIDE: &[&str] = &["store/folder*", "worker/", "app/", "cli/", "bin/"];

const RESERVED: [Reserved; 5] = [
    Reserved {
        words: &["ureq"],
        places: &["cli/webhook*"],
        why: "only the command's webhook speaks to the network",
    },
    Reserved {
        words: &["linfa*", "smartcore*"],
        places: &["model/"],
        why: "only `model` names the learning library",
    },
    Reserved {
        words: &["web_sys", "js_sys", "wasm_bindgen*", "leptos*", "plotters_canvas"],
        places: WEB,
        why: "only the page and the worker's web half know the browser",
    },
    Reserved {
        words: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::time",
            "getrandom*",
            "thread_rng",
            "from_entropy",
        ],
        places: OUTSIDE,
        why: "no clock, entropy or I/O below `worker` but for the workspace's folder: they are arguments",
    },
    Reserved { words: &["clap"], places: &["cli/", "bin/"], why: "only the command line parses words" },
];

/// Lines with code in them, tests aside, that one file may have.
const MOST_LINES: usize = 400;

#[test]
fn rooms_import_only_what_the_table_allows() {
    fail_on(
        source_files("src").iter().flat_map(|file| forbidden_imports(&place(file), &read(file))).collect(),
    );
}

#[test]
fn reserved_words_stay_in_their_places() {
    fail_on(source_files("src").iter().flat_map(|file| reserved_words(&place(file), &read(file))).collect());
}

#[test]
fn files_are_small() {
    let files = source_files("src").into_iter().chain(source_files("xtask/src"));
    fail_on(files.filter_map(|file| too_long(&place(&file), &read(&file))).collect());
}

#[test]
fn every_folder_is_a_room_of_the_table() {
    let folders = fs::read_dir(top().join("src")).expect("src is there").filter_map(Result::ok);
    let unknown = folders
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| room(name).is_none())
        .map(|name| format!("src/{name} is no room of the table in tests/layers.rs"));
    fail_on(unknown.collect());
}

#[test]
fn architecture_shows_the_same_table() {
    let text = read(&top().join("ARCHITECTURE.md"));
    let rows: Vec<(String, Vec<String>)> = text.lines().filter_map(table_row).collect();
    let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ROOMS.map(|room| room.name), "rooms and their order");
    for (name, may_import) in &rows {
        let ours = room(name).expect("compared above").may_import;
        assert_eq!(may_import, ours, "what `{name}` may import");
    }
}

#[test]
fn the_checker_catches_planted_violations() {
    let caught = |source: &str| forbidden_imports("stats/ecdf.rs", source).len();
    assert_eq!(caught("use crate::data::Kind;"), 1);
    assert_eq!(caught("use crate::{data::{Kind, Role}, stats::Ecdf, drift};"), 2);
    assert_eq!(caught("fn f() -> crate::drift::Finding { todo() }"), 1);
    assert_eq!(caught("mod a { use super::super::super::data::Kind; }"), 1);
    assert_eq!(caught("use crate::*;"), 1);
    assert_eq!(caught("use crate::nowhere::Thing;"), 1);
    assert_eq!(forbidden_imports("bin/page.rs", "use evenkeel::drift::Policy;").len(), 1);

    assert_eq!(reserved_words("drift/check.rs", "use web_sys::Window;").len(), 1);
    assert_eq!(reserved_words("worker/handler.rs", "use js_sys::Array;").len(), 1);
    assert_eq!(reserved_words("monitor/gate.rs", "use linfa_trees::DecisionTree;").len(), 1);
    assert_eq!(reserved_words("data/reader.rs", "use std::{collections::BTreeMap, fs::File};").len(), 1);
    assert_eq!(reserved_words("drift/check.rs", "let now = std::time::Instant::now();").len(), 1);
    assert!(too_long("stats/ks.rs", &"let x = 1;\n".repeat(MOST_LINES + 1)).is_some());
}

#[test]
fn the_checker_lets_pass_what_is_allowed() {
    let innocent = r##"
        //! Not like [`crate::data`].
        /* nor /* nested */ crate::data */
        use crate::stats::Ecdf;
        const TEXT: &str = "crate::data";
        const RAW: &str = r#"use "crate::data";"#;
        fn f<'a>(quote: &'a str) -> char { '"' }
        fn g() -> char { '\'' } // crate::data
    "##;
    assert_eq!(forbidden_imports("stats/ecdf.rs", innocent), Vec::<String>::new());
    assert_eq!(
        forbidden_imports("drift/check.rs", "use crate::{data::Kind, stats::Ecdf};"),
        Vec::<String>::new()
    );
    for file in ["app/mod.rs", "worker/client.rs", "worker/web_reader.rs", "bin/page.rs"] {
        assert_eq!(reserved_words(file, "use web_sys::Window;"), Vec::<String>::new());
    }
    let tested = "fn f() {}\n#[cfg(test)]\nmod tests {\n use std::fs;\n fn g() { {} }\n}\n";
    assert_eq!(reserved_words("data/reader.rs", tested), Vec::<String>::new());
    assert_eq!(too_long("stats/ks.rs", &"// note\n\n".repeat(MOST_LINES)), None);
}

/// Paths from the crate's top into a room that `file` may not know.
fn forbidden_imports(file: &str, source: &str) -> Vec<String> {
    let Some((own, _)) = file.split_once('/') else { return Vec::new() };
    let Some(own) = room(own) else { return vec![format!("src/{file} is in no room of the table")] };
    let tokens = tokens::tokens(source);
    let mut wrong = Vec::new();
    for at in 0..tokens.len() {
        for target in paths_from_the_top(&tokens, at) {
            let name = target.text;
            // A type, macro or constant of the crate itself, and not a room.
            let is_item = name.starts_with(char::is_uppercase);
            if is_item || name == own.name || name == "self" || own.may_import.contains(&name) {
                continue;
            }
            let why = if room(name).is_some() { "may not import" } else { "imports what is no room:" };
            wrong.push(format!("src/{file}:{}: `{}` {why} `{name}`", target.line, own.name));
        }
    }
    wrong
}

/// The first words after `crate::`, `evenkeel::` or enough `super::` at `at`; several if a group follows.
fn paths_from_the_top<'a>(tokens: &[Token<'a>], at: usize) -> Vec<Token<'a>> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let is_inside_a_path = at > 0 && text(at - 1) == "::" && at > 1 && is_word(text(at - 2));
    if text(at + 1) != "::" || is_inside_a_path {
        return Vec::new();
    }
    match text(at) {
        "crate" | "evenkeel" => heads(&tokens[at + 2..]),
        "super" => {
            let mut after = at;
            while text(after) == "super" && text(after + 1) == "::" {
                after += 2;
            }
            // How deep a module lies is not known here, but a path that climbs twice to a room means the room.
            let climbs = (after - at) / 2;
            heads(&tokens[after..])
                .into_iter()
                .filter(|head| climbs > 1 && room(head.text).is_some())
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The first words of a use tree: one, or one for each branch of a group.
fn heads<'a>(tree: &[Token<'a>]) -> Vec<Token<'a>> {
    match tree.first() {
        Some(first) if first.text == "{" => {
            let group = &tree[..block_length(tree)];
            let mut found = Vec::new();
            let mut depth = 0_usize;
            for pair in group.windows(2) {
                match pair[0].text {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                if depth == 1 && matches!(pair[0].text, "{" | ",") && pair[1].text != "}" {
                    found.push(pair[1]);
                }
            }
            found
        }
        Some(first) => vec![*first],
        None => Vec::new(),
    }
}

/// Words that stand where they may not.
fn reserved_words(file: &str, source: &str) -> Vec<String> {
    if is_test_file(file) {
        return Vec::new();
    }
    let tokens = without_tests(&tokens::tokens(source));
    let mut wrong = Vec::new();
    for rule in RESERVED.iter().filter(|rule| !rule.places.iter().any(|place| matches_start(place, file))) {
        for (at, token) in tokens.iter().enumerate() {
            let found = rule.words.iter().find(|word| match word.split_once("::") {
                Some((first, second)) => {
                    token.text == first
                        && tokens.get(at + 1).is_some_and(|next| next.text == "::")
                        && heads(&tokens[at + 2..]).iter().any(|head| head.text == second)
                }
                None => {
                    word.strip_suffix('*').map_or(token.text == **word, |start| token.text.starts_with(start))
                }
            });
            if let Some(word) = found {
                wrong.push(format!("src/{file}:{}: `{word}`: {}", token.line, rule.why));
            }
        }
    }
    wrong
}

fn too_long(file: &str, source: &str) -> Option<String> {
    let mut lines: Vec<usize> =
        without_tests(&tokens::tokens(source)).iter().map(|token| token.line).collect();
    lines.dedup();
    let count = lines.len();
    (count > MOST_LINES && !is_test_file(file))
        .then(|| format!("{file} has {count} lines of code, tests aside: split it at {MOST_LINES}"))
}

/// `a/b*` is a beginning; `a/` is a folder.
fn matches_start(place: &str, file: &str) -> bool {
    file.starts_with(place.strip_suffix('*').unwrap_or(place))
}

fn is_test_file(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/") || file.ends_with("_tests.rs")
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn room(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

/// A row such as ``| `drift/` | what | stats, data |``.
fn table_row(line: &str) -> Option<(String, Vec<String>)> {
    let mut cells = line.strip_prefix("| `")?.trim_end_matches('|').split('|');
    let name = cells.next()?.trim().strip_suffix("/`")?.to_owned();
    let names = cells.nth(1)?.split(',').map(str::trim).filter(|name| *name != "–");
    Some((name, names.map(str::to_owned).collect()))
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `folder`.
fn source_files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![top().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty(), "{folder} has no source");
    files.sort();
    files
}

/// As rules name it: below `src/`, with forward slashes.
fn place(file: &Path) -> String {
    let below = file.strip_prefix(top().join("src")).or_else(|_| file.strip_prefix(top())).unwrap_or(file);
    below.to_string_lossy().replace('\\', "/")
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn fail_on(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
