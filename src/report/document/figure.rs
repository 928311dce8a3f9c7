//! A drawing and what it is called.

use crate::chart::{
    Chart, CurveKind, HeatLayout, HeatMap, Size, TimeChart, TimeLayout, compact_svg, heat_caption, heat_map,
    spark_paths, time_caption, time_chart,
};
use crate::drift::Sparkline;

/// Width in CSS pixels from which a drawing is scrolled, rather than shrunk, on a narrow screen.
const NARROW: u32 = 560;

/// A drawing as inline SVG. Only this crate's drawing code makes one, so that no text of the data gets into
/// a document without being escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    svg: String,
    /// Whether its words could not be read on a narrow screen if it were no wider than that.
    pub(super) is_wide: bool,
}

impl Drawing {
    /// The small chart of a table's row; `apart` leaves a gap between categories. `None` where there is
    /// nothing to draw.
    pub fn sparkline(drawn: &Sparkline, apart: bool) -> Option<Self> {
        let svg = spark_paths(&drawn.reference, &drawn.current, apart).svg();
        svg.map(|svg| Self { svg, is_wide: false })
    }

    fn of_chart(svg: String, css_width: u32) -> Self {
        Self { svg, is_wide: css_width > NARROW }
    }

    /// The `<svg>` element, without a name.
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

impl Figure {
    /// A chart, `css_width` CSS pixels wide where there is room, with its own caption and the name of its
    /// kind.
    pub fn of_chart(chart: &Chart, css_width: u32) -> Self {
        let size = Size { width: css_width, height: chart.css_height() };
        let svg = compact_svg(size, |area, theme| chart.draw(area, theme));
        Self { name: chart_name(chart), caption: chart.caption(), drawing: Drawing::of_chart(svg, css_width) }
    }

    /// A quantity over time, with its own caption and its title as its name.
    pub fn of_time_chart(chart: &TimeChart, css_width: u32) -> Self {
        let size = Size { width: css_width, height: TimeLayout::css_height(chart) };
        let svg = compact_svg(size, |area, theme| time_chart(area, chart, theme));
        Self {
            name: chart.title.clone(),
            caption: time_caption(chart),
            drawing: Drawing::of_chart(svg, css_width),
        }
    }

    /// The drift of many columns over time, with its own caption.
    pub fn of_heat_map(map: &HeatMap, css_width: u32) -> Self {
        let size = Size { width: css_width, height: HeatLayout::css_height(map) };
        let svg = compact_svg(size, |area, theme| heat_map(area, map, theme));
        let name = "Drift of every column in every window".to_owned();
        Self { name, caption: heat_caption(map), drawing: Drawing::of_chart(svg, css_width) }
    }

    /// This figure under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }
}

fn chart_name(chart: &Chart) -> String {
    match chart {
        Chart::Histogram(_) => "Histogram".to_owned(),
        Chart::Ecdf(_) => "Distribution functions".to_owned(),
        Chart::Bars(_) => "Shares of categories".to_owned(),
        Chart::Model(curve) => match curve.kind {
            CurveKind::Roc => "ROC curve".to_owned(),
            CurveKind::PrecisionRecall => "Precision-recall curve".to_owned(),
            CurveKind::Calibration => "Calibration curve".to_owned(),
        },
        Chart::Scores(_) => "Score histogram".to_owned(),
        Chart::Dependence(chart) => format!("Partial dependence on {}", chart.found.column),
    }
}
