//! Words for what the engine calls by a type.

use crate::data::{Dialect, Encoding, Kind, ReadNote, Role};
use crate::drift::{Method, Preset, Severity, SimulatedDrift};
use crate::worker::protocol::{Slot, Stage};

use super::format;

/// A kind in words.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Numeric => "numeric",
        Kind::IntegerCategory => "integer category",
        Kind::Categorical => "categorical",
        Kind::Boolean => "boolean",
        Kind::Text => "text",
        Kind::Datetime => "date, time",
        Kind::Identifier => "identifier",
    }
}

/// A role in words.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Feature => "feature",
        Role::Target => "target",
        Role::Prediction => "prediction",
        Role::Probability => "probability",
        Role::Timestamp => "timestamp",
        Role::Id => "id",
        Role::Split => "split",
        Role::Version => "model version",
        Role::Ignore => "ignore",
    }
}

/// Whether values of this kind are drawn and simulated as numbers.
pub fn is_numeric(kind: Kind) -> bool {
    kind == Kind::Numeric
}

/// A method's short name, as a table cell has room for.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Ks => "KS",
        Method::AndersonDarling => "Anderson-Darling",
        Method::CramerVonMises => "Cramér-von Mises",
        Method::MannWhitney => "Mann-Whitney",
        Method::WelchT => "Welch t",
        Method::Wasserstein => "Wasserstein",
        Method::WassersteinNormed => "Wasserstein (normed)",
        Method::Energy => "energy",
        Method::EppsSingleton => "Epps-Singleton",
        Method::Psi => "PSI",
        Method::PsiDeciles => "PSI (deciles)",
        Method::Kl => "Kullback-Leibler",
        Method::JensenShannon => "Jensen-Shannon",
        Method::JensenShannonBase2 => "Jensen-Shannon (base 2)",
        Method::Hellinger => "Hellinger",
        Method::TotalVariation => "total variation",
        Method::LInfinity => "largest share change",
        Method::ChiSquare => "χ²",
        Method::ChiSquareContingency => "χ² contingency",
        Method::GTest => "G-test",
        Method::FisherExact => "Fisher's exact",
        Method::TwoProportionZ => "two proportions z",
        Method::CramersV => "Cramér's V",
        Method::Mmd => "MMD",
    }
}

/// A method's name in full, for a title.
pub fn method_in_full(method: Method) -> &'static str {
    method.label()
}

/// A column's severity in one word.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "stable",
        Severity::Warning => "drifted",
        Severity::Critical => "critical",
    }
}

/// A finding's severity in one word.
pub fn finding_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "note",
        Severity::Warning => "warning",
        Severity::Critical => "critical",
    }
}

/// A severity as an attribute value that the style sheets know.
pub fn severity_slug(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "none",
        Severity::Warning => "warning",
        Severity::Critical => "critical",
    }
}

/// A preset's name.
pub fn preset(preset: Preset) -> &'static str {
    preset.label()
}

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

/// A message of the engine (lower case, no full stop) as a sentence.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| {
        // A message may start with a file's name, which keeps its case.
        let word = message.split_whitespace().next().unwrap_or_default();
        if word.contains('.') || word.contains('_') {
            letter.to_string()
        } else {
            letter.to_uppercase().collect()
        }
    });
    let text = format!("{}{}", first.unwrap_or_default(), letters.as_str());
    if text.ends_with(['.', '?', '…']) { text } else { format!("{text}.") }
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

    #[test]
    fn engine_messages_become_sentences_and_file_names_keep_their_case() {
        assert_eq!(sentence("the worker stopped: out of memory"), "The worker stopped: out of memory.");
        assert_eq!(sentence("data.csv is empty"), "data.csv is empty.");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn menus_list_every_kind_and_role_once() {
        let kinds: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|k| kind(*k)).collect();
        let roles: std::collections::BTreeSet<_> = Role::ALL.iter().map(|r| role(*r)).collect();
        assert_eq!(kinds.len(), Kind::ALL.len());
        assert_eq!(roles.len(), Role::ALL.len());
    }
}
