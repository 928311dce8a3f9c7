//! Drift of many columns over time: a row a column, a cell a window.

use super::Slots;
use crate::drift::{Outcome, Severity};
use crate::monitor::{ColumnCell, ColumnTrack, Timeline};

/// Drift of many columns over time.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// The windows.
    pub slots: Slots,
    /// How many windows of its own the reference has: time charts beside it show them, so it keeps their room.
    pub reference: usize,
    /// The columns, from top to bottom.
    pub rows: Vec<HeatRow>,
    /// First and last slot to show; `None` for all.
    pub range: Option<(usize, usize)>,
    /// Whether columns are still being compared, which an empty map says.
    pub is_loading: bool,
}

/// Drift of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// The column.
    pub name: String,
    /// One a slot.
    pub cells: Vec<ColumnCell>,
}

/// What a cell shows; the worst one is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum HeatState {
    /// Not judged.
    #[default]
    NotJudged,
    /// Judged, and no drift found.
    Stable,
    /// Too few rows to judge.
    TooFewRows,
    /// Drifted: look at it.
    Warning,
    /// Drifted: act on it.
    Critical,
}

impl HeatMap {
    /// The map of a timeline.
    pub fn of(timeline: &Timeline) -> Self {
        Self::of_tracks(&timeline.columns, Slots::of(&timeline.windows), timeline.reference_windows.len())
    }

    /// The map of some columns, in their order.
    pub fn of_tracks(tracks: &[ColumnTrack], slots: Slots, reference: usize) -> Self {
        let row = |track: &ColumnTrack| HeatRow { name: track.name.clone(), cells: track.cells.clone() };
        Self { slots, reference, rows: tracks.iter().map(row).collect(), range: None, is_loading: false }
    }

    /// A column's cell in a slot.
    pub fn cell(&self, row: usize, slot: usize) -> Option<&ColumnCell> {
        self.rows.get(row)?.cells.get(slot)
    }

    /// What a column's cell in a slot shows.
    pub fn state(&self, row: usize, slot: usize) -> HeatState {
        self.cell(row, slot).map_or(HeatState::NotJudged, HeatState::of)
    }
}

impl HeatState {
    /// What a cell shows.
    pub fn of(cell: &ColumnCell) -> Self {
        match cell.verdict.map(|verdict| (verdict.outcome, verdict.severity)) {
            None => Self::NotJudged,
            Some((Outcome::TooFewRows, _)) => Self::TooFewRows,
            Some((Outcome::Stable, _)) => Self::Stable,
            Some((Outcome::Drifted, Severity::Critical)) => Self::Critical,
            Some((Outcome::Drifted, Severity::None | Severity::Warning)) => Self::Warning,
        }
    }

    /// Whether the column drifted.
    pub fn is_drifted(self) -> bool {
        matches!(self, Self::Warning | Self::Critical)
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotJudged => "not judged",
            Self::Stable => "stable",
            Self::TooFewRows => "too few rows",
            Self::Warning => "drifted",
            Self::Critical => "drifted, critical",
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::TimeSlot;
    use super::*;
    use crate::drift::Method;
    use crate::monitor::CellVerdict;

    /// A cell of that state, with an effect.
    pub(in crate::chart) fn cell(state: HeatState, effect: f64) -> ColumnCell {
        let (outcome, severity) = match state {
            HeatState::NotJudged => return ColumnCell::default(),
            HeatState::Stable => (Outcome::Stable, Severity::None),
            HeatState::TooFewRows => (Outcome::TooFewRows, Severity::None),
            HeatState::Warning => (Outcome::Drifted, Severity::Warning),
            HeatState::Critical => (Outcome::Drifted, Severity::Critical),
        };
        let verdict = CellVerdict { method: Method::Psi, score: effect, threshold: 0.1, outcome, severity };
        ColumnCell { verdict: Some(verdict), effect: Some(effect), shift: None, missing: 0.0 }
    }

    /// A map of named rows.
    pub(in crate::chart) fn map(rows: &[(&str, &[HeatState])]) -> HeatMap {
        let windows = rows.iter().map(|row| row.1.len()).max().unwrap_or(0);
        let slot = |at: usize| TimeSlot { name: format!("0{}_window", at + 1), times: None };
        let row = |(name, states): &(&str, &[HeatState])| HeatRow {
            name: (*name).to_owned(),
            cells: states.iter().map(|&state| cell(state, 0.31)).collect(),
        };
        HeatMap {
            slots: Slots::Windows((0..windows).map(slot).collect()),
            reference: 0,
            rows: rows.iter().map(row).collect(),
            range: None,
            is_loading: false,
        }
    }

    #[test]
    fn a_cell_shows_its_verdict() {
        use HeatState::{Critical, NotJudged, Stable, TooFewRows, Warning};
        for state in [NotJudged, Stable, TooFewRows, Warning, Critical] {
            assert_eq!(HeatState::of(&cell(state, 0.2)), state);
        }
        assert!(NotJudged < Stable && Stable < Warning && Warning < Critical);
        let map = map(&[("age", &[Warning])]);
        assert_eq!((map.state(0, 0), map.state(0, 9), map.state(9, 0)), (Warning, NotJudged, NotJudged));
    }
}
