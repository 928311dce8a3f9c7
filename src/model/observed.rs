//! Labels and predictions of the same rows: predictions that stand in columns of a file, or those of
//! a model.

use super::observed_classes::{ProbabilityColumns, classes_of, quoted};
use super::target::{Labels, column_of};
use super::{ModelError, Predictions, Scorer};
use crate::data::{CellPlace, RowTable, RowView};

/// Rows that have both a label and a prediction.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Observed {
    /// The classes; of two, the second is the positive one.
    pub classes: Vec<String>,
    /// Place of each row's true class.
    pub actual: Vec<u32>,
    /// What was predicted; without probabilities where there are none.
    pub predictions: Predictions,
    /// Where these rows stand in the data.
    pub rows: Vec<u32>,
    /// Rows left out because label, prediction or probability is missing.
    pub left_out: u64,
}

/// Predictions that stand in columns of the data.
///
/// The classes are the labels that occur in `target` and `prediction`: by number if all are
/// numbers, else in code-point order. `probabilities` names one column, of the second of two
/// classes, or one a class in that order, or none. Without `prediction`, the labels follow from the
/// probabilities: of two classes the second above 0.5, of more the most probable.
///
/// # Errors
///
/// [`ModelError::UnknownColumn`], [`ModelError::NoTarget`], [`ModelError::TooManyClasses`] and
/// [`ModelError::Mismatch`]: neither predictions nor probabilities, a count of probability columns
/// that does not fit the classes, a probability outside 0 to 1, a row whose probabilities do not
/// sum to one within 0.05, one class alone, no row that is complete.
pub fn observed(
    view: &RowView<'_>,
    file: &str,
    target: &str,
    prediction: Option<&str>,
    probabilities: &[String],
) -> Result<Observed, ModelError> {
    observed_among(view, file, target, prediction, probabilities, &[])
}

/// As [`observed`], among `classes` in the order given: for data in which not every class occurs, or
/// whose positive class is not the last in order. Empty is as [`observed`].
///
/// # Errors
///
/// As [`observed`], and [`ModelError::Mismatch`] for a label that is none of `classes`.
pub fn observed_among(
    view: &RowView<'_>,
    file: &str,
    target: &str,
    prediction: Option<&str>,
    probabilities: &[String],
    classes: &[String],
) -> Result<Observed, ModelError> {
    if prediction.is_none() && probabilities.is_empty() {
        return Err(ModelError::Mismatch(format!(
            "`{file}` cannot be evaluated without predictions: name the column of predicted labels, or those of \
             probabilities"
        )));
    }
    if prediction == Some(target) {
        return Err(ModelError::Mismatch(format!(
            "`{target}` is named as target and as prediction: name two columns"
        )));
    }
    let classes = classes_of(view, file, target, prediction, !probabilities.is_empty(), classes)?;
    let actual = Labels::with(view, target, classes.clone(), file)?.codes;
    let predicted = match prediction {
        Some(column) => Some(Labels::with(view, column, classes.clone(), file)?.codes),
        None => None,
    };
    let columns = ProbabilityColumns::of(view, file, probabilities, &classes)?;
    let mut found = Observed {
        predictions: Predictions { classes: classes.len(), ..Predictions::default() },
        ..Observed::default()
    };
    for row in 0..view.rows {
        let Some(label) = actual.get(row).copied().flatten() else { continue };
        let predicted = match &predicted {
            Some(codes) => match codes.get(row).copied().flatten() {
                Some(code) => code,
                None => continue,
            },
            None => 0, // Follows from the probabilities below.
        };
        if !columns.push_row(row, &mut found.predictions.probabilities)? {
            continue;
        }
        found.actual.push(label);
        found.predictions.labels.push(predicted);
        found.rows.push(row as u32);
    }
    if found.rows.is_empty() {
        return Err(ModelError::Mismatch(format!(
            "no row of `{file}` has a label in `{target}` and a prediction beside it: choose other columns"
        )));
    }
    if prediction.is_none() {
        found.predictions = Predictions::of(classes.len(), found.predictions.probabilities, 0.5);
    }
    found.left_out = (view.rows - found.rows.len()) as u64;
    found.classes = classes;
    Ok(found)
}

/// What a model says of the rows whose label it knows; the others are left out and counted.
///
/// # Errors
///
/// [`ModelError::UnknownColumn`] without the target, [`ModelError::NoTarget`] where every label is
/// missing, [`ModelError::Mismatch`] where none is a class of the model, and what
/// [`Scorer::score`] says.
pub fn scored(
    model: &dyn Scorer,
    view: &RowView<'_>,
    file: &str,
    target: &str,
) -> Result<Observed, ModelError> {
    let classes = model.schema().classes.clone();
    let labels = Labels::with(view, target, classes.clone(), file)?;
    let known = |(row, code): (usize, &Option<u32>)| code.map(|code| (row as u32, code));
    let (rows, actual): (Vec<u32>, Vec<u32>) = labels.codes.iter().enumerate().filter_map(known).unzip();
    if rows.is_empty() {
        let cells = column_of(view, target, file)?;
        if (0..view.rows).all(|row| cells.place(row) == CellPlace::Missing) {
            return Err(ModelError::NoTarget { column: target.to_owned() });
        }
        return Err(ModelError::Mismatch(format!(
            "no label of `{target}` in `{file}` is a class of the model ({}): choose the column of true labels",
            quoted(&classes)
        )));
    }
    let predictions = if rows.len() == view.rows {
        model.score(view, file)?
    } else {
        model.score(&inputs_of(model, view, &rows).view(), file)?
    };
    let left_out = (view.rows - rows.len()) as u64;
    Ok(Observed { classes, actual, predictions, rows, left_out })
}

