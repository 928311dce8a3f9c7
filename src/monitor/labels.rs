//! Labels that arrive later, in a file of their own: joined to the rows by an identifier or by order.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::MonitorError;
use crate::data::role::{is_named_id, target_rank};
use crate::data::{Cell, CellColumn, CellPlace, RowTable, number_name};
use crate::drift::words::{count, counted};

/// From here on neighbouring whole numbers are the same in binary64: 2⁵³.
const LARGEST_IDENTIFIER: f64 = 9_007_199_254_740_992.0;

/// What of a file of labels matched.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LabelMatch {
    /// Name of the file of labels.
    pub file: String,
    /// Column that joins; `None` where rows were joined by their order.
    pub by: Option<String>,
    /// Column that holds the labels.
    pub target: String,
    /// Rows of data that got a label.
    pub matched: u64,
    /// Rows of data without one.
    pub unlabelled: u64,
    /// Labels that belong to no row of data, or have no identifier.
    pub unused: u64,
    /// Identifiers that occur more than once in the file of labels, always with the same label.
    pub repeated: u64,
    /// Identifiers that occur more than once there with different labels: the last one counts.
    pub contradicting: u64,
    /// Rows of the file of labels whose label is a missing cell: they count as no label.
    pub missing: u64,
}

/// Labels as a column of the data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JoinedLabels {
    /// Named as in the file of labels; a cell for every row of the data, missing where it has no label.
    pub column: CellColumn,
    /// What matched.
    pub report: LabelMatch,
}

/// Joins a file of labels to the rows of `data`, all files one after the other.
///
/// Rows are joined `by` the column of that name in both, else by a column that stands in both and is named
/// like an identifier (of several the one with the most distinct values), else by their order. The labels
/// stand in `target`, else in the column that is named like a target, else in the only one that is named
/// neither like an identifier nor joins.
///
/// Identifiers are compared as numbers where both are numbers (`7` is `7.0`), else as texts without the
/// spaces around them. Every row of data with an identifier gets its label, however often it occurs.
///
/// # Errors
///
/// [`MonitorError::UnknownColumn`], [`MonitorError::LabelRows`], [`MonitorError::WhichLabel`],
/// [`MonitorError::NoLabels`], [`MonitorError::SameColumn`], [`MonitorError::LargeIdentifiers`].
pub fn join_labels(
    data: &[&RowTable],
    labels: &RowTable,
    by: Option<&str>,
    target: Option<&str>,
) -> Result<JoinedLabels, MonitorError> {
    let by = joining(data, labels, by)?;
    let target = label_column(labels, by, target)?;
    let is_label = |row: usize| target.place(row) != CellPlace::Missing;
    let mut report = LabelMatch {
        file: labels.name.clone(),
        by: by.map(str::to_owned),
        target: target.name.clone(),
        missing: (0..labels.rows).filter(|row| !is_label(*row)).count() as u64,
        ..LabelMatch::default()
    };
    let places = match by {
        Some(by) => by_identifier(data, labels, by, target, &mut report)?,
        None => by_order(data, labels)?,
    };
    report.matched = places.iter().flatten().filter(|row| is_label(**row)).count() as u64;
    report.unlabelled = places.len() as u64 - report.matched;
    let cells = places.iter().map(|place| place.map_or(Cell::Missing, |row| target.cell(row)));
    Ok(JoinedLabels { column: CellColumn::from_cells(&target.name, cells), report })
}

