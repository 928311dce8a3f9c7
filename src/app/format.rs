//! How numbers are written on the page: what page and report share, and what only the page writes.

pub use crate::report::words::format::{
    bytes, count, counted, effect_unit, full, moved, number, p_value, score, seconds, share, share_change,
    share_of, threshold,
};

/// A cell's text; a number with a long tail of digits is cut to six significant ones.
pub fn sample(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(value) if text.len() > 10 && value.is_finite() && text.contains('.') => {
            let cut = format!("{value:.5e}").parse::<f64>().unwrap_or(value);
            format!("{cut}")
        }
        _ => text.to_owned(),
    }
}

/// A number cut at its decimal point, so that a column can be aligned on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// Everything before the point.
    pub whole: String,
    /// The point and what follows; empty when there is none.
    pub fraction: String,
}

/// Cuts a written number at its decimal point.
pub fn aligned(text: &str) -> Aligned {
    match text.find('.') {
        Some(at) => Aligned { whole: text[..at].to_owned(), fraction: text[at..].to_owned() },
        None => Aligned { whole: text.to_owned(), fraction: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_in_the_unit_that_reads_best() {
        let plain = |text: String| text.replace('\u{a0}', " ");
        assert_eq!(plain(seconds(0.44)), "0.4 s");
        assert_eq!(plain(seconds(125.2)), "2 min 5 s");
    }

    #[test]
    fn samples_lose_their_tails_and_nothing_else() {
        assert_eq!(sample("0.17959999999999998"), "0.1796");
        assert_eq!(sample("25.185000000000002"), "25.185");
        assert_eq!(sample("0.095505"), "0.095505");
        assert_eq!(sample("12345678901234567"), "12345678901234567");
        assert_eq!(sample("version 1.2.3.4"), "version 1.2.3.4");
    }

    #[test]
    fn alignment_cuts_at_the_point() {
        let cut = aligned("1,234.5");
        assert_eq!((cut.whole.as_str(), cut.fraction.as_str()), ("1,234", ".5"));
        assert_eq!(aligned("12").fraction, "");
    }
}
