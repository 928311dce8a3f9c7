//! A line of more values than the screen has pixels, without losing its peaks.

/// Values that follow each other without a gap: pixel column and value.
pub(super) type Run = Vec<(i32, f64)>;

/// The values of the slots `first` to `last`, at most four for each pixel column: the first, the least,
/// the greatest and the last of it, in order (M4 of Jugel et al., 2014).
///
/// A pixel column whose slots all have no finite value ends a run.
pub(super) fn thinned(
    values: &[Option<f64>],
    (first, last): (usize, usize),
    column: impl Fn(usize) -> i32,
) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::new();
    let mut slots = (first..=last).peekable();
    while let Some(slot) = slots.next() {
        let x = column(slot);
        let mut kept = Kept::default();
        kept.take(slot, value(values, slot));
        while let Some(next) = slots.next_if(|&next| column(next) == x) {
            kept.take(next, value(values, next));
        }
        match kept.in_order() {
            Some(points) => run.extend(points.into_iter().map(|value| (x, value))),
            None if run.is_empty() => {}
            None => runs.push(std::mem::take(&mut run)),
        }
    }
    if !run.is_empty() {
        runs.push(run);
    }
    runs
}

/// The finite value of a slot.
pub(super) fn value(values: &[Option<f64>], slot: usize) -> Option<f64> {
    values.get(slot).copied().flatten().filter(|value| value.is_finite())
}

/// What one pixel column keeps, each with its slot.
#[derive(Default)]
struct Kept(Option<[(usize, f64); 4]>);

impl Kept {
    fn take(&mut self, slot: usize, value: Option<f64>) {
        let Some(value) = value else { return };
        let here = (slot, value);
        match &mut self.0 {
            None => self.0 = Some([here; 4]),
            Some([_, least, greatest, last]) => {
                if value < least.1 {
                    *least = here;
                }
                if value > greatest.1 {
                    *greatest = here;
                }
                *last = here;
            }
        }
    }

    fn in_order(self) -> Option<Vec<f64>> {
        let mut kept = self.0?.to_vec();
        kept.sort_by_key(|point| point.0);
        kept.dedup_by_key(|point| point.0);
        Some(kept.into_iter().map(|point| point.1).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_with_room_keeps_every_value_and_its_gaps() {
        let values = [Some(1.0), Some(2.0), None, Some(f64::NAN), Some(3.0)];
        let runs = thinned(&values, (0, 4), |slot| slot as i32 * 10);
        assert_eq!(runs, [vec![(0, 1.0), (10, 2.0)], vec![(40, 3.0)]]);
    }

    #[test]
    fn a_gap_within_a_pixel_ends_nothing() {
        let values = [Some(1.0), None, Some(5.0), Some(2.0)];
        assert_eq!(thinned(&values, (0, 3), |_| 7), [vec![(7, 1.0), (7, 5.0), (7, 2.0)]]);
        assert_eq!(thinned(&[], (0, 3), |_| 7), Vec::<Run>::new());
    }

    proptest! {
        #[test]
        fn extremes_of_every_pixel_are_kept(
            values in proptest::collection::vec(proptest::option::of(-1e6..1e6_f64), 1..400),
            pixels in 1_usize..60,
        ) {
            let column = |slot: usize| (slot * pixels / values.len()) as i32;
            let runs = thinned(&values, (0, values.len() - 1), column);
            let kept: Vec<(i32, f64)> = runs.into_iter().flatten().collect();
            prop_assert!(kept.len() <= 4 * pixels);
            for x in 0..pixels as i32 {
                let all = (0..values.len()).filter(|&slot| column(slot) == x).filter_map(|slot| values[slot]);
                let own = kept.iter().filter(|point| point.0 == x).map(|point| point.1);
                let ends = |it: &mut dyn Iterator<Item = f64>| {
                    it.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
                };
                prop_assert_eq!(ends(&mut all.into_iter()), ends(&mut own.into_iter()));
            }
        }
    }
}
