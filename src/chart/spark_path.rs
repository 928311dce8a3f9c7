//! The outline of a row's small chart, as the `d` of two SVG paths.

/// Width of the drawing, as near as whole bins come to it.
const WIDTH: i32 = 120;
/// Height of the drawing.
const HEIGHT: i32 = 24;
/// Where the bars stand: a pixel of room, so that the outline is not cut.
const BASE: i32 = HEIGHT - 1;

/// The two paths of one chart, on one scale, in whole units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SparkPaths {
    /// Width of the drawing in its own units.
    pub width: i32,
    /// Height of the drawing in its own units.
    pub height: i32,
    /// To be filled. Empty where there is nothing to draw.
    pub reference: String,
    /// Along the tops for numbers, boxes for categories; to be outlined.
    pub current: String,
}

impl SparkPaths {
    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.reference.is_empty() && self.current.is_empty()
    }

    /// The drawing as an `<svg>` element; `None` where there is nothing to draw.
    pub fn svg(&self) -> Option<String> {
        let Self { width, height, reference, current } = self;
        (!self.is_empty()).then(|| {
            format!(
                "<svg class=\"spark\" viewBox=\"0 0 {width} {height}\"><path class=\"r\" d=\"{reference}\"/>\
                 <path class=\"c\" d=\"{current}\"/></svg>"
            )
        })
    }
}

/// Draws shares of both sides on shared bins; `apart` leaves a gap between categories.
///
/// A share above none is at least one unit high, so that few and none look different.
pub fn spark_paths(reference: &[f32], current: &[f32], apart: bool) -> SparkPaths {
    let bins = i32::try_from(reference.len().max(current.len())).unwrap_or(i32::MAX);
    let top = reference.iter().chain(current).copied().filter(|s| s.is_finite()).fold(0.0_f32, f32::max);
    if bins == 0 || top <= 0.0 {
        return SparkPaths::default();
    }
    let step = ((WIDTH - 2) / bins).max(if apart { 3 } else { 1 });
    let scale = Scale { step, top };
    let (reference, current) = if apart {
        (boxes(reference, &scale), boxes(current, &scale))
    } else {
        let area = Some(outline(reference, &scale)).filter(|path| !path.is_empty());
        (area.map(|path| path + "z").unwrap_or_default(), outline(current, &scale))
    };
    SparkPaths { width: step * bins + 2, height: HEIGHT, reference, current }
}

struct Scale {
    /// Width of a bin.
    step: i32,
    top: f32,
}

impl Scale {
    /// Height of a bar.
    fn height(&self, share: f32) -> i32 {
        if share.is_finite() && share > 0.0 {
            ((share / self.top * (BASE - 1) as f32).round() as i32).clamp(1, BASE - 1)
        } else {
            0
        }
    }
}

/// Along the tops and down to the base line at both ends.
fn outline(shares: &[f32], scale: &Scale) -> String {
    if shares.is_empty() {
        return String::new();
    }
    let mut path = format!("M1 {BASE}");
    let (mut level, mut run) = (0, 0);
    for height in shares.iter().map(|&share| scale.height(share)) {
        if height != level {
            across(&mut path, &mut run);
            path.push_str(&format!("v{}", level - height));
            level = height;
        }
        run += scale.step;
    }
    across(&mut path, &mut run);
    if level != 0 {
        path.push_str(&format!("v{level}"));
    }
    path
}

fn across(path: &mut String, run: &mut i32) {
    if *run != 0 {
        path.push_str(&format!("h{run}"));
        *run = 0;
    }
}

/// A box for each share above none, open along the base line.
fn boxes(shares: &[f32], scale: &Scale) -> String {
    let gap = (scale.step * 3 / 20).clamp(1, 3);
    let width = scale.step - 2 * gap;
    let mut path = String::new();
    let mut pen = None;
    for (share, at) in shares.iter().zip(0..).filter(|(share, _)| **share > 0.0) {
        let (left, height) = (1 + at * scale.step + gap, scale.height(*share));
        match pen {
            None => path.push_str(&format!("M{left} {BASE}")),
            Some(pen) => path.push_str(&format!("m{} 0", left - pen)),
        }
        path.push_str(&format!("v-{height}h{width}v{height}"));
        pen = Some(left + width);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_draw_is_an_empty_path() {
        assert_eq!(spark_paths(&[], &[], false), SparkPaths::default());
        assert_eq!(spark_paths(&[0.0, 0.0], &[0.0, f32::NAN], false), SparkPaths::default());
        assert_eq!(SparkPaths::default().svg(), None);
    }

    #[test]
    fn both_sides_share_one_scale() {
        // Two bins of 59; the greatest share is 22 high, half of it 11.
        let paths = spark_paths(&[0.5, 0.5], &[1.0, 0.0], false);
        assert_eq!(paths.reference, "M1 23v-11h118v11z");
        assert_eq!(paths.current, "M1 23v-22h59v22h59");
        assert_eq!((paths.width, paths.height), (120, 24));
    }

    #[test]
    fn few_and_none_look_different() {
        assert_eq!(spark_paths(&[1.0, 0.0001, 0.0], &[], false).reference, "M1 23v-22h39v21h39v1h39z");
    }

    #[test]
    fn categories_are_separate_boxes_and_empty_ones_are_left_out() {
        // Bins of 59 with 3 units free at either side; 0.7 of 22 is 15.4, 0.3 of it 6.6.
        let paths = spark_paths(&[0.7, 0.3], &[1.0, 0.0], true);
        assert_eq!(paths.reference, "M4 23v-15h53v15m6 0v-7h53v7");
        assert_eq!(paths.current, "M4 23v-22h53v22");
    }

    #[test]
    fn a_side_without_values_draws_nothing() {
        let paths = spark_paths(&[0.5, 0.5], &[], false);
        assert!(paths.current.is_empty() && !paths.reference.is_empty());
    }

    #[test]
    fn a_full_chart_stays_small() {
        // As many bins as there are, every one another height than the last.
        let up: Vec<f32> = (0..24).map(|at| [0.02, 0.9][at % 2] + at as f32 * 0.001).collect();
        let svg = spark_paths(&up, &up, false).svg().unwrap();
        assert!(svg.len() <= 460, "{} bytes", svg.len());
    }
}
