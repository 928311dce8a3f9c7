//! Paths in as few characters as they need. Units are half pixels.

/// A point in half pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: i32,
    pub(super) y: i32,
}

/// The `d` of a path that grows by subpaths.
#[derive(Debug, Clone, Default)]
pub(super) struct PathText {
    text: String,
    /// Where the pen stands.
    pen: Option<Point>,
}

impl PathText {
    /// Adds a subpath. Points in the middle of a straight line are left out.
    pub(super) fn add(&mut self, points: &[Point], is_closed: bool) {
        let points = without_middles(points);
        let Some((&first, rest)) = points.split_first() else { return };
        self.move_to(first);
        let (mut at, mut is_line_open) = (first, false);
        // What is closed needs no stroke back to where it began.
        let end = if is_closed { rest.len() - usize::from(rest.last() == Some(&first)) } else { rest.len() };
        for &to in rest.iter().take(end) {
            let (dx, dy) = (to.x.saturating_sub(at.x), to.y.saturating_sub(at.y));
            if dy == 0 {
                self.text.push_str(&shorter('h', 'H', &number(dx), &number(to.x)));
                is_line_open = false;
            } else if dx == 0 {
                self.text.push_str(&shorter('v', 'V', &number(dy), &number(to.y)));
                is_line_open = false;
            } else {
                let step = pair(dx, dy);
                match (is_line_open, step.starts_with('-')) {
                    (true, true) => {}
                    (true, false) => self.text.push(' '),
                    (false, _) => self.text.push('l'),
                }
                self.text.push_str(&step);
                is_line_open = true;
            }
            at = to;
        }
        if rest.is_empty() && !is_closed {
            self.text.push_str("h0");
        }
        if is_closed {
            self.text.push('z');
            at = first;
        }
        self.pen = Some(at);
    }

    fn move_to(&mut self, to: Point) {
        let absolute = pair(to.x, to.y);
        let step = match self.pen {
            None => format!("M{absolute}"),
            Some(pen) => {
                shorter('m', 'M', &pair(to.x.saturating_sub(pen.x), to.y.saturating_sub(pen.y)), &absolute)
            }
        };
        self.text.push_str(&step);
    }

    /// The `d`.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

/// The relative form, unless the absolute one is shorter.
fn shorter(relative: char, absolute: char, by: &str, to: &str) -> String {
    if to.len() < by.len() { format!("{absolute}{to}") } else { format!("{relative}{by}") }
}

fn pair(x: i32, y: i32) -> String {
    let (x, y) = (number(x), number(y));
    if y.starts_with('-') { format!("{x}{y}") } else { format!("{x} {y}") }
}

/// Half pixels as pixels: `-1` is `-.5`.
pub(super) fn number(halves: i32) -> String {
    let sign = if halves < 0 { "-" } else { "" };
    let size = halves.unsigned_abs();
    match (size / 2, size % 2) {
        (whole, 0) => format!("{}{whole}", if whole == 0 { "" } else { sign }),
        (0, _) => format!("{sign}.5"),
        (whole, _) => format!("{sign}{whole}.5"),
    }
}

/// The points without repeated ones and without those that a straight line across or down passes anyway.
fn without_middles(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., before, last] = kept[..] {
            let is_across = before.y == last.y && last.y == point.y && between(before.x, last.x, point.x);
            let is_down = before.x == last.x && last.x == point.x && between(before.y, last.y, point.y);
            if is_across || is_down {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

fn between(from: i32, middle: i32, to: i32) -> bool {
    (from <= middle && middle <= to) || (from >= middle && middle >= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(subpaths: &[(&[(i32, i32)], bool)]) -> String {
        let mut path = PathText::default();
        for (points, is_closed) in subpaths {
            let points: Vec<Point> = points.iter().map(|&(x, y)| Point { x: 2 * x, y: 2 * y }).collect();
            path.add(&points, *is_closed);
        }
        path.text
    }

    #[test]
    fn lines_across_and_down_have_letters_of_their_own() {
        assert_eq!(path(&[(&[(40, 26), (52, 26), (52, 56), (40, 56)], true)]), "M40 26h12v30H40z");
        assert_eq!(path(&[(&[(1, 2), (4, 6), (9, 4), (9, 4), (8, 9)], false)]), "M1 2l3 4 5-2-1 5");
    }

    #[test]
    fn a_further_subpath_begins_where_it_is_shortest() {
        assert_eq!(
            path(&[(&[(100, 50), (106, 50)], false), (&[(110, 50), (116, 50)], false)]),
            "M100 50h6m4 0h6"
        );
        assert_eq!(path(&[(&[(0, 0), (500, 0)], false), (&[(0, 9), (500, 9)], false)]), "M0 0h500M0 9h500");
    }

    #[test]
    fn what_a_line_passes_anyway_is_left_out() {
        assert_eq!(path(&[(&[(0, 0), (0, 0), (5, 0), (9, 0), (9, 2), (9, 1)], false)]), "M0 0h9v2V1");
        assert_eq!(path(&[(&[(3, 4)], false)]), "M3 4h0");
        assert_eq!(path(&[(&[], true)]), "");
    }

    #[test]
    fn halves_are_written_without_a_nought() {
        let written: Vec<String> = [-3, -2, -1, 0, 1, 2, 3].map(number).to_vec();
        assert_eq!(written, ["-1.5", "-1", "-.5", "0", ".5", "1", "1.5"]);
    }
}
