//! Draws a heat map.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend, RGBColor};

use super::heat_layout::{HeatLayout, HeatRowPlace};
use super::heat_words::nothing;
use super::pen::{Anchor, Pen, tint};
use super::{ChartTheme, DrawResult, Frame, HeatMap, HeatState, Size};

/// Width of a slot, in CSS pixels, from which cells stand apart and carry a shape.
const SHAPES: f64 = 9.0;
/// The effect from which a cell is as deep as it gets.
const DEEPEST: f64 = 1.0;

/// Draws the drift of every column in every window.
///
/// # Errors
///
/// Whatever the backend says.
pub fn heat_map<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    map: &HeatMap,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let pen = Pen::on(area, theme)?;
    let (width, height) = area.dim_in_pixel();
    if map.rows.is_empty() || map.slots.is_empty() {
        return pen.nothing(nothing(map));
    }
    let Some(layout) = HeatLayout::new(map, Size { width, height }, theme) else { return Ok(()) };
    for label in &layout.names {
        let x = label.centre.round() as i32;
        pen.text(&label.text, x, theme.px(10.0), Anchor::Centre, theme.muted)?;
        if let Some(slot) = label.slot {
            let left = layout.axis.column(slot);
            let (top, bottom) = (layout.frame.top - theme.px(4.0), layout.frame.top);
            pen.fill(Frame { left, right: left + theme.px(1.0), top, bottom }, theme.muted)?;
        }
    }
    for (row, place) in layout.rows.iter().enumerate() {
        let middle = (place.top + place.bottom) / 2;
        pen.text(&place.name, layout.axis.divider - theme.px(6.0), middle, Anchor::Right, theme.text)?;
        let line = Frame {
            left: layout.axis.divider,
            right: layout.axis.right,
            top: place.bottom,
            bottom: place.bottom,
        };
        pen.fill(Frame { top: line.top - theme.px(1.0), ..line }, theme.grid)?;
        if layout.axis.step() >= f64::from(theme.px(SHAPES)) {
            cells(&pen, map, &layout, row, place, theme)?;
        } else {
            stripes(&pen, map, &layout, row, place, theme)?;
        }
    }
    Ok(())
}

/// Cells that stand apart, each with the shape of its state.
fn cells<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    map: &HeatMap,
    layout: &HeatLayout,
    row: usize,
    place: &HeatRowPlace,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let gap = theme.px(1.0);
    let (first, last) = layout.axis.visible();
    for slot in first..=last {
        let (left, right) = layout.across(slot);
        let cell = Frame { left, right: right - gap, top: place.top, bottom: place.bottom - gap };
        let centre = ((cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2);
        let state = map.state(row, slot);
        if let Some(color) = shade(map, row, slot, theme) {
            pen.fill(cell, color)?;
        }
        match state {
            HeatState::NotJudged | HeatState::Stable => {}
            HeatState::TooFewRows => {
                pen.outline(cell, gap, tint(theme.muted, theme.background, 0.5))?;
                let half = theme.px(3.0);
                let stroke = vec![(centre.0 - half, centre.1 + half), (centre.0 + half, centre.1 - half)];
                pen.path(stroke, 1.0, theme.muted)?;
            }
            HeatState::Warning => pen.disc(centre, 2.5, theme.text)?,
            HeatState::Critical => pen.square(centre, 3.0, theme.background)?,
        }
    }
    Ok(())
}

/// Narrow cells without gaps: a pixel column shows the worst of its slots, and equal neighbours are one.
fn stripes<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    map: &HeatMap,
    layout: &HeatLayout,
    row: usize,
    place: &HeatRowPlace,
    theme: &ChartTheme,
) -> DrawResult<DB> {
    let (first, last) = layout.axis.visible();
    let mut run: Option<(Frame, RGBColor)> = None;
    let mut slot = first;
    while slot <= last {
        let (left, mut right) = layout.across(slot);
        let mut worst = slot;
        while slot < last && layout.across(slot + 1).0 <= left {
            slot += 1;
            right = right.max(layout.across(slot).1);
            if map.state(row, slot) > map.state(row, worst) {
                worst = slot;
            }
        }
        slot += 1;
        let Some(color) = shade(map, row, worst, theme) else {
            draw_run(pen, run.take())?;
            continue;
        };
        match &mut run {
            Some((frame, same)) if *same == color && frame.right >= left => frame.right = right,
            _ => {
                draw_run(pen, run.take())?;
                // Too narrow for a shape: a warning is two thirds as high as what is critical.
                let is_lower = map.state(row, worst) == HeatState::Warning;
                let top = place.top + if is_lower { (place.bottom - place.top) / 3 } else { 0 };
                let frame = Frame { left, right, top, bottom: place.bottom - theme.px(1.0) };
                run = Some((frame, color));
            }
        }
    }
    draw_run(pen, run)
}

fn draw_run<DB: DrawingBackend>(pen: &Pen<'_, DB>, run: Option<(Frame, RGBColor)>) -> DrawResult<DB> {
    run.map_or(Ok(()), |(frame, color)| pen.fill(frame, color))
}

/// The state's colour, deeper with the size of the change; `None` where nothing was judged.
fn shade(map: &HeatMap, row: usize, slot: usize, theme: &ChartTheme) -> Option<RGBColor> {
    let effect = map.cell(row, slot).and_then(|cell| cell.effect).filter(|effect| effect.is_finite());
    // In eight steps: more are not told apart, and equal neighbours are drawn at once.
    let depth = (effect.unwrap_or(0.0).abs() / DEEPEST).clamp(0.0, 1.0);
    let depth = (depth * 8.0).round() / 8.0;
    let (color, from, to) = match map.state(row, slot) {
        HeatState::NotJudged => return None,
        HeatState::TooFewRows => (theme.muted, 0.1, 0.1),
        HeatState::Stable => (theme.stable, 0.12, 0.3),
        HeatState::Warning => (theme.warning, 0.5, 0.8),
        HeatState::Critical => (theme.critical, 0.8, 1.0),
    };
    Some(tint(color, theme.background, from + (to - from) * depth))
}
