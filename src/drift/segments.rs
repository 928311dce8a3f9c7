//! Which segments, of one or two conditions, changed their share most.

use super::segment_rules::{RowSet, Rule, Weights, rules};
use super::side_rows::BothRows;
use super::{Condition, Considered, Frame, Segment};
use crate::stats::{Correction, CountPair, two_proportion_z};

/// Change of the share from which a segment is listed.
const LISTED_CHANGE: f64 = 0.02;
/// Line of the adjusted p.
const LINE: f64 = 0.05;
/// Most segments.
const LISTED: usize = 30;
/// Most columns of which pairs of conditions are looked at.
const MOST_COLUMNS: usize = 60;

/// What [`changed`] found.
pub(super) struct Segments {
    pub(super) segments: Vec<Segment>,
    pub(super) considered: Considered,
}

/// The segments whose share of the rows changed most, and by more than chance.
///
/// Looked at are all single conditions and all pairs of conditions on different columns that
/// reach [`LISTED_CHANGE`] at all on a side. A pair has to say more than its parts. What these
/// explain is
///
/// ```text
/// expected = min( r_ab · (c_a / r_a) · (c_b / r_b), c_a, c_b )
/// ```
///
/// the reference's share of both conditions carried along by the change of each (`r` and `c` are
/// shares in the reference and in current). A pair is listed if its share differs from that by at
/// least [`LISTED_CHANGE`] in the direction in which it changed. A value that the reference does
/// not have says all by itself, so it makes no pairs.
///
/// The p of a single condition is that of the pooled two-proportion test; that of a pair the
/// larger of two, that its share changed and that it differs from what is expected, since both
/// have to hold. All p are adjusted by Holm over all that were looked at. Of wide data pairs are
/// made of the [`MOST_COLUMNS`] columns of which a single condition changed most.
pub(super) fn changed(frame: &Frame, rows: &BothRows) -> Segments {
    let rules = rules(frame, rows);
    let look = Look { weights: [Weights::of(&rows.reference), Weights::of(&rows.current)], rows };
    let singles: Vec<Looked> = rules.iter().map(|rule| look.single(rule)).collect();
    let columns = most_changed(&rules, &singles, frame.columns.len());
    let with_rules =
        (0..frame.columns.len()).filter(|&at| rules.iter().any(|rule| rule.column == at)).count();
    let considered =
        Considered { columns: columns.iter().filter(|used| **used).count() as u32, of: with_rules as u32 };
    let mut all: Vec<(Vec<usize>, Looked)> =
        singles.iter().enumerate().map(|(at, single)| (vec![at], *single)).collect();
    let pairable: Vec<usize> = (0..rules.len())
        .filter(|&at| {
            columns[rules[at].column] && singles[at].largest() >= LISTED_CHANGE && singles[at].reference > 0.0
        })
        .collect();
    for (place, &second) in pairable.iter().enumerate() {
        for &first in &pairable[..place] {
            if rules[first].column != rules[second].column {
                all.push((
                    vec![first, second],
                    look.pair([&rules[first], &rules[second]], [singles[first], singles[second]]),
                ));
            }
        }
    }
    let p: Vec<f64> = all.iter().map(|(_, looked)| looked.p).collect();
    let adjusted = Correction::Holm.adjusted(&p);
    let mut listed: Vec<(&(Vec<usize>, Looked), f64)> = all
        .iter()
        .zip(adjusted)
        .filter(|((_, looked), p)| *p <= LINE && looked.told && looked.change().abs() >= LISTED_CHANGE)
        .collect();
    listed.sort_by(|a, b| b.0.1.change().abs().total_cmp(&a.0.1.change().abs()));
    listed.truncate(LISTED);
    let condition = |&at: &usize| Condition {
        column: frame.columns[rules[at].column].name.clone(),
        pick: rules[at].pick.clone(),
    };
    let segment = |((which, looked), p_adjusted): (&(Vec<usize>, Looked), f64)| Segment {
        conditions: which.iter().map(condition).collect(),
        reference: looked.reference,
        current: looked.current,
        p_adjusted,
    };
    Segments { segments: listed.into_iter().map(segment).collect(), considered }
}

/// Shares of a segment on both sides.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Looked {
    reference: f64,
    current: f64,
    p: f64,
    /// Whether it says something that its parts do not.
    told: bool,
}

impl Looked {
    fn change(&self) -> f64 {
        self.current - self.reference
    }

    fn largest(&self) -> f64 {
        self.reference.max(self.current)
    }
}

struct Look<'a> {
    weights: [Weights; 2],
    rows: &'a BothRows,
}

impl Look<'_> {
    fn single(&self, rule: &Rule) -> Looked {
        let share = self.shares(|weights, side| weights.weigh(side(rule)));
        Looked { reference: share[0], current: share[1], p: self.p(share[0], share[1]), told: true }
    }

    fn pair(&self, rules: [&Rule; 2], [a, b]: [Looked; 2]) -> Looked {
        let share = self.shares(|weights, side| weights.weigh_both(side(rules[0]), side(rules[1])));
        let [reference, current] = share;
        let carried = reference * (a.current / a.reference) * (b.current / b.reference);
        let expected = carried.min(a.current).min(b.current);
        let (change, beyond) = (current - reference, current - expected);
        Looked {
            reference,
            current,
            p: self.p(reference, current).max(self.p(expected, current)),
            told: beyond.abs() >= LISTED_CHANGE && beyond.signum() == change.signum(),
        }
    }

    /// Of the reference, then of current.
    fn shares(&self, weigh: impl Fn(&Weights, fn(&Rule) -> &RowSet) -> f64) -> [f64; 2] {
        let sets: [fn(&Rule) -> &RowSet; 2] = [|rule| &rule.reference, |rule| &rule.current];
        let [reference, current] = self.rows.sides();
        let share = |weight: f64, total: f64| if total > 0.0 { weight / total } else { 0.0 };
        [
            share(weigh(&self.weights[0], sets[0]), reference.total),
            share(weigh(&self.weights[1], sets[1]), current.total),
        ]
    }

    fn p(&self, reference: f64, current: f64) -> f64 {
        let cells = |share: f64, n: f64| {
            let inside = (share * n).round();
            vec![(n.round() - inside).max(0.0) as u64, inside as u64]
        };
        let [left, right] = self.rows.sides();
        CountPair::new(cells(reference, left.effective), cells(current, right.effective))
            .and_then(|pair| two_proportion_z(&pair))
            .map_or(1.0, |test| test.p_value)
    }
}

/// Which columns make pairs.
fn most_changed(rules: &[Rule], singles: &[Looked], columns: usize) -> Vec<bool> {
    let mut changes: Vec<Option<f64>> = vec![None; columns];
    for (rule, single) in rules.iter().zip(singles) {
        let largest = &mut changes[rule.column];
        *largest = Some(largest.unwrap_or(0.0).max(single.change().abs()));
    }
    let mut order: Vec<usize> = (0..columns).filter(|&at| changes[at].is_some()).collect();
    order.sort_by(|&a, &b| changes[b].unwrap_or(0.0).total_cmp(&changes[a].unwrap_or(0.0)));
    let mut used = vec![false; columns];
    order.into_iter().take(MOST_COLUMNS).for_each(|at| used[at] = true);
    used
}
