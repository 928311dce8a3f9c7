//! From values to pixels and back.

/// A linear map from values to pixels, safe for every finite domain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearScale {
    min: f64, // Invariant: finite and min < max.
    max: f64,
    from: f64,
    to: f64,
}

impl LinearScale {
    /// A scale that shows `min` at pixel `from` and `max` at pixel `to`.
    ///
    /// A domain of one value is widened to both sides so that the value stands in the middle;
    /// a domain that is not finite becomes 0 to 1.
    pub fn new(min: f64, max: f64, from: f64, to: f64) -> Self {
        let (min, max) =
            if min.is_finite() && max.is_finite() { (min.min(max), max.max(min)) } else { (0.0, 1.0) };
        let (min, max) = if min < max { (min, max) } else { widened(min) };
        Self { min, max, from, to }
    }

    /// Smallest value of the domain.
    pub fn min(&self) -> f64 {
        self.min
    }

    /// Largest value of the domain.
    pub fn max(&self) -> f64 {
        self.max
    }

    /// Where `value` stands; values outside the domain stand at its end.
    pub fn pixel(&self, value: f64) -> f64 {
        self.from + self.share(value) * (self.to - self.from)
    }

    /// The value that stands at `pixel`, within the domain.
    pub fn value(&self, pixel: f64) -> f64 {
        let extent = self.to - self.from;
        let t = if extent == 0.0 { 0.5 } else { ((pixel - self.from) / extent).clamp(0.0, 1.0) };
        (self.min * (1.0 - t) + self.max * t).clamp(self.min, self.max)
    }

    /// How far into the domain `value` stands, 0 to 1.
    fn share(&self, value: f64) -> f64 {
        let span = self.max - self.min;
        let t = if span.is_finite() {
            (value - self.min) / span
        } else {
            (value / 2.0 - self.min / 2.0) / (self.max / 2.0 - self.min / 2.0)
        };
        if t.is_nan() { 0.5 } else { t.clamp(0.0, 1.0) }
    }
}

/// A domain around one value.
fn widened(value: f64) -> (f64, f64) {
    let pad = if value == 0.0 { 1.0 } else { value.abs() * 0.05 };
    let (low, high) = ((value - pad).max(f64::MIN), (value + pad).min(f64::MAX));
    if low < high { (low, high) } else { (value - 1.0, value + 1.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_and_middle_stand_where_they_should() {
        let scale = LinearScale::new(-10.0, 30.0, 100.0, 500.0);
        assert_eq!([-10.0, 10.0, 30.0, 99.0].map(|v| scale.pixel(v)), [100.0, 300.0, 500.0, 500.0]);
        assert_eq!(scale.value(300.0), 10.0);
    }

    #[test]
    fn one_value_stands_in_the_middle() {
        for value in [0.0, 7.0, -3e-310, 5e-324, f64::MAX, f64::MIN] {
            let pixel = LinearScale::new(value, value, 0.0, 200.0).pixel(value);
            assert!((0.0..=200.0).contains(&pixel), "{value:e}: {pixel}");
        }
        assert!((LinearScale::new(7.0, 7.0, 0.0, 200.0).pixel(7.0) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn the_whole_range_of_doubles_has_a_middle() {
        let scale = LinearScale::new(f64::MIN, f64::MAX, 0.0, 100.0);
        assert_eq!(scale.pixel(0.0), 50.0);
        assert_eq!(scale.value(50.0), 0.0);
    }

    proptest! {
        #[test]
        fn pixels_stay_inside(a in any::<f64>(), b in any::<f64>(), v in any::<f64>()) {
            let pixel = LinearScale::new(a, b, 10.0, 90.0).pixel(v);
            prop_assert!((10.0..=90.0).contains(&pixel));
        }
    }
}
