//! Which columns are looked at, which hold labels, predictions and times.

use std::collections::BTreeMap;

use super::facts::Looked;
use super::{MonitorError, WatchSettings};
use crate::data::{Kind, Role, RowTable};
use crate::drift::{DatasetProfile, Plan, Policy, TestChoice, plan};
use crate::model::target::Labels;

/// Least agreement with the predictions, as Cohen's kappa, from which a column is taken as the target.
const LEAST_KAPPA: f64 = 0.2;

/// What the columns of the data are for.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) looked: Looked,
    pub(super) target: Option<String>,
    pub(super) prediction: Option<String>,
    pub(super) probabilities: Vec<String>,
    pub(super) timestamp: Option<String>,
    /// Column of the model's version.
    pub(super) version: Option<String>,
    /// Column that names the rows.
    pub(super) id: Option<String>,
    /// Kind of every column.
    pub(super) kinds: BTreeMap<String, Kind>,
    /// Whether the target is neither named nor known by its name, but told by its values.
    pub(super) guessed: bool,
}

/// Decides kinds and roles once, over the reference and all of current data, so that every window is
/// judged alike. `target` goes before the role; predictions in columns are only sought where
/// `predicted` says so.
pub(super) fn columns_of(
    reference: &RowTable,
    current: &RowTable,
    settings: &WatchSettings,
    target: Option<String>,
    predicted: bool,
) -> Result<Columns, MonitorError> {
    let named = [&target, &settings.prediction, &settings.timestamp].into_iter().flatten();
    for name in named.chain(&settings.probabilities) {
        if reference.column(name).is_none() && current.column(name).is_none() {
            return Err(MonitorError::UnknownColumn {
                file: reference.name.clone(),
                column: name.clone(),
                there: reference.columns.iter().map(|column| column.name.clone()).collect(),
            });
        }
    }
    let profile = |table: &RowTable| {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let rows: Vec<u32> = (0..table.rows as u32).collect();
        DatasetProfile::exactly_of_rows(table, &names, &rows)
    };
    let (left, right) = (profile(reference), profile(current));
    let mut policy = settings.policy.clone();
    let set = |policy: &mut Policy, name: &Option<String>, role| {
        if let Some(name) = name {
            policy.roles.insert(name.clone(), role);
        }
    };
    set(&mut policy, &target, Role::Target);
    set(&mut policy, &settings.prediction, Role::Prediction);
    set(&mut policy, &settings.timestamp, Role::Timestamp);
    for name in &settings.probabilities {
        policy.roles.insert(name.clone(), Role::Probability);
    }
    let plan = plan(&left, &right, &policy).map_err(MonitorError::Drift)?;
    let of_role =
        |role| plan.pairs().iter().filter(move |pair| pair.role == role).map(|pair| pair.name.to_owned());
    let kept = |name: &String| predicted || settings.prediction.as_ref() == Some(name);
    let found = Columns {
        target: target.or_else(|| of_role(Role::Target).next()),
        prediction: settings.prediction.clone().or_else(|| of_role(Role::Prediction).find(kept)),
        probabilities: if settings.probabilities.is_empty() && predicted {
            of_role(Role::Probability).collect()
        } else {
            settings.probabilities.clone()
        },
        version: of_role(Role::Version).next(),
        id: of_role(Role::Id).next(),
        timestamp: settings.timestamp.clone().or_else(|| of_role(Role::Timestamp).next()),
        kinds: plan.pairs().iter().map(|pair| (pair.name.to_owned(), pair.kind)).collect(),
        guessed: false,
        looked: Looked {
            profiled: Vec::new(),
            judged: Vec::new(),
            features: Vec::new(),
            policy: Policy { tests: TestChoice::Preset, ..policy.clone() },
        },
    };
    let mut columns = found;
    columns.guessed = columns.target.is_none() && columns.guess_target(reference, &plan);
    for pair in plan.pairs() {
        columns.looked.policy.kinds.insert(pair.name.to_owned(), pair.kind);
        columns.looked.policy.roles.insert(pair.name.to_owned(), pair.role);
        let on_both = reference.column(pair.name).is_some() && current.column(pair.name).is_some();
        // Labels, predictions and probabilities have series of their own.
        let is_judged = pair.role == Role::Feature
            && columns.target.as_deref() != Some(pair.name)
            && matches!(pair.kind, Kind::Numeric | Kind::IntegerCategory | Kind::Categorical | Kind::Boolean);
        if is_judged && on_both {
            columns.looked.profiled.push(pair.name.to_owned());
            columns.looked.judged.push(pair.name.to_owned());
            columns.looked.features.push(pair.name.to_owned());
        }
    }
    let profiled = columns.looked.profiled.clone();
    let policy = &mut columns.looked.policy;
    policy.kinds.retain(|name, _| profiled.contains(name));
    policy.roles.retain(|name, _| profiled.contains(name));
    policy.column_rules.retain(|name, _| profiled.contains(name));
    Ok(columns)
}

impl Columns {
    /// Takes as target the one feature that holds the classes of the predictions, spelled alike, and
    /// agrees with them better than chance; of several the one that agrees best.
    fn guess_target(&mut self, reference: &RowTable, plan: &Plan<'_>) -> bool {
        let Some(prediction) = self.prediction.clone() else { return false };
        let view = reference.view();
        let Ok(said) = Labels::of(&view, &prediction, &reference.name) else { return false };
        let is_feature =
            |name: &str| plan.pairs().iter().any(|pair| pair.name == name && pair.role == Role::Feature);
        let candidates = reference.columns.iter().filter(|column| is_feature(&column.name));
        let best = candidates
            .filter_map(|column| {
                let truly = Labels::of(&view, &column.name, &reference.name).ok()?;
                let alike = truly.classes == said.classes && truly.classes.len() > 1;
                Some((alike.then(|| kappa(&truly, &said))?, &column.name))
            })
            .filter(|(kappa, _)| *kappa >= LEAST_KAPPA)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        self.target = best.map(|(_, name)| name.clone());
        self.target.is_some()
    }

    /// The columns of probabilities in order of the classes, where their names end with the classes'
    /// (`proba_yes`, `probability_no`), else in file order.
    pub(super) fn in_order_of(&self, classes: &[String]) -> Vec<String> {
        let ends_with = |class: &String| {
            let mut fitting = self.probabilities.iter().filter(|name| {
                name.strip_suffix(class.as_str())
                    .is_some_and(|rest| rest.ends_with(['_', '.', '-', ' ', ':']))
            });
            fitting.next().filter(|_| fitting.next().is_none()).cloned()
        };
        let ordered: Option<Vec<String>> = classes.iter().map(ends_with).collect();
        match ordered {
            Some(ordered) if self.probabilities.len() == classes.len() => ordered,
            _ => self.probabilities.clone(),
        }
    }
}

/// Cohen's kappa of two columns of the same classes.
fn kappa(truly: &Labels, said: &Labels) -> f64 {
    let both: Vec<(u32, u32)> =
        truly.codes.iter().zip(&said.codes).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let n = both.len() as f64;
    let share = |of: &dyn Fn(&(u32, u32)) -> bool| both.iter().filter(|pair| of(pair)).count() as f64 / n;
    let agreed = share(&|(a, b)| a == b);
    let by_chance: f64 = (0..truly.classes.len() as u32)
        .map(|class| share(&|(a, _)| *a == class) * share(&|(_, b)| *b == class))
        .sum();
    if by_chance < 1.0 { (agreed - by_chance) / (1.0 - by_chance) } else { 0.0 }
}
