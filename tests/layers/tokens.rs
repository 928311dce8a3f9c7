//! Just enough of Rust's grammar to find paths: words and marks, without comments and literals.

/// A word, a `::` or any other mark, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// As written; literals are left out altogether.
    pub(crate) text: &'a str,
    /// From 1.
    pub(crate) line: usize,
}

/// The words and marks of a source file.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, is_token) = measure(rest, first);
        let (text, after) = rest.split_at(length);
        if is_token {
            found.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    found
}

/// The same without `#[cfg(test)] mod … { … }`.
pub(crate) fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    const MARK: [&str; 8] = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let here = &tokens[at..];
        let is_test_module = here.len() > MARK.len()
            && MARK.iter().zip(here).all(|(mark, token)| *mark == token.text)
            && here.get(MARK.len() + 1).is_some_and(|token| token.text == "{");
        if is_test_module {
            at += MARK.len() + 1;
            at += block_length(&tokens[at..]);
        } else {
            kept.push(tokens[at]);
            at += 1;
        }
    }
    kept
}

/// How many tokens a `{ … }` spans that begins at the first one.
pub(crate) fn block_length(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Bytes of what `rest` begins with, and whether it is a word or mark.
fn measure(rest: &str, first: char) -> (usize, bool) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), false);
    }
    if let Some(length) = text_literal(rest) {
        return (length, false);
    }
    if first == '\'' {
        return character_or_lifetime(rest);
    }
    if first.is_alphabetic() || first == '_' {
        return (rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len()), true);
    }
    if rest.starts_with("::") {
        return (2, true);
    }
    (first.len_utf8(), !first.is_whitespace())
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Bytes of a string literal of any sort, if `rest` begins with one.
fn text_literal(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        rest.strip_prefix(prefix).is_some_and(|after| {
            after.starts_with('"')
                || (prefix.ends_with('r')
                    && after.trim_start_matches('#').starts_with('"')
                    && after.starts_with('#'))
        })
    })?;
    let after = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let fences = after.len() - after.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(fences));
        let body = &after[fences + 1..];
        return Some(prefix.len() + fences + 1 + body.find(&end).map_or(body.len(), |at| at + end.len()));
    }
    let mut escaped = false;
    for (at, byte) in after.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(prefix.len() + at + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

/// `'a'` and `'\n'` are literals, `'a` is a lifetime, which is skipped as well.
fn character_or_lifetime(rest: &str) -> (usize, bool) {
    let mut characters = rest.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            // The character after the backslash may itself be a quote.
            let end = rest[3.min(rest.len())..].find('\'').map_or(rest.len(), |at| at + 4);
            (end, false)
        }
        Some((_, _)) => match characters.next() {
            Some((at, '\'')) => (at + 1, false),
            _ => (1, false),
        },
        None => (1, false),
    }
}
