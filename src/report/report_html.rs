//! The report for people: one HTML file of all that is known.

use super::document::{self, Block, Cell, Document, Section, Table, TableColumn, Text};
use super::words::{format, times};
use super::{
    CheckPart, Fingerprint, FullReport, Reproduce, WatchedPart, check_sections, model_card_sections,
    turn_sections, watched_sections,
};

/// The whole report as one HTML file that opens without a network.
///
/// The same report gives the same bytes.
pub fn report_html(report: &FullReport<'_>) -> String {
    document::html(&report_document(report))
}

/// The whole report as a document.
pub fn report_document(report: &FullReport<'_>) -> Document {
    let mut sections = Vec::new();
    if let Some(check) = &report.check {
        sections.extend(check_sections(check));
    }
    sections.extend(report.watched.iter().flat_map(watched_sections));
    sections.extend(report.turn.iter().flat_map(turn_sections));
    sections.extend(report.card.into_iter().flat_map(model_card_sections));
    sections.extend(reproduce_section(&report.reproduce, report.made_ms));
    sections.extend(fingerprint_section(&report.fingerprints));
    Document { title: title(report).to_owned(), subtitle: subtitle(report), sections }
}

/// How the report is made again: the command, the policy, the version. `made_ms` is when it was made, in
/// milliseconds since 1970-01-01T00:00:00Z. `None` where nothing is known of it.
pub fn reproduce_section(reproduce: &Reproduce, made_ms: Option<i64>) -> Option<Section> {
    if reproduce.command.is_empty() && reproduce.policy.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if !reproduce.command.is_empty() {
        blocks
            .push(Block::Paragraph(Text::from("This command makes the same comparison of the same files:")));
        blocks.push(Block::Code(reproduce.command.clone()));
    }
    if !reproduce.policy.is_empty() {
        let saved = Text::from("The policy that held, as ")
            .and(Text::code("--policy"))
            .and(" reads it from ")
            .and(Text::code(super::POLICY_FILE))
            .and(":");
        blocks.push(Block::Paragraph(saved));
        blocks.push(Block::Code(reproduce.policy.clone()));
    }
    let mut facts =
        vec![("Evenkeel".to_owned(), Text::from(format!("version {}", env!("CARGO_PKG_VERSION"))))];
    facts.extend(made_ms.map(|made| ("Made".to_owned(), Text::from(times::minute(made)))));
    blocks.push(Block::Facts(facts));
    Some(Section { id: "reproduce".to_owned(), title: "How to make it again".to_owned(), blocks })
}

/// The files that went in, so that they can be told from others; `None` without any.
pub fn fingerprint_section(files: &[Fingerprint]) -> Option<Section> {
    let or_dash = |text: Option<String>| Cell::of(text.unwrap_or_else(|| "–".to_owned()));
    let row = |file: &Fingerprint| {
        vec![
            Cell::of(file.role.as_str()),
            Cell::of(Text::code(file.name.clone())),
            or_dash(file.rows.map(format::count)),
            or_dash(file.columns.map(format::count)),
            or_dash(file.bytes.map(format::count)),
            file.sha256.clone().map_or_else(|| or_dash(None), |hash| Cell::of(Text::code(hash))),
        ]
    };
    let table = Table {
        caption: "Files".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Role"),
            TableColumn::words("File"),
            TableColumn::numbers("Rows"),
            TableColumn::numbers("Columns"),
            TableColumn::numbers("Bytes"),
            TableColumn::words("SHA-256"),
        ],
        rows: files.iter().map(row).collect(),
    };
    let blocks = vec![
        Block::Paragraph(Text::from(
            "No row of the data stands in this report. A file is the same where sha256sum prints the same digest.",
        )),
        Block::Table(table),
    ];
    let section = Section { id: "files".to_owned(), title: "Files that went in".to_owned(), blocks };
    (!files.is_empty()).then_some(section)
}

fn title(report: &FullReport<'_>) -> &'static str {
    match (report.check.is_some(), report.watched.is_some(), report.turn.is_some()) {
        (_, _, true) => "Retraining report",
        (_, true, _) => "Monitoring report",
        (true, ..) => "Drift report",
        _ => "Model report",
    }
}

fn subtitle(report: &FullReport<'_>) -> String {
    let made = report.made_ms.map(times::minute);
    let compared = report.check.as_ref().map(compared).or_else(|| report.watched.as_ref().map(watched));
    let compared = compared.or_else(|| report.card.map(|card| card.name.to_owned()));
    compared.into_iter().chain(made).collect::<Vec<_>>().join(" · ")
}

fn watched(watched: &WatchedPart<'_>) -> String {
    let windows = format::counted(watched.timeline.windows.len() as u64, "window", "windows");
    format!("{} → {windows}", watched.timeline.reference)
}

fn compared(check: &CheckPart<'_>) -> String {
    format!("{} → {}", check.report.reference.name, check.report.current.name)
}
