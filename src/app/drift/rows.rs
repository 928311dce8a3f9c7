//! Which rows the drift table shows, and in what order.

use std::cmp::Ordering;

pub use super::show::{Group, Show};
pub use crate::report::words::order::most_moved;

use crate::drift::{CheckReport, ColumnReport};
use crate::report::words::order;

/// What rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// Worst verdict first, then largest effect.
    #[default]
    Verdict,
    /// Name.
    Name,
    /// Size of the change.
    Effect,
    /// How far the score is past its line.
    Score,
    /// Name of the method.
    Method,
    /// How many findings.
    Findings,
}

/// An order and its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub key: SortKey,
    /// Against the key's natural direction (names ascend, all else starts with what matters most).
    pub reversed: bool,
}

impl SortKey {
    const ALL: [Self; 6] =
        [Self::Verdict, Self::Name, Self::Effect, Self::Score, Self::Method, Self::Findings];

    /// Its word in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Name => "name",
            Self::Effect => "effect",
            Self::Score => "score",
            Self::Method => "method",
            Self::Findings => "findings",
        }
    }

    /// Whether its natural direction goes up.
    pub fn ascends(self) -> bool {
        matches!(self, Self::Name | Self::Method)
    }
}

impl Order {
    /// By another key in its natural direction, or by the same in the other direction.
    pub fn toggled(self, key: SortKey) -> Self {
        Self { key, reversed: self.key == key && !self.reversed }
    }

    /// Reads `effect`, or `-effect` for the other direction.
    pub fn parse(text: &str) -> Self {
        let word = text.trim_start_matches('-');
        let key = SortKey::ALL.into_iter().find(|key| key.slug() == word);
        key.map_or_else(Self::default, |key| Self { key, reversed: text.starts_with('-') })
    }

    /// Writes what [`Order::parse`] reads.
    pub fn print(&self) -> String {
        format!("{}{}", if self.reversed { "-" } else { "" }, self.key.slug())
    }
}

/// Positions in `report.columns` of the rows to show, in order.
pub fn visible(report: &CheckReport, query: &str, show: Show, order: Order) -> Vec<usize> {
    let query = query.trim().to_lowercase();
    let columns = &report.columns;
    let mut rows: Vec<usize> = (0..columns.len())
        .filter(|at| show.takes(&columns[*at]))
        .filter(|at| query.is_empty() || columns[*at].name.to_lowercase().contains(&query))
        .collect();
    rows.sort_by(|a, b| {
        let by_key = compare(&columns[*a], &columns[*b], order.key);
        if order.reversed { by_key.reverse() } else { by_key }.then(a.cmp(b))
    });
    rows
}

/// How many columns a group takes.
pub fn counted(report: &CheckReport, group: Group) -> u64 {
    report.columns.iter().filter(|column| group.takes(column)).count() as u64
}

fn compare(a: &ColumnReport, b: &ColumnReport, key: SortKey) -> Ordering {
    match key {
        SortKey::Verdict => order::by_verdict(a, b),
        SortKey::Name => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        SortKey::Effect => order::by_effect(a, b),
        SortKey::Score => order::by_score(a, b),
        SortKey::Method => method(a).cmp(&method(b)),
        SortKey::Findings => b.findings.len().cmp(&a.findings.len()),
    }
}

