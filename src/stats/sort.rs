//! Sorting of finite numbers: order-preserving bit keys, radix sort for long samples.

/// From this length the radix sort's fixed cost (its histograms) pays off.
const RADIX_FROM: usize = 2_048;
/// Bits per digit: six passes over 64-bit keys, histograms that fit the first-level cache.
const DIGIT_BITS: usize = 11;
const BUCKETS: usize = 1 << DIGIT_BITS;
const PASSES: usize = 6;

/// Sorts finite numbers ascending; `-0.0` becomes `0.0`.
pub(super) fn sorted(values: Vec<f64>) -> Vec<f64> {
    let keys: Vec<u64> = values.into_iter().map(key).collect();
    let keys = if keys.len() < RADIX_FROM {
        let mut keys = keys;
        keys.sort_unstable();
        keys
    } else {
        radix(keys)
    };
    keys.into_iter().map(value).collect()
}

fn key(x: f64) -> u64 {
    let bits = (x + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn value(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

fn radix(mut keys: Vec<u64>) -> Vec<u64> {
    if keys.is_sorted() {
        return keys;
    }
    let mut counts = vec![[0_usize; BUCKETS]; PASSES];
    for &k in &keys {
        for (pass, count) in counts.iter_mut().enumerate() {
            count[digit(k, pass)] += 1;
        }
    }
    let mut other = vec![0_u64; keys.len()];
    for (pass, count) in counts.iter_mut().enumerate() {
        if count[digit(keys[0], pass)] == keys.len() {
            continue; // Every key has the same digit here.
        }
        let mut start = 0;
        for slot in count.iter_mut() {
            start += std::mem::replace(slot, start);
        }
        for &k in &keys {
            let slot = &mut count[digit(k, pass)];
            other[*slot] = k;
            *slot += 1;
        }
        std::mem::swap(&mut keys, &mut other);
    }
    keys
}

fn digit(key: u64, pass: usize) -> usize {
    (key >> (pass * DIGIT_BITS)) as usize & (BUCKETS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radix_and_comparison_sort_agree() {
        let mut x = 1_u64;
        let mut values = vec![0.0, -0.0, f64::MAX, f64::MIN, 5e-324, -5e-324];
        while values.len() < 10_000 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let v = f64::from_bits(x);
            if v.is_finite() {
                values.push(v);
            }
        }
        let mut expected = values.clone();
        expected.sort_by(f64::total_cmp);
        assert_eq!(sorted(values), expected);
    }
}
