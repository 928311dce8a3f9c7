//! A drawing and what it is called.

/// A drawing as inline SVG. Only this crate's drawing code makes one, so that no text of the data gets into
/// a document without being escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    svg: String,
}

impl Drawing {
    /// What [`chart`](crate::chart) drew.
    #[expect(dead_code, reason = "the drawing of charts as SVG comes with the report")]
    pub(in crate::report) fn of_svg(svg: String) -> Self {
        Self { svg }
    }

    /// The `<svg>` element.
    pub fn svg(&self) -> &str {
        &self.svg
    }
}

/// A drawing with its name and a sentence that says what to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is, for those who cannot see it.
    pub name: String,
    /// What to see.
    pub caption: String,
    /// The drawing.
    pub drawing: Drawing,
}
