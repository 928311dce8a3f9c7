//! Judges which kinds of drift a window shows.
//!
//! | kind | evidence | moved where |
//! |---|---|---|
//! | covariate, P(x) | the features against the reference, by the robust rule (Holm-adjusted significance and a material size, shares of missing cells among it) | a feature drifted with p ≤ 0.01: of many windows one in twenty would be too many |
//! | prior, P(y) | shares of the classes, chi-square test of the contingency table; without labels the shares that the calibrated probabilities expect | p < 0.01 and a share moved by at least 5 points |
//! | concept, P(y given x) | *weighted*: share of wrong labels, less that of the reference with its rows weighted to the window's features; *gap*: share of wrong labels less what the calibrated probabilities expect, less the same on the reference | every one of the two that can be told is at least 3 standard errors and 2 points off, both the same way |
//!
//! Each has to lie outside what is usual, too: further than 3 standard deviations from the mean of the same number over
//! the reference's own windows, where there are at least five of them. What the model learned from has no such
//! windows for its errors.
//!
//! Weighting needs features on both sides and at least 50 effective rows; the gap needs
//! probabilities. Without labels concept drift cannot be seen, and it is said so.
//!
//! Sources: M. Sugiyama, M. Krauledat, K.-R. Müller, *Covariate Shift Adaptation by Importance
//! Weighted Cross Validation*, JMLR 8 (2007); J. G. Moreno-Torres et al., *A unifying view on dataset
//! shift in classification*, Pattern Recognition 45 (2012), for the kinds.

use std::collections::BTreeMap;

use super::facts::{Looked, Rows, WindowFacts, counts};
use super::judge_concept::Expectation;
use super::usual::{Range, Usual};
use super::{DriftKinds, Estimator, KindVerdict};
use crate::data::Role;
use crate::drift::words::{count, list, name, p_value, share};
use crate::drift::{CheckReport, ColumnVerdict, LEAST_ROWS, Outcome};
use crate::stats::{CountPair, chi_square_contingency};

/// Standard errors from which a difference counts.
pub(super) const ERRORS: f64 = 3.0;
/// Least change of a class's share.
const MATERIAL_SHARE: f64 = 0.05;
/// Largest p of the classes' shares, and of features after Holm's correction.
const KIND_P: f64 = 0.01;
/// Features that are named.
const NAMED: usize = 3;
/// Said of what is no more than usual.
pub(super) const USUAL: &str = ", no more than between windows of the reference itself";

/// What windows are judged against.
pub(super) struct KindJudge<'a> {
    pub(super) looked: &'a Looked,
    pub(super) reference: Rows<'a>,
    /// Rows of the reference whose predictions can be trusted.
    pub(super) rows: &'a [u32],
    /// Rows of the reference.
    pub(super) all_rows: &'a [u32],
    pub(super) estimator: Option<&'a Estimator>,
    /// What the calibrated probabilities expect of the reference's trusted rows, and what came.
    pub(super) expectation: Option<Expectation>,
    /// What windows of the reference itself show.
    pub(super) usual: Usual,
}

impl KindJudge<'_> {
    pub(super) fn judge(
        &self,
        current: &Rows<'_>,
        rows: &[u32],
        facts: &WindowFacts,
        robust: &CheckReport,
    ) -> DriftKinds {
        DriftKinds {
            covariate: self.covariate(facts, robust),
            prior: self.prior(current, rows, facts),
            concept: self.concept(current, rows, facts),
        }
    }

    fn covariate(&self, facts: &WindowFacts, robust: &CheckReport) -> KindVerdict {
        if facts.rows < LEAST_ROWS {
            return KindVerdict::unknown("Too few rows to judge the features.");
        }
        covariate_of(robust, &self.usual.effects)
    }

    fn prior(&self, current: &Rows<'_>, rows: &[u32], facts: &WindowFacts) -> KindVerdict {
        let outputs = self.reference.outputs;
        let reference = counts(outputs, &outputs.actual, self.all_rows);
        let known: u64 = reference.iter().sum();
        if known == 0 {
            return KindVerdict::unknown("The reference has no labels to compare the classes' shares with.");
        }
        let before: Vec<f64> = reference.iter().map(|&count| count as f64 / known as f64).collect();
        if facts.labelled > 0 {
            let now: Vec<f64> =
                facts.class_counts.iter().map(|&count| count as f64 / facts.labelled as f64).collect();
            let Ok(pair) = CountPair::new(reference, facts.class_counts.clone()) else {
                return KindVerdict::unknown("The classes' shares cannot be compared.");
            };
            let test = chi_square_contingency(&pair);
            let (at, change) = largest_change(&before, &now);
            let share_now = now.get(at).copied().unwrap_or(0.0);
            let is_usual = self.is_usual_share(at, share_now);
            let words = format!(
                "{} is {} of the labels, {} in the reference ({}){}.",
                self.class(at),
                share(share_now),
                share(before.get(at).copied().unwrap_or(0.0)),
                p_value(test.p_value),
                if is_usual { USUAL } else { "" }
            );
            return KindVerdict {
                moved: Some(test.p_value < KIND_P && change >= MATERIAL_SHARE && !is_usual),
                words,
                numbers: vec![("p_value".to_owned(), test.p_value), ("largest_change".to_owned(), change)],
            };
        }
        self.expected_prior(current, rows, &before, known)
    }

    /// Shares that calibrated probabilities expect: a sum of independent draws, one a row.
    fn expected_prior(&self, current: &Rows<'_>, rows: &[u32], before: &[f64], known: u64) -> KindVerdict {
        let Some(estimator) = self.estimator else {
            return KindVerdict::unknown(
                "Without labels or probabilities the classes' shares are not known.",
            );
        };
        let classes = before.len();
        let (mut sums, mut variances, mut n) = (vec![0.0; classes], vec![0.0; classes], 0_u64);
        for p in rows.iter().filter_map(|&row| current.outputs.row(row as usize)) {
            for ((q, sum), variance) in estimator.calibrated(p).into_iter().zip(&mut sums).zip(&mut variances)
            {
                *sum += q;
                *variance += q * (1.0 - q);
            }
            n += 1;
        }
        if n == 0 {
            return KindVerdict::unknown("No row of this window has a probability.");
        }
        let now: Vec<f64> = sums.iter().map(|sum| sum / n as f64).collect();
        let (at, change) = largest_change(before, &now);
        let p = before.get(at).copied().unwrap_or(0.0);
        let variance =
            variances.get(at).copied().unwrap_or(0.0) / (n as f64 * n as f64) + p * (1.0 - p) / known as f64;
        let z = if variance > 0.0 { change / variance.sqrt() } else { 0.0 };
        let share_now = now.get(at).copied().unwrap_or(0.0);
        let is_usual = self.is_usual_share(at, share_now);
        let words = format!(
            "Without labels: the probabilities expect {} of {}, {} in the reference{}. True as long as the concept has \
             not moved.",
            share(share_now),
            self.class(at),
            share(p),
            if is_usual { USUAL } else { "" }
        );
        KindVerdict {
            moved: Some(z >= ERRORS && change >= MATERIAL_SHARE && !is_usual),
            words,
            numbers: vec![("z".to_owned(), z), ("largest_change".to_owned(), change)],
        }
    }

    fn is_usual_share(&self, class: usize, share: f64) -> bool {
        self.usual.classes.get(class).copied().flatten().is_some_and(|range| range.holds(share))
    }

    fn class(&self, at: usize) -> String {
        self.reference.outputs.classes.get(at).map_or_else(String::new, |class| name(class))
    }
}

