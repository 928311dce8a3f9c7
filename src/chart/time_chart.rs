//! A quantity over time: windows or the rows of a stream, beside the reference's own windows.

use super::Slots;
use super::thinned::value;
use crate::monitor::{AlertSeverity, Limits, Series, SeriesGroup, Unit, Window};

/// A quantity over time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeChart {
    /// What it is, in words.
    pub title: String,
    /// What its numbers are.
    pub unit: Unit,
    /// What stands along the axis.
    pub slots: Slots,
    /// Values in the reference's own windows, drawn left of a divider.
    pub reference: Vec<Option<f64>>,
    /// The lines, a value a slot; the first is the one that limits and captions are about.
    pub lines: Vec<TimeLine>,
    /// Lower and upper end of a band around the first line, one a slot; may be empty.
    pub interval: Vec<Option<(f64, f64)>>,
    /// Mean and standard deviation over the reference's windows.
    pub band: Option<(f64, f64)>,
    /// What the first line should stay within.
    pub limits: Limits,
    /// Whether a value at the upper limit is outside too, as with a line of the series' own.
    pub is_limit_outside: bool,
    /// Alerts, trainings and reports of detectors, in order of their slots.
    pub marks: Vec<TimeMark>,
    /// First and last slot to show; `None` for all.
    pub range: Option<(usize, usize)>,
    /// Whether values are still being computed, which an empty chart says.
    pub is_loading: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeLine {
    /// Its name.
    pub label: String,
    /// How it is drawn.
    pub style: LineStyle,
    /// One a slot; `None` is a gap.
    pub values: Vec<Option<f64>>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineStyle {
    /// Solid, in the colour of current data.
    #[default]
    Measured,
    /// Broken, in the colour of what a model says.
    Estimated,
    /// Thin, each further one broken in another way.
    Average,
}

/// Something that happened in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMark {
    /// Where.
    pub slot: usize,
    /// What.
    pub kind: MarkKind,
    /// What it says.
    pub label: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// An alert was raised.
    Alert(AlertSeverity),
    /// The model was trained anew.
    Retrain,
    /// A detector warns.
    DetectorWarning,
    /// A detector reports drift.
    DetectorDrift,
}

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Below the lower limit.
    Below,
    /// Within what limits there are.
    Within,
    /// Above the upper limit.
    Above,
}

impl TimeChart {
    /// A chart without a line.
    pub fn new(title: impl Into<String>, unit: Unit, slots: Slots) -> Self {
        Self {
            title: title.into(),
            unit,
            slots,
            reference: Vec::new(),
            lines: Vec::new(),
            interval: Vec::new(),
            band: None,
            limits: Limits::default(),
            is_limit_outside: false,
            marks: Vec::new(),
            range: None,
            is_loading: false,
        }
    }

    /// A series over the windows of its timeline, with the limits that hold for it.
    pub fn of(series: &Series, windows: &[Window], limits: Limits) -> Self {
        let style = match series.group {
            SeriesGroup::Estimated => LineStyle::Estimated,
            SeriesGroup::Performance
            | SeriesGroup::Predictions
            | SeriesGroup::Data
            | SeriesGroup::Columns => LineStyle::Measured,
        };
        let values = series.points.iter().map(|point| point.value).collect();
        Self {
            reference: series.reference.clone(),
            lines: vec![TimeLine { label: series.label.clone(), style, values }],
            interval: series.points.iter().map(|point| point.interval).collect(),
            band: series.band.map(|band| (band.mean, band.std)),
            limits,
            is_limit_outside: series.line.is_some(),
            ..Self::new(series.label.clone(), series.unit, Slots::of(windows))
        }
    }

    /// The value of the first line in a slot; `None` where it is a gap.
    pub fn value(&self, slot: usize) -> Option<f64> {
        value(&self.lines.first()?.values, slot)
    }

    /// Where a value lies between the limits.
    pub fn place(&self, value: f64) -> Place {
        let Limits { lower, upper } = self.limits;
        if lower.is_some_and(|lower| value < lower) {
            Place::Below
        } else if upper.is_some_and(|upper| value > upper || (self.is_limit_outside && value == upper)) {
            Place::Above
        } else {
            Place::Within
        }
    }

    /// Whether there is no value at all, in the slots or in the reference.
    pub fn is_empty(&self) -> bool {
        let is_none = |values: &[Option<f64>]| !values.iter().flatten().any(|value| value.is_finite());
        self.slots.is_empty()
            || (is_none(&self.reference) && self.lines.iter().all(|line| is_none(&line.values)))
    }

    /// The band around the first line in a slot, where it is finite.
    pub(super) fn interval(&self, slot: usize) -> Option<(f64, f64)> {
        self.interval.get(slot).copied().flatten().filter(|(low, high)| low.is_finite() && high.is_finite())
    }

    /// The finite lower and upper limit.
    pub(super) fn finite_limits(&self) -> [Option<f64>; 2] {
        [self.limits.lower, self.limits.upper].map(|limit| limit.filter(|limit| limit.is_finite()))
    }
}
