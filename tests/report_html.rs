//! The HTML report of a check: what stands in the data stays text, its size, and what it always holds.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::{self, CheckReport, DatasetProfile, Policy};
use evenkeel::report::{
    CheckPart, Fingerprint, FullReport, Reproduce, read_profile, report_html, write_profile,
};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn profile(name: &str, csv: &str) -> DatasetProfile {
    let mut reader = TableReader::new(name, &ReadOptions::default());
    reader.push(csv.as_bytes()).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

struct Made {
    report: CheckReport,
    html: String,
}

fn made(reference: &DatasetProfile, current: &DatasetProfile) -> Made {
    let report = drift::check(reference, current, &Policy::default()).unwrap();
    let details = drift::details(reference, current, &report);
    let html = report_html(&FullReport {
        made_ms: None,
        check: Some(CheckPart { report: &report, details: &details, multivariate: None }),
        watched: None,
        turn: None,
        card: None,
        reproduce: Reproduce { command: "evenkeel check".to_owned(), policy: String::new() },
        fingerprints: vec![Fingerprint {
            role: "reference".to_owned(),
            name: reference.name.clone(),
            rows: Some(reference.rows),
            ..Fingerprint::default()
        }],
    });
    Made { report, html }
}

/// What stands between `<` and `>`, the style sheet and the script left out.
fn tags(html: &str) -> Vec<&str> {
    let mut rest = html;
    let mut found = Vec::new();
    while let Some(start) = rest.find('<') {
        let after = &rest[start + 1..];
        let end = after.find('>').expect("every tag is closed");
        found.push(&after[..end]);
        rest = &after[end + 1..];
        let raw = ["style", "script"].into_iter().find(|raw| found.last() == Some(raw));
        if let Some(raw) = raw {
            rest = &rest[rest.find(&format!("</{raw}")).expect("it ends")..];
        }
    }
    found
}

/// Names of a tag's attributes.
fn attributes(tag: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, part) in tag.split('"').enumerate() {
        // Between quotes stand values.
        if at % 2 == 0 {
            names.extend(
                part.split_whitespace()
                    .skip(usize::from(at == 0))
                    .map(|name| name.trim_end_matches(['=', '/']).to_owned()),
            );
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Numbers with as many distinct values as rows, and every eighth column of categories; `moved` by a
/// standard deviation or by share.
fn wide(columns: usize, rows: usize, seed: u64, moved: bool) -> String {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut csv = (0..columns).map(|at| format!("measured_value_{at}")).collect::<Vec<_>>().join(",");
    csv.push('\n');
    let letters = ["north", "south", "east", "west", "centre"];
    for _ in 0..rows {
        for at in 0..columns {
            let separator = if at == 0 { "" } else { "," };
            if at % 8 == 7 {
                let until = if moved { 3 } else { letters.len() };
                write!(csv, "{separator}{}", letters[random.gen_range(0..until)]).unwrap();
            } else {
                let noise = (0..12).map(|_| random.r#gen::<f64>()).sum::<f64>() - 6.0;
                let shift = if moved { 1.0 } else { 0.0 };
                write!(csv, "{separator}{:.6}", 100.0 + 15.0 * (noise + shift)).unwrap();
            }
        }
        csv.push('\n');
    }
    csv
}

#[test]
fn names_and_values_stay_text() {
    let long = "n".repeat(300);
    let names = [
        "<img onerror=alert(1) src=x>",
        "</script><script>alert(2)</script>",
        "\" onload=\"alert(3)\" x=\"",
        "line\nbreak & `tick` '",
        long.as_str(),
        "",
        "--><svg/onload=alert(4)>",
    ];
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let header = names.map(quoted).join(",");
    let csv = |until: usize| {
        let mut csv = format!("{header}\n");
        for row in 0..400 {
            let cells: Vec<String> =
                (0..names.len()).map(|at| quoted(names[(row * 7 + at) % until])).collect();
            csv.push_str(&cells.join(","));
            csv.push('\n');
        }
        csv
    };
    let name = "</title><b>reference\".csv";
    let Made { report, html } = made(&profile(name, &csv(5)), &profile("current.csv", &csv(2)));
    assert_eq!(report.dataset.drifted, names.len() as u64);

    let tags = tags(&html);
    let known = [
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "div",
        "nav",
        "ol",
        "ul",
        "li",
        "a",
        "main",
        "section",
        "dl",
        "dt",
        "dd",
        "strong",
        "code",
        "span",
        "pre",
        "details",
        "summary",
        "figure",
        "figcaption",
        "svg",
        "g",
        "path",
        "rect",
        "text",
        "tspan",
        "line",
        "circle",
        "polyline",
        "polygon",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "script",
    ];
    for tag in &tags {
        let name = tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap();
        assert!(known.contains(&name), "<{tag}>");
        for attribute in attributes(tag) {
            assert!(!attribute.to_lowercase().starts_with("on"), "<{tag}>");
        }
    }
    assert_eq!(tags.iter().filter(|tag| **tag == "script").count(), 1);
    assert!(html.contains("&lt;img onerror=alert(1) src=x&gt;"));
    assert!(html.contains("&lt;/script&gt;&lt;script&gt;alert(2)"));
    assert!(html.contains("&lt;/title&gt;&lt;b&gt;reference"));
}

#[test]
fn nothing_outside_of_the_file_is_named() {
    let (reference, current) = (wide(31, 200, 1, false), wide(31, 200, 2, true));
    let Made { html, .. } = made(&profile("r.csv", &reference), &profile("c.csv", &current));
    for outside in ["http://", "https://", "@import", "url(", "<link", "<iframe", "src="] {
        assert!(!html.contains(outside), "{outside}");
    }
    for tag in tags(&html) {
        if let Some((_, target)) = tag.split_once("href=\"") {
            assert!(target.starts_with('#'), "<{tag}>");
        }
    }
}

#[test]
fn a_report_stays_small() {
    for (columns, rows, most) in [(31, 2_000, 300_000), (1_000, 150, 3_000_000)] {
        let (reference, current) = (wide(columns, rows, 3, false), wide(columns, rows, 4, true));
        let Made { report, html } = made(&profile("r.csv", &reference), &profile("c.csv", &current));
        assert_eq!(report.dataset.drifted, columns as u64);
        println!("{columns} columns: {} bytes", html.len());
        assert!(html.len() < most, "{columns} columns: {} bytes", html.len());
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let (reference, current) = (wide(12, 300, 5, false), wide(12, 300, 6, true));
    let once = || made(&profile("r.csv", &reference), &profile("c.csv", &current)).html;
    assert_eq!(once(), once());
}

#[test]
fn every_column_of_the_table_leads_to_its_part() {
    let (reference, current) = (wide(40, 200, 7, false), wide(40, 200, 8, true));
    let Made { report, html } = made(&profile("r.csv", &reference), &profile("c.csv", &current));
    for (at, column) in report.columns.iter().enumerate() {
        assert!(column.verdict.is_some_and(|verdict| verdict.drifted), "{}", column.name);
        let (part, link) = (format!(" id=\"column-{}\"", at + 1), format!("href=\"#column-{}\"", at + 1));
        assert_eq!(html.matches(&part).count(), 1, "{}", column.name);
        assert!(html.contains(&link), "{}", column.name);
    }
}

#[test]
fn what_was_left_out_of_a_wide_report_is_said() {
    let (reference, current) = (wide(70, 60, 9, false), wide(70, 60, 10, true));
    let Made { html, .. } = made(&profile("r.csv", &reference), &profile("c.csv", &current));
    assert!(html.contains("the 24 columns with the worst verdicts, out of 70"));
    // A distribution function stands in the part of each column of numbers of those 24 alone.
    let curves = html.matches("aria-label=\"Distribution functions\"").count();
    assert!((12..=24).contains(&curves), "{curves}");
}

#[test]
fn data_with_nothing_to_judge_have_a_report() {
    let missing = "a,b\n,\n,\n,\n";
    let ids = "id,name\n1,x y z\n2,some words\n3,more of them\n";
    for (reference, current, headline) in [
        (missing, missing, "No drift"),
        ("a,b\n1,x\n", "a,b\n2,y\n", "Too few rows to judge"),
        (ids, ids, "to judge"),
        ("a\n1\n2\n", "b\n1\n2\n", "Nothing to judge"),
    ] {
        let Made { html, .. } = made(&profile("r.csv", reference), &profile("c.csv", current));
        assert!(html.contains(headline), "{reference:?}: {headline}");
        assert!(html.ends_with("</html>\n"));
    }
}

#[test]
fn a_saved_profile_is_enough_but_for_whole_rows() {
    let (reference, current) = (wide(4, 200, 11, false), wide(4, 200, 12, true));
    let reference = profile("r.csv", &reference);
    let saved = read_profile("r.profile.json", write_profile(&reference).as_bytes()).unwrap();
    let html = made(&saved, &profile("c.csv", &current)).html;
    assert!(html.contains("a saved profile holds none"));
    assert!(html.contains("aria-label=\"Histogram\"") && html.contains("Distribution functions"));
}

/// A folder of this test's own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("evenkeel-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It lies among temporary files: if it stays there, the system removes it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn unescaped(html: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    entities.iter().fold(html.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

#[cfg(unix)]
#[test]
fn the_command_in_the_report_makes_the_same_report() {
    let folder = Folder::new("report-html");
    let (odd, program) = ("it's $HOME now.csv", env!("CARGO_BIN_EXE_evenkeel"));
    std::fs::write(folder.0.join("reference.csv"), wide(6, 120, 13, false)).unwrap();
    std::fs::write(folder.0.join(odd), wide(6, 120, 14, true)).unwrap();
    let status = Command::new(program)
        .args(["check", "--reference", "reference.csv", "--current", odd, "--missing", "?"])
        .args(["--correction", "bonferroni", "--write-policy", "evenkeel.toml", "--html", "report.html"])
        .current_dir(&folder.0)
        .env("SOURCE_DATE_EPOCH", "1767225600")
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let report = folder.read("report.html");
    assert!(report.contains("2026-01-01\u{a0}00:00\u{a0}UTC"));

    // As sha256sum prints it.
    let digest = Command::new("sha256sum").arg("reference.csv").current_dir(&folder.0).output().unwrap();
    let digest = String::from_utf8(digest.stdout).unwrap();
    assert!(report.contains(digest.split_whitespace().next().unwrap()), "{digest}");

    let code = report.split("<pre><code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap();
    let command = unescaped(code);
    std::fs::remove_file(folder.0.join("report.html")).unwrap();
    let bin = Path::new(program).parent().unwrap().display().to_string();
    let again = Command::new("sh")
        .args(["-c", &command])
        .current_dir(&folder.0)
        .env("PATH", format!("{bin}:{}", std::env::var("PATH").unwrap()))
        .env("SOURCE_DATE_EPOCH", "1767225600")
        .output()
        .unwrap();
    assert!(again.status.success(), "{command}: {}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(folder.read("report.html"), report);
}
