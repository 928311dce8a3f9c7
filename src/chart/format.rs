//! Numbers as people read them: three significant digits, thousands separated, shares in percent.
//!
//! Plain functions of plain values, the same in charts, tables, tooltips and the report.

const MINUS: &str = "\u{2212}";
const NO_BREAK: char = '\u{a0}';

/// A number in three significant digits.
///
/// Digits before the point are never rounded off below one million (`12,345`), from there on SI
/// prefixes (`1.23 M`), and an exponent from 10¹⁵ and below 10⁻⁴. Trailing zeros are cut.
pub fn significant(value: f64) -> String {
    if value.is_nan() {
        return "not a number".to_owned();
    }
    let sign = if value < 0.0 { MINUS } else { "" };
    let size = value.abs();
    if size.is_infinite() {
        return format!("{sign}∞");
    }
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e15).contains(&size) {
        return format!("{sign}{}", scientific(size, 2));
    }
    if size >= 999_999.5 {
        let (divisor, prefix) = si(size);
        return format!("{sign}{}{NO_BREAK}{prefix}", trimmed(size / divisor));
    }
    format!("{sign}{}", trimmed(size))
}

/// Like [`significant`], with the sign always written.
pub fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", significant(value)) } else { significant(value) }
}

/// A p-value: `< 0.001` below that, else three significant digits.
pub fn p_value(p: f64) -> String {
    if (0.0..0.001).contains(&p) { format!("<{NO_BREAK}0.001") } else { significant(p) }
}

/// The shortest spelling that reads back to the same number, for titles and copying.
pub fn full(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || (1e-5..1e17).contains(&size) { format!("{value}") } else { format!("{value:e}") }
}

/// Rows, with thousands separated.
pub fn count(rows: u64) -> String {
    thousands(&rows.to_string())
}

/// A share in percent: one decimal, `< 0.1 %` where that would read as none.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return significant(share);
    }
    let value = share * 100.0;
    if value > 0.0 && value < 0.1 {
        return format!("<{NO_BREAK}0.1{NO_BREAK}%");
    }
    if value < 100.0 && value > 99.9 {
        return format!(">{NO_BREAK}99.9{NO_BREAK}%");
    }
    format!("{}{NO_BREAK}%", one_decimal(value))
}

/// `part` of `whole` in percent; a dash where there is no whole.
pub fn ratio_percent(part: u64, whole: u64) -> String {
    if whole == 0 { "–".to_owned() } else { percent(part as f64 / whole as f64) }
}

/// A difference of two shares in percentage points, with its sign.
pub fn points(difference: f64) -> String {
    if !difference.is_finite() {
        return significant(difference);
    }
    let value = difference * 100.0;
    if value != 0.0 && value.abs() < 0.05 {
        let sign = if value < 0.0 { MINUS } else { "+" };
        return format!("{sign}<{NO_BREAK}0.1{NO_BREAK}points");
    }
    let text = one_decimal(value);
    let sign = if value > 0.0 { "+" } else { "" };
    let word = if text == "1" || text == format!("{MINUS}1") { "point" } else { "points" };
    format!("{sign}{text}{NO_BREAK}{word}")
}

/// Commas between groups of three digits before the point. A sign and decimals are left alone.
pub fn thousands(digits: &str) -> String {
    let start = digits.find(|c: char| c.is_ascii_digit()).unwrap_or(digits.len());
    let end = digits[start..].find(|c: char| !c.is_ascii_digit()).map_or(digits.len(), |i| start + i);
    let whole = &digits[start..end];
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}{}", &digits[..start], &digits[end..])
}

/// Pads numbers of one table column with blanks of a digit's width, so that right-aligned
/// tabular figures stand with their decimal points below each other.
pub fn align_decimals(cells: &mut [String]) {
    let decimals =
        |cell: &str| cell.split_once('.').map(|(_, d)| d.chars().take_while(char::is_ascii_digit).count());
    let is_plain = |cell: &str| {
        cell.starts_with(|c: char| c.is_ascii_digit() || c == '\u{2212}' || c == '+')
            && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{2212}' | '+'))
    };
    let most = cells.iter().filter(|c| is_plain(c)).filter_map(|c| decimals(c)).max().unwrap_or(0);
    for cell in cells.iter_mut().filter(|c| is_plain(c)) {
        let pad = match decimals(cell) {
            Some(own) => most - own,
            None if most > 0 => {
                cell.push('\u{2008}'); // As wide as a point.
                most
            }
            None => 0,
        };
        cell.extend(std::iter::repeat_n('\u{2007}', pad)); // As wide as a digit.
    }
}

