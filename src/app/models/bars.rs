//! Lengths of the bars in tables of models, as percentages of the widest.

/// A bar and its whisker, in percent of the room.
#[derive(Debug, Clone, PartialEq)]
pub struct BarShape {
    /// Where the bar begins.
    pub left: f64,
    /// How long it is.
    pub width: f64,
    /// Where the whisker begins.
    pub whisker_left: f64,
    /// How long the whisker is; 0 for none.
    pub whisker_width: f64,
}

/// The range that a column of bars shows: it always holds 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BarScale {
    low: f64,
    high: f64,
}

impl BarScale {
    /// The range that holds 0 and all of `values`.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        if low == high { Self { low: 0.0, high: 1.0 } } else { Self { low, high } }
    }

    /// The bar from 0 to `value`, with a whisker from `from` to `to`.
    pub fn bar(self, value: f64, from: f64, to: f64) -> BarShape {
        let (zero, end) = (self.place(0.0), self.place(value));
        let (a, b) = (self.place(from), self.place(to));
        BarShape {
            left: zero.min(end),
            width: (end - zero).abs(),
            whisker_left: a.min(b),
            whisker_width: (b - a).abs(),
        }
    }

    fn place(self, value: f64) -> f64 {
        let value = if value.is_finite() { value } else { 0.0 };
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0) * 100.0
    }
}

/// A percentage as CSS writes it.
pub fn css(percent: f64) -> String {
    format!("{percent:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_at_nought_and_go_both_ways() {
        let scale = BarScale::of([3.0, -1.0, f64::NAN]);
        assert_eq!(
            scale.bar(3.0, 2.0, 4.0),
            BarShape { left: 25.0, width: 75.0, whisker_left: 75.0, whisker_width: 25.0 }
        );
        let back = scale.bar(-1.0, -1.0, -1.0);
        assert_eq!((back.left, back.width, back.whisker_width), (0.0, 25.0, 0.0));
    }

    #[test]
    fn nothing_to_show_is_no_bar() {
        assert_eq!(BarScale::of([]).bar(0.0, 0.0, 0.0).width, 0.0);
        assert_eq!(BarScale::of([f64::INFINITY]).bar(f64::NAN, 0.0, 0.0).width, 0.0);
        assert_eq!(css(33.333), "33.33%");
    }
}
