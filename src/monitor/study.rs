//! Every window, one after the other: those of the reference, those that are drawn, those of current data.

use super::facts::{Against, Looked, Rows, WindowFacts};
use super::fairness::FairnessTimeline;
use super::judge_concept::Expectation;
use super::judge_kinds::KindJudge;
use super::measures::{Available, Measure};
use super::panes::WindowRows;
use super::reference::{Drawn, REST_MAX, band, varied};
use super::sampling_error::SamplingErrors;
use super::usual::Usual;
use super::{
    Answers, ColumnTrack, DriftKinds, Estimator, GroupColumn, MonitorError, Point, Series, fairness,
};
use crate::data::{Kind, RowTable};
use crate::drift::{Policy, Preset};

/// All that windows are studied with.
pub(super) struct Study<'a> {
    pub(super) looked: &'a Looked,
    pub(super) reference: Rows<'a>,
    pub(super) current: Rows<'a>,
    pub(super) estimator: Option<Estimator>,
    pub(super) errors: SamplingErrors,
    pub(super) against: Against,
    pub(super) all_rows: &'a [u32],
    /// Rows of the reference whose predictions are not too good, ascending.
    pub(super) trusted: &'a [u32],
    pub(super) seed: u64,
}

/// What is found of all windows.
pub(super) struct Studied {
    pub(super) series: Vec<Series>,
    pub(super) columns: Vec<ColumnTrack>,
    pub(super) kinds: Vec<DriftKinds>,
    pub(super) labelled: Vec<u64>,
}

