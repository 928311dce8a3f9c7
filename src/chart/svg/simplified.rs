//! Long lines with no more points than can be seen.

use super::path::Point;

/// How far a long line may pass from a point of it, in half pixels.
const TOLERANCE: f64 = 1.5;
/// A line of no more points is drawn as it is.
const SHORT: usize = 100;

/// A line that passes every point at most three quarters of a pixel away (Ramer, 1972; Douglas and
/// Peucker, 1973), where it has many.
pub(super) fn simplified(points: Vec<Point>) -> Vec<Point> {
    if points.len() <= SHORT {
        return points;
    }
    let mut is_kept = vec![false; points.len()];
    let last = points.len() - 1;
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        for end in [from, to] {
            if let Some(kept) = is_kept.get_mut(end) {
                *kept = true;
            }
        }
        let (Some(&a), Some(&b), Some(inside)) = (points.get(from), points.get(to), points.get(from + 1..to))
        else {
            continue;
        };
        let farthest = inside
            .iter()
            .map(|&point| distance(point, a, b))
            .enumerate()
            .max_by(|x, y| x.1.total_cmp(&y.1))
            .filter(|farthest| farthest.1 > TOLERANCE);
        if let Some((at, _)) = farthest {
            open.extend([(from, from + 1 + at), (from + 1 + at, to)]);
        }
    }
    points.into_iter().zip(is_kept).filter(|(_, kept)| *kept).map(|(point, _)| point).collect()
}

/// How far a point is from the stroke between two others.
fn distance(point: Point, a: Point, b: Point) -> f64 {
    let (x, y) = (f64::from(point.x) - f64::from(a.x), f64::from(point.y) - f64::from(a.y));
    let (dx, dy) = (f64::from(b.x) - f64::from(a.x), f64::from(b.y) - f64::from(a.y));
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 { ((x * dx + y * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    (x - along * dx).hypot(y - along * dy)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_long_staircase_of_single_pixels_becomes_a_slope() {
        let stairs = (0..400).map(|at| Point { x: 2 * ((at + 1) / 2), y: 2 * (at / 2) }).collect();
        assert_eq!(simplified(stairs).len(), 2);
        let short: Vec<Point> = (0..50).map(|at| Point { x: at, y: at }).collect();
        assert_eq!(simplified(short.clone()), short);
    }

    proptest! {
        #[test]
        fn no_point_is_farther_from_the_line_than_the_tolerance(
            heights in proptest::collection::vec(0_i32..300, 101..300),
        ) {
            let points: Vec<Point> = heights.iter().zip(0..).map(|(&y, x)| Point { x: 2 * x, y }).collect();
            let line = simplified(points.clone());
            for point in points {
                let near = line
                    .windows(2)
                    .map(|stroke| distance(point, stroke[0], stroke[1]))
                    .fold(f64::INFINITY, f64::min);
                prop_assert!(near <= TOLERANCE);
            }
        }
    }
}
