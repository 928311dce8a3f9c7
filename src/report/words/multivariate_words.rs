//! What the comparison of whole rows found, in words.

use super::{format, labels};
use crate::drift::multivariate::{
    ColumnWeight, DomainClassifier, Mmd, MultivariateReport, PcaReconstruction,
};

/// One method's outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// What was asked.
    pub title: &'static str,
    /// Whether the answer is drift.
    pub drifted: bool,
    /// The answer.
    pub sentence: String,
    /// How it was found.
    pub facts: String,
    /// Before the columns.
    pub columns_label: &'static str,
    /// The columns that stand out, first first.
    pub columns: Vec<String>,
}

/// Columns that a card names.
const NAMED: usize = 5;

/// The methods that were computed, as cards.
pub fn cards(report: &MultivariateReport) -> Vec<Card> {
    let all = [
        report.domain_classifier.as_ref().map(classifier),
        report.pca.as_ref().map(reconstruction),
        report.mmd.as_ref().map(discrepancy),
    ];
    all.into_iter().flatten().collect()
}

fn classifier(found: &DomainClassifier) -> Card {
    let can = if found.drifted { "can" } else { "cannot" };
    Card {
        title: "Telling rows apart",
        drifted: found.drifted,
        sentence: format!(
            "Rows of the two files {can} be told apart: AUC {} (chance up to {}).",
            format::number(found.auc),
            format::number(found.threshold)
        ),
        facts: format!(
            "Logistic regression on held-out rows; {}.",
            rows(found.reference_rows, found.current_rows)
        ),
        columns_label: "Given away by",
        columns: if found.drifted { names(&found.columns) } else { Vec::new() },
    }
}

fn reconstruction(found: &PcaReconstruction) -> Card {
    let sentence = if !found.drifted {
        "Columns go together as they did in the reference"
    } else if found.current > found.upper {
        "Columns go together differently than in the reference"
    } else {
        "Columns go together more closely than in the reference"
    };
    Card {
        title: "How columns go together",
        drifted: found.drifted,
        sentence: format!(
            "{sentence}: error {} (reference {} to {}).",
            format::number(found.current),
            format::number(found.lower),
            format::number(found.upper)
        ),
        facts: format!(
            "Distance from {}, which hold {} of the reference's variance.",
            format::counted(found.components, "principal component", "principal components"),
            format::share(found.explained)
        ),
        columns_label: "Error grew most in",
        columns: if found.drifted { names(&found.columns) } else { Vec::new() },
    }
}

fn discrepancy(found: &Mmd) -> Card {
    let differ = if found.drifted { "differ" } else { "do not differ noticeably" };
    let p = format::p_value(found.p_value);
    let p = if p.starts_with('<') { format!("p {p}") } else { format!("p = {p}") };
    Card {
        title: "Numeric columns at once",
        drifted: found.drifted,
        sentence: format!(
            "Numeric columns taken together {differ}: MMD² {}, {p}.",
            format::number(found.mmd2)
        ),
        facts: format!(
            "Maximum mean discrepancy, p by permutation; {}.",
            rows(found.reference_rows, found.current_rows)
        ),
        columns_label: "",
        columns: Vec::new(),
    }
}

/// Why methods are missing, as sentences.
pub fn skipped(report: &MultivariateReport) -> Vec<String> {
    report.skipped.iter().map(|sentence| labels::sentence(sentence)).collect()
}

fn rows(reference: u64, current: u64) -> String {
    format!(
        "{} of the reference, {} of current",
        format::counted(reference, "row", "rows"),
        format::count(current)
    )
}

fn names(columns: &[ColumnWeight]) -> Vec<String> {
    columns.iter().take(NAMED).map(|column| column.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::multivariate::MultivariateSettings;

    #[test]
    fn findings_are_said_in_words() {
        let weight = |name: &str| ColumnWeight { name: name.to_owned(), weight: 0.1 };
        let mut report = MultivariateReport {
            settings: MultivariateSettings::default(),
            reference_rows: 200,
            current_rows: 200,
            domain_classifier: Some(DomainClassifier {
                auc: 0.987,
                threshold: 0.548,
                drifted: true,
                reference_rows: 200,
                current_rows: 200,
                columns: ["a", "b", "c", "d", "e", "f"].map(weight).to_vec(),
            }),
            pca: None,
            mmd: None,
            skipped: vec!["The reconstruction error was not computed: there is no usable column.".to_owned()],
        };
        let cards_now = cards(&report);
        assert_eq!(cards_now.len(), 1);
        assert_eq!(
            cards_now[0].sentence,
            "Rows of the two files can be told apart: AUC 0.987 (chance up to 0.548)."
        );
        assert_eq!(cards_now[0].columns, ["a", "b", "c", "d", "e"]);
        assert_eq!(skipped(&report).len(), 1);
        if let Some(found) = &mut report.domain_classifier {
            found.drifted = false;
        }
        assert!(cards(&report)[0].sentence.contains("cannot be told apart"));
        assert!(cards(&report)[0].columns.is_empty());
    }
}