impl<'a> Study<'a> {
    pub(super) fn run(
        &self,
        windows: &[WindowRows],
        own: &[WindowRows],
        usual: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Studied, MonitorError> {
        let size = usual.min(self.all_rows.len() as u64).max(1);
        let all = self.all_rows.len();
        let compared = size + if all <= REST_MAX { all as u64 } else { 0 };
        let mut drawn = Drawn::new(compared, self.looked.profiled.len() as u64, self.seed);
        let total = windows.len() as u64 + own.len() as u64 + drawn.windows;
        let mut done = 0;
        let mut step = || {
            done += 1;
            progress(done, total);
        };
        let robust = Policy { preset: Preset::Robust, ..self.bare_policy() };
        let mut usual_facts = Vec::new();
        for window in own {
            usual_facts.push(self.of_reference(&window.rows)?);
            step();
        }
        let mut judge = KindJudge {
            looked: self.looked,
            reference: self.reference.clone(),
            rows: self.trusted,
            all_rows: self.all_rows,
            estimator: self.estimator.as_ref(),
            expectation: self
                .estimator
                .as_ref()
                .and_then(|estimator| Expectation::of(estimator, &self.reference, self.trusted)),
            usual: Usual::of(&self.looked.judged, &usual_facts),
        };
        if self.trusted.len() == self.all_rows.len() {
            let rows: Vec<&[u32]> = own.iter().map(|window| window.rows.as_slice()).collect();
            judge.learn_errors(&rows);
        }
        let (mut facts, mut kinds) = (Vec::new(), Vec::new());
        for window in windows {
            let profile = self.looked.profile(self.current.table, &window.rows);
            let report = self.against.check(&profile, &self.looked.policy)?;
            let mut found =
                WindowFacts::of_outputs(self.current.outputs, &window.rows, self.estimator.as_ref());
            found.add_drift(self.looked, &self.against, &report, self.current.outputs, &window.rows);
            let judged =
                if self.looked.policy == robust { report } else { self.against.check(&profile, &robust)? };
            kinds.push(judge.judge(&self.current, &window.rows, &found, &judged));
            facts.push(found);
            step();
        }
        let mut null = Vec::new();
        for _ in 0..drawn.windows {
            null.push(self.of_drawn(&mut drawn, size)?);
            step();
        }
        let there = self.available(&facts);
        let measures = Measure::all(there);
        let of = |measure: &Measure, facts: &[WindowFacts]| -> Vec<Point> {
            facts.iter().map(|facts| measure.point(facts, Some(&self.errors))).collect()
        };
        let values = |points: Vec<Point>| points.into_iter().map(|point| point.value).collect();
        let labelled = self.reference.outputs.labelled(self.trusted).0.len() as u64;
        let series = measures.iter().map(|measure| {
            let mut series = measure.series(there);
            series.points = of(measure, &facts);
            series.reference = values(of(measure, &usual_facts));
            series.null = values(of(measure, &null));
            series.band = match measure.judged_by() {
                Some(by) => {
                    let mut realised = by.series(there);
                    realised.reference = values(of(&by, &usual_facts));
                    realised.null = values(of(&by, &null));
                    // What was measured and never varied, such as a ROC AUC of 1 over few rows, says nothing
                    // of how an estimate varies.
                    let measured = band(&realised).filter(|band| band.std > 0.0);
                    measured.or_else(|| band(&series)).or_else(|| band(&realised))
                }
                None if measure.is_rate() => band(&series).map(|band| varied(band, labelled, size)),
                None => band(&series),
            };
            if *measure == Measure::DriftShare {
                series.line = Some(self.looked.policy.share_threshold);
            }
            series
        });
        let series = series.collect();
        let track = |(at, name): (usize, &String)| ColumnTrack {
            name: name.clone(),
            kind: self.looked.policy.kinds.get(name).copied().unwrap_or(Kind::Numeric),
            is_feature: self.looked.features.contains(name),
            cells: facts.iter().map(|facts| facts.cells.get(at).copied().unwrap_or_default()).collect(),
        };
        Ok(Studied {
            series,
            columns: self.looked.judged.iter().enumerate().map(track).collect(),
            kinds,
            labelled: facts.iter().map(|facts| facts.labelled).collect(),
        })
    }

    /// The robust preset under the same kinds and roles.
    fn bare_policy(&self) -> Policy {
        let policy = &self.looked.policy;
        Policy {
            kinds: policy.kinds.clone(),
            roles: policy.roles.clone(),
            tests: policy.tests.clone(),
            share_threshold: policy.share_threshold,
            ..Policy::default()
        }
    }

    fn available<'f>(&'f self, facts: &[WindowFacts]) -> Available<'f> {
        let outputs = self.current.outputs;
        Available {
            classes: &self.reference.outputs.classes,
            labels: facts.iter().any(|facts| facts.labelled > 0),
            predictions: outputs.has_predictions(),
            probabilities: outputs.has_probabilities(),
            estimates: self.estimator.is_some() && outputs.has_probabilities(),
            columns: &self.looked.judged,
        }
    }

    /// A window of the reference itself. What the model learned from says nothing of its predictions.
    fn of_reference(&self, rows: &[u32]) -> Result<WindowFacts, MonitorError> {
        let outputs = self.reference.outputs;
        let of_all = self.trusted.len() == self.all_rows.len();
        let trusted = if of_all { rows } else { &[] };
        let mut found = WindowFacts::of_outputs(outputs, trusted, self.estimator.as_ref());
        found.count_classes(outputs, rows);
        let profile = self.looked.profile(self.reference.table, rows);
        let report = self.against.check(&profile, &self.looked.policy)?;
        found.add_drift(self.looked, &self.against, &report, outputs, trusted);
        Ok(found)
    }

    /// A window drawn from the reference: predictions from all of it, columns from a part that is
    /// compared with the rest.
    fn of_drawn(&self, drawn: &mut Drawn, size: u64) -> Result<WindowFacts, MonitorError> {
        let outputs = self.reference.outputs;
        let again = drawn.again(self.trusted, size);
        let mut found = WindowFacts::of_outputs(outputs, &again, self.estimator.as_ref());
        let (part, rest) = drawn.apart(self.all_rows, size);
        let profile = self.looked.profile(self.reference.table, &part);
        if self.all_rows.len() <= REST_MAX {
            let of_all = self.trusted.len() == self.all_rows.len();
            let (seen, unseen) = if of_all { (part, rest.clone()) } else { drawn.apart(self.trusted, size) };
            let against = Against::of(self.looked, &self.reference, &rest, &unseen);
            let report = against.check(&profile, &self.looked.policy)?;
            found.add_drift(self.looked, &against, &report, outputs, &seen);
        } else {
            let report = self.against.check(&profile, &self.looked.policy)?;
            found.add_drift(self.looked, &self.against, &report, outputs, &again);
        }
        Ok(found)
    }

    pub(super) fn fairness(
        &self,
        column: &str,
        kind: Kind,
        positive: Option<&str>,
        windows: &[WindowRows],
    ) -> Result<FairnessTimeline, MonitorError> {
        let of = |table: &'a RowTable| {
            table.column(column).ok_or_else(|| MonitorError::UnknownColumn {
                file: table.name.clone(),
                column: column.to_owned(),
                there: table.columns.iter().map(|column| column.name.clone()).collect(),
            })
        };
        let (before, now) = (self.reference.outputs, self.current.outputs);
        if !before.has_predictions() {
            return Err(MonitorError::NoPredictions);
        }
        let classes = &before.classes;
        let class = positive.or(classes.last().map(String::as_str)).unwrap_or_default();
        let place = classes.iter().position(|name| name == class).ok_or_else(|| {
            MonitorError::UnknownClass { given: class.to_owned(), classes: classes.clone() }
        })?;
        let groups = GroupColumn::of(of(self.reference.table)?, of(self.current.table)?, kind);
        let rows: Vec<&[u32]> = windows.iter().map(|window| window.rows.as_slice()).collect();
        // Only rows whose predictions are not too good say how it was.
        let mut predicted = vec![None; before.predicted.len()];
        for &row in self.trusted {
            if let (Some(to), Some(from)) =
                (predicted.get_mut(row as usize), before.predicted.get(row as usize))
            {
                *to = *from;
            }
        }
        let reference = Answers { predicted: &predicted, actual: &before.actual };
        let current = Answers { predicted: &now.predicted, actual: &now.actual };
        Ok(fairness(&groups, (place as u32, class), reference, current, &rows))
    }
}
