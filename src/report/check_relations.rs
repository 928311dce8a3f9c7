//! What whole rows tell, as it stands in the JSON report.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::drift::{Condition, Considered, CorrelationChange, Pick, Relations, RepeatedRows};

/// Repeated rows, correlations and segments.
#[derive(Serialize)]
pub(super) struct RelationsView<'a> {
    reference_rows: u64,
    current_rows: u64,
    repeated_rows: RepeatedRows,
    correlations: &'a [CorrelationChange],
    correlated: Considered,
    segments: Vec<SegmentView>,
    segmented: Considered,
}

#[derive(Serialize)]
struct SegmentView {
    conditions: Vec<Value>,
    reference: f64,
    current: f64,
    p_adjusted: f64,
}

impl<'a> RelationsView<'a> {
    pub(super) fn of(relations: &'a Relations) -> Self {
        let segments = relations.segments.iter().map(|segment| SegmentView {
            conditions: segment.conditions.iter().map(condition).collect(),
            reference: segment.reference,
            current: segment.current,
            p_adjusted: segment.p_adjusted,
        });
        Self {
            reference_rows: relations.reference_rows,
            current_rows: relations.current_rows,
            repeated_rows: relations.repeated,
            correlations: &relations.correlations,
            correlated: relations.correlated,
            segments: segments.collect(),
            segmented: relations.segmented,
        }
    }
}

/// `column`, and one of `range` (an open end is null), `category`, `missing`.
fn condition(condition: &Condition) -> Value {
    let mut entry = Map::new();
    entry.insert("column".to_owned(), condition.column.as_str().into());
    match &condition.pick {
        Pick::Range { from, to, closed } => {
            let mut range = Map::new();
            range.insert("from".to_owned(), (*from).into());
            range.insert("to".to_owned(), (*to).into());
            range.insert("closed".to_owned(), (*closed).into());
            entry.insert("range".to_owned(), range.into());
        }
        Pick::Category(name) => drop(entry.insert("category".to_owned(), name.as_str().into())),
        Pick::Missing => drop(entry.insert("missing".to_owned(), true.into())),
    }
    Value::Object(entry)
}
