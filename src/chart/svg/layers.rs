//! What was drawn, shapes of one style together.

use std::fmt::Write as _;

use super::escape::escaped;
use super::ink::Ink;
use super::path::{PathText, Point, number};
use super::tiles::{Bounds, Covered};

/// How a shape is drawn. Widths are in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    Fill,
    Line { width: u32 },
    Dot { width: u32 },
    Words(Anchor),
}

/// How a text hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug)]
struct Layer {
    ink: Ink,
    stroke: Stroke,
    path: PathText,
    texts: Vec<String>,
    skyline: Option<Skyline>,
    covered: Covered,
}

/// Bars side by side on one base line, which become one outline.
#[derive(Debug)]
struct Skyline {
    left: i32,
    right: i32,
    base: i32,
    /// From left to right, along the tops.
    tops: Vec<Point>,
}

/// Layers from the lowest to the highest, on a canvas of `width` × `height` half pixels.
#[derive(Debug)]
pub(super) struct Layers {
    width: i32,
    height: i32,
    layers: Vec<Layer>,
}

impl Layers {
    pub(super) fn new(width: i32, height: i32) -> Self {
        Self { width, height, layers: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// Bars and areas with straight edges.
    pub(super) fn rectangle(&mut self, ink: Ink, bounds: Bounds) {
        let layer = self.layer(ink, Stroke::Fill, bounds);
        let tops = [Point { x: bounds.left, y: bounds.top }, Point { x: bounds.right, y: bounds.top }];
        match &mut layer.skyline {
            Some(line) if line.right == bounds.left && line.base == bounds.bottom => {
                line.right = bounds.right;
                line.tops.extend(tops);
            }
            _ => {
                layer.end_skyline();
                layer.skyline = Some(Skyline {
                    left: bounds.left,
                    right: bounds.right,
                    base: bounds.bottom,
                    tops: tops.to_vec(),
                });
            }
        }
    }

    /// A line, an area or a dot.
    pub(super) fn shape(&mut self, ink: Ink, stroke: Stroke, points: &[Point], is_closed: bool) {
        let width = match stroke {
            Stroke::Line { width } | Stroke::Dot { width } => i32::try_from(width).unwrap_or(i32::MAX),
            Stroke::Fill | Stroke::Words(_) => 0,
        };
        if let Some(bounds) = Bounds::around(points, width.saturating_mul(2)) {
            self.add(ink, stroke, points, is_closed, bounds);
        }
    }

    /// A straight line of `width` pixels that fills `bounds` and nothing else.
    pub(super) fn thin_bar(&mut self, ink: Ink, width: u32, ends: [Point; 2], bounds: Bounds) {
        self.add(ink, Stroke::Line { width }, &ends, false, bounds);
    }

    fn add(&mut self, ink: Ink, stroke: Stroke, points: &[Point], is_closed: bool, bounds: Bounds) {
        let layer = self.layer(ink, stroke, bounds);
        layer.end_skyline();
        layer.path.add(points, is_closed);
    }

    /// A text whose base line begins, ends or has its middle at `at`.
    pub(super) fn text(&mut self, ink: Ink, anchor: Anchor, at: Point, text: &str, bounds: Bounds) {
        let layer = self.layer(ink, Stroke::Words(anchor), bounds);
        let (x, y) = (number(at.x), number(at.y));
        layer.texts.push(format!(" x=\"{x}\" y=\"{y}\">{}</text>", escaped(text)));
    }

    /// The layer to draw on: the highest one of this style that nothing between hides the shape from.
    fn layer(&mut self, ink: Ink, stroke: Stroke, bounds: Bounds) -> &mut Layer {
        let bounds = bounds.on(self.width, self.height);
        let mut found = None;
        for (at, layer) in self.layers.iter().enumerate().rev() {
            if layer.ink == ink && layer.stroke == stroke {
                found = Some(at);
                break;
            }
            if layer.covered.meets(&bounds) {
                break;
            }
        }
        let at = found.unwrap_or(self.layers.len());
        if at == self.layers.len() {
            self.layers.push(Layer {
                ink,
                stroke,
                path: PathText::default(),
                texts: Vec::new(),
                skyline: None,
                covered: Covered::default(),
            });
        }
        let layer = &mut self.layers[at];
        layer.covered.add(bounds);
        layer
    }

    /// The elements, from the lowest to the highest.
    pub(super) fn write(mut self, out: &mut String) {
        for layer in &mut self.layers {
            layer.end_skyline();
            layer.write(out);
        }
    }
}

impl Layer {
    fn end_skyline(&mut self) {
        let Some(line) = self.skyline.take() else { return };
        let mut points = line.tops;
        points.push(Point { x: line.right, y: line.base });
        points.push(Point { x: line.left, y: line.base });
        self.path.add(&points, true);
    }

    fn write(&self, out: &mut String) {
        let (class, width) = match self.stroke {
            Stroke::Fill => ("", None),
            Stroke::Line { width: 1 } => ("w1", None),
            Stroke::Line { width: 2 } => ("w2", None),
            Stroke::Line { width } => ("line", Some(width)),
            Stroke::Dot { width } => ("dot", Some(width)),
            Stroke::Words(Anchor::Start) => ("", None),
            Stroke::Words(Anchor::Middle) => ("mid", None),
            Stroke::Words(Anchor::End) => ("end", None),
        };
        let ink = self.ink.attributes(class);
        match &self.texts[..] {
            [] => {
                let width = width.map(|width| format!(" stroke-width=\"{width}\"")).unwrap_or_default();
                let _ = write!(out, "<path{ink}{width} d=\"{}\"/>", self.path.as_str());
            }
            [only] => {
                let _ = write!(out, "<text{ink}{only}");
            }
            many => {
                let _ = write!(out, "<g{ink}>");
                for text in many {
                    let _ = write!(out, "<text{text}");
                }
                out.push_str("</g>");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Ink = Ink::Color(255, 0, 0);
    const BLUE: Ink = Ink::Color(0, 0, 255);

    fn drawn(rectangles: &[(Ink, [i32; 4])]) -> String {
        let mut layers = Layers::new(200, 200);
        for &(ink, [left, top, right, bottom]) in rectangles {
            layers.rectangle(ink, Bounds { left, top, right, bottom });
        }
        let mut svg = String::new();
        layers.write(&mut svg);
        svg
    }

    #[test]
    fn shapes_of_one_style_are_one_path_where_nothing_lies_between() {
        let apart = [(RED, [0, 0, 20, 20]), (BLUE, [40, 0, 60, 20]), (RED, [80, 0, 100, 20])];
        assert_eq!(
            drawn(&apart),
            "<path style=\"color:#ff0000\" d=\"M0 0h10v10H0zm40 0h10v10H40z\"/>\
             <path style=\"color:#0000ff\" d=\"M20 0h10v10H20z\"/>"
        );
    }

    #[test]
    fn what_covers_another_shape_stays_above_it() {
        let stacked = [(RED, [0, 0, 20, 20]), (BLUE, [10, 0, 60, 20]), (RED, [50, 0, 100, 20])];
        let svg = drawn(&stacked);
        assert_eq!(svg.matches("<path").count(), 3);
        assert!(svg.find("M5 0").unwrap() < svg.find("M25 0").unwrap(), "{svg}");
    }

    #[test]
    fn bars_on_one_base_line_are_one_outline() {
        let bars = [(RED, [0, 40, 20, 100]), (RED, [20, 20, 40, 100]), (RED, [60, 20, 80, 100])];
        assert_eq!(
            drawn(&bars),
            "<path style=\"color:#ff0000\" d=\"M0 20h10V10h10v40H0zm30-10h10v40H30z\"/>"
        );
    }
}
