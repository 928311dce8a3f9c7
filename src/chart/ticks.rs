//! Round ticks (steps of 1, 2 or 5 times a power of ten) and labels with equal decimals.

use super::LinearScale;
use super::format::{si, thousands};
use super::text::text_width;

/// One tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where it stands, in the axis' unit.
    pub value: f64,
    /// Its label. All labels of one axis have the same number of decimals and the same unit.
    pub label: String,
}

/// About `wanted` round ticks within `min` to `max`, labelled.
///
/// Where no round step exists (a domain at the edge of what doubles can tell apart) the two ends
/// are the ticks.
pub fn ticks(min: f64, max: f64, wanted: usize) -> Vec<Tick> {
    if !(min.is_finite() && max.is_finite() && min <= max) {
        return Vec::new();
    }
    let values = round_values(min, max, wanted.max(1));
    let step = if values.len() > 1 { values[1] - values[0] } else { 0.0 };
    let labels = labels(&values, step);
    values.into_iter().zip(labels).map(|(value, label)| Tick { value, label }).collect()
}

/// The most ticks whose labels, centred and kept within `left` to `right`, do not touch.
pub fn fitting_ticks(scale: &LinearScale, left: f64, right: f64, font_size: f64, wanted: usize) -> Vec<Tick> {
    for wanted in (1..=wanted).rev() {
        let found = ticks(scale.min(), scale.max(), wanted);
        let mut end = f64::NEG_INFINITY;
        let fits = found.iter().all(|tick| {
            let half = text_width(&tick.label, font_size) / 2.0;
            let centre = label_centre(scale.pixel(tick.value), half, left, right);
            let free = centre - half > end + font_size * 0.7;
            end = centre + half;
            free
        });
        if fits {
            return found;
        }
    }
    ticks(scale.min(), scale.max(), 1).into_iter().take(1).collect()
}

/// Where a label of half width `half` is centred so that it stays within `left` to `right`.
pub(super) fn label_centre(wanted: f64, half: f64, left: f64, right: f64) -> f64 {
    if left + half > right - half { (left + right) / 2.0 } else { wanted.clamp(left + half, right - half) }
}

fn round_values(min: f64, max: f64, wanted: usize) -> Vec<f64> {
    let ends = || if min < max { vec![min, max] } else { vec![min] };
    let rough = max / wanted as f64 - min / wanted as f64;
    let exponent = rough.log10().floor();
    if !(rough > 0.0 && exponent.is_finite()) {
        return ends();
    }
    let exponent = exponent as i32;
    let (mantissa, exponent) = match rough / power(exponent) {
        m if m <= 1.0 => (1.0, exponent),
        m if m <= 2.0 => (2.0, exponent),
        m if m <= 5.0 => (5.0, exponent),
        _ => (1.0, exponent + 1),
    };
    let step = mantissa * power(exponent);
    let first = (min / step).ceil();
    // Beyond 2⁵² the multiples of the step are no longer told apart.
    if !(step.is_normal() && first.abs() < 4.5e15 && (max / step).abs() < 4.5e15) {
        return ends();
    }
    let mut values = Vec::with_capacity(wanted + 2);
    for i in 0..=(2 * wanted + 4) {
        let multiple = (first + i as f64) * mantissa;
        // Dividing by 10 rather than multiplying by 0.1 keeps round numbers exact.
        let value = if exponent < 0 && exponent > -300 {
            multiple / power(-exponent)
        } else {
            multiple * power(exponent)
        };
        if value > max {
            break;
        }
        if value >= min {
            values.push(if value == 0.0 { 0.0 } else { value });
        }
    }
    if values.is_empty() { ends() } else { values }
}

fn power(exponent: i32) -> f64 {
    10_f64.powi(exponent)
}

/// Labels of equal decimals and one unit for `values`, `step` apart.
fn labels(values: &[f64], step: f64) -> Vec<String> {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 {
        return values.iter().map(|_| "0".to_owned()).collect();
    }
    let exponent = |size: f64| if size > 0.0 { (size.log10() + 1e-9).floor() as i32 } else { 0 };
    let step_exponent = if step > 0.0 && step.is_finite() { exponent(step) } else { exponent(largest) - 2 };
    let digits = exponent(largest) - step_exponent + 1;
    if (1e-4..1e5).contains(&largest) || (digits > 6 && (1e5..1e15).contains(&largest)) {
        let decimals = usize::try_from(-step_exponent).unwrap_or(0).min(12);
        return values.iter().map(|&v| written(v, decimals, "")).collect();
    }
    if (1e5..1e15).contains(&largest) {
        let (divisor, prefix) = si(largest);
        let decimals = usize::try_from(exponent(divisor) - step_exponent).unwrap_or(0).min(12);
        return values.iter().map(|&v| written(v / divisor, decimals, prefix)).collect();
    }
    let decimals = usize::try_from(digits - 1).unwrap_or(0).min(6);
    let top = exponent(largest);
    values.iter().map(|&v| exponential(v, top, decimals)).collect()
}