/// `1.23e-5`, with trailing zeros of the mantissa cut.
pub(super) fn scientific(size: f64, decimals: usize) -> String {
    let text = format!("{size:.decimals$e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("{}e{exponent}", without_trailing_zeros(mantissa)),
        None => text,
    }
}

/// The SI prefix of a size of at least 1,000: its divisor and its letter.
pub(super) fn si(size: f64) -> (f64, &'static str) {
    match size {
        s if s >= 0.999_999_5e12 => (1e12, "T"),
        s if s >= 0.999_999_5e9 => (1e9, "G"),
        s if s >= 0.999_999_5e6 => (1e6, "M"),
        _ => (1e3, "k"),
    }
}

/// Three significant digits of a size in [10⁻⁴, 10⁶).
fn trimmed(size: f64) -> String {
    let exponent: i32 = format!("{size:.2e}").split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let decimals = usize::try_from(2 - exponent).unwrap_or(0);
    thousands(without_trailing_zeros(&format!("{size:.decimals$}")))
}

fn one_decimal(value: f64) -> String {
    // Halves are rounded away from zero, as in the sentences of the report.
    let text = format!("{:.1}", (value.abs() * 10.0).round() / 10.0);
    let text = thousands(without_trailing_zeros(&text));
    if value < 0.0 && text != "0" { format!("{MINUS}{text}") } else { text }
}

fn without_trailing_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_significant_digits() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (5.0, "5"),
            (0.59, "0.59"),
            (0.325_49, "0.325"),
            (14.127, "14.1"),
            (99.96, "100"),
            (654.889, "655"),
            (12_345.4, "12,345"),
            (999_999.4, "999,999"),
            (999_999.9, "1\u{a0}M"),
            (-1_234_567.0, "−1.23\u{a0}M"),
            (3.2e9, "3.2\u{a0}G"),
            (1.2e-5, "1.2e-5"),
            (6.02e23, "6.02e23"),
            (5e-324, "4.94e-324"),
            (f64::NEG_INFINITY, "−∞"),
            (f64::NAN, "not a number"),
        ] {
            assert_eq!(significant(value), text, "{value:e}");
        }
    }

    #[test]
    fn p_values_stop_at_a_thousandth() {
        assert_eq!(p_value(0.0), "<\u{a0}0.001");
        assert_eq!(p_value(1.3e-9), "<\u{a0}0.001");
        assert_eq!(p_value(0.001), "0.001");
        assert_eq!(p_value(0.0423), "0.0423");
        assert_eq!(p_value(1.0), "1");
    }

    #[test]
    fn shares_never_round_to_none_or_all() {
        for (share, text) in [
            (0.0, "0\u{a0}%"),
            (0.0004, "<\u{a0}0.1\u{a0}%"),
            (0.035, "3.5\u{a0}%"),
            (0.35484, "35.5\u{a0}%"),
            (0.4825, "48.3\u{a0}%"),
            (0.9996, ">\u{a0}99.9\u{a0}%"),
            (1.0, "100\u{a0}%"),
        ] {
            assert_eq!(percent(share), text);
        }
        assert_eq!(ratio_percent(1, 0), "–");
        assert_eq!(ratio_percent(1, 4), "25\u{a0}%");
    }

    #[test]
    fn differences_of_shares_are_points() {
        assert_eq!(points(-0.113), "−11.3\u{a0}points");
        assert_eq!(points(0.01), "+1\u{a0}point");
        assert_eq!(points(0.0), "0\u{a0}points");
        assert_eq!(points(-0.0001), "−<\u{a0}0.1\u{a0}points");
    }

    #[test]
    fn decimal_points_stand_below_each_other() {
        let mut cells = vec!["1,234".to_owned(), "0.25".to_owned(), "3.5".to_owned(), "1.2e-5".to_owned()];
        align_decimals(&mut cells);
        assert_eq!(cells, ["1,234\u{2008}\u{2007}\u{2007}", "0.25", "3.5\u{2007}", "1.2e-5"]);
    }

    #[test]
    fn the_full_value_reads_back() {
        for value in [0.1 + 0.2, 1.3e-9, 5e-324, -1e300, 0.0, 123_456.789] {
            assert_eq!(full(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }
}
