//! Training, validation and test part.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::split_content::by_content;
use super::target::{Labels, column_of};
use super::{ModelError, SplitBy, SplitSettings};
use crate::data::datetime::{self, DayOrder};
use crate::data::{CellColumn, CellPlace, RowTable};

/// Rows of each part, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// Rows to learn from.
    pub training: Vec<u32>,
    /// Rows to calibrate, to stop early and to choose by.
    pub validation: Vec<u32>,
    /// Rows that nothing was chosen by.
    pub test: Vec<u32>,
}

impl Parts {
    /// Divides the rows that have a label, of which every class has to be learned from.
    ///
    /// # Errors
    ///
    /// [`ModelError::Setting`] for shares out of range and for an id that is the target,
    /// [`ModelError::UnknownColumn`] and [`ModelError::Mismatch`] for a column of times that is none, [`ModelError::RareClass`] for a
    /// class that has no rows to learn from or fewer than two.
    pub fn of(
        table: &RowTable,
        labels: &Labels,
        target: &str,
        settings: &SplitSettings,
        seed: u64,
    ) -> Result<Self, ModelError> {
        let parts = Self::divided(table, labels, target, settings, seed)?;
        parts.check(labels, target)?;
        Ok(parts)
    }

    /// Divides the rows that have a label, whichever classes come into which part: to find again where rows
    /// of a training were.
    ///
    /// # Errors
    ///
    /// Those of [`of`](Self::of) but for [`ModelError::RareClass`].
    pub fn divided(
        table: &RowTable,
        labels: &Labels,
        target: &str,
        settings: &SplitSettings,
        seed: u64,
    ) -> Result<Self, ModelError> {
        check_share("validation", settings.validation)?;
        check_share("test", settings.test)?;
        if settings.validation + settings.test > 0.9 {
            return Err(ModelError::Setting {
                name: "validation + test".to_owned(),
                value: format!("{}", settings.validation + settings.test),
                allowed: "at most 0.9".to_owned(),
            });
        }
        let mut parts = match &settings.by {
            SplitBy::Stratified => stratified(labels, settings, seed),
            SplitBy::Time { column } => by_time(table, labels, column, settings)?,
            SplitBy::Content { id } => by_content(table, labels, target, id.as_deref(), settings, seed)?,
        };
        for rows in [&mut parts.training, &mut parts.validation, &mut parts.test] {
            rows.sort_unstable();
        }
        Ok(parts)
    }

    /// Every class must be learned from.
    fn check(&self, labels: &Labels, target: &str) -> Result<(), ModelError> {
        const NEED: u64 = 2;
        let mut rows = vec![0_u64; labels.classes.len()];
        for &row in &self.training {
            if let Some(Some(label)) = labels.codes.get(row as usize) {
                rows[*label as usize] += 1;
            }
        }
        match rows.iter().position(|&rows| rows < NEED) {
            Some(rare) => Err(ModelError::RareClass {
                column: target.to_owned(),
                class: labels.classes[rare].clone(),
                rows: labels.codes.iter().filter(|code| **code == Some(rare as u32)).count() as u64,
                need: NEED,
                part: rows[rare],
            }),
            None => Ok(()),
        }
    }
}

fn check_share(name: &str, share: f64) -> Result<(), ModelError> {
    if (0.0..=0.8).contains(&share) {
        return Ok(());
    }
    let (name, value) = (format!("the share of the {name} part"), share.to_string());
    Err(ModelError::Setting { name, value, allowed: "0 to 0.8".to_owned() })
}

/// Every class in the same shares, at random.
fn stratified(labels: &Labels, settings: &SplitSettings, seed: u64) -> Parts {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut parts = Parts::default();
    for class in 0..labels.classes.len() as u32 {
        let mut rows: Vec<u32> = rows_of(labels, |label| label == class);
        rows.shuffle(&mut random);
        parts.cut(&rows, settings);
    }
    parts
}

impl Parts {
    /// The last of `rows` test, those before validate, the first train.
    fn cut(&mut self, rows: &[u32], settings: &SplitSettings) {
        let share = |share: f64| (rows.len() as f64 * share).round() as usize;
        let test = share(settings.test).min(rows.len());
        let validation = share(settings.validation).min(rows.len() - test);
        let (training, others) = rows.split_at(rows.len() - test - validation);
        let (validation, test) = others.split_at(validation);
        self.training.extend_from_slice(training);
        self.validation.extend_from_slice(validation);
        self.test.extend_from_slice(test);
    }
}

pub(super) fn rows_of(labels: &Labels, keep: impl Fn(u32) -> bool) -> Vec<u32> {
    let labelled = labels.codes.iter().enumerate().filter_map(|(row, code)| Some((row, (*code)?)));
    labelled.filter(|(_, code)| keep(*code)).map(|(row, _)| row as u32).collect()
}

