//! How numbers are written on the page and in reports.
//!
//! Numbers, shares and p-values follow the one rule of [`crate::chart`], so that table, chart
//! and tooltip say the same; here stand the units and nouns around them.

use super::labels;
use crate::chart;
use crate::data::Kind;

/// No-break space, between a number and its unit.
const SPACE: char = '\u{a0}';

/// A number in three significant digits; a dash where there is none.
pub fn number(value: f64) -> String {
    if value.is_nan() { "–".to_owned() } else { chart::significant(value) }
}

/// A p-value: `< 0.001` below that, else three significant digits.
pub fn p_value(p: f64) -> String {
    chart::p_value(p)
}

/// A verdict's score: a p-value, or a statistic.
pub fn score(score: f64, is_p: bool) -> String {
    if is_p { p_value(score) } else { number(score) }
}

/// The rule that a score is held against, e.g. `p ≤ 0.05`.
pub fn threshold(line: f64, is_p: bool) -> String {
    let line = plain_decimal(line);
    if is_p { format!("p{SPACE}≤{SPACE}{line}") } else { format!("≥{SPACE}{line}") }
}

/// The same in a column of lines, e.g. `≤ 0.05`.
pub fn threshold_short(line: f64, is_p: bool) -> String {
    format!("{}{SPACE}{}", if is_p { "≤" } else { "≥" }, number(line))
}

/// All digits, for titles and copying.
pub fn full(value: f64) -> String {
    chart::full(value)
}

/// The unit of a column's effect: standard deviations of the reference, or total variation.
pub fn effect_unit(kind: Kind) -> &'static str {
    if labels::is_numeric(kind) { "σ" } else { "TV" }
}

/// How far a column moved, e.g. `0.588 σ higher`. Higher or lower is said only where the median's
/// `shift` makes up most of the `size`; a column that mainly spread went neither way.
pub fn moved(size: f64, shift: Option<f64>, kind: Kind) -> String {
    let way = match shift {
        Some(shift) if shift >= size / 2.0 && shift > 0.0 => " higher",
        Some(shift) if shift <= -size / 2.0 && shift < 0.0 => " lower",
        _ => "",
    };
    format!("{}{SPACE}{}{way}", number(size), effect_unit(kind))
}

/// A count with thousands separated.
pub fn count(value: u64) -> String {
    chart::count(value)
}

/// A count and its noun, e.g. `1 row`, `2,000 rows`.
pub fn counted(value: u64, one: &str, many: &str) -> String {
    format!("{}{SPACE}{}", count(value), if value == 1 { one } else { many })
}

/// A share as a percentage: `35.5 %`, `3.5 %`, `< 0.1 %`.
pub fn share(value: f64) -> String {
    if value.is_nan() { "–".to_owned() } else { chart::percent(value) }
}

/// A change of a share in percentage points, signed: `+14 pp`.
pub fn share_change(change: f64) -> String {
    format!("{}{SPACE}pp", chart::signed((change * 1000.0).round() / 10.0))
}

/// `part / whole` as a percentage; `–` when there is no whole.
pub fn share_of(part: u64, whole: u64) -> String {
    chart::ratio_percent(part, whole)
}

/// A duration, e.g. `0.4 s`, `12 s`, `2 min 5 s`.
pub fn seconds(value: f64) -> String {
    let value = value.max(0.0);
    if value < 9.95 {
        format!("{value:.1}{SPACE}s")
    } else if value < 59.5 {
        format!("{value:.0}{SPACE}s")
    } else {
        let whole = value.round() as u64;
        format!("{}{SPACE}min {}{SPACE}s", whole / 60, whole % 60)
    }
}

