//! The journal of a workspace's folder: a change that is decided, until all its files are written.
//!
//! A text of two lines: the digest of the second, and JSON with the new revision and every record. A
//! journal is written under another name and put in its place when it is on the disk; the digest tells
//! one that is whole from one that a failing disk left.

use serde::{Deserialize, Serialize};

use super::{StoreError, record_json};
use crate::lifecycle::{Change, Head, KeyedRecord, digest};

/// A change as it will be in the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Version of the head.
    pub(super) format_version: u32,
    /// Revision that the workspace is at after it.
    pub(super) revision: u64,
    /// [`Head::last_report`] after it; journals of version 1 do not say.
    #[serde(default)]
    pub(super) last_report: u64,
    /// Keys and the texts that lie there from now on; `None` is taken away.
    pub(super) records: Vec<(String, Option<String>)>,
}

impl Journal {
    /// The journal of a change to a workspace with this head.
    pub(super) fn of(change: &Change, head: &Head) -> Self {
        let text = |keyed: &KeyedRecord| {
            let text = keyed.record.as_ref().map(record_json::encode);
            (keyed.key.clone(), text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
        };
        let Head { format_version, revision, last_report } = head.after(change);
        Self { format_version, revision, last_report, records: change.records.iter().map(text).collect() }
    }

    pub(super) fn head(&self) -> Head {
        Head { format_version: self.format_version, revision: self.revision, last_report: self.last_report }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        // A plain struct always serialises.
        let body = serde_json::to_string(self).unwrap_or_default();
        format!("{}\n{body}\n", digest(body.as_bytes())).into_bytes()
    }

    /// A journal, or `None` for one that is not whole.
    ///
    /// # Errors
    ///
    /// [`StoreError::NewerWorkspace`] for one of a later version.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Self>, StoreError> {
        let whole = || {
            let (seal, body) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
            let body = body.strip_suffix('\n')?;
            (digest(body.as_bytes()) == seal).then_some(body)
        };
        let Some(body) = whole() else { return Ok(None) };
        let known = Head::default().format_version;
        #[derive(Deserialize)]
        struct Version {
            format_version: u32,
        }
        let damaged = |error: serde_json::Error| StoreError::Damaged {
            what: "the workspace's journal".to_owned(),
            reason: error.to_string(),
        };
        let Version { format_version } = serde_json::from_str(body).map_err(damaged)?;
        if format_version > known {
            return Err(StoreError::NewerWorkspace { found: format_version.into(), known: known.into() });
        }
        serde_json::from_str(body).map(Some).map_err(damaged)
    }
}
