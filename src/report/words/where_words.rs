//! Where the drift is, in words: ranges, categories, segments, samples of rows.

use super::format;
use crate::drift::{Condition, Pick, PickedRows};

/// Which cells, e.g. `12.1 to 14.3`, `≥ 30`, `Zürich`, `missing`.
pub fn pick(pick: &Pick) -> String {
    match pick {
        Pick::Range { from, to, .. } if from.is_infinite() && to.is_infinite() => "any number".to_owned(),
        Pick::Range { from, to, closed } if from.is_infinite() => {
            format!("{} {}", if *closed { "≤" } else { "<" }, format::number(*to))
        }
        Pick::Range { from, to, .. } if to.is_infinite() => format!("≥ {}", format::number(*from)),
        Pick::Range { from, to, .. } if from == to => format!("= {}", format::number(*from)),
        Pick::Range { from, to, .. } => format!("{} to {}", format::number(*from), format::number(*to)),
        Pick::Category(name) if name.is_empty() => "(empty text)".to_owned(),
        Pick::Category(name) => name.clone(),
        Pick::Missing => "missing".to_owned(),
    }
}

/// A condition, e.g. `city is Zürich`, `age is 12 to 14`, `age ≥ 30`.
pub fn condition(condition: &Condition) -> String {
    let words = pick(&condition.pick);
    let verb = match &condition.pick {
        Pick::Range { from, to, .. } if from.is_infinite() || to.is_infinite() || from == to => "",
        _ => "is ",
    };
    format!("{} {verb}{words}", condition.column)
}

/// Conditions that hold together.
pub fn conditions(all: &[Condition]) -> String {
    all.iter().map(condition).collect::<Vec<_>>().join(" and ")
}

/// How many of the sampled rows are shown, e.g. `20 of 84 sampled rows`.
pub fn sample(shown: usize, total: u64) -> String {
    let shown = shown as u64;
    if shown == total {
        format::counted(total, "sampled row", "sampled rows")
    } else {
        format!("{} of {}", format::count(shown), format::counted(total, "sampled row", "sampled rows"))
    }
}

/// What is to be said of picked rows before their table.
pub fn picked(rows: &PickedRows) -> String {
    if rows.reference_total == 0 && rows.current_total == 0 {
        return "No sampled row is there. The sample may have missed it, or a saved profile holds no rows."
            .to_owned();
    }
    format!(
        "Reference: {}. Current: {}.",
        sample(rows.reference.len(), rows.reference_total),
        sample(rows.current.len(), rows.current_total)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: f64, to: f64) -> Pick {
        Pick::Range { from, to, closed: false }
    }

    fn plain(text: String) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn conditions_read_as_words() {
        let of = |column: &str, pick| Condition { column: column.to_owned(), pick };
        assert_eq!(condition(&of("age", range(12.0, 14.26))), "age is 12 to 14.3");
        assert_eq!(condition(&of("age", range(30.0, f64::INFINITY))), "age ≥ 30");
        assert_eq!(condition(&of("age", range(f64::NEG_INFINITY, 5.0))), "age < 5");
        assert_eq!(condition(&of("age", Pick::Missing)), "age is missing");
        let both = [of("city", Pick::Category("Bern".to_owned())), of("age", range(3.0, 3.0))];
        assert_eq!(conditions(&both), "city is Bern and age = 3");
    }

    #[test]
    fn samples_say_how_many_there_are() {
        assert_eq!(plain(sample(20, 84)), "20 of 84 sampled rows");
        assert_eq!(plain(sample(1, 1)), "1 sampled row");
        assert!(picked(&PickedRows::default()).starts_with("No sampled row"));
    }
}
