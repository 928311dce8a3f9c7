//! Numbers that the user types as lines: which are allowed, and what is said of the others.

/// What a typed number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// 0 to 1: a share, or the line of a p-value.
    ZeroToOne,
    /// 0 or more: the line of a distance, or an effect size.
    ZeroOrMore,
}

/// Reads what was typed; nothing typed is `None`. A decimal comma is taken as a point, a percentage
/// as a share.
///
/// # Errors
///
/// One sentence that says what is allowed.
pub fn parse(text: &str, allowed: Allowed) -> Result<Option<f64>, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    let (digits, scale) = match trimmed.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), 100.0),
        None => (trimmed, 1.0),
    };
    let value = digits.replace(',', ".").parse::<f64>().ok().filter(|value| value.is_finite());
    let Some(value) = value.map(|value| value / scale) else {
        return Err(format!("“{trimmed}” is not a number: write for example 0.05."));
    };
    match allowed {
        Allowed::ZeroToOne if !(0.0..=1.0).contains(&value) => {
            Err(format!("{value} is out of range: write a number from 0 to 1."))
        }
        Allowed::ZeroOrMore if value < 0.0 => {
            Err(format!("{value} is out of range: write a number of 0 or more."))
        }
        _ => Ok(Some(value)),
    }
}

/// What [`parse`] reads back as the same number.
pub fn print(value: Option<f64>) -> String {
    value.map(|value| format!("{value}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, want) in [
            ("0.05", Some(0.05)),
            (" 0,05 ", Some(0.05)),
            ("5 %", Some(0.05)),
            ("1e-3", Some(0.001)),
            ("", None),
        ] {
            assert_eq!(parse(text, Allowed::ZeroToOne), Ok(want), "{text}");
        }
        assert_eq!(parse("3", Allowed::ZeroOrMore), Ok(Some(3.0)));
        assert_eq!(parse(&print(Some(0.1 + 0.2)), Allowed::ZeroOrMore), Ok(Some(0.1 + 0.2)));
    }

    #[test]
    fn what_is_not_allowed_is_said() {
        for (text, allowed, says) in [
            ("abc", Allowed::ZeroToOne, "not a number"),
            ("NaN", Allowed::ZeroOrMore, "not a number"),
            ("inf", Allowed::ZeroOrMore, "not a number"),
            ("1.5", Allowed::ZeroToOne, "from 0 to 1"),
            ("-1", Allowed::ZeroOrMore, "0 or more"),
        ] {
            let sentence = parse(text, allowed).unwrap_err();
            assert!(sentence.contains(says), "{sentence}");
        }
    }
}
