//! What the choices of a retraining policy are called, in files and for people.

use std::fmt;
use std::str::FromStr;

use super::{LifecycleError, Promotion, TrainingRows};

impl TrainingRows {
    /// Rows of a sliding window where nothing else is said.
    pub const WINDOW_ROWS: u64 = 5_000;
    /// Half-life in rows where nothing else is said.
    pub const HALF_LIFE: u64 = 2_000;
    /// Every choice, with the numbers that hold where nothing else is said.
    pub const ALL: [Self; 4] = [
        Self::Merge,
        Self::New,
        Self::Sliding { rows: Self::WINDOW_ROWS },
        Self::Recency { half_life: Self::HALF_LIFE },
    ];

    /// Stable identifier used in policies and runs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::New => "new",
            Self::Sliding { .. } => "sliding",
            Self::Recency { .. } => "recency",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Merge => "Reference and new rows",
            Self::New => "New rows only",
            Self::Sliding { .. } => "The newest rows",
            Self::Recency { .. } => "All rows, the newest weigh most",
        }
    }
}

impl Promotion {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Offer, Self::Auto];

    /// Stable identifier used in policies.
    pub fn id(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Auto => "auto",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Offer => "Waits for a person",
            Self::Auto => "Becomes the champion",
        }
    }
}

impl fmt::Display for TrainingRows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl fmt::Display for Promotion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

/// The identifier alone; numbers are those that hold where nothing else is said.
impl FromStr for TrainingRows {
    type Err = LifecycleError;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        found("choice of training rows", id, &Self::ALL, Self::id)
    }
}

impl FromStr for Promotion {
    type Err = LifecycleError;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        found("way of promotion", id, &Self::ALL, Self::id)
    }
}

fn found<T: Copy>(what: &str, id: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, LifecycleError> {
    all.iter().copied().find(|one| name(*one) == id).ok_or_else(|| LifecycleError::Unknown {
        what: what.to_owned(),
        name: id.to_owned(),
        there: all.iter().map(|one| name(*one).to_owned()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back() {
        for rows in TrainingRows::ALL {
            assert_eq!(rows.id().parse(), Ok(rows));
        }
        for promotion in Promotion::ALL {
            assert_eq!(promotion.to_string().parse(), Ok(promotion));
            assert_eq!(serde_json::to_value(promotion).unwrap(), promotion.id());
        }
        let error = "all".parse::<TrainingRows>().unwrap_err().to_string();
        assert_eq!(
            error,
            "there is no choice of training rows `all`; there are `merge`, `new`, `sliding`, `recency`"
        );
    }
}
