//! Which cells are missing.

/// Whether a cell is missing by pandas' list: empty, or one of its tokens, as written.
#[inline]
pub(crate) fn is_missing(cell: &[u8]) -> bool {
    match cell {
        [] => true,
        [b'#' | b'-' | b'1' | b'<' | b'N' | b'n', ..] if cell.len() <= 9 => TOKENS.contains(&cell),
        _ => false,
    }
}

/// The missing tokens that the user added.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct ExtraTokens {
    tokens: Vec<Vec<u8>>,
}

impl ExtraTokens {
    pub(crate) fn new(tokens: &[String]) -> Self {
        Self { tokens: tokens.iter().map(|token| token.clone().into_bytes()).collect() }
    }

    pub(crate) fn contain(&self, cell: &[u8]) -> bool {
        self.tokens.iter().any(|token| token == cell)
    }

    /// Whether one of them could be taken for a number, such as `-999`.
    pub(crate) fn may_be_numbers(&self) -> bool {
        self.tokens.iter().any(|token| token.iter().any(u8::is_ascii_digit))
    }
}

const TOKENS: [&[u8]; 18] = [
    b"#N/A",
    b"#N/A N/A",
    b"#NA",
    b"-1.#IND",
    b"-1.#QNAN",
    b"-NaN",
    b"-nan",
    b"1.#IND",
    b"1.#QNAN",
    b"<NA>",
    b"N/A",
    b"NA",
    b"NULL",
    b"NaN",
    b"None",
    b"n/a",
    b"nan",
    b"null",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_compared_as_written() {
        assert!(["", "NA", "null", "#N/A N/A", "-1.#QNAN"].iter().all(|cell| is_missing(cell.as_bytes())));
        assert!(
            ["Null", "na", " NA", "?", "-", "Namibia", "0"].iter().all(|cell| !is_missing(cell.as_bytes()))
        );
        let extra = ExtraTokens::new(&["-999".to_owned(), "?".to_owned()]);
        assert!(extra.contain(b"?") && extra.may_be_numbers() && !extra.contain(b"-99"));
    }
}