impl LabelMatch {
    /// What matched and what did not, in sentences.
    pub fn words(&self) -> String {
        let how = self.by.as_ref().map_or("row order".to_owned(), |by| format!("`{by}`"));
        let rows = self.matched + self.unlabelled;
        let mut words =
            format!("{} of {} got a label by {how}.", count(self.matched), counted(rows, "row", "rows"));
        let mut add = |n: u64, one: &str, many: &str| {
            if n > 0 {
                words.push_str(&format!(" {}.", counted(n, one, many)));
            }
        };
        let label = "label in the file is a missing cell";
        add(self.missing, label, "labels in the file are missing cells");
        add(self.unused, "label belongs to no row", "labels belong to no row");
        let repeated = "occurs more than once, always with the same label";
        add(
            self.repeated,
            &format!("identifier {repeated}"),
            &format!("identifiers {}", repeated.replace("occurs", "occur")),
        );
        let contradicting = "with different labels: the last one counts";
        add(
            self.contradicting,
            &format!("identifier occurs {contradicting}"),
            &format!("identifiers occur {contradicting}"),
        );
        words
    }
}

/// The column by which rows are joined; `None` for their order.
fn joining<'a>(
    data: &[&RowTable],
    labels: &'a RowTable,
    by: Option<&'a str>,
) -> Result<Option<&'a str>, MonitorError> {
    if let Some(by) = by {
        for table in data.iter().copied().chain([labels]) {
            column_of(table, by)?;
        }
        return Ok(Some(by));
    }
    let is_everywhere = |name: &str| data.iter().all(|table| table.column(name).is_some());
    let mut best: Option<(&str, u64)> = None;
    for column in
        labels.columns.iter().filter(|column| is_named_id(&column.name) && is_everywhere(&column.name))
    {
        let distinct = column.facts().distinct();
        if best.is_none_or(|(_, most)| distinct > most) {
            best = Some((&column.name, distinct));
        }
    }
    Ok(best.map(|(name, _)| name))
}

fn label_column<'a>(
    labels: &'a RowTable,
    by: Option<&str>,
    target: Option<&str>,
) -> Result<&'a CellColumn, MonitorError> {
    if let Some(target) = target {
        if by == Some(target) {
            return Err(MonitorError::SameColumn { column: target.to_owned() });
        }
        return column_of(labels, target);
    }
    let others: Vec<&CellColumn> =
        labels.columns.iter().filter(|column| Some(column.name.as_str()) != by).collect();
    let rank = |column: &&&CellColumn| target_rank(&column.name);
    if let Some(named) = others.iter().filter(|column| rank(column).is_some()).min_by_key(rank) {
        return Ok(named);
    }
    let plain: Vec<&CellColumn> =
        others.iter().copied().filter(|column| !is_named_id(&column.name)).collect();
    match (plain.as_slice(), by) {
        ([only], _) => Ok(only),
        (_, Some(by)) if others.is_empty() => {
            Err(MonitorError::NoLabels { file: labels.name.clone(), by: by.to_owned() })
        }
        _ => Err(MonitorError::WhichLabel {
            file: labels.name.clone(),
            there: others.iter().map(|column| column.name.clone()).collect(),
        }),
    }
}

fn column_of<'a>(table: &'a RowTable, name: &str) -> Result<&'a CellColumn, MonitorError> {
    table.column(name).ok_or_else(|| MonitorError::UnknownColumn {
        file: table.name.clone(),
        column: name.to_owned(),
        there: table.columns.iter().map(|column| column.name.clone()).collect(),
    })
}

/// The row of the labels that belongs to each row of data.
fn by_order(data: &[&RowTable], labels: &RowTable) -> Result<Vec<Option<usize>>, MonitorError> {
    let rows: usize = data.iter().map(|table| table.rows).sum();
    if rows == labels.rows {
        return Ok((0..rows).map(Some).collect());
    }
    Err(MonitorError::LabelRows { file: labels.name.clone(), labels: labels.rows as u64, rows: rows as u64 })
}

/// What the file of labels says of one identifier.
#[derive(Default)]
struct Known {
    /// Its last row with a label.
    row: usize,
    /// Its rows with a label.
    rows: u64,
    contradicting: bool,
    used: bool,
}

