//! Mean probability of a class as one column is set to each value: a line over numbers, a bar a level.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

use super::chart_kind::{Cursor, Mark, nearest};
use super::dependence_words::{point_name, point_text};
use super::format::percent;
use super::frame::Axes;
use super::pen::{Anchor, Pen, tint};
use super::text::{text_width, truncate};
use super::{ChartTheme, DrawResult, Frame, LinearScale, Size};
use crate::model::evaluation::{DependencePoint, PartialDependence};

/// Height of one level in CSS pixels, where the height is free.
const ROW: u32 = 24;
/// Room above the levels in CSS pixels.
const HEAD: u32 = 24;

/// Partial dependence of one class.
#[derive(Debug, Clone, PartialEq)]
pub struct DependenceChart {
    /// What was found.
    pub found: PartialDependence,
    /// Place of the class among `found.classes`.
    pub class: usize,
}

impl DependenceChart {
    /// Name of the class.
    pub fn class_name(&self) -> &str {
        self.found.classes.get(self.class).map_or("", String::as_str)
    }

    /// Mean probability of the class at a point, 0 to 1.
    pub fn probability(&self, point: &DependencePoint) -> f64 {
        let p = point.probabilities.get(self.class).copied().unwrap_or(0.0);
        if p.is_finite() { p.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Whether the points stand on an axis of numbers.
    pub fn is_line(&self) -> bool {
        self.found.points.iter().any(|point| point.value.is_some_and(f64::is_finite))
    }
}

/// Draws the mean probability over the values of the column.
///
/// # Errors
///
/// Whatever the backend says.
pub fn dependence<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    chart: &DependenceChart,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    if chart.found.points.is_empty() {
        return pen.nothing("There is no value to set the column to.");
    }
    let (width, height) = area.dim_in_pixel();
    let Some(layout) = DependenceLayout::new(chart, Size { width, height }, theme) else { return Ok(()) };
    let title = format!("mean probability of {}", chart.class_name());
    let title = truncate(&title, f64::from(width), theme.measure_px());
    pen.text(&title, 0, theme.px(10.0), Anchor::Left, theme.muted)?;
    match &layout.axes {
        Some(axes) => {
            pen.axes(axes)?;
            let line: Vec<_> = layout.spots.iter().map(|spot| (spot.x, spot.y)).collect();
            pen.path(line, 2.0, theme.text)?;
            let half = theme.px(2.0);
            for spot in &layout.spots {
                let dot = Frame {
                    left: spot.x - half,
                    right: spot.x + half,
                    top: spot.y - half,
                    bottom: spot.y + half,
                };
                pen.fill(dot, theme.text)?;
            }
        }
        None => {
            for spot in &layout.spots {
                let middle = (spot.bar.top + spot.bar.bottom) / 2;
                pen.text(&spot.name, spot.bar.left - theme.px(8.0), middle, Anchor::Right, theme.text)?;
                pen.fill(spot.bar, tint(theme.muted, theme.background, 0.6))?;
                pen.text(&spot.value, spot.bar.right + theme.px(5.0), middle, Anchor::Left, theme.muted)?;
            }
        }
    }
    Ok(())
}

/// Where everything in a dependence chart stands.
#[derive(Debug, Clone, PartialEq)]
pub struct DependenceLayout {
    axes: Option<Axes>,
    spots: Vec<Spot>,
    width: i32,
}

/// One point or bar in device pixels.
#[derive(Debug, Clone, PartialEq)]
struct Spot {
    /// Place among the points of the chart.
    point: usize,
    x: i32,
    y: i32,
    bar: Frame,
    name: String,
    value: String,
}

impl DependenceLayout {
    /// Lays the chart out; `None` where there is nothing to draw or no room.
    pub fn new(chart: &DependenceChart, size: Size, theme: &ChartTheme) -> Option<Self> {
        if chart.is_line() { Self::line(chart, size, theme) } else { Self::bars(chart, size, theme) }
    }

    fn line(chart: &DependenceChart, size: Size, theme: &ChartTheme) -> Option<Self> {
        let mut known: Vec<(usize, f64, f64)> = Vec::new();
        for (at, point) in chart.found.points.iter().enumerate() {
            if let Some(value) = point.value.filter(|value| value.is_finite()) {
                known.push((at, value, chart.probability(point)));
            }
        }
        let (min, max, top) = known.iter().fold((f64::MAX, f64::MIN, 0.0_f64), |(min, max, top), found| {
            (min.min(found.1), max.max(found.1), top.max(found.2))
        });
        let axes = Axes::new(size, min, max, top * 1.04, theme)?;
        let frame = axes.frame;
        let spots = known
            .into_iter()
            .map(|(point, value, probability)| {
                let (x, y) = (axes.column(value), axes.row(probability));
                Spot { point, x, y, bar: frame, name: String::new(), value: String::new() }
            })
            .collect();
        Some(Self { axes: Some(axes), spots, width: i32::try_from(size.width).ok()? })
    }

