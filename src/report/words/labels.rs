//! Words for what the engine calls by a type.

use crate::data::{Kind, Role};
use crate::drift::{Method, Preset, Severity};

/// A kind in words.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Numeric => "numeric",
        Kind::IntegerCategory => "integer category",
        Kind::Categorical => "categorical",
        Kind::Boolean => "boolean",
        Kind::Text => "text",
        Kind::Datetime => "date, time",
        Kind::Identifier => "identifier",
    }
}

/// A role in words.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Feature => "feature",
        Role::Target => "target",
        Role::Prediction => "prediction",
        Role::Probability => "probability",
        Role::Timestamp => "timestamp",
        Role::Id => "id",
        Role::Split => "split",
        Role::Version => "model version",
        Role::Ignore => "ignore",
    }
}

/// Whether values of this kind are drawn and simulated as numbers.
pub fn is_numeric(kind: Kind) -> bool {
    kind == Kind::Numeric
}

/// A method's short name, as a table cell has room for.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Ks => "KS",
        Method::AndersonDarling => "Anderson-Darling",
        Method::CramerVonMises => "Cramér-von Mises",
        Method::MannWhitney => "Mann-Whitney",
        Method::WelchT => "Welch t",
        Method::Wasserstein => "Wasserstein",
        Method::WassersteinNormed => "Wasserstein (normed)",
        Method::Energy => "energy",
        Method::EppsSingleton => "Epps-Singleton",
        Method::Psi => "PSI",
        Method::PsiDeciles => "PSI (deciles)",
        Method::Kl => "Kullback-Leibler",
        Method::JensenShannon => "Jensen-Shannon",
        Method::JensenShannonBase2 => "Jensen-Shannon (base 2)",
        Method::Hellinger => "Hellinger",
        Method::TotalVariation => "total variation",
        Method::LInfinity => "largest share change",
        Method::ChiSquare => "χ²",
        Method::ChiSquareContingency => "χ² contingency",
        Method::GTest => "G-test",
        Method::FisherExact => "Fisher's exact",
        Method::TwoProportionZ => "two proportions z",
        Method::CramersV => "Cramér's V",
        Method::Mmd => "MMD",
    }
}

/// A method's name in full, for a title.
pub fn method_in_full(method: Method) -> &'static str {
    method.label()
}

/// A column's severity in one word.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "stable",
        Severity::Warning => "drifted",
        Severity::Critical => "critical",
    }
}

/// A finding's severity in one word.
pub fn finding_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "note",
        Severity::Warning => "warning",
        Severity::Critical => "critical",
    }
}

/// A severity as an attribute value that the style sheets know.
pub fn severity_slug(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "none",
        Severity::Warning => "warning",
        Severity::Critical => "critical",
    }
}

/// A preset's name.
pub fn preset(preset: Preset) -> &'static str {
    preset.label()
}

/// A message of the engine (lower case, no full stop) as a sentence.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| {
        // A message may start with a file's name, which keeps its case.
        let word = message.split_whitespace().next().unwrap_or_default();
        if word.contains('.') || word.contains('_') {
            letter.to_string()
        } else {
            letter.to_uppercase().collect()
        }
    });
    let text = format!("{}{}", first.unwrap_or_default(), letters.as_str());
    if text.ends_with(['.', '?', '…']) { text } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engine_messages_become_sentences_and_file_names_keep_their_case() {
        assert_eq!(sentence("the worker stopped: out of memory"), "The worker stopped: out of memory.");
        assert_eq!(sentence("data.csv is empty"), "data.csv is empty.");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn menus_list_every_kind_and_role_once() {
        let kinds: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|k| kind(*k)).collect();
        let roles: std::collections::BTreeSet<_> = Role::ALL.iter().map(|r| role(*r)).collect();
        assert_eq!(kinds.len(), Kind::ALL.len());
        assert_eq!(roles.len(), Role::ALL.len());
    }
}
