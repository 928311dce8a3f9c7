//! The parts of the Models tab, as the address names them.

/// A part of the tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// Models that the page holds.
    #[default]
    AtHand,
    /// Registered models and their versions.
    Registry,
    /// Trainings.
    Runs,
    /// Decisions and audit log.
    Log,
}

impl Section {
    /// All parts, in the order of the page.
    pub const ALL: [Self; 4] = [Self::AtHand, Self::Registry, Self::Runs, Self::Log];

    /// Its part of the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::AtHand => "hand",
            Self::Registry => "registry",
            Self::Runs => "runs",
            Self::Log => "log",
        }
    }

    /// The part of the workspace that a part of the address names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().skip(1).find(|section| section.slug() == text)
    }

    /// Its name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::AtHand => "At hand",
            Self::Registry => "Registry",
            Self::Runs => "Runs",
            Self::Log => "Log",
        }
    }
}
