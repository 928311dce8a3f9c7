//! Text that stays text in markup.

/// `text` for the content or a quoted attribute of HTML and XML.
///
/// Markup becomes references. Control characters, which XML has no place for, become their pictures
/// (`␀` for NUL); line feeds and tabs stay.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(shown(c)),
        }
    }
    out
}

/// `text` with pictures for its control characters; line feeds and tabs stay.
pub fn without_controls(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// The character itself, or what stands for one that no document may hold.
fn shown(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            escaped("<img src=x onerror='a(\"&\")'>"),
            "&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;"
        );
        assert_eq!(escaped("\0 \r\n \u{1b} \u{7f} \u{85}"), "␀ ␍\n ␛ ␡ \u{fffd}");
    }
}
