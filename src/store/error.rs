//! Why what is kept could not be read or changed: the browser's database, a folder, a zip file.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Errors of the [`store`](crate::store) room. The page goes on without what it would have kept.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum StoreError {
    /// There is no database, as in some private windows.
    #[error(
        "this browser keeps no data for the page, as in a private window: download what you want to keep"
    )]
    Unavailable,
    /// Another tab holds an earlier version of the database open.
    #[error("another tab holds an earlier version of the page open: close it and reload this one")]
    Blocked,
    /// The database is of a later version of the page.
    #[error("what was kept is of a later version of the page: reload the page")]
    Newer,
    /// There is no room left.
    #[error(
        "the browser gives the page no more room: export and clear the prediction log, or remove models and runs"
    )]
    Full,
    /// A record is not as this version writes it.
    #[error("a record of {store} has no usable field {field}: clear the data of this site in the browser")]
    Unreadable {
        /// Which object store.
        store: String,
        /// Which field.
        field: String,
    },
    /// Another tab or program changed the workspace meanwhile.
    #[error("the workspace was changed elsewhere meanwhile: look at what it is now, and do it again")]
    Conflict,
    /// A workspace of a later version of the tool.
    #[error(
        "the workspace is of format {found}, and this version of evenkeel reads up to {known}: use a newer one"
    )]
    NewerWorkspace {
        /// Version that was found.
        found: u64,
        /// The newest that is known.
        known: u64,
    },
    /// Something of a workspace is not as it was written.
    #[error("{what} cannot be read ({reason}): take the workspace from a copy or an exported zip file")]
    Damaged {
        /// What, such as `` the record `runs/1` ``.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no room left on the disk.
    #[error(
        "the disk has no room for the workspace {folder}: free some and do it again, nothing was changed"
    )]
    DiskFull {
        /// The folder.
        folder: String,
    },
    /// Another program is at work on the folder.
    #[error(
        "another program has been at work on the workspace {folder} for {seconds} seconds: wait until it ends"
    )]
    Locked {
        /// The folder.
        folder: String,
        /// How long was waited.
        seconds: u64,
    },
    /// The folder holds something else.
    #[error(
        "{folder} is no workspace: it holds `{found}` and no `workspace.json`; name an empty folder, or one that is to be made"
    )]
    NotAWorkspace {
        /// The folder.
        folder: String,
        /// Something in it.
        found: String,
    },
    /// A file or folder of the workspace cannot be read or written.
    #[error("{path}: {reason}")]
    Io {
        /// Where.
        path: String,
        /// As the system words it.
        reason: String,
    },
    /// A zip file cannot be taken in or written.
    #[error("{file}: {reason}")]
    Archive {
        /// Name of the file.
        file: String,
        /// Why, and the way out.
        reason: String,
    },
    /// Anything else.
    #[error("the browser's database said {reason}: reload the page")]
    Failed {
        /// What the browser says.
        reason: String,
    },
}

impl StoreError {
    /// The error behind the name of a browser's exception.
    pub fn of_exception(name: &str, message: &str) -> Self {
        match name {
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Newer,
            "SecurityError" | "InvalidAccessError" | "NotSupportedError" => Self::Unavailable,
            "" if message.is_empty() => Self::Failed { reason: "nothing".to_owned() },
            _ => Self::Failed { reason: format!("{name} {message}").trim().to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_become_what_the_user_can_act_on() {
        assert_eq!(StoreError::of_exception("QuotaExceededError", "x"), StoreError::Full);
        assert_eq!(StoreError::of_exception("VersionError", ""), StoreError::Newer);
        let other = StoreError::of_exception("UnknownError", "disk");
        assert_eq!(other.to_string(), "the browser's database said UnknownError disk: reload the page");
    }
}
