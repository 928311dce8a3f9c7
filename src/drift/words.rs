//! Numbers, shares and names as people read them.

/// Three significant digits, thousands separated; `-` for not a number.
pub(crate) fn number(x: f64) -> String {
    if x.is_nan() {
        return "not a number".to_owned();
    }
    if x.is_infinite() {
        return if x > 0.0 { "infinite" } else { "minus infinite" }.to_owned();
    }
    let size = x.abs();
    if size != 0.0 && !(1e-4..1e9).contains(&size) {
        let sign = if x < 0.0 { "−" } else { "" };
        return format!("{sign}{size:.2e}");
    }
    // The rounded number decides on the digits: 9.999 is 10.0, not 10.00.
    let rounded: f64 = format!("{size:.2e}").parse().unwrap_or(size);
    if rounded >= 1000.0 {
        let sign = if x < 0.0 { "−" } else { "" };
        return format!("{sign}{}", count(size.round() as u64));
    }
    let decimals = if rounded == 0.0 { 0 } else { (2.0 - rounded.log10().floor()).max(0.0) as usize };
    let text = format!("{size:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if x < 0.0 { format!("−{text}") } else { text.to_owned() }
}

/// With its sign: `+0.59`, `−0.59`.
pub(crate) fn signed(x: f64) -> String {
    if x > 0.0 { format!("+{}", number(x)) } else { number(x) }
}

/// A p-value: `0.0321`, `< 0.001`.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {}", number(p)) }
}

/// A share as percentage with at most one decimal, as on the page: `14 %`, `42.9 %`, `< 0.1 %`.
pub(crate) fn share(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 {
        "< 0.1 %".to_owned()
    } else if percent < 100.0 && percent > 99.9 {
        "> 99.9 %".to_owned()
    } else {
        format!("{} %", number((percent * 10.0).round() / 10.0))
    }
}

/// A count with thousands separated.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count and its noun: `1 row`, `2 rows`.
pub(crate) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// Characters of a name that are shown.
const LONGEST_NAME: usize = 40;

/// A name between backticks, cut where it is long.
pub(crate) fn name(name: &str) -> String {
    let flat: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() <= LONGEST_NAME {
        format!("`{flat}`")
    } else {
        let start: String = flat.chars().take(LONGEST_NAME - 1).collect();
        format!("`{start}…`")
    }
}

/// Names as a list in words: "`a`, `b` and `c`".
pub(crate) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_significant_digits() {
        let cases = [
            (0.0, "0"),
            (13.27, "13.3"),
            (0.5897, "0.59"),
            (9.999, "10"),
            (-0.0123, "−0.0123"),
            (999.7, "1,000"),
            (1_234_567.0, "1,234,567"),
            (100.0, "100"),
            (1.5e-7, "1.50e-7"),
            (1e300, "1.00e300"),
            (-1e300, "−1.00e300"),
            (f64::INFINITY, "infinite"),
        ];
        for (x, text) in cases {
            assert_eq!(number(x), text);
        }
        assert_eq!((signed(0.5).as_str(), signed(-0.5).as_str()), ("+0.5", "−0.5"));
    }

    #[test]
    fn shares_and_p_values_stay_short() {
        assert_eq!(
            [0.14, 0.429, 0.035, 0.0, 1.0, 0.0004, 0.9996, 0.995].map(share),
            ["14 %", "42.9 %", "3.5 %", "0 %", "100 %", "< 0.1 %", "> 99.9 %", "99.5 %"]
        );
        assert_eq!((p_value(0.03214).as_str(), p_value(1e-9).as_str()), ("p = 0.0321", "p < 0.001"));
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(name("a\nb"), "`a b`");
        assert_eq!(name(&"x".repeat(100)).chars().count(), LONGEST_NAME + 2);
        assert_eq!(list(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "a, b and c");
    }
}
