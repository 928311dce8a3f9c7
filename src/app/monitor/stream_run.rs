//! Detectors and moving averages over a signal, a piece at a time, and what there is to draw of them.

use std::sync::Arc;

use super::stream_form::StreamPlan;
use crate::app::format;
use crate::app::labels;
use crate::chart::{LineStyle, MarkKind, Slots, TimeChart, TimeLine, TimeMark};
use crate::monitor::Unit;
use crate::stream::{Detections, DetectorKind, MovingAverage, Smoothing, Watch};

/// Most slots of the chart; of a longer stream several rows share one.
const MOST_SLOTS: usize = 20_000;
/// Most errors that are drawn one by one beside their averages.
const FEW_ERRORS: usize = 400;
/// Rows between two looks at the clock.
const AT_ONCE: u64 = 16;
/// Most marks of a kind that a detector has in the chart; the table counts all.
const MOST_MARKS: usize = 2_000;
/// Rows of drift that the table lists.
const LISTED: usize = 20;

/// One number a row, and what it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamValues {
    /// In words, such as `errors of the predictions`.
    pub name: String,
    /// One a row, in order of the files; NaN where there is none.
    pub values: Vec<f64>,
    /// Name of each file, and its rows.
    pub files: Vec<(String, u64)>,
    /// Whether they are errors: 1 for wrong, 0 for right.
    pub is_errors: bool,
}

/// What a detector has found so far. Rows are counted from 1, as in the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetectorFound {
    /// The detector.
    pub kind: DetectorKind,
    /// How often it found drift.
    pub drifts: u64,
    /// The first rows of drift.
    pub rows: Vec<u64>,
    /// How often a warning began.
    pub warnings: u64,
    /// Why it does not run, in a sentence.
    pub problem: Option<String>,
}

/// What there is to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamView {
    /// The chart.
    pub chart: TimeChart,
    /// One a detector.
    pub found: Vec<DetectorFound>,
}

/// Detectors and averages on their way through a signal.
#[derive(Debug)]
pub struct StreamRun {
    values: Arc<StreamValues>,
    next: usize,
    /// Rows that share a slot.
    length: usize,
    detectors: Vec<Running>,
    averages: Vec<(String, MovingAverage)>,
    /// Of the raw values, the sum and number in the slot that is being filled.
    sum: (f64, u64),
    raw: Vec<Option<f64>>,
    lines: Vec<Vec<Option<f64>>>,
}

#[derive(Debug)]
struct Running {
    kind: DetectorKind,
    watch: Option<Watch>,
    problem: Option<String>,
}

impl StreamRun {
    /// Before the first row.
    pub fn new(values: Arc<StreamValues>, plan: &StreamPlan) -> Self {
        let detectors = plan.detectors.iter().map(|(kind, settings)| {
            let watch = settings.clone().and_then(|settings| {
                Watch::new(&settings).map_err(|error| labels::sentence(&error.to_string()))
            });
            let (watch, problem) = match watch {
                Ok(watch) => (Some(watch), None),
                Err(problem) => (None, Some(problem)),
            };
            Running { kind: *kind, watch, problem }
        });
        let averages: Vec<(String, MovingAverage)> = plan
            .averages
            .iter()
            .filter_map(|&smoothing| Some((average_name(smoothing), MovingAverage::new(smoothing).ok()?)))
            .collect();
        Self {
            next: 0,
            length: values.values.len().div_ceil(MOST_SLOTS).max(1),
            detectors: detectors.collect(),
            lines: vec![Vec::new(); averages.len()],
            averages,
            sum: (0.0, 0),
            raw: Vec::new(),
            values,
        }
    }

    /// Rows that it has been through.
    pub fn done(&self) -> u64 {
        self.next as u64
    }

    /// Rows in all.
    pub fn total(&self) -> u64 {
        self.values.values.len() as u64
    }

    /// Whether it has been through all of them.
    pub fn is_done(&self) -> bool {
        self.next >= self.values.values.len()
    }

    /// Goes on until so many rows are done, or the time is up; some rows are done in any case.
    pub fn advance(&mut self, until: u64, mut is_time_up: impl FnMut() -> bool) {
        let until = until.min(self.total());
        while self.done() < until {
            for _ in 0..AT_ONCE.min(until - self.done()) {
                self.push();
            }
            if is_time_up() {
                return;
            }
        }
    }

    fn push(&mut self) {
        let Some(value) = self.values.values.get(self.next).copied() else { return };
        let value = Some(value).filter(|value| value.is_finite());
        for detector in &mut self.detectors {
            let pushed =
                detector.watch.as_mut().filter(|_| detector.problem.is_none()).map(|w| w.push(value));
            if let Some(Err(error)) = pushed {
                detector.problem = Some(labels::sentence(&error.to_string()));
            }
        }
        let begins = self.next.is_multiple_of(self.length);
        if begins {
            self.sum = (0.0, 0);
        }
        if let Some(value) = value {
            self.sum = (self.sum.0 + value, self.sum.1 + 1);
        }
        let mean = (self.sum.1 > 0).then(|| self.sum.0 / self.sum.1 as f64);
        put(&mut self.raw, begins, mean);
        for ((_, average), line) in self.averages.iter_mut().zip(&mut self.lines) {
            put(line, begins, average.update(value));
        }
        self.next += 1;
    }

