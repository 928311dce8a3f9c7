//! Names in sentences: what the engine sets in backticks, the page sets apart.

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its text, without the backticks.
    pub text: String,
    /// Whether it stood in backticks.
    pub is_name: bool,
}

/// Cuts a sentence at its backticks. A last backtick without a partner stays as it is.
pub fn named_spans(sentence: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = sentence;
    let mut add = |text: &str, is_name: bool| {
        if !text.is_empty() {
            spans.push(Span { text: text.to_owned(), is_name });
        }
    };
    while let Some((before, after)) = rest.split_once('`') {
        let Some((name, left)) = after.split_once('`') else { break };
        add(before, false);
        add(name, true);
        rest = left;
    }
    add(rest, false);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(sentence: &str) -> String {
        named_spans(sentence)
            .iter()
            .map(|span| if span.is_name { format!("[{}]", span.text) } else { span.text.clone() })
            .collect()
    }

    #[test]
    fn names_are_set_apart() {
        assert_eq!(marked("14 % of `salary_range` is missing."), "14 % of [salary_range] is missing.");
        assert_eq!(marked("`a`, `b` and 2 more"), "[a], [b] and 2 more");
        assert_eq!(marked("no name"), "no name");
        assert_eq!(marked(""), "");
    }

    #[test]
    fn a_lone_backtick_stays() {
        assert_eq!(marked("the `a` and a ` alone"), "the [a] and a ` alone");
    }
}