    fn bars(chart: &DependenceChart, size: Size, theme: &ChartTheme) -> Option<Self> {
        let (width, height) = (i32::try_from(size.width).ok()?, i32::try_from(size.height).ok()?);
        let points = &chart.found.points;
        let count = i32::try_from(points.len()).ok().filter(|&n| n > 0)?;
        let head = theme.px(f64::from(HEAD));
        let row = ((height - head) / count).min(theme.px(f64::from(ROW)));
        let name_room = f64::from(width) * 0.36;
        let longest =
            points.iter().map(|point| text_width(&point_name(point), theme.measure_px())).fold(0.0, f64::max);
        let left = longest.min(name_room).ceil() as i32 + theme.px(10.0);
        let right = width - text_width("> 99.9 %", theme.measure_px()).ceil() as i32 - theme.px(6.0);
        if right - left < theme.px(20.0) || row < theme.px(4.0) {
            return None;
        }
        let top = points.iter().map(|point| chart.probability(point)).fold(0.0, f64::max);
        let top = if top > 0.0 { top } else { 1.0 };
        let scale = LinearScale::new(0.0, top, f64::from(left), f64::from(right));
        let spots = points
            .iter()
            .zip(0..count)
            .map(|(point, i)| {
                let probability = chart.probability(point);
                let (y, pad) = (head + i * row, row / 6);
                let end = if probability > 0.0 {
                    (scale.pixel(probability).round() as i32).max(left + theme.px(1.0))
                } else {
                    left
                };
                Spot {
                    point: i as usize,
                    x: end,
                    y: y + row / 2,
                    bar: Frame { left, right: end, top: y + pad, bottom: y + row - pad },
                    name: truncate(&point_name(point), name_room, theme.measure_px()),
                    value: percent(probability),
                }
            })
            .collect();
        Some(Self { axes: None, spots, width })
    }

    /// The height that suits the chart, in CSS pixels.
    pub fn css_height(chart: &DependenceChart) -> u32 {
        if chart.is_line() {
            return 220;
        }
        HEAD + ROW * u32::try_from(chart.found.points.len()).unwrap_or(1).clamp(1, 60) + 4
    }

    /// The point or bar at a device pixel.
    pub fn index_at(&self, x: f64, y: f64) -> Option<usize> {
        match self.axes {
            Some(_) => nearest(self.spots.iter().map(|spot| f64::from(spot.x)), x),
            None => nearest(self.spots.iter().map(|spot| f64::from(spot.y)), y),
        }
    }

    /// The cursor on point `index`.
    pub fn cursor(&self, chart: &DependenceChart, index: usize, theme: &ChartTheme) -> Option<Cursor> {
        let index = index.min(self.spots.len().checked_sub(1)?);
        let spot = self.spots.get(index)?;
        let mark = match &self.axes {
            Some(axes) => Mark {
                left: spot.x,
                top: axes.frame.top,
                width: theme.px(1.0),
                height: (axes.frame.bottom - axes.frame.top).max(1),
            },
            None => Mark {
                left: 0,
                top: spot.bar.top,
                width: self.width.max(1),
                height: (spot.bar.bottom - spot.bar.top).max(1),
            },
        };
        let text = point_text(chart, chart.found.points.get(spot.point)?);
        Some(Cursor { index, mark, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: &[(Option<f64>, &str, f64)]) -> DependenceChart {
        let points = points.iter().map(|&(value, label, p)| DependencePoint {
            value,
            label: label.to_owned(),
            probabilities: vec![1.0 - p, p],
        });
        let found = PartialDependence {
            column: "x".to_owned(),
            classes: vec!["no".to_owned(), "yes".to_owned()],
            rows: 100,
            points: points.collect(),
        };
        DependenceChart { found, class: 1 }
    }

    #[test]
    fn a_line_rises_with_the_probability() {
        let chart = chart(&[(Some(0.0), "0", 0.1), (Some(1.0), "1", 0.5), (Some(4.0), "4", 0.9)]);
        let layout =
            DependenceLayout::new(&chart, Size { width: 500, height: 220 }, &ChartTheme::light()).unwrap();
        let (x, y) = (|at: usize| layout.spots[at].x, |at: usize| layout.spots[at].y);
        assert!(y(0) > y(1) && y(1) > y(2), "up is more");
        // A quarter of the way from 0 to 4, to a pixel.
        assert!((x(1) - x(0) - (x(2) - x(0)) / 4).abs() <= 1);
        assert_eq!(layout.index_at(f64::from(x(1)) + 3.0, 0.0), Some(1));
    }

    #[test]
    fn bars_are_as_long_as_the_probabilities() {
        let chart = chart(&[(None, "a", 0.8), (None, "b", 0.4), (None, "", 0.0)]);
        let layout =
            DependenceLayout::new(&chart, Size { width: 500, height: 120 }, &ChartTheme::light()).unwrap();
        let length = |at: usize| f64::from(layout.spots[at].bar.right - layout.spots[at].bar.left);
        assert!((length(0) / length(1) - 2.0).abs() < 0.02);
        assert_eq!(length(2), 0.0);
        assert_eq!(layout.spots[2].name, "missing");
    }

    #[test]
    fn no_room_and_no_points_are_no_layout() {
        let theme = ChartTheme::light();
        assert!(DependenceLayout::new(&chart(&[]), Size { width: 500, height: 220 }, &theme).is_none());
        let one = chart(&[(Some(5.0), "5", 0.5)]);
        assert!(DependenceLayout::new(&one, Size { width: 20, height: 20 }, &theme).is_none());
        let layout = DependenceLayout::new(&one, Size { width: 500, height: 220 }, &theme).unwrap();
        assert_eq!(layout.cursor(&one, 99, &theme).map(|cursor| cursor.index), Some(0));
    }
}
