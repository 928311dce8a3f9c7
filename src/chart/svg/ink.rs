//! Colours as classes.
//!
//! A chart is drawn with colours that are codes: each slot of the theme has one that no tint of another
//! slot is equal to. So a colour says again which slot it is of, and how strong a tint.

use plotters::style::RGBColor;
use plotters_backend::BackendColor;

use crate::chart::ChartTheme;

/// How the classes of [`compact_svg`](super::compact_svg) look, from the custom properties of
/// `style/tokens.css`.
pub const CHART_CSS: &str = include_str!("chart.css");

/// The strongest channel of a slot's code.
const FULL: u8 = 200;

/// Class of a slot and the code that it is drawn with.
struct Slot {
    class: char,
    code: (u8, u8, u8),
}

const fn slot(class: char, code: (u8, u8, u8)) -> Slot {
    Slot { class, code }
}

const TEXT: Slot = slot('t', (FULL, FULL, FULL));
const MUTED: Slot = slot('m', (FULL, FULL, 0));
const GRID: Slot = slot('g', (FULL, 0, FULL));
const REFERENCE: Slot = slot('r', (0, 0, FULL));
const CURRENT: Slot = slot('c', (FULL, FULL / 2, 0));
const GAP: Slot = slot('t', (FULL, FULL / 2, FULL / 2));
const ACCENT: Slot = slot('a', (0, FULL, FULL));
const STABLE: Slot = slot('s', (0, FULL, 0));
const WARNING: Slot = slot('w', (FULL, FULL, FULL / 2));
const CRITICAL: Slot = slot('x', (FULL, 0, 0));
/// What is drawn in the background's colour.
const BACKGROUND: char = 'b';

const SLOTS: [Slot; 10] = [TEXT, MUTED, GRID, REFERENCE, CURRENT, GAP, ACCENT, STABLE, WARNING, CRITICAL];

/// The theme whose colours are codes.
pub(super) fn coded_theme() -> ChartTheme {
    let color = |slot: Slot| RGBColor(slot.code.0, slot.code.1, slot.code.2);
    ChartTheme {
        background: RGBColor(0, 0, 0),
        text: color(TEXT),
        muted: color(MUTED),
        grid: color(GRID),
        reference: color(REFERENCE),
        current: color(CURRENT),
        gap: color(GAP),
        accent: color(ACCENT),
        stable: color(STABLE),
        warning: color(WARNING),
        critical: color(CRITICAL),
        // The reader's font is not known; DejaVu Sans is a wide one.
        text_width_factor: 1.12,
        ..ChartTheme::light()
    }
}

/// What something is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// A slot of the theme by its class, and how much of it is on the background, in percent.
    Slot { class: char, percent: u8 },
    /// A colour of its own.
    Color(u8, u8, u8),
}

impl Ink {
    /// The ink of a coded colour; `None` where nothing is to be seen.
    pub(super) fn of(color: BackendColor) -> Option<Self> {
        let (r, g, b) = color.rgb;
        if color.alpha <= 0.0 {
            return None;
        }
        let strongest = r.max(g).max(b);
        if strongest == 0 {
            return Some(Self::Slot { class: BACKGROUND, percent: 100 });
        }
        let scaled = |code: u8| (u16::from(code) * u16::from(strongest) + 100) / u16::from(FULL);
        let distance = |slot: &Slot| {
            let (x, y, z) = slot.code;
            [(x, r), (y, g), (z, b)].iter().map(|&(code, c)| scaled(code).abs_diff(u16::from(c))).max()
        };
        let nearest = SLOTS.iter().min_by_key(|slot| distance(slot)).filter(|slot| distance(slot) <= Some(1));
        Some(match nearest {
            Some(slot) if strongest <= FULL => {
                Self::Slot { class: slot.class, percent: strongest.div_ceil(2) }
            }
            _ => Self::Color(r, g, b),
        })
    }

    /// The attributes that give an element this ink, after a blank, with `more` among the classes.
    pub(super) fn attributes(self, more: &str) -> String {
        let blank = if more.is_empty() { "" } else { " " };
        match self {
            Self::Slot { class, percent: 100 } => format!(" class=\"{class}{blank}{more}\""),
            Self::Slot { class, percent } => {
                format!(" class=\"{class}{blank}{more}\" style=\"--t:{percent}%\"")
            }
            Self::Color(r, g, b) => {
                let class = if more.is_empty() { String::new() } else { format!(" class=\"{more}\"") };
                format!("{class} style=\"color:#{r:02x}{g:02x}{b:02x}\"")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::pen::tint;

    fn ink(color: RGBColor) -> Option<Ink> {
        Ink::of(BackendColor { alpha: 1.0, rgb: (color.0, color.1, color.2) })
    }

    #[test]
    fn every_slot_and_every_tint_of_it_is_known_again() {
        let theme = coded_theme();
        let slots = [
            ('t', theme.text),
            ('m', theme.muted),
            ('g', theme.grid),
            ('r', theme.reference),
            ('c', theme.current),
            ('t', theme.gap),
            ('a', theme.accent),
            ('s', theme.stable),
            ('w', theme.warning),
            ('x', theme.critical),
        ];
        for (class, color) in slots {
            assert_eq!(ink(color), Some(Ink::Slot { class, percent: 100 }));
            for percent in 5..=100_u8 {
                let tinted = tint(color, theme.background, f64::from(percent) / 100.0);
                assert_eq!(ink(tinted), Some(Ink::Slot { class, percent }), "{color:?}");
            }
            assert!(CHART_CSS.contains(&format!(".chart .{class} {{")), "no rule for .{class}");
        }
        assert_eq!(ink(theme.background), Some(Ink::Slot { class: 'b', percent: 100 }));
        assert!(CHART_CSS.contains(".chart .b {"));
    }

    #[test]
    fn a_colour_of_no_slot_stays_what_it_is() {
        let own = ink(RGBColor(0xff, 0xfe, 0x10)).unwrap();
        assert_eq!(own, Ink::Color(0xff, 0xfe, 0x10));
        assert_eq!(own.attributes("w2"), " class=\"w2\" style=\"color:#fffe10\"");
        assert_eq!(ink(RGBColor(30, 200, 90)), Some(Ink::Color(30, 200, 90)));
        assert_eq!(Ink::of(BackendColor { alpha: 0.0, rgb: (200, 0, 0) }), None);
    }
}
