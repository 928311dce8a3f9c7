//! Parameters of detectors by name: range, default and meaning.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DetectorKind, Direction, StreamError};

/// A parameter of a detector: what `--param` and a form need to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub range: ParameterRange,
    /// What it is unless told.
    pub default: ParameterValue,
    /// What it decides, in a sentence without its full stop.
    pub meaning: &'static str,
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterRange {
    /// A whole number between both, both included.
    Whole {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A number above 0.
    AboveZero,
    /// A number of at least 0.
    AtLeastZero,
    /// A number above 0 and below 1.
    BelowOne,
    /// A number above 0 and at most 1.
    UpToOne,
    /// Yes or no.
    Flag,
    /// One of [`Direction`].
    Direction,
}

/// The value of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ParameterValue {
    /// A whole number.
    Whole(u32),
    /// A finite number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// Which changes count.
    Direction(Direction),
}

/// A parameter in place.
pub(super) enum Field<'a> {
    Whole(&'a mut u32),
    Real(&'a mut f64),
    Flag(&'a mut bool),
    Direction(&'a mut Direction),
}

impl ParameterRange {
    /// In words, such as "above 0 and below 1".
    pub fn words(self) -> String {
        match self {
            Self::Whole { least, most } => format!("a whole number from {least} to {most}"),
            Self::AboveZero => "above 0".to_owned(),
            Self::AtLeastZero => "0 or above".to_owned(),
            Self::BelowOne => "above 0 and below 1".to_owned(),
            Self::UpToOne => "above 0 and at most 1".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Direction => "up, down or both".to_owned(),
        }
    }

    /// Whether a value lies in it.
    pub fn holds(self, value: ParameterValue) -> bool {
        use ParameterValue::{Flag, Real, Whole};
        match (self, value) {
            (Self::Whole { least, most }, Whole(value)) => (least..=most).contains(&value),
            (Self::AboveZero, Real(value)) => value.is_finite() && value > 0.0,
            (Self::AtLeastZero, Real(value)) => value.is_finite() && value >= 0.0,
            (Self::BelowOne, Real(value)) => value > 0.0 && value < 1.0,
            (Self::UpToOne, Real(value)) => value > 0.0 && value <= 1.0,
            (Self::Flag, Flag(_)) | (Self::Direction, ParameterValue::Direction(_)) => true,
            _ => false,
        }
    }
}

impl Parameter {
    /// Reads a value as it is typed.
    pub(super) fn parse(&self, kind: DetectorKind, text: &str) -> Result<ParameterValue, StreamError> {
        let read = match self.default {
            ParameterValue::Whole(_) => text.parse().ok().map(ParameterValue::Whole),
            ParameterValue::Real(_) => text.parse().ok().map(ParameterValue::Real),
            ParameterValue::Flag(_) => text.to_ascii_lowercase().parse().ok().map(ParameterValue::Flag),
            ParameterValue::Direction(_) => Direction::ALL
                .into_iter()
                .find(|direction| direction.id() == text)
                .map(ParameterValue::Direction),
        };
        read.filter(|value| self.range.holds(*value)).ok_or_else(|| self.wrong(kind, format!("`{text}`")))
    }

    /// The error for a value out of range.
    pub(super) fn wrong(&self, kind: DetectorKind, value: String) -> StreamError {
        StreamError::Parameter {
            detector: kind,
            name: self.name.to_owned(),
            value,
            allowed: self.range.words(),
        }
    }
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(value) => value.fmt(f),
            Self::Real(value) => value.fmt(f),
            Self::Flag(value) => value.fmt(f),
            Self::Direction(value) => f.write_str(value.id()),
        }
    }
}

impl Field<'_> {
    /// Puts a value of the same type in its place; another is left alone.
    pub(super) fn put(self, value: ParameterValue) {
        match (self, value) {
            (Self::Whole(place), ParameterValue::Whole(value)) => *place = value,
            (Self::Real(place), ParameterValue::Real(value)) => *place = value,
            (Self::Flag(place), ParameterValue::Flag(value)) => *place = value,
            (Self::Direction(place), ParameterValue::Direction(value)) => *place = value,
            _ => {}
        }
    }

    /// The value in place.
    pub(super) fn value(&self) -> ParameterValue {
        match self {
            Self::Whole(value) => ParameterValue::Whole(**value),
            Self::Real(value) => ParameterValue::Real(**value),
            Self::Flag(value) => ParameterValue::Flag(**value),
            Self::Direction(value) => ParameterValue::Direction(**value),
        }
    }
}
