//! Cell text to number, correctly rounded.
//!
//! Accepted is what `pandas.read_csv` accepts: `1`, `-1.5`, `+1`, `.5`, `5.`, `1e5`,
//! `inf` and `infinity` in any case, with ASCII spaces around. Not accepted: `0x10`,
//! `1_000`, `1 234`, a Unicode minus.
//!
//! Short decimals take a fast path: a mantissa below 2⁵³ and a power of ten up to 10²²
//! are both exact in binary64, so one multiplication or division rounds correctly
//! (W. D. Clinger, *How to read floating point numbers accurately*, PLDI 1990). All
//! others go through Eisel-Lemire with its exact fallback (`fast_float2`).

/// How numbers are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NumberFormat {
    /// `.` or `,`.
    pub(crate) decimal: u8,
    /// Separator inside the integer part, if the user chose one.
    pub(crate) thousands: Option<char>,
}

/// A cell that is a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// May be infinite. Never NaN, never −0.
    pub(crate) value: f64,
    /// Written as an optional sign and digits, within 64 bits.
    pub(crate) integer: bool,
}

/// A number at the start of some bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Prefix {
    pub(crate) number: Number,
    /// Bytes that it takes.
    pub(crate) length: usize,
}

/// The short decimal at the start of `bytes`, if the fast path can read it exactly.
/// The caller must check that the cell ends where it ends.
#[inline]
pub(crate) fn prefix(bytes: &[u8], decimal: u8) -> Option<Prefix> {
    let mut at = 0;
    let negative = match bytes.first()? {
        b'-' => true,
        b'+' => false,
        _ => {
            at = usize::MAX;
            false
        }
    };
    at = at.wrapping_add(1);
    let start = at;
    let mut mantissa = 0_u64;
    while let Some(&byte) = bytes.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    let mut digits = at - start;
    let mut fraction = 0;
    let mut integer = true;
    if bytes.get(at) == Some(&decimal) {
        integer = false;
        at += 1;
        let from = at;
        while let Some(&byte) = bytes.get(at) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            at += 1;
        }
        fraction = at - from;
        digits += fraction;
    }
    // 18 digits cannot have wrapped 64 bits.
    if digits == 0 || digits > 18 || mantissa > MAX_EXACT || fraction > 22 {
        return None;
    }
    let magnitude = mantissa as f64 / POWERS[fraction];
    // Adding zero turns −0 into 0.
    let value = if negative { 0.0 - magnitude } else { magnitude };
    Some(Prefix { number: Number { value, integer }, length: at })
}

/// The number that a whole cell is, if it is one.
pub(crate) fn parse(cell: &[u8], format: NumberFormat) -> Option<Number> {
    let cell = trim(cell);
    match cell.first()? {
        b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'i' | b'I' => {}
        _ => return None,
    }
    if let Some(found) = prefix(cell, format.decimal)
        && found.length == cell.len()
    {
        return Some(found.number);
    }
    let plain =
        if let Some(separator) = format.thousands { ungroup(cell, separator, format.decimal) } else { None };
    let cell = plain.as_deref().unwrap_or(cell);
    let (negative, unsigned) = match cell.first()? {
        b'-' => (true, &cell[1..]),
        b'+' => (false, &cell[1..]),
        _ => (false, cell),
    };
    let magnitude = magnitude(unsigned, format.decimal)?;
    let value = if negative { 0.0 - magnitude } else { magnitude };
    Some(Number { value, integer: is_integer(negative, unsigned) })
}

const MAX_EXACT: u64 = 1 << 53;

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

fn trim(mut cell: &[u8]) -> &[u8] {
    while let [b' ', rest @ ..] = cell {
        cell = rest;
    }
    while let [rest @ .., b' '] = cell {
        cell = rest;
    }
    cell
}

fn magnitude(unsigned: &[u8], decimal: u8) -> Option<f64> {
    match unsigned.first()? {
        b'i' | b'I' => {
            let infinite =
                unsigned.eq_ignore_ascii_case(b"inf") || unsigned.eq_ignore_ascii_case(b"infinity");
            return infinite.then_some(f64::INFINITY);
        }
        b'0'..=b'9' => {}
        &first if first == decimal => {}
        _ => return None,
    }
    if decimal == b'.' {
        return fast_float2::parse(unsigned).ok();
    }
    if unsigned.contains(&b'.') {
        return None;
    }
    let pointed: Vec<u8> = unsigned.iter().map(|&byte| if byte == decimal { b'.' } else { byte }).collect();
    fast_float2::parse(&pointed).ok()
}

fn is_integer(negative: bool, unsigned: &[u8]) -> bool {
    if !unsigned.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let largest = if negative { i64::MIN.unsigned_abs() } else { u64::MAX };
    std::str::from_utf8(unsigned)
        .is_ok_and(|digits| digits.parse::<u64>().is_ok_and(|value| value <= largest))
}

