//! Series over the windows as charts, and the drift of every column as a heat map.

use crate::chart::{HeatMap, TimeChart, performance_series};
use crate::monitor::{Alert, Series, SeriesGroup, Timeline};
use crate::report::WatchedPart;
use crate::report::document::{Block, Figure, Text};
use crate::report::words::format;

/// Width of a chart, in CSS pixels: two stand side by side.
const CHART_WIDTH: u32 = 480;
/// Width of the map of columns and windows.
const MAP_WIDTH: u32 = 720;
/// Most charts: what is not drawn stands in the table of series.
const MOST: usize = 8;
/// Columns of the heat map.
const MOST_COLUMNS: usize = 60;
/// What is drawn first where it is there, measured or estimated; what an alert is open of goes before.
const FIRST: [&str; 5] = ["roc_auc", "accuracy", "f1", "log_loss", "ece"];

/// Blocks of performance: charts of what matters most.
pub(super) fn performance(watched: &WatchedPart<'_>, raised: &[Alert]) -> Vec<Block> {
    let timeline = watched.timeline;
    let drawn = drawn(timeline, raised);
    let mut blocks = Vec::new();
    if !timeline.series.iter().any(|series| series.group == SeriesGroup::Performance) {
        let text = if timeline.series.iter().any(|series| series.group == SeriesGroup::Estimated) {
            "No window has true labels: performance is estimated from the model’s probabilities, which holds as long \
             as the same inputs have the same outcomes."
        } else {
            "Performance is not known: it needs predictions with true labels, or with probabilities to estimate it \
             from."
        };
        blocks.push(Block::Paragraph(Text::from(text)));
    }
    blocks.extend(
        drawn
            .iter()
            .filter_map(|series| TimeChart::of_history(timeline, watched.policy, raised, &series.id))
            .map(|chart| Block::Figure(Figure::of_time_chart(&chart, CHART_WIDTH))),
    );
    blocks
}

/// The series that are drawn: those of performance with an open alert, then the well-known, then the others.
fn drawn<'a>(timeline: &'a Timeline, raised: &[Alert]) -> Vec<&'a Series> {
    let is_open = |series: &Series| {
        let estimate = format!("estimated_{}", series.id);
        raised
            .iter()
            .any(|alert| alert.over.is_none() && (alert.series == series.id || alert.series == estimate))
    };
    let place = |series: &Series| {
        let id = series.id.trim_start_matches("estimated_");
        FIRST.iter().position(|first| *first == id).unwrap_or(FIRST.len())
    };
    let mut all: Vec<&Series> = performance_series(timeline).collect();
    all.sort_by_key(|series| (!is_open(series), place(series)));
    all.truncate(MOST);
    all
}

/// Blocks of the columns: a heat map, of those that drifted most often where there are many.
pub(super) fn columns(timeline: &Timeline) -> Vec<Block> {
    if timeline.columns.is_empty() || timeline.windows.is_empty() {
        return Vec::new();
    }
    let mut map = HeatMap::of(timeline);
    // Nothing stands beside it that it would have to be in line with.
    map.reference = 0;
    let mut blocks = Vec::new();
    if map.rows.len() > MOST_COLUMNS {
        let often =
            |at: usize| (0..timeline.windows.len()).filter(|slot| map.state(at, *slot).is_drifted()).count();
        let mut order: Vec<(usize, usize)> = (0..map.rows.len()).map(|at| (at, often(at))).collect();
        order.sort_by_key(|(_, often)| std::cmp::Reverse(*often));
        order.truncate(MOST_COLUMNS);
        let rows = order.iter().filter_map(|(at, _)| map.rows.get(*at).cloned()).collect();
        let all = format::counted(map.rows.len() as u64, "column", "columns");
        map.rows = rows;
        let text = format!("The {MOST_COLUMNS} of {all} that drifted in most windows.");
        blocks.push(Block::Paragraph(Text::from(text)));
    }
    blocks.push(Block::Figure(Figure::of_heat_map(&map, MAP_WIDTH)));
    blocks
}
