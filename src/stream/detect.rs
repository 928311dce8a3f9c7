//! Rows in, rows of drift and warning out.

use serde::{Deserialize, Serialize};

use super::{Detector, DetectorSettings, Domain, Signal, StreamError};

/// What a detector found in a series.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Detections {
    /// Rows seen.
    pub rows: u64,
    /// Rows without a finite value, which no detector saw.
    pub skipped: u64,
    /// Rows after which drift was reported, counted from 0.
    pub drift: Vec<u64>,
    /// Runs of rows after which a warning stood, counted from 0.
    pub warnings: Vec<RowRun>,
}

/// Rows that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRun {
    /// The first, counted from 0.
    pub first: u64,
    /// The last, included.
    pub last: u64,
}

/// A detector that is fed row by row, and what it has found so far.
///
/// Rows are those of the series, so a row that is skipped counts. After a drift the detector begins anew
/// with the next value. A warning and a drift can stand on the same row.
#[derive(Debug)]
pub struct Watch {
    settings: DetectorSettings,
    domain: Domain,
    detector: Box<dyn Detector>,
    found: Detections,
}

impl Watch {
    /// A watch before its first row.
    ///
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &DetectorSettings) -> Result<Self, StreamError> {
        Ok(Self {
            settings: *settings,
            domain: settings.kind().domain(),
            detector: settings.build()?,
            found: Detections::default(),
        })
    }

    /// Takes the next row. A missing, infinite or undefined value is counted and gives no signal.
    ///
    /// # Errors
    ///
    /// [`StreamError::NotAnError`] where a detector of errors meets another value.
    pub fn push(&mut self, value: Option<f64>) -> Result<Option<Signal>, StreamError> {
        let row = self.found.rows;
        self.found.rows += 1;
        let Some(value) = value.filter(|value| value.is_finite()) else {
            self.found.skipped += 1;
            return Ok(None);
        };
        if !self.domain.holds(value) {
            let (detector, allowed) = (self.settings.kind(), self.domain.words().to_owned());
            return Err(StreamError::NotAnError { detector, row, value, allowed });
        }
        let signal = self.detector.update(value);
        if signal.drift {
            self.found.drift.push(row);
        }
        if signal.warning {
            match self.found.warnings.last_mut() {
                Some(run) if run.last + 1 == row => run.last = row,
                _ => self.found.warnings.push(RowRun { first: row, last: row }),
            }
        }
        Ok(Some(signal))
    }

    /// What was found so far.
    pub fn found(&self) -> &Detections {
        &self.found
    }

    /// What was found.
    pub fn finish(self) -> Detections {
        self.found
    }
}

