//! Which columns belong together, and what kind and role each has.

use std::collections::BTreeMap;

use super::views::{SideView, Values};
use super::{ColumnPair, ColumnProfile, DatasetProfile, KindByRule, Policy};
use crate::data::{ColumnFacts, Kind, KindRule, Role, kind, role};

/// What is worth saying about how a kind came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct KindNotes {
    /// The kind that each side alone suggests, where they are of different families.
    pub(super) changed: Option<KindChange>,
    /// The kind was inferred, not set.
    pub(super) inferred: bool,
    /// `?` was taken as missing, which makes the column numeric.
    pub(super) question_marks: bool,
    /// So few short texts that Evidently would take them as free text.
    pub(super) few_texts: bool,
}

/// The kinds that the two sides suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KindChange {
    pub(super) reference: Kind,
    pub(super) current: Kind,
}

/// Pairs columns by name: in file order of the reference, then those that only current has.
pub(super) fn pair_columns<'a>(
    reference: &'a DatasetProfile,
    current: &'a DatasetProfile,
    policy: &Policy,
) -> Vec<ColumnPair<'a>> {
    let by_name = |profile: &'a DatasetProfile| -> BTreeMap<&'a str, &'a ColumnProfile> {
        profile.columns.iter().map(|column| (column.name.as_str(), column)).collect()
    };
    let (left, right) = (by_name(reference), by_name(current));
    let added = current.columns.iter().filter(|column| !left.contains_key(column.name.as_str()));
    let mut pairs: Vec<ColumnPair<'a>> = reference
        .columns
        .iter()
        .map(|column| pair(&column.name, Some(column), right.get(column.name.as_str()).copied(), policy))
        .chain(added.map(|column| pair(&column.name, None, Some(column), policy)))
        .collect();
    keep_one_target(&mut pairs, policy);
    keep_confirmed_predictions(&mut pairs, policy);
    pairs
}

/// Of several columns that are named like a target one stays, or none beside one that was set.
fn keep_one_target(pairs: &mut [ColumnPair<'_>], policy: &Policy) {
    let is_set = |pair: &ColumnPair<'_>| policy.roles.contains_key(pair.name);
    let target_is_set = pairs.iter().any(|pair| pair.role == Role::Target && is_set(pair));
    let names: Vec<&str> = pairs.iter().map(|pair| pair.name).collect();
    let mut roles: Vec<Role> = pairs.iter().map(|pair| pair.role).collect();
    role::keep_one_target(&names, &mut roles);
    for (pair, one) in pairs.iter_mut().zip(roles) {
        if pair.role == Role::Target && !is_set(pair) {
            pair.role = if target_is_set { Role::Feature } else { one };
        }
    }
}

fn pair<'a>(
    name: &'a str,
    reference: Option<&'a ColumnProfile>,
    current: Option<&'a ColumnProfile>,
    policy: &Policy,
) -> ColumnPair<'a> {
    let (mut left, mut right) = (reference.map(ColumnProfile::facts), current.map(ColumnProfile::facts));
    let question_marks = only_question_marks([&left, &right].into_iter().flatten());
    if question_marks {
        [&mut left, &mut right].into_iter().flatten().for_each(take_question_marks_as_missing);
    }
    let (left, right) = (left.as_ref(), right.as_ref());
    let set = policy.kinds.get(name).copied();
    let by_both = kind::infer(left, right, KindRule::Both);
    let role_of =
        |kind| policy.roles.get(name).copied().unwrap_or_else(|| role::detect(name, kind, left, right));
    let by_rule = |rule| {
        let inferred = kind::infer(left, right, rule);
        let is_time = role_of(inferred) == Role::Timestamp && by_both == Kind::Datetime;
        set.unwrap_or(if is_time { Kind::Datetime } else { inferred })
    };
    let kinds = KindByRule { evidently: by_rule(KindRule::Evidently), both: by_rule(KindRule::Both) };
    let kind = kinds.under(policy.preset);
    let role = role_of(kind);
    let notes = KindNotes {
        changed: kind_change(left, right),
        inferred: set.is_none(),
        question_marks: question_marks && kind == Kind::Numeric,
        few_texts: set.is_none()
            && kind == Kind::Categorical
            && current.or(reference).is_some_and(mostly_distinct),
    };
    ColumnPair { name, kind, kinds, role, reference, current, notes }
}

/// Whether the only texts beside numbers are `?`.
fn only_question_marks<'f>(sides: impl Iterator<Item = &'f ColumnFacts>) -> bool {
    let (mut numbers, mut marks, mut texts) = (0, 0, 0);
    for facts in sides {
        numbers += facts.numbers;
        marks += facts.question_marks;
        texts += facts.texts;
    }
    numbers > 0 && marks > 0 && marks == texts
}

fn take_question_marks_as_missing(facts: &mut ColumnFacts) {
    facts.missing += facts.texts;
    facts.texts = 0;
    facts.distinct_texts = 0;
    facts.question_marks = 0;
    facts.mean_text_length = 0.0;
}

/// Evidently's sign of free text: more than half of the cells are distinct.
fn mostly_distinct(column: &ColumnProfile) -> bool {
    let view = column.as_categorical();
    column.texts.total() > 0 && view.distinct() * 2 > view.n()
}

/// The kinds of both sides, where they are of different families.
fn kind_change(reference: Option<&ColumnFacts>, current: Option<&ColumnFacts>) -> Option<KindChange> {
    let alone = |facts: Option<&ColumnFacts>| {
        facts.filter(|facts| facts.usable() > 0).map(|facts| kind::infer(Some(facts), None, KindRule::Both))
    };
    let (reference, current) = (alone(reference)?, alone(current)?);
    (family(reference) != family(current)).then_some(KindChange { reference, current })
}

/// Kinds that a column may change between by chance, e.g. because a sample is small.
fn family(kind: Kind) -> u8 {
    match kind {
        Kind::Numeric | Kind::IntegerCategory => 0,
        Kind::Boolean => 1,
        Kind::Datetime => 2,
        Kind::Categorical | Kind::Text | Kind::Identifier => 3,
    }
}

/// A column that is named like a prediction is one only if its values are among the target's,
/// as far as there is a target of categories.
fn keep_confirmed_predictions(pairs: &mut [ColumnPair<'_>], policy: &Policy) {
    let Some(target) =
        pairs.iter().find(|pair| pair.role == Role::Target && pair.kind != Kind::Numeric).cloned()
    else {
        return;
    };
    for pair in pairs.iter_mut() {
        let detected = pair.role == Role::Prediction && !policy.roles.contains_key(pair.name);
        if detected && !values_are_among(pair, &target) {
            pair.role = Role::Feature;
        }
    }
}

fn values_are_among(pair: &ColumnPair<'_>, target: &ColumnPair<'_>) -> bool {
    let known: Vec<SideView<'_>> = sides(target).map(ColumnProfile::as_categorical).collect();
    sides(pair).map(ColumnProfile::as_categorical).all(|side| match &side.values {
        Values::Categories(counts) => counts.iter().all(|(name, _)| {
            known.iter().any(|known| matches!(&known.values, Values::Categories(all) if all.get(name) > 0))
        }),
        Values::Numbers(_) => false,
    })
}

fn sides<'p>(pair: &ColumnPair<'p>) -> impl Iterator<Item = &'p ColumnProfile> {
    [pair.reference, pair.current].into_iter().flatten()
}
