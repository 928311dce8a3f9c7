//! How a file spells its table.

use serde::{Deserialize, Serialize};

/// Character encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// Windows-1252, the fallback for bytes that are not valid UTF-8.
    Windows1252,
}

/// What was detected, or chosen, about a file's spelling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dialect {
    /// Character encoding.
    pub encoding: Encoding,
    /// Delimiter: comma, semicolon, tab or pipe, or what `sep=` or the user says.
    pub delimiter: char,
    /// Whether numbers are written with a decimal comma.
    pub decimal_comma: bool,
    /// Thousands separator, only when the user chose one.
    pub thousands: Option<char>,
}

impl Default for Dialect {
    /// UTF-8 with commas.
    fn default() -> Self {
        Self { encoding: Encoding::Utf8, delimiter: ',', decimal_comma: false, thousands: None }
    }
}

/// What the user decided about reading; `None` means detect.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ReadOptions {
    /// Delimiter; must be ASCII.
    pub delimiter: Option<char>,
    /// Character encoding.
    pub encoding: Option<Encoding>,
    /// Decimal comma.
    pub decimal_comma: Option<bool>,
    /// Thousands separator inside numbers, e.g. `,` in `1,234.5`. Default: none.
    pub thousands: Option<char>,
    /// Tokens that mean missing, beside pandas' own list, e.g. `?` or `-`.
    pub missing_tokens: Vec<String>,
}
