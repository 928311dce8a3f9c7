//! What drifted from one kept check to a later one, as sections of a document.

use super::document::{Badge, Block, Cell, Document, Section, Table, TableColumn, Text, Tone};
use super::words::{format, labels, times};
use super::{ChangeKind, CheckComparison, ColumnChange, ColumnState, ComparedCheck};
use crate::drift::{Method, Severity};

const NOTHING: &str = "–";

/// The comparison as a document of its own.
pub fn comparison_document(comparison: &CheckComparison) -> Document {
    Document {
        title: "What drifted since".to_owned(),
        subtitle: format!(
            "{} and {}",
            called(&comparison.earlier).words(),
            called(&comparison.later).words()
        ),
        sections: comparison_sections(comparison),
    }
}

/// The comparison: the verdict, what was compared, the columns.
pub fn comparison_sections(comparison: &CheckComparison) -> Vec<Section> {
    let mut blocks = vec![verdict(comparison)];
    let note =
        |note: &String| Block::Note { tone: Tone::Warning, text: Text::sentence(&labels::sentence(note)) };
    blocks.extend(comparison.notes.iter().map(note));
    blocks.push(Block::Table(checks(comparison)));
    let (stable, changed): (Vec<_>, Vec<_>) =
        comparison.columns.iter().partition(|column| column.change == ChangeKind::Stable);
    let mut columns = Vec::new();
    if !changed.is_empty() {
        columns.push(Block::Table(table("Columns that drifted, recovered, came or went", &changed)));
    }
    if !stable.is_empty() {
        columns.push(Block::Folded {
            id: None,
            summary: format!(
                "{} that drifted in neither",
                format::counted(stable.len() as u64, "column", "columns")
            )
            .into(),
            badge: None,
            open: false,
            blocks: vec![Block::Table(table("Columns that drifted in neither", &stable))],
        });
    }
    let section =
        |id: &str, title: &str, blocks| Section { id: id.to_owned(), title: title.to_owned(), blocks };
    vec![
        section("since", "What drifted since", blocks),
        section("since-columns", "Column by column", columns),
    ]
}

fn verdict(comparison: &CheckComparison) -> Block {
    let count = |kind| comparison.of_kind(kind).count() as u64;
    let since = count(ChangeKind::Drifted);
    let headline = match since {
        0 => "No column drifted since".to_owned(),
        _ => format!("{} drifted since", format::counted(since, "column", "columns")),
    };
    let mut facts = vec![format!(
        "{} of {} drifted now, {} of {} before",
        format::count(comparison.later.drifted),
        format::counted(comparison.later.columns, "column", "columns"),
        format::count(comparison.earlier.drifted),
        format::count(comparison.earlier.columns),
    )];
    let others = ChangeKind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, ChangeKind::Drifted | ChangeKind::StillDrifted | ChangeKind::Stable));
    facts.extend(
        others
            .filter(|kind| count(*kind) > 0)
            .map(|kind| format!("{} {}", format::count(count(kind)), kind.words())),
    );
    let tone = comparison.worst_since().map_or(Tone::Stable, tone_of);
    Block::Verdict { tone, headline, facts: facts.join("; ").into() }
}

/// Both checks, a row each.
fn checks(comparison: &CheckComparison) -> Table {
    let row = |check: &ComparedCheck| {
        let data = |data: &crate::drift::DatasetSummary| {
            Cell::of(Text::code(&data.name).and(format!(
                ", {}, {}",
                format::counted(data.rows, "row", "rows"),
                format::counted(data.columns, "column", "columns")
            )))
        };
        vec![
            Cell::of(called(check)),
            Cell::of(times::minute(check.time_ms)),
            data(&check.reference),
            data(&check.current),
            Cell {
                badge: Some(severity_badge(check.severity)),
                ..Cell::of(format!("{} of {}", format::count(check.drifted), format::count(check.columns)))
            },
        ]
    };
    Table {
        caption: "The two checks".to_owned(),
        sortable: false,
        columns: ["Report", "Made", "Reference", "Current data", "Drifted"].map(TableColumn::words).to_vec(),
        rows: vec![row(&comparison.earlier), row(&comparison.later)],
    }
}

fn table(caption: &str, columns: &[&ColumnChange]) -> Table {
    let row = |column: &&ColumnChange| {
        let (before, now) = (column.earlier.as_ref(), column.later.as_ref());
        let kind = now.or(before).map(|state| state.kind);
        let unit = kind.map_or("", format::effect_unit);
        let effect =
            |state: &ColumnState| state.effect.map(|size| format!("{}\u{a0}{unit}", format::number(size)));
        vec![
            Cell::of(Text::code(&column.name)),
            Cell::of(column.change.words()),
            state_cell(before),
            state_cell(now),
            both(before, now, effect),
            both(before, now, |state| state.mean.map(format::number)),
            both(before, now, |state| state.missing.map(format::share)),
        ]
    };
    let words = ["Column", "Since", "Before", "Now"].map(TableColumn::words);
    let numbers = ["Effect", "Mean", "Missing"].map(TableColumn::numbers);
    Table {
        caption: caption.to_owned(),
        sortable: true,
        columns: words.into_iter().chain(numbers).collect(),
        rows: columns.iter().map(row).collect(),
    }
}

/// The verdict in a word, and what it rests on.
fn state_cell(state: Option<&ColumnState>) -> Cell {
    let Some(state) = state else { return Cell::of(NOTHING) };
    let tone = match (state.drifted, state.severity) {
        (Some(true), Severity::Critical) => Tone::Critical,
        (Some(true), _) => Tone::Warning,
        (Some(false), _) => Tone::Stable,
        (None, _) => Tone::Plain,
    };
    let rests = state.method.parse::<Method>().ok().zip(state.score).map(|(method, score)| {
        format!("{} {}", labels::method(method), format::score(score, method.is_p_value()))
    });
    let mut cell = Cell::of(rests.unwrap_or_default());
    cell.badge = Some(Badge { tone, word: state.words().to_owned() });
    cell
}

/// A number before and now.
fn both(
    before: Option<&ColumnState>,
    now: Option<&ColumnState>,
    text: impl Fn(&ColumnState) -> Option<String>,
) -> Cell {
    let text = |state: Option<&ColumnState>| state.and_then(&text);
    Cell::of(match (text(before), text(now)) {
        (None, None) => NOTHING.to_owned(),
        (before, now) => {
            let shown = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_owned());
            format!("{} → {}", shown(before), shown(now))
        }
    })
}

/// `report 7`, with its name where it has one.
fn called(check: &ComparedCheck) -> Text {
    let number = format!("report {}", check.number);
    if check.name.is_empty() {
        number.into()
    } else {
        Text::from(format!("{number}, ")).and(check.name.as_str())
    }
}

fn severity_badge(severity: Severity) -> Badge {
    Badge { tone: tone_of(severity), word: labels::severity(severity).to_owned() }
}

fn tone_of(severity: Severity) -> Tone {
    match severity {
        Severity::None => Tone::Stable,
        Severity::Warning => Tone::Warning,
        Severity::Critical => Tone::Critical,
    }
}
