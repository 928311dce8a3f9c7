//! What every report has in it: style sheet, script and content security policy.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::chart::CHART_CSS;

/// Sorts tables and opens folded parts.
pub(super) const SCRIPT: &str = include_str!("report.js");
const REPORT_CSS: &str = include_str!("report.css");
const TOKENS: &str = include_str!("../../../style/tokens.css");

/// Nothing is fetched, and no script runs but the one with this digest.
pub(super) fn content_security_policy() -> String {
    let digest = base64(&Sha256::digest(SCRIPT.as_bytes()));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'; \
         base-uri 'none'; form-action 'none'"
    )
}

/// The style sheet: those tokens that are used, in light and, on a screen that asks for it, in dark.
pub(super) fn style() -> String {
    let rules = format!("{}{}", squeezed(REPORT_CSS), squeezed(CHART_CSS));
    let tokens = squeezed(TOKENS);
    let (light, dark) = (block(&tokens, ":root {"), block(&tokens, ":root[data-theme=\"dark\"] {"));
    let mut used = BTreeSet::new();
    uses(&rules, &mut used);
    // A token may be made of others.
    for (name, value) in declarations(light) {
        if used.contains(name) {
            uses(value, &mut used);
        }
    }
    let kept = |block| {
        declarations(block)
            .filter(|(name, _)| !name.starts_with("--") || used.contains(*name))
            .map(|(name, value)| format!("{name}:{value};"))
            .collect::<String>()
    };
    format!(
        ":root {{{}}} @media screen and (prefers-color-scheme: dark) {{:root {{{}}}}}\n{rules}",
        kept(light),
        kept(dark)
    )
}

/// The style sheet without comments and indentation, a rule after the other.
fn squeezed(css: &str) -> String {
    let mut rest = css;
    let mut plain = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |mut out, line| {
        out.push_str(line);
        if line.ends_with(',') || line.ends_with('}') {
            out.push('\n');
        }
        out
    })
}

/// What stands in the braces after `head`.
fn block<'a>(css: &'a str, head: &str) -> &'a str {
    css.split_once(head).and_then(|(_, after)| after.split_once('}')).map_or("", |(inside, _)| inside)
}

fn declarations(block: &str) -> impl Iterator<Item = (&str, &str)> {
    block.split(';').filter_map(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim()))
}

/// Adds the custom properties that `css` asks for.
fn uses(css: &str, used: &mut BTreeSet<String>) {
    for after in css.split("var(").skip(1) {
        let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        used.insert(name);
    }
}

/// Standard base64, padded (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= group.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648, section 10.
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, encoded) in vectors {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn every_token_that_is_used_is_there_in_light() {
        let style = style();
        let mut used = BTreeSet::new();
        uses(&style, &mut used);
        let own = ["--t", "--ink", "--tone", "--ground"];
        for name in used.iter().filter(|name| !own.contains(&name.as_str())) {
            assert!(style.contains(&format!("{name}:")), "{name} is not in the tokens");
        }
        assert!(style.contains("color-scheme:light;") && style.contains("color-scheme:dark;"));
        assert!(!style.contains("--header-height") && !style.contains("/*"));
    }

    #[test]
    fn dark_is_for_screens_only() {
        let style = style();
        assert_eq!(style.matches("prefers-color-scheme").count(), 1);
        assert!(style.contains(
            "@media screen and (prefers-color-scheme: dark) {:root {color-scheme:dark;--color-page:"
        ));
        assert!(!style.contains("data-theme"));
    }
}
