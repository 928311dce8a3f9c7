//! The versions of the database, and how to get from each to the next.

/// Name of the database.
pub const NAME: &str = "evenkeel";

/// The version that this page reads and writes.
pub const VERSION: u32 = 2;

/// One change of the database's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A new object store whose records carry their key as `id`, given by the database.
    CreateStore {
        /// Its name.
        name: &'static str,
    },
}

/// What each version changed, the first first. A version that was published is never edited.
const CHANGES: [&[Step]; VERSION as usize] = [
    &[Step::CreateStore { name: "predictions" }, Step::CreateStore { name: "models" }],
    &[Step::CreateStore { name: "alert_states" }, Step::CreateStore { name: "monitor_policies" }],
];

/// The steps from a version to another, at most [`VERSION`]; 0 is no database. Empty for a later
/// version, which the browser refuses to open.
pub fn steps(from: u32, to: u32) -> Vec<Step> {
    let changes = CHANGES.iter().take(to as usize).skip(from as usize);
    changes.flat_map(|changes| changes.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{PredictionBatch, Record, StoredAlertState, StoredModel, StoredMonitorPolicy};

    fn made(from: u32, to: u32) -> Vec<&'static str> {
        steps(from, to).iter().map(|Step::CreateStore { name }| *name).collect()
    }

    #[test]
    fn a_new_database_has_a_store_for_every_record() {
        let first = [PredictionBatch::STORE, StoredModel::STORE];
        let second = [StoredAlertState::STORE, StoredMonitorPolicy::STORE];
        assert_eq!(made(0, VERSION), [first, second].concat());
    }

    #[test]
    fn a_database_of_an_earlier_version_gets_what_is_new_and_keeps_the_rest() {
        assert_eq!(made(0, 1), [PredictionBatch::STORE, StoredModel::STORE]);
        assert_eq!(made(1, VERSION), [StoredAlertState::STORE, StoredMonitorPolicy::STORE]);
    }

    #[test]
    fn the_present_version_and_later_ones_need_no_step() {
        assert!(steps(VERSION, VERSION).is_empty());
        assert!(steps(VERSION + 7, VERSION).is_empty());
    }
}
