//! The kinds of drift in words: what each is, what a window shows, and the numbers behind it.

use super::format;
use crate::monitor::{DriftKinds, KindVerdict};

/// A kind of drift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftKind {
    /// P(x) moved.
    Covariate,
    /// P(y) moved.
    Prior,
    /// P(y | x) moved.
    Concept,
}

impl DriftKind {
    /// All, in order of the table.
    pub const ALL: [Self; 3] = [Self::Covariate, Self::Prior, Self::Concept];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Covariate => "Covariate drift",
            Self::Prior => "Prior drift",
            Self::Concept => "Concept drift",
        }
    }

    /// What moves.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Covariate => "P(x)",
            Self::Prior => "P(y)",
            Self::Concept => "P(y | x)",
        }
    }

    /// What it is and how it is judged, in two sentences with the formula.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Covariate => {
                "The inputs are distributed otherwise, P₁(x) ≠ P₀(x), and the model is asked about cases it has seen \
                 less of. A window shows it where a feature drifted by the robust rule: a test corrected for many columns and \
                 a change of a size that matters, d(P₁, P₀) ≥ 0.1 σ."
            }
            Self::Prior => {
                "The classes have other shares, P₁(y) ≠ P₀(y), so that a threshold that fitted no longer does. A share \
                 has to move by 5 points or more and p of a χ² test of the labels to be below 0.01; without labels \
                 calibrated probabilities q expect the shares, z = Δ / √(Σ q (1 − q) / n² + p (1 − p) / n₀) ≥ 3."
            }
            Self::Concept => {
                "The same inputs have other outcomes, P₁(y | x) ≠ P₀(y | x), which no look at the inputs can show: it \
                 needs labels. The share of wrong labels is held against what the inputs let expect, once from the \
                 reference weighted by P₁(x) / P₀(x) and once from calibrated probabilities; both have to differ the \
                 same way by 2 points and z = (error − expected) / standard error ≥ 3."
            }
        }
    }

    /// What was found of it.
    pub fn of(self, kinds: &DriftKinds) -> &KindVerdict {
        match self {
            Self::Covariate => &kinds.covariate,
            Self::Prior => &kinds.prior,
            Self::Concept => &kinds.concept,
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindMark {
    /// For the style sheet.
    pub slug: &'static str,
    /// What is seen.
    pub shape: &'static str,
    /// What is heard.
    pub word: &'static str,
}

impl KindMark {
    /// The mark of a verdict.
    pub fn of(moved: Option<bool>) -> Self {
        match moved {
            Some(true) => Self { slug: "moved", shape: "▲", word: "moved" },
            Some(false) => Self { slug: "stable", shape: "●", word: "not moved" },
            None => Self { slug: "unknown", shape: "?", word: "not judged" },
        }
    }
}

/// The newest window in which something moved, else the newest.
pub fn newest(kinds: &[DriftKinds]) -> Option<usize> {
    let moves = |kinds: &DriftKinds| DriftKind::ALL.iter().any(|kind| kind.of(kinds).moved == Some(true));
    kinds.iter().rposition(moves).or(kinds.len().checked_sub(1))
}

/// In how many windows each kind moved, in one sentence.
pub fn caption(kinds: &[DriftKinds]) -> String {
    let windows = format::counted(kinds.len() as u64, "window", "windows");
    let told = |kind: DriftKind| {
        let count = |moved| kinds.iter().filter(|kinds| kind.of(kinds).moved == moved).count() as u64;
        let name = kind.label().to_lowercase();
        match (count(Some(true)), count(None)) {
            (_, unknown) if unknown == kinds.len() as u64 => format!("{name} cannot be judged"),
            (0, _) => format!("{name} in none"),
            (moved, _) => format!("{name} in {}", format::count(moved)),
        }
    };
    let told = DriftKind::ALL.map(told).join(", ");
    format!("Of {windows}: {told}.")
}

/// A number of the evidence: its name and its value.
pub fn number(id: &str, value: f64) -> (String, String) {
    let name = match id {
        "p_value" => return ("p-value".to_owned(), format::p_value(value)),
        "largest_change" => "largest change of a share",
        "loss" => "wrong labels",
        "weighted_reference_loss" => "expected from the weighted reference",
        "weighted_z" => "z against the weighted reference",
        "effective_rows" => "effective rows of the reference",
        "estimated_loss" => "expected from probabilities",
        "estimated_z" => "z against the probabilities",
        "features" => "features judged",
        "drifted" => "features drifted",
        "z" => "z",
        other => return (other.replace('_', " "), format::number(value)),
    };
    let value = match id {
        "loss" | "weighted_reference_loss" | "estimated_loss" => format::share(value),
        "largest_change" => format!("{}\u{a0}pp", format::number(100.0 * value)),
        _ => format::number(value),
    };
    (name.to_owned(), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(covariate: Option<bool>, prior: Option<bool>, concept: Option<bool>) -> DriftKinds {
        let verdict = |moved| KindVerdict { moved, ..KindVerdict::default() };
        DriftKinds { covariate: verdict(covariate), prior: verdict(prior), concept: verdict(concept) }
    }

    #[test]
    fn the_newest_that_moved_is_shown_first() {
        let still = || kinds(Some(false), Some(false), None);
        let moved = || kinds(Some(true), Some(false), None);
        assert_eq!(newest(&[moved(), moved(), still()]), Some(1));
        assert_eq!(newest(&[still(), still()]), Some(1));
        assert_eq!(newest(&[]), None);
    }

    #[test]
    fn the_caption_counts_windows_and_says_what_cannot_be_judged() {
        let all =
            [kinds(Some(true), Some(false), None), kinds(Some(true), None, None), DriftKinds::default()];
        assert_eq!(
            caption(&all).replace('\u{a0}', " "),
            "Of 3 windows: covariate drift in 2, prior drift in none, concept drift cannot be judged."
        );
    }

    #[test]
    fn numbers_have_names_and_units() {
        let told = |id, value| {
            let (name, value) = number(id, value);
            (name, value.replace('\u{a0}', " "))
        };
        assert_eq!(told("p_value", 1e-9), ("p-value".to_owned(), "< 0.001".to_owned()));
        assert_eq!(told("loss", 0.25), ("wrong labels".to_owned(), "25 %".to_owned()));
        assert_eq!(told("largest_change", 0.125).1, "12.5 pp");
        assert_eq!(told("some_other", 2.0), ("some other".to_owned(), "2".to_owned()));
    }
}
