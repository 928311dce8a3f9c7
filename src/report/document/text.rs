//! A text of plain, strong and literal words.

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Plain(String),
    /// Words that matter most.
    Strong(String),
    /// A name or value out of the data, or something to type.
    Code(String),
    /// A link to an anchor of the same document.
    Link {
        /// The anchor, without `#`.
        to: String,
        /// Its words.
        text: String,
    },
}

/// A text. Nothing in it is markup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Span>);

impl Text {
    /// A name or value out of the data.
    pub fn code(text: impl Into<String>) -> Self {
        Self(vec![Span::Code(text.into())])
    }

    /// Words that matter most.
    pub fn strong(text: impl Into<String>) -> Self {
        Self(vec![Span::Strong(text.into())])
    }

    /// A link to an anchor of the same document.
    pub fn link(to: impl Into<String>, text: impl Into<String>) -> Self {
        Self(vec![Span::Link { to: to.into(), text: text.into() }])
    }

    /// A sentence of the engine, in which names stand between backticks.
    pub fn sentence(words: &str) -> Self {
        let spans = words.split('`').enumerate().filter(|(_, part)| !part.is_empty());
        Self(
            spans
                .map(|(at, part)| match at % 2 {
                    0 => Span::Plain(part.to_owned()),
                    _ => Span::Code(part.to_owned()),
                })
                .collect(),
        )
    }

    /// This text and another after it.
    #[must_use]
    pub fn and(mut self, more: impl Into<Self>) -> Self {
        self.0.extend(more.into().0);
        self
    }

    /// Its words alone.
    pub fn words(&self) -> String {
        self.0
            .iter()
            .map(|span| match span {
                Span::Plain(text) | Span::Strong(text) | Span::Code(text) | Span::Link { text, .. } => {
                    text.as_str()
                }
            })
            .collect()
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(vec![Span::Plain(text.to_owned())])
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Span::Plain(text)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_between_backticks_are_literal() {
        let text = Text::sentence("14 % of `salary` is missing");
        assert_eq!(text.0[1], Span::Code("salary".to_owned()));
        assert_eq!(text.words(), "14 % of salary is missing");
        assert!(Text::sentence("").is_empty());
    }
}
