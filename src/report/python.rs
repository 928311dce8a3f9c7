//! Numbers, texts and times as Python writes them, for files that Python programs read back or that repeat
//! what one of them writes.
//!
//! # Source
//!
//! The Python 3 language reference: `float.__repr__` (`Python/pystrtod.c`, format `r`), `str.__repr__`
//! (`Objects/unicodeobject.c`), `datetime.__str__`.

use crate::data::datetime::date_of;

/// `str(float)`: the shortest digits that read back, an exponent below 10⁻⁴ and from 10¹⁶ on.
pub(super) fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..16).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        _ => format!("{value:?}"),
    }
}

/// `repr(str)`: in single quotes, or in double ones where that saves a backslash; what cannot be printed
/// by its number.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if is_printable(c) => out.push(c),
            c => out.push_str(&match c as u32 {
                code @ 0..=0xff => format!("\\x{code:02x}"),
                code @ 0x100..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    out.push(quote);
    out
}

/// Whether Python's `str.isprintable` says so. Rust asks the same Unicode categories where it escapes a
/// character that does not stand first in a text.
fn is_printable(c: char) -> bool {
    matches!(c, '"' | '\'') || format!("a{c}").escape_debug().eq(['a', c])
}

/// `str(datetime)` in UTC.
pub(super) fn utc(time_ms: i64) -> String {
    const DAY: i64 = 86_400_000;
    let (year, month, day) = date_of(time_ms.div_euclid(DAY));
    let rest = time_ms.rem_euclid(DAY);
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{:03}000", rest % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: GNU `date -u -d @1709251199 '+%F %T'`.
    #[test]
    fn times_are_written_as_python_writes_them() {
        assert_eq!(utc(1_709_251_199_042), "2024-02-29 23:59:59.042000");
        assert_eq!(utc(-1), "1969-12-31 23:59:59.999000");
    }

    /// Expected: Python 3.12, `str(x)`.
    #[test]
    fn numbers_are_written_as_python_writes_them() {
        let cases = [
            (0.05, "0.05"),
            (1.0, "1.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (-2.5e123, "-2.5e+123"),
            (0.0, "0.0"),
        ];
        for (value, want) in cases {
            assert_eq!(float(value), want);
        }
        assert_eq!((float(f64::NAN).as_str(), float(f64::NEG_INFINITY).as_str()), ("nan", "-inf"));
    }

    /// Expected: Python 3.12, `print(repr(x))`; `{:.2f}` of halves rounds to even in both languages.
    #[test]
    fn texts_are_written_as_python_writes_them() {
        let cases = [
            ("mean radius", "'mean radius'"),
            ("it's", "\"it's\""),
            ("\"it's\"", "'\"it\\'s\"'"),
            ("say \"x\"", "'say \"x\"'"),
            ("a\\b\n\t\r\u{1b}", "'a\\\\b\\n\\t\\r\\x1b'"),
            ("größe 円 🚢 e\u{301}", "'größe 円 🚢 e\u{301}'"),
            ("\u{a0}\u{200b}\u{e0001}", "'\\xa0\\u200b\\U000e0001'"),
        ];
        for (text, want) in cases {
            assert_eq!(quoted(text), want);
        }
        assert_eq!([format!("{:.2}", 0.125), format!("{:.2}", 0.375)], ["0.12", "0.38"]);
    }
}
