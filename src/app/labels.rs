//! Words for what the engine calls by a type: those that page and report share, and those of the page.

use crate::data::{Dialect, Encoding, ReadNote};
use crate::drift::SimulatedDrift;
use crate::worker::protocol::{Slot, Stage};

pub use crate::report::words::labels::{
    finding_severity, is_numeric, kind, method, method_in_full, preset, role, sentence, severity,
    severity_slug,
};

use super::format;

/// A delimiter in words.
pub fn delimiter(delimiter: char) -> String {
    match delimiter {
        ',' => "comma".to_owned(),
        ';' => "semicolon".to_owned(),
        '\t' => "tab".to_owned(),
        '|' => "pipe".to_owned(),
        ' ' => "space".to_owned(),
        other => format!("‘{other}’"),
    }
}

/// An encoding's name.
pub fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => "UTF-16 LE",
        Encoding::Utf16Be => "UTF-16 BE",
        Encoding::Windows1252 => "Windows-1252",
    }
}

/// A dialect in words, e.g. `UTF-8, semicolon, decimal comma`.
pub fn dialect(dialect: &Dialect) -> String {
    let mut words = vec![encoding(dialect.encoding).to_owned(), delimiter(dialect.delimiter)];
    if dialect.decimal_comma {
        words.push("decimal comma".to_owned());
    }
    if let Some(thousands) = dialect.thousands {
        words.push(format!("thousands {}", delimiter(thousands)));
    }
    words.join(", ")
}

/// A note of the reader as a sentence.
pub fn note(note: &ReadNote) -> String {
    match note {
        ReadNote::ShortRows { rows, first_line } => format!(
            "{} fewer cells than the header (first: line {}); the rest counts as missing.",
            have(*rows, "row"),
            format::count(*first_line)
        ),
        ReadNote::LongRows { rows, first_line } => format!(
            "{} more cells than the header (first: line {}); the extra cells are left out.",
            have(*rows, "row"),
            format::count(*first_line)
        ),
        ReadNote::Renamed { position, from, to } if from.trim().is_empty() => {
            format!("Column {position} has no name and is called {to} here.")
        }
        ReadNote::Renamed { position, from, to } => {
            format!("Column {position} is a second {from} and is called {to} here.")
        }
        ReadNote::InvalidText { cells } => format!(
            "{} bytes that are not valid in the encoding; set the encoding under Reading options.",
            have(*cells, "cell")
        ),
        ReadNote::NulCharacters { cells } => format!("{} NUL characters.", have(*cells, "cell")),
    }
}

/// A place in words.
pub fn slot(slot: Slot) -> &'static str {
    match slot {
        Slot::Reference => "reference",
        Slot::Current(_) => "current",
    }
}

/// A stage in words.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "Reading",
        Stage::Profiling => "Profiling",
        Stage::Calibrating => "Splitting the reference",
        Stage::Classifying => "Telling the sides apart",
        Stage::Projecting => "Projecting",
        Stage::Permuting => "Permuting",
        Stage::Choosing => "Choosing an algorithm",
        Stage::Fitting => "Fitting",
        Stage::Evaluating => "Evaluating",
        Stage::Scoring => "Scoring",
        Stage::Watching => "Watching windows",
        Stage::Learning => "Learning online",
    }
}

/// What the simulator does, in the menu.
pub fn simulated(drift: SimulatedDrift) -> &'static str {
    match drift {
        SimulatedDrift::Shift => "shift numbers",
        SimulatedDrift::Scale => "spread numbers",
        SimulatedDrift::Drop => "drop cells",
        SimulatedDrift::Relabel => "relabel cells",
    }
}

/// What the amount of a simulated drift counts.
pub fn simulated_unit(drift: SimulatedDrift) -> &'static str {
    match drift {
        SimulatedDrift::Shift => "standard deviations",
        SimulatedDrift::Scale => "added to the factor 1",
        SimulatedDrift::Drop | SimulatedDrift::Relabel => "share of the cells",
    }
}

fn have(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun} has") } else { format!("{} {noun}s have", format::count(count)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_reads_as_words() {
        let spelled = Dialect {
            encoding: Encoding::Windows1252,
            delimiter: ';',
            decimal_comma: true,
            thousands: Some('.'),
        };
        assert_eq!(dialect(&spelled), "Windows-1252, semicolon, decimal comma, thousands ‘.’");
    }

    #[test]
    fn notes_are_sentences_in_singular_and_plural() {
        let one = note(&ReadNote::ShortRows { rows: 1, first_line: 17 });
        assert!(one.starts_with("1 row has fewer cells"), "{one}");
        let many = note(&ReadNote::LongRows { rows: 1200, first_line: 3 });
        assert!(many.starts_with("1,200 rows have more cells"), "{many}");
        let blank = note(&ReadNote::Renamed { position: 3, from: String::new(), to: "Unnamed: 2".into() });
        assert_eq!(blank, "Column 3 has no name and is called Unnamed: 2 here.");
    }
}
