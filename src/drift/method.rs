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
    /// Two-sample Anderson-Darling test, midrank version.
    AndersonDarling,
    /// Two-sample Cramér-von Mises test.
    CramerVonMises,
    /// Two-sided Mann-Whitney U test.
    MannWhitney,
    /// Welch's t-test of two means.
    WelchT,
    /// First Wasserstein distance, in the column's unit.
    Wasserstein,
    /// Wasserstein distance over the reference's standard deviation.
    WassersteinNormed,
    /// Energy distance.
    Energy,
    /// Epps-Singleton test of the characteristic functions.
    EppsSingleton,
    /// Population stability index, as Evidently bins it.
    Psi,
    /// Population stability index over deciles of the reference.
    PsiDeciles,
    /// Kullback-Leibler divergence of the reference from current.
    Kl,
    /// Jensen-Shannon distance, natural logarithm.
    JensenShannon,
    /// Jensen-Shannon distance, base 2.
    JensenShannonBase2,
    /// Hellinger distance.
    Hellinger,
    /// Total variation distance.
    TotalVariation,
    /// Largest difference of a share.
    LInfinity,
    /// Goodness of fit of current to the reference's shares.
    ChiSquare,
    /// Chi-square test of the 2 × k table, no continuity correction.
    ChiSquareContingency,
    /// Likelihood-ratio test of the 2 × k table.
    GTest,
    /// Fisher's exact test of the 2 × 2 table, two-sided.
    FisherExact,
    /// Pooled two-sided test of two proportions.
    TwoProportionZ,
    /// Cramér's V of the 2 × k table.
    CramersV,
    /// Maximum mean discrepancy, unbiased, with a permutation test.
    Mmd,
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 24] = [
        Method::Ks,
        Method::AndersonDarling,
        Method::CramerVonMises,
        Method::MannWhitney,
        Method::WelchT,
        Method::Wasserstein,
        Method::WassersteinNormed,
        Method::Energy,
        Method::EppsSingleton,
        Method::Psi,
        Method::PsiDeciles,
        Method::Kl,
        Method::JensenShannon,
        Method::JensenShannonBase2,
        Method::Hellinger,
        Method::TotalVariation,
        Method::LInfinity,
        Method::ChiSquare,
        Method::ChiSquareContingency,
        Method::GTest,
        Method::FisherExact,
        Method::TwoProportionZ,
        Method::CramersV,
        Method::Mmd,
    ];

    /// Stable identifier used in reports, policies and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Method::Ks => "ks",
            Method::AndersonDarling => "anderson_darling",
            Method::CramerVonMises => "cramer_von_mises",
            Method::MannWhitney => "mann_whitney",
            Method::WelchT => "welch_t",
            Method::Wasserstein => "wasserstein",
            Method::WassersteinNormed => "wasserstein_normed",
            Method::Energy => "energy",
            Method::EppsSingleton => "epps_singleton",
            Method::Psi => "psi",
            Method::PsiDeciles => "psi_deciles",
            Method::Kl => "kl",
            Method::JensenShannon => "jensen_shannon",
            Method::JensenShannonBase2 => "jensen_shannon_base2",
            Method::Hellinger => "hellinger",
            Method::TotalVariation => "total_variation",
            Method::LInfinity => "l_infinity",
            Method::ChiSquare => "chi_square",
            Method::ChiSquareContingency => "chi_square_contingency",
            Method::GTest => "g_test",
            Method::FisherExact => "fisher_exact",
            Method::TwoProportionZ => "two_proportion_z",
            Method::CramersV => "cramers_v",
            Method::Mmd => "mmd",
        }
    }

    /// Whether its score is a p-value; else it is a distance.
    pub fn is_p_value(self) -> bool {
        match self {
            Method::Ks
            | Method::AndersonDarling
            | Method::CramerVonMises
            | Method::MannWhitney
            | Method::WelchT
            | Method::EppsSingleton
            | Method::ChiSquare
            | Method::ChiSquareContingency
            | Method::GTest
            | Method::FisherExact
            | Method::TwoProportionZ
            | Method::Mmd => true,
            Method::Wasserstein
            | Method::WassersteinNormed
            | Method::Energy
            | Method::Psi
            | Method::PsiDeciles
            | Method::Kl
            | Method::JensenShannon
            | Method::JensenShannonBase2
            | Method::Hellinger
            | Method::TotalVariation
            | Method::LInfinity
            | Method::CramersV => false,
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Method::Ks => "Kolmogorov-Smirnov",
            Method::AndersonDarling => "Anderson-Darling",
            Method::CramerVonMises => "Cramér-von Mises",
            Method::MannWhitney => "Mann-Whitney",
            Method::WelchT => "Welch t",
            Method::Wasserstein => "Wasserstein distance",
            Method::WassersteinNormed => "Wasserstein distance, normed",
            Method::Energy => "Energy distance",
            Method::EppsSingleton => "Epps-Singleton",
            Method::Psi => "PSI",
            Method::PsiDeciles => "PSI, deciles",
            Method::Kl => "Kullback-Leibler",
            Method::JensenShannon => "Jensen-Shannon distance",
            Method::JensenShannonBase2 => "Jensen-Shannon distance, base 2",
            Method::Hellinger => "Hellinger distance",
            Method::TotalVariation => "Total variation",
            Method::LInfinity => "Largest change of a share",
            Method::ChiSquare => "Chi-square",
            Method::ChiSquareContingency => "Chi-square, contingency",
            Method::GTest => "G-test",
            Method::FisherExact => "Fisher's exact",
            Method::TwoProportionZ => "Two-proportion z",
            Method::CramersV => "Cramér's V",
            Method::Mmd => "Maximum mean discrepancy",
        }
    }

    /// One line on what it is sensitive to.
    pub fn explanation(self) -> &'static str {
        match self {
            Method::Ks => {
                "The largest gap between the two distribution curves; finds shifts of the bulk, and ever smaller ones as rows grow."
            }
            Method::AndersonDarling => {
                "The gap between the two curves, weighted towards the tails; finds changes of the extremes that Kolmogorov-Smirnov misses."
            }
            Method::CramerVonMises => {
                "The squared gap between the two curves over the whole range; finds small shifts that are spread out."
            }
            Method::MannWhitney => {
                "Whether values of one side tend to be larger; finds shifts, not changes of spread or shape."
            }
            Method::WelchT => "Whether the means differ; sees nothing but the mean, and outliers sway it.",
            Method::Wasserstein => {
                "How far values moved on average, in the column's own unit; far outliers count in full."
            }
            Method::WassersteinNormed => {
                "How far values moved on average, in standard deviations of the reference; the same for any number of rows."
            }
            Method::Energy => {
                "The squared gap between the two curves by the width where it stands, in square roots of the unit; large gaps count more than in Wasserstein's."
            }
            Method::EppsSingleton => {
                "Whether the characteristic functions differ; finds changes of spread and shape, also of discrete values."
            }
            Method::Psi => {
                "How much the shares of bins or categories changed, weighted by their ratio; rare bins that fill or empty count most."
            }
            Method::PsiDeciles => {
                "How much the shares of the reference's ten equal parts changed; the index of credit scoring, where 0.1 is a change and 0.25 a large one."
            }
            Method::Kl => {
                "How surprising the reference's shares are under current's, in nats; not symmetric, and bins that empty count most."
            }
            Method::JensenShannon => {
                "How different the shares of bins or categories are, from 0 to 0.83; bounded, so new categories cannot dominate."
            }
            Method::JensenShannonBase2 => {
                "How different the shares of bins or categories are, from 0 to 1; bounded, so new categories cannot dominate."
            }
            Method::Hellinger => {
                "How different the square roots of the shares are, from 0 to 1; rare bins count more than in total variation."
            }
            Method::TotalVariation => {
                "The share of rows that would have to change their bin or category, from 0 to 1."
            }
            Method::LInfinity => {
                "The largest change of the share of one bin or category; blind to many small ones."
            }
            Method::ChiSquare => {
                "Whether current's counts fit the reference's shares; a category that the reference does not have gives p = 0."
            }
            Method::ChiSquareContingency => {
                "Whether the counts of both sides come from the same shares; takes both sides as samples, ever smaller changes as rows grow."
            }
            Method::GTest => {
                "As chi-square on the contingency table, by likelihoods; the two part where counts are small."
            }
            Method::FisherExact => {
                "Whether the share of one of two values changed; exact for any number of rows, a little cautious for few."
            }
            Method::TwoProportionZ => {
                "Whether the share of one of two values changed; ever smaller changes as rows grow."
            }
            Method::CramersV => {
                "How strongly the side and the category hang together, from 0 to 1; about the same for any number of rows."
            }
            Method::Mmd => {
                "Whether any smooth feature of the values differs; a general test, made on a sample of the rows."
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
        assert!(message.starts_with("\"kss\" is not a method; use ks, anderson_darling, "), "{message}");
        assert!(message.ends_with(", cramers_v or mmd"), "{message}");
    }
}
