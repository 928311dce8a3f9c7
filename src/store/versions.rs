//! The versions of the database, and how to get from each to the next.

/// Name of the database.
pub const NAME: &str = "evenkeel";

/// The version that this page reads and writes.
pub const VERSION: u32 = 3;

/// One change of the database's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A new object store whose records carry their key as `id`, given by the database.
    CreateStore {
        /// Its name.
        name: &'static str,
    },
    /// A new object store whose keys are given beside the values.
    CreateKeyedStore {
        /// Its name.
        name: &'static str,
    },
}

/// Object store of the workspace's head and records, as JSON under their keys.
pub const WORKSPACE_STORE: &str = "workspace";

/// Object store of the workspace's artifacts, under their digests.
pub const ARTIFACT_STORE: &str = "artifacts";

/// What each version changed, the first first. A version that was published is never edited.
const CHANGES: [&[Step]; VERSION as usize] = [
    &[Step::CreateStore { name: "predictions" }, Step::CreateStore { name: "models" }],
    &[Step::CreateStore { name: "alert_states" }, Step::CreateStore { name: "monitor_policies" }],
    &[Step::CreateKeyedStore { name: WORKSPACE_STORE }, Step::CreateKeyedStore { name: ARTIFACT_STORE }],
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
        let name = |step: Step| match step {
            Step::CreateStore { name } | Step::CreateKeyedStore { name } => name,
        };
        steps(from, to).into_iter().map(name).collect()
    }

    const FIRST: [&str; 2] = [PredictionBatch::STORE, StoredModel::STORE];
    const SECOND: [&str; 2] = [StoredAlertState::STORE, StoredMonitorPolicy::STORE];
    const THIRD: [&str; 2] = ["workspace", "artifacts"];

    #[test]
    fn a_new_database_has_a_store_for_every_record() {
        assert_eq!(made(0, VERSION), [FIRST, SECOND, THIRD].concat());
    }

    #[test]
    fn a_database_of_an_earlier_version_gets_what_is_new_and_keeps_the_rest() {
        assert_eq!(made(0, 1), FIRST);
        assert_eq!(made(1, VERSION), [SECOND, THIRD].concat());
        assert_eq!(made(2, VERSION), THIRD);
    }

    #[test]
    fn the_present_version_and_later_ones_need_no_step() {
        assert!(steps(VERSION, VERSION).is_empty());
        assert!(steps(VERSION + 7, VERSION).is_empty());
    }
}
