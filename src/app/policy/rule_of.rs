//! Which rule of a policy is meant: the one for all columns, for a kind, or for one column.

use crate::data::Kind;
use crate::drift::{Evidence, Method, Policy, Rule, SideSummary};

/// The kinds that are judged, and so can have rules.
pub const KINDS: [Kind; 4] = [Kind::Numeric, Kind::IntegerCategory, Kind::Categorical, Kind::Boolean];

/// Part of the reference's standard deviation that is offered as the line of a distance in the
/// column's unit, which has no line that fits every column.
const OFFERED_PART: f64 = 0.1;

/// A rule's place in a policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RuleOf {
    /// For all columns.
    All,
    /// For columns of a kind.
    Kind(Kind),
    /// For one column, by name.
    Column(String),
}

impl RuleOf {
    /// The rule that stands there.
    pub fn get(&self, policy: &Policy) -> Rule {
        match self {
            Self::All => policy.rule,
            Self::Kind(kind) => policy.kind_rules.get(kind).copied().unwrap_or_default(),
            Self::Column(name) => policy.column_rules.get(name).copied().unwrap_or_default(),
        }
    }

    /// Puts a rule there; one that decides nothing is taken away.
    pub fn set(&self, policy: &mut Policy, rule: Rule) {
        match self {
            Self::All => policy.rule = rule,
            Self::Kind(kind) if rule.is_empty() => {
                policy.kind_rules.remove(kind);
            }
            Self::Kind(kind) => {
                policy.kind_rules.insert(*kind, rule);
            }
            Self::Column(name) if rule.is_empty() => {
                policy.column_rules.remove(name);
            }
            Self::Column(name) => {
                policy.column_rules.insert(name.clone(), rule);
            }
        }
    }

    /// A word that tells rules apart, for ids and steps of the history.
    pub fn slug(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Kind(kind) => format!("kind-{kind}"),
            // Names are free text and ids are not: letters and digits stay, the rest becomes its code.
            Self::Column(name) => name.chars().fold("column-".to_owned(), |slug, c| match c {
                c if c.is_ascii_alphanumeric() => format!("{slug}{c}"),
                c => format!("{slug}_{:x}", u32::from(c)),
            }),
        }
    }
}

/// Methods that can be chosen for all columns: those whose line fits every column.
pub fn methods_for_all() -> Vec<Method> {
    Method::ALL.into_iter().filter(|method| method.threshold().is_some()).collect()
}

/// Methods that can be chosen for a kind.
pub fn methods_for_kind(kind: Kind) -> Vec<Method> {
    // Any number of distinct values, so that no method is left out that fits some column of the kind.
    let shape = |distinct| crate::drift::Shape { kind, reference_rows: 1, current_rows: 1, distinct };
    methods_for_all().into_iter().filter(|method| method.applies(shape(2))).collect()
}

/// Methods that can judge a column.
pub fn methods_for_column(evidence: &Evidence) -> Vec<Method> {
    Method::ALL.into_iter().filter(|method| method.applies(evidence.shape)).collect()
}

/// The rule after another method was chosen: the line belonged to the method before. A method whose
/// line depends on the column's unit starts at a tenth of the reference's standard deviation.
pub fn with_method(rule: Rule, method: Option<Method>, reference: Option<&SideSummary>) -> Rule {
    let unit = reference.and_then(|side| side.std).filter(|std| *std > 0.0).unwrap_or(1.0);
    let threshold = match method {
        Some(Method::Wasserstein) => Some(OFFERED_PART * unit),
        // The energy distance is in square roots of the unit.
        Some(Method::Energy) => Some(OFFERED_PART * unit.sqrt()),
        _ => None,
    };
    Rule { method, threshold, ..rule }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_rule_is_no_rule() {
        let mut policy = Policy::default();
        let places = [RuleOf::All, RuleOf::Kind(Kind::Numeric), RuleOf::Column("a b".to_owned())];
        for place in &places {
            let rule = Rule { min_effect: Some(0.2), ..Rule::default() };
            place.set(&mut policy, rule);
            assert_eq!(place.get(&policy), rule);
            place.set(&mut policy, Rule::default());
            assert_eq!(policy, Policy::default());
        }
        assert_eq!(places[2].slug(), "column-a_20b");
    }

    #[test]
    fn a_new_method_gets_a_line_of_its_own() {
        let before = Rule { method: Some(Method::Ks), threshold: Some(0.01), min_effect: Some(0.3) };
        let after = with_method(before, Some(Method::Psi), None);
        assert_eq!(after, Rule { method: Some(Method::Psi), threshold: None, min_effect: Some(0.3) });
        for method in Method::ALL {
            let mut policy = Policy::default();
            RuleOf::Column("x".to_owned()).set(&mut policy, with_method(Rule::default(), Some(method), None));
            assert_eq!(policy.validate(), Ok(()), "{method}");
        }
    }

    #[test]
    fn menus_hold_what_applies() {
        assert!(!methods_for_all().contains(&Method::Wasserstein));
        assert!(methods_for_kind(Kind::Numeric).contains(&Method::Ks));
        assert!(!methods_for_kind(Kind::Categorical).contains(&Method::Ks));
        assert!(methods_for_kind(Kind::Boolean).contains(&Method::FisherExact));
    }
}
