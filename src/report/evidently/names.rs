//! What Evidently calls our methods.

use crate::drift::Method;

/// A method as Evidently has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Names {
    /// By which it is asked for, such as `ks`; `None` where Evidently has no such method.
    pub(super) id: Option<&'static str>,
    /// As its reports call it, else our label.
    pub(super) display: &'static str,
}

/// Names of a method.
///
/// Those that it does not have keep our labels: its t-test assumes equal variances, and its total variation
/// is a p-value of permutations.
///
/// # Source
///
/// `StatTest(name=…, display_name=…)` in `evidently/legacy/calculations/stattests/` of Evidently 0.7.23.
pub(super) fn names(method: Method) -> Names {
    let (id, display) = match method {
        Method::Ks => ("ks", "K-S p_value"),
        Method::AndersonDarling => ("anderson", "Anderson-Darling"),
        Method::CramerVonMises => ("cramer_von_mises", "Cramer-von Mises"),
        Method::MannWhitney => ("mannw", "Mann-Whitney U-rank test"),
        Method::WassersteinNormed => ("wasserstein", "Wasserstein distance (normed)"),
        Method::Energy => ("ed", "Energy-distance"),
        Method::EppsSingleton => ("es", "Epps-Singleton"),
        Method::Psi => ("psi", "PSI"),
        Method::Kl => ("kl_div", "Kullback-Leibler divergence"),
        Method::JensenShannon => ("jensenshannon", "Jensen-Shannon distance"),
        Method::Hellinger => ("hellinger", "Hellinger distance"),
        Method::ChiSquare => ("chisquare", "chi-square p_value"),
        Method::GTest => ("g_test", "g_test"),
        Method::FisherExact => ("fisher_exact", "Fisher's Exact test"),
        Method::TwoProportionZ => ("z", "Z-test p_value"),
        Method::Mmd => ("empirical_mmd", "empirical_mmd"),
        Method::WelchT
        | Method::Wasserstein
        | Method::PsiDeciles
        | Method::JensenShannonBase2
        | Method::TotalVariation
        | Method::LInfinity
        | Method::ChiSquareContingency
        | Method::CramersV => return Names { id: None, display: method.label() },
    };
    Names { id: Some(id), display }
}
