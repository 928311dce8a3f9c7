//! Watches a model over time: from rows to a [`Timeline`].

use super::columns::{Columns, columns_of};
use super::facts::{Against, Looked, Rows, WindowFacts};
use super::fairness::FairnessTimeline;
use super::judge_kinds::KindJudge;
use super::labels::LabelMatch;
use super::measures::{Available, Measure};
use super::panes::{WindowRows, windows_of};
use super::reference::{Drawn, REST_MAX, band, reference_windows, usual_rows, varied};
use super::sampling_error::SamplingErrors;
use super::times::row_times;
use super::usual::Usual;
use super::{
    Answers, ColumnTrack, DriftKinds, Estimator, GroupColumn, MonitorError, Point, Series, Timeline,
    WatchSettings, Window, fairness, join_labels,
};
use crate::data::{Cell, CellColumn, Kind, RowTable};
use crate::drift::words::{counted, name};
use crate::drift::{Policy, Preset};
use crate::model::{OutputColumns, Outputs, Scorer};

/// What predicts.
#[derive(Clone, Copy)]
pub enum PredictedBy<'a> {
    /// Columns of the data, if there are any.
    Columns,
    /// A model. `held_out` are the rows of the reference that it did not learn from, where it learned
    /// from others of them: what it says of those is too good to be a reference.
    Model {
        /// The model.
        scorer: &'a dyn Scorer,
        /// Rows of the reference; `None` where all can be trusted.
        held_out: Option<&'a [u32]>,
    },
}

/// The data that is watched, and what predicts on it.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// What the model was made on, or answers well.
    pub reference: &'a RowTable,
    /// Current data, in order.
    pub current: &'a [RowTable],
    /// Labels that arrived in a file of their own.
    pub labels: Option<&'a RowTable>,
    /// What predicts.
    pub by: PredictedBy<'a>,
}