/// As [`by_order`], and counts what the report tells of identifiers.
fn by_identifier(
    data: &[&RowTable],
    labels: &RowTable,
    by: &str,
    target: &CellColumn,
    report: &mut LabelMatch,
) -> Result<Vec<Option<usize>>, MonitorError> {
    let identifiers = identifiers_of(labels, by)?;
    let mut known: FxHashMap<Cow<'_, str>, Known> = FxHashMap::default();
    for row in (0..labels.rows).filter(|row| target.place(*row) != CellPlace::Missing) {
        let Some(identifier) = identifier(identifiers, row) else {
            report.unused += 1;
            continue;
        };
        let known = known.entry(identifier).or_default();
        known.contradicting |= known.rows > 0 && target.cell(known.row) != target.cell(row);
        known.rows += 1;
        known.row = row;
    }
    let mut places = Vec::with_capacity(data.iter().map(|table| table.rows).sum());
    for table in data {
        let identifiers = identifiers_of(table, by)?;
        for row in 0..table.rows {
            let found = identifier(identifiers, row).and_then(|identifier| known.get_mut(&identifier));
            places.push(found.map(|known| {
                known.used = true;
                known.row
            }));
        }
    }
    for known in known.values() {
        report.unused += if known.used { 0 } else { known.rows };
        report.contradicting += u64::from(known.contradicting);
        report.repeated += u64::from(known.rows > 1 && !known.contradicting);
    }
    Ok(places)
}

fn identifiers_of<'a>(table: &'a RowTable, by: &str) -> Result<&'a CellColumn, MonitorError> {
    let column = column_of(table, by)?;
    if column.numbers().iter().any(|number| number.abs() >= LARGEST_IDENTIFIER) {
        return Err(MonitorError::LargeIdentifiers { file: table.name.clone(), column: by.to_owned() });
    }
    Ok(column)
}