fn written(value: f64, decimals: usize, unit: &str) -> String {
    let text = thousands(&format!("{value:.decimals$}")).replace('-', "\u{2212}");
    if text.bytes().all(|b| !(b'1'..=b'9').contains(&b)) { "0".to_owned() } else { format!("{text}{unit}") }
}

/// `value` with the exponent `top`, which all labels of the axis share.
fn exponential(value: f64, top: i32, decimals: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    // In two steps, for 10^top may be below the smallest double.
    let mantissa = value / power(top / 2) / power(top - top / 2);
    if !mantissa.is_finite() {
        return format!("{value:.decimals$e}").replace('-', "\u{2212}");
    }
    format!("{mantissa:.decimals$}e{top}").replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(min: f64, max: f64, wanted: usize) -> Vec<String> {
        ticks(min, max, wanted).into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn steps_are_one_two_or_five() {
        assert_eq!(shown(0.0, 10.0, 5), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(shown(6.98, 28.1, 5), ["10", "15", "20", "25"]);
        assert_eq!(shown(0.0, 0.31, 4), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(shown(-1.0, 1.0, 4), ["−1.0", "−0.5", "0", "0.5", "1.0"]);
    }

    #[test]
    fn decimals_are_equal_along_an_axis() {
        assert_eq!(shown(0.9, 1.11, 5), ["0.90", "0.95", "1.00", "1.05", "1.10"]);
    }

    #[test]
    fn large_and_small_numbers_share_a_unit() {
        assert_eq!(shown(0.0, 40_000.0, 4), ["0", "10,000", "20,000", "30,000", "40,000"]);
        assert_eq!(shown(0.0, 400_000.0, 4), ["0", "100k", "200k", "300k", "400k"]);
        assert_eq!(shown(0.0, 2.5e6, 5), ["0", "0.5M", "1.0M", "1.5M", "2.0M", "2.5M"]);
        assert_eq!(shown(0.0, 4e-7, 4), ["0", "1e−7", "2e−7", "3e−7", "4e−7"]);
        assert_eq!(shown(1e9, 1e9 + 1.0, 2), ["1,000,000,000.0", "1,000,000,000.5", "1,000,000,001.0"]);
    }

    #[test]
    fn domains_without_a_round_step_show_their_ends() {
        assert_eq!(ticks(5e-324, 1e-323, 5).len(), 2);
        assert_eq!(ticks(3.0, 3.0, 5).len(), 1);
        assert_eq!(ticks(f64::NAN, 1.0, 5), []);
        assert!(ticks(f64::MIN, f64::MAX, 5).len() >= 2);
        let next = 1e300_f64.next_up();
        assert_eq!(ticks(1e300, next, 5).len(), 2);
    }

    #[test]
    fn labels_never_touch() {
        let scale = LinearScale::new(1e9, 1e9 + 1.0, 40.0, 240.0);
        let found = fitting_ticks(&scale, 0.0, 260.0, 12.0, 8);
        assert!(found.len() <= 2, "{found:?}");
        let scale = LinearScale::new(0.0, 10.0, 40.0, 640.0);
        assert!(fitting_ticks(&scale, 0.0, 660.0, 12.0, 8).len() >= 5);
    }

    proptest! {
        #[test]
        fn ticks_are_inside_ascending_and_few(a in any::<f64>(), b in any::<f64>(), wanted in 1_usize..12) {
            prop_assume!(a.is_finite() && b.is_finite());
            let (min, max) = (a.min(b), a.max(b));
            let found = ticks(min, max, wanted);
            prop_assert!(!found.is_empty() && found.len() <= 2 * wanted + 5);
            prop_assert!(found.iter().all(|t| (min..=max).contains(&t.value)));
            prop_assert!(found.windows(2).all(|w| w[0].value < w[1].value));
        }

        #[test]
        fn fixed_labels_read_back_to_their_tick(min in -1e4..1e4_f64, span in 1e-3..1e4_f64) {
            let found = ticks(min, min + span, 5);
            for tick in found {
                let read: f64 = tick.label.replace(',', "").replace('\u{2212}', "-").parse().unwrap();
                prop_assert!((read - tick.value).abs() <= 1e-9 * tick.value.abs().max(1.0), "{tick:?}");
            }
        }
    }
}