impl KindVerdict {
    pub(super) fn unknown(words: &str) -> Self {
        Self { moved: None, words: words.to_owned(), numbers: Vec::new() }
    }
}

fn covariate_of(robust: &CheckReport, usual: &BTreeMap<String, Range>) -> KindVerdict {
    let features = robust.columns.iter().filter(|column| column.role == Role::Feature);
    let judged: Vec<_> = features.filter_map(|column| Some((column, column.verdict?))).collect();
    if judged.is_empty() {
        return KindVerdict::unknown("There is no feature that can be judged.");
    }
    let size = |at: &(&crate::drift::ColumnReport, _)| at.0.effect.map_or(0.0, |effect| effect.size.abs());
    let (mut drifted, as_usual): (Vec<_>, Vec<_>) =
        judged.iter().filter(|(_, verdict)| is_sure(verdict)).partition(|found| !is_usual(found, usual));
    drifted.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let too_few = judged.iter().all(|(_, verdict)| verdict.outcome() == Outcome::TooFewRows);
    let n = drifted.len();
    let numbers = vec![
        ("features".to_owned(), judged.len() as f64),
        ("drifted".to_owned(), n as f64),
        ("drifted_as_usual".to_owned(), as_usual.len() as f64),
    ];
    if too_few {
        let words = "Too few rows to judge the features.".to_owned();
        return KindVerdict { moved: None, words, numbers };
    }
    let named: Vec<String> = drifted.iter().take(NAMED).map(|(column, _)| name(&column.name)).collect();
    let words = match n {
        0 => format!("None of {} features drifted at p ≤ {KIND_P}.", count(judged.len() as u64)),
        n if n > NAMED => format!(
            "{} of {} features drifted, most {}.",
            count(n as u64),
            count(judged.len() as u64),
            list(&named)
        ),
        n => format!(
            "{} of {} features drifted: {}.",
            count(n as u64),
            count(judged.len() as u64),
            list(&named)
        ),
    };
    let words = match as_usual.len() as u64 {
        0 => words,
        more => format!(
            "{words} {} no more than between windows of the reference itself.",
            if more == 1 { "1 differs, but".to_owned() } else { format!("{} differ, but", count(more)) }
        ),
    };
    KindVerdict { moved: Some(n > 0), words, numbers }
}

/// Whether a column moved no further than in windows of the reference itself.
fn is_usual(
    (column, verdict): &(&crate::drift::ColumnReport, crate::drift::ColumnVerdict),
    usual: &BTreeMap<String, Range>,
) -> bool {
    // What drifted by its share of missing cells is told by that.
    let by_missing = verdict.missing.is_some_and(|missing| missing.drifted);
    let size = column.effect.map(|effect| effect.size.abs());
    !by_missing && usual.get(&column.name).zip(size).is_some_and(|(range, size)| range.holds(size))
}

/// Whether a feature drifted, and would by a line of [`KIND_P`] too.
fn is_sure(verdict: &ColumnVerdict) -> bool {
    let material =
        verdict.effect.is_none_or(|effect| effect.size.is_nan() || effect.size >= effect.threshold);
    let by_values = verdict.judged_score() <= KIND_P && material;
    let by_missing = verdict
        .missing
        .is_some_and(|missing| missing.drifted && missing.p_adjusted.unwrap_or(missing.p_value) <= KIND_P);
    verdict.outcome() == Outcome::Drifted && (by_values || by_missing)
}

/// Place of the share that changed most, and by how much.
fn largest_change(before: &[f64], now: &[f64]) -> (usize, f64) {
    let mut largest = (0, 0.0);
    for (at, (before, now)) in before.iter().zip(now).enumerate() {
        // The last of equal ones: of two classes the positive one.
        if (now - before).abs() >= largest.1 - 1e-12 {
            largest = (at, (now - before).abs());
        }
    }
    largest
}
