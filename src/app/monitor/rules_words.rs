//! Rules and thresholds as fields of a form: what they show, and what is read from them.

use crate::app::policy::lines;
use crate::monitor::{AlertRule, Condition, Limits, MonitorPolicy, Series, SeriesGroup, Timeline, Watched};

/// The number of a condition that gets one and had none: a tenth, which reads as 10 points of a share.
const FIRST_VALUE: f64 = 0.1;

/// A field of a rule that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleField {
    /// Its name.
    Name,
    /// The number of its condition.
    Value,
    /// In how many of the last windows.
    K,
    /// Of how many.
    Of,
    /// Fewest rows of a window.
    MinRows,
    /// Windows of silence.
    CoolDown,
}

impl RuleField {
    /// Its name for those who do not see the table's head.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Value => "Number of the condition",
            Self::K => "Windows in which it has to hold",
            Self::Of => "Of how many windows",
            Self::MinRows => "Fewest rows of a window",
            Self::CoolDown => "Windows of silence afterwards",
        }
    }

    /// Its part in ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Value => "value",
            Self::K => "k",
            Self::Of => "of",
            Self::MinRows => "min-rows",
            Self::CoolDown => "cool-down",
        }
    }

    /// What it shows of a rule.
    pub fn text(self, rule: &AlertRule) -> String {
        match self {
            Self::Name => rule.name.clone(),
            Self::Value => lines::print(rule.condition.value()),
            Self::K => rule.k.to_string(),
            Self::Of => rule.of.to_string(),
            Self::MinRows => rule.min_rows.to_string(),
            Self::CoolDown => rule.cool_down.to_string(),
        }
    }

    /// Puts what was typed into a rule. Whether it is in range is for [`MonitorPolicy::validate`].
    ///
    /// # Errors
    ///
    /// A sentence where a number was wanted and none was typed.
    pub fn put(self, rule: &mut AlertRule, text: &str) -> Result<(), String> {
        match self {
            Self::Name => text.trim().clone_into(&mut rule.name),
            Self::Value => {
                let value = number(text)?.ok_or("A number is wanted: write for example 0.05.")?;
                rule.condition = condition(rule.condition.id(), Some(value)).unwrap_or(rule.condition);
            }
            Self::K => rule.k = whole(text)?,
            Self::Of => rule.of = whole(text)?,
            Self::MinRows => rule.min_rows = whole(text)?,
            Self::CoolDown => rule.cool_down = whole(text)?,
        }
        Ok(())
    }
}

/// Reads a number of either sign; nothing typed is `None`. Percent and a decimal comma are taken too.
///
/// # Errors
///
/// A sentence for what is no number.
pub fn number(text: &str) -> Result<Option<f64>, String> {
    let trimmed = text.trim();
    let (sign, size) = match trimmed.strip_prefix(['-', '−']) {
        Some(size) => (-1.0, size),
        None => (1.0, trimmed),
    };
    if size.is_empty() && sign < 0.0 {
        return Err(format!("“{trimmed}” is not a number: write for example 0.05."));
    }
    Ok(lines::parse(size, lines::Allowed::ZeroOrMore)?.map(|size| sign * size))
}

fn whole<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    let trimmed = text.trim();
    trimmed.parse().map_err(|_| match trimmed {
        "" => "A whole number is wanted: write for example 3.".to_owned(),
        typed => format!("“{typed}” is not a whole number of 0 or more: write for example 3."),
    })
}

/// The condition of an id, with a number where it has one.
pub fn condition(id: &str, value: Option<f64>) -> Option<Condition> {
    let value = value.unwrap_or(FIRST_VALUE);
    let all = [
        Condition::OutsideLimits,
        Condition::Above(value),
        Condition::Below(value),
        Condition::ChangeBy(value),
        Condition::ChangeByShare(value),
    ];
    all.into_iter().find(|condition| condition.id() == id)
}

/// A group in words.
pub fn group_label(group: SeriesGroup) -> &'static str {
    match group {
        SeriesGroup::Performance => "every measure of performance",
        SeriesGroup::Estimated => "every estimate of performance",
        SeriesGroup::Predictions => "everything about predictions",
        SeriesGroup::Data => "everything about the data",
        SeriesGroup::Columns => "every column",
    }
}

/// What is watched, as the value of a menu.
pub fn watched_id(watched: &Watched) -> String {
    match watched {
        Watched::Group(group) => format!("group:{}", group.id()),
        Watched::Series(id) => format!("series:{id}"),
    }
}

/// What a value of the menu stands for.
pub fn watched_of(id: &str) -> Option<Watched> {
    match id.split_once(':')? {
        ("group", id) => id.parse().ok().map(Watched::Group),
        ("series", id) => Some(Watched::Series(id.to_owned())),
        _ => None,
    }
}

/// Values and labels of the series that a rule can watch: those of the history, and its own.
pub fn series_choices(timeline: Option<&Timeline>, own: &Watched) -> Vec<(String, String)> {
    let series = timeline.map(|timeline| timeline.series.as_slice()).unwrap_or_default();
    let choice = |series: &Series| (format!("series:{}", series.id), series.label.clone());
    let mut all: Vec<(String, String)> = series.iter().map(choice).collect();
    if let Watched::Series(id) = own
        && series.iter().all(|series| series.id != *id)
    {
        all.push((watched_id(own), format!("{} (not in this history)", id.replace('_', " "))));
    }
    all
}

