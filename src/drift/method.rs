//! The per-column methods by their stable identifiers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A per-column method. [`Method::id`] is its name in files and on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Method {
    /// Two-sample Kolmogorov-Smirnov test.
    Ks,
    /// First Wasserstein distance, in the column's unit.
    Wasserstein,
    /// Wasserstein distance over the reference's standard deviation.
    WassersteinNormed,
    /// Population stability index, as Evidently bins it.
    Psi,
    /// Jensen-Shannon distance, natural logarithm.
    JensenShannon,
    /// Goodness of fit of current to the reference's shares.
    ChiSquare,
    /// Pooled two-sided test of two proportions.
    TwoProportionZ,
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 7] = [
        Method::Ks,
        Method::Wasserstein,
        Method::WassersteinNormed,
        Method::Psi,
        Method::JensenShannon,
        Method::ChiSquare,
        Method::TwoProportionZ,
    ];

    /// Stable identifier used in reports, policies and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Method::Ks => "ks",
            Method::Wasserstein => "wasserstein",
            Method::WassersteinNormed => "wasserstein_normed",
            Method::Psi => "psi",
            Method::JensenShannon => "jensen_shannon",
            Method::ChiSquare => "chi_square",
            Method::TwoProportionZ => "two_proportion_z",
        }
    }

    /// Whether its score is a p-value; else it is a distance.
    pub fn is_p_value(self) -> bool {
        matches!(self, Method::Ks | Method::ChiSquare | Method::TwoProportionZ)
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Method::Ks => "Kolmogorov-Smirnov",
            Method::Wasserstein => "Wasserstein distance",
            Method::WassersteinNormed => "Wasserstein distance, normed",
            Method::Psi => "PSI",
            Method::JensenShannon => "Jensen-Shannon distance",
            Method::ChiSquare => "Chi-square",
            Method::TwoProportionZ => "Two-proportion z",
        }
    }

    /// One line on what it is sensitive to.
    pub fn explanation(self) -> &'static str {
        match self {
            Method::Ks => {
                "The largest gap between the two distribution curves; finds shifts of the bulk, and ever smaller ones as rows grow."
            }
            Method::Wasserstein => {
                "How far values moved on average, in the column's own unit; far outliers count in full."
            }
            Method::WassersteinNormed => {
                "How far values moved on average, in standard deviations of the reference; the same for any number of rows."
            }
            Method::Psi => {
                "How much the shares of bins or categories changed, weighted by their ratio; rare bins that fill or empty count most."
            }
            Method::JensenShannon => {
                "How different the shares of bins or categories are, from 0 to 0.83; bounded, so new categories cannot dominate."
            }
            Method::ChiSquare => {
                "Whether current's counts fit the reference's shares; a category that the reference does not have gives p = 0."
            }
            Method::TwoProportionZ => {
                "Whether the share of one of two values changed; ever smaller changes as rows grow."
            }
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Method {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Method::ALL
            .into_iter()
            .find(|method| method.id() == id)
            .ok_or_else(|| UnknownId::new("method", id, Method::ALL.into_iter().map(Method::id)))
    }
}

/// An identifier that names nothing of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{id:?} is not a {what}; use {known}")]
pub struct UnknownId {
    /// What it should name, e.g. `method`.
    pub what: String,
    /// As given.
    pub id: String,
    /// The known identifiers, as a list in words.
    pub known: String,
}

impl UnknownId {
    pub(super) fn new(what: &str, id: &str, known: impl Iterator<Item = &'static str>) -> Self {
        let known: Vec<&str> = known.collect();
        let known = match known.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            all => all.concat(),
        };
        Self { what: what.to_owned(), id: id.to_owned(), known }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identifier_reads_back() {
        for method in Method::ALL {
            assert_eq!(method.id().parse(), Ok(method));
        }
    }

    #[test]
    fn an_unknown_identifier_lists_the_known_ones() {
        let message = "kss".parse::<Method>().unwrap_err().to_string();
        assert_eq!(
            message,
            "\"kss\" is not a method; use ks, wasserstein, wasserstein_normed, psi, jensen_shannon, chi_square or two_proportion_z"
        );
    }
}
