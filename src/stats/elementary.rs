//! Exponential, logarithm and what is made of them, by arithmetic alone.
//!
//! `f64::exp` and `f64::ln` come from the platform: their last bit differs between native and wasm.
//! A fit that iterates carries such a bit on, and may stop one step earlier. These give the same bits
//! everywhere, and the compiler turns a loop over them into vector instructions.

/// 1.5 · 2⁵², which rounds what is added to it to an integer, kept in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1; // 32 bits: its product with k below 2¹¹ is exact.
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10; // The rest of ln 2.
/// Below this, e^x is taken for e^-700, about 10⁻³⁰⁴.
const LEAST: f64 = -700.0;

/// 1 / k! from k = 13 down to 0.
const EXP: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// 1 / (2k + 1) from k = 16 down to 0.
const ATANH: [f64; 17] = [
    1.0 / 33.0,
    1.0 / 31.0,
    1.0 / 29.0,
    1.0 / 27.0,
    1.0 / 25.0,
    1.0 / 23.0,
    1.0 / 21.0,
    1.0 / 19.0,
    1.0 / 17.0,
    1.0 / 15.0,
    1.0 / 13.0,
    1.0 / 11.0,
    1.0 / 9.0,
    1.0 / 7.0,
    1.0 / 5.0,
    1.0 / 3.0,
    1.0,
];

/// e^x for x ≤ 0; below −700 that of −700.
///
/// ```text
/// e^x = 2^k · e^r,   k = round(x / ln 2),   r = x − k · ln 2,   |r| ≤ 0.35
/// ```
///
/// e^r is the sum of the first 14 terms of its series; the relative error is below 4 · 10⁻¹⁶.
#[inline]
pub fn exp_not_above_zero(x: f64) -> f64 {
    let x = if x > LEAST { x } else { LEAST };
    let rounded = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = rounded - ROUNDER;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    let power = f64::from_bits(rounded.to_bits().wrapping_add(1023) << 52);
    power * EXP.iter().fold(0.0, |sum, term| sum * r + term)
}

/// ln(1 + x) for x in [0, 1].
///
/// ```text
/// ln(1 + x) = 2 · artanh(z) = 2 Σₖ z^(2k + 1) / (2k + 1),   z = x / (2 + x) ≤ ⅓
/// ```
///
/// The sum of the first 17 terms; the relative error is below 10⁻¹⁵.
#[inline]
pub fn ln_1p_to_one(x: f64) -> f64 {
    let z = x / (2.0 + x);
    let square = z * z;
    2.0 * z * ATANH.iter().fold(0.0, |sum, term| sum * square + term)
}

/// ln x for x ≥ 1, finite: that of the mantissa and of the power of two.
#[inline]
pub fn ln_from_one(x: f64) -> f64 {
    let bits = x.to_bits();
    let mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    let power = (bits >> 52) as f64 - 1023.0;
    power * std::f64::consts::LN_2 + ln_1p_to_one(mantissa - 1.0)
}

/// 1 / (1 + e^−x).
#[inline]
pub fn sigmoid(x: f64) -> f64 {
    let small = exp_not_above_zero(-x.abs());
    let of_greater = 1.0 / (1.0 + small);
    if x >= 0.0 { of_greater } else { small * of_greater }
}

/// Turns scores into probabilities: e^sₖ / Σ e^sⱼ.
pub fn softmax(scores: &mut [f64]) {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp_not_above_zero(*score - most);
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // The platform's functions, whose error is below one unit in the last place.
    proptest! {
        #[test]
        fn agrees_with_the_platform(x in -690.0..=0.0_f64, u in 0.0..=1.0_f64) {
            prop_assert!((exp_not_above_zero(x) / x.exp() - 1.0).abs() < 5e-16);
            prop_assert!((ln_1p_to_one(u) - u.ln_1p()).abs() <= 1e-15 * u.ln_1p());
            let many = 1.0 + u * 1e6;
            prop_assert!((ln_from_one(many) - many.ln()).abs() <= 1e-15 * many.ln());
        }
    }

    #[test]
    fn ends_and_middle() {
        assert_eq!(exp_not_above_zero(0.0), 1.0);
        assert!(exp_not_above_zero(-1e300) > 0.0 && exp_not_above_zero(-1e300) < 1e-300);
        assert_eq!((ln_1p_to_one(0.0), sigmoid(0.0)), (0.0, 0.5));
        assert!(sigmoid(-800.0) > 0.0 && sigmoid(-800.0) < 1e-300 && sigmoid(800.0) == 1.0);
        let mut scores = [1000.0, 1000.0 + 3.0_f64.ln(), -1000.0];
        softmax(&mut scores);
        assert!((scores[0] - 0.25).abs() < 1e-12 && (scores[1] - 0.75).abs() < 1e-12);
    }
}
