//! False alarms of a policy, measured by splitting the reference against itself.
//!
//! Both parts of a split come from one sample, so whatever a policy finds between them is a
//! false alarm. Whole rows are split, so that columns that move together do so here too.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::check::DatasetVerdict;
use super::preset::{kind_is_judged, role_is_judged};
use super::splits::{Sorted, drawn_rows};
use super::{
    CheckReport, ColumnReport, DatasetSummary, DriftError, Frame, KindByRule, Policy, Sparkline, TestChoice,
};

/// How a calibration is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CalibrationSettings {
    /// Splits.
    pub rounds: u32,
    /// Decides the splits.
    pub seed: u64,
    /// False-alarm rate that thresholds are looked for.
    pub wanted: f64,
    /// What `wanted` is a rate of.
    pub of: RateOf,
}

/// What a false-alarm rate is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RateOf {
    /// Share of the columns of a check that raise a false alarm.
    Column,
    /// Share of the checks in which any column does.
    Check,
}

/// What splits of the reference against itself say of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Splits made.
    pub rounds: u32,
    /// Rows of the part that stood for the reference.
    pub reference_rows: u64,
    /// Rows of the part that stood for current.
    pub current_rows: u64,
    /// Share of columns and rounds in which a column was found to drift.
    pub per_column: f64,
    /// Share of rounds in which any column was.
    pub per_check: f64,
    /// Share of rounds in which the data set was.
    pub dataset: f64,
    /// One entry a judged column.
    pub columns: Vec<ColumnCalibration>,
    /// The rate that `threshold`s would give on the same splits, counted as asked for.
    pub achieved: f64,
}

/// What splits of the reference against itself say of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnCalibration {
    /// Name of the column.
    pub name: String,
    /// Share of rounds in which it was found to drift.
    pub rate: f64,
    /// Threshold for the wanted rate; `None` when no threshold gives it.
    pub threshold: Option<f64>,
}

impl Default for CalibrationSettings {
    fn default() -> Self {
        Self { rounds: 200, seed: 1, wanted: 0.05, of: RateOf::Check }
    }
}

impl Calibration {
    /// Thresholds by column, where there is one.
    pub fn thresholds(&self) -> BTreeMap<&str, f64> {
        self.columns.iter().filter_map(|column| Some((column.name.as_str(), column.threshold?))).collect()
    }
}

/// What the policy says of two parts of the reference, in one round.
struct Round {
    /// One a column, in order of the frame's judged columns.
    columns: Vec<Alarm>,
    dataset: bool,
}

/// One column in one round.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Alarm {
    drifted: bool,
    /// Drifted by its missing cells, which no threshold here decides.
    by_missing: bool,
    /// How near to drift, larger is nearer: a distance, or a p-value with its sign turned; minus
    /// infinity where no threshold makes it drift.
    nearness: f64,
    is_p: bool,
}