/// Watches a whole series.
///
/// # Errors
///
/// Those of [`Watch::new`] and [`Watch::push`].
///
/// # Example
///
/// ```
/// use evenkeel::stream::{DetectorKind, detect};
///
/// // A rate of errors of 1 in 10 that becomes 1 in 2 at row 500.
/// let errors = (0..1_000).map(|row| Some(f64::from(u8::from(row % if row < 500 { 10 } else { 2 } == 0))));
/// let found = detect(errors, &DetectorKind::HddmA.settings())?;
/// assert_eq!((found.drift.len(), found.skipped), (1, 0));
/// assert!((500..600).contains(&found.drift[0]));
/// # Ok::<(), evenkeel::stream::StreamError>(())
/// ```
pub fn detect(
    values: impl IntoIterator<Item = Option<f64>>,
    settings: &DetectorSettings,
) -> Result<Detections, StreamError> {
    let mut watch = Watch::new(settings)?;
    for value in values {
        watch.push(value)?;
    }
    Ok(watch.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{DdmSettings, DetectorKind};
    use proptest::prelude::*;

    // The series of the test in `ddm.rs`, which warns on its rows 6 to 8 and drifts on 9; here with a
    // missing row after each of rows 2 and 7.
    #[test]
    fn skipped_rows_count_as_rows_and_part_a_warning() {
        let settings = DetectorSettings::Ddm(DdmSettings { warm_start: 4, ..DdmSettings::default() });
        let missing = [None, Some(f64::NAN)];
        let mut series: Vec<Option<f64>> =
            [0., 1., 0., 0., 0., 1., 1., 1., 1., 1.].into_iter().map(Some).collect();
        series.insert(8, missing[1]);
        series.insert(3, missing[0]);
        let found = detect(series, &settings).unwrap();
        assert_eq!((found.rows, found.skipped, found.drift), (12, 2, vec![11]));
        assert_eq!(found.warnings, [RowRun { first: 7, last: 8 }, RowRun { first: 10, last: 10 }]);
    }

    #[test]
    fn a_value_that_is_no_error_names_its_row() {
        let series = [Some(0.0), None, Some(3.5)];
        let error = detect(series, &DetectorKind::HddmW.settings()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 2, counted from 0, holds 3.5, but hddm_w reads errors, from 0 (right) to 1 (wrong): give it a \
             column of errors, or use adwin, page_hinkley or kswin, which read any number"
        );
        detect([Some(0.5)], &DetectorKind::Eddm.settings()).unwrap_err();
        detect(series, &DetectorKind::Adwin.settings()).unwrap();
    }

    fn value() -> impl Strategy<Value = Option<f64>> {
        prop_oneof![8 => (-1e3..1e3_f64).prop_map(Some), 1 => any::<f64>().prop_map(Some), 1 => Just(None)]
    }

    proptest! {
        #[test]
        fn any_numbers_are_read_and_counted(series in prop::collection::vec(value(), 0..400)) {
            let usable = series.iter().flatten().filter(|value| value.is_finite()).count() as u64;
            for kind in DetectorKind::ALL.into_iter().filter(|kind| kind.domain() == Domain::Any) {
                let found = detect(series.clone(), &kind.settings()).unwrap();
                prop_assert_eq!(found.rows, series.len() as u64);
                prop_assert_eq!(found.skipped, found.rows - usable);
                prop_assert!(found.warnings.is_empty());
                prop_assert!(found.drift.is_sorted());
            }
        }

        #[test]
        fn skipped_rows_change_nothing_else(
            bits in prop::collection::vec(any::<bool>(), 0..400),
            gap in 1..50_usize,
        ) {
            let errors: Vec<Option<f64>> = bits.iter().map(|&bit| Some(f64::from(u8::from(bit)))).collect();
            let mut gaps = Vec::new();
            for (at, error) in errors.iter().enumerate() {
                if at % gap == 0 {
                    gaps.push(None);
                }
                gaps.push(*error);
            }
            let row_without_gaps = |row: u64| row - gaps[..row as usize].iter().filter(|v| v.is_none()).count() as u64;
            for kind in DetectorKind::ALL {
                let whole = detect(errors.clone(), &kind.settings()).unwrap();
                let parted = detect(gaps.clone(), &kind.settings()).unwrap();
                prop_assert_eq!(parted.rows - parted.skipped, whole.rows);
                let drift: Vec<u64> = parted.drift.iter().map(|&row| row_without_gaps(row)).collect();
                prop_assert_eq!(drift, whole.drift);
            }
        }

        #[test]
        fn a_stream_after_a_drift_is_a_new_stream(
            before in prop::collection::vec(any::<bool>(), 0..300),
            after in prop::collection::vec(any::<bool>(), 0..300),
        ) {
            for kind in DetectorKind::ALL {
                let mut used = kind.settings().build().unwrap();
                before.iter().for_each(|&bit| { used.update(f64::from(u8::from(bit))); });
                used.reset();
                let mut fresh = kind.settings().build().unwrap();
                for &bit in &after {
                    let value = f64::from(u8::from(bit));
                    prop_assert_eq!(used.update(value), fresh.update(value));
                }
            }
        }
    }
}
