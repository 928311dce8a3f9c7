//! What of the models is shown, as the address names it.

/// What is open on the Models tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelChoice {
    /// A model, by the number that it has on this page.
    Model(u32),
    /// Predictions that stand in a file.
    Columns,
}

impl ModelChoice {
    /// Reads its part of the address.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "columns" { Some(Self::Columns) } else { text.parse().ok().map(Self::Model) }
    }

    /// Its part of the address.
    pub fn print(self) -> String {
        match self {
            Self::Model(id) => id.to_string(),
            Self::Columns => "columns".to_owned(),
        }
    }
}

/// A side of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModelView {
    /// What it is.
    #[default]
    Overview,
    /// How good it is.
    Evaluation,
    /// What it looks at.
    Explain,
    /// Which drift hurts it.
    Harm,
    /// Its predictions.
    Predict,
    /// It beside another.
    Compare,
}

impl ModelView {
    /// All sides, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Overview, Self::Evaluation, Self::Explain, Self::Harm, Self::Predict, Self::Compare];

    /// Its part of the address; the overview for what is not known.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.slug() == text).unwrap_or_default()
    }

    /// Its part of the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Evaluation => "evaluation",
            Self::Explain => "explain",
            Self::Harm => "harm",
            Self::Predict => "predict",
            Self::Compare => "compare",
        }
    }

    /// Its name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Evaluation => "Evaluation",
            Self::Explain => "Importance and dependence",
            Self::Harm => "Which drift hurts",
            Self::Predict => "Predict",
            Self::Compare => "Compare",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_back() {
        for view in ModelView::ALL {
            assert_eq!(ModelView::parse(view.slug()), view);
        }
        for choice in [ModelChoice::Model(7), ModelChoice::Columns] {
            assert_eq!(ModelChoice::parse(&choice.print()), Some(choice));
        }
        assert_eq!(ModelChoice::parse("-1"), None);
    }
}
