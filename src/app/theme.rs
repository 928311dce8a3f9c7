//! Light or dark.

/// The two designed palettes; `style/tokens.css` gives their colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// Dark text on a light surface.
    Light,
    /// Light text on a dark surface.
    Dark,
}

impl Theme {
    /// Value of `data-theme` on the root element, and of the remembered choice.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that [`Theme::slug`] names.
    pub fn parse(slug: &str) -> Option<Self> {
        match slug {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }

    /// The one that the switch leads to.
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remembered_theme_is_read_back() {
        for theme in [Theme::Light, Theme::Dark] {
            assert_eq!(Theme::parse(theme.slug()), Some(theme));
            assert_ne!(theme.other(), theme);
        }
        assert_eq!(Theme::parse("sepia"), None);
    }
}
