//! Pairs columns, decides their kinds and roles, and puts the report together.

use std::collections::BTreeMap;

use super::comparable::Sides;
use super::{
    CheckReport, ColumnProfile, ColumnReport, DatasetProfile, DatasetSummary, DatasetVerdict, DriftError,
    Frame, KindByRule, Policy, Relations, compare, error, pairing, preset, reading_findings,
};
use crate::data::{Kind, Role};

/// What will be compared with what, under which kinds and roles. Columns can then be
/// compared in any order, on any thread.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    reference: &'a DatasetProfile,
    current: &'a DatasetProfile,
    policy: Policy,
    pairs: Vec<ColumnPair<'a>>,
}

/// One column on both sides, or on the side that has it.
#[derive(Debug, Clone)]
pub struct ColumnPair<'a> {
    /// Name of the column.
    pub name: &'a str,
    /// Kind, inferred or set.
    pub kind: Kind,
    /// The kind by each rule.
    pub kinds: KindByRule,
    /// Role, detected or set.
    pub role: Role,
    pub(super) reference: Option<&'a ColumnProfile>,
    pub(super) current: Option<&'a ColumnProfile>,
    pub(super) notes: pairing::KindNotes,
}

/// Compares two profiles by a policy.
///
/// # Errors
///
/// As [`plan`].
pub fn check(
    reference: &DatasetProfile,
    current: &DatasetProfile,
    policy: &Policy,
) -> Result<CheckReport, DriftError> {
    let plan = plan(reference, current, policy)?;
    let columns = plan.pairs().iter().map(|pair| plan.compare(pair)).collect();
    Ok(plan.assemble(columns))
}

/// Pairs the columns of two profiles and decides kinds and roles.
///
/// # Errors
///
/// - [`DriftError::UnknownColumn`] if the policy names a column that neither side has.
/// - [`DriftError::Setting`] and [`DriftError::NoThreshold`] as [`Policy::validate`].
/// - [`DriftError::MethodDoesNotApply`] if the policy's method for a column cannot judge it.
pub fn plan<'a>(
    reference: &'a DatasetProfile,
    current: &'a DatasetProfile,
    policy: &Policy,
) -> Result<Plan<'a>, DriftError> {
    validate(reference, current, policy)?;
    let pairs = pairing::pair_columns(reference, current, policy);
    pairs.iter().try_for_each(|pair| method_applies(pair, policy))?;
    Ok(Plan { reference, current, policy: policy.clone(), pairs })
}

impl<'a> Plan<'a> {
    /// The columns in file order of the reference, then those that only current has.
    pub fn pairs(&self) -> &[ColumnPair<'a>] {
        &self.pairs
    }

    /// Compares one column. Pure: the same pair gives the same report on any thread.
    pub fn compare(&self, pair: &ColumnPair<'_>) -> ColumnReport {
        compare::compare(pair, &self.policy)
    }

    /// Puts the reports on all columns, in the order of [`Plan::pairs`], together.
    pub fn assemble(&self, columns: Vec<ColumnReport>) -> CheckReport {
        let relations = self.relations();
        let mut findings = reading_findings::of_files(self.reference, self.current);
        findings.extend(relations.iter().flat_map(Relations::findings));
        let mut report = CheckReport {
            reference: summary(self.reference),
            current: summary(self.current),
            policy: self.policy.clone(),
            dataset: DatasetVerdict::default(),
            findings,
            columns,
            relations,
        };
        report.judge();
        report
    }

    /// Sampled rows of both sides under the columns' kinds; `None` when a side has none.
    pub fn frame(&self) -> Option<Frame> {
        Some(Frame::of(self.reference.sample.as_ref()?, self.current.sample.as_ref()?, &self.pairs))
    }

    fn relations(&self) -> Option<Relations> {
        Some(Relations::of(self.reference.sample.as_ref()?, self.current.sample.as_ref()?, &self.frame()?))
    }
}

impl ColumnPair<'_> {
    /// Whether both sides would be read as integers: nothing else in any cell.
    pub(super) fn holds_integers(&self) -> bool {
        [self.reference, self.current].into_iter().flatten().all(ColumnProfile::is_integer)
    }
}

fn summary(profile: &DatasetProfile) -> DatasetSummary {
    DatasetSummary { name: profile.name.clone(), rows: profile.rows, columns: profile.columns.len() as u64 }
}

fn validate(reference: &DatasetProfile, current: &DatasetProfile, policy: &Policy) -> Result<(), DriftError> {
    let known = || reference.columns.iter().chain(&current.columns).map(|column| column.name.as_str());
    let named = policy.kinds.keys().chain(policy.roles.keys()).chain(policy.column_rules.keys());
    let columns: BTreeMap<&str, ()> = known().map(|name| (name, ())).collect();
    for name in named {
        if !columns.contains_key(name.as_str()) {
            return Err(error::unknown_column(name, columns.keys().copied()));
        }
    }
    policy.validate()
}

/// A method that the policy names for one column has to be able to judge it.
fn method_applies(pair: &ColumnPair<'_>, policy: &Policy) -> Result<(), DriftError> {
    let Some(method) = policy.column_rules.get(pair.name).and_then(|rule| rule.method) else { return Ok(()) };
    let sides = Sides::of(pair.reference, pair.current, pair.kind);
    let (Some(left), Some(right)) = (&sides.reference, &sides.current) else { return Ok(()) };
    if preset::kind_is_judged(pair.kind) && method.applies(compare::shape(pair.kind, left, right)) {
        return Ok(());
    }
    Err(DriftError::MethodDoesNotApply {
        column: pair.name.to_owned(),
        method,
        kind: pair.kind,
        need: method.need(),
    })
}
