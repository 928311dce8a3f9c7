//! The guide in `docs/`: whole, linked, and true where that can be checked.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use evenkeel::drift::Method;
use evenkeel::report::{read_monitor_policy, read_policy, read_retrain_policy};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn chapters() -> BTreeSet<String> {
    let entries = fs::read_dir(docs()).expect("docs/ is there").filter_map(Result::ok);
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".md") && name != "SUMMARY.md").collect()
}

/// Targets of `](…)` outside of code.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, block) in text.split("```").enumerate() {
        if at % 2 == 1 {
            continue;
        }
        let mut rest = block;
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, next)) = after.split_once(')') else { break };
            found.push(target.trim().to_owned());
            rest = next;
        }
    }
    found
}

/// Anchors of a file's headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn every_chapter_stands_in_the_summary_once() {
    let named = links(&read(&docs().join("SUMMARY.md")));
    let once: BTreeSet<String> = named.iter().cloned().collect();
    assert_eq!(named.len(), once.len(), "a chapter is named twice");
    assert_eq!(once, chapters());
}

#[test]
fn links_lead_somewhere() {
    let root = docs();
    let mut wrong = Vec::new();
    let mut files: Vec<PathBuf> = chapters().iter().map(|name| root.join(name)).collect();
    files.push(root.join("../README.md"));
    for file in files {
        let text = read(&file);
        for link in links(&text) {
            if link.starts_with("http") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let folder = file.parent().unwrap_or(&root);
            let target = if path.is_empty() { file.clone() } else { folder.join(path) };
            let is_there = target.exists();
            let is_named = || anchor.is_empty() || anchors(&read(&target)).contains(anchor);
            if !is_there || !is_named() {
                wrong.push(format!("{}: {link}", file.display()));
            }
            // What lies outside of the book is not published with it.
            if file.ends_with("README.md") || !path.starts_with("..") {
                continue;
            }
            wrong.push(format!("{}: {link} leads out of the book", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn help(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_evenkeel")).args(words).output().expect("it starts");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Names of the commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let list = help.split_once("Commands:\n").map_or("", |(_, list)| list);
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

fn command_line_reference() -> String {
    let mut text = "# The command line\n\nWhat `evenkeel help` says, command by command. Exit codes: 0 nothing at or above \
                    `--fail-on`, 1 drift at or above it,\n2 wrong usage or bad input, with one sentence on stderr.\n"
        .to_owned();
    let mut add = |title: &str, words: &[&str]| {
        text.push_str(&format!("\n## {title}\n\n```text\n{}```\n", help(words)));
    };
    let top = help(&["help"]);
    add("evenkeel", &["help"]);
    for name in commands(&top) {
        add(&format!("evenkeel {name}"), &[&name, "--help"]);
        for inner in commands(&help(&[&name, "--help"])) {
            add(&format!("evenkeel {name} {inner}"), &[&name, &inner, "--help"]);
        }
    }
    // Trailing blanks are no part of what it says.
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

/// `EVENKEEL_WRITE_DOCS=1 cargo test --test guide` writes the chapter anew.
#[test]
fn the_command_line_reference_is_what_the_command_says() {
    let file = docs().join("command-line.md");
    let now = command_line_reference();
    assert!(now.contains("## evenkeel check") && now.contains("--fail-on"), "{now}");
    if std::env::var_os("EVENKEEL_WRITE_DOCS").is_some() {
        fs::write(&file, &now).expect("the chapter can be written");
    }
    let there = read(&file);
    let differs = there.lines().zip(now.lines()).find(|(old, new)| old != new);
    assert!(there == now, "docs/command-line.md is not what the command says: {differs:?}; see this test");
}

#[test]
fn every_method_is_explained() {
    let text = read(&docs().join("methods.md"));
    let missing: Vec<&str> = Method::ALL
        .iter()
        .map(|method| method.id())
        .filter(|id| !text.contains(&format!("| `{id}` |")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The names between backticks of what a policy with an unknown setting is refused with.
fn keys(policy: &str) -> Vec<String> {
    let drift = read_policy("p.toml", policy).err().map(|error| error.to_string());
    let monitor = read_monitor_policy("p.toml", policy).err().map(|error| error.to_string());
    let retrain = read_retrain_policy("p.toml", policy).err().map(|error| error.to_string());
    let sentence = drift.or(monitor).or(retrain).expect("a setting that does not exist is refused");
    let known = sentence.split_once("; use ").expect("it lists what there is").1;
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_setting_of_the_policy_file_is_explained() {
    let text = read(&docs().join("policy.md"));
    let tables = [
        "nonsense_zz = 1\n",
        "[kind.numeric]\nnonsense_zz = 1\n",
        "[column.\"a\"]\nnonsense_zz = 1\n",
        "[monitor]\nnonsense_zz = 1\n",
        "[monitor.limits.\"accuracy\"]\nnonsense_zz = 1\n",
        "[[monitor.rule]]\nname = \"a\"\nseries = \"accuracy\"\nnonsense_zz = 1\n",
        "[retrain]\nnonsense_zz = 1\n",
        "[[retrain.line]]\nnonsense_zz = 1\n",
        "[retrain.needs]\nnonsense_zz = 1\n",
        "[retrain.gate]\nnonsense_zz = 1\n",
    ];
    let mut explained = 0;
    for table in tables {
        for key in keys(table) {
            assert!(text.contains(&key), "{table}: `{key}` is not explained in docs/policy.md");
            explained += 1;
        }
    }
    assert!(explained >= 60, "{explained} settings were compared");
}