/// The number without its thousands separators, if they stand where they may: between
/// groups of two or three digits, the last of three.
fn ungroup(cell: &[u8], separator: char, decimal: u8) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(cell).ok()?;
    let whole_end = text.find(char::from(decimal)).unwrap_or(text.len());
    let (whole, rest) = text.split_at(whole_end);
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with(['-', '+'])));
    let groups: Vec<&str> = whole.split(separator).collect();
    let (first, others) = groups.split_first()?;
    let (last, middle) = others.split_last()?;
    let all_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let sizes = (1..=3).contains(&first.len())
        && last.len() == 3
        && middle.iter().all(|g| (2..=3).contains(&g.len()));
    (all_digits && sizes).then(|| [sign, &groups.concat(), rest].concat().into_bytes())
}

/// Largest integer up to which every integer is a double.
const EXACT_INTEGERS: f64 = 9_007_199_254_740_992.0;

/// A number as its text: integers without `.0`, else the shortest that reads back.
pub fn number_name(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() <= EXACT_INTEGERS {
        format!("{number:.0}")
    } else {
        format!("{number:?}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const POINT: NumberFormat = NumberFormat { decimal: b'.', thousands: None };
    const COMMA: NumberFormat = NumberFormat { decimal: b',', thousands: None };

    fn value(text: &str, format: NumberFormat) -> Option<f64> {
        parse(text.as_bytes(), format).map(|number| number.value)
    }

    #[test]
    fn accepts_what_pandas_accepts() {
        for (text, expected) in [
            ("1e5", 1e5),
            ("1E-3", 1e-3),
            (".5", 0.5),
            ("5.", 5.0),
            ("+1", 1.0),
            ("-0", 0.0),
            ("00123", 123.0),
            (" 7 ", 7.0),
            ("12345678901234567890", 12345678901234567890.0),
            ("Infinity", f64::INFINITY),
            ("-inf", f64::NEG_INFINITY),
            ("INF", f64::INFINITY),
            ("1e999", f64::INFINITY),
        ] {
            assert_eq!(value(text, POINT), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_pandas_refuses() {
        for text in [
            "0x10", "1_000", "1 234", "−5", "", " ", "-", "+", ".", "+-1", "--1", "1.2.3", "e5", "infx",
            "nan", "1e", "1,5",
        ] {
            assert_eq!(value(text, POINT), None, "{text}");
        }
    }

    #[test]
    fn integers_are_those_of_64_bits() {
        for (text, expected) in [
            ("1", true),
            ("-1", true),
            ("+1", true),
            ("1.0", false),
            ("1e3", false),
            ("18446744073709551615", true),
            ("18446744073709551616", false),
            ("-9223372036854775808", true),
            ("-9223372036854775809", false),
            ("inf", false),
        ] {
            assert_eq!(parse(text.as_bytes(), POINT).unwrap().integer, expected, "{text}");
        }
    }

    #[test]
    fn decimal_comma_and_thousands() {
        assert_eq!(value("-1,5", COMMA), Some(-1.5));
        assert_eq!(value("1.5", COMMA), None);
        let german = NumberFormat { decimal: b',', thousands: Some('.') };
        assert_eq!(value("1.234.567,50", german), Some(1_234_567.5));
        let english = NumberFormat { decimal: b'.', thousands: Some(',') };
        assert_eq!(value("-1,234.5", english), Some(-1234.5));
        assert_eq!(value("12,34,567", english), Some(1_234_567.0));
        assert_eq!(value("12,34", english), None);
        assert_eq!(value(",123", english), None);
        let french = NumberFormat { decimal: b',', thousands: Some('\u{202F}') };
        assert_eq!(value("1\u{202F}234,5", french), Some(1234.5));
    }

    proptest! {
        #[test]
        fn short_decimals_round_as_the_standard_library(sign in "[-+]?", whole in "[0-9]{0,20}", fraction in "[0-9]{0,26}", exponent in "(e[-+]?[0-9]{1,3})?") {
            let text = format!("{sign}{whole}.{fraction}{exponent}");
            if let Ok(expected) = text.parse::<f64>() {
                prop_assert_eq!(value(&text, POINT), Some(expected), "{}", text);
            }
        }

        #[test]
        fn any_float_reads_back(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            prop_assume!(!number.is_nan());
            prop_assert_eq!(value(&format!("{number}"), POINT), Some(number));
            prop_assert_eq!(value(&format!("{number:e}"), POINT), Some(number));
        }

        #[test]
        fn any_text_is_judged_without_panic(cell in ".{0,30}") {
            let _ = value(&cell, POINT);
            let _ = value(&cell, NumberFormat { decimal: b',', thousands: Some('.') });
        }
    }
}
