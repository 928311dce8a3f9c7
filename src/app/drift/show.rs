//! Which rows the drift table shows: groups of columns, chosen by chips.

use crate::drift::{ColumnReport, Outcome, Severity};

/// Which rows are shown; all when nothing is chosen, else those that any choice takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Show {
    /// Judged, and drifted.
    pub drifted: bool,
    /// Judged, and not drifted.
    pub stable: bool,
    /// With too few rows to judge.
    pub too_few: bool,
    /// With a finding of at least a warning.
    pub findings: bool,
    /// Not judged.
    pub unjudged: bool,
}

/// One of the groups that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Judged, and drifted.
    Drifted,
    /// Judged, and not drifted.
    Stable,
    /// With too few rows to judge.
    TooFew,
    /// With a finding of at least a warning.
    Findings,
    /// Not judged.
    Unjudged,
}

impl Group {
    /// All groups in the order of the chips.
    pub const ALL: [Self; 5] = [Self::Drifted, Self::Stable, Self::TooFew, Self::Findings, Self::Unjudged];

    /// Its word on the chip.
    pub fn label(self) -> &'static str {
        match self {
            Self::Drifted => "drifted",
            Self::Stable => "stable",
            Self::TooFew => "too few rows",
            Self::Findings => "findings",
            Self::Unjudged => "not judged",
        }
    }

    /// Its word in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Unjudged => "unjudged",
            Self::TooFew => "too_few_rows",
            other => other.label(),
        }
    }

    /// Whether a column belongs to it.
    pub fn takes(self, column: &ColumnReport) -> bool {
        let has = |outcome| column.verdict.is_some_and(|verdict| verdict.outcome() == outcome);
        match self {
            Self::Drifted => has(Outcome::Drifted),
            Self::Stable => has(Outcome::Stable),
            Self::TooFew => has(Outcome::TooFewRows),
            Self::Findings => column.findings.iter().any(|finding| finding.severity > Severity::None),
            Self::Unjudged => column.verdict.is_none(),
        }
    }
}

impl Show {
    /// Whether a group is chosen.
    pub fn has(&self, group: Group) -> bool {
        match group {
            Group::Drifted => self.drifted,
            Group::Stable => self.stable,
            Group::TooFew => self.too_few,
            Group::Findings => self.findings,
            Group::Unjudged => self.unjudged,
        }
    }

    /// The same with one group turned on or off.
    pub fn toggled(mut self, group: Group) -> Self {
        let chosen = match group {
            Group::Drifted => &mut self.drifted,
            Group::Stable => &mut self.stable,
            Group::TooFew => &mut self.too_few,
            Group::Findings => &mut self.findings,
            Group::Unjudged => &mut self.unjudged,
        };
        *chosen = !*chosen;
        self
    }

    /// Reads `drifted,findings`.
    pub fn parse(text: &str) -> Self {
        let mut show = Self::default();
        for word in text.split(',') {
            if let Some(group) = Group::ALL.into_iter().find(|group| group.slug() == word)
                && !show.has(group)
            {
                show = show.toggled(group);
            }
        }
        show
    }

    /// Writes what [`Show::parse`] reads.
    pub fn print(&self) -> String {
        let chosen: Vec<_> = Group::ALL.into_iter().filter(|g| self.has(*g)).map(Group::slug).collect();
        chosen.join(",")
    }

    /// Whether a column is shown.
    pub fn takes(&self, column: &ColumnReport) -> bool {
        *self == Self::default() || Group::ALL.into_iter().any(|group| self.has(group) && group.takes(column))
    }
}