/// The earliest rows train, the latest test; rows of one time in the order of the file.
fn by_time(
    table: &RowTable,
    labels: &Labels,
    column: &str,
    settings: &SplitSettings,
) -> Result<Parts, ModelError> {
    let cells = column_of(&table.view(), column, &table.name)?;
    let times = times(cells);
    let mut rows = rows_of(labels, |_| true);
    if let Some(&row) = rows.iter().find(|&&row| times.get(row as usize).is_none_or(Option::is_none)) {
        return Err(ModelError::Mismatch(format!(
            "row {} of column `{column}` is no time, so the rows cannot be split by it: split at random, or fill it in",
            u64::from(row) + 1
        )));
    }
    rows.sort_by_key(|&row| times.get(row as usize).copied().flatten());
    let mut parts = Parts::default();
    parts.cut(&rows, settings);
    Ok(parts)
}

/// Each cell as milliseconds since the epoch.
fn times(cells: &CellColumn) -> Vec<Option<i64>> {
    let order = DayOrder::of(cells.dictionary().iter().map(String::as_str));
    let of_text: Vec<Option<i64>> =
        cells.dictionary().iter().map(|text| datetime::parse(text, order)).collect();
    let time = |row| match cells.place(row) {
        CellPlace::Missing => None,
        CellPlace::Number(value) => datetime::from_number(value),
        CellPlace::Text(place) => of_text.get(place).copied().flatten(),
    };
    (0..cells.len()).map(time).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Cell;

    fn labels(rows: usize) -> Labels {
        let codes = (0..rows).map(|row| if row % 10 == 9 { None } else { Some(u32::from(row % 5 == 0)) });
        Labels { classes: vec!["no".to_owned(), "yes".to_owned()], codes: codes.collect() }
    }

    fn split(by: SplitBy) -> SplitSettings {
        SplitSettings { validation: 0.25, test: 0.25, by }
    }

    #[test]
    fn classes_keep_their_shares_and_no_row_is_lost_or_doubled() {
        let (labels, table) = (labels(1_000), RowTable::default());
        let parts = Parts::of(&table, &labels, "y", &split(SplitBy::Stratified), 3).unwrap();
        let all: Vec<u32> =
            [&parts.training, &parts.validation, &parts.test].into_iter().flatten().copied().collect();
        let mut sorted = all.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, rows_of(&labels, |_| true));
        let yes = |rows: &[u32]| rows.iter().filter(|&&row| labels.codes[row as usize] == Some(1)).count();
        assert_eq!((parts.training.len(), yes(&parts.training)), (450, 100));
        assert_eq!((yes(&parts.validation), yes(&parts.test)), (50, 50));
        assert_eq!(parts, Parts::of(&table, &labels, "y", &split(SplitBy::Stratified), 3).unwrap());
        assert_ne!(parts, Parts::of(&table, &labels, "y", &split(SplitBy::Stratified), 4).unwrap());
    }

    #[test]
    fn the_latest_rows_test() {
        let labels = labels(40);
        let texts: Vec<String> = (0..40).map(|row| format!("2024-01-{:02}", 40 - row)).collect();
        let days = CellColumn::from_cells("day", texts.iter().map(|text| Cell::Text(text)));
        let table = RowTable { name: "t.csv".to_owned(), rows: 40, columns: vec![days], notes: Vec::new() };
        let by = SplitBy::Time { column: "day".to_owned() };
        let error = Parts::of(&table, &labels, "y", &split(by.clone()), 1).unwrap_err();
        assert!(error.to_string().starts_with("row 1 of column `day` is no time"), "{error}");

        let texts: Vec<String> = (0..40).map(|row| format!("2024-02-01 00:{:02}", 59 - row)).collect();
        let days = CellColumn::from_cells("day", texts.iter().map(|text| Cell::Text(text)));
        let table = RowTable { columns: vec![days], ..table };
        let parts = Parts::of(&table, &labels, "y", &split(by), 1).unwrap();
        assert!(parts.test.iter().max() < parts.validation.iter().min());
        assert!(parts.validation.iter().max() < parts.training.iter().min());
        assert_eq!(parts.test.len(), 9);
    }

    #[test]
    fn a_class_without_rows_to_learn_from_is_named() {
        let mut labels = labels(40);
        labels.codes.iter_mut().for_each(|code| *code = code.map(|_| 0));
        labels.codes[3] = Some(1);
        let error =
            Parts::of(&RowTable::default(), &labels, "y", &split(SplitBy::Stratified), 1).unwrap_err();
        assert!(matches!(error, ModelError::RareClass { ref class, .. } if class == "yes"), "{error}");
    }
}