/// The inputs of a model in these rows. An input that is not there is not made up.
pub(super) fn inputs_of(model: &dyn Scorer, view: &RowView<'_>, rows: &[u32]) -> RowTable {
    let wanted = |name: &str| model.schema().features.iter().any(|feature| feature.name == name);
    let columns = view.columns.iter().filter(|column| wanted(&column.name));
    RowTable {
        rows: rows.len(),
        columns: columns.map(|column| column.gather(rows)).collect(),
        ..RowTable::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader};

    fn table(text: &str) -> RowTable {
        let mut reader = RowReader::new("t.csv", &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn of(text: &str, prediction: Option<&str>, probabilities: &[&str]) -> Result<Observed, String> {
        let probabilities: Vec<String> = probabilities.iter().map(|name| (*name).to_owned()).collect();
        observed(&table(text).view(), "t.csv", "y", prediction, &probabilities).map_err(|e| e.to_string())
    }

    #[test]
    fn labels_and_one_probability_are_taken_and_missing_rows_counted() {
        let found = of("y,p,s\n0,1,0.7\n1,,0.4\n,0,0.1\n1.0,1,NA\n1,0,0.2\n", Some("p"), &["s"]).unwrap();
        assert_eq!(found.classes, ["0", "1"]);
        assert_eq!((found.actual.as_slice(), found.rows.as_slice()), ([0, 1].as_slice(), [0, 4].as_slice()));
        assert_eq!(found.predictions.labels, [1, 0]);
        assert_eq!(found.predictions.of_class(1), [0.7, 0.2]);
        assert_eq!(found.left_out, 3);
    }

    #[test]
    fn labels_follow_from_probabilities_where_no_column_holds_them() {
        let found = of("y,s\nno,0.5\nyes,0.51\n", None, &["s"]).unwrap();
        assert_eq!(found.predictions.labels, [0, 1]);
        let found = of("y,a,b,c\na,0.2,0.5,0.3\nb,1,0,0\nc,0,0,1\n", None, &["a", "b", "c"]).unwrap();
        assert_eq!(found.predictions.labels, [1, 0, 2]);
    }

    #[test]
    fn a_class_that_is_only_predicted_is_a_class() {
        let found = of("y,p\na,b\na,c\na,a\n", Some("p"), &[]).unwrap();
        assert_eq!((found.classes.len(), found.predictions.probabilities.len()), (3, 0));
    }

    #[test]
    fn one_of_two_known_spellings_tells_the_other_class() {
        assert_eq!(of("y,p\n0,0\n0,0\n", Some("p"), &[]).unwrap().classes, ["0", "1"]);
        let sentence = of("y,p\nham,ham\n", Some("p"), &[]).unwrap_err();
        assert!(sentence.contains("`ham` is the only label"), "{sentence}");
        let both = ["ham".to_owned(), "spam".to_owned()];
        let table = table("y,p\nham,ham\n");
        let found = observed_among(&table.view(), "t.csv", "y", Some("p"), &[], &both).unwrap();
        assert_eq!(found.classes, both);
    }

    #[test]
    fn what_cannot_be_meant_is_a_sentence() {
        for (text, prediction, probabilities, part) in [
            ("y,s\n0,0.3\n1,1.7\n", None, vec!["s"], "column `s` holds 1.7 in row 2"),
            ("y,s\n0,0.3\n1,high\n", None, vec!["s"], "column `s` holds `high` in row 2"),
            ("y,s\n0,0.3\n1,inf\n", None, vec!["s"], "column `s` holds inf in row 2"),
            ("y,s\na,1\nb,1\nc,0\n", None, vec!["s"], "1 probability column does not fit the 3 classes"),
            ("y,s,t\n0,0.3,0.3\n1,0,1\n", None, vec!["s", "t"], "row 1 sum to 0.600"),
            ("y,p\n0,no\n1,yes\n", Some("p"), vec![], "no label of `p` (`no`, `yes`) is one of the target"),
            ("y,p\n0,\n1,\n", Some("p"), vec![], "every cell of the prediction `p` is missing"),
            ("y,p\n0,\n,1\n", Some("p"), vec![], "no row of `t.csv` has a label"),
            ("y,p\n0,1\n", None, vec![], "cannot be evaluated without predictions"),
            ("y,p\n0,1\n", Some("y"), vec![], "name two columns"),
            ("y,p\n0,1\n", Some("q"), vec![], "`t.csv` has no column `q`"),
        ] {
            let sentence = of(text, prediction, &probabilities).unwrap_err();
            assert!(sentence.contains(part), "{sentence}");
        }
    }
}
