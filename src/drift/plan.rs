//! Pairs columns, decides their kinds and roles, and puts the verdicts together.

use std::collections::BTreeMap;

use super::comparable::Sides;
use super::preset::{self, FEW_VALUES, Shape};
use super::views::pooled_distinct;
use super::{
    CheckReport, ColumnProfile, ColumnReport, DatasetProfile, DatasetSummary, DatasetVerdict, DriftError,
    Method, Policy, Severity, compare, error, pairing, reading_findings,
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
    /// Role, detected or set.
    pub role: Role,
    pub(super) reference: Option<&'a ColumnProfile>,
    pub(super) current: Option<&'a ColumnProfile>,
    /// Method that the policy names for this column, if it applies.
    pub(super) method: Option<Method>,
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
/// - [`DriftError::Setting`] if the policy's share threshold is not a share.
/// - [`DriftError::NoThreshold`] if the policy judges by a method that has none.
/// - [`DriftError::MethodDoesNotApply`] if the policy's method for a column cannot judge it.
pub fn plan<'a>(
    reference: &'a DatasetProfile,
    current: &'a DatasetProfile,
    policy: &Policy,
) -> Result<Plan<'a>, DriftError> {
    validate(reference, current, policy)?;
    let mut pairs = pairing::pair_columns(reference, current, policy);
    for pair in &mut pairs {
        pair.method = chosen_method(pair, policy)?;
    }
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
        let findings = reading_findings::of_files(self.reference, self.current);
        let dataset = judge(&columns, findings.iter().map(|finding| finding.severity).max(), &self.policy);
        CheckReport {
            reference: summary(self.reference),
            current: summary(self.current),
            policy: self.policy.clone(),
            dataset,
            findings,
            columns,
        }
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

fn judge(columns: &[ColumnReport], worst_of_files: Option<Severity>, policy: &Policy) -> DatasetVerdict {
    let verdicts: Vec<_> = columns.iter().filter_map(|column| column.verdict).collect();
    let drifted = verdicts.iter().filter(|verdict| verdict.drifted).count() as u64;
    let judged = verdicts.len() as u64;
    let share = if judged == 0 { 0.0 } else { drifted as f64 / judged as f64 };
    let drift = judged > 0 && share >= policy.share_threshold;
    let worst = columns
        .iter()
        .flat_map(|column| &column.findings)
        .map(|finding| finding.severity)
        .max()
        .max(worst_of_files);
    let severity = if drift {
        Severity::Critical
    } else if drifted > 0 || worst == Some(Severity::Critical) {
        Severity::Warning
    } else {
        Severity::None
    };
    DatasetVerdict {
        columns: judged,
        drifted,
        share,
        share_threshold: policy.share_threshold,
        drift,
        severity,
    }
}

fn validate(reference: &DatasetProfile, current: &DatasetProfile, policy: &Policy) -> Result<(), DriftError> {
    let known = || reference.columns.iter().chain(&current.columns).map(|column| column.name.as_str());
    let named = policy.kinds.keys().chain(policy.roles.keys()).chain(policy.methods.keys());
    let columns: BTreeMap<&str, ()> = known().map(|name| (name, ())).collect();
    for name in named {
        if !columns.contains_key(name.as_str()) {
            return Err(error::unknown_column(name, columns.keys().copied()));
        }
    }
    if !(0.0..=1.0).contains(&policy.share_threshold) {
        return Err(DriftError::Setting { name: "share_threshold".to_owned(), allowed: "0 to 1".to_owned() });
    }
    match policy.method.iter().chain(policy.methods.values()).find(|method| method.threshold().is_none()) {
        Some(method) => Err(DriftError::NoThreshold { method: *method, instead: Method::WassersteinNormed }),
        None => Ok(()),
    }
}

/// The policy's method for a column, where the policy names one that applies.
fn chosen_method(pair: &ColumnPair<'_>, policy: &Policy) -> Result<Option<Method>, DriftError> {
    let own = policy.methods.get(pair.name);
    let Some(&method) = own.or(policy.method.as_ref()) else { return Ok(None) };
    let sides = Sides::of(pair.reference, pair.current, pair.kind);
    let (Some(left), Some(right)) = (sides.reference, sides.current) else { return Ok(None) };
    let applies = preset::kind_is_judged(pair.kind) && {
        method.applies(Shape {
            kind: pair.kind,
            reference_rows: left.n(),
            distinct: pooled_distinct(&left.values, &right.values, FEW_VALUES),
        })
    };
    match (applies, own) {
        (true, _) => Ok(Some(method)),
        (false, None) => Ok(None),
        (false, Some(_)) => Err(DriftError::MethodDoesNotApply {
            column: pair.name.to_owned(),
            method,
            kind: pair.kind,
            need: method.need(),
        }),
    }
}
