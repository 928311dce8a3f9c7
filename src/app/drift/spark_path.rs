//! The outline of a row's small chart, as the `d` of an SVG path.

/// Width of the drawing in its own units.
pub const WIDTH: f32 = 120.0;
/// Height of the drawing in its own units.
pub const HEIGHT: f32 = 24.0;
/// Room above the tallest bar, so that its outline is not cut.
const MARGIN: f32 = 1.0;

/// The two paths of one chart, on one scale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SparkPaths {
    /// Closed, to be filled.
    pub reference: String,
    /// Open along the top for numbers, closed boxes for categories.
    pub current: String,
}

/// Draws shares of both sides on shared bins; `apart` leaves a gap between categories.
pub fn spark_paths(reference: &[f32], current: &[f32], apart: bool) -> SparkPaths {
    let bins = reference.len().max(current.len());
    let top = reference.iter().chain(current).copied().filter(|s| s.is_finite()).fold(0.0_f32, f32::max);
    if bins == 0 || top <= 0.0 {
        return SparkPaths::default();
    }
    let scale = Scale { bins, top };
    if apart {
        SparkPaths { reference: boxes(reference, &scale), current: boxes(current, &scale) }
    } else {
        SparkPaths { reference: area(reference, &scale), current: line(current, &scale) }
    }
}

struct Scale {
    bins: usize,
    top: f32,
}

impl Scale {
    fn x(&self, edge: usize) -> f32 {
        round(MARGIN + edge as f32 * (WIDTH - 2.0 * MARGIN) / self.bins as f32)
    }

    fn y(&self, share: f32) -> f32 {
        let share = if share.is_finite() { share.max(0.0) } else { 0.0 };
        round(HEIGHT - 0.5 - share / self.top * (HEIGHT - 0.5 - MARGIN))
    }
}

fn area(shares: &[f32], scale: &Scale) -> String {
    if shares.is_empty() { String::new() } else { format!("{}Z", line(shares, scale)) }
}

fn line(shares: &[f32], scale: &Scale) -> String {
    if shares.is_empty() {
        return String::new();
    }
    let mut path = format!("M{} {}", scale.x(0), scale.y(0.0));
    for (at, share) in shares.iter().enumerate() {
        path.push_str(&format!("V{}H{}", scale.y(*share), scale.x(at + 1)));
    }
    path.push_str(&format!("V{}", scale.y(0.0)));
    path
}

fn boxes(shares: &[f32], scale: &Scale) -> String {
    let gap = ((WIDTH - 2.0 * MARGIN) / scale.bins as f32 * 0.15).clamp(0.5, 3.0);
    let mut path = String::new();
    for (at, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let (left, right) = (round(scale.x(at) + gap), round(scale.x(at + 1) - gap));
        path.push_str(&format!("M{left} {}V{}H{right}V{}Z", scale.y(0.0), scale.y(*share), scale.y(0.0)));
    }
    path
}

fn round(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_draw_is_an_empty_path() {
        assert_eq!(spark_paths(&[], &[], false), SparkPaths::default());
        assert_eq!(spark_paths(&[0.0, 0.0], &[0.0, f32::NAN], false), SparkPaths::default());
    }

    #[test]
    fn both_sides_share_one_scale() {
        let paths = spark_paths(&[0.5, 0.5], &[1.0, 0.0], false);
        assert_eq!(paths.reference, "M1 23.5V12.3H60V12.3H119V23.5Z");
        assert_eq!(paths.current, "M1 23.5V1H60V23.5H119V23.5");
    }

    #[test]
    fn categories_are_separate_boxes_and_empty_ones_are_left_out() {
        let paths = spark_paths(&[0.7, 0.3], &[1.0, 0.0], true);
        assert_eq!(paths.reference.matches('Z').count(), 2);
        assert_eq!(paths.current.matches('Z').count(), 1);
    }

    #[test]
    fn a_side_without_values_draws_nothing() {
        let paths = spark_paths(&[0.5, 0.5], &[], false);
        assert!(paths.current.is_empty() && !paths.reference.is_empty());
    }
}
