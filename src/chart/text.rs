//! How wide a text is, without a font at hand.
//!
//! A table of typical advance widths of sans-serif faces, in em. It is an estimate: the page
//! corrects it by one factor measured against its own font ([`ChartTheme::text_width_factor`](super::ChartTheme)).

/// Estimated width of `text` in the unit of `font_size`.
pub fn text_width(text: &str, font_size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * font_size
}

/// Cuts `text` at its end, with an ellipsis, so that it is at most `room` wide.
///
/// Line breaks and control characters are shown as blanks. Where not even the ellipsis has room,
/// the ellipsis alone is given.
pub fn truncate(text: &str, room: f64, font_size: f64) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text_width(&clean, font_size) <= room {
        return clean;
    }
    let ellipsis = advance('…') * font_size;
    let mut width = ellipsis;
    let mut kept = String::new();
    for c in clean.chars() {
        width += advance(c) * font_size;
        if width > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Advance width in em.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.28,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | ' ' | '\u{a0}' | '-' | '/' | '\\' | 'I' => 0.35,
        '0'..='9' => 0.58,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 0.9,
        'A'..='Z' => 0.68,
        '<' | '>' | '+' | '=' | '\u{2212}' | '–' | '≤' => 0.6,
        'a'..='z' | '_' => 0.55,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        c if c < '\u{1100}' => 0.62,
        _ => 1.0, // East Asian scripts, emoji.
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_with_room_is_left_alone() {
        assert_eq!(truncate("married", 100.0, 12.0), "married");
        assert_eq!(truncate("two\nlines", 100.0, 12.0), "two lines");
    }

    #[test]
    fn a_long_text_is_cut_with_an_ellipsis() {
        let cut = truncate("university.degree.or.higher", 80.0, 12.0);
        assert!(cut.starts_with("univ") && cut.ends_with('…'), "{cut}");
        assert_eq!(truncate("anything", 0.0, 12.0), "…");
    }

    proptest! {
        #[test]
        fn what_is_cut_fits(text in ".{0,80}", room in 12.0..400.0_f64) {
            prop_assert!(text_width(&truncate(&text, room, 12.0), 12.0) <= room);
        }
    }
}