/// Unjudged columns after all methods.
fn method(column: &ColumnReport) -> (bool, Option<crate::drift::Method>) {
    (column.verdict.is_none(), column.verdict.map(|verdict| verdict.method))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Kind, Role};
    use crate::drift::{
        ColumnVerdict, DatasetSummary, DatasetVerdict, Effect, Finding, FindingKind, KindByRule, Level,
        Method, Policy, Severity, Sparkline,
    };

    fn column(name: &str, verdict: Option<(f64, Severity)>, effect: Option<f64>) -> ColumnReport {
        ColumnReport {
            name: name.to_owned(),
            kind: Kind::Numeric,
            kinds: KindByRule { evidently: Kind::Numeric, both: Kind::Numeric },
            role: Role::Feature,
            reference: None,
            current: None,
            verdict: verdict.map(|(score, severity)| ColumnVerdict {
                method: Method::Ks,
                method_from: Level::Preset,
                score,
                threshold: 0.05,
                threshold_from: Level::Preset,
                score_is_p: true,
                drifted: score <= 0.05,
                p_adjusted: None,
                effect: None,
                missing: None,
                rows_needed: None,
                severity,
            }),
            tests: Default::default(),
            sparkline: Sparkline::default(),
            effect: effect.map(|size| Effect { size, shift: None }),
            findings: Vec::new(),
            evidence: None,
        }
    }

    fn report() -> CheckReport {
        let side = |name: &str| DatasetSummary { name: name.to_owned(), rows: 10, columns: 5 };
        let mut unjudged = column("comment", None, None);
        unjudged.findings.push(Finding {
            kind: FindingKind::NotJudged,
            severity: Severity::Warning,
            message: "text".to_owned(),
        });
        CheckReport {
            reference: side("reference.csv"),
            current: side("current.csv"),
            policy: Policy::default(),
            dataset: DatasetVerdict {
                columns: 4,
                drifted: 2,
                share: 0.5,
                share_threshold: 0.5,
                drift: true,
                severity: Severity::Critical,
                too_few_rows: 0,
            },
            relations: None,
            findings: Vec::new(),
            columns: vec![
                column("stable", Some((0.7, Severity::None)), Some(0.1)),
                column("Worst", Some((1e-9, Severity::Critical)), Some(0.4)),
                unjudged,
                column("drifted", Some((0.01, Severity::Warning)), Some(0.9)),
                column("almost", Some((0.06, Severity::None)), Some(0.2)),
            ],
        }
    }

    fn names(show: Show, query: &str, order: Order) -> Vec<String> {
        let report = report();
        visible(&report, query, show, order).iter().map(|at| report.columns[*at].name.clone()).collect()
    }

    fn by(key: SortKey) -> Order {
        Order { key, reversed: false }
    }

    #[test]
    fn the_worst_verdict_comes_first_and_unjudged_rows_do_not_hide_it() {
        let all = names(Show::default(), "", Order::default());
        assert_eq!(all[..2], ["Worst", "drifted"]);
        assert_eq!(all.len(), 5);
    }

    #[test]
    fn each_key_orders_by_what_it_names() {
        assert_eq!(
            names(Show::default(), "", by(SortKey::Name)),
            ["almost", "comment", "drifted", "stable", "Worst"]
        );
        assert_eq!(
            names(Show::default(), "", by(SortKey::Effect)),
            ["drifted", "Worst", "almost", "stable", "comment"]
        );
        assert_eq!(
            names(Show::default(), "", by(SortKey::Score)),
            ["Worst", "drifted", "almost", "stable", "comment"]
        );
        assert_eq!(names(Show::default(), "", by(SortKey::Findings))[0], "comment");
        let reversed = Order { key: SortKey::Name, reversed: true };
        assert_eq!(names(Show::default(), "", reversed)[0], "Worst");
    }

    #[test]
    fn groups_add_up_and_the_query_narrows() {
        let show = Show { drifted: true, findings: true, ..Show::default() };
        let mut shown = names(show, "", by(SortKey::Name));
        assert_eq!(shown, ["comment", "drifted", "Worst"]);
        shown = names(Show::default(), " ST ", by(SortKey::Name));
        assert_eq!(shown, ["almost", "stable", "Worst"]);
        let report = report();
        assert_eq!(Group::ALL.map(|group| counted(&report, group)), [2, 2, 0, 1, 1]);
    }

    #[test]
    fn too_few_rows_are_a_group_of_their_own_after_the_stable_ones() {
        let mut report = report();
        if let Some(verdict) = &mut report.columns[0].verdict {
            verdict.rows_needed = Some(40);
        }
        assert_eq!(Group::ALL.map(|group| counted(&report, group)), [2, 1, 1, 1, 1]);
        let order = visible(&report, "", Show::default(), Order::default());
        let at = |name: &str| order.iter().position(|row| report.columns[*row].name == name);
        assert!(at("almost") < at("stable"));
    }

    #[test]
    fn the_adjusted_p_decides_how_far_a_column_is_past_its_line() {
        let mut report = report();
        if let Some(verdict) = &mut report.columns[1].verdict {
            verdict.p_adjusted = Some(0.5);
        }
        let order = visible(&report, "", Show::default(), by(SortKey::Score));
        assert_eq!(report.columns[order[0]].name, "drifted");
    }

    #[test]
    fn most_moved_lists_drifted_columns_by_effect() {
        let report = report();
        let moved: Vec<_> = most_moved(&report, 3).iter().map(|c| c.name.as_str()).collect();
        assert_eq!(moved, ["drifted", "Worst"]);
    }

    #[test]
    fn choices_are_read_back_from_the_address() {
        for group in Group::ALL {
            let show = Show::default().toggled(group);
            assert_eq!(Show::parse(&show.print()), show);
        }
        for key in SortKey::ALL {
            let order = Order { key, reversed: true };
            assert_eq!(Order::parse(&order.print()), order);
            assert_eq!(order.toggled(key), by(key));
        }
        assert_eq!(Order::parse("nonsense"), Order::default());
    }
}
