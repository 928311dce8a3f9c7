//! Drawing functions generic over the plotters backend: canvas in the page, SVG in the report and in tests.
//!
//! A chart is drawn from finished summaries, never from rows. Each chart keeps three things apart:
//! a *layout* (pure geometry: where the frame, the ticks and the marks stand), the *drawing* of
//! that layout, and the *words* (caption, table, cursor text), so all but the last stroke is tested
//! natively. Text widths are estimated in [`text_width`], so nothing here measures through the DOM.
//! Nothing here knows of a page, a canvas element or a theme switch.

mod bars;
mod bars_words;
mod chart_kind;
mod dependence;
mod dependence_words;
mod ecdf;
mod ecdf_words;
mod format;
mod frame;
mod heat_drawing;
mod heat_layout;
mod heat_map;
mod heat_words;
mod histogram;
mod histogram_words;
mod model_curve;
mod model_curve_words;
mod pen;
mod scale;
mod scores;
mod slot_axis;
mod slots;
mod spark_path;
mod strokes;
mod svg;
mod text;
mod theme;
mod thinned;
mod ticks;
mod time_chart;
mod time_drawing;
mod time_history;
mod time_layout;
mod time_table;
mod time_words;

pub use bars::{BarLayout, BarRow, category_bars};
pub use bars_words::{bars_caption, bars_table};
pub use chart_kind::{Chart, Cursor, Mark, Table};
pub use dependence::{DependenceChart, DependenceLayout, dependence};
pub use dependence_words::{dependence_caption, dependence_table};
pub use ecdf::{EcdfLayout, ecdf_pair};
pub use ecdf_words::{ecdf_caption, ecdf_table};
pub use format::{
    align_decimals, count, full, p_value, percent, points, ratio_percent, signed, significant, thousands,
};
pub use frame::{Frame, Size};
pub use heat_drawing::heat_map;
pub use heat_layout::HeatLayout;
pub use heat_map::{HeatMap, HeatRow, HeatState};
pub use heat_words::{heat_caption, heat_table};
pub use histogram::{HistogramLayout, histogram_pair};
pub use histogram_words::{histogram_caption, histogram_table};
pub use model_curve::{CurveKind, CurveStop, ModelCurve, ModelCurveLayout, model_curve};
pub use model_curve_words::{model_curve_caption, model_curve_table};
pub use pen::DrawResult;
pub use scale::LinearScale;
pub use scores::{ScoreHistogram, score_histogram, scores_caption, scores_table};
pub use slot_axis::{SlotAxis, SlotLabel};
pub use slots::{Slots, TimeSlot};
pub use spark_path::{SparkPaths, spark_paths};
pub use svg::{CHART_CSS, CompactSvg, compact_svg, escaped, without_controls};
pub use text::{text_width, truncate};
pub use theme::{ChartTheme, parse_color};
pub use ticks::{Tick, fitting_ticks, ticks};
pub use time_chart::{LineStyle, MarkKind, Place, TimeChart, TimeLine, TimeMark};
pub use time_drawing::time_chart;
pub use time_history::performance_series;
pub use time_layout::TimeLayout;
pub use time_table::time_table;
pub use time_words::time_caption;
