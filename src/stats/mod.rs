//! Pure statistics over [`Ecdf`]s, [`CategoryCounts`] and [`CountPair`]s.
//!
//! One file per test or family. Nothing here knows of files, columns or
//! policies; nothing here reads a clock, draws entropy or does I/O.

mod bins;
mod categories;
mod chi_square;
mod ecdf;
mod error;
mod jensen_shannon;
mod kolmogorov;
mod ks;
mod moments;
mod proportions;
mod psi;
mod sort;
mod total_variation;
mod wasserstein;

pub use bins::{CountPair, EXACT_VALUES_MAX, evidently_bins, sturges_edges};
pub use categories::{CategoryCounts, CategoryPair};
pub use chi_square::{ChiSquare, chi_square};
pub use ecdf::{Ecdf, Point};
pub use error::StatsError;
pub use jensen_shannon::jensen_shannon;
pub use ks::{Ks, KsMethod, ks, ks_exact_p, ks_from_gap};
pub use proportions::{ProportionZ, two_proportion_z};
pub use psi::psi;
pub use total_variation::total_variation;
pub use wasserstein::{NumericDistances, numeric_distances, wasserstein, wasserstein_normed};
