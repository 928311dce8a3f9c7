//! What there is to judge: which data, by what policy.

use std::collections::HashSet;

use super::state::{Dataset, Job};
use crate::drift::Policy;
use crate::worker::protocol::Slot;

/// What the judge has to do; a new value means a new comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Revision of the reference.
    pub reference: u32,
    /// Which current data.
    pub slot: Slot,
    /// Its revision.
    pub current: u32,
    /// By what.
    pub policy: Policy,
}

impl Question {
    /// Whether another question is about the same data, whatever its policy.
    pub fn same_data(&self, other: &Self) -> bool {
        (self.reference, self.slot, self.current) == (other.reference, other.slot, other.current)
    }
}

/// The current data set that is judged: the chosen one, else the first.
pub(super) fn current_of(all: &[Dataset], chosen: Option<Slot>) -> Option<Slot> {
    let mut currents = all.iter().map(|set| set.slot).filter(|slot| *slot != Slot::Reference);
    let first = currents.clone().next();
    currents.find(|slot| Some(*slot) == chosen).or(first)
}

/// What is to be judged, when both sides are there.
pub(super) fn question_of(all: &[Dataset], current: Option<Slot>, policy: &Policy) -> Option<Question> {
    let ready = |slot: Slot| all.iter().find(|set| set.slot == slot && set.job == Job::Done);
    let slot = current?;
    Some(Question {
        reference: ready(Slot::Reference)?.revision,
        slot,
        current: ready(slot)?.revision,
        policy: known_columns(all, slot, policy),
    })
}

/// The policy without what it says of columns that neither side has: a policy stays while files come
/// and go.
fn known_columns(all: &[Dataset], slot: Slot, policy: &Policy) -> Policy {
    let mut known = policy.clone();
    if policy.kinds.is_empty() && policy.roles.is_empty() && policy.column_rules.is_empty() {
        return known;
    }
    let names: HashSet<&str> = all
        .iter()
        .filter(|set| set.slot == slot || set.slot == Slot::Reference)
        .filter_map(|set| set.table.as_ref())
        .flat_map(|table| table.columns.iter().map(|column| column.name.as_str()))
        .collect();
    known.kinds.retain(|name, _| names.contains(name.as_str()));
    known.roles.retain(|name, _| names.contains(name.as_str()));
    known.column_rules.retain(|name, _| names.contains(name.as_str()));
    known
}