/// Compares every window of current data with the reference. `progress` hears windows done, and of how
/// many.
///
/// # Errors
///
/// [`MonitorError`]: data that cannot be cut as asked for, columns that are not there, labels that
/// cannot be joined, predictions that are none, settings out of range.
pub fn watch(
    sources: Sources<'_>,
    settings: &WatchSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Timeline, MonitorError> {
    let Sources { reference, current, labels, by } = sources;
    let mut notes = Vec::new();
    let mut stacked = RowTable::stacked(current);
    let joined = join(&mut stacked, current, labels, settings)?;
    let target = settings.target.clone().or(joined.as_ref().map(|joined| joined.target.clone()));
    let columns = columns_of(reference, &stacked, settings, target, matches!(by, PredictedBy::Columns))?;
    if let Some(target) = columns.target.as_deref().filter(|_| columns.guessed) {
        notes.push(format!(
            "{} is taken as the true label: it holds the classes of the predictions and agrees with them. Name \
             another column if that is wrong.",
            name(target)
        ));
    }
    let (before, now) = outputs(reference, &stacked, by, &columns, &mut notes)?;
    let looked = &columns.looked;

    let files: Vec<(String, u64)> =
        current.iter().map(|table| (table.name.clone(), table.rows as u64)).collect();
    let times = |table: &RowTable| {
        let column = columns.timestamp.as_ref().and_then(|name| table.column(name))?;
        Some(row_times(column).millis)
    };
    let (reference_times, current_times) = (times(reference), times(&stacked));
    let cut = windows_of(settings.windows, &files, current_times.as_deref())?;
    if cut.without_time > 0 {
        let rows = counted(cut.without_time, "row has", "rows have");
        notes.push(format!("{rows} no time that can be read, and so no window."));
    }
    let mut windows = cut.windows;
    let usual = usual_rows(&windows);
    let rows = reference.rows as u64;
    let mut own =
        reference_windows(settings.windows, &reference.name, rows, reference_times.as_deref(), usual)?;
    let mut all_rows: Vec<u32> = (0..reference.rows as u32).collect();
    if let Some(slice) = &settings.slice {
        all_rows = slice.of(reference, all_rows)?;
        for (table, windows) in [(reference, &mut own), (&stacked, &mut windows)] {
            for window in windows {
                window.rows = slice.of(table, std::mem::take(&mut window.rows))?;
                window.window.rows = window.rows.len() as u64;
            }
        }
        if all_rows.is_empty() {
            return Err(MonitorError::EmptySlice { file: reference.name.clone() });
        }
    }
    let trusted = trusted(&by, &all_rows, &mut notes);
    let study = Study {
        looked,
        reference: Rows { table: reference, outputs: &before },
        current: Rows { table: &stacked, outputs: &now },
        estimator: Estimator::fit(&before, &trusted, settings.seed),
        errors: SamplingErrors::of(&before, &trusted),
        against: Against::of(looked, &Rows { table: reference, outputs: &before }, &all_rows, &trusted),
        all_rows: &all_rows,
        trusted: &trusted,
        seed: settings.seed,
    };
    let fairness = match &settings.sensitive {
        Some(column) => {
            let kind = columns.kinds.get(column).copied().unwrap_or(Kind::Categorical);
            Some(study.fairness(column, kind, settings.positive.as_deref(), &windows)?)
        }
        None => None,
    };
    let studied = study.run(&windows, &own, usual, progress)?;
    for (window, facts) in windows.iter_mut().zip(&studied.labelled) {
        window.window.labelled = *facts;
    }
    let plain = |windows: Vec<WindowRows>| -> Vec<Window> {
        windows.into_iter().map(|window| window.window).collect()
    };
    Ok(Timeline {
        reference: reference.name.clone(),
        reference_rows: all_rows.len() as u64,
        rule: settings.windows,
        reference_windows: plain(own),
        windows: plain(windows),
        series: studied.series,
        columns: studied.columns,
        kinds: studied.kinds,
        labels: joined,
        fairness,
        classes: before.classes,
        notes,
    })
}

/// Puts labels of a file of their own into current data.
fn join(
    stacked: &mut RowTable,
    current: &[RowTable],
    labels: Option<&RowTable>,
    settings: &WatchSettings,
) -> Result<Option<LabelMatch>, MonitorError> {
    let Some(labels) = labels else { return Ok(None) };
    let tables: Vec<&RowTable> = current.iter().collect();
    let joined = join_labels(
        &tables,
        labels,
        settings.label_id.as_deref(),
        settings
            .label_column
            .as_deref()
            .or(settings.target.as_deref().filter(|name| labels.column(name).is_some())),
    )?;
    let mut report = joined.report;
    let mut column = joined.column;
    if let Some(target) = &settings.target {
        column.name.clone_from(target);
    }
    report.target.clone_from(&column.name);
    match stacked.columns.iter_mut().find(|other| other.name == column.name) {
        // What stands in the data stays where no label arrived.
        Some(other) => *other = first_of(&column, other),
        None => stacked.columns.push(column),
    }
    Ok(Some(report))
}

fn first_of(first: &CellColumn, other: &CellColumn) -> CellColumn {
    let cells = (0..first.len()).map(|row| match first.cell(row) {
        Cell::Missing => other.cell(row),
        cell => cell,
    });
    CellColumn::from_cells(&first.name, cells)
}

fn outputs(
    reference: &RowTable,
    current: &RowTable,
    by: PredictedBy<'_>,
    columns: &Columns,
    notes: &mut Vec<String>,
) -> Result<(Outputs, Outputs), MonitorError> {
    let there = |table: &RowTable| columns.target.as_deref().filter(|name| table.column(name).is_some());
    let (before, now) = match by {
        PredictedBy::Model { scorer, .. } => {
            let of = |table: &RowTable| {
                Outputs::of_model(scorer, &table.view(), &table.name, there(table))
                    .map_err(MonitorError::Model)
            };
            (of(reference)?, of(current)?)
        }
        PredictedBy::Columns => {
            let named = |table: &RowTable| OutputColumns {
                target: columns.target.as_deref().filter(|name| table.column(name).is_some()),
                prediction: columns.prediction.as_deref(),
                probabilities: &columns.probabilities,
            };
            if columns.target.is_none() && columns.prediction.is_none() {
                notes.push(
                    "There are neither labels nor predictions: only the data itself is watched.".to_owned(),
                );
                return Ok((Outputs::default(), Outputs::default()));
            }
            let classes = Outputs::classes_of(&reference.view(), &reference.name, named(reference))
                .map_err(MonitorError::Model)?;
            let probabilities = columns.in_order_of(&classes);
            let of = |table: &RowTable| {
                let named = OutputColumns { probabilities: &probabilities, ..named(table) };
                Outputs::of_columns(&table.view(), &table.name, &classes, named).map_err(MonitorError::Model)
            };
            (of(reference)?, of(current)?)
        }
    };
    for (outputs, table) in [(&before, reference), (&now, current)] {
        if outputs.unknown_labels > 0 {
            notes.push(format!(
                "{} in {} that the reference does not have: taken as missing.",
                counted(outputs.unknown_labels, "label is of a class", "labels are of classes"),
                name(&table.name)
            ));
        }
    }
    Ok((before, now))
}

/// The rows of the reference whose predictions are not too good.
fn trusted(by: &PredictedBy<'_>, all_rows: &[u32], notes: &mut Vec<String>) -> Vec<u32> {
    let PredictedBy::Model { held_out: Some(held_out), .. } = by else { return all_rows.to_vec() };
    let rows: Vec<u32> = all_rows.iter().copied().filter(|row| held_out.binary_search(row).is_ok()).collect();
    notes.push(format!(
        "The model learned from this reference: {} that it did not learn from say how good it was and what is usual \
         of its predictions.",
        counted(rows.len() as u64, "row", "rows")
    ));
    rows
}

/// All that windows are studied with.
struct Study<'a> {
    looked: &'a Looked,
    reference: Rows<'a>,
    current: Rows<'a>,
    estimator: Option<Estimator>,
    errors: SamplingErrors,
    against: Against,
    all_rows: &'a [u32],
    /// Rows of the reference whose predictions are not too good, ascending.
    trusted: &'a [u32],
    seed: u64,
}

/// What is found of all windows.
struct Studied {
    series: Vec<Series>,
    columns: Vec<ColumnTrack>,
    kinds: Vec<DriftKinds>,
    labelled: Vec<u64>,
}

impl<'a> Study<'a> {
    fn run(
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

    fn fairness(
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