/// A new rule with a name that no other has.
pub fn new_rule(policy: &MonitorPolicy) -> AlertRule {
    let is_free = |name: &String| policy.rules.iter().all(|rule| rule.name != *name);
    let first = policy.rules.len() + 1;
    // One of so many names is free.
    let name = (first..=2 * first).map(|n| format!("Rule {n}")).find(is_free);
    AlertRule::new(&name.unwrap_or_default(), Watched::Group(SeriesGroup::Performance))
}

/// Which of two limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Below is out of bounds.
    Lower,
    /// Above is.
    Upper,
}

impl Side {
    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lower => "Lower threshold",
            Self::Upper => "Upper threshold",
        }
    }

    /// Its part in ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Upper => "upper",
        }
    }

    /// The limit on this side.
    pub fn of(self, limits: Limits) -> Option<f64> {
        match self {
            Self::Lower => limits.lower,
            Self::Upper => limits.upper,
        }
    }

    /// The limits with what was typed on this side; nothing typed is no limit there.
    ///
    /// # Errors
    ///
    /// A sentence for what is no number.
    pub fn put(self, limits: Limits, text: &str) -> Result<Limits, String> {
        let typed = number(text)?;
        Ok(match self {
            Self::Lower => Limits { lower: typed, ..limits },
            Self::Upper => Limits { upper: typed, ..limits },
        })
    }
}

/// A limit in a field: to six digits, as the engine's own have many.
pub fn limit_text(limit: Option<f64>) -> String {
    let rounded = |limit: f64| format!("{limit:.5e}").parse::<f64>().unwrap_or(limit);
    lines::print(limit.map(rounded))
}

/// Where a series' thresholds come from.
pub fn limits_from(policy: &MonitorPolicy, series: &Series) -> &'static str {
    if policy.limits.contains_key(&series.id) {
        "set here"
    } else if series.line.is_some() {
        "its own line"
    } else if series.band.is_some() {
        "standard deviations"
    } else {
        "none: the reference has too few windows"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::watch::open_words::tests::{series, timeline};

    fn rule() -> AlertRule {
        AlertRule::new("low", Watched::Series("accuracy".to_owned()))
    }

    #[test]
    fn every_field_reads_back_what_it_shows() {
        let mut all = rule();
        all.condition = Condition::Below(-0.25);
        for field in [
            RuleField::Name,
            RuleField::Value,
            RuleField::K,
            RuleField::Of,
            RuleField::MinRows,
            RuleField::CoolDown,
        ] {
            let mut read = all.clone();
            assert_eq!(field.put(&mut read, &field.text(&all)), Ok(()));
            assert_eq!(read, all, "{field:?}");
        }
        assert_eq!(RuleField::Value.put(&mut all, " −7,5 % "), Ok(()));
        assert_eq!(all.condition, Condition::Below(-0.075));
    }

    #[test]
    fn what_is_no_number_is_said_and_changes_nothing() {
        let before = AlertRule { condition: Condition::Above(0.5), ..rule() };
        for (field, text, says) in [
            (RuleField::Value, "", "A number is wanted"),
            (RuleField::Value, "-", "“-” is not a number"),
            (RuleField::Value, "inf", "not a number"),
            (RuleField::K, "1.5", "“1.5” is not a whole number"),
            (RuleField::MinRows, "-1", "whole number of 0 or more"),
            (RuleField::CoolDown, "", "A whole number is wanted"),
        ] {
            let mut rule = before.clone();
            let sentence = field.put(&mut rule, text).unwrap_err();
            assert!(sentence.contains(says), "{sentence}");
            assert_eq!(rule, before);
        }
    }

    #[test]
    fn what_can_be_chosen_reads_back() {
        let watched = [Watched::Series("class_share:a:b".to_owned()), Watched::Group(SeriesGroup::Data)];
        for watched in watched {
            assert_eq!(watched_of(&watched_id(&watched)), Some(watched));
        }
        assert_eq!(watched_of("group:none"), None);
        for id in Condition::IDS {
            assert_eq!(condition(id, Some(0.5)).map(Condition::id), Some(id));
        }
        assert_eq!(condition("above", None), Some(Condition::Above(0.1)));
    }

    #[test]
    fn a_series_that_the_history_lacks_stays_to_be_chosen() {
        let history = timeline(vec![series("f1", &[None])]);
        let labels = |own: &Watched| {
            let choices = series_choices(Some(&history), own);
            choices.into_iter().map(|choice| choice.1).collect::<Vec<_>>()
        };
        assert_eq!(labels(&Watched::Group(SeriesGroup::Data)), ["f1"]);
        assert_eq!(labels(&Watched::Series("roc_auc".to_owned())), ["f1", "roc auc (not in this history)"]);
    }

    #[test]
    fn a_new_rule_is_valid_beside_the_others() {
        let mut policy = MonitorPolicy::default();
        for _ in 0..3 {
            let new = new_rule(&policy);
            policy.rules.push(new);
            // Takes the name that would come next.
            let last = policy.rules.len() + 1;
            let taken = AlertRule::new(&format!("Rule {last}"), Watched::Group(SeriesGroup::Data));
            policy.rules.insert(0, taken);
            assert_eq!(policy.validate(), Ok(()));
        }
    }

    #[test]
    fn a_limit_is_set_on_one_side_or_taken_away() {
        let limits = Limits { lower: Some(0.5), upper: Some(0.75) };
        assert_eq!(Side::Lower.put(limits, "60 %").map(|limits| limits.lower), Ok(Some(0.6)));
        assert_eq!(Side::Upper.put(limits, " "), Ok(Limits { lower: Some(0.5), upper: None }));
        assert!(Side::Upper.put(limits, "x").is_err());
        assert_eq!(limit_text(Some(0.812_345_678_9)), "0.812346");
        assert_eq!(limit_text(None), "");
    }
}
