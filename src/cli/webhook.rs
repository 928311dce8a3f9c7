//! Posting a payload to a webhook, with a time-out, again after failures that may pass, and without a
//! word of its secret address.

use std::io::ErrorKind;
use std::time::{Duration, SystemTime};

use ureq::http::header::{CONTENT_TYPE, RETRY_AFTER};
use ureq::{Agent, Error, Timeout};

use super::retry_after::retry_after;
use super::{WebhookError, WebhookUrl};
use crate::chart::significant;

/// How long to wait, and how often to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostSettings {
    /// For the name and the connection, of one attempt.
    pub connect_timeout: Duration,
    /// For one attempt as a whole.
    pub timeout: Duration,
    /// Attempts, the first included.
    pub attempts: u32,
    /// Wait before the second attempt; each further wait is twice as long.
    pub first_wait: Duration,
    /// The longest wait that a server may ask for.
    pub most_wait: Duration,
}

impl Default for PostSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
            attempts: 3,
            first_wait: Duration::from_secs(1),
            most_wait: Duration::from_secs(60),
        }
    }
}

/// A payload that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// HTTP status: 200 to 299.
    pub status: u16,
    /// How often it was tried.
    pub attempts: u32,
}

/// Clock and sleep between attempts, so that tests take no time.
pub trait Pause {
    /// The time, for a server that names a date.
    fn now(&self) -> SystemTime;
    /// Waits.
    fn sleep(&self, wait: Duration);
}

/// The system's clock and sleep.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemPause;

impl Pause for SystemPause {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, wait: Duration) {
        std::thread::sleep(wait);
    }
}

/// Posts JSON.
///
/// # Errors
///
/// [`WebhookError`] where it did not arrive, or did not surely.
pub fn post(url: &WebhookUrl, payload: &str, settings: &PostSettings) -> Result<Posted, WebhookError> {
    post_with(url, payload, settings, &SystemPause)
}

/// The same with another clock.
///
/// Tried again: a connection that fails, 429 and 5xx. Not tried again: a time-out after the connection
/// stood, since the message may have arrived; any other answer. No redirect is followed.
///
/// # Errors
///
/// As [`post`].
pub fn post_with(
    url: &WebhookUrl,
    payload: &str,
    settings: &PostSettings,
    pause: &dyn Pause,
) -> Result<Posted, WebhookError> {
    let agent = agent(url, settings);
    let mut attempts = 1;
    let mut back_off = settings.first_wait;
    loop {
        let (failure, asked) = match attempt(&agent, url, payload, settings, pause, attempts) {
            Answer::Arrived(status) => return Ok(Posted { status, attempts }),
            Answer::Final(error) => return Err(error),
            Answer::Passing(error, asked) => (error, asked),
        };
        if attempts >= settings.attempts {
            return Err(failure);
        }
        if let (Some(wait), WebhookError::Refused { status, .. }) = (asked, &failure)
            && wait > settings.most_wait
        {
            let (url, status, seconds) = (url.to_string(), *status, wait.as_secs());
            return Err(WebhookError::AskedToWait { url, status, seconds });
        }
        pause.sleep(asked.unwrap_or(back_off.min(settings.most_wait)));
        back_off = back_off.saturating_mul(2);
        attempts += 1;
    }
}

fn agent(url: &WebhookUrl, settings: &PostSettings) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_connect(Some(settings.connect_timeout))
        .timeout_global(Some(settings.timeout))
        .user_agent(concat!("evenkeel/", env!("CARGO_PKG_VERSION")));
    // A proxy of the environment is for other machines, and would be shown the address.
    let config = if url.is_loopback() { config.proxy(None) } else { config };
    config.build().into()
}

/// How an attempt ended.
enum Answer {
    Arrived(u16),
    /// May pass; with how long the server asks to wait.
    Passing(WebhookError, Option<Duration>),
    Final(WebhookError),
}

fn attempt(
    agent: &Agent,
    url: &WebhookUrl,
    payload: &str,
    settings: &PostSettings,
    pause: &dyn Pause,
    attempts: u32,
) -> Answer {
    let request = agent.post(url.secret()).header(CONTENT_TYPE, "application/json");
    // The body of the answer is not read: it may repeat the address.
    let response = match request.send(payload) {
        Ok(response) => response,
        Err(error) => return failure(&error, url, settings, attempts),
    };
    let status = response.status().as_u16();
    let refused = WebhookError::Refused { url: url.to_string(), status, attempts, advice: advice(status) };
    match status {
        200..=299 => Answer::Arrived(status),
        429 | 500..=599 => {
            let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            Answer::Passing(refused, header.and_then(|value| retry_after(value, pause.now())))
        }
        _ => Answer::Final(refused),
    }
}

