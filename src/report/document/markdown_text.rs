//! Text that stays text in Markdown.

use crate::chart::without_controls;

/// What Markdown or GitHub reads as markup anywhere in a line.
const MARKUP: &str = "\\`*_[]<>|~&$#";

/// `text` in one line, with nothing in it that Markdown reads as markup.
pub(super) fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        // A bare address would become a link.
        let is_address = (c == ':' && after.starts_with("//")) || (c == '.' && ends_with_www(&out));
        if is_address || MARKUP.contains(c) {
            out.push('\\');
        }
        out.push(c);
        rest = after;
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// `text` without line breaks, tabs and control characters.
pub(super) fn one_line(text: &str) -> String {
    without_controls(text).chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).collect()
}

/// Escaped text at the beginning of a line, where some signs begin a list or a heading.
pub(super) fn line_start(text: &str) -> String {
    let text = text.trim_start();
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let is_item = digits > 0 && rest.starts_with(['.', ')']);
    if is_item || (digits == 0 && text.starts_with(['-', '+', '='])) {
        format!("{number}\\{rest}")
    } else {
        text.to_owned()
    }
}

/// `text` between as many backticks as it needs. In a table, where a bar would end the cell whatever
/// stands around it, a text with one is an element instead.
pub(super) fn code_span(text: &str, is_in_table: bool) -> String {
    let text = one_line(text);
    if text.is_empty() {
        return text;
    }
    if is_in_table && text.contains('|') {
        let inner: String = text.split('|').map(plain).collect::<Vec<_>>().join("&#124;");
        return format!("<code>{inner}</code>");
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let is_blank = text.trim().is_empty();
    let needs_room = !is_blank && (text.starts_with([' ', '`']) || text.ends_with([' ', '`']));
    let room = if needs_room { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// `code` as a fenced block.
pub(super) fn code_block(code: &str) -> String {
    let code = without_controls(code);
    let fence = "`".repeat((longest_run(&code) + 1).max(3));
    format!("{fence}\n{}\n{fence}", code.trim_end_matches('\n'))
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        assert_eq!(
            plain("<img src=x> a|b *c* `d` [e](f) & \\"),
            "\\<img src=x\\> a\\|b \\*c\\* \\`d\\` \\[e\\](f) \\& \\\\"
        );
        assert_eq!(plain("a\nb\r\0"), "a b␍␀");
        assert_eq!(plain("http://a.b www.c.d"), "http\\://a.b www\\.c.d");
    }

    #[test]
    fn a_line_begins_no_list() {
        let begun = ["- a", "+ b", "1. c", "12) d", "3 e", "  f", "=== g"].map(line_start);
        assert_eq!(begun, ["\\- a", "\\+ b", "1\\. c", "12\\) d", "3 e", "f", "\\=== g"]);
    }

    #[test]
    fn code_keeps_its_backticks_and_bars() {
        assert_eq!(code_span("a_b", false), "`a_b`");
        assert_eq!(code_span("``x", false), "``` ``x ```");
        assert_eq!(code_span("a|b*", true), "<code>a&#124;b\\*</code>");
        assert_eq!(code_span("a|b*", false), "`a|b*`");
        assert_eq!(code_block("a\n```\nb\n"), "````\na\n```\nb\n````");
    }
}
