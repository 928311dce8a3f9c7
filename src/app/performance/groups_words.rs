//! Rates of the groups of a sensitive column: the chart of one rate, and the gaps of every window.

use crate::app::format;
use crate::chart::{LineStyle, Slots, TimeChart, TimeLine};
use crate::monitor::{FairnessPoint, FairnessTimeline, Gap, GroupRates, Unit, Window};
use crate::report::words::series as values;

/// Lines that the chart can tell apart; the other groups stand in the table.
pub const MOST_DRAWN: usize = 5;

/// What equal rates do not say.
pub const LIMITS_OF_RATES: &str = "Equal rates do not show that a model is fair: they say nothing of how the labels \
     came about, of why groups differ, or of people whom the column does not tell apart. Groups of few rows differ by \
     chance.";

/// A rate of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rate {
    /// Share of rows that are predicted positive.
    #[default]
    Selection,
    /// Of the truly positive, the share predicted so.
    TruePositive,
    /// Of the truly negative, the share predicted positive.
    FalsePositive,
    /// Share of right labels.
    Accuracy,
}

impl Rate {
    /// All, in order of the menu.
    pub const ALL: [Self; 4] = [Self::Selection, Self::TruePositive, Self::FalsePositive, Self::Accuracy];

    /// Its value in the menu.
    pub fn id(self) -> &'static str {
        match self {
            Self::Selection => "selection_rate",
            Self::TruePositive => "true_positive_rate",
            Self::FalsePositive => "false_positive_rate",
            Self::Accuracy => "accuracy",
        }
    }

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Selection => "Selection rate",
            Self::TruePositive => "True positive rate",
            Self::FalsePositive => "False positive rate",
            Self::Accuracy => "Accuracy",
        }
    }

    /// What it is, in a sentence.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Selection => "The share of a group's rows that are predicted positive.",
            Self::TruePositive => {
                "Of a group's rows that are truly positive, the share that is predicted positive."
            }
            Self::FalsePositive => {
                "Of a group's rows that are truly negative, the share that is predicted positive."
            }
            Self::Accuracy => "The share of a group's labels that are predicted right.",
        }
    }

    /// The rate of an id; the first for one that is none.
    pub fn of_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|rate| rate.id() == id).unwrap_or_default()
    }

    /// What a group has of it.
    pub fn of(self, rates: &GroupRates) -> Option<f64> {
        match self {
            Self::Selection => rates.selection_rate,
            Self::TruePositive => rates.true_positive_rate,
            Self::FalsePositive => rates.false_positive_rate,
            Self::Accuracy => rates.accuracy,
        }
    }
}

/// One line a group, the first groups only.
pub fn chart(fairness: &FairnessTimeline, windows: &[Window], rate: Rate) -> TimeChart {
    let line = |(group, name): (usize, &String)| TimeLine {
        label: name.clone(),
        style: match group {
            0 => LineStyle::Measured,
            1 => LineStyle::Estimated,
            _ => LineStyle::Average,
        },
        values: fairness
            .windows
            .iter()
            .map(|point| point.groups.get(group).and_then(|rates| rate.of(rates)))
            .collect(),
    };
    let title = format!("{} by {}", rate.label(), fairness.column);
    let mut chart = TimeChart::new(title, Unit::Share, Slots::of(windows));
    chart.lines = fairness.groups.iter().enumerate().take(MOST_DRAWN).map(line).collect();
    chart
}

/// Names and formulas of the gaps, in order of the table.
pub const GAPS: [(&str, &str); 5] = [
    ("demographic parity, difference", "Greatest selection rate less the least"),
    ("demographic parity, ratio", "Least selection rate over the greatest"),
    ("equalised odds, difference", "The larger of the differences of true and of false positive rates"),
    ("equalised odds, ratio", "The smaller of the ratios of true and of false positive rates"),
    ("accuracy, difference", "Greatest accuracy less the least"),
];

/// The gaps of a window in that order.
pub fn gaps(point: &FairnessPoint) -> [String; 5] {
    let difference = |gap: Gap| {
        gap.difference.map_or_else(|| values::NONE.to_owned(), |by| values::distance(Unit::Share, by))
    };
    let ratio = |gap: Gap| gap.ratio.map_or_else(|| values::NONE.to_owned(), format::number);
    [
        difference(point.demographic_parity),
        ratio(point.demographic_parity),
        difference(point.equalised_odds),
        ratio(point.equalised_odds),
        difference(point.accuracy),
    ]
}

/// Reference first, then the windows.
pub fn rows<'a>(
    fairness: &'a FairnessTimeline,
    windows: &'a [Window],
) -> impl Iterator<Item = (&'a str, &'a FairnessPoint)> {
    let named = windows.iter().map(|window| window.name.as_str()).zip(&fairness.windows);
    std::iter::once(("Reference", &fairness.reference)).chain(named)
}

/// Whose rates these are, and what is not drawn.
pub fn about(fairness: &FairnessTimeline) -> String {
    let groups = fairness.groups.len();
    let mut words = format!(
        "{} of `{}`; positive is `{}`.",
        format::counted(groups as u64, "group", "groups"),
        fairness.column,
        fairness.positive
    );
    if groups > MOST_DRAWN {
        words.push_str(&format!(" The chart has the first {MOST_DRAWN}, the table all of them."));
    }
    if fairness.taken_together > 0 {
        words.push_str(&format!(
            " {} are taken together as the last.",
            format::counted(fairness.taken_together, "small group", "small groups")
        ));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history() -> FairnessTimeline {
        let rates = |selection_rate| GroupRates { selection_rate, ..GroupRates::default() };
        let gap = Gap { difference: Some(0.25), ratio: Some(0.5) };
        let point = FairnessPoint {
            groups: (0..7).map(|group| rates((group != 2).then_some(0.5))).collect(),
            demographic_parity: gap,
            ..FairnessPoint::default()
        };
        FairnessTimeline {
            column: "city".to_owned(),
            positive: "yes".to_owned(),
            groups: (0..7).map(|group| format!("g{group}")).collect(),
            reference: FairnessPoint::default(),
            windows: vec![point],
            taken_together: 3,
        }
    }

    #[test]
    fn the_chart_has_a_line_a_group_and_gaps_where_there_is_no_rate() {
        let windows = [Window { name: "w0".to_owned(), ..Window::default() }];
        let chart = chart(&history(), &windows, Rate::Selection);
        assert_eq!(chart.title, "Selection rate by city");
        assert_eq!(chart.lines.len(), MOST_DRAWN);
        let values: Vec<_> = chart.lines.iter().map(|line| line.values[0]).collect();
        assert_eq!(values, [Some(0.5), Some(0.5), None, Some(0.5), Some(0.5)]);
    }

    #[test]
    fn the_reference_stands_first_and_what_is_not_known_is_a_dash() {
        let windows = [Window { name: "w0".to_owned(), ..Window::default() }];
        let history = history();
        let rows: Vec<_> = rows(&history, &windows).collect();
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), ["Reference", "w0"]);
        assert_eq!(gaps(rows[0].1), ["–"; 5]);
        assert_eq!(gaps(rows[1].1).map(|cell| cell.replace('\u{a0}', " ")), ["25 pp", "0.5", "–", "–", "–"]);
    }

    #[test]
    fn what_is_not_drawn_is_said() {
        assert_eq!(
            about(&history()).replace('\u{a0}', " "),
            "7 groups of `city`; positive is `yes`. The chart has the first 5, the table all of them. 3 small groups are \
             taken together as the last."
        );
        assert!(Rate::ALL.into_iter().all(|rate| Rate::of_id(rate.id()) == rate));
    }
}
