//! What each method measures, in two sentences with its formula, for the "?" beside its name.
//!
//! F and G are the distribution functions of the reference and of current, r and c the shares of their
//! bins or categories, n and m their usable rows.

use crate::drift::Method;

/// What a test measures and its formula.
pub fn formula(method: Method) -> &'static str {
    match method {
        Method::Ks => {
            "The largest vertical gap between the two distribution functions, and how often a gap of that size comes \
             about by chance when both sides have one distribution. D = max |F(x) − G(x)|, from 0 to 1."
        }
        Method::AndersonDarling => {
            "The squared gap between each distribution function and that of both sides taken together, divided by its \
             variance there, so that the tails count as much as the middle. \
             A² = nm / (n + m) · ∫ (F − G)² / (H (1 − H)) dH, with H the function of both sides; ties by midranks."
        }
        Method::CramerVonMises => {
            "The squared gap between the two distribution functions, averaged over the values of both sides, and how \
             often it is as large by chance. T = nm / (n + m) · ∫ (F − G)² dH, with H the function of both sides."
        }
        Method::MannWhitney => {
            "How often a value of one side is larger than one of the other, where a tie counts half. \
             U = Σ over pairs of 1 if x > y, ½ if x = y; U / nm is ½ when neither side tends to be larger."
        }
        Method::WelchT => {
            "The difference of the two means in units of its standard error, without assuming that both sides spread \
             alike. t = (x̄ − ȳ) / √(s²ₓ/n + s²ᵧ/m), with the degrees of freedom of Welch and Satterthwaite."
        }
        Method::Wasserstein => {
            "How far the values have to be moved on average to turn the reference into current, in the column's unit. \
             W = ∫ |F(x) − G(x)| dx."
        }
        Method::WassersteinNormed => {
            "How far the values have to be moved on average to turn the reference into current, in standard deviations \
             of the reference. W / max(std of the reference, 0.001), with W = ∫ |F(x) − G(x)| dx."
        }
        Method::Energy => {
            "The squared gap between the two distribution functions over the range of the values; 0 only when both \
             sides are the same. D = √(2 ∫ (F(x) − G(x))² dx), in square roots of the column's unit."
        }
        Method::EppsSingleton => {
            "The difference of the two empirical characteristic functions at a few points, in units of its covariance; \
             it asks for no continuous distribution. W = N · (φ̂ₓ − φ̂ᵧ)ᵀ Σ⁺ (φ̂ₓ − φ̂ᵧ), χ² with 4 degrees of freedom."
        }
        Method::Psi => {
            "How much the shares of the bins or categories differ; every bin counts by its change and the logarithm of \
             its ratio. Σ (r − c) · ln(r / c), where an empty share is taken as a small one."
        }
        Method::PsiDeciles => {
            "The same index over ten bins that hold a tenth of the reference each, as credit scoring uses it. \
             Σ (r − c) · ln(r / c) over the deciles of the reference."
        }
        Method::Kl => {
            "How many nats more it takes on average to tell the reference's rows with current's shares than with its \
             own. Σ r · ln(r / c), where an empty share is taken as a small one; not the same in the other direction."
        }
        Method::JensenShannon => {
            "The distance of both sides from their average, over shared bins or categories; 0 when they agree, 0.833 \
             when they share nothing. √(½ Σ r ln(r/m) + ½ Σ c ln(c/m)), with m = (r + c) / 2."
        }
        Method::JensenShannonBase2 => {
            "The distance of both sides from their average, over shared bins or categories; 0 when they agree, 1 when \
             they share nothing. √(½ Σ r log₂(r/m) + ½ Σ c log₂(c/m)), with m = (r + c) / 2."
        }
        Method::Hellinger => {
            "The distance of the square roots of the shares; 0 when they agree, 1 when they share nothing. \
             √(½ Σ (√r − √c)²)."
        }
        Method::TotalVariation => {
            "The share of rows that would have to change their bin or category to turn one side into the other. \
             ½ Σ |r − c|, from 0 to 1."
        }
        Method::LInfinity => {
            "The change of the one share that changed most, whichever bin or category it is. max |r − c|, from 0 to 1."
        }
        Method::ChiSquare => {
            "Whether current's counts fit the reference's shares, taking those shares as exact. χ² = Σ (observed − \
             expected)² / expected, where expected is the reference's share times current's rows."
        }
        Method::ChiSquareContingency => {
            "Whether both rows of the table of counts come from the same shares, taking both sides as samples. \
             χ² = Σ (observed − expected)² / expected, where expected is row total times column total over all rows."
        }
        Method::GTest => {
            "The same question as the chi-square test of the table, answered by the ratio of likelihoods. \
             G = 2 Σ observed · ln(observed / expected), χ² with one degree of freedom less than categories."
        }
        Method::FisherExact => {
            "How often a 2 × 2 table with these totals is at least as unlikely as this one; nothing is approximated. \
             p = Σ of the hypergeometric probabilities up to this table's; the statistic is the odds ratio."
        }
        Method::TwoProportionZ => {
            "Whether a share of two groups is the same on both sides, with the pooled share for the spread. \
             z = (p₁ − p₂) / √(p (1 − p) (1/n₁ + 1/n₂)), two-sided."
        }
        Method::CramersV => {
            "How strongly side and category hang together, made from the chi-square of the table so that it does not \
             grow with the rows. V = √(χ² / N), with N the rows of both sides, from 0 to 1."
        }
        Method::Mmd => {
            "The distance of the two sides' means in a space of smooth features, and how often a random split of the \
             same rows gives as large a one. MMD² = mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y), k Gaussian."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_has_two_sentences_of_its_own() {
        let texts: std::collections::BTreeSet<_> = Method::ALL.into_iter().map(formula).collect();
        assert_eq!(texts.len(), Method::ALL.len());
        for method in Method::ALL {
            let text = formula(method);
            assert!(text.contains(". ") && text.ends_with('.'), "{method}: {text}");
        }
    }
}
