//! Champion and challenger on the same held-out rows: the parts of the evidence.
//!
//! | part | rows | judged |
//! |---|---|---|
//! | `validation` | the challenger's validation part | no: it was stopped and calibrated by them |
//! | `test` | the challenger's test part | yes |
//! | `newest window` | held-out rows of the newest window that has labels | where they are enough |
//!
//! Rows that the champion may have learned from are in none of them. The test part is the trustworthy
//! one: nothing was chosen by it, and it is of all the rows that the challenger is to answer for. The
//! newest window says most about now and is small: where it has fewer rows than the policy asks for, or only
//! one class, it is shown with a note and the test part judges alone. A test part with too few rows fails the
//! gate.

use super::gate_rules::{headline, rules};
use super::{GatePart, GatePolicy, GateReport, TrainingSet};
use crate::data::{RowTable, RowView};
use crate::drift::words::counted;
use crate::model::evaluation::Evaluation;
use crate::model::{self, ModelError, Observed, Predictions, Scorer};

/// What a model knows of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Unseen,
    /// It was in the validation part: the model may have been stopped or calibrated by it.
    Validated,
    /// It learned from it, or may have.
    Learned,
}

/// A model before the gate.
#[derive(Clone, Copy)]
pub struct Contender<'a> {
    /// As shown: `loan version 3`.
    pub name: &'a str,
    /// What it says.
    pub scorer: &'a dyn Scorer,
    /// What it knows of each row of the training set.
    pub standings: &'a [Standing],
}

/// What the gate looks at.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// The model in use; `None` where there is none yet.
    pub champion: Option<Contender<'a>>,
    /// The one that was trained.
    pub challenger: Contender<'a>,
    /// The rows that it was trained on, held-out ones among them.
    pub set: &'a TrainingSet,
    /// Column of true labels.
    pub target: &'a str,
    /// Whether something was fitted to the validation part: then it has no part in the newest window either.
    pub validation_used: bool,
    /// Columns that are no segments: predictions, identifiers, times.
    pub no_segments: &'a [String],
    /// Bootstrap resamples of each model's own intervals.
    pub resamples: u32,
    /// Decides the resamples.
    pub seed: u64,
}

/// Name of the part that is shown and not judged.
pub(super) const VALIDATION: &str = "validation";
/// Name of the part that always judges.
pub(super) const TEST: &str = "test";
/// Name of the part of the newest window.
pub(super) const NEWEST: &str = "newest window";

