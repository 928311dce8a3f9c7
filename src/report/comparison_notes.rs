//! What makes two kept checks hard to compare, in sentences.

use std::collections::BTreeSet;

use serde_json::Value;

use super::compare_checks::{KeptCheck, by_name};
use super::words::labels;
use super::{ReadCheck, ReadSide};
use crate::drift::DatasetSummary;

/// Settings of a policy that change no verdict, or say again what others say.
const NO_MATTER: [&str; 3] = ["tests", "method", "methods"];

/// Columns that a note names at most.
const MOST_NAMES: usize = 3;

/// The notes; none where the two were made the same way.
pub(super) fn notes(earlier: KeptCheck<'_>, later: KeptCheck<'_>) -> Vec<String> {
    let (before, now) = (earlier.check, later.check);
    let order = (later.kept.time_ms < earlier.kept.time_ms).then(|| {
        format!("report {} was made after report {}, not before it", earlier.kept.number, later.kept.number)
    });
    let models = match (&earlier.kept.model, &later.kept.model) {
        (Some(one), Some(other)) if one != other => {
            Some(format!("the one is about the model `{one}`, the other about `{other}`"))
        }
        _ => None,
    };
    let tools = (before.tool_version != now.tool_version).then(|| {
        format!(
            "they were made by evenkeel {} and {}, whose methods may differ",
            before.tool_version, now.tool_version
        )
    });
    let notes = [order, models, references(before, now), policies(before, now), kinds(before, now), tools];
    notes.into_iter().flatten().collect()
}

/// Whether the two were held against the same data.
fn references(before: &ReadCheck, now: &ReadCheck) -> Option<String> {
    let (one, other) = (&before.reference, &now.reference);
    if (one.rows, one.columns) != (other.rows, other.columns) {
        return Some(format!(
            "the references differ: {} before, {} now, so that a change may be one of the reference",
            described(one),
            described(other)
        ));
    }
    let there = by_name(before);
    let changed = now.columns.iter().find(|column| {
        let same_kind = there.get(column.name.as_str()).filter(|earlier| earlier.kind == column.kind);
        match (same_kind.map(|earlier| &earlier.reference), &column.reference) {
            (Some(Some(one)), Some(other)) => !same_values(one, other),
            _ => false,
        }
    })?;
    let names = if one.name == other.name {
        format!("the references are both called `{}`", one.name)
    } else {
        format!("the references `{}` and `{}` are of one size", one.name, other.name)
    };
    Some(format!(
        "{names} and hold other values, as in `{}`, so that a change may be one of the reference",
        changed.name
    ))
}

/// Whether two sides can be of the same cells. Means are left out: their last digit depends on the machine. Of
/// categories those are compared that both list.
fn same_values(one: &ReadSide, other: &ReadSide) -> bool {
    let shape = |side: &ReadSide| (side.n, side.missing, side.infinite, side.distinct);
    let shared = one.counts.iter().filter_map(|(name, count)| Some((count, other.counts.get(name)?)));
    shape(one) == shape(other)
        && (one.min, one.max) == (other.min, other.max)
        && shared.into_iter().all(|(one, other)| one == other)
}

fn described(data: &DatasetSummary) -> String {
    format!("`{}` with {} rows and {} columns", data.name, data.rows, data.columns)
}

/// Settings that differ.
fn policies(before: &ReadCheck, now: &ReadCheck) -> Option<String> {
    let names: BTreeSet<&String> = before.policy.keys().chain(now.policy.keys()).collect();
    let differ = names.into_iter().filter(|name| !NO_MATTER.contains(&name.as_str())).filter_map(|name| {
        let (one, other) = (before.policy.get(name), now.policy.get(name));
        (one != other).then(|| match (one.and_then(plain), other.and_then(plain)) {
            (Some(one), Some(other)) => format!("`{name}` (`{one}` before, `{other}` now)"),
            _ => format!("`{name}`"),
        })
    });
    let differ: Vec<String> = differ.collect();
    (!differ.is_empty()).then(|| {
        format!("the policies differ in {}, so that a change may be one of the policy", differ.join(", "))
    })
}

/// A setting of one word or number.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Columns that were compared as something else.
fn kinds(before: &ReadCheck, now: &ReadCheck) -> Option<String> {
    let there = by_name(before);
    let differ = now.columns.iter().filter_map(|column| {
        let earlier = there.get(column.name.as_str())?;
        (earlier.kind != column.kind).then(|| {
            let (one, other) = (labels::kind(earlier.kind), labels::kind(column.kind));
            format!("`{}` ({one} before, {other} now)", column.name)
        })
    });
    let differ: Vec<String> = differ.collect();
    let named = differ.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    let more = match differ.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    (!differ.is_empty()).then(|| format!("kinds of columns differ: {named}{more}"))
}