/// Splits the reference of `frame` at random into two parts, as large as the reference and current
/// would have them, and judges one against the other; `progress` hears of every round.
///
/// Current's part has as many rows as current's sample, at most half of the reference's.
///
/// # Errors
///
/// - [`DriftError::Setting`] if `wanted` is not above 0 and below 1, there are no rounds, or the
///   policy's settings are out of range.
/// - [`DriftError::TooFewToSplit`] if the reference has fewer than four sampled rows.
pub fn calibrate(
    frame: &Frame,
    policy: &Policy,
    settings: &CalibrationSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Calibration, DriftError> {
    policy.validate()?;
    let setting = |name: &str, allowed: &str| DriftError::Setting {
        name: name.to_owned(),
        allowed: allowed.to_owned(),
    };
    if !(settings.wanted > 0.0 && settings.wanted < 1.0) {
        return Err(setting("wanted", "above 0 and below 1"));
    }
    if settings.rounds == 0 {
        return Err(setting("rounds", "1 or more"));
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(settings.seed);
    let rows = drawn_rows(frame, &mut random);
    if rows.len() < 4 {
        return Err(DriftError::TooFewToSplit { rows: rows.len() as u64 });
    }
    let size = frame.current_rows.clamp(2, rows.len() / 2);
    let policy = Policy { tests: TestChoice::Preset, ..policy.clone() };
    let columns: Vec<Sorted<'_>> = frame
        .columns
        .iter()
        .filter(|column| kind_is_judged(column.kind) && role_is_judged(column.role))
        .map(|column| Sorted::of(column, &rows))
        .collect();
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let mut is_current = vec![false; rows.len()];
    let mut rounds = Vec::new();
    for round in 0..settings.rounds {
        progress(u64::from(round), u64::from(settings.rounds));
        let (drawn, _) = order.partial_shuffle(&mut random, size);
        is_current.fill(false);
        drawn.iter().for_each(|row| is_current[*row as usize] = true);
        rounds.push(judge(&columns, &is_current, &policy));
    }
    progress(u64::from(settings.rounds), u64::from(settings.rounds));
    Ok(summary(&columns, &rounds, settings, rows.len() - size, size))
}

fn judge(columns: &[Sorted<'_>], is_current: &[bool], policy: &Policy) -> Round {
    let side = || DatasetSummary { name: String::new(), rows: 0, columns: 0 };
    let report = |column: &Sorted<'_>| {
        let found = column.gathered(is_current, policy);
        let (tests, evidence) = match found {
            Some(found) => (found.tests, Some(found.evidence)),
            None => (BTreeMap::new(), None),
        };
        let kind = column.column.kind;
        ColumnReport {
            name: column.column.name.clone(),
            kind,
            kinds: KindByRule { evidently: kind, both: kind },
            role: column.column.role,
            reference: None,
            current: None,
            verdict: None,
            tests,
            sparkline: Sparkline::default(),
            effect: None,
            findings: Vec::new(),
            evidence,
        }
    };
    let mut all = CheckReport {
        reference: side(),
        current: side(),
        policy: policy.clone(),
        dataset: DatasetVerdict::default(),
        findings: Vec::new(),
        columns: columns.iter().map(report).collect(),
        relations: None,
    };
    all.judge();
    Round { columns: all.columns.iter().map(alarm).collect(), dataset: all.dataset.drift }
}

fn alarm(column: &ColumnReport) -> Alarm {
    let Some(verdict) = column.verdict else {
        return Alarm { drifted: false, by_missing: false, nearness: f64::NEG_INFINITY, is_p: false };
    };
    let by_missing = verdict.missing.is_some_and(|missing| missing.drifted);
    let material =
        verdict.effect.is_none_or(|effect| effect.size.is_nan() || effect.size >= effect.threshold);
    let nearness = if !material {
        f64::NEG_INFINITY
    } else if verdict.score_is_p {
        -verdict.judged_score()
    } else {
        verdict.score
    };
    Alarm { drifted: verdict.drifted, by_missing, nearness, is_p: verdict.score_is_p }
}

fn summary(
    columns: &[Sorted<'_>],
    rounds: &[Round],
    settings: &CalibrationSettings,
    reference_rows: usize,
    current_rows: usize,
) -> Calibration {
    let count = rounds.len() as f64;
    let share =
        |which: &dyn Fn(&Round) -> bool| rounds.iter().filter(|round| which(round)).count() as f64 / count;
    let rate = |at: usize| share(&|round: &Round| round.columns[at].drifted);
    let mut nearest: Vec<Vec<f64>> = (0..columns.len())
        .map(|at| rounds.iter().map(|round| round.columns[at].nearness).collect())
        .collect();
    nearest.iter_mut().for_each(|column| column.sort_by(|a, b| b.total_cmp(a)));
    let per_check = |lines: &[f64]| share(&|round: &Round| over(round, lines).any(|alarm| alarm));
    let per_column = |lines: &[f64]| {
        let alarms: usize =
            rounds.iter().map(|round| over(round, lines).filter(|alarm| *alarm).count()).sum();
        if columns.is_empty() { 0.0 } else { alarms as f64 / (count * columns.len() as f64) }
    };
    let chosen: Vec<f64> = match settings.of {
        RateOf::Column => {
            let allowed = (settings.wanted * count) as usize;
            nearest.iter().map(|column| line(column, allowed)).collect()
        }
        RateOf::Check => lines_per_check(rounds, &nearest, settings.wanted),
    };
    let threshold = |at: usize| {
        let is_p = rounds.iter().any(|round| round.columns[at].is_p);
        let line = chosen[at];
        if !line.is_finite() {
            None
        } else if is_p {
            Some((-line).clamp(0.0, 1.0))
        } else {
            Some(line)
        }
    };
    let rates: Vec<f64> = (0..columns.len()).map(rate).collect();
    Calibration {
        rounds: settings.rounds,
        reference_rows: reference_rows as u64,
        current_rows: current_rows as u64,
        per_column: if rates.is_empty() { 0.0 } else { rates.iter().sum::<f64>() / rates.len() as f64 },
        per_check: share(&|round: &Round| round.columns.iter().any(|alarm| alarm.drifted)),
        dataset: share(&|round: &Round| round.dataset),
        achieved: match settings.of {
            RateOf::Column => per_column(&chosen),
            RateOf::Check => per_check(&chosen),
        },
        columns: columns
            .iter()
            .enumerate()
            .map(|(at, column)| ColumnCalibration {
                name: column.column.name.clone(),
                rate: rates[at],
                threshold: threshold(at),
            })
            .collect(),
    }
}

/// Lines with which the wanted share of checks has any alarm.
///
/// Columns judged by p-values share one line. Those judged by distances share one multiple of what
/// each column's distance stays below in nine of ten splits. Where a check has both, each gets its part of the
/// rate. `nearest` holds each column's nearness in all rounds, largest first.
fn lines_per_check(rounds: &[Round], nearest: &[Vec<f64>], wanted: f64) -> Vec<f64> {
    let is_p = |at: usize| rounds.iter().any(|round| round.columns[at].is_p);
    let unit = |at: usize| if is_p(at) { 1.0 } else { nearest[at][rounds.len() / 10] };
    let units: Vec<f64> = (0..nearest.len()).map(unit).collect();
    // Without a unit (nine of ten splits show nothing) a column's line stands above all it showed.
    let mut lines: Vec<f64> = nearest.iter().map(|column| line(column, 0)).collect();
    for by_p in [true, false] {
        let members: Vec<usize> = (0..nearest.len())
            .filter(|&at| is_p(at) == by_p && units[at].is_finite() && units[at] > 0.0)
            .collect();
        let part = wanted * members.len() as f64 / nearest.len() as f64;
        let in_units = |round: &Round, at: usize| round.columns[at].nearness / units[at];
        let mut largest: Vec<f64> = rounds
            .iter()
            .map(|round| members.iter().map(|&at| in_units(round, at)).fold(f64::NEG_INFINITY, f64::max))
            .collect();
        largest.sort_by(|a, b| b.total_cmp(a));
        let common = line(&largest, (part * rounds.len() as f64) as usize);
        members.iter().for_each(|&at| lines[at] = common * units[at]);
    }
    lines
}

/// Which columns would alarm with these lines.
fn over<'r>(round: &'r Round, lines: &'r [f64]) -> impl Iterator<Item = bool> + 'r {
    let alarms = |(alarm, line): (&Alarm, &f64)| alarm.by_missing || alarm.nearness >= *line;
    round.columns.iter().zip(lines).map(alarms)
}

/// The line that at most `alarms` of the values, sorted from the largest, are at or above: half way
/// to the next smaller value. Above all of them, half as far again from the largest as p-values go
/// from 0, or a twentieth beyond.
fn line(sorted: &[f64], alarms: usize) -> f64 {
    let Some(next) = sorted.get(alarms).copied() else {
        return sorted.last().copied().unwrap_or(f64::INFINITY);
    };
    if next == f64::NEG_INFINITY {
        // No other could alarm: the smallest that may is a line that lets all through that can.
        let finite = sorted[..alarms].iter().rev().find(|value| value.is_finite());
        return finite.copied().unwrap_or(f64::INFINITY);
    }
    let above = sorted[..alarms].iter().rev().find(|value| **value > next);
    match above {
        Some(above) => next + (above - next) / 2.0,
        None if next <= 0.0 => next / 2.0,
        None => next * 1.05,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_let_as_many_through_as_allowed() {
        let sorted = [0.9, 0.5, 0.5, 0.1];
        assert_eq!(line(&sorted, 1), 0.7);
        // Two at 0.5: a line between them lets only the first through.
        assert_eq!(line(&sorted, 2), 0.7);
        assert!((line(&sorted, 3) - 0.3).abs() < 1e-12);
        assert!(line(&sorted, 0) > 0.9);
        let p = [-0.01, -0.2, f64::NEG_INFINITY];
        assert_eq!(line(&p, 0), -0.005);
        assert_eq!(line(&p, 2), -0.2);
        assert_eq!(line(&[f64::NEG_INFINITY; 3], 1), f64::INFINITY);
    }
}
