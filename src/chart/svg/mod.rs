//! Charts as inline SVG that is small and takes its colours from the style sheet around it.
//!
//! The same drawing functions as on the canvas, on a plotters backend of our own: shapes of one style
//! become one path, coordinates are whole or half pixels, and colours become classes, so that one drawing
//! shows in light and dark. Nothing is measured through a font or a page.

mod backend;
mod escape;
mod ink;
mod layers;
mod path;
mod simplified;
mod tiles;

pub use backend::{CompactSvg, compact_svg};
pub use escape::{escaped, without_controls};
pub use ink::CHART_CSS;
