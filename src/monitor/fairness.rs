//! Rates of the groups of a sensitive column, and how far they lie apart.

use serde::{Deserialize, Serialize};

use super::GroupColumn;

/// Rates of groups over all windows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FairnessTimeline {
    /// The sensitive column.
    pub column: String,
    /// The class that is selected for: the rates are its.
    pub positive: String,
    /// The groups, in order of their size in the reference; bands of numbers in the order of the numbers.
    pub groups: Vec<String>,
    /// On the reference.
    pub reference: FairnessPoint,
    /// One a window.
    pub windows: Vec<FairnessPoint>,
    /// Groups that were taken together as the last one, because there are too many; 0 if none.
    pub taken_together: u64,
}

/// Rates of groups in one window.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FairnessPoint {
    /// One a group, in the same order.
    pub groups: Vec<GroupRates>,
    /// Demographic parity: of the selection rates.
    pub demographic_parity: Gap,
    /// Equal opportunity: of the true positive rates.
    pub equal_opportunity: Gap,
    /// Equalised odds: the larger difference, and the smaller ratio, of true and false positive rates;
    /// `None` unless two groups have a true and two a false positive rate.
    pub equalised_odds: Gap,
    /// Of the accuracies.
    pub accuracy: Gap,
}

/// Rates of one group.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct GroupRates {
    /// Rows with a prediction.
    pub rows: u64,
    /// Of these, with a true label.
    pub labelled: u64,
    /// Share of rows that are predicted positive.
    pub selection_rate: Option<f64>,
    /// Of the truly positive, the share that is predicted positive.
    pub true_positive_rate: Option<f64>,
    /// Of the truly negative, the share that is predicted positive.
    pub false_positive_rate: Option<f64>,
    /// Share of right labels.
    pub accuracy: Option<f64>,
}

/// How far the groups' rates lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Gap {
    /// Greatest less least; `None` where fewer than two groups have the rate.
    pub difference: Option<f64>,
    /// Least over greatest; `None` likewise, and where the greatest is 0.
    pub ratio: Option<f64>,
}

/// What was predicted and what was true, one a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answers<'a> {
    /// Place of the predicted class; `None` without a prediction.
    pub predicted: &'a [Option<u32>],
    /// Place of the true class; `None` without a label.
    pub actual: &'a [Option<u32>],
}

/// Rates of every group in the reference and in each of `windows`, which name rows of `current`.
///
/// `positive` is the class that is selected for: its place and its name. Rates and gaps are those of
/// fairlearn (`MetricFrame` with `between_groups`, `equalized_odds_*` with `worst_case`), but for what is
/// not defined. A rate without rows to rest on is `None` here and the gaps leave that group out; fairlearn
/// takes the true positive rate of a group without positives as 0, and so reports a gap that nobody
/// measured. A ratio of rates that are 0 in all groups is `None` here and NaN there. Where the false
/// positive rate is 0 in all groups, the ratio of equalised odds is that of the true positive rates, and
/// the other way round.
pub fn fairness(
    groups: &GroupColumn,
    positive: (u32, &str),
    reference: Answers<'_>,
    current: Answers<'_>,
    windows: &[&[u32]],
) -> FairnessTimeline {
    let (class, name) = positive;
    let count = groups.names.len();
    let all = 0..groups.reference.len();
    let point = |rows: &&[u32]| {
        let rows = rows.iter().map(|row| *row as usize);
        point(&groups.current, count, current, class, rows)
    };
    FairnessTimeline {
        column: groups.column.clone(),
        positive: name.to_owned(),
        groups: groups.names.clone(),
        reference: self::point(&groups.reference, count, reference, class, all),
        windows: windows.iter().map(point).collect(),
        taken_together: groups.taken_together,
    }
}

/// Rows of one group, counted.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    rows: u64,
    selected: u64,
    labelled: u64,
    right: u64,
    positives: u64,
    true_positives: u64,
    false_positives: u64,
}

fn point(
    codes: &[u32],
    groups: usize,
    answers: Answers<'_>,
    positive: u32,
    rows: impl Iterator<Item = usize>,
) -> FairnessPoint {
    let mut counts = vec![Counts::default(); groups];
    for row in rows {
        let class = |classes: &[Option<u32>]| classes.get(row).copied().flatten();
        let counts = codes.get(row).and_then(|code| counts.get_mut(*code as usize));
        if let (Some(counts), Some(predicted)) = (counts, class(answers.predicted)) {
            counts.add(predicted, class(answers.actual), positive);
        }
    }
    let groups: Vec<GroupRates> = counts.iter().map(Counts::rates).collect();
    let gap = |rate: fn(&GroupRates) -> Option<f64>| Gap::of(groups.iter().filter_map(rate));
    let equal_opportunity = gap(|group| group.true_positive_rate);
    FairnessPoint {
        demographic_parity: gap(|group| group.selection_rate),
        equal_opportunity,
        equalised_odds: equal_opportunity.worse_with(gap(|group| group.false_positive_rate)),
        accuracy: gap(|group| group.accuracy),
        groups,
    }
}

