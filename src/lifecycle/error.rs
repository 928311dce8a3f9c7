//! Why something of the loop could not be done.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::ModelError;
use crate::stream::StreamError;

/// Errors of the [`lifecycle`](crate::lifecycle) room.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum LifecycleError {
    /// There is nothing of that name.
    #[error("there is no {what} `{name}`; there {}", listed(.there))]
    Unknown {
        /// What was looked for, such as `registered model`.
        what: String,
        /// The name.
        name: String,
        /// What there is.
        there: Vec<String>,
    },
    /// There is no such run; they are many, so that none are listed.
    #[error("there is no run `{run}`")]
    UnknownRun {
        /// Its identifier.
        run: String,
    },
    /// A name that cannot be used.
    #[error("`{name}` cannot be the name of a {what}: {allowed}")]
    Name {
        /// What is named.
        what: String,
        /// The name.
        name: String,
        /// What can.
        allowed: String,
    },
    /// The name is taken.
    #[error("there is a {what} `{name}` already: choose another name")]
    Taken {
        /// What is named.
        what: String,
        /// The name.
        name: String,
    },
    /// What is still needed cannot be deleted.
    #[error("{what} cannot be deleted, since {reason}")]
    InUse {
        /// What.
        what: String,
        /// Why.
        reason: String,
    },
    /// A setting of the policy is out of its range.
    #[error("`{name}` is {value}, allowed is {allowed}")]
    Setting {
        /// The setting.
        name: String,
        /// Its value.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// There is no model to begin with.
    #[error("`{model}` has no champion yet: promote a version of it, or train the first")]
    NoChampion {
        /// The registered model.
        model: String,
    },
    /// There is no champion to go back to.
    #[error("`{model}` has had no other champion that is still there: name the version to go back to")]
    NoEarlierChampion {
        /// The registered model.
        model: String,
    },
    /// It is so already.
    #[error("{what} already: there is nothing to change")]
    Already {
        /// What, such as `` version 3 of `loan` is the champion ``.
        what: String,
    },
    /// What the gate rejected gets no alias with its registration.
    #[error(
        "this version of `{model}` was rejected by the gate: register it without an alias, and promote it by hand if it is wanted"
    )]
    Rejected {
        /// The registered model.
        model: String,
    },
    /// What comes from elsewhere contradicts itself.
    #[error("{what} does not hold together: {reason}")]
    Inconsistent {
        /// What, such as `` `loan` ``.
        what: String,
        /// Why.
        reason: String,
    },
    /// The rows do not allow what was asked for.
    #[error("{0}")]
    Rows(String),
    /// A model does not fit the rows, or cannot learn from them.
    #[error("{0}")]
    Model(#[from] ModelError),
    /// A detector or a moving average is set in a way that cannot be.
    #[error("{0}")]
    Stream(#[from] StreamError),
    /// A record of another version of the tool.
    #[error(
        "the workspace is of format {found}, and this version of evenkeel reads up to {known}: use a newer one"
    )]
    Newer {
        /// What was found.
        found: u32,
        /// What is known.
        known: u32,
    },
}

fn listed(there: &[String]) -> String {
    match there {
        [] => "are none".to_owned(),
        [one] => format!("is `{one}`"),
        many => format!("are {}", many.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    }
}
