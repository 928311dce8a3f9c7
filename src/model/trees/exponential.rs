//! The exponential function from additions and multiplications alone.
//!
//! The mathematical libraries of native and WebAssembly builds differ in the last bit of `exp`; a
//! split could turn on it. This one is the same everywhere, and the compiler can vectorise it.

/// 2^52 · 1.5: added and taken away, it rounds to a whole number.
const ROUNDS: f64 = 6_755_399_441_055_744.0;
/// Upper and lower part of ln 2: the upper has zeros enough for an exact product (fdlibm's split).
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1 / i!, from i = 13 down to 0.
const TERMS: [f64; 14] = [
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

/// e^x, with x limited to ±708.
///
/// ```text
/// x = n · ln 2 + r,  |r| ≤ ln 2 / 2;  e^x = 2^n · Σᵢ rⁱ / i!,  i ≤ 13
/// ```
///
/// The relative error is below 1e-15.
pub(super) fn exp(x: f64) -> f64 {
    let x = x.clamp(-708.0, 708.0);
    let n = (x * std::f64::consts::LOG2_E + ROUNDS) - ROUNDS;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let series = TERMS.iter().fold(0.0, |sum, term| sum * r + term);
    series * f64::from_bits(((n as i64 + 1023) as u64) << 52)
}

/// 1 / (1 + e^−x).
pub(super) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Turns scores into probabilities in place: e^sᵢ / Σⱼ e^sⱼ.
pub(super) fn softmax(scores: &mut [f64]) {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut total = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - largest);
        total += *score;
    }
    for score in scores {
        *score /= total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_that_of_the_standard_library() {
        for step in -7_000..=7_000 {
            let x = f64::from(step) * 0.100_37;
            let (ours, theirs) = (exp(x), x.exp());
            assert!((ours / theirs - 1.0).abs() < 1e-15, "{x}: {ours} and {theirs}");
        }
        assert_eq!(exp(0.0), 1.0);
    }

    #[test]
    fn sigmoid_and_softmax_of_known_values() {
        // sigmoid(ln 3) = 3 / 4; softmax(0, ln 3) = (1 / 4, 3 / 4).
        assert!((sigmoid(3.0_f64.ln()) - 0.75).abs() < 1e-15);
        assert!((sigmoid(-1_000.0)).abs() < 1e-300);
        let mut scores = [1_000.0, 1_000.0 + 3.0_f64.ln()];
        softmax(&mut scores);
        // 1,000 + ln 3 keeps about 1e-13 of ln 3.
        assert!((scores[0] - 0.25).abs() < 1e-12 && (scores[1] - 0.75).abs() < 1e-12);
    }
}
