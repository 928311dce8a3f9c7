//! A policy as names and values, and its rules as tables.

use std::collections::BTreeSet;

use crate::drift::{Correction, Policy, Rule, TestChoice};
use crate::report::document::{Block, Cell, Table, TableColumn, Text};
use crate::report::words::{format, labels};

/// What holds for all columns.
pub(super) fn facts(policy: &Policy) -> Vec<(String, Text)> {
    let from = |own: bool| if own { " (set)" } else { " (the preset's own)" };
    let correction = format!("{}{}", policy.correction().label(), from(policy.correction.is_some()));
    vec![
        ("Preset".to_owned(), Text::from(policy.preset.label())),
        (
            "Correction".to_owned(),
            Text::from(format!("{correction}: {}", correction_words(policy.correction()))),
        ),
        (
            "Data set".to_owned(),
            Text::from(format!(
                "drifts where at least {} of the judged columns have drifted",
                format::share(policy.share_threshold)
            )),
        ),
        ("Tests".to_owned(), Text::from(tests(&policy.tests))),
    ]
}

/// The rules that differ from the preset's; `None` without any.
pub(super) fn rules(policy: &Policy) -> Option<Block> {
    let all = (!policy.rule.is_empty()).then(|| row(Text::from("all columns"), &policy.rule));
    let kinds = policy.kind_rules.iter().filter(|(_, rule)| !rule.is_empty());
    let kinds = kinds.map(|(kind, rule)| row(Text::from(format!("{} columns", labels::kind(*kind))), rule));
    let columns = policy.column_rules.iter().filter(|(_, rule)| !rule.is_empty());
    let columns = columns.map(|(name, rule)| row(Text::code(name.clone()), rule));
    let rows: Vec<Vec<Cell>> = all.into_iter().chain(kinds).chain(columns).collect();
    let table = Table {
        caption: "Rules: a column's own goes before its kind's, that before the one for all columns, that before the \
                  preset's"
            .to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("For"),
            TableColumn::words("Method"),
            TableColumn::numbers("Drift if"),
            TableColumn::numbers("Least effect"),
        ],
        rows,
    };
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

/// Kinds and roles that were set; `None` without any.
pub(super) fn kinds_and_roles(policy: &Policy) -> Option<Block> {
    let named: BTreeSet<&String> = policy.kinds.keys().chain(policy.roles.keys()).collect();
    let row = |name: &String| {
        vec![
            Cell::of(Text::code(name.clone())),
            Cell::of(policy.kinds.get(name).map_or("detected", |kind| labels::kind(*kind))),
            Cell::of(policy.roles.get(name).map_or("detected", |role| labels::role(*role))),
        ]
    };
    let table = Table {
        caption: "Kinds and roles that were set".to_owned(),
        sortable: false,
        columns: vec![TableColumn::words("Column"), TableColumn::words("Kind"), TableColumn::words("Role")],
        rows: named.into_iter().map(row).collect(),
    };
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

fn row(of: Text, rule: &Rule) -> Vec<Cell> {
    let by_default = || Cell::of("as by default");
    let line = rule.threshold.map(|line| match rule.method {
        Some(method) => format::threshold(line, method.is_p_value()),
        None => line.to_string(),
    });
    vec![
        Cell::of(of),
        rule.method.map_or_else(by_default, |method| Cell::of(method.label())),
        line.map_or_else(by_default, Cell::of),
        rule.min_effect.map_or_else(by_default, |least| Cell::of(least.to_string())),
    ]
}

/// What a correction promises.
fn correction_words(correction: Correction) -> &'static str {
    match correction {
        Correction::None => "each test by itself, so that of 100 columns about 5 raise a false alarm at 0.05",
        Correction::Bonferroni | Correction::Holm => {
            "the chance of any false alarm stays below the line, however many columns there are"
        }
        Correction::BenjaminiHochberg => {
            "the share of false alarms among the alarms stays below the line, for independent columns"
        }
        Correction::BenjaminiYekutieli => {
            "the share of false alarms among the alarms stays below the line, however columns depend on each other"
        }
    }
}

fn tests(choice: &TestChoice) -> String {
    match choice {
        TestChoice::All => "every test that applies".to_owned(),
        TestChoice::Standard => "every test that applies and is not costly".to_owned(),
        TestChoice::Preset => "what the verdicts need".to_owned(),
        TestChoice::These(methods) => {
            let names: Vec<&str> = methods.iter().map(|method| labels::method(*method)).collect();
            format!("what the verdicts need, and {}", names.join(", "))
        }
    }
}