/// Words for a failure by its kind; the library's own may hold the address.
fn failure(error: &Error, url: &WebhookUrl, settings: &PostSettings, attempts: u32) -> Answer {
    let unreachable = |reason: String| {
        Answer::Passing(WebhookError::Unreachable { url: url.to_string(), attempts, reason }, None)
    };
    let protocol = |reason| Answer::Final(WebhookError::Protocol { url: url.to_string(), reason });
    let seconds = |limit: Duration| significant(limit.as_secs_f64());
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            unreachable(format!("no connection within {} s", seconds(settings.connect_timeout)))
        }
        Error::Timeout(_) => {
            Answer::Final(WebhookError::TimedOut { url: url.to_string(), seconds: seconds(settings.timeout) })
        }
        Error::HostNotFound => unreachable("its name is not known; check the address".to_owned()),
        Error::ConnectionFailed => unreachable("no connection".to_owned()),
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) => protocol(UNTRUSTED),
        // What rustls finds wrong with a server comes as this kind.
        Error::Io(error) if error.kind() == ErrorKind::InvalidData => protocol(UNTRUSTED),
        Error::Io(error) => unreachable(broken(error.kind())),
        Error::InvalidProxyUrl => protocol("the proxy that HTTPS_PROXY names cannot be used"),
        _ => protocol("the answer is not HTTP as it should be; check that the address is a webhook's"),
    }
}

const UNTRUSTED: &str =
    "it offers no encryption that can be trusted; its certificate has to be of a public authority";

/// The kind's words, which are fixed, where they say something. A name that is not known has no kind.
fn broken(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::ConnectionRefused
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => kind.to_string(),
        _ => "no connection; check the name of the host, and the network".to_owned(),
    }
}

fn advice(status: u16) -> &'static str {
    match status {
        300..=399 => "it redirects, which is not followed; give the address that it leads to",
        400 | 415 | 422 => "it does not understand the payload; try the other --webhook-format",
        401 | 403 => "it does not allow this; check the address, or make a new webhook",
        404 | 410 => "there is no such webhook; copy the address whole, or make a new one",
        413 => "the payload is too large for it",
        429 => "too many messages; send fewer, or later",
        500..=599 => "it has a problem of its own; try later",
        _ => "it did not take the payload; check that the address is a webhook's",
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn what_the_library_says_is_not_passed_on() {
        let address = "https://hooks.slack.com/services/T0PSECRET";
        let url = WebhookUrl::parse(address, false).unwrap();
        let of = |error: Error| match failure(&error, &url, &PostSettings::default(), 3) {
            Answer::Final(error) => (false, error.to_string()),
            Answer::Passing(error, _) => (true, error.to_string()),
            Answer::Arrived(_) => panic!("a failure does not arrive"),
        };
        let io = |kind| Error::Io(io::Error::new(kind, address));
        let failures = [
            (Error::BadUri(address.to_owned()), false, "the answer is not HTTP as it should be"),
            (Error::RequireHttpsOnly(address.to_owned()), false, "the answer is not HTTP as it should be"),
            (io(ErrorKind::Other), true, "in 3 attempts: no connection; check the name of the host"),
            (io(ErrorKind::ConnectionReset), true, "in 3 attempts: connection reset"),
            (io(ErrorKind::InvalidData), false, "it offers no encryption that can be trusted"),
            (Error::HostNotFound, true, "in 3 attempts: its name is not known"),
            (Error::Timeout(Timeout::Connect), true, "no connection within 5 s"),
            (Error::Timeout(Timeout::RecvResponse), false, "gave no answer within 10 s"),
        ];
        for (error, may_pass, words) in failures {
            let (passes, said) = of(error);
            assert!(said.starts_with("https://hooks.slack.com/… ") && said.contains(words), "{said}");
            assert!(!said.contains("services") && !said.contains("T0PSECRET"), "{said}");
            assert_eq!(passes, may_pass, "{said}");
        }
    }
}
