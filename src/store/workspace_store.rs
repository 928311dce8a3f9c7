//! The one way to a workspace that is kept: a folder natively, the browser's database in the page's
//! workers.

use super::StoreError;
use crate::lifecycle::{Change, Workspace};

/// Keeps a workspace. Every change is kept whole or not at all, whenever the program is killed.
///
/// Artifacts lie under the digest of their bytes, and are never changed.
#[expect(async_fn_in_trait, reason = "used by this crate only, on one thread")]
pub trait WorkspaceStore {
    /// All but the artifacts.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where it cannot be read, or is of a later version.
    async fn load(&self) -> Result<Workspace, StoreError>;

    /// The bytes of an artifact; `None` where there is none of this digest.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where it cannot be read, or its bytes are not those of its digest.
    async fn artifact(&self, digest: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a change and the artifacts that are new with it, in the order of
    /// [`new_artifacts`](Change::new_artifacts).
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] where another change came first: load, plan again, commit again.
    /// [`StoreError::Full`] where there is no room. What was kept before is then as it was.
    async fn commit(&self, change: &Change, artifacts: &[Vec<u8>]) -> Result<(), StoreError>;
}
