//! When a rule holds for a series: k of the last n counting windows, one after the other.

use std::collections::VecDeque;

use super::rule::{AlertRule, Limits, Watched};
use super::timeline::Series;

/// From a window in which a rule is raised to the first in which it no longer holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Episode {
    /// Place of the window in which it was raised.
    pub(super) raised: usize,
    /// Place of the first counting window in which the rule no longer holds.
    pub(super) over: Option<usize>,
    /// Value in the window in which it was raised.
    pub(super) value: f64,
    /// The line that it crossed.
    pub(super) limit: f64,
    /// In how many of the last `seen` windows the condition held.
    pub(super) held: usize,
    /// Counting windows looked back on: `of`, or fewer at the beginning.
    pub(super) seen: usize,
    /// Place of the first of the windows in which it held.
    pub(super) since: usize,
}

impl Watched {
    /// Whether it watches that series.
    pub fn includes(&self, series: &Series) -> bool {
        match self {
            Self::Series(id) => *id == series.id,
            Self::Group(group) => *group == series.group,
        }
    }
}

/// The windows of a series that count for a rule: those with a value that rests on enough rows.
pub(super) fn counting(series: &Series, min_rows: u64) -> impl Iterator<Item = (usize, f64)> {
    let counts = move |(place, point): (usize, &super::timeline::Point)| {
        let value = point.value.filter(|value| !value.is_nan() && point.rows >= min_rows)?;
        Some((place, value))
    };
    series.points.iter().enumerate().filter_map(counts)
}

/// The episodes of a rule over counting windows, given as place and value in order.
pub(super) fn episodes(
    rule: &AlertRule,
    series: &Series,
    limits: Limits,
    windows: impl Iterator<Item = (usize, f64)>,
) -> Vec<Episode> {
    let mut found: Vec<Episode> = Vec::new();
    let mut recent: VecDeque<(usize, bool)> = VecDeque::new();
    for (place, value) in windows {
        let crossed = rule.condition.crossed(series, limits, value);
        recent.push_back((place, crossed.is_some()));
        if recent.len() > rule.of as usize {
            recent.pop_front();
        }
        let held = recent.iter().filter(|(_, holds)| *holds).count();
        let holds = crossed.filter(|_| held >= (rule.k as usize).max(1));
        match (found.last_mut(), holds) {
            (Some(last), None) if last.over.is_none() => last.over = Some(place),
            (last, Some(limit)) if last.as_deref().is_none_or(|last| last.is_past(place, rule)) => {
                let since = recent.iter().find(|(_, holds)| *holds).map_or(place, |(place, _)| *place);
                let seen = recent.len();
                found.push(Episode { raised: place, over: None, value, limit, held, seen, since });
            }
            _ => {}
        }
    }
    found
}

