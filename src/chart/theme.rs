//! Colours, font and scale of a chart. A canvas cannot read CSS variables, so the page fills this
//! from the design tokens once per theme change and passes it in.

use plotters::style::RGBColor;

/// Colours, font and scale of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartTheme {
    /// Behind everything.
    pub background: RGBColor,
    /// Words and numbers that matter.
    pub text: RGBColor,
    /// Tick labels and axis titles.
    pub muted: RGBColor,
    /// Grid lines.
    pub grid: RGBColor,
    /// The reference.
    pub reference: RGBColor,
    /// Current.
    pub current: RGBColor,
    /// The bracket that marks a gap.
    pub gap: RGBColor,
    /// What a model says, where neither side of a comparison is meant.
    pub accent: RGBColor,
    /// Nothing to do.
    pub stable: RGBColor,
    /// Look at it.
    pub warning: RGBColor,
    /// Act on it.
    pub critical: RGBColor,
    /// CSS font family.
    pub font_family: String,
    /// Font size in CSS pixels.
    pub font_size: f64,
    /// Device pixels per CSS pixel: scales fonts, margins and strokes alike. Finite and above 0.
    pub scale: f64,
    /// Width of texts in the page's font over the estimate of [`text_width`](super::text_width).
    pub text_width_factor: f64,
    /// Font units per pixel: 1 for a canvas, 1.24 for the SVG backend, which divides by it.
    pub font_units: f64,
}

impl ChartTheme {
    /// Dark on light.
    pub fn light() -> Self {
        Self {
            background: RGBColor(0xff, 0xff, 0xff),
            text: RGBColor(0x1b, 0x1f, 0x24),
            muted: RGBColor(0x59, 0x63, 0x6e),
            grid: RGBColor(0xe3, 0xe7, 0xeb),
            reference: RGBColor(0x3b, 0x6f, 0xb6),
            current: RGBColor(0xd9, 0x82, 0x2b),
            gap: RGBColor(0x1b, 0x1f, 0x24),
            accent: RGBColor(0x2a, 0x5c, 0x9e),
            stable: RGBColor(0x5f, 0x7f, 0x6f),
            warning: RGBColor(0xc4, 0x8a, 0x00),
            critical: RGBColor(0xc4, 0x30, 0x2b),
            font_family: "system-ui, sans-serif".to_owned(),
            font_size: 12.0,
            scale: 1.0,
            text_width_factor: 1.0,
            font_units: 1.0,
        }
    }

    /// Light on dark.
    pub fn dark() -> Self {
        Self {
            background: RGBColor(0x16, 0x1a, 0x1f),
            text: RGBColor(0xe6, 0xe8, 0xeb),
            muted: RGBColor(0x9d, 0xa7, 0xb3),
            grid: RGBColor(0x2b, 0x32, 0x3a),
            reference: RGBColor(0x6f, 0x9f, 0xe0),
            current: RGBColor(0xec, 0xa1, 0x58),
            gap: RGBColor(0xe6, 0xe8, 0xeb),
            accent: RGBColor(0x8f, 0xb8, 0xee),
            stable: RGBColor(0x86, 0xa8, 0x98),
            warning: RGBColor(0xe0, 0xae, 0x35),
            critical: RGBColor(0xef, 0x6a, 0x63),
            ..Self::light()
        }
    }

    /// This theme for a screen of `scale` device pixels per CSS pixel.
    #[must_use]
    pub fn with_scale(mut self, scale: f64) -> Self {
        self.scale = if scale.is_finite() { scale.clamp(0.25, 8.0) } else { 1.0 };
        self
    }

    /// This theme for plotters' SVG backend.
    #[must_use]
    pub fn for_svg(mut self) -> Self {
        self.font_units = 1.24;
        self.text_width_factor = 1.12; // The reader's font is not known; DejaVu Sans is a wide one.
        self
    }

    /// Takes over every colour and the font that `token` knows, by the names of `style/tokens.css`.
    #[must_use]
    pub fn with_tokens(mut self, token: impl Fn(&str) -> Option<String>) -> Self {
        let slots = [
            ("--color-surface", &mut self.background),
            ("--color-text", &mut self.text),
            ("--color-text-quiet", &mut self.muted),
            ("--color-line", &mut self.grid),
            ("--color-reference", &mut self.reference),
            ("--color-current", &mut self.current),
            ("--color-text", &mut self.gap),
            ("--color-accent", &mut self.accent),
            ("--color-stable", &mut self.stable),
            ("--color-warning", &mut self.warning),
            ("--color-critical", &mut self.critical),
        ];
        for (name, slot) in slots {
            if let Some(color) = token(name).as_deref().and_then(parse_color) {
                *slot = color;
            }
        }
        if let Some(family) = token("--font-text").filter(|family| !family.trim().is_empty()) {
            self.font_family = family.trim().to_owned();
        }
        self
    }

    /// `css` CSS pixels in whole device pixels, at least one for anything above none.
    pub fn px(&self, css: f64) -> i32 {
        let device = (css * self.scale).round() as i32;
        if css > 0.0 { device.max(1) } else { device }
    }

    /// The font size in device pixels.
    pub fn font_px(&self) -> f64 {
        self.font_size * self.scale
    }

    /// Font size to measure with: the font size in device pixels, corrected for the page's font.
    pub fn measure_px(&self) -> f64 {
        self.font_px() * self.text_width_factor
    }
}

/// Reads `#rgb`, `#rrggbb` and `rgb(r, g, b)`.
pub fn parse_color(text: &str) -> Option<RGBColor> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix('#') {
        let digits: Vec<u8> = hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
        return match digits[..] {
            [r, g, b] => Some(RGBColor(r * 17, g * 17, b * 17)),
            [r, r2, g, g2, b, b2] => Some(RGBColor(r * 16 + r2, g * 16 + g2, b * 16 + b2)),
            _ => None,
        };
    }
    let inner = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let parts: Vec<u8> = inner
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match parts[..] {
        [r, g, b] => Some(RGBColor(r, g, b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance contrast of WCAG 2.2.
    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let light = |c: RGBColor| 0.2126 * channel(c.0) + 0.7152 * channel(c.1) + 0.0722 * channel(c.2);
        let (high, low) = (light(a).max(light(b)), light(a).min(light(b)));
        (high + 0.05) / (low + 0.05)
    }

    #[test]
    fn words_stand_at_four_and_a_half_to_one() {
        for theme in [ChartTheme::light(), ChartTheme::dark()] {
            for ink in [theme.text, theme.muted, theme.gap] {
                assert!(contrast(ink, theme.background) >= 4.5);
            }
        }
    }

    #[test]
    fn colours_are_read_as_css_writes_them() {
        assert_eq!(parse_color(" #3b6fb6 "), Some(RGBColor(0x3b, 0x6f, 0xb6)));
        assert_eq!(parse_color("#fff"), Some(RGBColor(255, 255, 255)));
        assert_eq!(parse_color("rgb(59, 111, 182)"), Some(RGBColor(59, 111, 182)));
        for wrong in ["", "#12", "blue", "rgb(1,2)", "rgb(300,0,0)", "#é"] {
            assert_eq!(parse_color(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn tokens_replace_only_what_they_name() {
        let theme =
            ChartTheme::light().with_tokens(|name| (name == "--color-current").then(|| "#000".to_owned()));
        assert_eq!(theme.current, RGBColor(0, 0, 0));
        assert_eq!(theme.reference, ChartTheme::light().reference);
    }
}