    /// All rows of drift of a detector, counted from 1.
    pub fn drifts(&self, kind: DetectorKind) -> Vec<u64> {
        let of = self.detectors.iter().find(|detector| detector.kind == kind);
        of.and_then(|detector| detector.watch.as_ref())
            .map(|watch| watch.found().drift.iter().map(|row| row + 1).collect())
            .unwrap_or_default()
    }

    /// What there is to draw of the rows so far.
    pub fn view(&self) -> StreamView {
        StreamView { chart: self.chart(), found: self.detectors.iter().map(Running::found).collect() }
    }

    fn chart(&self) -> TimeChart {
        let rows = self.values.values.len();
        let slots = match self.length {
            1 => Slots::Rows { first: 1, count: rows },
            length => Slots::Stretches { rows: rows as u64, length: length as u64 },
        };
        let unit = if self.values.is_errors { Unit::Share } else { Unit::Number };
        let mut chart = TimeChart::new(self.values.name.clone(), unit, slots);
        let averages = self.averages.iter().zip(&self.lines).map(|((name, _), line)| TimeLine {
            label: name.clone(),
            style: LineStyle::Average,
            values: line.clone(),
        });
        chart.lines.extend(averages);
        // Single errors are noughts and ones: many of them say nothing that their average does not.
        let is_raw_shown = !self.values.is_errors || rows <= FEW_ERRORS || chart.lines.is_empty();
        if is_raw_shown {
            let raw =
                TimeLine { label: self.raw_name(), style: LineStyle::Measured, values: self.raw.clone() };
            let at = if self.values.is_errors { chart.lines.len() } else { 0 };
            chart.lines.insert(at, raw);
        }
        for detector in &self.detectors {
            chart.marks.extend(detector.marks(self.length));
        }
        chart.marks.sort_by_key(|mark| mark.slot);
        chart
    }

    fn raw_name(&self) -> String {
        match (self.length, self.values.is_errors) {
            (1, true) => "each row".to_owned(),
            (1, false) => "value".to_owned(),
            (length, _) => format!("mean of {} rows", format::count(length as u64)),
        }
    }
}

/// Begins a slot, or changes the last one.
fn put(line: &mut Vec<Option<f64>>, begins: bool, value: Option<f64>) {
    match line.last_mut().filter(|_| !begins) {
        Some(last) => *last = value,
        None => line.push(value),
    }
}

fn average_name(smoothing: Smoothing) -> String {
    match smoothing {
        Smoothing::Simple { window } => format!("average of {}", format::count(u64::from(window))),
        Smoothing::Exponential { window } => {
            format!("exponential average of {}", format::count(u64::from(window)))
        }
    }
}

impl Running {
    fn detections(&self) -> Option<&Detections> {
        self.watch.as_ref().map(Watch::found)
    }

    fn found(&self) -> DetectorFound {
        let found = self.detections();
        let listed = |found: &Detections| found.drift.iter().take(LISTED).map(|row| row + 1).collect();
        DetectorFound {
            kind: self.kind,
            drifts: found.map_or(0, |found| found.drift.len() as u64),
            rows: found.map(listed).unwrap_or_default(),
            warnings: found.map_or(0, |found| found.warnings.len() as u64),
            problem: self.problem.clone(),
        }
    }