impl Episode {
    /// Whether it has ended and a window lies beyond its cool-down.
    fn is_past(&self, place: usize, rule: &AlertRule) -> bool {
        self.over.is_some_and(|over| place > over.saturating_add(rule.cool_down as usize))
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::samples::{rule, series};
    use super::*;

    /// Raised and over of every episode; `x` lies below the line, `.` above, `?` has no value, and
    /// `-` rests on too few rows.
    fn of(rule: &AlertRule, text: &str) -> Vec<(usize, Option<usize>)> {
        let value = |letter: char| match letter {
            'x' | '-' => Some(0.25),
            '.' => Some(0.75),
            _ => None,
        };
        let mut series = series("accuracy", &text.chars().map(value).collect::<Vec<_>>());
        for (point, letter) in series.points.iter_mut().zip(text.chars()) {
            point.rows = if letter == '-' { 10 } else { 100 };
        }
        let rule = AlertRule { min_rows: 100, ..rule.clone() };
        let found = episodes(&rule, &series, Limits::default(), counting(&series, rule.min_rows));
        found.iter().map(|episode| (episode.raised, episode.over)).collect()
    }

    // Expected places are read off the texts by eye.

    #[test]
    fn one_of_one_is_every_run() {
        assert_eq!(of(&rule(1, 1), "..xx.x"), [(2, Some(4)), (5, None)]);
        assert_eq!(of(&rule(1, 1), "...."), []);
        assert_eq!(of(&rule(1, 1), ""), []);
    }

    #[test]
    fn k_of_n_needs_the_newest() {
        assert_eq!(of(&rule(2, 3), "x.x.."), [(2, Some(3))]);
        assert_eq!(of(&rule(2, 3), "x..x"), []);
        assert_eq!(of(&rule(2, 3), "xx.x"), [(1, Some(2)), (3, None)]);
        assert_eq!(of(&rule(3, 5), "xx..xx."), [(4, Some(6))]);
    }

    #[test]
    fn windows_that_do_not_count_are_passed_over() {
        assert_eq!(of(&rule(2, 2), "x?x"), [(2, None)]);
        assert_eq!(of(&rule(1, 1), "-x-x."), [(1, Some(4))]);
        assert_eq!(of(&rule(1, 1), "--"), []);
    }

    #[test]
    fn a_cool_down_is_silent_for_that_many_windows() {
        let cooled = |windows| AlertRule { cool_down: windows, ..rule(1, 1) };
        assert_eq!(of(&cooled(0), "x.x"), [(0, Some(1)), (2, None)]);
        assert_eq!(of(&cooled(1), "x.x."), [(0, Some(1))]);
        assert_eq!(of(&cooled(1), "x..x"), [(0, Some(1)), (3, None)]);
        // What goes on after the cool-down is raised then.
        assert_eq!(of(&cooled(2), "x.xxxx"), [(0, Some(1)), (4, None)]);
    }

    #[test]
    fn an_episode_tells_how_often_it_held_and_since_when() {
        let values: Vec<Option<f64>> = [0.2, 0.9, 0.3].map(Some).to_vec();
        let series = series("accuracy", &values);
        let found = episodes(&rule(2, 3), &series, Limits::default(), counting(&series, 0));
        assert_eq!(
            found,
            [Episode { raised: 2, over: None, value: 0.3, limit: 0.5, held: 2, seen: 3, since: 0 }]
        );
    }

    /// The rule as it is said, window by window, without memory.
    fn holds(below: &[bool], at: usize, k: usize, of: usize) -> bool {
        let last = &below[(at + 1).saturating_sub(of)..=at];
        below[at] && last.iter().filter(|below| **below).count() >= k
    }

    proptest! {
        #[test]
        fn episodes_are_where_the_rule_holds(
            below in vec(any::<bool>(), 0..40), of in 1_u32..7, k in 1_u32..7, cool_down in 0_u32..4,
        ) {
            let k = k.min(of);
            let rule = AlertRule { cool_down, ..rule(k, of) };
            let values: Vec<Option<f64>> = below.iter().map(|x| Some(if *x { 0.1 } else { 0.9 })).collect();
            let series = series("accuracy", &values);
            let found = |rule: &AlertRule| episodes(rule, &series, Limits::default(), counting(&series, 0));
            let open = found(&rule);
            let holds: Vec<bool> =
                (0..below.len()).map(|at| holds(&below, at, k as usize, of as usize)).collect();

            for episode in &open {
                let end = episode.over.unwrap_or(below.len());
                prop_assert!(holds[episode.raised..end].iter().all(|holds| *holds));
                prop_assert!(episode.over.is_none_or(|over| !holds[over]));
            }
            for pair in open.windows(2) {
                let over = pair[0].over.expect("only the last is open");
                prop_assert!(pair[1].raised > over + cool_down as usize);
            }
            // Where the rule holds and none is open, a cool-down says why.
            for at in (0..below.len()).filter(|at| holds[*at]) {
                let told = open.iter().any(|episode| {
                    let end = episode.over.map_or(below.len(), |over| over + 1 + cool_down as usize);
                    (episode.raised..end).contains(&at)
                });
                prop_assert!(told, "window {}", at);
            }
            if k > 1 {
                let fewer = AlertRule { k: k - 1, ..rule.clone() };
                prop_assert!(open.len() <= found(&fewer).len());
            }
        }
    }
}
