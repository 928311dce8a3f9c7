//! Which rows of a training set a champion may have learned from.

use super::training::{held_out, parts_by_content};
use crate::data::RowTable;
use crate::lifecycle::{RowOrigin, Standing, TrainingSet};
use crate::model::SplitBy;
use crate::monitor::CurrentRows;
use crate::report::{AnyModel, ModelFile};

/// What a champion knows of each row of a training set.
///
/// - One trained with a split by content has the same part for the same row in every training: each side is
///   divided again by its settings, over the columns that it was trained on. One trained on the reference alone
///   has seen nothing of current data.
/// - One trained otherwise on this very reference kept rows of it out, which are found again.
/// - Of any other it cannot be told what it learned from: only rows of current data are held out.
///
/// `notes` hears what is to be known.
pub(super) fn standings(
    champion: &AnyModel,
    reference: &RowTable,
    current: &CurrentRows,
    set: &TrainingSet,
    notes: &mut Vec<String>,
) -> Vec<Standing> {
    let unseen = |rows: usize| vec![Standing::Unseen; rows];
    let (before, now) = match champion {
        AnyModel::Ours(file) if matches!(file.model.settings.split.by, SplitBy::Content { .. }) => {
            let before = of_content(file, reference);
            let alone = file.training.data == reference.name;
            (before, if alone { unseen(current.table.rows) } else { of_content(file, &current.table) })
        }
        AnyModel::Ours(file) => match held_out(file, reference) {
            Some(rows) => {
                let mut before = vec![Standing::Learned; reference.rows];
                for row in rows {
                    if let Some(standing) = before.get_mut(row as usize) {
                        *standing = Standing::Unseen;
                    }
                }
                (before, unseen(current.table.rows))
            }
            None => (Vec::new(), unseen(current.table.rows)),
        },
        AnyModel::Onnx(_) => (Vec::new(), unseen(current.table.rows)),
    };
    if before.is_empty() && set.origins.iter().any(|origin| matches!(origin, RowOrigin::Reference { .. })) {
        notes.push(
            "It cannot be told which rows of the reference the champion learned from: only rows of current data \
             are held against it."
                .to_owned(),
        );
    }
    let of = |origin: &RowOrigin| {
        let (standings, row) = match origin {
            RowOrigin::Reference { row } => (&before, row),
            RowOrigin::Current { row, .. } => (&now, row),
        };
        standings.get(*row as usize).copied().unwrap_or(Standing::Learned)
    };
    set.origins.iter().map(of).collect()
}

/// One a row of the table; learned where that cannot be told.
fn of_content(file: &ModelFile, table: &RowTable) -> Vec<Standing> {
    let mut standings = vec![Standing::Learned; table.rows];
    let Some(parts) = parts_by_content(file, table) else { return standings };
    for (rows, standing) in [(parts.validation, Standing::Validated), (parts.test, Standing::Unseen)] {
        for row in rows {
            if let Some(known) = standings.get_mut(row as usize) {
                *known = standing;
            }
        }
    }
    standings
}