/// Holds a challenger to the rules of a policy. Without a champion only the rules on the challenger itself
/// are applied.
///
/// `notes` say what is to be known of the rows already. `progress` hears resamples done, and of how many.
///
/// # Errors
///
/// [`ModelError`] where a model cannot score the rows.
pub fn judge(
    evidence: &Evidence<'_>,
    policy: &GatePolicy,
    mut notes: Vec<String>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<GateReport, ModelError> {
    let mut parts = Vec::new();
    for (name, rows) in part_rows(evidence, &mut notes) {
        if rows.is_empty() && name != TEST {
            continue;
        }
        parts.extend(part(evidence, name, &rows, progress)?);
    }
    for part in &mut parts {
        part.judged = part.name == TEST || (part.name == NEWEST && can_judge(part, policy, &mut notes));
    }
    let rules = rules(&parts, policy, evidence, &mut notes);
    let passed = rules.iter().all(|rule| rule.holds);
    Ok(GateReport {
        passed,
        headline: headline(&parts, &rules, policy.metric),
        rules,
        parts,
        metric: policy.metric,
        names: [
            evidence.champion.map(|champion| champion.name.to_owned()).unwrap_or_default(),
            evidence.challenger.name.to_owned(),
        ],
        notes,
    })
}

/// The rows of each part, as places in the training set.
fn part_rows(evidence: &Evidence<'_>, notes: &mut Vec<String>) -> Vec<(&'static str, Vec<u32>)> {
    let standing = |of: &Contender<'_>, row: usize| of.standings.get(row).copied();
    let learned = |row: usize| {
        evidence.champion.is_some_and(|champion| {
            standing(&champion, row).is_none_or(|standing| standing == Standing::Learned)
        })
    };
    let all = 0..evidence.set.table.rows;
    let held_out =
        all.clone().filter(|&row| standing(&evidence.challenger, row) != Some(Standing::Learned)).count();
    let rows = |keep: &dyn Fn(usize) -> bool| -> Vec<u32> {
        all.clone().filter(|&row| keep(row) && !learned(row)).map(|row| row as u32).collect()
    };
    let is = |row, wanted| standing(&evidence.challenger, row) == Some(wanted);
    let left: usize = rows(&|row| !is(row, Standing::Learned)).len();
    if left < held_out {
        notes.push(format!(
            "{} held out by the challenger are left out, since the champion may have learned from them.",
            counted((held_out - left) as u64, "row", "rows")
        ));
    }
    let newest = |row: usize| {
        let fresh = is(row, Standing::Unseen) || (is(row, Standing::Validated) && !evidence.validation_used);
        fresh && evidence.set.origins.get(row).is_some_and(|origin| origin.is_in_newest())
    };
    vec![
        (VALIDATION, rows(&|row| is(row, Standing::Validated))),
        (TEST, rows(&|row| is(row, Standing::Unseen))),
        (NEWEST, rows(&newest)),
    ]
}

/// Both models on these rows; `None` where there are none.
fn part(
    evidence: &Evidence<'_>,
    name: &str,
    rows: &[u32],
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<GatePart>, ModelError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let table = evidence.set.table.gather(rows);
    let scored = |scorer: &dyn Scorer| model::scored(scorer, &table.view(), &table.name, evidence.target);
    let challenger = scored(evidence.challenger.scorer)?;
    let mut evaluated = |seen: &Observed| {
        let (resamples, seed) = (evidence.resamples, evidence.seed);
        model::evaluate(&seen.classes, &seen.actual, &seen.predictions, resamples, seed, progress)
            .map(|evaluation| Evaluation { left_out: seen.left_out, ..evaluation })
    };
    let own = evaluated(&challenger)?;
    let (mut theirs, mut comparison) = (None, None);
    if let Some(champion) = evidence.champion.filter(|_| evidence.same_classes()) {
        let champion = in_order(scored(champion.scorer)?, &challenger.classes);
        theirs = Some(evaluated(&champion)?);
        let segments = segment_columns(evidence, &table);
        let (first, second) = (&champion.predictions, &challenger.predictions);
        let (classes, actual) = (&challenger.classes, &challenger.actual);
        comparison =
            Some(model::compare(classes, actual, first, second, &segments, evidence.seed, progress)?);
    }
    Ok(Some(GatePart {
        name: name.to_owned(),
        rows: challenger.actual.len() as u64,
        judged: false,
        champion: theirs,
        challenger: own,
        comparison,
    }))
}

impl Evidence<'_> {
    /// Whether both models know the same classes, in whichever order; true without a champion.
    pub(super) fn same_classes(&self) -> bool {
        let sorted = |of: &Contender<'_>| {
            let mut classes = of.scorer.schema().classes.clone();
            classes.sort();
            classes
        };
        self.champion.is_none_or(|champion| sorted(&champion) == sorted(&self.challenger))
    }
}

/// Predictions with the same classes in another order.
fn in_order(seen: Observed, classes: &[String]) -> Observed {
    if seen.classes == classes {
        return seen;
    }
    let place = |class: &String| classes.iter().position(|other| other == class).unwrap_or(0) as u32;
    let to: Vec<u32> = seen.classes.iter().map(place).collect();
    let moved = |code: &u32| to.get(*code as usize).copied().unwrap_or(*code);
    let mut probabilities = Vec::with_capacity(seen.predictions.probabilities.len());
    for row in seen.predictions.probabilities.chunks_exact(classes.len().max(1)) {
        let mut ordered = vec![0.0; classes.len()];
        for (place, p) in to.iter().zip(row) {
            if let Some(cell) = ordered.get_mut(*place as usize) {
                *cell = *p;
            }
        }
        probabilities.extend(ordered);
    }
    Observed {
        classes: classes.to_vec(),
        actual: seen.actual.iter().map(moved).collect(),
        predictions: Predictions {
            classes: classes.len(),
            probabilities,
            labels: seen.predictions.labels.iter().map(moved).collect(),
        },
        ..seen
    }
}

/// The columns whose segments are looked at: inputs of either model, and those of no other use.
fn segment_columns<'a>(evidence: &Evidence<'_>, table: &'a RowTable) -> RowView<'a> {
    let is_segment =
        |name: &str| name != evidence.target && !evidence.no_segments.iter().any(|no| no == name);
    let columns = table.columns.iter().filter(|column| is_segment(&column.name)).collect();
    RowView { rows: table.rows, columns }
}

/// Whether the newest window is enough to judge by.
fn can_judge(part: &GatePart, policy: &GatePolicy, notes: &mut Vec<String>) -> bool {
    let label = policy.metric.label();
    let reason = if part.rows < policy.min_rows {
        format!("{} of {}", counted(part.rows, "held-out row", "held-out rows"), policy.min_rows)
    } else if part.challenger.metrics.value(policy.metric).is_none() {
        format!("no {label}, since it lacks a class")
    } else {
        return true;
    };
    notes.push(format!("The newest window has {reason}: it is shown, and the test part judges alone."));
    false
}
