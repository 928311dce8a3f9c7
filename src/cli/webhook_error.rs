//! Why a payload did not reach a webhook, in sentences that show scheme and host of the address and
//! nothing else of it: what libraries and servers say is not passed on.

use thiserror::Error;

/// Why nothing was posted. `url` is what [`WebhookUrl`](super::WebhookUrl) shows of itself.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WebhookError {
    /// The address cannot be used.
    #[error("the webhook's address cannot be used: {reason}")]
    Address {
        /// What is wrong, and what is right.
        reason: &'static str,
    },
    /// Plain http to another machine.
    #[error(
        "{url} is plain http, which anyone between can read: use https, or --webhook-allow-http in a network that you trust"
    )]
    PlainHttp {
        /// The address, shortened.
        url: String,
    },
    /// No connection, or it broke.
    #[error("{url} could not be reached{}: {reason}", tries(*attempts))]
    Unreachable {
        /// The address, shortened.
        url: String,
        /// How often it was tried.
        attempts: u32,
        /// Words for the kind of failure.
        reason: String,
    },
    /// No answer in time.
    #[error(
        "{url} gave no answer within {seconds} s: the message may have arrived or not; it was not sent again"
    )]
    TimedOut {
        /// The address, shortened.
        url: String,
        /// The time allowed.
        seconds: String,
    },
    /// An answer that is no success.
    #[error("{url} answered {status}{}: {advice}", tries(*attempts))]
    Refused {
        /// The address, shortened.
        url: String,
        /// HTTP status.
        status: u16,
        /// How often it was tried.
        attempts: u32,
        /// What it means, and what to do.
        advice: &'static str,
    },
    /// The server asks to wait longer than is worth waiting for.
    #[error("{url} answered {status} and asks to wait {seconds} s: nothing was posted; send again later")]
    AskedToWait {
        /// The address, shortened.
        url: String,
        /// HTTP status.
        status: u16,
        /// How long.
        seconds: u64,
    },
    /// The server is not who it says, or the answer is no HTTP.
    #[error("{url} could not be posted to: {reason}")]
    Protocol {
        /// The address, shortened.
        url: String,
        /// Words for the kind of failure.
        reason: &'static str,
    },
}

fn tries(attempts: u32) -> String {
    if attempts > 1 { format!(" in {attempts} attempts") } else { String::new() }
}
