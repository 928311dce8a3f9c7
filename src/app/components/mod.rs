//! What several pages draw.

pub mod badge;
pub mod chart_canvas;
pub mod column_link;
pub mod later;
pub mod number;
pub mod scroller;
pub mod select_field;
pub mod words;
