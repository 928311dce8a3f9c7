//! The per-column methods by their stable identifiers.

use serde::{Deserialize, Serialize};

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