/// A number by its shortest spelling, which is the same for the same number.
fn identifier(column: &CellColumn, row: usize) -> Option<Cow<'_, str>> {
    match column.cell(row) {
        Cell::Missing => None,
        Cell::Number(number) => Some(Cow::Owned(number_name(number))),
        Cell::Text(text) => Some(Cow::Borrowed(text.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader};

    fn table(name: &str, text: &str) -> RowTable {
        let mut reader = RowReader::new(name, &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn join(
        data: &[&str],
        labels: &str,
        by: Option<&str>,
        target: Option<&str>,
    ) -> Result<JoinedLabels, MonitorError> {
        let data: Vec<RowTable> =
            data.iter().enumerate().map(|(at, text)| table(&format!("{at}.csv"), text)).collect();
        join_labels(&data.iter().collect::<Vec<_>>(), &table("labels.csv", labels), by, target)
    }

    fn cells(joined: &JoinedLabels) -> Vec<Cell<'_>> {
        (0..joined.column.len()).map(|row| joined.column.cell(row)).collect()
    }

    const NONE: Cell<'_> = Cell::Missing;
    const YES: Cell<'_> = Cell::Text("yes");
    const NO: Cell<'_> = Cell::Text("no");

    #[test]
    fn rows_of_all_files_get_the_label_of_their_identifier() {
        let data = ["id,x\n7,1\na,2\n8,3\n", "id,x\n,4\n7.0,5\n99,6\n10,7\n"];
        let labels = "id,label,when\n8,no,1\n7.00,yes,1\n a ,yes,2\n5,no,3\n,no,4\n10,,5\n";
        let joined = join(&data, labels, None, None).unwrap();
        assert_eq!(cells(&joined), [YES, YES, NO, NONE, YES, NONE, NONE]);
        let expected = LabelMatch {
            file: "labels.csv".to_owned(),
            by: Some("id".to_owned()),
            target: "label".to_owned(),
            matched: 4,
            unlabelled: 3,
            unused: 2,
            missing: 1,
            ..LabelMatch::default()
        };
        assert_eq!(joined.report, expected);
        assert_eq!(
            joined.report.words(),
            "4 of 7 rows got a label by `id`. 1 label in the file is a missing cell. 2 labels belong to no row."
        );
    }

    #[test]
    fn of_several_labels_the_last_counts() {
        let labels = "id,y\n1,yes\n1,yes\n2,yes\n2,no\n3,no\n3,yes\n3,yes\n4,no\n4,\n";
        let joined = join(&["id\n1\n2\n3\n4\n"], labels, None, None).unwrap();
        assert_eq!(cells(&joined), [YES, NO, YES, NO]);
        let report = &joined.report;
        assert_eq!((report.repeated, report.contradicting, report.missing, report.unused), (1, 2, 1, 0));
        assert_eq!(
            report.words(),
            "4 of 4 rows got a label by `id`. 1 label in the file is a missing cell. 1 identifier occurs more than once, \
             always with the same label. 2 identifiers occur with different labels: the last one counts."
        );
    }

    #[test]
    fn without_a_common_identifier_the_order_counts() {
        let joined =
            join(&["x,y\n1,2\n2,3\n", "x,y\n3,4\n"], "id,late\n5,no\n6,\n7,yes\n", None, None).unwrap();
        assert_eq!((joined.column.name.as_str(), cells(&joined)), ("late", vec![NO, NONE, YES]));
        assert_eq!(
            joined.report.words(),
            "2 of 3 rows got a label by row order. 1 label in the file is a missing cell."
        );
        assert_eq!((joined.report.by, joined.report.missing), (None, 1));
    }

    #[test]
    fn of_several_columns_the_one_that_tells_rows_apart_joins() {
        let data = ["customer_id,order_id\n1,11\n1,12\n2,13\n"];
        let labels = "customer_id,order_id,y\n1,12,no\n1,11,yes\n2,13,no\n";
        let joined = join(&data, labels, None, None).unwrap();
        assert_eq!((joined.report.by.as_deref(), cells(&joined)), (Some("order_id"), vec![YES, NO, NO]));
        let joined = join(&data, labels, Some("customer_id"), None).unwrap();
        assert_eq!((cells(&joined), joined.report.contradicting), (vec![YES, YES, NO], 1));
    }

    #[test]
    fn the_label_is_the_column_that_is_named_like_one() {
        let data = ["id\n1\n"];
        for (labels, target) in
            [("id,default,y,z\n1,0,1,2\n", "y"), ("id,late\n1,0\n", "late"), ("z,id\n1,1\n", "z")]
        {
            assert_eq!(join(&data, labels, None, None).unwrap().report.target, target);
        }
        let chosen = join(&data, "id,default,y,z\n1,0,1,2\n", None, Some("z")).unwrap();
        assert_eq!((chosen.report.target.as_str(), cells(&chosen)), ("z", vec![Cell::Number(2.0)]));
    }

    #[test]
    fn what_cannot_be_joined_is_a_sentence() {
        let data = ["id,x\n1,2\n2,3\n"];
        for (labels, by, target, part) in [
            ("late\nno\n", None, None, "`labels.csv` has 1 row and the data 2, so labels cannot"),
            ("id,a,b\n1,2,3\n", None, None, "which column holds the labels: name one of `a`, `b`"),
            ("id,late\n1,2\n", Some("x"), None, "`labels.csv` has no column `x`: choose one of `id`, `late`"),
            ("late\n1\n", Some("late"), None, "`0.csv` has no column `late`"),
            ("id,late\n1,2\n", None, Some("y"), "`labels.csv` has no column `y`"),
            ("id,late\n1,2\n", None, Some("id"), "`id` is named as identifier and as label"),
            ("id\n1\n", None, None, "`labels.csv` has no column of labels beside `id`"),
            (
                "id,y\n9007199254740993,1\n",
                None,
                None,
                "the identifiers in `id` of `labels.csv` are numbers of 16",
            ),
        ] {
            let sentence = join(&data, labels, by, target).unwrap_err().to_string();
            assert!(sentence.contains(part), "{sentence}");
        }
    }
}
