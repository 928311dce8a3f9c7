//! The policy as it stands in the JSON report: in full, and with what the preset adds to it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::drift::{Policy, Rule, TestChoice};

/// A policy in full. `correction` is the one in force, the preset's own where none is set.
#[derive(Serialize)]
pub(super) struct PolicyView {
    preset: &'static str,
    correction: &'static str,
    share_threshold: f64,
    rule: RuleView,
    kind_rules: Map<String, Value>,
    column_rules: Map<String, Value>,
    /// `rule.method`, where earlier builds wrote it.
    method: Option<&'static str>,
    /// The methods of `column_rules`, where earlier builds wrote them.
    methods: Map<String, Value>,
    kinds: Map<String, Value>,
    roles: Map<String, Value>,
    tests: Value,
}

#[derive(Serialize)]
struct RuleView {
    method: Option<&'static str>,
    threshold: Option<f64>,
    min_effect: Option<f64>,
}

impl PolicyView {
    pub(super) fn of(policy: &Policy) -> Self {
        let methods = policy
            .column_rules
            .iter()
            .filter_map(|(name, rule)| Some((name.clone(), rule.method?.id().into())));
        Self {
            preset: policy.preset.id(),
            correction: policy.correction().id(),
            share_threshold: policy.share_threshold,
            rule: RuleView::of(&policy.rule),
            kind_rules: policy
                .kind_rules
                .iter()
                .map(|(kind, rule)| (kind.id().to_owned(), entry(rule)))
                .collect(),
            column_rules: policy
                .column_rules
                .iter()
                .map(|(name, rule)| (name.clone(), entry(rule)))
                .collect(),
            method: policy.rule.method.map(|method| method.id()),
            methods: methods.collect(),
            kinds: policy.kinds.iter().map(|(name, kind)| (name.clone(), kind.id().into())).collect(),
            roles: policy.roles.iter().map(|(name, role)| (name.clone(), role.id().into())).collect(),
            tests: tests(&policy.tests),
        }
    }
}

impl RuleView {
    fn of(rule: &Rule) -> Self {
        Self {
            method: rule.method.map(|method| method.id()),
            threshold: rule.threshold,
            min_effect: rule.min_effect,
        }
    }
}

fn entry(rule: &Rule) -> Value {
    let rule = RuleView::of(rule);
    let mut entry = Map::new();
    entry.insert("method".to_owned(), rule.method.into());
    entry.insert("threshold".to_owned(), rule.threshold.into());
    entry.insert("min_effect".to_owned(), rule.min_effect.into());
    Value::Object(entry)
}

fn tests(choice: &TestChoice) -> Value {
    match choice {
        TestChoice::All => "all".into(),
        TestChoice::Standard => "standard".into(),
        TestChoice::Preset => "preset".into(),
        TestChoice::These(methods) => methods.iter().map(|method| method.id()).collect(),
    }
}
