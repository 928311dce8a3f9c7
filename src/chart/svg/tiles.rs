//! Which part of a drawing is covered, so that shapes change places only where nobody can tell.

use rustc_hash::FxHashMap;

use super::path::Point;

/// A rectangle in half pixels; the right and lower edges are outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Bounds {
    /// Around points that are drawn with a stroke of `width` half pixels; `None` without points.
    pub(super) fn around(points: &[Point], width: i32) -> Option<Self> {
        let half = width.saturating_add(1) / 2;
        let ends = |axis: fn(&Point) -> i32| {
            let low = points.iter().map(axis).min()?;
            let high = points.iter().map(axis).max()?;
            Some((low.saturating_sub(half), high.saturating_add(half).max(low.saturating_add(1))))
        };
        let ((left, right), (top, bottom)) = (ends(|p| p.x)?, ends(|p| p.y)?);
        Some(Self { left, top, right, bottom })
    }

    /// The part of it on a canvas of that size.
    pub(super) fn on(self, width: i32, height: i32) -> Self {
        Self {
            left: self.left.clamp(0, width),
            top: self.top.clamp(0, height),
            right: self.right.clamp(0, width),
            bottom: self.bottom.clamp(0, height),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// The tiles that it lies on.
    fn tiles(self) -> impl Iterator<Item = (i32, i32)> {
        let across = (self.left / TILE)..=(self.right / TILE);
        across.flat_map(move |x| ((self.top / TILE)..=(self.bottom / TILE)).map(move |y| (x, y)))
    }
}

/// Side of a tile, in half pixels.
const TILE: i32 = 64;

/// What is covered, sorted by tiles: maps of many thousand cells are asked for each.
#[derive(Debug, Clone, Default)]
pub(super) struct Covered(FxHashMap<(i32, i32), Vec<Bounds>>);

impl Covered {
    pub(super) fn add(&mut self, bounds: Bounds) {
        for tile in bounds.tiles() {
            self.0.entry(tile).or_default().push(bounds);
        }
    }

    pub(super) fn meets(&self, bounds: &Bounds) -> bool {
        bounds.tiles().filter_map(|tile| self.0.get(&tile)).flatten().any(|other| other.meets(bounds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_touches_does_not_meet() {
        let mut covered = Covered::default();
        covered.add(Bounds { left: 10, top: 10, right: 200, bottom: 20 });
        assert!(covered.meets(&Bounds { left: 199, top: 0, right: 300, bottom: 11 }));
        assert!(!covered.meets(&Bounds { left: 200, top: 0, right: 300, bottom: 40 }));
        assert!(!covered.meets(&Bounds { left: 0, top: 20, right: 300, bottom: 40 }));
    }
}
