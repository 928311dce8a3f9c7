//! The summary of a check for a pull request or a chat: what is said in the report's first screen, as
//! GitHub-flavoured Markdown. Nothing out of the data can become markup.

use super::document::{Block, Cell, Document, Section, Span, Table, TableColumn, Text, Tone};
use super::drift_status::drifted;
use super::words::{format, labels, order, policy_words, verdict_words};
use crate::drift::{CheckReport, ColumnReport, Correction, Finding, Severity};

/// Drifted columns that are listed; more would hide what the summary is for.
const MOST_COLUMNS: usize = 20;
/// Findings that are listed.
const MOST_FINDINGS: usize = 10;

/// Writes the summary of a check as Markdown: the verdict, what was compared and by what, the drifted
/// columns (the worst 20), the findings that ask for a look, and how to get the whole report.
pub fn check_markdown(report: &CheckReport) -> String {
    super::document::markdown(&summary(report))
}

fn summary(report: &CheckReport) -> Document {
    let dataset = &report.dataset;
    let tone = match dataset.severity {
        Severity::None => Tone::Stable,
        Severity::Warning => Tone::Warning,
        Severity::Critical => Tone::Critical,
    };
    let verdict = Block::Verdict {
        tone,
        headline: verdict_words::headline(dataset).to_owned(),
        facts: verdict_words::facts(report).into(),
    };
    let mut sections = vec![Section {
        id: "verdict".to_owned(),
        title: "Verdict".to_owned(),
        blocks: vec![verdict, Block::Facts(facts(report))],
    }];
    sections.extend(drifted_section(report));
    sections.extend(findings_section(report));
    sections.push(Section {
        id: "more".to_owned(),
        title: "The whole report".to_owned(),
        blocks: vec![Block::Paragraph(
            Text::from("Every column, with its chart and its tests: ")
                .and(Text::code("evenkeel check --reference … --current … --html report.html"))
                .and("."),
        )],
    });
    Document { title: "Drift check".to_owned(), subtitle: String::new(), sections }
}

fn facts(report: &CheckReport) -> Vec<(String, Text)> {
    let side = |name: &str, rows: u64, columns: u64| {
        Text::code(name).and(format!(
            ", {}, {}",
            format::counted(rows, "row", "rows"),
            format::counted(columns, "column", "columns")
        ))
    };
    let (reference, current) = (&report.reference, &report.current);
    let correction = match report.policy.correction() {
        Correction::None => String::new(),
        correction => format!(", p adjusted by {}", correction.label()),
    };
    vec![
        ("Reference".to_owned(), side(&reference.name, reference.rows, reference.columns)),
        ("Current".to_owned(), side(&current.name, current.rows, current.columns)),
        (
            "Judged by".to_owned(),
            format!(
                "preset {}{correction}; the data set drifts from {} of its columns on",
                labels::preset(report.policy.preset),
                format::share(report.dataset.share_threshold)
            )
            .into(),
        ),
    ]
}

fn drifted_section(report: &CheckReport) -> Option<Section> {
    let drifted = drifted(report);
    if drifted.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Table(Table {
        caption: "Drifted columns, the worst first".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Column"),
            TableColumn::words("Verdict"),
            TableColumn::numbers("Moved"),
            TableColumn::numbers("Score"),
            TableColumn::words("Judged by"),
        ],
        rows: drifted.iter().take(MOST_COLUMNS).filter_map(|column| row(column)).collect(),
    })];
    let left = drifted.len().saturating_sub(MOST_COLUMNS) as u64;
    if left > 0 {
        blocks.push(Block::Paragraph(format!("… and {} more.", format::count(left)).into()));
    }
    Some(Section { id: "drifted".to_owned(), title: "Drifted columns".to_owned(), blocks })
}

fn row(column: &ColumnReport) -> Option<Vec<Cell>> {
    let verdict = column.verdict.as_ref()?;
    let moved = column
        .effect
        .map_or_else(|| "–".to_owned(), |effect| format::moved(effect.size, effect.shift, column.kind));
    Some(vec![
        Cell::of(Text::code(column.name.as_str())),
        Cell::of(verdict_words::of_column(Some(verdict))),
        Cell::of(moved),
        Cell::of(format::score(verdict.judged_score(), verdict.score_is_p)),
        Cell::of(policy_words::judged_by(verdict)),
    ])
}

fn findings_section(report: &CheckReport) -> Option<Section> {
    let of_files = report.findings.iter().map(|finding| (None, finding));
    let in_order = order::worst_first(report).into_iter().filter_map(|at| report.columns.get(at));
    let of_columns = in_order.flat_map(|column| column.findings.iter().map(move |it| (Some(column), it)));
    let mut findings: Vec<(Option<&ColumnReport>, &Finding)> =
        of_files.chain(of_columns).filter(|(_, finding)| finding.severity > Severity::None).collect();
    if findings.is_empty() {
        return None;
    }
    // The sort is stable.
    findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    let all = findings.len();
    let mut items: Vec<Text> = findings
        .into_iter()
        .take(MOST_FINDINGS)
        .map(|(column, finding)| {
            let severity = Text(vec![Span::Strong(labels::finding_severity(finding.severity).to_owned())]);
            let told = |column: &&ColumnReport| !finding.message.contains(&format!("`{}`", column.name));
            let of = column
                .filter(told)
                .map_or_else(Text::default, |column| Text::code(column.name.as_str()).and(": "));
            severity.and(": ").and(of).and(message(&finding.message))
        })
        .collect();
    if all > MOST_FINDINGS {
        let left = (all - MOST_FINDINGS) as u64;
        items.push(format!("… and {} more.", format::count(left)).into());
    }
    Some(Section {
        id: "findings".to_owned(),
        title: "Findings".to_owned(),
        blocks: vec![Block::List(items)],
    })
}

/// A finding's words, in which names stand between backticks. A name that holds one itself gets out of
/// them, and may then call somebody: such a message is literal as a whole.
fn message(words: &str) -> Text {
    let text = Text::sentence(words);
    let calls = |span: &Span| matches!(span, Span::Plain(words) if words.contains('@'));
    if text.0.iter().any(calls) { Text::code(words) } else { text }
}