/// A size in bytes, in powers of 1000.
pub fn bytes(value: u64) -> String {
    let size = value as f64;
    let (scaled, unit) = match size {
        s if s < 1e3 => return format!("{value}{SPACE}B"),
        s if s < 1e6 => (s / 1e3, "kB"),
        s if s < 1e9 => (s / 1e6, "MB"),
        s => (s / 1e9, "GB"),
    };
    let decimals = if scaled < 9.95 { 1 } else { 0 };
    format!("{scaled:.decimals$}{SPACE}{unit}")
}

fn plain_decimal(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: String) -> String {
        text.replace(SPACE, " ")
    }

    #[test]
    fn what_is_no_number_is_a_dash() {
        assert_eq!(number(f64::NAN), "–");
        assert_eq!(share(f64::NAN), "–");
        assert_eq!(number(f64::NEG_INFINITY), "−∞");
    }

    #[test]
    fn table_and_chart_write_one_number_alike() {
        for value in [0.59, 0.094_213, 13.349, 1_234_567.0, -0.012_345, 1.3e-9] {
            assert_eq!(number(value), chart::significant(value));
            assert_eq!(share(value), chart::percent(value));
        }
    }

    #[test]
    fn small_p_values_are_bounded_not_rounded() {
        assert_eq!(plain(p_value(1.3e-9)), "< 0.001");
        assert_eq!(plain(p_value(0.0)), "< 0.001");
        assert_eq!(p_value(0.001), "0.001");
        assert_eq!(p_value(0.0504), "0.0504");
        assert_eq!(plain(score(0.0001, true)), "< 0.001");
        assert_eq!(score(0.0001, false), "0.0001");
    }

    #[test]
    fn thresholds_say_which_side_is_drift() {
        assert_eq!(plain(threshold(0.05, true)), "p ≤ 0.05");
        assert_eq!(plain(threshold(0.1, false)), "≥ 0.1");
    }

    #[test]
    fn shares_keep_what_matters_near_zero_and_one() {
        let cases = [
            (0.0, "0 %"),
            (0.000_5, "< 0.1 %"),
            (0.035, "3.5 %"),
            (0.3548, "35.5 %"),
            (0.0996, "10 %"),
            (0.9971, "99.7 %"),
            (0.999_9, "> 99.9 %"),
            (1.0, "100 %"),
        ];
        for (value, want) in cases {
            assert_eq!(plain(share(value)), want, "{value}");
        }
        assert_eq!(share_of(1, 0), "–");
        assert_eq!(plain(share_of(1, 4)), "25 %");
    }

    #[test]
    fn counts_and_sizes() {
        assert_eq!(count(1_000_000), "1,000,000");
        assert_eq!(count(200), "200");
        assert_eq!(plain(counted(1, "row", "rows")), "1 row");
        assert_eq!(plain(counted(2_000, "row", "rows")), "2,000 rows");
        assert_eq!(plain(bytes(999)), "999 B");
        assert_eq!(plain(bytes(12_400)), "12 kB");
        assert_eq!(plain(bytes(1_440_000)), "1.4 MB");
        assert_eq!(plain(bytes(182_000_000)), "182 MB");
    }

    #[test]
    fn a_move_says_its_way_only_when_it_has_one() {
        assert_eq!(plain(moved(0.588, Some(0.587), Kind::Numeric)), "0.588 σ higher");
        assert_eq!(plain(moved(8.04, Some(-7.34), Kind::Numeric)), "8.04 σ lower");
        assert_eq!(plain(moved(1.06, Some(-0.01), Kind::Numeric)), "1.06 σ");
        assert_eq!(plain(moved(0.0, Some(0.0), Kind::Numeric)), "0 σ");
        assert_eq!(plain(moved(0.4, None, Kind::Categorical)), "0.4 TV");
    }

    #[test]
    fn full_keeps_every_digit() {
        assert_eq!(full(1.3e-9).parse::<f64>().unwrap(), 1.3e-9);
        assert_eq!(full(0.1 + 0.2).parse::<f64>().unwrap(), 0.1 + 0.2);
        assert_eq!(full(0.0), "0");
    }
}
