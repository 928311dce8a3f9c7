//! Where a webhook may be: what the page's security policy lets it reach.

/// Whether a page of `origin` may post to `address` under the policy text `csp`.
///
/// Reads `connect-src`, else `default-src`, as CSP 3 matches sources (§6.7.2.5 to 6.7.2.8): `'self'`, `*`, a
/// scheme, a host with or without scheme and port, `*.` for its subdomains. Paths are not looked at. A policy
/// that a server sends as a header is not known here; the browser keeps to it all the same.
pub fn is_reachable(csp: &str, address: Origin<'_>, own: Origin<'_>) -> bool {
    let directive = |name: &str| {
        csp.split(';').find_map(|directive| {
            let mut words = directive.split_ascii_whitespace();
            words.next().filter(|word| word.eq_ignore_ascii_case(name)).map(|_| words)
        })
    };
    let Some(mut sources) = directive("connect-src").or_else(|| directive("default-src")) else {
        return true;
    };
    sources.any(|source| allows(source, address, own))
}

/// Scheme and host of an address, as in `https://example.com:8443`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin<'a> {
    scheme: &'a str,
    host: &'a str,
    port: &'a str,
}

impl<'a> Origin<'a> {
    /// Reads an origin as browsers write it, in small letters; `None` for an opaque one.
    pub fn read(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (host, port) = host_and_port(rest);
        (!host.is_empty()).then(|| Self { scheme, host, port: default_port(scheme, port) })
    }
}

/// Host and port; the colons of an IPv6 address in brackets part nothing.
fn host_and_port(text: &str) -> (&str, &str) {
    let after = text.rfind(']').unwrap_or(0);
    match text.get(after..).and_then(|tail| tail.rfind(':')) {
        Some(at) => {
            (text.get(..after + at).unwrap_or_default(), text.get(after + at + 1..).unwrap_or_default())
        }
        None => (text, ""),
    }
}

fn default_port<'a>(scheme: &str, port: &'a str) -> &'a str {
    match (scheme, port) {
        ("https", "") => "443",
        ("http", "") => "80",
        (_, port) => port,
    }
}

fn allows(source: &str, address: Origin<'_>, own: Origin<'_>) -> bool {
    let is_secure_enough =
        |scheme: &str| scheme == address.scheme || (scheme == "http" && address.scheme == "https");
    if source.eq_ignore_ascii_case("'self'") {
        return address == own;
    }
    if source == "*" {
        return matches!(address.scheme, "http" | "https");
    }
    if let Some(scheme) = source.strip_suffix(':') {
        return is_secure_enough(&scheme.to_ascii_lowercase());
    }
    let source = source.to_ascii_lowercase();
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => (own.scheme, source.as_str()),
    };
    let (host, port) = host_and_port(rest.split('/').next().unwrap_or_default());
    let is_host = match host.strip_prefix('*') {
        Some(parent) => parent.starts_with('.') && address.host.ends_with(parent),
        None => host == address.host,
    };
    let is_port = port == "*" || default_port(address.scheme, port) == address.port;
    is_secure_enough(scheme) && is_host && is_port
}

/// Why an address is not posted to, and the way out.
pub fn blocked_words(origin: &str) -> String {
    format!(
        "This page’s security policy lets it talk to its own origin only, and {origin} is another: nothing was sent. \
         Use the command below, which sends the same, or let the page’s owner allow the address."
    )
}

/// What came of a post.
pub fn answer_words(status: u16) -> String {
    match status {
        200..=299 => format!("Sent: the server answered {status}."),
        300..=399 => {
            format!("Not sent: the server answered {status} and names another address; use that one.")
        }
        400..=499 => format!("Not taken: the server answered {status}. Check the address and the format."),
        _ => format!("Not taken: the server answered {status}. Try again later."),
    }
}

/// What is said where no answer came.
pub fn failed_words(is_own: bool) -> &'static str {
    if is_own {
        "No answer: the server could not be reached, or sent the page to another address. Check the address and the \
         connection."
    } else {
        "No answer that the page may read: the server could not be reached, or does not allow posts from pages (CORS). \
         Slack’s does not: use the command."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";

    fn reaches(csp: &str, address: &str) -> bool {
        let own = Origin::read("https://watch.example.org").unwrap();
        is_reachable(csp, Origin::read(address).unwrap(), own)
    }

    #[test]
    fn our_policy_reaches_its_own_origin_only() {
        assert!(reaches(OURS, "https://watch.example.org"));
        for other in ["https://hooks.slack.com", "http://watch.example.org", "https://watch.example.org:8443"]
        {
            assert!(!reaches(OURS, other), "{other}");
        }
        let said = blocked_words("https://hooks.slack.com");
        assert!(said.contains("own origin only") && said.contains("https://hooks.slack.com"));
    }

    // The rules of CSP 3, https://www.w3.org/TR/CSP3/#match-url-to-source-expression.
    #[test]
    fn what_an_owner_adds_is_reached() {
        let with = |source: &str| format!("default-src 'self'; connect-src 'self' {source}");
        let slack = "https://hooks.slack.com";
        for source in [
            "https://hooks.slack.com",
            "hooks.slack.com",
            "https://*.slack.com",
            "https:",
            "*",
            "HTTPS://Hooks.Slack.com/services/",
        ] {
            assert!(reaches(&with(source), slack), "{source}");
        }
        for source in [
            "https://slack.com",
            "https://*.hooks.slack.com",
            "https://hooks.slack.com:8443",
            "data:",
            "'none'",
        ] {
            assert!(!reaches(&with(source), slack), "{source}");
        }
        assert!(reaches(&with("http://relay:*"), "http://relay:9000"));
        assert!(!reaches(&with("https://relay:9000"), "http://relay:9000"));
        assert!(reaches(&with("http://[::1]:9000"), "http://[::1]:9000"));
    }

    #[test]
    fn without_a_word_on_connections_the_default_holds() {
        assert!(!reaches("default-src 'self'", "https://hooks.slack.com"));
        assert!(reaches("img-src 'self'", "https://hooks.slack.com"));
        assert_eq!(Origin::read("null"), None);
    }

    #[test]
    fn answers_say_whether_it_went_out() {
        assert_eq!(answer_words(204), "Sent: the server answered 204.");
        assert!(answer_words(404).starts_with("Not taken: the server answered 404"));
        assert!(failed_words(false).contains("CORS") && !failed_words(true).contains("CORS"));
    }
}
