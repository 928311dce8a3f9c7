//! What several pages draw.

pub mod badge;
pub mod chart_canvas;
pub mod column_link;
pub mod heat_canvas;
pub mod later;
pub mod number;
pub mod plot;
pub mod plot_parts;
pub mod scroller;
pub mod select_field;
pub mod slot_plot;
pub mod time_canvas;
pub mod words;
