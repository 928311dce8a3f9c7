//! The address of a webhook. Who knows it can post, so that it is a secret: it is never printed.

use std::fmt;
use std::net::IpAddr;

use ureq::http::Uri;

use super::WebhookError;

/// Where to post. What is shown of it, in messages and in `Debug`, is scheme, host and port:
/// `https://hooks.slack.com/…`.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    uri: Uri,
    shown: String,
    is_loopback: bool,
}

impl WebhookUrl {
    /// Reads an address: `https`, or `http` on this machine; with `allow_http` on any.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Address`] and [`WebhookError::PlainHttp`], which hold nothing of what is secret.
    pub fn parse(text: &str, allow_http: bool) -> Result<Self, WebhookError> {
        let wrong = |reason| WebhookError::Address { reason };
        // The parser's own words may quote the text, so that they are not passed on.
        let uri: Uri = text.trim().parse().map_err(|_| wrong("it is no URL; copy it whole"))?;
        let scheme = uri.scheme_str().ok_or_else(|| wrong("it has to begin with `https://`"))?;
        if !matches!(scheme, "https" | "http") {
            return Err(wrong("it has to begin with `https://`"));
        }
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| wrong("it names no host"))?;
        // ureq would leave them out in silence.
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(wrong("a user name or password in it is not sent; use an address without"));
        }
        let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
        let shown = format!("{scheme}://{host}{port}/…");
        let is_loopback = is_loopback(host);
        if scheme == "http" && !is_loopback && !allow_http {
            return Err(WebhookError::PlainHttp { url: shown });
        }
        Ok(Self { uri, shown, is_loopback })
    }

    /// The whole of it, for the request and nothing else.
    pub(super) fn secret(&self) -> &Uri {
        &self.uri
    }

    /// Whether it is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({})", self.shown)
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}
