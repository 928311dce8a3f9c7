//! Pure statistics over [`Ecdf`]s, [`CategoryCounts`] and [`CountPair`]s.
//!
//! One file per test or family. Nothing here knows of files, columns or
//! policies; nothing here reads a clock, draws entropy or does I/O.

mod anderson_darling;
mod bins;
mod brown_forsythe;
mod categories;
mod chi_square;
mod contingency;
mod correction;
mod cramer_von_mises;
mod cvm_exact;
mod ecdf;
mod elementary;
mod energy;
mod epps_singleton;
mod error;
mod fisher_exact;
mod hellinger;
mod jensen_shannon;
mod kl;
mod kolmogorov;
mod ks;
mod l_infinity;
mod lbfgs;
mod logistic;
mod mann_whitney;
mod mmd;
mod moments;
mod nannyml;
mod normal;
mod numeric_tests;
mod principal_components;
mod proportions;
mod psi;
mod roc_auc;
mod significance;
mod softmax;
mod sort;
mod t_test;
mod total_variation;
mod walk;
mod wasserstein;

pub use anderson_darling::{AndersonDarling, anderson_darling};
pub use bins::{CountPair, EXACT_VALUES_MAX, evidently_bins, sturges_edges, sturges_edges_of_distinct};
pub use brown_forsythe::brown_forsythe;
pub use categories::{CategoryCounts, CategoryPair};
pub use chi_square::{ChiSquare, chi_square};
pub use contingency::{Contingency, CramersV, chi_square_contingency, chi_square_yates, cramers_v, g_test};
pub use correction::{Correction, hommel, sidak};
pub use cramer_von_mises::{cramer_von_mises, cramer_von_mises_asymptotic_p};
pub use ecdf::{Ecdf, Point};
pub use elementary::{exp_not_above_zero, ln_1p_to_one, ln_from_one, sigmoid, softmax};
pub use energy::energy;
pub use epps_singleton::epps_singleton;
pub use error::StatsError;
pub use fisher_exact::{FisherExact, fisher_exact};
pub use hellinger::hellinger;
pub use jensen_shannon::{jensen_shannon, jensen_shannon_base2};
pub use kl::{kl, kl_unfilled};
pub use ks::{Ks, KsMethod, ks, ks_asymptotic_p, ks_exact_p, ks_from_gap};
pub use l_infinity::l_infinity;
pub use lbfgs::dot;
pub use logistic::{Logistic, LogisticControl};
pub use mann_whitney::{
    MannWhitney, MannWhitneyMethod, mann_whitney, mann_whitney_asymptotic_p, mann_whitney_exact_p,
};
pub use mmd::{MMD_ROWS_MAX, Mmd, mmd, mmd_of_values};
pub use nannyml::{NannymlBins, nannyml_bins, nannyml_threshold};
pub use normal::normal_quantile;
pub use numeric_tests::{NumericTests, numeric_tests};
pub use principal_components::{COMPONENT_COLUMNS_MAX, PrincipalComponents};
pub use proportions::{ProportionZ, two_proportion_z};
pub use psi::{PsiDeciles, psi, psi_deciles, psi_floored};
pub use roc_auc::roc_auc;
pub use significance::Test;
pub use softmax::Softmax;
pub use t_test::{TTest, student_t, welch_t};
pub use total_variation::total_variation;
pub use wasserstein::{NumericDistances, numeric_distances, wasserstein, wasserstein_normed};