    fn marks(&self, length: usize) -> Vec<TimeMark> {
        let mark = |row: u64, kind| TimeMark {
            slot: usize::try_from(row).unwrap_or(usize::MAX) / length,
            kind,
            label: self.kind.label().to_owned(),
        };
        let Some(found) = self.detections() else { return Vec::new() };
        let drifts = found.drift.iter().take(MOST_MARKS).map(|&row| mark(row, MarkKind::DetectorDrift));
        let warnings = found.warnings.iter().take(MOST_MARKS);
        drifts.chain(warnings.map(|run| mark(run.first, MarkKind::DetectorWarning))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::stream_form::{Source, StreamForm};
    use super::*;
    use crate::stream::detect;

    /// One row in ten is wrong, from the middle on one in two.
    fn errors(rows: usize) -> Arc<StreamValues> {
        let value = |row: usize| f64::from(u8::from(row.is_multiple_of(if row < rows / 2 { 10 } else { 2 })));
        Arc::new(StreamValues {
            name: "errors".to_owned(),
            values: (0..rows).map(value).collect(),
            files: vec![("a.csv".to_owned(), rows as u64)],
            is_errors: true,
        })
    }

    fn form(kinds: &[DetectorKind]) -> StreamForm {
        StreamForm { detectors: kinds.iter().copied().collect(), ..StreamForm::default() }
    }

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let values = errors(3_000);
        let form = form(&DetectorKind::ALL);
        let mut run = StreamRun::new(values.clone(), &form.plan(true));
        let mut frames = 0;
        while !run.is_done() {
            let before = run.done();
            // The time is always up, so that a frame does one piece.
            run.advance(u64::MAX, || true);
            assert_eq!(run.done(), (before + AT_ONCE).min(3_000));
            frames += 1;
        }
        assert_eq!(frames, 3_000_u64.div_ceil(AT_ONCE));
        for kind in DetectorKind::ALL {
            let whole = detect(values.values.iter().map(|v| Some(*v)), &kind.settings()).unwrap();
            let rows: Vec<u64> = whole.drift.iter().map(|row| row + 1).collect();
            assert_eq!(run.drifts(kind), rows, "{kind}");
            let found = run.view().found.into_iter().find(|found| found.kind == kind).unwrap();
            assert_eq!(found.drifts, whole.drift.len() as u64);
            assert_eq!(found.warnings, whole.warnings.len() as u64);
        }
        assert!(!run.drifts(DetectorKind::HddmA).is_empty());
    }

    #[test]
    fn a_replay_stops_at_the_row_it_was_asked_for() {
        let mut run = StreamRun::new(errors(500), &form(&[]).plan(true));
        run.advance(130, || false);
        assert_eq!(run.done(), 130);
        let chart = run.view().chart;
        // The axis is that of the whole stream, so that nothing moves as rows arrive.
        assert_eq!((chart.slots.len(), chart.lines[0].values.len()), (500, 130));
    }

    #[test]
    fn averages_are_those_of_the_room_below_and_marks_carry_their_detector() {
        let mut run = StreamRun::new(errors(2_000), &form(&[DetectorKind::HddmA]).plan(true));
        run.advance(u64::MAX, || false);
        let view = run.view();
        let names: Vec<_> = view.chart.lines.iter().map(|line| line.label.as_str()).collect();
        assert_eq!(names, ["average of 50", "average of 200"], "single errors of 2,000 rows are not drawn");
        // The last 50 rows: every second one is wrong.
        assert_eq!(view.chart.lines[0].values.last(), Some(&Some(0.5)));
        let drift = view.chart.marks.iter().find(|mark| mark.kind == MarkKind::DetectorDrift).unwrap();
        assert_eq!(drift.label, "HDDM-A");
        assert_eq!(drift.slot as u64 + 1, run.drifts(DetectorKind::HddmA)[0]);
    }

    #[test]
    fn a_long_stream_has_stretches_with_means_and_the_newest_average() {
        let values = Arc::new(StreamValues {
            name: "x".to_owned(),
            values: (0..50_000_u32).map(f64::from).collect(),
            ..StreamValues::default()
        });
        let form =
            StreamForm { source: Source::Column("x".to_owned()), averages: "2".to_owned(), ..form(&[]) };
        let mut run = StreamRun::new(values, &form.plan(false));
        run.advance(u64::MAX, || false);
        let chart = run.view().chart;
        assert_eq!(chart.slots, Slots::Stretches { rows: 50_000, length: 3 });
        assert_eq!(chart.slots.len(), chart.lines[0].values.len());
        // Rows 4 to 6 hold 3, 4 and 5; the average of the last two of them is 4.5.
        assert_eq!(chart.lines[0].label, "mean of 3 rows");
        assert_eq!((chart.lines[0].values[1], chart.lines[1].values[1]), (Some(4.0), Some(4.5)));
    }

    #[test]
    fn gaps_leave_a_gap_and_disturb_nobody() {
        let values = Arc::new(StreamValues { values: vec![1.0, f64::NAN, 3.0], ..StreamValues::default() });
        let mut run = StreamRun::new(values, &form(&[DetectorKind::Adwin]).plan(false));
        run.advance(u64::MAX, || false);
        assert_eq!(run.view().chart.lines[0].values, [Some(1.0), None, Some(3.0)]);
        assert_eq!(run.view().found[0].problem, None);
    }

    #[test]
    fn a_detector_that_cannot_run_says_why_and_the_others_run() {
        let mut form = form(&[DetectorKind::Adwin, DetectorKind::HddmA]);
        form.texts.insert((DetectorKind::Adwin, "delta"), "7".to_owned());
        let mut run = StreamRun::new(errors(2_000), &form.plan(true));
        run.advance(u64::MAX, || false);
        let found = run.view().found;
        assert_eq!(found[0].problem.as_deref(), Some("delta: Must be above 0 and below 1."));
        assert!(found[1].problem.is_none() && found[1].drifts > 0);
    }
}
