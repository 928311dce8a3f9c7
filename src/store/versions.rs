//! The versions of the database, and how to get from each to the next.

/// Name of the database.
pub const NAME: &str = "evenkeel";

/// The version that this page reads and writes.
pub const VERSION: u32 = 1;

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
const CHANGES: [&[Step]; VERSION as usize] =
    [&[Step::CreateStore { name: "predictions" }, Step::CreateStore { name: "models" }]];

/// The steps from a version to [`VERSION`]; 0 is no database. Empty for a later version, which the
/// browser refuses to open.
pub fn steps(from: u32) -> Vec<Step> {
    CHANGES.iter().skip(from as usize).flat_map(|changes| changes.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{PredictionBatch, Record, StoredModel};

    #[test]
    fn a_new_database_has_a_store_for_every_record() {
        let made: Vec<&str> = steps(0).iter().map(|Step::CreateStore { name }| *name).collect();
        assert_eq!(made, [PredictionBatch::STORE, StoredModel::STORE]);
    }

    #[test]
    fn the_present_version_and_later_ones_need_no_step() {
        assert!(steps(VERSION).is_empty());
        assert!(steps(VERSION + 7).is_empty());
    }
}