impl Counts {
    fn add(&mut self, predicted: u32, actual: Option<u32>, positive: u32) {
        let selected = u64::from(predicted == positive);
        self.rows += 1;
        self.selected += selected;
        let Some(actual) = actual else { return };
        self.labelled += 1;
        self.right += u64::from(predicted == actual);
        if actual == positive {
            self.positives += 1;
            self.true_positives += selected;
        } else {
            self.false_positives += selected;
        }
    }

    fn rates(&self) -> GroupRates {
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        GroupRates {
            rows: self.rows,
            labelled: self.labelled,
            selection_rate: share(self.selected, self.rows),
            true_positive_rate: share(self.true_positives, self.positives),
            false_positive_rate: share(self.false_positives, self.labelled - self.positives),
            accuracy: share(self.right, self.labelled),
        }
    }
}

impl Gap {
    fn of(rates: impl Iterator<Item = f64> + Clone) -> Self {
        if rates.clone().nth(1).is_none() {
            return Self::default();
        }
        let least = rates.clone().fold(f64::INFINITY, f64::min);
        let greatest = rates.fold(f64::NEG_INFINITY, f64::max);
        let ratio = (greatest > 0.0).then(|| least / greatest);
        Self { difference: Some(greatest - least), ratio }
    }

    /// The larger difference and the smaller ratio, where both gaps are there.
    fn worse_with(self, other: Self) -> Self {
        let (Some(first), Some(second)) = (self.difference, other.difference) else { return Self::default() };
        let ratios = [self.ratio, other.ratio].into_iter().flatten();
        Self { difference: Some(first.max(second)), ratio: ratios.reduce(f64::min) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: Option<u32> = Some(1);
    const NO: Option<u32> = Some(0);

    fn groups(current: &[u32]) -> GroupColumn {
        GroupColumn {
            column: "sex".to_owned(),
            names: vec!["f".to_owned(), "m".to_owned()],
            current: current.to_vec(),
            ..GroupColumn::default()
        }
    }

    fn of(current: &[u32], predicted: &[Option<u32>], actual: &[Option<u32>], rows: &[u32]) -> FairnessPoint {
        let answers = Answers { predicted, actual };
        let found = fairness(&groups(current), (1, "yes"), Answers::default(), answers, &[rows]);
        assert_eq!((found.reference.groups.len(), found.positive.as_str()), (2, "yes"));
        found.windows.into_iter().next().unwrap()
    }

    /// Counted by hand.
    #[test]
    fn rows_without_a_label_count_among_the_selected_only() {
        let predicted = [YES, YES, NO, YES, None, NO, YES];
        let actual = [YES, NO, YES, None, YES, NO, NO];
        let point = of(&[0, 0, 0, 0, 0, 1, 1], &predicted, &actual, &[0, 1, 2, 3, 4, 5, 6]);
        let expected = GroupRates {
            rows: 4,
            labelled: 3,
            selection_rate: Some(0.75),
            true_positive_rate: Some(0.5),
            false_positive_rate: Some(1.0),
            accuracy: Some(1.0 / 3.0),
        };
        assert_eq!(point.groups[0], expected);
        assert_eq!(point.demographic_parity, Gap { difference: Some(0.25), ratio: Some(0.5 / 0.75) });
        // The second group has no positives, so there is one rate and no gap.
        assert_eq!(point.groups[1].true_positive_rate, None);
        assert_eq!((point.equal_opportunity, point.equalised_odds), (Gap::default(), Gap::default()));
    }

    #[test]
    fn a_window_counts_its_rows_alone() {
        let point = of(&[0, 1, 0, 1], &[YES, YES, NO, YES], &[None; 4], &[2, 3]);
        assert_eq!(point.groups.iter().map(|group| group.rows).sum::<u64>(), 2);
        assert_eq!(point.demographic_parity, Gap { difference: Some(1.0), ratio: Some(0.0) });
        assert_eq!(point.accuracy, Gap::default());
    }

    #[test]
    fn rates_that_are_all_zero_have_no_ratio_and_leave_the_other_alone() {
        let actual = [YES, YES, NO, YES, YES, NO];
        let point = of(&[0, 0, 0, 1, 1, 1], &[YES, NO, NO, YES, YES, NO], &actual, &[0, 1, 2, 3, 4, 5]);
        assert_eq!(point.equal_opportunity, Gap { difference: Some(0.5), ratio: Some(0.5) });
        assert_eq!(point.equalised_odds, point.equal_opportunity);
        let none = of(&[0, 0, 0, 1, 1, 1], &[NO; 6], &actual, &[0, 1, 2, 3, 4, 5]);
        assert_eq!(none.demographic_parity, Gap { difference: Some(0.0), ratio: None });
        assert_eq!(none.equalised_odds, Gap { difference: Some(0.0), ratio: None });
    }
}
